"""The rules by which items are released, as they stood at a time: so that subscribers are told what a change of them did."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from tansiq.core.room import Charter, Grant, Party, PlanLevel, Preset


class ReleaseRules(Struct, frozen=True):
    """All that says how much of an item somebody gets, but what the item says itself.

    presets: by the party that releases. parties: by code. The rest: of the charter.
    """

    presets: dict[str, tuple[Preset, ...]]
    parties: dict[str, Party]
    default_manned: PlanLevel
    default_unmanned: PlanLevel
    default_zone: PlanLevel
    floor_mm: int

    def releases_as(self, other: "ReleaseRules") -> bool:
        """Return whether the same is released by both, whatever the parties are called."""
        mine, theirs = ({code: p.state for code, p in rules.parties.items()} for rules in (self, other))
        return mine == theirs and (
            (self.presets, self.default_manned, self.default_unmanned, self.default_zone, self.floor_mm)
            == (other.presets, other.default_manned, other.default_unmanned, other.default_zone, other.floor_mm)
        )


class Untold(Struct, frozen=True):
    """A change of the rules of which subscribers are not told yet as far as it reaches.

    position: of the entry that made it. before: the rules until then. after: items up to this id were gone through.
    """

    position: int
    before: ReleaseRules
    after: str = ""


def rules_of(charter: Charter, presets: Mapping[str, tuple[Preset, ...]], parties: Mapping[str, Party]) -> ReleaseRules:
    """Return the rules as they stand."""
    return ReleaseRules(
        {code: presets[code] for code in sorted(presets)},
        {code: parties[code] for code in sorted(parties)},
        charter.default_manned,
        charter.default_unmanned,
        charter.default_zone,
        charter.floor_mm,
    )


def turns(grants: Iterable[Grant], begin_us: int, after_us: int) -> list[int]:
    """Return the times after a moment at which grants of a flight begin or end. begin_us: of the flight."""
    ends = ((grant, end) for grant in grants for end in (grant.from_us, grant.until_us) if end is not None)
    times = (end + (begin_us if grant.is_relative else 0) for grant, end in ends)
    return [time_us for time_us in times if time_us > after_us]
