"""How long each kind of notice may wait, and whom a charter names as the relay: as said, and as the core has it."""

from typing import Final

from tansiq.core.notices import NoticeRules
from tansiq.core.units import MINUTE_US
from tansiq.gateways.room import wire
from tansiq.gateways.room.words import Fault

SHORTEST_MIN: Final = 0.5
LONGEST_MIN: Final = 24 * 60
STEP_LONGEST_MIN: Final = 60  # four of them, and the sender must call


def rules_of(said: wire.NoticeRules, where: str) -> NoticeRules:
    """Return the rules in microseconds. Raises `Fault` for a time that cannot be kept."""
    for name in ("information_min", "request_min", "warning_min", "safety_min", "drill_min", "step_min"):
        if not SHORTEST_MIN <= getattr(said, name) <= (STEP_LONGEST_MIN if name == "step_min" else LONGEST_MIN):
            raise Fault("field_range", f"{where}.{name}")
    return NoticeRules(
        _us(said.information_min),
        _us(said.request_min),
        _us(said.warning_min),
        _us(said.safety_min),
        _us(said.drill_min),
        _us(said.step_min),
        said.relay,
    )


def rules_shown(held: NoticeRules) -> wire.NoticeRules:
    """Return the rules as they are said."""
    return wire.NoticeRules(
        held.information_us / MINUTE_US,
        held.request_us / MINUTE_US,
        held.warning_us / MINUTE_US,
        held.safety_us / MINUTE_US,
        held.drill_us / MINUTE_US,
        held.step_us / MINUTE_US,
        held.relay,
    )


def _us(minutes: float) -> int:
    return round(minutes * MINUTE_US)
