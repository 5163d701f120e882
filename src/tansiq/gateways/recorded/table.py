"""The rows of a file, as they come: `.csv`, `.json`, each also gzipped. Nothing is judged here but the form of the file."""

import contextlib
import csv
import gzip
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Raw, Struct

from tansiq.gateways.recorded.values import Value

BYTES_MAX: Final = 1_000_000_000  # unpacked; a day over one country at a point each 10 s has 30 MB
ROWS_MAX: Final = 10_000_000
_CHUNK: Final = 1 << 20
_NAMES_FROM: Final = 100  # rows of a JSON file that are looked at for the names of its columns


class BadFile(Exception):
    """The file as a whole cannot be read. The text says why, and what would do."""


class Table(Struct, frozen=True):
    """names: of the columns. size: how many rows there are, about.

    rows: for some columns, yields the values of each row in that order, or what is wrong with the row.
    """

    names: list[str]
    size: int
    rows: Callable[[Sequence[str]], Iterator[list[Value] | str]]


def open_table(path: Path) -> Table:
    """Return the rows of a file. Raises `BadFile` where it is too large or not what its name says."""
    kind = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    if kind not in ("csv", "json"):
        raise BadFile(f"{path.name} is not read: its name must end in .json, .json.gz, .csv or .csv.gz.")
    table = _csv(path) if kind == "csv" else _json(path)
    if table.size > ROWS_MAX:
        raise BadFile(f"{path.name} has {table.size:,} rows; at most {ROWS_MAX:,} are read. Split it by time.")
    return table


def _content(path: Path) -> bytes:
    """Read a file whole, and unpack it, but never more than BYTES_MAX: a small gzip file may hold terabytes."""
    whole = bytearray()
    try:
        with _opened(path) as file:
            while chunk := file.read(_CHUNK):
                whole += chunk
                if len(whole) > BYTES_MAX:
                    raise BadFile(f"{path.name} has more than {BYTES_MAX / 1e9:g} GB. Split it by time.")
    except (OSError, EOFError) as error:  # gzip says EOFError where the file was cut off
        raise BadFile(f"{path} cannot be read: {error}.") from None
    return bytes(whole)


def _opened(path: Path) -> gzip.GzipFile | io.BufferedReader:
    return gzip.GzipFile(path) if path.name.lower().endswith(".gz") else path.open("rb")


def _csv(path: Path) -> Table:
    try:
        text = _content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{path.name} is not UTF-8 text: {error}.") from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    names = next(csv.reader([first or " "], delimiter=mark))

    def rows(wanted: Sequence[str]) -> Iterator[list[Value] | str]:
        at = [names.index(column) for column in wanted]
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        next(reader, None)
        try:
            for row in reader:
                if row:  # an empty line is no row
                    good = len(row) == len(names)
                    yield [row[i] for i in at] if good else f"has {len(row)} values, the header {len(names)}"
        except csv.Error as error:
            raise BadFile(f"{path.name} is not CSV at line {reader.line_num}: {error}.") from None

    return Table(names, text.count("\n"), rows)


def _json(path: Path) -> Table:
    try:
        raws = msgspec.json.decode(_content(path), type=list[Raw])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name} is not a JSON list of objects, one for each recorded point: {error}.") from None
    names: dict[str, None] = {}
    for raw in raws[:_NAMES_FROM]:
        if bytes(raw).startswith(b"{"):
            with contextlib.suppress(UnicodeDecodeError):  # such a row is named when it is read
                names.update(dict.fromkeys(msgspec.json.decode(raw, type=dict[str, Raw])))

    def rows(wanted: Sequence[str]) -> Iterator[list[Value] | str]:
        fields = [(f"column{i}", Value, None) for i in range(len(wanted))]
        renamed = {f"column{i}": column for i, column in enumerate(wanted)}
        decoder = msgspec.json.Decoder(msgspec.defstruct("Row", fields, rename=renamed))
        for raw in raws:
            try:
                yield list(msgspec.structs.astuple(decoder.decode(raw)))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield f"cannot be read: {error}"

    return Table(list(names), len(raws), rows)
