"""A zone, as a view gave it out, as one party is told of it at a time."""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import UNSET

from tansiq.airspace.outlines import vertices
from tansiq.core import room
from tansiq.core.hours import in_force, occurrences
from tansiq.core.model import Constraint
from tansiq.core.release import shown_version
from tansiq.core.room import PlanLevel, ZoneKind, ZoneLife
from tansiq.core.units import DAY_US, MINUTE_US, NDEG, Span
from tansiq.core.volumes import Polygon
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import outbound, wire
from tansiq.gateways.room.heights import height
from tansiq.node.texts import Said

NEXT_SHOWN: Final = 7
DAYS: Final[tuple[wire.Day, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_texts: Final = msgspec.json.Decoder(wire.ZoneTexts)


def zone_face(held: Constraint, viewer: str, texts: Said, now_us: int, disputed_by: Sequence[str] = ()) -> wire.Zone:
    """Return a zone with where it stands at a time, and when it is in force next."""
    own = held.manager == viewer
    what = held.zone
    if what is None:
        what = room.Zone(ZoneKind.RESERVED, ZoneLife.ACTIVE, (), 0, "")
    said = _typed(texts, what.texts)
    is_now = in_force(what.hours, held.time_us, Span(now_us, now_us))
    soon = Span(max(now_us, held.time_us.lo), min(held.time_us.hi, now_us + 14 * DAY_US))
    coming = occurrences(what.hours, soon, NEXT_SHOWN) if what.hours and soon.lo <= soon.hi else []
    return wire.Zone(
        id=held.id,
        ovn=held.ovn if held.zone is not None else shown_version(held),
        kind=what.kind if held.zone is not None else "constraint",
        life=what.life,
        issuer=held.manager,
        is_mine=own,
        is_in_force=what.life is ZoneLife.ACTIVE and is_now,
        version=held.version,
        start=format_us(held.time_us.lo),
        end=format_us(held.time_us.hi),
        volumes=[outbound.volume(v) for v in held.volumes],
        hours=[_hours_shown(h) for h in what.hours],
        next=[[format_us(span.lo), format_us(span.hi)] for span in coming],
        name=said.name,
        authority=said.authority,
        conditions=said.conditions,
        contact=said.contact,
        frequency=said.frequency,
        corridor_m=what.corridor_m,
        direction_deg=None if what.direction_deg < 0 else what.direction_deg,
        disputed_by=list(disputed_by),
        centreline=[wire.Point(lat / NDEG, lon / NDEG) for lat, lon in vertices(Polygon(what.centreline))],
        lanes=[wire.Lane(lane.way, height(lane.floor), height(lane.ceiling)) for lane in what.lanes],
        level=_own_level(what.level) if own else UNSET,
    )


def _own_level(held: PlanLevel | None) -> wire.Level | None:
    """Return the level as its issuer said it: whoever changes one thing of a zone must be able to say the rest again."""
    return None if held is None else outbound.level_name(held)


def _typed(texts: Said, position: int) -> wire.ZoneTexts:
    body = texts.of(position) if position else b""
    return _texts.decode(body) if body else wire.ZoneTexts()


def _hours_shown(held: room.Hours) -> wire.Hours:
    def of_day(time_us: int) -> str:
        minutes = time_us // MINUTE_US
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"

    days: list[wire.Day] = [name for n, name in enumerate(DAYS) if held.days >> n & 1]
    return wire.Hours(days, of_day(held.from_us), of_day(held.to_us))
