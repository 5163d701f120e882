"""The phrases: their codes, what kind of notice each may be sent as, and which values it takes. The words are in `ftl/`.

A code never gets another meaning and is never used again: it stands in the logs of rooms. The letter is the group.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from msgspec import Struct

from tansiq.core.notices import NoticeKind
from tansiq.phrasebook.kinds import Kind

INFORMATION, REQUEST = NoticeKind.INFORMATION, NoticeKind.REQUEST
WARNING, SAFETY, DRILL = NoticeKind.WARNING, NoticeKind.SAFETY, NoticeKind.DRILL


class Group(StrEnum):
    """What a phrase is about; the value is the first letter of its code."""

    FLIGHTS = "F"
    AREAS = "A"
    AIR = "W"
    LINK = "L"
    DISTRESS = "D"
    SEEN = "S"
    GROUND = "G"
    QUESTIONS = "Q"
    EXCHANGE = "X"
    ROOM = "R"


class Entry(Struct, frozen=True):
    """A phrase of the book. kinds: of notices that may carry it; a drill may carry any. values: name -> kind, in order."""

    code: str
    kinds: tuple[NoticeKind, ...]
    values: dict[str, Kind]

    @property
    def group(self) -> Group:
        """What it is about."""
        return Group(self.code[0])


ASK: Final = (REQUEST,)
TELL: Final = (INFORMATION, WARNING, SAFETY)
ALERT: Final = (WARNING, SAFETY)
ANY: Final = (INFORMATION, REQUEST, WARNING, SAFETY)

# What the names of values hold: one name, one kind, in every phrase.
NAMES: Final = {
    "callsign": Kind.CALLSIGN,
    "flight": Kind.FLIGHT,
    "party": Kind.PARTY,
    "area": Kind.AREA,
    "place": Kind.AREA,
    "time": Kind.TIME,
    "from": Kind.TIME,
    "until": Kind.TIME,
    "height": Kind.HEIGHT,
    "floor": Kind.HEIGHT,
    "ceiling": Kind.HEIGHT,
    "position": Kind.POSITION,
    "frequency": Kind.FREQUENCY,
    "squawk": Kind.SQUAWK,
    "qnh": Kind.QNH,
    "visibility": Kind.VISIBILITY,
    "distance": Kind.DISTANCE,
    "duration": Kind.DURATION,
    "bearing": Kind.BEARING,
    "number": Kind.NUMBER,
    "text": Kind.TEXT,
}

_TABLE: Final[tuple[tuple[tuple[NoticeKind, ...], str], ...]] = (
    (ASK, "F01 callsign time"),
    (TELL, "F02 callsign time"),
    (TELL, "F03 callsign duration time"),
    (TELL, "F04 callsign"),
    (ASK, "F05 callsign height from until"),
    (TELL, "F06 callsign height from until"),
    (ASK, "F07 callsign height until"),
    (ASK, "F08 callsign height until"),
    (TELL, "F09 callsign height until"),
    (TELL, "F10 callsign height until"),
    (TELL, "F11 callsign time"),
    (TELL, "F12 callsign until"),
    (TELL, "F13 callsign area time"),
    (TELL, "F14 flight"),
    (TELL, "F15 callsign position time height"),
    (ASK, "F16 callsign distance area"),
    (ASK, "F17 callsign area from until height"),
    (TELL, "F18 callsign area from until height"),
    (TELL, "F19 callsign area from until"),
    (ASK, "A01 callsign area until"),
    (ASK, "A02 callsign area time"),
    (ASK, "A03 party area time"),
    (ASK, "A04 party area from until floor ceiling"),
    (TELL, "A05 area from"),
    (TELL, "A06 area from until floor ceiling"),
    (TELL, "A07 area time"),
    (TELL, "A08 area until"),
    (TELL, "A09 area time"),
    (TELL, "A10 party area from until floor ceiling"),
    (TELL, "A11 area until"),
    (ASK, "A12 area time"),
    (TELL, "A13 area time floor ceiling"),
    (TELL, "A14 position distance from until floor ceiling"),
    (TELL, "A15 area from until"),
    (TELL, "W01 party frequency time"),
    (ASK, "W02 callsign party frequency"),
    (TELL, "W03 frequency area until"),
    (TELL, "W04 qnh area time"),
    (TELL, "W05 qnh area time"),
    (TELL, "W06 visibility place time"),
    (TELL, "W07 height place time"),
    (TELL, "W08 visibility place from until"),
    (TELL, "W09 position floor ceiling time"),
    (TELL, "W10 area from until floor ceiling"),
    (TELL, "W11 area from until height"),
    (TELL, "W12 position height time"),
    (TELL, "W13 position height time"),
    (TELL, "W14 area until"),
    (TELL, "W15 area height"),
    (ALERT, "L01 callsign time position height"),
    (ALERT, "L02 callsign position height time"),
    (ALERT, "L03 callsign position height until"),
    (ALERT, "L04 callsign position time"),
    (TELL, "L05 callsign time"),
    (TELL, "L06 area time"),
    (TELL, "L07 callsign position height time"),
    (ALERT, "L08 callsign distance"),
    (TELL, "L09 area time"),
    (ALERT, "L10 callsign time position height"),
    (TELL, "L11 callsign time"),
    (ALERT, "L12 callsign frequency time"),
    (ASK, "L13 callsign frequency"),
    (ALERT, "L14 callsign position time"),
    (ALERT, "L15 callsign position time"),
    (ALERT, "L16 callsign position time"),
    (TELL, "L17 callsign squawk"),
    (TELL, "L18 callsign time"),
    (ASK, "L19 callsign squawk"),
    (ALERT, "L20 callsign position height time"),
    (ALERT, "D01 callsign position height time number"),
    (ALERT, "D02 callsign text"),
    (ALERT, "D03 callsign position height time"),
    (TELL, "D04 callsign time"),
    (ALERT, "D05 callsign duration"),
    (TELL, "D06 callsign place time"),
    (ALERT, "D07 callsign time position"),
    (TELL, "D08 area party time floor ceiling"),
    (TELL, "D09 area time"),
    (ASK, "D10 party area from"),
    (TELL, "D11 number position time"),
    (TELL, "D12 position time"),
    (TELL, "D13 position frequency time"),
    (TELL, "D14 callsign place time height"),
    (ASK, "D15 callsign area from until"),
    (ASK, "D16 number position time"),
    (TELL, "D17 callsign place time"),
    (TELL, "D18 number callsign"),
    (TELL, "S01 position height bearing time"),
    (TELL, "S02 position height time"),
    (TELL, "S03 number position time"),
    (TELL, "S04 area position height time"),
    (ASK, "S05 position time"),
    (TELL, "S06 position time callsign"),
    (TELL, "S07 position time"),
    (TELL, "S08 position height time"),
    (ALERT, "S09 callsign distance position height time"),
    (TELL, "G01 place time"),
    (TELL, "G02 place from until"),
    (TELL, "G03 place position time"),
    (TELL, "G04 place from until"),
    (TELL, "G05 place time"),
    (TELL, "G06 place until"),
    (TELL, "G07 place distance"),
    (ASK, "G08 place callsign time"),
    (TELL, "G09 place callsign time"),
    (TELL, "G10 place callsign time"),
    (TELL, "G11 place until"),
    (ASK, "Q01 area time"),
    (ASK, "Q02 area time"),
    (ASK, "Q03 callsign"),
    (ASK, "Q04 callsign place"),
    (ASK, "Q05 area"),
    (ASK, "Q06 area from until"),
    (ASK, "Q07 callsign"),
    (ASK, "Q08 frequency time"),
    (ASK, "Q09 area"),
    (TELL, "Q10 area text"),
    (TELL, "Q11 area"),
    (TELL, "X01 duration"),
    (ASK, "X02"),
    (ASK, "X03 text"),
    (ANY, "X04 text"),
    (ANY, "X05"),
    (ASK, "X06 text"),
    (TELL, "X07 text"),
    (TELL, "X08 text"),
    (TELL, "X09 height time"),
    (TELL, "X10 position time"),
    (TELL, "X11"),
    (TELL, "X12 text"),
    (TELL, "X13"),
    (TELL, "R01 party time text"),
    (TELL, "R02 frequency time"),
    (TELL, "R03 time frequency"),
    (TELL, "R04 time"),
    (TELL, "R05 time"),
    (TELL, "R06 from until"),
    (TELL, "R07 time"),
    (TELL, "R08 party from until"),
    (ASK, "R09 frequency"),
    (ASK, "R10 party"),
)


def _entries() -> Iterator[tuple[str, Entry]]:
    for kinds, row in _TABLE:
        code, *names = row.split()
        yield code, Entry(code, (*kinds, DRILL), {name: NAMES[name] for name in names})


PHRASES: Final = dict(_entries())
