"""From a viewer's world to the JSON of the register. Nothing here looks at the state: only at what a `SiteView` gave out."""

from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import UNSET, Struct

from tansiq.airspace.outlines import vertices
from tansiq.core import sites
from tansiq.core.release_sites import NOT_SAID, Face, Site
from tansiq.core.sites import SiteLevel
from tansiq.core.units import ALWAYS, MM, NDEG
from tansiq.core.volumes import Box, Polygon
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.words import said
from tansiq.node.texts import Said


class _Named(Struct, frozen=True):
    names: dict[str, str] = {}


_texts: Final = msgspec.json.Decoder(wire.ReportTexts)
_only_names: Final = msgspec.json.Decoder(_Named)  # nothing is made of the rest
_LEVELS: Final[dict[SiteLevel, wire.SiteLevelName]] = {
    SiteLevel.ASK: "ask",
    SiteLevel.AREA: "area",
    SiteLevel.PLACE: "place",
    SiteLevel.REPORTS: "reports",
}


def law(language: str) -> str:
    """Return the sentence that every answer of the register carries."""
    return said(language, "law")[0]


def level_name(level: SiteLevel) -> wire.SiteLevelName:
    """Return the name of a level."""
    return _LEVELS[level]


def report(face: Face, texts: Said) -> wire.ReportShown:
    """Return a report as its viewer sees it."""
    own = face.grants is not None
    named, facts, pin = words(face, texts), face.facts, face.pin
    base = wire.ReportShown(
        face.id, level_name(face.level), face.kind, own, face.is_expired, face.is_withdrawn, face.is_notified,
        areas(face.view), face.onward,
    )  # fmt: skip
    if facts is None or pin is None:
        return base
    is_whole = face.level is SiteLevel.REPORTS
    return msgspec.structs.replace(
        base,
        position=point(pin.lat_ndeg, pin.lon_ndeg),
        accuracy_m=pin.accuracy_mm / MM,
        outline=outline(pin),
        names=named.names,
        condition=facts.condition,
        valid_from=format_us(facts.valid_us.lo) if facts.valid_us.lo > ALWAYS.lo else "",
        valid_until=format_us(facts.valid_us.hi) if facts.valid_us.hi < ALWAYS.hi else "",
        landing=landing(facts.landing, named) if facts.landing is not None else None,
        obstacle=obstacle(facts.obstacle) if facts.obstacle is not None else None,
        notified=notified(facts.notified) if facts.notified is not None else None,
        disputes=list(facts.disputes),
        party=face.party,
        source=facts.source if is_whole else None,
        observed=format_us(facts.observed_us) if facts.observed_us != NOT_SAID else "",
        made=format_us(face.made_us) if is_whole else "",
        expires=format_us(face.expires_us) if is_whole else "",
        remarks=named.remarks,
        links=named.links,
        ovn=face.ovn if own else UNSET,
        grants=[grant(g) for g in face.grants or ()] if own else UNSET,
        checks_blind=face.checks_blind if own else UNSET,
        recheck=face.recheck_us > 0 if own else UNSET,
    )


def site(held: Site, texts: Said) -> wire.SiteShown:
    """Return a place as its viewer sees it. A list makes hundreds: so one pass over the reports, and arguments by place."""
    lead = held.best or held.faces[0]
    facts, pin = lead.facts, lead.pin
    names, is_notified, is_mine = _names(lead.texts, texts), False, False
    for face in held.faces:
        if not names and face is not lead:
            names = _names(face.texts, texts)
        is_notified = is_notified or (face.is_notified and not face.is_withdrawn and not face.is_expired)
        is_mine = is_mine or face.grants is not None
    view = lead.view if len(held.faces) == 1 else tuple(box for face in held.faces for box in face.view)
    return wire.SiteShown(
        held.id,
        held.kind,
        _LEVELS[held.level],
        names,
        None if pin is None else wire.Point(pin.lat_ndeg / NDEG, pin.lon_ndeg / NDEG),
        None if pin is None else pin.accuracy_mm / MM,
        areas(view if len(view) == 1 else tuple(dict.fromkeys(view))),
        held.confirmed_by,
        list(held.disputed),
        held.is_withdrawn,
        held.is_expired,
        is_notified,
        is_mine,
        len(held.faces),
        outline=[] if pin is None or pin.outline is None else outline(pin),
        condition=sites.Condition.UNKNOWN if facts is None else facts.condition,
        landing=None if facts is None or facts.landing is None else landing(facts.landing, words(lead, texts)),
        obstacle=None if facts is None or facts.obstacle is None else obstacle(facts.obstacle),
        notified=None if facts is None or facts.notified is None else notified(facts.notified),
    )


def tie(held: sites.Tie, is_one: bool, party_of: Callable[[str], str], viewer: str) -> wire.TieShown:
    """Return what is said of two reports. party_of: who made a report, as far as the viewer is told.

    Who says so is shown to whoever knows both reporters: of two areas, the one who ties them may be one of them.
    """
    knows = bool(party_of(held.a) and party_of(held.b))
    return wire.TieShown(
        held.a,
        held.b,
        is_one,
        [
            wire.Saying(
                s.party if knows or s.party == viewer else "", s.party == viewer, s.is_same, format_us(s.time_us)
            )
            for s in held.sayings
        ],
    )


def words(face: Face, texts: Said) -> wire.ReportTexts:
    """Return what persons typed of a report, as far as its viewer may read it."""
    said = typed(face.texts, texts)
    return said if face.level is SiteLevel.REPORTS else wire.ReportTexts(said.names)


def _names(position: int, texts: Said) -> dict[str, str]:
    body = texts.of(position) if position else b""
    return _only_names.decode(body).names if body else {}


def typed(position: int, texts: Said) -> wire.ReportTexts:
    """Return what persons typed of a report; nothing where that was not released, or was erased."""
    body = texts.of(position) if position else b""
    return _texts.decode(body) if body else wire.ReportTexts()


def grant(held: sites.SiteGrant) -> wire.SiteGrant:
    """Return a grant as it was made."""
    return wire.SiteGrant(
        held.viewer,
        level_name(held.level),
        None if held.from_us is None else format_us(held.from_us),
        None if held.until_us is None else format_us(held.until_us),
        held.onward,
    )


def preset(held: sites.SitePreset) -> wire.SitePreset:
    """Return a preset."""
    return wire.SitePreset(held.viewer, held.kind, level_name(held.level))


def landing(held: sites.Landing, said: wire.ReportTexts) -> wire.Landing:
    """Return the details of a landing site."""
    return wire.Landing(
        held.length_mm / MM,
        held.width_mm / MM,
        held.surface,
        None if held.slope_permille is None else held.slope_permille / 10,
        None if held.elevation_mm is None else held.elevation_mm / MM,
        list(held.approaches_deg),
        list(held.departures_deg),
        held.is_lit,
        list(held.fuel),
        list(held.frequencies),
        "" if held.checked_us is None else format_us(held.checked_us),
        said.checked_by,
        said.obstacles,
    )


def obstacle(held: sites.Obstacle) -> wire.Obstacle:
    """Return the details of an obstacle."""
    return wire.Obstacle(
        held.shape,
        held.height_mm / MM,
        held.accuracy_mm / MM,
        None if held.top_mm is None else held.top_mm / MM,
        held.is_lit,
        None if held.far_end is None else point(*held.far_end),
    )


def notified(held: sites.Notified) -> wire.Notified:
    """Return a buffer."""
    return wire.Notified(held.radius_mm / MM, None if held.height_mm is None else held.height_mm / MM)


def outline(held: sites.Pin) -> list[wire.Point]:
    """Return the outline of a place, [] where it has none."""
    return [point(lat, lon) for lat, lon in vertices(held.outline)] if isinstance(held.outline, Polygon) else []


def areas(boxes: tuple[Box, ...]) -> list[wire.Box]:
    """Return boxes in degrees."""
    return [
        wire.Box(b.lat_ndeg.lo / NDEG, b.lat_ndeg.hi / NDEG, b.lon_ndeg.lo / NDEG, b.lon_ndeg.hi / NDEG) for b in boxes
    ]


def point(lat_ndeg: int, lon_ndeg: int) -> wire.Point:
    """Return a place in degrees."""
    return wire.Point(lat_ndeg / NDEG, lon_ndeg / NDEG)
