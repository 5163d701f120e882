"""A recording: the points that a file holds, and the rows that could not be used, each with its reason."""

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct

from tansiq.airspace.trajectories import Track
from tansiq.gateways.recorded.columns import Columns, NoColumn, choose
from tansiq.gateways.recorded.table import BadFile, open_table
from tansiq.gateways.recorded.values import BadValue, TimeUnit, Value, number, time_s, time_unit

NAMED: Final = 20  # bad rows that are named; all are counted
NAME_CHARS: Final = 16  # ICAO Doc 4444 allows 7 for a callsign
ALT_MIN_FT: Final = -2_000.0  # lower than any airfield is, or seems in the highest pressure ever measured
ALT_MAX_FT: Final = 328_000.0  # F3548-21 OpenAPI, Altitude.value: 100 km
_TOLD_EVERY: Final = 10_000  # rows

Progress = Callable[[int, int], None]  # rows done, rows in all


class BadRow(Struct, frozen=True):
    """A row that was not used. row: counted from 1, without the header. column: "" where the row as a whole is wrong."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row:,}: " + (f"{self.column} {self.value!r} {self.reason}" if self.column else self.reason)


class Recording(Struct, frozen=True):
    """What a file holds.

    names: (callsign, aircraft) of the points, as text; either may be "". name: for each point, the index of its own.
    rows: of the file. bad: those not used; by_reason counts them; the first NAMED are in `bad_rows`.
    """

    columns: Columns
    time_unit: TimeUnit
    names: list[tuple[str, str]]
    name: Sequence[int]
    points: Track
    rows: int
    bad: int
    by_reason: dict[str, int]
    bad_rows: tuple[BadRow, ...]


def read(path: Path, progress: Progress = lambda done, total: None) -> Recording:
    """Read a recording. Raises `BadFile` where nothing of it can be used; single bad rows are counted and named."""
    table = open_table(path)
    try:
        columns = choose(table.names)
    except NoColumn as missing:
        raise BadFile(f"{path.name}: {missing}") from None
    unit = time_unit(row[0] for row in table.rows([columns.time]) if not isinstance(row, str))
    reader = _Reader(columns, unit)
    for row in table.rows(reader.wanted):
        reader.take(row)
        if reader.rows % _TOLD_EVERY == 0:
            progress(reader.rows, max(table.size, reader.rows))
    progress(reader.rows, reader.rows)
    return reader.recording()


class _Reader:
    def __init__(self, columns: Columns, unit: TimeUnit) -> None:
        self.columns, self.unit = columns, unit
        self.wanted = [columns.time, columns.latitude, columns.longitude, columns.altitude]
        self.wanted += [column for column in (columns.callsign, columns.aircraft) if column]
        self.rows = 0
        self._names: dict[tuple[str, str], int] = {}
        self._known: dict[tuple[Value, ...], int] = {}  # as it is in the file -> index in `_names`
        self._name = array("q")
        self._values = tuple(array("d") for _ in range(4))
        self._reasons: Counter[str] = Counter()
        self._bad: list[BadRow] = []

    def take(self, row: list[Value] | str) -> None:
        """Use a row, or note why not."""
        self.rows += 1
        if isinstance(row, str):
            self._refuse("", "", row)
            return
        at = 0
        try:
            found_s = time_s(row[0], self.unit)
            at = 1
            lat = number(row[1], -90, 90)
            at = 2
            lon = number(row[2], -180, 180)
            at = 3
            alt_ft = number(row[3]) * self.columns.altitude_ft
            if not ALT_MIN_FT <= alt_ft <= ALT_MAX_FT:
                raise BadValue(f"lies outside {ALT_MIN_FT:,.0f} to {ALT_MAX_FT:,.0f} ft")
            at = 4
            written = tuple(row[4:])
            name = self._known.get(written)
            if name is None:
                name = self._known[written] = self._names.setdefault(self._name_of(row), len(self._names))
        except BadValue as fault:
            self._refuse(self.wanted[at], _shown(row[at]), str(fault))
            return
        self._name.append(name)
        for values, value in zip(self._values, (found_s, lat, lon, alt_ft), strict=True):
            values.append(value)

    def recording(self) -> Recording:
        """Return what was read."""
        points = Track(*(np.frombuffer(values, dtype=np.float64) for values in self._values))
        return Recording(
            columns=self.columns,
            time_unit=self.unit,
            names=list(self._names),
            name=self._name,
            points=points,
            rows=self.rows,
            bad=self._reasons.total(),
            by_reason=dict(self._reasons.most_common()),
            bad_rows=tuple(self._bad),
        )

    def _name_of(self, row: list[Value]) -> tuple[str, str]:
        texts = ["".join(_text(value).split()) for value in row[4:]]
        if not any(texts):
            raise BadValue("is missing, so nothing says which aircraft this is")
        if any(len(text) > NAME_CHARS for text in texts):
            raise BadValue(f"has more than {NAME_CHARS} characters")
        callsign = texts[0].upper() if self.columns.callsign else ""
        return callsign, texts[-1].lower() if self.columns.aircraft else ""

    def _refuse(self, column: str, value: str, reason: str) -> None:
        self._reasons[f"{column} {reason}".strip()] += 1
        if len(self._bad) < NAMED:
            self._bad.append(BadRow(self.rows, column, value, reason))


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _shown(value: Value) -> str:
    text = _text(value)
    return text if len(text) <= 40 else text[:39] + "…"
