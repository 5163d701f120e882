"""Times as text: RFC 3339 on the wire, microseconds since 1970 inside.

F3548 wants a time back equal to what was sent, to 1 µs. `datetime.fromisoformat` reads many forms that are not RFC 3339 (week
dates, no separators, no offset, a comma, hour 24), so the form is checked first.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

START_US: Final = -2_208_988_800_000_000  # 1900-01-01T00:00:00Z: a file of the InterUSS prober reaches back to 1969
END_US: Final = 7_289_654_400_000_000  # 2201-01-01T00:00:00Z, the first time that is too late

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_NAIVE: Final = _EPOCH.replace(tzinfo=None)  # formats in half the time, as there is no offset to write
_US: Final = timedelta(microseconds=1)
_FORM: Final = re.compile(
    r"(\d{4}-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII
)


def parse_us(text: str) -> int:
    """Return the microseconds since 1970, UTC, of a time in RFC 3339 (5.6): `2024-05-06T07:08:09.5Z`, `…+02:00`.

    Up to nine decimals are read and rounded half-even to microseconds; `t` and `z` may be lower case; `-00:00` is UTC.
    Raises ValueError with a sentence for any other form, a leap second, and times outside the years 1900 to 2200 UTC.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise ValueError(_form_fault(text))
    decimals = form[2]
    try:
        if decimals is None or len(decimals) <= 6:
            time_us = (datetime.fromisoformat(text.upper()) - _EPOCH) // _US
        else:
            whole_us = (datetime.fromisoformat(f"{form[1]}{form[3]}".upper()) - _EPOCH) // _US
            time_us = whole_us + _half_even_us(int(decimals.ljust(9, "0")))
    except (ValueError, OverflowError):
        raise ValueError(_value_fault(text)) from None
    if not START_US <= time_us < END_US:
        raise ValueError(f"The time {text!r} is outside the years 1900 to 2200 (UTC) that are taken here.")
    return time_us


@lru_cache(maxsize=16_384)
def format_us(time_us: int) -> str:
    """Return a time as RFC 3339 in UTC, with six decimals, or with none where they would all be zero.

    Remembered: legs begin where others end, and a list of 10,000 flights writes 68,000 times (a tenth of its work).
    """
    assert START_US <= time_us < END_US, f"{time_us} µs is not a time that could have come in"
    return (_EPOCH_NAIVE + timedelta(0, 0, time_us)).isoformat() + "Z"


def _half_even_us(ns: int) -> int:
    us, rest = divmod(ns, 1_000)
    return us + (rest > 500 or (rest == 500 and us % 2 == 1))


def _form_fault(text: str) -> str:
    return (
        f"The time {text[:64]!r} is not in the form of RFC 3339. "
        f"Write it like 2024-05-06T07:08:09.123456Z, with Z or an offset and at most nine decimals."
    )


def _value_fault(text: str) -> str:
    if text[17:19] == "60":
        return f"The time {text!r} is a leap second, which cannot be kept. Send the second before or after it."
    return f"The time {text!r} does not exist: its month, day, minute or second is out of range."
