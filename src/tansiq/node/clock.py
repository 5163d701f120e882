"""The clock, and whether it can be believed."""

import time
from collections.abc import Callable
from typing import Final

from tansiq.core.units import US

STEP_MAX_US: Final = 2 * US  # NTP slews; a jump of more than that is somebody's hand, or a sleeping machine
SLEW_MAX: Final = 10  # followed up to a tenth of the time that passes: chrony's `maxslewrate` is 83,333 ppm


class Clock:
    """Wall time that notices when it was moved.

    wall_us, monotonic_us: the system's clocks; tests give their own.
    """

    def __init__(
        self,
        wall_us: Callable[[], int] = lambda: time.time_ns() // 1_000,
        monotonic_us: Callable[[], int] = lambda: time.monotonic_ns() // 1_000,
    ) -> None:
        self._wall_us = wall_us
        self.monotonic_us = monotonic_us
        self.accept(0)

    def now_us(self) -> int:
        """Return the wall time. After a step, what it would be without: nothing is decided at a time nobody vouched for."""
        step_us = self.step_us()
        return self._wall_us() if abs(step_us) <= STEP_MAX_US else self._wall_us() - step_us

    def accept(self, log_time_us: int) -> None:
        """Take the wall clock as it is now for right, also where the log has an entry of `log_time_us`, in its future.

        The log's time then stands still until the clock has come past it.
        """
        self._followed_us = self.monotonic_us()
        self._offset_us = self._wall_us() - self._followed_us
        self._accepted_us = log_time_us

    def step_us(self) -> int:
        """Return how far the wall clock has run away from the monotonic one since it was accepted, less what was followed."""
        return self._wall_us() - self.monotonic_us() - self._offset_us

    def follow(self) -> None:
        """Go along with a clock that is slewed, not stepped. Call it every second or so."""
        now_us, step_us = self.monotonic_us(), self.step_us()
        if abs(step_us) <= STEP_MAX_US:
            most_us = (now_us - self._followed_us) // SLEW_MAX
            self._offset_us += max(-most_us, min(most_us, step_us))
        self._followed_us = now_us

    def fault(self, log_time_us: int) -> str | None:
        """Return what is wrong with the clock, naming both times, or None."""
        now_us, step_us = self._wall_us(), self.step_us()
        if abs(step_us) > STEP_MAX_US:
            return (
                f"The clock of this machine jumped by {step_us / US:+.1f} s: it says {_utc(now_us)}, expected was "
                f"{_utc(now_us - step_us)}. Writes are stopped. Set the clock right, then say `tansiq doctor --accept-clock`."
            )
        if now_us < log_time_us - STEP_MAX_US and log_time_us > self._accepted_us:
            return (
                f"The clock of this machine says {_utc(now_us)}, but the log has an entry of {_utc(log_time_us)}. Writes are "
                "stopped. Set the clock right, then say `tansiq doctor --accept-clock`."
            )
        return None


def _utc(time_us: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time_us / US)) + f".{time_us % US // 100_000} UTC"
