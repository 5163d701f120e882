"""POST /room/v1/imports/reports: what a file of reports would become; or entering it, each report as PUT enters it.

A file is looked at first, and entered with the word `agreed` of that look: so it is the very file that somebody agreed to.
Reports are entered some at a time, in the order of the file, and independently. An import that broke off is sent again: what
is in already, and says the same, is left as it is.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.airspace.around_spots import Around
from tansiq.airspace.matching import Seen, What, suggestions
from tansiq.airspace.names import taken_apart
from tansiq.airspace.spots import Spot
from tansiq.core.ids import uuid_of
from tansiq.core.limits import SITE_IMPORT_BYTES, SITE_IMPORT_ROWS
from tansiq.core.room import Role
from tansiq.core.site_commands import PutReport
from tansiq.core.sites import Report
from tansiq.gateways.room import wire
from tansiq.gateways.room.elevation import Elevation
from tansiq.gateways.room.endpoint import JSON_TYPES, Answer, Ask, No, Operation
from tansiq.gateways.room.imports import asked, report_files
from tansiq.gateways.room.imports.answers import (
    Change,
    ImportedReport,
    ImportedReports,
    ImportProblem,
    ImportProgress,
    Outcome,
    ReportCounts,
)
from tansiq.gateways.room.imports.fields import number_of, yes_no
from tansiq.gateways.room.imports.items import FAULTS_SHOWN, Item, converted, tried
from tansiq.gateways.room.imports.of_a_report import Defaults, Written, item_of
from tansiq.gateways.room.imports.prepare import moved
from tansiq.gateways.room.imports.report_files import KML
from tansiq.gateways.room.register import faces, reading
from tansiq.gateways.room.register.reports import enter_read
from tansiq.gateways.room.seen_places import NAMES
from tansiq.gateways.room.suggestions import doubt
from tansiq.gateways.room.words import Fault
from tansiq.log.engine import Outage
from tansiq.node.fairness import Busy
from tansiq.node.loop import Proposal

AT_ONCE: Final = 128  # reports that wait for the log together: it takes 64, and 64 wait meanwhile
TRIES: Final = 60  # of one report while the node is busy
NEAR_SHOWN: Final = 5  # reports that a row may be of one place with, or that contradict it
PROGRESS_KEPT: Final = 1_000  # imports of which it is known how far they are
SOURCES: Final[dict[str, Callable[[bytes], list[Written]]]] = {
    "csv": report_files.of_csv,
    "geojson": report_files.of_geojson,
    "kml": report_files.of_kml,
}
TYPES: Final = {"csv": (asked.CSV,), "geojson": JSON_TYPES, "kml": (KML,)}


class Row(Struct):
    """A report of a file. id: in the room. read: what would be asked; None where it has faults."""

    item: Item
    id: str
    body: wire.ReportBody | None = None
    read: reading.Read | None = None


async def reports_in(ask: Ask) -> Answer:
    """Look at a file of reports, or enter what is good in it."""
    form, is_dry, defaults = _said(ask)
    agreed = _agreed(ask)
    if not is_dry and ask.query.get("agreed", "") != agreed:
        raise Fault("import_not_agreed", "$query.agreed", 409)
    progress = ask.room.imports
    name = f"{ask.actor.party} {ask.key}"
    if not is_dry:
        progress.pop(name, None)
        progress[name] = (0, 0, False)
        while len(progress) > PROGRESS_KEPT:
            del progress[next(iter(progress))]
    elevation = ask.room.elevation
    async with ask.room.importing:
        rows = await asyncio.to_thread(_rows, ask.body, form, defaults, elevation)
    items = await (_looked_at_all(ask, rows) if is_dry else _entered_all(ask, rows, name))
    counts = ReportCounts(
        **{o: sum(item.outcome == o for item in items) for o in ("good", "faulty", "done", "refused")},
        **{c: sum(item.change == c for item in items) for c in ("new", "corrected", "unchanged")},
        may_join=sum(bool(item.near) for item in items),
        twice_in_file=sum(bool(item.same_in_file) for item in items),
        doubtful=sum(bool(item.doubts) for item in items),
    )
    ignored = asked.ignored([row.item for row in rows])
    head = ImportedReports(is_dry, agreed, counts, ignored, faces.law(ask.language), [])
    return await asked.in_pieces(head, list(items))


async def progress(ask: Ask) -> Answer:
    """Return how far an import of the asker's party is, by its idempotency key."""
    key = ask.path["key"]
    found = ask.room.imports.get(f"{ask.actor.party} {key}")
    if found is None:
        raise Fault("unknown", "$path.key", 404, id=key[:64])
    return Answer(msgspec.json.encode(ImportProgress(*found)))


def _said(ask: Ask) -> tuple[str, bool, Defaults]:
    """Return the format, whether nothing is entered, and what holds for rows that do not say it."""
    form = ask.query.get("format", "")
    if form not in SOURCES:
        raise Fault("import_value", "$query.format", value=form[:40], known=", ".join(SOURCES))
    if ask.content_type.partition(";")[0].strip().lower() not in TYPES[form]:
        raise Fault("import_content_type", "Content-Type", status=415, known=", ".join(TYPES[form]))
    is_dry = yes_no(ask.query.get("dry_run", "true"), "$query.dry_run")
    if not is_dry and ask.role < Role.OFFICER:
        raise Fault("not_allowed.role", status=403)
    if not is_dry and not ask.key:
        raise Fault("import_key", "Idempotency-Key")
    accuracy = ask.query.get("accuracy_m", "")
    return (
        form,
        is_dry,
        Defaults(
            ask.query.get("language", ask.language)[:12],
            ask.actor.party,
            ask.query.get("kind", ""),
            ask.query.get("source", ""),
            ask.query.get("observed", ""),
            number_of(accuracy, "$query.accuracy_m") if accuracy else None,
        ),
    )


def _agreed(ask: Ask) -> str:
    """Return the word for a file with its parameters, by which a look at it is agreed to."""
    said = msgspec.json.encode(sorted((n, v) for n, v in ask.query.items() if n not in ("dry_run", "agreed")))
    return hashlib.sha256(ask.actor.party.encode() + said + hashlib.sha256(ask.body).digest()).hexdigest()[:20]


def _rows(body: bytes, form: str, defaults: Defaults, elevation: Elevation | None) -> list[Row]:
    """Return the reports of a file; done beside the event loop. Raises `Fault` where the file as a whole cannot be read.

    Ids are those of the file, or follow from the `ref` of a row, else from the file's bytes and the row's number: the same
    file, sent again by anybody of the party, names the same reports.
    """
    file = hashlib.sha256(body).hexdigest()
    written = SOURCES[form](body)
    if not 0 < len(written) <= SITE_IMPORT_ROWS:
        raise Fault("import_count", "$", count=len(written), most=SITE_IMPORT_ROWS)
    seen: dict[str, Item] = {}
    rows: list[Row] = []
    for n, each in enumerate(written):
        item = item_of(each, defaults)
        ref = item.places.pop("$ref", "")
        row = Row(item, item.id or _id(defaults.party, f"ref\0{ref}" if ref else f"row\0{file}\0{n}"))
        first = seen.setdefault(row.id, item)
        if first is not item:
            item.faults.append(Fault("import_duplicate", item.where, id=ref or row.id, other=first.where))
        _read(row, elevation)
        rows.append(row)
    return rows


def _id(party: str, name: str) -> str:
    return uuid_of(hashlib.sha256(f"{party}\0report\0{name}".encode()).digest())


def _read(row: Row, elevation: Elevation | None) -> None:
    item = row.item
    found: list[Fault] = []
    row.body = tried(found, lambda: converted(item, wire.ReportBody))
    if not item.faults:
        item.faults += found
    body = row.body
    if body is None or item.faults:
        return
    try:
        row.read = reading.report(row.id, body, elevation)
    except Fault as fault:
        item.faults = [*item.faults, moved(fault, item)][:FAULTS_SHOWN]


async def _looked_at_all(ask: Ask, rows: list[Row]) -> list[ImportedReport]:
    turns = asked.Turns()
    known, beside = await ask.room.seen_places.of(ask.actor.party), Around()
    for row in rows:
        if row.body is not None and row.read is not None:
            beside.add(_seen(ask, row, row.body))
            await turns.next()
    numbers = {row.id: n + 1 for n, row in enumerate(rows)}
    items: list[ImportedReport] = []
    for n, row in enumerate(rows):
        if row.read is None or row.body is None:
            items.append(_faulty(ask, n, row))
        else:
            items.append(_looked_at(ask, n, row, row.read))
            seen = _seen(ask, row, row.body)
            items[-1] = _beside(ask, items[-1], seen, known, beside, numbers)
        await turns.next()
    return items


def _looked_at(ask: Ask, n: int, row: Row, read: reading.Read) -> ImportedReport:
    held = _held(ask, row.id)
    change = _change(ask, held, read)
    told: list[ImportProblem] = []
    if ask.role >= Role.OFFICER and change != "unchanged":
        refusal = ask.room.door.node.refusal(Proposal(ask.actor, _over(held, read.command)))
        told = [] if refusal is None else [asked.refusal(ask, row.item, refusal)]
    return _told(n, row, "faulty" if told else "good", told, change)


def _seen(ask: Ask, row: Row, body: wire.ReportBody) -> Seen:
    """Return a report of a file as matching takes it."""
    names = tuple(taken_apart(name) for name in list(body.names.values())[:NAMES])
    spot = Spot(body.position.lat, body.position.lon, body.accuracy_m)
    return Seen(row.id, ask.actor.party, body.kind, names, spot, body.condition)


def _beside(
    ask: Ask, told: ImportedReport, seen: Seen, known: Around, beside: Around, numbers: dict[str, int]
) -> ImportedReport:
    """Return what is told of a report, with what it may be of one place with, and what contradicts it."""
    found = suggestions(seen, known)
    same = [s.b for s in found if s.what is What.SAME]
    in_file = [numbers[s.b] for s in suggestions(seen, beside) if s.what is What.SAME]
    doubts = [doubt(ask.language, s) for s in found if s.what is not What.SAME]
    return msgspec.structs.replace(
        told,
        near=same[:NEAR_SHOWN],
        same_in_file=sorted(in_file)[:NEAR_SHOWN],
        doubts=[ImportProblem(code, message, told.where, hint) for code, message, hint in doubts[:NEAR_SHOWN]],
    )


async def _entered_all(ask: Ask, rows: list[Row], name: str) -> list[ImportedReport]:
    """Enter reports, some at a time, and tell how far it is."""
    items: list[ImportedReport] = []
    for batch in _batches(list(enumerate(rows))):
        items += await asyncio.gather(*(_entered(ask, n, row) for n, row in batch))
        ask.room.imports[name] = (len(items), len(rows), len(items) == len(rows))
    return items


def _batches(rows: list[tuple[int, Row]]) -> Iterator[list[tuple[int, Row]]]:
    for at in range(0, len(rows), AT_ONCE):
        yield rows[at : at + AT_ONCE]


async def _entered(ask: Ask, n: int, row: Row) -> ImportedReport:
    if row.read is None or row.body is None:
        return _faulty(ask, n, row)
    for attempt in range(TRIES):
        held = _held(ask, row.id)
        change = _change(ask, held, row.read)
        one = msgspec.structs.replace(ask, key="", body=b"")  # the ids say what was done: no key is needed for each row
        try:
            if change != "unchanged" or row.body.same_as:
                await enter_read(one, row.body, _over_read(held, row.read), stands=change == "unchanged")
        except Busy as trouble:
            if attempt + 1 < TRIES:
                await asyncio.sleep(min(trouble.retry_after_s, 1))
                continue
            return _told(n, row, "refused", [asked.trouble(ask, row.item, trouble)])
        except (Fault, No, Outage) as trouble:
            return _told(n, row, "refused", [asked.trouble(ask, row.item, trouble)])
        return _told(n, row, "done", [], change)
    raise AssertionError("the last try says how it ended")


def _held(ask: Ask, report_id: str) -> Report | None:
    held = ask.room.state.register.reports.get(report_id)
    return held if held is not None and held.party == ask.actor.party else None


def _over(held: Report | None, command: PutReport) -> PutReport:
    """Return a command that corrects what is there."""
    if held is None:
        return command
    return msgspec.structs.replace(command, private=msgspec.structs.replace(command.private, replaces=held.ovn))


def _over_read(held: Report | None, read: reading.Read) -> reading.Read:
    return reading.Read(_over(held, read.command), read.texts)


def _change(ask: Ask, held: Report | None, read: reading.Read) -> Change:
    """Return what entering a report changes: it is "new", "corrected", or "unchanged" where it says what stands there."""
    if held is None:
        return "new"
    said = read.command.reports
    stands = not held.withdrawn_us and held.expires_us > ask.room.door.node.now_us()
    is_alike = (held.pin, held.boxes, held.facts) == (said.pin, said.boxes, said.facts)
    return "unchanged" if stands and is_alike and faces.typed(held.texts, ask.room.texts) == read.texts else "corrected"


def _faulty(ask: Ask, n: int, row: Row) -> ImportedReport:
    return _told(n, row, "faulty", asked.problems(ask, row.item.faults))


def _told(n: int, row: Row, outcome: Outcome, told: list[ImportProblem], change: Change = "") -> ImportedReport:
    body = row.body
    kind = "" if body is None else body.kind
    position = None if body is None else body.position
    return ImportedReport(n + 1, row.item.where, row.id, outcome, told, kind, position, change)


OPERATIONS: Final = (
    Operation(
        "importReports", "POST", "/room/v1/imports/reports", reports_in, Role.OBSERVER, None, {200: ImportedReports},
        files=(*JSON_TYPES, asked.CSV, KML), most_bytes=SITE_IMPORT_BYTES,
        query=("format", "dry_run", "agreed", "kind", "source", "observed", "accuracy_m", "language"),
    ),
    Operation(
        "importProgress", "GET", "/room/v1/imports/reports/{key}", progress, Role.OBSERVER, None, {200: ImportProgress}
    ),
)  # fmt: skip
