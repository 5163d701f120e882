"""The plan of the day, and what changed since one looked."""

from typing import Literal

from msgspec import Struct

from tansiq.gateways.room.wire.flights import Flight, PrecedenceName
from tansiq.gateways.room.wire.places import Box, Height, Level
from tansiq.gateways.room.wire.zones import Zone

PlanWhat = Literal["release", "times", "limits", "outline", "state", "class", "details"]


class PlanItem(Struct, frozen=True):
    """A flight or zone in short, as the asker saw it then: all that is left of what is gone.

    kind: "flight", else the kind of a zone. An overrunning flight ends when its time ran out. box: of the whole; its west is
    greater than its east across the antimeridian (RFC 7946, 5.2).
    """

    id: str
    kind: str
    level: Level
    owner: str
    state: str
    is_overrunning: bool
    is_manned: bool
    precedence: PrecedenceName
    callsign: str
    start: str
    end: str
    floor: Height
    ceiling: Height
    box: Box


class PlanChange(Struct, frozen=True):
    """what: in what the two differ; "release" stands alone, as what else differs is as it is seen, not as it is."""

    what: list[PlanWhat]
    old: PlanItem
    new: PlanItem


class PlanUpdate(Struct, frozen=True):
    """What an update of a plan changes, and no more; each list by start, then by id. number: like "1.3"."""

    number: str
    made: str
    added: list[PlanItem]
    changed: list[PlanChange]
    gone: list[PlanItem]


class PlanUpdates(Struct, frozen=True):
    """The updates of a plan, oldest first. number: of its newest. is_whole: false where older ones are not kept any more."""

    date: str
    state: Literal["draft", "published"]
    number: str
    published: str
    is_whole: bool
    updates: list[PlanUpdate]


class Plan(Struct, frozen=True):
    """The asker's plan of a day (UTC): what touches it, by start, then by id, as the asker sees it now.

    state: "draft" until it is published at `publishes`. number, published, updated: "" before; updated: when its newest update
    was made. disputed_by of zones is not told here.
    """

    date: str
    state: Literal["draft", "published"]
    number: str
    publishes: str
    published: str
    updated: str
    flights: list[Flight]
    zones: list[Zone]


class Changes(Struct, frozen=True):
    """What changed in all that the asker's party sees since `since`. token: send it as `since` next time.

    Without a token there is nothing to compare with: since is "", and nothing is listed.
    """

    token: str
    since: str
    added: list[PlanItem]
    changed: list[PlanChange]
    gone: list[PlanItem]
