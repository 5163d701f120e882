"""Questions about places: is one near?"""

from msgspec import Struct

from tansiq.gateways.room.wire.places import Box, Circle, Point


class AskedPlace(Struct, frozen=True, forbid_unknown_fields=True):
    """Exactly one of polygon (without its first corner again at the end) and circle."""

    polygon: list[Point] | None = None
    circle: Circle | None = None


class SiteAskBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Is a place within a distance of my volume? flight: of an own flight's volumes; else `places` says where.

    It is rationed like all asking, by the area asked, and kept for the asker's party and for those whose reports it came near.
    """

    within_m: float
    places: list[AskedPlace] = []
    flight: str = ""


class SiteAnswer(Struct, frozen=True):
    """Whether a place is near. at_most_m: the upper end of the distance band of the nearest, 0 for within the volume itself;
    null where none is near.

    Counted is what the asker may ask about: less than *place* by its snapped view, so asking on yields that view and no more.
    """

    id: str
    is_near: bool
    at_most_m: float | None
    within_m: float
    law: str


class SiteQuestion(Struct, frozen=True):
    """A question that was asked. by: the asking party. boxes: hold the volumes and all within the distance of them."""

    id: str
    by: str
    at: str
    within_m: float
    boxes: list[Box]


class SiteQuestions(Struct, frozen=True):
    """A page of questions, newest first: one's own, and those that came near own reports. What was answered is not kept.

    next: the cursor of the following page, "" on the last one.
    """

    asked: list[SiteQuestion]
    near_mine: list[SiteQuestion]
    law: str
    next: str = ""
