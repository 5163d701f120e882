"""The rows of a file, as they come: `.csv`, `.json`, each also gzipped. Nothing is judged here but the form of the file."""

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, cast

import msgspec
from msgspec import Raw, Struct

from tansiq.gateways.recorded.values import Value

BYTES_MAX: Final = 2_000_000_000  # unpacked: what a day over one country has, twenty times
ROWS_MAX: Final = 10_000_000
_CHUNK: Final = 1 << 20
_NAMES_FROM: Final = 100  # rows of a JSON file that are looked at for the names of its columns

Progress = Callable[[int, int], None]  # done, in all; in bytes of the file


class BadFile(Exception):
    """The file as a whole cannot be read. The text says why, and what would do."""


class Table(Struct, frozen=True):
    """names: of the columns. rows: for some columns, yields the values of each row in that order; None for a row that is none."""

    names: list[str]
    rows: Callable[[Sequence[str]], Iterator[list[Value] | None]]


def open_table(path: Path, progress: Progress = lambda done, total: None) -> Table:
    """Return the rows of a file. Raises `BadFile` where it is too large or not what its name says."""
    kind = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    if kind not in ("csv", "json"):
        raise BadFile(f"{path.name} is not read: its name must end in .json, .json.gz, .csv or .csv.gz.")
    content = _content(path, progress)
    return _csv(content, path.name) if kind == "csv" else _json(content, path.name)


def _content(path: Path, progress: Progress) -> bytes:
    """Read a file whole, and unpack it, but never more than BYTES_MAX: a small gzip file may hold terabytes."""
    whole = bytearray()
    try:
        with path.open("rb") as packed:
            total = path.stat().st_size
            file = cast(BinaryIO, gzip.open(packed)) if path.name.lower().endswith(".gz") else packed
            while chunk := file.read(_CHUNK):
                whole += chunk
                if len(whole) > BYTES_MAX:
                    raise BadFile(f"{path.name} has more than {BYTES_MAX / 1e9:g} GB. Split it by time, and read the parts.")
                progress(packed.tell(), total)
    except (OSError, EOFError) as error:  # gzip says EOFError where the file was cut off
        raise BadFile(f"{path} cannot be read: {error}.") from None
    return bytes(whole)


def _csv(content: bytes, name: str) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{name} is not UTF-8 text: {error}.") from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    names = next(csv.reader([first], delimiter=mark), [])

    def rows(wanted: Sequence[str]) -> Iterator[list[Value] | None]:
        at = [names.index(column) for column in wanted]
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        next(reader, None)
        try:
            for n, row in enumerate(reader):
                _bounded(n, name)
                if row:  # an empty line is none
                    yield [row[i] for i in at] if len(row) == len(names) else None
        except csv.Error as error:
            raise BadFile(f"{name} is not CSV at line {reader.line_num}: {error}.") from None

    return Table(names, rows)


def _json(content: bytes, name: str) -> Table:
    try:
        raws = msgspec.json.decode(content, type=list[Raw])
    except msgspec.DecodeError as error:
        raise BadFile(f"{name} is not a JSON list of objects, one for each recorded point: {error}.") from None
    names: dict[str, None] = {}
    for raw in raws[:_NAMES_FROM]:
        row = msgspec.json.decode(raw)
        names.update(dict.fromkeys(row) if isinstance(row, dict) else {})

    def rows(wanted: Sequence[str]) -> Iterator[list[Value] | None]:
        fields = [(f"f{i}", Value, None) for i in range(len(wanted))]
        rename = {f"f{i}": column for i, column in enumerate(wanted)}
        decoder = msgspec.json.Decoder(msgspec.defstruct("Row", fields, rename=rename))
        for n, raw in enumerate(raws):
            _bounded(n, name)
            try:
                yield list(msgspec.structs.astuple(decoder.decode(raw)))
            except msgspec.DecodeError:
                yield None

    return Table(list(names), rows)


def _bounded(n: int, name: str) -> None:
    if n >= ROWS_MAX:
        raise BadFile(f"{name} has more than {ROWS_MAX:,} rows. Split it by time, and read the parts.")
