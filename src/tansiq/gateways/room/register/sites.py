"""Places as the asker sees them: a list within a box or of all, one with its reports; ties; presets."""

from typing import Final

import msgspec

from tansiq.core.refusals import Unknown
from tansiq.core.release_sites import Site
from tansiq.core.room import Role
from tansiq.core.site_commands import ReportPair, SetSitePresets, SitePresets, TieReports
from tansiq.core.sites import SiteKind, SitePreset
from tansiq.core.units import NDEG, Span
from tansiq.core.volumes import Box
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, shown
from tansiq.gateways.room.listing import page_size
from tansiq.gateways.room.register import faces, reading
from tansiq.gateways.room.register.looking import sites_by_report
from tansiq.gateways.room.register.reports import PAGE, seen, sight
from tansiq.gateways.room.releases import waits
from tansiq.gateways.room.words import Fault
from tansiq.gateways.room.world import Turns
from tansiq.node.chance import new_uuid

TIES_SHOWN: Final = 500  # of one place
WRITTEN: Final = 50  # places at once
_HALF: Final = 180 * NDEG

_encode: Final = msgspec.json.Encoder().encode
_tie: Final = msgspec.json.Decoder(wire.TieBody)
_presets: Final = msgspec.json.Decoder(wire.SitePresetsBody)


async def sites(ask: Ask) -> Answer:
    """Return the places that the asker sees.

    box: "south,west,north,east" in degrees, across the antimeridian where west is greater than east. kind: of these kinds,
    parted by commas. limit, after: in pages, the cursor of the one before.
    """
    boxes = _boxes(ask.query["box"]) if "box" in ask.query else ()
    kinds = _kinds(ask.query["kind"]) if ask.query.get("kind") else frozenset(SiteKind)
    limit = page_size(ask.query.get("limit", str(PAGE)))
    pieces: list[bytes] = []
    some: list[wire.SiteShown] = []
    count, last, more = 0, "", ""
    turns = Turns()
    for report_id, site in sites_by_report(ask, ask.query.get("after", ""), boxes, turns):
        if site is not None and site.kind in kinds:
            if count == limit:
                more = last
                break
            some.append(faces.site(site, ask.room.texts))
            count, last = count + 1, report_id
            if len(some) == WRITTEN:
                pieces.append(_encode(some)[1:-1])
                some.clear()
        if turns.is_due():
            await turns.next()
    if some:
        pieces.append(_encode(some)[1:-1])
    rest = msgspec.json.encode(wire.Sites([], faces.law(ask.language), more))
    assert rest.startswith(b'{"sites":[]')
    return Answer(b'{"sites":[' + b",".join(pieces) + rest[len(b'{"sites":[') :])


async def site(ask: Ask) -> Answer:
    """Return a place with its reports, by the id of any of them that the asker sees."""
    view, texts = sight(ask), ask.room.texts
    report_id = inbound.flight_id(ask.path["id"])
    held = view.site(report_id)
    if held is None:
        raise No(Unknown(report_id, "change"))
    return shown(
        wire.SiteDetail(
            faces.site(held, texts),
            [faces.report(face, texts) for face in held.faces],
            _ties(ask, held),
            faces.law(ask.language),
        )
    )


async def tie(ask: Ask) -> Answer:
    """Say that two reports are of one place, or that they are not. What was said before stays in the log."""
    body = ask.parsed(_tie)
    a, b = inbound.flight_id(body.a), inbound.flight_id(body.b)
    for report_id in (a, b):
        seen(sight(ask), report_id)
    answer = await ask.submit(TieReports(ReportPair(a, b, body.is_same)))
    return shown(wire.SiteDone(answer.position, faces.law(ask.language)), answer.position)


async def presets(ask: Ask) -> Answer:
    """Return what the asker's reports release where they say nothing themselves."""
    return _presets_shown(ask)


async def set_presets(ask: Ask) -> Answer:
    """Say what one's reports release where they say nothing themselves: all presets, in place of those before."""
    body = ask.parsed(_presets)
    said = [
        SitePreset(
            None if p.party is None else inbound.code(p.party, f"$.presets[{n}].party"), p.kind, reading.level(p.level)
        )
        for n, p in enumerate(body.presets)
    ]
    ordered = tuple(sorted(said, key=lambda p: (p.viewer or "", p.kind or "")))
    answer = await ask.submit(SetSitePresets(SitePresets(new_uuid(), ordered)))
    return _presets_shown(ask, answer.position, waits(answer))


def _presets_shown(ask: Ask, position: int = 0, waiting: str = "") -> Answer:
    held = ask.room.state.register.presets.get(ask.actor.party, ())
    body = wire.SitePresets([faces.preset(p) for p in held], faces.law(ask.language), waiting)
    return shown(body, position)


def _ties(ask: Ask, held: Site) -> list[wire.TieShown]:
    view = sight(ask)
    found = {tie.key: tie for face in held.faces for tie in view.ties_of(face.id)}

    def party_of(report_id: str) -> str:
        face = view.report(report_id)
        return face.party if face is not None else ""

    first = [found[key] for key in sorted(found)][:TIES_SHOWN]
    return [faces.tie(tie, view.is_one(tie), party_of, ask.actor.party) for tie in first]


def _boxes(text: str) -> tuple[Box, ...]:
    """Return a box as it is asked for, cut in two where it crosses the antimeridian."""
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError:
        raise Fault("field_form", "$query.box", value=text[:40]) from None
    if not (-90 <= south <= north <= 90 and abs(west) <= 180 and abs(east) <= 180):
        raise Fault("field_range", "$query.box")
    lat = Span(round(south * NDEG), round(north * NDEG))
    lo, hi = round(west * NDEG), round(east * NDEG)
    if lo <= hi:
        return (Box(lat, Span(lo, hi)),)
    return Box(lat, Span(lo, _HALF)), Box(lat, Span(-_HALF, hi))


def _kinds(text: str) -> frozenset[SiteKind]:
    try:
        return frozenset(SiteKind(each) for each in text.split(","))
    except ValueError:
        known = ", ".join(SiteKind)
        raise Fault("import_value", "$query.kind", value=text[:40], known=known) from None


OPERATIONS: Final = (
    Operation(
        "listSites", "GET", "/room/v1/sites", sites, Role.OBSERVER, None, {200: wire.Sites},
        query=("box", "kind", "limit", "after"),
    ),
    Operation("tieReports", "PUT", "/room/v1/sites/ties", tie, Role.OFFICER, wire.TieBody, {200: wire.SiteDone}),
    Operation(
        "getSitePresets", "GET", "/room/v1/sites/presets", presets, Role.OBSERVER, None, {200: wire.SitePresets}
    ),
    Operation(
        "setSitePresets", "PUT", "/room/v1/sites/presets", set_presets, Role.LEAD, wire.SitePresetsBody,
        {200: wire.SitePresets},
    ),
    Operation("getSite", "GET", "/room/v1/sites/{id}", site, Role.OBSERVER, None, {200: wire.SiteDetail}),
)  # fmt: skip
