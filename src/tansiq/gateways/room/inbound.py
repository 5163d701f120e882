"""From the room's JSON to the core's structs: units become integers, once; what cannot be read is refused by its place."""

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import msgspec

from tansiq.airspace.snapped import MANNED, SMALL_UNMANNED, all_snapped
from tansiq.core import room
from tansiq.core.model import IntentState
from tansiq.core.movements import MovementRules
from tansiq.core.room import PlanLevel, Precedence
from tansiq.core.room_commands import FlightPlan, FlightPrivate, FlightShape, PutFlight
from tansiq.core.units import HOUR_US, MINUTE_US, MM, US, Span
from tansiq.core.volumes import Volume
from tansiq.core.watch import WatchRules
from tansiq.gateways.room import wire
from tansiq.gateways.room.notice_rules import rules_of
from tansiq.gateways.room.sky import Sky, is_above_ground
from tansiq.gateways.room.times import time
from tansiq.gateways.room.volumes import Shelf, nothing, volumes
from tansiq.gateways.room.words import Fault
from tansiq.node.chance import random_bytes

CONTACT_CHARS: Final = 300
LONG_BODY: Final = 8_192  # bytes: some twenty outlines, 5 ms of work
GRANT_MOST_S: Final = 400 * 24 * 3_600  # from the start of a flight
AHEAD_MOST_H: Final = 60 * 24  # of notice that a charter may ask
TEXT_CHARS: Final = 2_000
SHORT_CHARS: Final = 40
NAMES: Final = 20  # languages in which one thing is called something
CODE: Final = re.compile(r"[A-Z][A-Z0-9]{1,7}", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII)
_CALLSIGN: Final = re.compile(r"[A-Z0-9][A-Z0-9 -]{0,11}", re.ASCII)
_TYPE: Final = re.compile(r"[A-Z][A-Z0-9]{1,3}", re.ASCII)  # ICAO Doc 8643
_SSR: Final = re.compile(r"[0-7]{4}", re.ASCII)
_ICAO24: Final = re.compile(r"[0-9A-F]{6}", re.ASCII)
_FREQUENCY: Final = re.compile(r"[0-9]{2,3}\.[0-9]{1,3}( MHz| kHz)?", re.ASCII)
_SERIAL: Final = re.compile(r"[A-Z0-9-]{1,40}", re.ASCII)  # ANSI/CTA-2063-A serial numbers have up to 20


Read = TypeVar("Read")


def flight_id(text: str) -> str:
    """Return a flight's id: a UUID version 4, in lower case with hyphens."""
    if not is_uuid(text):
        raise Fault("not_uuid", "$path.id", value=text[:64])
    return text


def is_uuid(text: str) -> bool:
    """Return whether a text can be the id of a flight or zone."""
    return _UUID.fullmatch(text) is not None


def new_ovn() -> str:
    """Return an opaque version that nobody can guess."""
    return random_bytes(18).hex()


def put_flight(
    item_id: str,
    body: wire.FlightBody,
    charter: room.Charter,
    key: Sequence[str],
    sky: Sky,
    kept: tuple[Volume, ...] = (),
    shelf: Shelf = nothing,
) -> PutFlight:
    """Return the command that books or changes a flight. key: OVNs of all that its planner is known to have seen.

    kept: the volumes that a contingent flight keeps, whatever is sent: its plan is void. shelf: its planner's library.
    """
    places = kept or volumes_of(body, charter, sky, shelf)
    off = volumes(body.off_nominal, "$.off_nominal", charter, sky, shelf) if body.off_nominal else ()
    steps = MANNED if body.is_manned else SMALL_UNMANNED
    views = all_snapped(places + off, steps)
    precedence = Precedence[body.precedence.upper()]
    if precedence is not Precedence.ROUTINE and not body.reason.strip():
        raise Fault("reason_missing", "$.reason")
    check_texts(body)
    return PutFlight(
        FlightShape(item_id, body.is_manned, views),
        FlightPlan(item_id, IntentState(body.state), precedence, places, off),
        identity(body),
        FlightPrivate(
            body.ovn,
            new_ovn(),
            tuple(key),
            random_bytes(32),
            tuple(known.id for known in body.accepts),
            tuple(grant(g, f"$.grants[{n}]") for n, g in enumerate(body.grants)),
            sky.air.position,
        ),
    )


def is_long(sent: bytes, volumes: Sequence[wire.VolumeBody]) -> bool:
    """Return whether there is much to read: many bytes, short words for many outlines, or files of the ground."""
    return len(sent) > LONG_BODY or any(
        v.corridor is not None or v.from_library is not None or is_above_ground(v.floor, v.ceiling) for v in volumes
    )


async def read(is_long: bool, work: Callable[[], Read]) -> Read:
    """Do the reading of a body; of a long one (500 large outlines take 10 s) off the loop."""
    return await asyncio.to_thread(work) if is_long else work()


def volumes_of(body: wire.FlightBody, charter: room.Charter, sky: Sky, shelf: Shelf = nothing) -> tuple[Volume, ...]:
    """Return where a flight would be, and refuse what is wrong with it."""
    return volumes(body.volumes, "$.volumes", charter, sky, shelf)


def check_texts(body: wire.FlightBody) -> None:
    """Refuse words that are missing or too long."""
    text(body.contact, CONTACT_CHARS, "$.contact", is_needed=True)
    text(body.remarks, TEXT_CHARS, "$.remarks")
    text(body.reason, TEXT_CHARS, "$.reason")
    text(body.lost_link, TEXT_CHARS, "$.lost_link")


def flight_texts(body: wire.FlightBody) -> bytes:
    """Return the erasable part of a booking."""
    return msgspec.json.encode(wire.Texts(body.contact, body.remarks, body.reason))


def text(value: str, longest: int, where: str, *, is_needed: bool = False) -> str:
    """Return what a person typed, if it is short enough and has no control characters but line ends."""
    if is_needed and not value.strip():
        raise Fault("text_missing", where)
    if len(value) > longest:
        raise Fault("text_long", where, length=len(value), longest=longest)
    if any(ord(c) < 32 and c not in "\n\t" for c in value):
        raise Fault("text_control", where)
    return value


def names(said: dict[str, str], where: str) -> dict[str, str]:
    """Return what something is called in each language (BCP 47 tag)."""
    if len(said) > NAMES:
        raise Fault("field_range", where)
    for tag, name in said.items():
        text(name, 120, f"{where}.{tag[:12]}", is_needed=True)
        if not 2 <= len(tag) <= 12 or not tag.replace("-", "").isalnum() or not tag.isascii():
            raise Fault("field_form", where, value=tag[:12])
    return said


def identity(body: wire.FlightBody) -> room.Identity:
    """Return what is shown at plan level *identity*."""
    for value, form, where in (
        (body.callsign, _CALLSIGN, "$.callsign"),
        (body.aircraft_type, _TYPE, "$.aircraft_type"),
        (body.ssr, _SSR, "$.ssr"),
        (body.icao24, _ICAO24, "$.icao24"),
        (body.serial, _SERIAL, "$.serial"),
    ):
        if value and not form.fullmatch(value):
            raise Fault("field_form", where, value=value[:SHORT_CHARS])
    for n, frequency in enumerate(body.frequencies[:10]):
        if not _FREQUENCY.fullmatch(frequency):
            raise Fault("field_form", f"$.frequencies[{n}]", value=frequency[:SHORT_CHARS])
    if len(body.frequencies) > 10 or not 1 <= body.count <= 100 or not 0 <= body.endurance_min <= 100_000:
        raise Fault("field_range", "$")
    unknown = [name for name in body.withheld if name not in room.Identity.__struct_fields__]
    if unknown:
        raise Fault("field_form", "$.withheld", value=unknown[0][:SHORT_CHARS])
    return room.Identity(
        body.callsign,
        body.aircraft_type,
        body.count,
        tuple(body.frequencies),
        body.ssr,
        body.icao24,
        body.serial,
        body.endurance_min,
        body.lost_link,
        tuple(sorted(body.withheld)),
    )


def level(name: wire.Level) -> PlanLevel:
    """Return a plan level by its name."""
    return PlanLevel[name.upper()]


def grant(said: wire.Grant, where: str) -> room.Grant:
    """Return a grant. Its times are all absolute or all counted from the start of the flight."""
    is_relative = said.after_start_s is not None or said.until_start_s is not None
    if any(abs(s or 0) > GRANT_MOST_S for s in (said.after_start_s, said.until_start_s)):
        raise Fault("field_range", where)
    if is_relative and (said.after is not None or said.until is not None):
        raise Fault("grant_times", where)
    if is_relative:
        begin = None if said.after_start_s is None else said.after_start_s * US
        end = None if said.until_start_s is None else said.until_start_s * US
    else:
        begin = None if said.after is None else time(said.after, where + ".after")
        end = None if said.until is None else time(said.until, where + ".until")
    return room.Grant(code(said.party, where + ".party"), level(said.level), begin, end, is_relative, said.onward)


def code(value: str, where: str) -> str:
    """Return a party's code: 2 to 8 capital letters and digits."""
    if not CODE.fullmatch(value):
        raise Fault("party_code", where, value=value[:SHORT_CHARS])
    return value


def presets(said: wire.Presets) -> tuple[room.Preset, ...]:
    """Return all presets of a party, in a fixed order."""
    found = [
        room.Preset(p.of, p.party and code(p.party, f"$.presets[{n}].party"), level(p.level), p.is_reciprocal)
        for n, p in enumerate(said.presets)
    ]
    return tuple(sorted(found, key=lambda p: (p.of, p.viewer)))


def charter(said: wire.Charter) -> room.Charter:
    """Return a charter. Raises `Fault` for a bound that cannot be kept."""
    name = text(said.name, 80, "$.charter.name", is_needed=True)
    if said.notices.relay:
        code(said.notices.relay, "$.charter.notices.relay")
    for where in ("admit", "suspend", "reinstate", "expel", "amend"):
        share: wire.Threshold = getattr(said, where)
        if not (0 <= share.above <= share.of and 1 <= share.of <= 1_000 and 0 <= share.count <= 1_000):
            raise Fault("field_range", f"$.charter.{where}")
    for where, value, least, most in (
        ("floor_km", said.floor_km, 1, 500),
        ("overrun_min", said.overrun_min, 1, 60),
        ("area_max_km2", said.area_max_km2, 1, 500_000),
        ("duration_max_h", said.duration_max_h, 0.1, 24 * 180),
        ("horizon_days", said.horizon_days, 0.1, 400),
        ("attempts_min", said.attempts_min, 1, 24 * 60),
        ("ration_km2h", said.ration_km2h, 1_000, 1_000_000_000_000),
        ("close_after_min", said.close_after_min, 5, 24 * 60),
        ("ahead_zone_h", said.ahead_zone_h, 0, AHEAD_MOST_H),
        ("ahead_convoy_h", said.ahead_convoy_h, 0, AHEAD_MOST_H),
        ("ahead_team_h", said.ahead_team_h, 0, AHEAD_MOST_H),
        ("plan_min", said.plan_min, 0, 24 * 60 - 1),
    ):
        if not least <= value <= most:
            raise Fault("field_range", f"$.charter.{where}")
    return room.Charter(
        name=name,
        uss=said.uss,
        base_url=said.base_url,
        admit=_threshold(said.admit),
        suspend=_threshold(said.suspend),
        reinstate=_threshold(said.reinstate),
        expel=_threshold(said.expel),
        amend=_threshold(said.amend),
        default_manned=level(said.default_manned),
        default_unmanned=level(said.default_unmanned),
        default_zone=level(said.default_zone),
        manned=_clearance(said.manned, "$.charter.manned"),
        mixed=_clearance(said.mixed, "$.charter.mixed"),
        unmanned=_clearance(said.unmanned, "$.charter.unmanned"),
        conflict_rule=said.conflict_rule,
        floor_mm=round(said.floor_km * 1_000 * MM),
        second_person=said.second_person,
        overrun_us=round(said.overrun_min * MINUTE_US),
        area_max_km2=said.area_max_km2,
        duration_max_us=round(said.duration_max_h * 60 * MINUTE_US),
        horizon_us=round(said.horizon_days * 24 * 60 * MINUTE_US),
        attempts_us=round(said.attempts_min * MINUTE_US),
        ration_km2h=said.ration_km2h,
        close_after_us=round(said.close_after_min * MINUTE_US),
        qnh_pa=_range(said.qnh_hpa, 850, 1_090, 100, "$.charter.qnh_hpa"),
        isa_deviation_mk=_range(said.isa_k, -80, 50, 1_000, "$.charter.isa_k"),
        ahead_manned=_ahead(said.ahead_manned, "$.charter.ahead_manned"),
        ahead_unmanned=_ahead(said.ahead_unmanned, "$.charter.ahead_unmanned"),
        ahead_zone_us=round(said.ahead_zone_h * HOUR_US),
        plan_us=said.plan_min * MINUTE_US,
        notices=rules_of(said.notices, "$.charter.notices"),
        movements=MovementRules(round(said.ahead_convoy_h * HOUR_US), round(said.ahead_team_h * HOUR_US)),
        watch=_watch(said.watch),
    )


def _watch(said: wire.WatchRules) -> WatchRules:
    for where, value, least, most in (
        ("prove_min", said.prove_min, 5, 240),
        ("prompt_min", said.prompt_min, 1, 60),
        ("drill_h", said.drill_h, 4, 168),
    ):
        if not least <= value <= most:
            raise Fault("field_range", f"$.charter.watch.{where}")
    return WatchRules(
        round(said.prove_min * MINUTE_US),
        round(said.prompt_min * MINUTE_US),
        said.drills,
        round(said.drill_h * HOUR_US),
    )


def _threshold(said: wire.Threshold) -> room.Threshold:
    return room.Threshold(said.above, said.of, said.count)


def _range(said: wire.Range, least: float, most: float, scale: int, where: str) -> Span:
    if not least <= said.least <= said.most <= most:
        raise Fault("field_range", where)
    return Span(round(said.least * scale), round(said.most * scale))


def _ahead(said: wire.Ahead, where: str) -> room.Ahead:
    asked = (said.routine_h, said.relief_h, said.medevac_h, said.search_and_rescue_h)
    if not all(0 <= hours <= AHEAD_MOST_H for hours in asked):
        raise Fault("field_range", where)
    return room.Ahead(*(round(hours * HOUR_US) for hours in asked))


def _clearance(said: wire.Clearance, where: str) -> room.Clearance:
    if not (0 <= said.lateral_m <= 100_000 and 0 <= said.vertical_m <= 10_000 and 0 <= said.minutes <= 120):
        raise Fault("field_range", where)
    return room.Clearance(round(said.lateral_m * MM), round(said.vertical_m * MM), round(said.minutes * MINUTE_US))
