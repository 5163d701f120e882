"""Notified places in the answers about flights and zones."""

from msgspec import Struct

from tansiq.core.sites import Condition, SiteKind
from tansiq.gateways.room.wire.places import Box, Point
from tansiq.gateways.room.wire.reports import SiteLevelName


class SiteNear(Struct, frozen=True):
    """Information to plan with: a flight or zone touches a notified place, or its buffer. It is no conflict.

    level: as the place is released to the asker. At *area* only the areas are known, and they are what is touched. radius_m: of
    the buffer, null where it is not told. message: what it means, in the reader's language, with the sentence of law.
    """

    report: str
    site: str
    kind: SiteKind
    level: SiteLevelName
    names: dict[str, str]
    condition: Condition
    position: Point | None
    radius_m: float | None
    areas: list[Box]
    message: str
