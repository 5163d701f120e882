"""Times as they are said."""

from typing import Final

from tansiq.core.units import DAY_US
from tansiq.gateways.rfc3339 import END_US, START_US, parse_us
from tansiq.gateways.room.words import Fault

MARGIN_US: Final = 3 * DAY_US


def time(value: str, where: str) -> int:
    """Return a time in microseconds."""
    try:
        time_us = parse_us(value)
    except ValueError:
        raise Fault("time", where, value=value[:64]) from None
    if (
        not START_US + MARGIN_US <= time_us < END_US - MARGIN_US
    ):  # what is widened or moved from here can still be written
        raise Fault("time", where, value=value[:64])
    return time_us
