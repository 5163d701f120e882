"""Limits of height as they are said in the room, and as the core holds them."""

from typing import Final, Literal

from msgspec import UNSET

from tansiq.core.units import MM
from tansiq.core.volumes import Limit, Reference
from tansiq.gateways.room import wire
from tansiq.gateways.room.words import Fault

FOOT_MM: Final = 304.8
FL_MM: Final = 30_480  # FL130 is 13,000 ft
LOWEST_MM: Final = -2_000 * MM
HIGHEST_MM: Final = 100_000 * MM  # F3548-21 OpenAPI, Altitude.value
QNH_HPA: Final = (850.0, 1_090.0)


def limit(said: wire.Height, where: str) -> Limit:
    """Return a limit in millimetres on its own reference. Raises `Fault` with the place."""
    if said.reference in ("GND", "UNL"):
        if said.value:
            raise Fault("height_value", where, reference=said.reference)
        return Limit(0, Reference.AGL) if said.reference == "GND" else Limit(HIGHEST_MM, Reference.UNL)
    units = said.units or ("FL" if said.reference == "FL" else "M")
    if (units == "FL") is not (said.reference == "FL"):
        raise Fault("height_units", where, units=units, reference=said.reference)
    if abs(said.value) > 1e6:  # before it is multiplied: it may be more than a float can hold
        raise Fault("height_range", where, value=f"{said.value:g} {units}")
    alt_mm = round(said.value * {"FL": FL_MM, "FT": FOOT_MM, "M": MM}[units])
    if not (0 if said.reference == "AGL" else LOWEST_MM) <= alt_mm <= HIGHEST_MM:
        raise Fault("height_range", where, value=f"{said.value:g} {units}")
    if isinstance(said.pressure, str) and said.pressure:
        if said.reference != "AMSL" or said.qnh_hpa is not None:
            raise Fault("height_pressure", where, id=said.pressure[:32])
        return Limit(alt_mm, Reference.AMSL, 0, said.pressure)
    if said.qnh_hpa is None:
        return Limit(alt_mm, Reference(said.reference))
    if said.reference != "AMSL" or not QNH_HPA[0] <= said.qnh_hpa <= QNH_HPA[1]:
        raise Fault("qnh", where, value=f"{said.qnh_hpa:g}")
    return Limit(alt_mm, Reference.AMSL, round(said.qnh_hpa * 100))


def height(held: Limit) -> wire.Height:
    """Return a limit as it is said."""
    qnh_hpa = held.qnh_pa / 100 if held.qnh_pa else None
    if held.reference is Reference.FL:
        return wire.Height("FL", round(held.alt_mm / FL_MM, 3), "FL")
    if held.reference is Reference.UNL:
        return wire.Height("UNL")
    if held.reference is Reference.AGL and held.alt_mm == 0:
        return wire.Height("GND")
    name: Literal["AMSL", "AGL", "W84"] = (
        "AMSL" if held.reference is Reference.AMSL else "AGL" if held.reference is Reference.AGL else "W84"
    )
    pressure = held.pressure or UNSET
    feet = held.alt_mm / FOOT_MM
    if name != "W84" and abs(feet - round(feet)) < 0.002:
        return wire.Height(name, float(round(feet)), "FT", qnh_hpa, pressure)
    return wire.Height(name, held.alt_mm / MM, "M", qnh_hpa, pressure)
