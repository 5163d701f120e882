"""From the viewer's world to the room's JSON. Nothing here looks at the state: only at what a `View` gave out."""

from typing import Final

import msgspec
from msgspec import UNSET

from tansiq.airspace.exact import Overlap
from tansiq.airspace.outlines import vertices
from tansiq.core import room
from tansiq.core.model import Intent
from tansiq.core.release import shown_version
from tansiq.core.room import PlanLevel, Precedence
from tansiq.core.units import HOUR_US, MINUTE_US, MM, NDEG, US
from tansiq.core.volumes import Circle, Extent, Ground, Limit, Outline, Reference, Volume
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.heights import height
from tansiq.gateways.room.notice_rules import rules_shown
from tansiq.node.freed import Freed
from tansiq.node.texts import Said

_texts: Final = msgspec.json.Decoder(wire.Texts)


class _StoredName(msgspec.Struct, frozen=True):
    """A party's words, as they begin the erasable part of the entry that said them: more may follow there."""

    names: dict[str, str] = {}
    contact: str = ""
    voice: list[str] = []


_named: Final = msgspec.json.Decoder(_StoredName)


def flight(intent: Intent, viewer: str, texts: Said) -> wire.Flight:
    """Return an intent, as a view gave it out, as a flight."""
    own = intent.manager == viewer
    held = intent.flight
    if held is None:  # managed by an outside USS: its details are that USS's to tell
        return wire.Flight(
            id=intent.id,
            ovn=intent.ovn if own else shown_version(intent),
            level="reservation",
            owner=intent.manager,
            state=intent.state,
            is_mine=own,
            is_manned=False,
            is_overrunning=False,
            precedence="routine",
            start=format_us(intent.time_us.lo),
            end=format_us(intent.time_us.hi),
            version=intent.version,
            volumes=[volume(v) for v in intent.volumes],
            occupied=[],
            off_nominal=[],
            managed_by=intent.manager,
        )
    said = typed(texts, held.texts)
    name = held.identity
    has_identity = held.shown_at in (None, PlanLevel.IDENTITY)
    return wire.Flight(
        id=intent.id,
        ovn=intent.ovn,
        level=level_name(held.shown_at or PlanLevel.IDENTITY),
        owner=intent.manager,
        state=intent.state,
        is_mine=own,
        is_manned=held.is_manned,
        is_overrunning=held.is_overrunning,
        precedence=precedence_name(held.precedence),
        start=format_us(intent.time_us.lo),
        end=format_us(intent.time_us.hi),
        version=intent.version,
        volumes=[volume(v) for v in intent.volumes],
        occupied=[] if intent.volumes else [occupied(v) for v in held.views],
        off_nominal=[volume(v) for v in held.off_nominal],
        entered=format_us(held.entered_us) if held.entered_us else "",
        due=format_us(held.due_us) if held.due_us else "",
        callsign=name.callsign,
        aircraft_type=name.aircraft_type,
        count=name.count,
        frequencies=list(name.frequencies),
        ssr=name.ssr,
        icao24=name.icao24,
        serial=name.serial,
        endurance_min=name.endurance_min,
        lost_link=name.lost_link,
        contact=said.contact,
        remarks=said.remarks if has_identity else "",
        reason=said.reason if has_identity else "",
        withheld=list(name.withheld) if own else UNSET,
        grants=[grant(g) for g in held.grants] if own else UNSET,
    )


def typed(texts: Said, position: int) -> wire.Texts:
    """Return what persons typed of a flight; nothing where that was not released, or was erased."""
    body = texts.of(position) if position else b""
    return _texts.decode(body) if body else wire.Texts()


def named(texts: Said, position: int) -> wire.Named:
    """Return what a party is called."""
    body = texts.of(position)
    said = _named.decode(body) if body else _StoredName()
    return wire.Named(said.names, said.contact, said.voice)


def person_name(texts: Said, position: int) -> str:
    """Return what a person or client is called."""
    body = texts.of(position)
    return msgspec.json.decode(body, type=dict[str, str]).get("name", "") if body else ""


def level_name(level: PlanLevel) -> wire.Level:
    """Return the name of a plan level."""
    names: dict[PlanLevel, wire.Level] = {
        PlanLevel.CONFLICT: "conflict",
        PlanLevel.EXISTENCE: "existence",
        PlanLevel.RESERVATION: "reservation",
        PlanLevel.IDENTITY: "identity",
    }
    return names[level]


def precedence_name(precedence: Precedence) -> wire.PrecedenceName:
    """Return the name of a class of flight."""
    names: dict[Precedence, wire.PrecedenceName] = {
        Precedence.ROUTINE: "routine",
        Precedence.RELIEF: "relief",
        Precedence.MEDEVAC: "medevac",
        Precedence.SEARCH_AND_RESCUE: "search_and_rescue",
        Precedence.EMERGENCY: "emergency",
    }
    return names[precedence]


def role_name(role: room.Role) -> wire.RoleName:
    """Return the name of a role."""
    names: dict[room.Role, wire.RoleName] = {
        room.Role.OBSERVER: "observer",
        room.Role.OFFICER: "officer",
        room.Role.LEAD: "lead",
    }
    return names[role]


def volume(held: Volume) -> wire.Volume:
    """Return a volume with its limits as they were entered."""
    floor = held.floor or Limit(held.alt_mm.lo, Reference.W84)
    ceiling = held.ceiling or Limit(held.alt_mm.hi, Reference.W84)
    times = format_us(held.time_us.lo), format_us(held.time_us.hi)
    band = wire.Band(held.alt_mm.lo / MM, held.alt_mm.hi / MM)
    polygon, circle = outline(held.outline)
    ground = UNSET if held.ground is None else _ground(held.ground)
    return wire.Volume(height(floor), height(ceiling), *times, polygon, circle, ground, band)


def outline(held: Outline) -> tuple[list[wire.Point] | None, wire.Circle | None]:
    """Return an outline as a polygon or a circle; the other one is None."""
    if isinstance(held, Circle):
        centre = wire.Point(held.lat_ndeg / NDEG, held.lon_ndeg / NDEG)
        return None, wire.Circle(centre, held.radius_mm / MM)
    return [wire.Point(lat / NDEG, lon / NDEG) for lat, lon in vertices(held)], None


def _ground(held: Ground) -> wire.Ground:
    return wire.Ground(held.amsl_mm.lo / MM, held.amsl_mm.hi / MM, "typed" if held.is_typed else "file")


def overlap(held: Overlap) -> wire.Overlap:
    """Return where two volumes overlap."""
    return wire.Overlap(
        wire.Point(held.lat_ndeg / NDEG, held.lon_ndeg / NDEG),
        held.alt_mm.lo / MM,
        held.alt_mm.hi / MM,
        held.reference,
        format_us(held.time_us.lo),
        format_us(held.time_us.hi),
    )


def occupied(view: Extent) -> wire.Occupied:
    """Return a part of a snapped view."""
    boxes = [
        wire.Box(b.lat_ndeg.lo / NDEG, b.lat_ndeg.hi / NDEG, b.lon_ndeg.lo / NDEG, b.lon_ndeg.hi / NDEG)
        for b in view.boxes
    ]
    return wire.Occupied(
        boxes, view.alt_mm.lo / MM, view.alt_mm.hi / MM, format_us(view.time_us.lo), format_us(view.time_us.hi)
    )


def freed(held: Freed) -> wire.Freed:
    """Return what became free for one of a party's flights."""
    return wire.Freed(held.mine, format_us(held.at_us), [[format_us(w.lo), format_us(w.hi)] for w in held.windows])


def grant(held: room.Grant) -> wire.Grant:
    """Return a grant as it was made."""
    if held.is_relative:
        return wire.Grant(
            held.viewer,
            level_name(held.level),
            after_start_s=None if held.from_us is None else held.from_us // US,
            until_start_s=None if held.until_us is None else held.until_us // US,
            onward=held.onward,
        )
    return wire.Grant(
        held.viewer,
        level_name(held.level),
        after=None if held.from_us is None else format_us(held.from_us),
        until=None if held.until_us is None else format_us(held.until_us),
        onward=held.onward,
    )


def presets(held: tuple[room.Preset, ...]) -> wire.Presets:
    """Return a party's presets."""
    return wire.Presets([wire.Preset(p.of, p.viewer, level_name(p.level), p.is_reciprocal) for p in held])


def party(held: room.Party, texts: Said) -> wire.PartyShown:
    """Return a party as every member sees it."""
    name = named(texts, held.texts)
    return wire.PartyShown(
        held.code,
        held.state,
        held.hue,
        format_us(held.since_us),
        name.names,
        name.contact,
        name.voice,
        list(held.keys),
    )


def charter(held: room.Charter) -> wire.Charter:
    """Return the rules of the room."""

    def share(held: room.Threshold) -> wire.Threshold:
        return wire.Threshold(held.above, held.of, held.count)

    def clearance(held: room.Clearance) -> wire.Clearance:
        return wire.Clearance(held.lateral_mm / MM, held.vertical_mm / MM, held.time_us / MINUTE_US)

    def ahead(held: room.Ahead) -> wire.Ahead:
        return wire.Ahead(
            held.routine_us / HOUR_US,
            held.relief_us / HOUR_US,
            held.medevac_us / HOUR_US,
            held.search_and_rescue_us / HOUR_US,
        )

    return wire.Charter(
        name=held.name,
        uss=held.uss,
        base_url=held.base_url,
        admit=share(held.admit),
        suspend=share(held.suspend),
        reinstate=share(held.reinstate),
        expel=share(held.expel),
        amend=share(held.amend),
        default_manned=level_name(held.default_manned),
        default_unmanned=level_name(held.default_unmanned),
        default_zone=level_name(held.default_zone),
        manned=clearance(held.manned),
        mixed=clearance(held.mixed),
        unmanned=clearance(held.unmanned),
        conflict_rule=held.conflict_rule,
        floor_km=held.floor_mm / MM / 1_000,
        second_person=held.second_person,
        overrun_min=held.overrun_us / MINUTE_US,
        area_max_km2=held.area_max_km2,
        duration_max_h=held.duration_max_us / (60 * MINUTE_US),
        horizon_days=held.horizon_us / (24 * 60 * MINUTE_US),
        attempts_min=held.attempts_us / MINUTE_US,
        ration_km2h=held.ration_km2h,
        close_after_min=held.close_after_us / MINUTE_US,
        qnh_hpa=wire.Range(held.qnh_pa.lo / 100, held.qnh_pa.hi / 100),
        isa_k=wire.Range(held.isa_deviation_mk.lo / 1_000, held.isa_deviation_mk.hi / 1_000),
        ahead_manned=ahead(held.ahead_manned),
        ahead_unmanned=ahead(held.ahead_unmanned),
        ahead_zone_h=held.ahead_zone_us / HOUR_US,
        plan_min=held.plan_us // MINUTE_US,
        notices=rules_shown(held.notices),
        ahead_convoy_h=held.movements.convoy_us / HOUR_US,
        ahead_team_h=held.movements.team_us / HOUR_US,
        watch=wire.WatchRules(
            held.watch.prove_us / MINUTE_US,
            held.watch.prompt_us / MINUTE_US,
            held.watch.is_drilled,
            held.watch.drill_us / HOUR_US,
        ),
    )
