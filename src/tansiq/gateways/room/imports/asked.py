"""What imports of flights and of zones have in common: what the request says, and how an item is told of."""

import asyncio
import hashlib
import time
from typing import Final

import msgspec
from msgspec import Struct

from tansiq.core.refusals import Refusal
from tansiq.core.room import Role
from tansiq.gateways.room import refused, wire
from tansiq.gateways.room.endpoint import JSON_TYPES, Answer, Ask, No
from tansiq.gateways.room.imports.answers import ImportProblem
from tansiq.gateways.room.imports.fields import number_of, yes_no
from tansiq.gateways.room.imports.items import Item
from tansiq.gateways.room.imports.prepare import moved
from tansiq.gateways.room.imports.records import Defaults
from tansiq.gateways.room.sky import HIGHEST_M, LOWEST_M
from tansiq.gateways.room.times import time as time_of
from tansiq.gateways.room.words import Fault, said
from tansiq.log.engine import Outage
from tansiq.node.fairness import Busy

SLICE_S: Final = 0.002
CSV: Final = "text/csv"
FILES: Final = (*JSON_TYPES, CSV)
QUERY: Final = ("format", "dry_run", "contact")
GROUND: Final = ("ground_lowest_m", "ground_highest_m")  # of zones
IGNORED_SHOWN: Final = 50


class Asked(Struct, frozen=True):
    """form: the format. is_dry: nothing is entered. defaults: for what the file does not say."""

    form: str
    is_dry: bool
    defaults: Defaults


def asked(ask: Ask, known: tuple[str, ...]) -> Asked:
    """Return what the parameters of an import say. An import is a dry run unless it is said otherwise."""
    form = ask.query.get("format", "")
    if form not in known:
        raise Fault("import_value", "$query.format", value=form[:40], known=", ".join(known))
    is_csv = ask.content_type.partition(";")[0].strip().lower() == CSV
    if is_csv is not (form == "csv"):
        allowed = CSV if form == "csv" else ", ".join(JSON_TYPES)
        raise Fault("import_content_type", "Content-Type", status=415, known=allowed)
    is_dry = yes_no(ask.query.get("dry_run", "true"), "$query.dry_run")
    if not is_dry and ask.role < Role.OFFICER:
        raise Fault("not_allowed.role", status=403)
    if not is_dry and not ask.key:
        raise Fault("import_key", "Idempotency-Key")
    manned = ask.query.get("is_manned")
    return Asked(
        form,
        is_dry,
        Defaults(
            contact=ask.query.get("contact", ""),
            reason=ask.query.get("reason", ""),
            is_manned=None if manned is None else yes_no(manned, "$query.is_manned"),
            kind=ask.query.get("kind", ""),
            start=_time(ask, "from"),
            end=_time(ask, "until"),
            ground=_ground(ask),
        ),
    )


def _time(ask: Ask, name: str) -> str:
    value = ask.query.get(name, "")
    if value:
        time_of(value, f"$query.{name}")
    return value


def _ground(ask: Ask) -> wire.Ground | None:
    """Return the ground that holds where neither the file nor the room says one."""
    said = {name: ask.query[name] for name in GROUND if ask.query.get(name)}
    if not said:
        return None
    for name in GROUND:
        if name not in said:
            raise Fault("import_missing", f"$query.{name}", name=name)
    low, high = (number_of(said[name], f"$query.{name}") for name in GROUND)
    if not LOWEST_M <= low <= high <= HIGHEST_M:
        raise Fault("ground_range", f"$query.{GROUND[0]}", lowest=f"{low:g}", highest=f"{high:g}")
    return wire.Ground(low, high)


def as_put(ask: Ask, operation: str, item_id: str, body: Struct, n: int) -> Ask:
    """Return an item of an import as the PUT that it stands for, under a key of its own."""
    return msgspec.structs.replace(
        ask,
        operation=operation,
        path={"id": item_id},
        query={},
        body=msgspec.json.encode(body),
        key=item_key(ask, n),
    )


def item_key(ask: Ask, n: int) -> str:
    """Return the idempotency key of an item: the same whenever the import comes again under its own."""
    return hashlib.sha256(f"import\0{ask.key}\0{n}".encode()).hexdigest() if ask.key else ""


def problems(ask: Ask, faults: list[Fault]) -> list[ImportProblem]:
    """Return faults in the asker's language."""
    return [_problem(ask, fault.code, fault.where, fault.values) for fault in faults]


def trouble(ask: Ask, item: Item, found: Exception) -> ImportProblem:
    """Return what stood in the way of an item when it was asked for: a `Fault`, `No`, `Busy` or `Outage`."""
    match found:
        case Fault():
            fault = moved(found, item)
            return _problem(ask, fault.code, fault.where, fault.values)
        case No():
            return refusal(ask, item, found.refusal)
        case Busy():
            return _problem(ask, "busy", item.where, {})
        case _:
            assert isinstance(found, Outage), "what else can stand in its way is a bug"
            return _problem(ask, "outage", item.where, {"why": ask.room.door.node.closed or ""})


def refusal(ask: Ask, item: Item, found: Refusal) -> ImportProblem:
    """Return a refusal of the core as a problem of an item."""
    _, code, values = refused.explain(found)
    return _problem(ask, code, item.where, values)


def _problem(ask: Ask, code: str, where: str, values: dict[str, object]) -> ImportProblem:
    message, hint = said(ask.language, code, **values)
    return ImportProblem(code, message, where, hint)


def ignored(items: list[Item]) -> list[str]:
    """Return the names that nobody read."""
    return sorted({name for item in items for name in item.ignored})[:IGNORED_SHOWN]


class Turns:
    """Lets others have their turn whenever a slice of work is over."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    async def next(self) -> None:
        """Wait one turn of the loop where the slice is over."""
        if time.perf_counter() - self._began > SLICE_S:
            await asyncio.sleep(0)
            self._began = time.perf_counter()


async def in_pieces(head: Struct, items: list[Struct]) -> Answer:
    """Return an answer whose last member is `items`, written piece by piece. head: the same answer without them."""
    turns, pieces = Turns(), list[bytes]()
    for item in items:
        pieces.append(msgspec.json.encode(item))
        await turns.next()
    written = msgspec.json.encode(head)
    assert written.endswith(b'"items":[]}'), "the items come last"
    return Answer(written[: -len(b"]}")] + b",".join(pieces) + b"]}")
