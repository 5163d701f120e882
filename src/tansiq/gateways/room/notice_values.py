"""Heights, times and positions that are read back: as they are said, and as the core compares them."""

from collections.abc import Sequence

from tansiq.core.notices import Value, ValueKind
from tansiq.core.units import NDEG
from tansiq.core.volumes import Limit, Reference
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.heights import height, limit
from tansiq.gateways.room.times import time
from tansiq.gateways.room.volumes import place
from tansiq.gateways.room.words import Fault

PRESSURE_CHARS = 20  # of the id of one that is stated


def values_of(said: Sequence[wire.ReadBack], where: str) -> tuple[Value, ...]:
    """Return values in integers. Raises `Fault` with the place of one that cannot be read."""
    return tuple(_value(each, f"{where}[{n}]") for n, each in enumerate(said))


def values_shown(held: Sequence[Value]) -> list[wire.ReadBack]:
    """Return values as they are said."""
    return [_shown(each) for each in held]


def _value(said: wire.ReadBack, where: str) -> Value:
    if sum(each is not None for each in (said.height, said.time, said.position)) != 1:
        raise Fault("one_value", where)
    if said.height is not None:
        held = limit(said.height, where + ".height")
        if len(held.pressure) > PRESSURE_CHARS:
            raise Fault("field_form", where + ".height.pressure", value=held.pressure[:PRESSURE_CHARS])
        return Value(ValueKind.HEIGHT, (held.alt_mm,), _reference(held))
    if said.position is not None:
        return Value(ValueKind.POSITION, place(said.position, where + ".position"))
    return Value(ValueKind.TIME, (time(said.time or "", where + ".time"),))


def _shown(held: Value) -> wire.ReadBack:
    if held.kind is ValueKind.HEIGHT:
        return wire.ReadBack(height=height(_limit(held)))
    if held.kind is ValueKind.POSITION:
        lat, lon = held.numbers
        return wire.ReadBack(position=wire.Point(lat / NDEG, lon / NDEG))
    return wire.ReadBack(time=format_us(held.numbers[0]))


def _reference(held: Limit) -> str:
    """Return what a height is called from, with what altimeters are set to: whoever reads it back says that, too."""
    air = str(held.qnh_pa) if held.qnh_pa else f"@{held.pressure}" if held.pressure else ""
    return f"{held.reference} {air}".rstrip()


def _limit(held: Value) -> Limit:
    name, _, air = held.reference.partition(" ")
    is_stated = air.startswith("@")
    return Limit(
        held.numbers[0],
        Reference(name),
        int(air) if air and not is_stated else 0,
        air[1:] if is_stated else "",
    )
