"""The operations of the register."""

from typing import Final

from tansiq.gateways.room.register import asks, exports, reports, sites, waiting

OPERATIONS: Final = (
    *reports.OPERATIONS,
    *asks.OPERATIONS,
    *exports.OPERATIONS,
    *waiting.OPERATIONS,
    *sites.OPERATIONS,  # last: a place's id stands where the others have words
)
