"""Callsigns that are heard as one another.

Similar: the same but for spaces and hyphens; the same letters with digits in another order, or with one digit or letter
other, dropped or added; the same last three characters with the same number before them. Source: EUROCONTROL, Call Sign
Similarity rules (identical final digits, anagrams, parallel characters), condensed by us.
"""

import re
from typing import Final

_FORM: Final = re.compile(r"([A-Z]*)([0-9A-Z]*)")


class Callsigns:
    """Flights by their callsigns, and these by what those that are similar have in common: among thousands there are few."""

    def __init__(self) -> None:
        self._flights: dict[str, dict[str, None]] = {}  # callsign -> ids
        self._known: dict[str, dict[str, None]] = {}  # mark -> callsigns

    def add(self, item_id: str, callsign: str) -> None:
        """Add a flight that is not here."""
        flights = self._flights.get(callsign)
        if flights is None:
            flights = self._flights[callsign] = {}
            for mark in _marks(callsign):
                self._known.setdefault(mark, {})[callsign] = None
        flights[item_id] = None

    def remove(self, item_id: str, callsign: str) -> None:
        """Remove a flight with the very callsign it was added with."""
        flights = self._flights[callsign]
        del flights[item_id]
        if flights:
            return
        del self._flights[callsign]
        for mark in _marks(callsign):
            known = self._known[mark]
            del known[callsign]
            if not known:
                del self._known[mark]

    def alike(self, callsign: str) -> list[str]:
        """Return the ids of the flights with a similar callsign, in no order."""
        known = {name: None for mark in _marks(callsign) for name in self._known.get(mark, ())}
        return [item_id for name in known if similar(name, callsign) for item_id in self._flights[name]]


def _marks(callsign: str) -> dict[str, None]:
    """Return texts of which two callsigns that are similar have one in common: the digits in order, and with one left out."""
    bare = _bare(callsign)
    letters, digits = _parts(bare)
    ordered = f"{letters} {''.join(sorted(digits))}"
    return dict.fromkeys((bare, ordered, *(letters + digits[:n] + digits[n + 1 :] for n in range(len(digits)))))


def similar(a: str, b: str) -> bool:
    """Return whether two callsigns may be taken for each other. A callsign is similar to itself: it is used twice."""
    a, b = _bare(a), _bare(b)
    if a == b:
        return True
    letters_a, digits_a = _parts(a)
    letters_b, digits_b = _parts(b)
    if letters_a != letters_b:
        return False
    return sorted(digits_a) == sorted(digits_b) or _one_apart(digits_a, digits_b)


def _bare(callsign: str) -> str:
    return callsign.replace(" ", "").replace("-", "").upper()


def _parts(callsign: str) -> tuple[str, str]:
    match = _FORM.fullmatch(callsign)
    return (match[1], match[2]) if match else (callsign, "")


def _one_apart(a: str, b: str) -> bool:
    """Return whether one character more, less or other makes one of the other; only where two or more are left alike."""
    if len(a) == len(b):
        return len(a) > 2 and sum(p != q for p, q in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return (
        len(long) - len(short) == 1
        and len(short) > 1
        and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
    )
