"""What a file says of one flight or zone, on the way to the body that PUT takes; and where in the file each word stands."""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from tansiq.gateways.room.words import Fault

FAULTS_SHOWN: Final = 20  # of one item: whoever mends these sends the file again
Made = TypeVar("Made")
Kind = TypeVar("Kind", bound=Struct)
_INDEX: Final = re.compile(r"(.*)\[(\d+)\]", re.ASCII)


class Shape(NamedTuple):
    """An outline as JSON: {"polygon": …}, {"circle": …} or {"corridor": …}.

    where: its place in the file. vertex: how the place of a vertex is written: {one} counts from 1, {zero} from 0; ""
    where the vertices are not the file's own.
    """

    outline: dict[str, Any]
    where: str
    vertex: str = ""


class Said(NamedTuple):
    """A value and its place in the file."""

    value: Any
    where: str


class Item(Struct):
    """One flight or zone of a file.

    where: its place. id: its UUID in the file, "" where it has none. body: the JSON of `wire.FlightBody` or `wire.ZoneBody`.
    places: part of the body, like `$.volumes[0].floor` -> its place. ignored: names of what was not read. bad: members
    that cannot be read.
    """

    where: str
    id: str = ""
    body: dict[str, Any] = {}
    faults: list[Fault] = []
    places: dict[str, str] = {}
    ignored: set[str] = set()
    bad: set[str] = set()

    def says(self, name: str) -> bool:
        """Return whether the file says a member of the body, be it in a way that cannot be read."""
        return name in self.body or name in self.bad

    def put(self, name: str, said: Said) -> None:
        """Take a member of the body."""
        self.body[name] = said.value
        self.places[f"$.{name}"] = said.where

    def add(self, shape: Shape, limits: dict[str, Said], part: str = "volumes") -> None:
        """Take a volume. limits: floor, ceiling, start, end. part: "volumes" or "off_nominal"."""
        held = self.body.setdefault(part, [])
        path = f"$.{part}[{len(held)}]"
        held.append(shape.outline | {name: said.value for name, said in limits.items()})
        self.places[path] = shape.where
        if shape.vertex:
            self.places[path + ".polygon[]"] = self.places[path + ".corridor.centreline[]"] = shape.vertex
        for name, said in limits.items():
            self.places[f"{path}.{name}"] = said.where

    def place(self, where: str) -> str:
        """Return where in the file that stands which a `Fault` found in the body."""
        left = where
        while left and left != "$":
            if left in self.places:
                return self.places[left]
            index = _INDEX.fullmatch(left)
            if index and index[1] + "[]" in self.places:
                n = int(index[2])
                return self.places[index[1] + "[]"].format(one=n + 1, zero=n)
            left = index[1] if index else left.rpartition(".")[0]
        return self.where


def tried(faults: list[Fault], do: Callable[[], Made]) -> Made | None:
    """Return what `do` returns; None where it raises a `Fault`, which is kept."""
    try:
        return do()
    except Fault as fault:
        if len(faults) < FAULTS_SHOWN:
            faults.append(fault)
        return None


def decoded(body: bytes | msgspec.Raw, kind: type[Kind], where: str) -> Kind:
    """Return JSON as its struct. Raises `Fault` with the place that does not fit, written as a path below `where`."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        what, path = _told(error)
        raise Fault("body_form", (where + path).removeprefix("."), what=what) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Fault("body_json", where, what=str(error)[:200]) from None


def converted(item: Item, kind: type[Kind]) -> Kind:
    """Return the body of an item. Raises `Fault` with the place in the file that does not fit."""
    try:
        return msgspec.convert(item.body, kind)
    except msgspec.ValidationError as error:
        what, path = _told(error)
        raise Fault("body_form", item.place("$" + path), what=what) from None


def _told(error: msgspec.ValidationError) -> tuple[str, str]:
    what, _, path = str(error).partition(" - at ")
    return what[:300], path.strip("`").removeprefix("$")
