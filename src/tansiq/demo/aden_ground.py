"""What the fictional parties know of the ground, and who moves on it. No place of it exists; minutes count from now."""

from typing import Any, Final

import msgspec
from msgspec import Struct

from tansiq.core.movements import MovementKind
from tansiq.core.sites import Condition, Shape, SiteKind, Source, Surface
from tansiq.core.units import MINUTE_US
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.wire import movements

ALL: Final = ("MRD", "SVR", "AUR", "PRV", "UMA", "HAL")


def to(level: wire.SiteLevelName, *parties: str) -> tuple[wire.SiteGrant, ...]:
    """Return grants at one level."""
    return tuple(wire.SiteGrant(party, level) for party in parties)


class Reported(Struct, frozen=True):
    """A report of the scene. body: without the time at which the place was seen. same_as: the number of another, tied to it."""

    number: int
    party: str
    body: wire.ReportBody
    grants: tuple[wire.SiteGrant, ...]
    seen: int
    same_as: int = 0

    @property
    def id(self) -> str:
        """Under which the room knows it."""
        return id_of(self.number)


class Moved(Struct, frozen=True):
    """A movement of the scene. way: latitude, longitude, minutes. has_departed: and a person said so."""

    number: int
    party: str
    kind: MovementKind
    way: tuple[tuple[float, float, int], ...]
    vehicles: int
    markings: str
    contact: str
    grants: tuple[movements.MovementGrant, ...]
    has_departed: bool = False


class Ground(Struct, frozen=True):
    """All that is said of the ground."""

    reports: tuple[Reported, ...] = ()
    movements: tuple[Moved, ...] = ()


def id_of(number: int) -> str:
    """Return the id of a report or movement of the scene."""
    return f"00000000-0000-4000-8000-{number:012}"


def body_of(reported: Reported, now_us: int) -> wire.ReportBody:
    """Return what its party says."""
    return msgspec.structs.replace(reported.body, observed=format_us(now_us + reported.seen * MINUTE_US))


def movement_body(moved: Moved, now_us: int) -> movements.MovementBody:
    """Return what its party announces."""
    points = [movements.Waypoint(lat, lon, format_us(now_us + minutes * MINUTE_US)) for lat, lon, minutes in moved.way]
    return movements.MovementBody(
        moved.kind, points, moved.contact, vehicles=moved.vehicles, markings=moved.markings, grants=list(moved.grants)
    )


def _place(
    kind: SiteKind, lat: float, lon: float, accuracy_m: float, source: Source, names: dict[str, str], **more: Any
) -> wire.ReportBody:
    return msgspec.structs.replace(
        wire.ReportBody(kind, wire.Point(lat, lon), accuracy_m, source, "", names=names), **more
    )


GROUND: Final = Ground(
    (
        Reported(
            201, "HAL",
            _place(
                SiteKind.CLINIC, 12.935, 45.020, 60, Source.GROUND, {"en": "Marsa Nour clinic", "ar": "عيادة مرسى نور"},
                notified=wire.Notified(2_000), condition=Condition.IN_USE, remarks="Water and light by day only.",
            ),
            (*to("reports", "UMA", "MRD"), *to("place", "AUR", "PRV"), *to("area", "SVR")), -200,
        ),
        Reported(
            202, "HAL",
            _place(
                SiteKind.WATER, 13.0523, 45.1547, 90, Source.AIR, {"en": "Bir Lahma", "ar": "بئر لحمة"}, life_days=2,
            ),
            (*to("reports", "UMA"), *to("place", "MRD", "AUR")), -3_000,
        ),
        Reported(
            203, "HAL",
            _place(
                SiteKind.LANDING_SITE, 12.948, 45.033, 5, Source.GROUND, {"en": "Pad Nour"},
                landing=wire.Landing(40, 30, Surface.GRAVEL, slope_percent=2, approaches_deg=[40, 220], is_lit=False),
            ),
            to("place", *ALL[:-1]), -190,
        ),
        Reported(
            204, "UMA",
            _place(SiteKind.CLINIC, 12.9356, 45.0207, 80, Source.AIR, {"en": "Marsa Noor Clinic", "ar": "مركز مرسى نور"}),
            to("reports", "HAL", "MRD"), -90,
        ),
        Reported(
            205, "UMA",
            _place(
                SiteKind.CAMP, 13.200, 45.205, 250, Source.SATELLITE, {"en": "Wadi Salam", "ar": "وادي سلام"},
                condition=Condition.IN_USE,
            ),
            (*to("reports", "HAL"), *to("area", "MRD", "AUR")), -1_400,
        ),
        Reported(
            206, "HAL",
            _place(SiteKind.CAMP, 13.2008, 45.2062, 150, Source.GROUND, {"en": "Camp Wadi Salam"}),
            to("reports", "UMA"), -300, same_as=205,
        ),
        Reported(
            207, "UMA",
            _place(SiteKind.RELIEF_STORE, 13.300, 45.500, 40, Source.DOCUMENT, {"en": "Store 3", "ar": "المخزن 3"}),
            to("place", "HAL", "MRD"), -700,
        ),
        Reported(
            208, "MRD",
            _place(SiteKind.WATER, 13.0523, 45.7547, 60, Source.DOCUMENT, {"en": "Bir Lahma well", "ar": "بئر لحمة"}),
            to("reports", "HAL", "UMA"), -5_000,
        ),
        Reported(
            209, "MRD",
            _place(
                SiteKind.OBSTACLE, 13.000, 44.950, 20, Source.DOCUMENT, {"en": "Radio mast", "ar": "سارية بث"},
                obstacle=wire.Obstacle(Shape.MAST, 95, accuracy_m=3, is_lit=True),
            ),
            to("place", "HAL", "SVR", "AUR", "PRV", "UMA"), -9_000,
        ),
        Reported(
            210, "AUR",
            _place(
                SiteKind.SCHOOL, 12.880, 44.975, 50, Source.AIR, {"fr": "École du Phare", "en": "Lighthouse school"},
                notified=wire.Notified(1_000),
            ),
            to("place", "HAL", "UMA", "MRD", "SVR"), -150,
        ),
        Reported(
            211, "PRV",
            _place(SiteKind.CLOSED_ROAD, 13.400, 45.720, 100, Source.AIR, {"fa": "جادهٔ ساحلی، کیلومتر 42"}),
            (*to("area", "HAL", "MRD"), *to("place", "UMA")), -60,
        ),
        Reported(
            212, "SVR",
            _place(SiteKind.SHELTER, 12.812, 44.910, 120, Source.GROUND, {"ru": "Приют «Маяк»", "en": "Mayak shelter"}),
            to("reports", "HAL", "UMA"), -400,
        ),
    ),
    (
        Moved(
            221, "UMA", MovementKind.CONVOY,
            ((12.90, 45.00, -40), (13.15, 45.33, 20), (13.30, 45.50, 70), (13.55, 45.90, 130)),
            6, "White lorries with a blue stripe", "Uma convoy desk, +967 1 600",
            (
                movements.MovementGrant("HAL", "whole"), movements.MovementGrant("AUR", "whole"),
                movements.MovementGrant("MRD", "area"), movements.MovementGrant("PRV", "area"),
            ),
            has_departed=True,
        ),
        Moved(
            222, "HAL", MovementKind.TEAM,
            ((12.935, 45.02, 1_620), (13.0523, 45.1547, 1_680), (13.20, 45.205, 1_740)),
            2, "Two white cars, orange roofs", "HAL watch, 24 h",
            (movements.MovementGrant("UMA", "whole"), movements.MovementGrant("MRD", "area")),
        ),
    ),
)  # fmt: skip
