"""Who sees how much: releases, presets, and what waits for a second person."""

from msgspec import Struct

from tansiq.core.room import ItemClass
from tansiq.gateways.room.wire.flights import Flight, Grant
from tansiq.gateways.room.wire.places import Level


class ReleaseBody(Struct, frozen=True, forbid_unknown_fields=True):
    """All grants of a flight, in place of those before."""

    ovn: str
    grants: list[Grant]


class Preset(Struct, frozen=True, forbid_unknown_fields=True):
    """party: "" for everyone who has no preset of its own."""

    of: ItemClass
    party: str
    level: Level
    is_reciprocal: bool = False


class Released(Struct, frozen=True):
    """waits: id of the release that a second person of the party must confirm first, "" where it holds already."""

    flight: Flight
    waits: str


class PendingShown(Struct, frozen=True):
    """A release of more that waits for a second person. by_me: then somebody else must confirm it. flight: "" for presets."""

    id: str
    by_me: bool
    made: str
    flight: str
    grants: list[Grant]
    presets: list[Preset]


class PendingReleases(Struct, frozen=True):
    """All of the asker's party that wait, oldest first."""

    releases: list[PendingShown]


class ConfirmBody(Struct, frozen=True, forbid_unknown_fields=True):
    """yes: let it take effect; else it is dropped."""

    yes: bool


class Explained(Struct, frozen=True):
    """What a party gets of a flight of the asker's now, and by which rule. shown: the flight as that party sees it, or none."""

    party: str
    level: Level
    rule: str
    rule_of: str
    has_contact: bool
    shown: list[Flight]


class Presets(Struct, frozen=True, forbid_unknown_fields=True):
    """All presets of a party. waits: id of a release that a second person must confirm first, in answers alone."""

    presets: list[Preset]
    waits: str = ""
