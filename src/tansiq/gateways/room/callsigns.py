"""Callsigns that are heard as one another.

Similar: the same but for spaces and hyphens; the same letters with digits in another order, or with one digit or letter
other, dropped or added; the same last three characters with the same number before them. Source: EUROCONTROL, Call Sign
Similarity rules (identical final digits, anagrams, parallel characters), condensed by us.
"""

import re
from typing import Final

_FORM: Final = re.compile(r"([A-Z]*)([0-9A-Z]*)")


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
