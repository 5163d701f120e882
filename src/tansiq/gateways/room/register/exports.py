"""All of the register that one's party was released, to take along: asked for by a lead, confirmed by a second person.

Each row, feature and placemark is marked for its receiver. What leaves is what the party may see when it is fetched.
"""

import hashlib
import re
from typing import Any, Final
from xml.sax.saxutils import escape

import msgspec

from tansiq.core.room import Role
from tansiq.core.site_commands import AskExport, ExportId
from tansiq.core.sites import PendingSite
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, id_of, shown
from tansiq.gateways.room.exports import Sheet
from tansiq.gateways.room.register import faces
from tansiq.gateways.room.register.flat import NAME, Cell, flat
from tansiq.gateways.room.register.looking import sites_by_report
from tansiq.gateways.room.register.waiting import open_until_us
from tansiq.gateways.room.words import Fault
from tansiq.gateways.room.world import Turns
from tansiq.node.chance import new_uuid

FORMS: Final = ("geojson", "csv", "kml")
FIRST: Final = ("id", "site", "kind", "lat", "lon", "accuracy_m", "outline", "areas")  # columns that all rows may have
LAST: Final = ("confirmed_by", "site_disputed", "marked_for")
_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_encode: Final = msgspec.json.Encoder().encode

Row = tuple[wire.ReportShown, dict[str, Cell]]


async def ask_for(ask: Ask) -> Answer:
    """Ask, as a lead, to take out all that one's party was released. It waits for a second person of the party."""
    answer = await ask.submit(AskExport(ExportId(new_uuid())))
    return shown(wire.SiteDone(answer.position, faces.law(ask.language), id_of(answer)), answer.position, 201)


async def fetch(ask: Ask) -> Answer:
    """Return an export that was confirmed within the last hour. format: geojson, csv or kml."""
    held, form = _confirmed(ask, ask.path["id"]), ask.path["format"]
    if form not in FORMS:
        raise Fault("import_value", "$path.format", value=form[:40], known=", ".join(FORMS))
    rows: list[Row] = []
    mark = _mark(ask.actor.party, held.id)
    turns = Turns()
    for _, site in sites_by_report(ask, "", (), turns):
        if site is not None:
            whole = faces.site(site, ask.room.texts)
            for face in site.faces:
                report = faces.report(face, ask.room.texts)
                about = flat(report) | {"site": site.id, "confirmed_by": whole.confirmed_by, "marked_for": mark}
                if whole.disputed:
                    about["site_disputed"] = "|".join(whole.disputed)
                rows.append((report, about))
        await turns.next()
    write = {"geojson": _geojson, "csv": _csv, "kml": _kml}[form]
    answer = await write(ask, rows, _about(ask, held))
    name = {"content-disposition": f'attachment; filename="register.{form}"'}
    return msgspec.structs.replace(answer, headers=name)


def _confirmed(ask: Ask, export_id: str) -> PendingSite:
    held = ask.room.state.register.pending.get(export_id)
    if held is None or held.party != ask.actor.party or not held.is_export:
        raise Fault("unknown", "$path.id", 404, id=export_id[:64])
    if not held.confirmed_by:
        raise Fault("not_allowed.second_person", "$path.id", 403)
    if ask.room.door.node.now_us() > open_until_us(held):
        raise Fault("site_export_closed", "$path.id", 409)
    return held


def _mark(party: str, export_id: str) -> str:
    """Return the mark of a receiver: by it a row that turns up somewhere is known to be of this export."""
    return f"{party} {hashlib.sha256(f'{party} {export_id}'.encode()).hexdigest()[:12]}"


def _about(ask: Ask, held: PendingSite) -> dict[str, str]:
    return {
        "receiver": ask.actor.party,
        "room": ask.charter.name,
        "made": format_us(ask.room.door.node.now_us()),
        "export": held.id,
        "asked_by": held.by,
        "confirmed_by": held.confirmed_by,
        "notice": "For the receiver named here. Pass on what is marked so, no more.",
        "law": faces.law(ask.language),
    }


async def _geojson(ask: Ask, rows: list[Row], about: dict[str, str]) -> Answer:
    pieces: list[bytes] = []
    turns = Turns()
    for report, said in rows:
        pieces.append(_encode({"type": "Feature", "geometry": geometry(report), "properties": said}))
        await turns.next()
    body = {"type": "FeatureCollection", "features": msgspec.Raw(b"[%b]" % b",".join(pieces)), **about}
    return Answer(_encode(body), content_type="application/geo+json")


async def _csv(ask: Ask, rows: list[Row], about: dict[str, str]) -> Answer:
    names = dict.fromkeys(name for _, said in rows for name in said)
    middle = sorted(name for name in names if name not in (*FIRST, *LAST) and not name.startswith(NAME))
    columns = (*FIRST, *sorted(name for name in names if name.startswith(NAME)), *middle, *LAST)
    sheet = Sheet(f"# {about['law']} {about['notice']} {about['receiver']}, {about['made']}", columns)
    turns = Turns()
    for report, said in rows:
        where = {"outline": _pairs(report.outline), "areas": "" if report.position is not None else _areas(report)}
        sheet.add([_text(where.get(name, said.get(name, ""))) for name in columns])
        await turns.next()
    return sheet.answer("register.csv")


async def _kml(ask: Ask, rows: list[Row], about: dict[str, str]) -> Answer:
    head = f"{about['law']} {about['notice']} {about['receiver']}, {about['made']}"
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    pieces = [f"{start}<name>{_xml(about['room'])}</name><description>{_xml(head)}</description>\n"]
    turns = Turns()
    for report, said in rows:
        data = "".join(
            f'<Data name="{_xml(name)}"><value>{_xml(_text(value))}</value></Data>' for name, value in said.items()
        )
        title = next(iter(report.names.values()), report.kind)
        pieces.append(
            f'<Placemark id="r{report.id}"><name>{_xml(title)}</name><ExtendedData>{data}</ExtendedData>'
            f"{_kml_geometry(report)}</Placemark>\n"
        )
        await turns.next()
    pieces.append("</Document></kml>\n")
    return Answer("".join(pieces).encode(), content_type="application/vnd.google-earth.kml+xml")


def geometry(report: wire.ReportShown) -> dict[str, Any]:
    """Return where a report is (RFC 7946): its outline or its point, or the areas that hold it."""
    if report.position is None:
        return {"type": "MultiPolygon", "coordinates": [[_ring(box)] for box in report.areas]}
    if report.outline:
        return {"type": "Polygon", "coordinates": [[[p.lon, p.lat] for p in (*report.outline, report.outline[0])]]}
    return {"type": "Point", "coordinates": [report.position.lon, report.position.lat]}


def _kml_geometry(report: wire.ReportShown) -> str:
    where = geometry(report)
    if where["type"] == "Point":
        lon, lat = where["coordinates"]
        return f"<Point><coordinates>{lon!r},{lat!r}</coordinates></Point>"
    rings = [where["coordinates"]] if where["type"] == "Polygon" else where["coordinates"]
    return "<MultiGeometry>" + "".join(_kml_polygon(ring[0]) for ring in rings) + "</MultiGeometry>"


def _kml_polygon(ring: list[list[float]]) -> str:
    places = " ".join(f"{lon!r},{lat!r}" for lon, lat in ring)
    boundary = f"<outerBoundaryIs><LinearRing><coordinates>{places}</coordinates></LinearRing></outerBoundaryIs>"
    return f"<Polygon>{boundary}</Polygon>"


def _ring(box: wire.Box) -> list[list[float]]:
    return [
        [box.west, box.south], [box.east, box.south], [box.east, box.north], [box.west, box.north],
        [box.west, box.south],
    ]  # fmt: skip


def _pairs(points: list[wire.Point]) -> str:
    return " ".join(f"{p.lat!r};{p.lon!r}" for p in points)


def _areas(report: wire.ReportShown) -> str:
    return " ".join(f"{a.south!r};{a.west!r};{a.north!r};{a.east!r}" for a in report.areas)


def _text(value: Cell) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text), {'"': "&quot;"})


OPERATIONS: Final = (
    Operation("exportSites", "POST", "/room/v1/sites/exports", ask_for, Role.LEAD, None, {201: wire.SiteDone}),
    Operation("fetchSiteExport", "GET", "/room/v1/sites/exports/{id}/{format}", fetch, Role.LEAD, None, {}),
)
