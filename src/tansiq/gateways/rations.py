"""How much air a party may ask about in an hour: sealed flights shall not be read off by asking again and again.

Charged is what is asked, area × time, never what is found: on dry runs, on bookings that are refused for what they meet, and
on attempts at the standard's door alike. Kept in memory by the node that answers; a restart fills it up again.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from tansiq.airspace.outlines import area_km2
from tansiq.core.units import HOUR_US
from tansiq.core.volumes import Volume

PARTIES_REMEMBERED: Final = 10_000
LEAST_KM2H: Final = 1.0  # of one question: points and moments are not free


class Rations:
    """One allowance for each party: an hour's worth, refilled steadily. A question larger than what is left is answered, and
    the next ones wait until that is made good."""

    def __init__(self, monotonic_us: Callable[[], int]) -> None:
        self._monotonic_us = monotonic_us
        self._left: OrderedDict[str, tuple[float, int]] = OrderedDict()  # party -> (km² · h, as of when)

    def charge(self, party: str, volumes: Sequence[Volume], per_hour_km2h: int) -> bool:
        """Charge a question, and return whether there was something left for it."""
        left, now_us = self._now(party, per_hour_km2h)
        has_left = left > 0
        if has_left:
            asked = sum(area_km2(v.outline) * (v.time_us.hi - v.time_us.lo) / HOUR_US for v in volumes)
            left -= max(asked, LEAST_KM2H)
        self._left[party] = (left, now_us)
        self._left.move_to_end(party)
        if len(self._left) > PARTIES_REMEMBERED:
            self._left.popitem(last=False)
        return has_left

    def wait_s(self, party: str, per_hour_km2h: int) -> int:
        """Return in how many seconds a party may ask again, 0 for now."""
        left, _ = self._now(party, per_hour_km2h)
        return 0 if left > 0 else int(-left * 3_600 / per_hour_km2h) + 1

    def _now(self, party: str, per_hour_km2h: int) -> tuple[float, int]:
        now_us = self._monotonic_us()
        left, then_us = self._left.get(party, (float(per_hour_km2h), now_us))
        return min(float(per_hour_km2h), left + (now_us - then_us) * per_hour_km2h / HOUR_US), now_us
