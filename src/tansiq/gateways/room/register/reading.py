"""From a report as it is said to the command that enters it: degrees and metres become integers, once."""

import re
from typing import Final

from msgspec import Struct

from tansiq.airspace.corridors import PIECE_MAX_M, faulty_leg, outlines_along
from tansiq.airspace.geoid import bounds_m
from tansiq.airspace.outlines import boxes, fault, widened
from tansiq.airspace.snapped import MANNED, snapped
from tansiq.core.limits import (
    SITE_ACCURACY_MM,
    SITE_BOXES,
    SITE_BUFFER_MM,
    SITE_GRANTS,
    SITE_HEIGHT_MM,
    SITE_LINKS,
    SITE_VERTICES,
)
from tansiq.core.site_commands import PutReport, ReportArea, ReportPrivate, ReportWhole
from tansiq.core.sites import Facts, Landing, Notified, Obstacle, Pin, SiteGrant, SiteLevel
from tansiq.core.units import ALWAYS, DAY_US, MM, Span
from tansiq.core.volumes import Box, Circle, Outline, Polygon, Volume
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.elevation import Elevation
from tansiq.gateways.room.times import time
from tansiq.gateways.room.volumes import place, polygon
from tansiq.gateways.room.words import Fault

NAME_CHARS: Final = 120
URL_CHARS: Final = 500
HIGHEST_M: Final = 10_000
LOWEST_M: Final = -500
_FREQUENCY: Final = re.compile(r"[0-9]{2,3}\.[0-9]{1,3}( MHz| kHz)?", re.ASCII)
_URL: Final = re.compile(r"https://[!-~]+", re.ASCII)
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Read(Struct, frozen=True):
    """What a report asks of the core, and its words."""

    command: PutReport
    texts: wire.ReportTexts


def report(report_id: str, body: wire.ReportBody, elevation: Elevation | None) -> Read:
    """Return the command of a report. Raises `Fault` with the place of what is wrong. May read files of the ground."""
    texts = _texts(body)
    lat, lon = place(body.position, "$.position")
    accuracy_mm = _mm(body.accuracy_m, 0, SITE_ACCURACY_MM, "$.accuracy_m")
    shape = _outline(body)
    outlines: list[Outline] = [Circle(lat, lon, max(accuracy_mm, 1))]
    if shape is not None:
        outlines.append(shape)
    obstacle = _obstacle(body.obstacle) if body.obstacle is not None else None
    if obstacle is not None and obstacle.far_end is not None:
        outlines += _wire((lat, lon), obstacle.far_end, accuracy_mm)
    around = tuple(box for outline in outlines for box in boxes(outline))
    facts = Facts(
        body.kind,
        body.source,
        time(body.observed, "$.observed"),
        body.condition,
        _valid(body),
        _landing(body.landing) if body.landing is not None else None,
        obstacle,
        _notified(body.notified, around, elevation) if body.notified is not None else None,
        tuple(dict.fromkeys(body.disputes)),
    )
    command = PutReport(
        ReportArea(report_id, _view(outlines)),
        ReportWhole(Pin(lat, lon, accuracy_mm, shape), around, facts),
        ReportPrivate(body.ovn, inbound.new_ovn(), life_us(body.life_days, "$.life_days"), body.checks_blind),
    )
    return Read(command, texts)


def life_us(days: float, where: str) -> int:
    """Return how long a report is to hold."""
    if not 0 < days <= 1_000:
        raise Fault("field_range", where)
    return round(days * DAY_US)


def grants(said: list[wire.SiteGrant]) -> tuple[SiteGrant, ...]:
    """Return all grants of a report."""
    if len(said) > SITE_GRANTS:
        raise Fault("conflict.too_many_grants", "$.grants", id="")
    return tuple(_grant(each, f"$.grants[{n}]") for n, each in enumerate(said))


def level(name: wire.SiteLevelName) -> SiteLevel:
    """Return a level by its name."""
    return SiteLevel[name.upper()]


def _grant(said: wire.SiteGrant, where: str) -> SiteGrant:
    return SiteGrant(
        inbound.code(said.party, where + ".party"),
        level(said.level),
        None if said.after is None else time(said.after, where + ".after"),
        None if said.until is None else time(said.until, where + ".until"),
        said.onward,
    )


def _texts(body: wire.ReportBody) -> wire.ReportTexts:
    inbound.names(body.names, "$.names")
    inbound.text(body.remarks, inbound.TEXT_CHARS, "$.remarks")
    if len(body.links) > SITE_LINKS:
        raise Fault("field_range", "$.links")
    for n, link in enumerate(body.links):
        inbound.text(link.title, NAME_CHARS, f"$.links[{n}].title", is_needed=True)
        if len(link.url) > URL_CHARS or not _URL.fullmatch(link.url):
            raise Fault("field_form", f"$.links[{n}].url", value=link.url[:40])
        if link.sha256 and not _SHA256.fullmatch(link.sha256):
            raise Fault("field_form", f"$.links[{n}].sha256", value=link.sha256[:40])
    landing = body.landing
    return wire.ReportTexts(
        body.names,
        body.remarks,
        body.links,
        inbound.text(landing.checked_by, NAME_CHARS, "$.landing.checked_by") if landing is not None else "",
        inbound.text(landing.obstacles, inbound.TEXT_CHARS, "$.landing.obstacles") if landing is not None else "",
    )


def _outline(body: wire.ReportBody) -> Polygon | None:
    if not body.outline:
        return None
    made = polygon(body.outline, "$.outline", SITE_VERTICES)
    wrong = fault(made)
    if wrong is not None:
        raise Fault("outline", "$.outline", what=wrong.sentence, wrong=wrong)
    return made


def _wire(near: tuple[int, int], far: tuple[int, int], accuracy_mm: int) -> list[Outline]:
    """Return what a wire between two masts surely lies within."""
    parts = outlines_along((near, far), max(2 * accuracy_mm, 2 * MM))[0] if faulty_leg((near, far)) is None else []
    if len(parts) != 1:
        raise Fault("leg", "$.obstacle.far_end", leg=1, most=f"{PIECE_MAX_M / 1_000:g}")
    return [parts[0]]


def _view(outlines: list[Outline]) -> tuple[Box, ...]:
    """Return the cells that hold all of a place, in as many boxes as the register takes."""
    share = SITE_BOXES // len(outlines)
    always = [Volume(outline, boxes(outline), ALWAYS, ALWAYS) for outline in outlines]
    return tuple(dict.fromkeys(box for volume in always for box in snapped(volume, MANNED, share).boxes))


def _valid(body: wire.ReportBody) -> Span:
    lo = time(body.valid_from, "$.valid_from") if body.valid_from else ALWAYS.lo
    hi = time(body.valid_until, "$.valid_until") if body.valid_until else ALWAYS.hi
    if lo > hi:
        raise Fault("times_crossed", "$.valid_from")
    return Span(lo, hi)


def _landing(said: wire.Landing) -> Landing:
    where = "$.landing"
    directions = (*said.approaches_deg, *said.departures_deg)
    if len(directions) > 16 or any(not 0 <= d < 360 for d in directions):
        raise Fault("field_range", where + ".approaches_deg")
    if len(said.frequencies) > 10:
        raise Fault("field_range", where + ".frequencies")
    for n, frequency in enumerate(said.frequencies):
        if not _FREQUENCY.fullmatch(frequency):
            raise Fault("field_form", f"{where}.frequencies[{n}]", value=frequency[:40])
    if said.slope_percent is not None and not 0 <= said.slope_percent <= 100:
        raise Fault("field_range", where + ".slope_percent")
    if said.elevation_m is not None and not LOWEST_M <= said.elevation_m <= HIGHEST_M:
        raise Fault("field_range", where + ".elevation_m")
    return Landing(
        _mm(said.length_m, 1, HIGHEST_M * MM, where + ".length_m"),
        _mm(said.width_m, 1, HIGHEST_M * MM, where + ".width_m"),
        said.surface,
        None if said.slope_percent is None else round(said.slope_percent * 10),
        None if said.elevation_m is None else round(said.elevation_m * MM),
        tuple(said.approaches_deg),
        tuple(said.departures_deg),
        said.is_lit,
        tuple(dict.fromkeys(said.fuel)),
        tuple(said.frequencies),
        time(said.checked, where + ".checked") if said.checked else None,
    )


def _obstacle(said: wire.Obstacle) -> Obstacle:
    where = "$.obstacle"
    if said.top_m is not None and not LOWEST_M <= said.top_m <= 2 * HIGHEST_M:
        raise Fault("field_range", where + ".top_m")
    return Obstacle(
        said.shape,
        _mm(said.height_m, 0, SITE_HEIGHT_MM, where + ".height_m"),
        None if said.top_m is None else round(said.top_m * MM),
        _mm(said.accuracy_m, 0, SITE_HEIGHT_MM, where + ".accuracy_m"),
        said.is_lit,
        None if said.far_end is None else place(said.far_end, where + ".far_end"),
    )


def _notified(said: wire.Notified, around: tuple[Box, ...], elevation: Elevation | None) -> Notified:
    """Return a buffer, its top above the ellipsoid where the ground is known: no lower than it may be."""
    radius_mm = _mm(said.radius_m, 0, SITE_BUFFER_MM, "$.notified.radius_m")
    if said.height_m is None:
        return Notified(radius_mm)
    height_mm = _mm(said.height_m, 1, SITE_HEIGHT_MM, "$.notified.height_m")
    within = tuple(wide for box in around for wide in widened((box,), radius_mm / MM))
    ground_mm = elevation.ground_mm(within) if elevation is not None else None
    if ground_mm is None:
        return Notified(radius_mm, height_mm)
    return Notified(radius_mm, height_mm, ground_mm.hi + height_mm + bounds_m(within)[1] * MM)


def _mm(value_m: float, least_mm: int, most_mm: int, where: str) -> int:
    if not least_mm <= value_m * MM <= most_mm:
        raise Fault("field_range", where)
    return round(value_m * MM)
