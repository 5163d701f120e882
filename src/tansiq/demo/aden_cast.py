"""Who is in the fictional room, and what flies there. Places are in the Gulf of Aden; minutes count from now."""

from typing import Final, Literal

from msgspec import Struct

from tansiq.core.room import ZoneKind, ZoneLife
from tansiq.gateways.room import wire

PARTIES: Final[dict[str, dict[str, str]]] = {
    "HAL": {"en": "Halcyon Air Wing", "ar": "جناح هالسيون الجوي", "fr": "Escadre Halcyon"},
    "MRD": {"en": "Marid Air Command", "ar": "قيادة مارد الجوية"},
    "SVR": {"en": "Severny Detachment", "ru": "Отряд «Северный»"},
    "AUR": {"en": "Aurore Squadron", "fr": "Escadron Aurore"},
    "PRV": {"en": "Parvaz Unit", "fa": "یگان پرواز"},
    "UMA": {"en": "Uma Relief Air Bridge", "ar": "جسر أوما الجوي للإغاثة"},
}
HAL_23: Final = "23000000-0000-4000-8000-000000000001"
MRD_07: Final = "07000000-0000-4000-8000-000000000002"
AUR_40: Final = "40000000-0000-4000-8000-000000000007"
UMA_14: Final = "14000000-0000-4000-8000-000000000009"
SQUARE: Final = ((0.0, 0.0), (0.0, 0.5), (0.4, 0.5), (0.4, 0.0))
LANE: Final = ((0.0, 0.0), (0.35, 1.4), (0.45, 1.4), (0.1, 0.0))


class Part(Struct, frozen=True):
    """A flight or zone of the scene. minutes: start and end from now. then: the states that it goes to after Accepted.

    low, high: in flight levels, or feet above mean sea level.
    """

    id: str
    party: str
    callsign: str
    lat: float
    lon: float
    low: float
    high: float
    minutes: tuple[float, float]
    corners: tuple[tuple[float, float], ...] = SQUARE
    reference: Literal["FL", "AMSL"] = "FL"
    is_manned: bool = True
    aircraft_type: str = ""
    then: tuple[wire.StateName, ...] = ()
    precedence: wire.PrecedenceName = "routine"
    reason: str = ""
    grants: tuple[tuple[str, wire.Level], ...] = ()


class Closed(Struct, frozen=True):
    """A zone of the scene."""

    part: Part
    kind: ZoneKind
    life: ZoneLife
    name: str
    authority: str
    corridor_m: int = 0


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


FLIGHTS: Final = (
    Part(MRD_07, "MRD", "MRD 07", 12.10, 45.30, 60, 120, (35, 120), aircraft_type="C130"),
    Part(HAL_23, "HAL", "HAL 23", 12.25, 45.55, 60, 80, (25, 95), aircraft_type="AT72"),
    Part(_id(3), "HAL", "HAL 11", 12.60, 46.40, 140, 160, (-20, 60), then=("Activated",), aircraft_type="DH8D"),
    Part(_id(4), "SVR", "SVR 31", 11.60, 44.80, 240, 280, (10, 150), aircraft_type="AN26"),
    Part(
        _id(5), "SVR", "SVR 32", 12.15, 45.70, 90, 110, (30, 110), aircraft_type="AN26",
        grants=(("HAL", "conflict"), ("MRD", "conflict")),
    ),
    Part(
        _id(6), "PRV", "PRV 05", 12.95, 45.60, 1500, 2500, (-40, 50), reference="AMSL", is_manned=False,
        then=("Activated", "Contingent"),
    ),
    Part(
        AUR_40, "AUR", "AUR 40", 12.40, 44.60, 100, 130, (-15, 75), then=("Activated", "Nonconforming"),
        aircraft_type="CN35",
    ),
    Part(
        _id(8), "UMA", "UMA 12", 12.70, 44.90, 2000, 4000, (-10, 90), LANE, reference="AMSL", then=("Activated",),
        precedence="relief", reason="Food and medicine to the coast road", aircraft_type="C212",
        grants=(("HAL", "identity"), ("AUR", "identity")),
    ),
    Part(
        UMA_14, "UMA", "UMA 14", 12.20, 46.10, 40, 60, (70, 160), precedence="medevac", reason="Two patients",
        aircraft_type="B190",
    ),
    Part(_id(10), "PRV", "PRV 09", 13.10, 46.00, 500, 1500, (15, 65), reference="AMSL", is_manned=False),
    Part(_id(11), "AUR", "AUR 41", 11.30, 45.90, 180, 200, (90, 200), aircraft_type="CN35"),
)  # fmt: skip
ZONES: Final = (
    Closed(
        Part(_id(101), "MRD", "", 12.85, 45.00, 0, 15000, (-60, 600), reference="AMSL"),
        ZoneKind.CLOSED,
        ZoneLife.ACTIVE,
        "TSA-4",
        "Marid Air Command, notice 14/26",
    ),
    Closed(
        Part(_id(102), "UMA", "", 12.70, 44.80, 1000, 5000, (0, 2880), LANE, reference="AMSL"),
        ZoneKind.CORRIDOR,
        ZoneLife.PLANNED,
        "Relief lane east",
        "Uma Relief Air Bridge",
        corridor_m=11_000,
    ),
    Closed(
        Part(_id(103), "AUR", "", 11.20, 46.80, 0, 24000, (240, 480), reference="AMSL"),
        ZoneKind.DANGER,
        ZoneLife.PLANNED,
        "D-12",
        "Aurore Squadron",
    ),
)
