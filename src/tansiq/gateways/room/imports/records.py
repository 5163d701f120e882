"""Features and rows as flights or zones. Those with one id are parts of one item, in their order.

Each part brings outlines, a band and a window; what concerns the whole is said by one of them, or alike by all.
"""

from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

from tansiq.gateways.room import wire
from tansiq.gateways.room.imports.fields import VOLUME
from tansiq.gateways.room.imports.items import FAULTS_SHOWN, Item, Said, Shape
from tansiq.gateways.room.inbound import is_uuid
from tansiq.gateways.room.words import Fault

PARTS: Final = ("volumes", "off_nominal")
GROUND: Final = ("ground_lowest_m", "ground_highest_m", "ground_source")
LIMITS: Final = ("floor", "ceiling", "start", "end")
ONLY_SHOWN: Final = ("conflict", "existence")  # plan levels at which somebody else's flight is an occupied place
_OF_VOLUME: Final = frozenset(field.name for field in VOLUME)


class Record(Struct):
    """A feature or a row. members: what its properties say. bad: names of members that cannot be read."""

    where: str
    members: dict[str, Said]
    bad: set[str]
    shapes: list[Shape]
    faults: list[Fault]
    ignored: set[str]


class Defaults(Struct, frozen=True):
    """What holds for each item whose file says nothing of it, as the request says it. "" and None say nothing either.

    ground: of zones, where the room has no elevation file of the place either.
    """

    contact: str = ""
    reason: str = ""
    is_manned: bool | None = None
    kind: str = ""
    start: str = ""
    end: str = ""
    ground: wire.Ground | None = None


def flights(records: Iterable[Record], defaults: Defaults, party: str) -> list[Item]:
    """Return flights of `party`. What was exported as somebody else's is refused: seeing a flight is not flying it."""
    items = _grouped(records)
    for item in items:
        for name in ("owner", "managed_by", "level"):
            said = item.body.pop(name, None)
            if said is not None and (said in ONLY_SHOWN if name == "level" else said != party):
                item.faults.append(Fault("import_not_yours", item.places[f"$.{name}"]))
        fill(item, "contact", defaults.contact)
        fill(item, "is_manned", defaults.is_manned)
        fill(item, "reason", defaults.reason)
        if not item.says("is_manned"):
            item.faults.append(Fault("import_missing", item.where, name="is_manned"))
    return items


def zones(records: Iterable[Record], defaults: Defaults) -> list[Item]:
    """Return zones."""
    items = _grouped(records)
    for item in items:
        fill(item, "contact", defaults.contact)
        fill(item, "kind", defaults.kind)
        for name in ("kind", "name"):
            if not item.says(name):
                item.faults.append(Fault("import_missing", item.where, name=name))
    return items


def fill(item: Item, name: str, value: Any) -> None:
    """Give an item what its file does not say."""
    if not item.says(name) and value not in ("", None):
        item.put(name, Said(value, f"$query.{name}"))


def _grouped(records: Iterable[Record]) -> list[Item]:
    items: list[Item] = []
    by_id: dict[str, Item] = {}
    for record in records:
        said = record.members.pop("id", None)
        name = said.value if said is not None else ""
        item = by_id.get(name) if name else None
        if item is None:
            item = Item(record.where, body={"volumes": []})
            items.append(item)
            if said is not None:
                by_id[name] = item
                item.places["$path.id"] = said.where
                item.id = name.lower() if is_uuid(name.lower()) else ""
        _join(item, record)
    return items


def _join(item: Item, record: Record) -> None:
    item.ignored |= record.ignored
    item.bad |= record.bad
    item.faults += record.faults[: FAULTS_SHOWN - len(item.faults)]
    for name, said in record.members.items():
        if name in _OF_VOLUME:
            continue
        if name not in item.body:
            item.put(name, said)
        elif item.body[name] != said.value:
            item.faults.append(Fault("import_contradicts", said.where, other=item.places[f"$.{name}"]))
    limits = {name: record.members[name] for name in LIMITS if name in record.members}
    for name in LIMITS:
        if name not in limits and name not in record.bad:
            item.faults.append(Fault("import_missing", record.where, name=name))
    ground = {name.removeprefix("ground_"): said for name, said in record.members.items() if name in GROUND}
    if ground:
        limits["ground"] = Said({name: said.value for name, said in ground.items()}, next(iter(ground.values())).where)
    part = record.members.get("part", Said("volumes", ""))
    if part.value not in PARTS:
        item.faults.append(Fault("import_value", part.where, value=str(part.value)[:40], known=", ".join(PARTS)))
        return
    for shape in record.shapes:
        item.add(shape, limits, part.value)
