"""What each party sees of the register, kept so that likely duplicates are found at once.

A world is made when a party first asks, in slices, of what a `SiteView` gives out to it and nothing else, so what is found in
it is a function of the party's projection. What changed since is looked at again before each use. Few are kept: of 100,000
reports one takes 35 MB, and the names taken apart, which all share, up to 100 MB.
"""

from collections import OrderedDict
from typing import Final

from tansiq.airspace.around_spots import Around
from tansiq.airspace.matching import Seen
from tansiq.airspace.names import taken_apart
from tansiq.airspace.spots import Spot, distance_m
from tansiq.core.changes import PartyPut, ProposalsClosed
from tansiq.core.release_sites import Face, SiteView
from tansiq.core.sites import Aspect, Condition
from tansiq.core.state import Decision
from tansiq.core.units import MM, NDEG
from tansiq.core.volumes import Box
from tansiq.gateways.room.register import faces, telling
from tansiq.gateways.room.world import Turns
from tansiq.node.loop import Node
from tansiq.node.texts import Said

WORLDS: Final = 4
NAMES: Final = 8  # of one report; more are other languages' spellings of the same


class _World:
    """todo: ids of reports to be looked at again."""

    def __init__(self, node: Node) -> None:
        self.around = Around()
        self.todo: dict[str, None] = dict.fromkeys(node.state.register.ids)
        self.clock = telling.Clock(node.state, node.now_us())


class SeenPlaces:
    """The worlds of those who asked last."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._worlds: OrderedDict[str, _World] = OrderedDict()
        node.followers.append(self._follow)

    async def of(self, party: str) -> Around:
        """Return the reports that a party sees, as they are now."""
        world = self._worlds.get(party)
        if world is None:
            world = self._worlds[party] = _World(self._node)
        self._worlds.move_to_end(party)
        while len(self._worlds) > WORLDS:
            self._worlds.popitem(last=False)
        world.clock.tick(self._node.state, self._node.now_us())
        world.todo.update(dict.fromkeys(world.clock.due))
        turns = Turns()
        while world.todo:
            report_id, _ = world.todo.popitem()
            face = SiteView(self._node.state, party, self._node.now_us()).report(report_id)
            seen = seen_of(face, self._node.applier.texts) if face is not None else None
            if seen is None:
                world.around.remove(report_id)
            else:
                world.around.add(seen)
            await turns.next()
        return world.around

    def _follow(self, decision: Decision) -> None:
        if isinstance(decision, PartyPut | ProposalsClosed):
            self._worlds.clear()  # who is in, and who is suspended, changes what everybody sees
            return
        for world in self._worlds.values():
            world.clock.follow(decision)
            world.todo.update(dict.fromkeys(telling.touched(self._node.state, decision, ())))


def seen_of(face: Face, texts: Said) -> Seen | None:
    """Return a report as matching takes it; None where it is withdrawn, ran out, or says that there is no such place."""
    denies = face.facts is not None and Aspect.EXISTENCE in face.facts.disputes
    if face.is_withdrawn or face.is_expired or denies:
        return None
    if face.pin is None:
        return Seen(face.id, face.party, face.kind, (), spot_of(face.view))
    pin = face.pin
    names = list(faces.words(face, texts).names.values())[:NAMES]
    condition = face.facts.condition if face.facts is not None else Condition.UNKNOWN
    spot = Spot(pin.lat_ndeg / NDEG, pin.lon_ndeg / NDEG, pin.accuracy_mm / MM)
    return Seen(face.id, face.party, face.kind, tuple(map(taken_apart, names)), spot, condition)


def spot_of(view: tuple[Box, ...]) -> Spot:
    """Return the middle of an area, with an accuracy that reaches all of it."""
    west = view[0].lon_ndeg.lo
    lats = [lat for box in view for lat in (box.lat_ndeg.lo, box.lat_ndeg.hi)]
    lons = [_turned(lon - west) for box in view for lon in (box.lon_ndeg.lo, box.lon_ndeg.hi)]
    lat = (min(lats) + max(lats)) / 2 / NDEG
    lon = (_turned(round(west + (min(lons) + max(lons)) / 2))) / NDEG
    middle = Spot(lat, lon, 0)
    corners = [
        Spot(y / NDEG, _turned(west + x) / NDEG, 0) for y in (min(lats), max(lats)) for x in (min(lons), max(lons))
    ]
    return Spot(lat, lon, max(distance_m(middle, corner) for corner in corners))


def _turned(lon_ndeg: int) -> int:
    """Return a longitude between -180 and 180 degrees."""
    return (lon_ndeg + 180 * NDEG) % (360 * NDEG) - 180 * NDEG
