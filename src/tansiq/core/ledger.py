"""The ledger of a pair of parties: who gave way to whom by agreement, how often, and by how much. Kept only while both wish."""

import msgspec
from msgspec import Struct

from tansiq.core.limits import LEDGER_ENTRIES, LEDGER_KEPT_US
from tansiq.core.room import Shift


class GaveWay(Struct, frozen=True, gc=False, array_like=True):
    """A flight that was moved by an accepted agreement. party: its owner. delay_us, up_mm: as in `Shift`."""

    agreement: str
    party: str
    time_us: int
    delay_us: int
    up_mm: int


class Total(Struct, frozen=True, gc=False, array_like=True):
    """How often a party gave way, and by how much in all; earlier and lower count as later and higher do."""

    times: int = 0
    delay_us: int = 0
    height_mm: int = 0


class Ledger(Struct, frozen=True, gc=False):
    """a, b: codes of the two parties, sorted. wishes: those of the two that want it kept, sorted.

    since_us: from when on both last wished it, 0 where they never did. entries: oldest first, those of the last 400 days and
    no more than 1,000. total_a, total_b: of all entries, also those that were dropped.
    """

    a: str
    b: str
    wishes: tuple[str, ...] = ()
    since_us: int = 0
    entries: tuple[GaveWay, ...] = ()
    total_a: Total = Total()
    total_b: Total = Total()

    @property
    def key(self) -> str:
        """How the state names it."""
        return key_of(self.a, self.b)

    @property
    def is_kept(self) -> bool:
        """Whether both wish it."""
        return len(self.wishes) == 2

    @property
    def is_over(self) -> bool:
        """Whether nothing is left of it."""
        return not self.wishes and not self.entries


def key_of(one: str, other: str) -> str:
    """Return how the state names the ledger of two parties."""
    return " ".join(sorted((one, other)))


def blank(one: str, other: str) -> Ledger:
    """Return a ledger of two parties that nobody wished yet."""
    a, b = sorted((one, other))
    return Ledger(a, b)


def gave_way(agreement: str, shifts: tuple[tuple[str, Shift], ...], now_us: int) -> tuple[GaveWay, ...]:
    """Return what an agreement adds to the ledger of its parties. shifts: with the owner of each flight that moves."""
    return tuple(GaveWay(agreement, party, now_us, shift.delay_us, shift.up_mm) for party, shift in shifts)


def wished(ledger: Ledger, party: str, is_wished: bool, now_us: int) -> Ledger:
    """Return a ledger after one of its parties said whether it shall be kept."""
    others = tuple(each for each in ledger.wishes if each != party)
    wishes = tuple(sorted((*others, party))) if is_wished else others
    begins = len(wishes) == 2 and not ledger.is_kept
    return msgspec.structs.replace(ledger, wishes=wishes, since_us=now_us if begins else ledger.since_us)


def added(ledger: Ledger, entries: tuple[GaveWay, ...]) -> Ledger:
    """Return a ledger with more entries. The oldest make room; the totals keep them."""
    total_a, total_b = ledger.total_a, ledger.total_b
    for entry in entries:
        if entry.party == ledger.a:
            total_a = _more(total_a, entry)
        else:
            total_b = _more(total_b, entry)
    kept = (*ledger.entries, *entries)[-LEDGER_ENTRIES:]
    return msgspec.structs.replace(ledger, entries=kept, total_a=total_a, total_b=total_b)


def trimmed(ledger: Ledger, now_us: int) -> Ledger:
    """Return a ledger without entries that were kept long enough; one that has no other left, and stopped, begins anew."""
    entries = tuple(entry for entry in ledger.entries if entry.time_us >= now_us - LEDGER_KEPT_US)
    if entries or ledger.is_kept:
        return msgspec.structs.replace(ledger, entries=entries)
    return Ledger(ledger.a, ledger.b, ledger.wishes)


def _more(total: Total, entry: GaveWay) -> Total:
    return Total(total.times + 1, total.delay_us + abs(entry.delay_us), total.height_mm + abs(entry.up_mm))
