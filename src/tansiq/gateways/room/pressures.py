"""What is known of the air: list, state, take back. Bands follow; the answer tells which own flights meet others only since."""

import re
from typing import Final

import msgspec

from tansiq.airspace import heights as scale
from tansiq.airspace.outlines import area_km2, boxes
from tansiq.core import room
from tansiq.core.room import Role
from tansiq.core.room_commands import EndPressure, PressureId, PressureWish, PutPressure
from tansiq.core.units import MM, Span
from tansiq.core.volumes import Limit, Reference
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, outbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.flights import conflict
from tansiq.gateways.room.heights import QNH_HPA, height, limit
from tansiq.gateways.room.times import time
from tansiq.gateways.room.volumes import drawn
from tansiq.gateways.room.words import Fault

CONFLICTS_SHOWN: Final = 200
KELVIN: Final = 273.15
_ID: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}", re.ASCII)
_body: Final = msgspec.json.Decoder(wire.PressureBody)
_texts: Final = msgspec.json.Decoder(wire.PressureTexts)


async def pressures(ask: Ask) -> Answer:
    """Return all that is stated of the air."""
    held = ask.room.state.pressures
    qnh, isa = ask.charter.qnh_pa, ask.charter.isa_deviation_mk
    return shown(
        wire.Pressures(
            [_shown(ask, held[i]) for i in sorted(held)],
            wire.Range(qnh.lo / 100, qnh.hi / 100),
            wire.Range(isa.lo / 1_000, isa.hi / 1_000),
        )
    )


async def put(ask: Ask) -> Answer:
    """State the pressure of an area, in place of what was stated under this id."""
    body, pressure_id = ask.parsed(_body), _id(ask.path["id"])
    words = wire.PressureTexts(
        inbound.text(body.name, 120, "$.name"), inbound.text(body.source, 300, "$.source", is_needed=True)
    )
    answer = await ask.submit(PutPressure(_wish(ask, pressure_id, body)), msgspec.json.encode(words))
    return await _since(ask, pressure_id, answer)


async def end(ask: Ask) -> Answer:
    """Take back what was stated: the bounds of the charter hold there again."""
    pressure_id = _id(ask.path["id"])
    answer = await ask.submit(EndPressure(PressureId(pressure_id)))
    return await _since(ask, pressure_id, answer)


async def _since(ask: Ask, pressure_id: str, answer: Answer) -> Answer:
    changed = await ask.room.deriver.settled(answer.position)
    found = changed.new.get(ask.actor.party, []) if changed is not None else []
    new = [wire.NewConflict(flight_id, conflict(ask, f, 0)) for flight_id, f in found[:CONFLICTS_SHOWN]]
    is_complete = changed is not None and changed.is_complete and len(found) == len(new)
    held = ask.room.state.pressures.get(pressure_id)
    return shown(wire.PressurePut(_shown(ask, held) if held is not None else None, new, is_complete), answer.position)


def _wish(ask: Ask, pressure_id: str, body: wire.PressureBody) -> PressureWish:
    if (body.polygon is None) == (body.circle is None):
        raise Fault("outline", "$", what="exactly one of polygon and circle is needed.")
    shape = drawn(body.polygon, body.circle, "$")
    size_km2 = area_km2(shape)
    if size_km2 > ask.charter.area_max_km2:
        raise Fault("area", "$", size=f"{size_km2:,.0f}", most=f"{ask.charter.area_max_km2:,}")
    if not QNH_HPA[0] <= body.qnh_hpa <= QNH_HPA[1]:
        raise Fault("qnh", "$.qnh_hpa", value=f"{body.qnh_hpa:g}")
    if not (1 <= body.qnh_tolerance_hpa <= 100 and 1 <= body.isa_tolerance_k <= 50):
        raise Fault("field_range", "$.qnh_tolerance_hpa")
    start, end_us = time(body.start, "$.start"), time(body.end, "$.end")
    return PressureWish(
        pressure_id,
        shape,
        boxes(shape),
        Span(start, end_us),
        time(body.observed, "$.observed") if body.observed else ask.room.door.node.now_us(),
        round(body.qnh_hpa * 100),
        round(body.qnh_tolerance_hpa * 100),
        round(_isa_k(body) * 1_000),
        round(body.isa_tolerance_k * 1_000),
        _transition(body.transition_altitude, "AMSL", "$.transition_altitude"),
        _transition(body.transition_level, "FL", "$.transition_level"),
    )


def _isa_k(body: wire.PressureBody) -> float:
    """Return how much warmer than the standard atmosphere the air is."""
    if (body.isa_k is None) == (body.temperature_c is None):
        raise Fault("one_temperature", "$.isa_k")
    if body.isa_k is not None:
        isa_k = body.isa_k
    else:
        at, temperature_c = body.temperature_at, body.temperature_c or 0.0
        if at is None or at.reference not in ("FL", "AMSL"):
            raise Fault("temperature_level", "$.temperature_at")
        isa_k = temperature_c + KELVIN - scale.standard_k(_pressure_altitude_m(limit(at, "$.temperature_at"), body))
    if not -80 <= isa_k <= 50:
        raise Fault("field_range", "$.isa_k")
    return isa_k


def _pressure_altitude_m(held: Limit, body: wire.PressureBody) -> float:
    is_fl = held.reference is Reference.FL
    return held.alt_mm / MM + (0.0 if is_fl else scale.pressure_altitude_m(held.qnh_pa or body.qnh_hpa * 100))


def _transition(said: wire.Height | None, reference: str, where: str) -> int:
    if said is None:
        return 0
    if said.reference != reference:
        raise Fault("transition_reference", where)
    return limit(said, where).alt_mm


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise Fault("pressure_id", "$path.id", value=text[:32])
    return text


def _shown(ask: Ask, held: room.Pressure) -> wire.PressureShown:
    typed, now_us, state = ask.room.texts.of(held.texts), ask.room.door.node.now_us(), ask.room.state
    said = _texts.decode(typed) if typed else wire.PressureTexts()
    polygon, circle = outbound.outline(held.outline)
    altitude, level = held.transition_altitude_mm, held.transition_level_mm
    return wire.PressureShown(
        id=held.id,
        by=held.party,
        is_mine=held.party == ask.actor.party,
        is_now=held.time_us.lo <= now_us <= held.time_us.hi,
        is_settled=held.id not in state.unsettled,
        qnh_hpa=held.qnh_pa / 100,
        qnh_tolerance_hpa=held.qnh_tolerance_pa / 100,
        isa_k=held.isa_mk / 1_000,
        isa_tolerance_k=held.isa_tolerance_mk / 1_000,
        start=format_us(held.time_us.lo),
        end=format_us(held.time_us.hi),
        observed=format_us(held.observed_us),
        name=said.name,
        source=said.source,
        polygon=polygon,
        circle=circle,
        transition_altitude=height(Limit(altitude, Reference.AMSL)) if altitude else None,
        transition_level=height(Limit(level, Reference.FL)) if level else None,
    )


OPERATIONS: Final = (
    Operation("listPressures", "GET", "/room/v1/pressures", pressures, Role.OBSERVER, None, {200: wire.Pressures}),
    Operation(
        "putPressure", "PUT", "/room/v1/pressures/{id}", put, Role.OFFICER, wire.PressureBody, {200: wire.PressurePut}
    ),
    Operation("endPressure", "DELETE", "/room/v1/pressures/{id}", end, Role.OFFICER, None, {200: wire.PressurePut}),
)
