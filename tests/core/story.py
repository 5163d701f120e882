"""Random days in the life of a room: plausible commands of every kind, most of which are taken and some refused."""

from itertools import count

from tansiq.core.commands import AcceptClock, BeginEpoch, ClockReading, DueItems, Expire, NewEpoch
from tansiq.core.decide import decide
from tansiq.core.decide.expiry import due
from tansiq.core.entry import HOST, Actor, Entry, RequestKey
from tansiq.core.evolve import evolve
from tansiq.core.grid import CELL_NDEG
from tansiq.core.model import AvailabilityState, IntentState
from tansiq.core.state import State
from tansiq.core.units import ALWAYS, DAY_US, HOUR_US, MINUTE_US, NDEG, Span
from tansiq.core.volumes import Box, Circle, Limit, Polygon, Reference, Volume

from .making import (
    NOW,
    attach,
    box,
    delete_constraint,
    delete_intent,
    delete_subscription,
    erase,
    put_constraint,
    put_intent,
    put_subscription,
    report,
    say,
    subscribe,
)

PARTIES = ["alpha", "bravo", "charlie"]
RETENTION_US = 6 * HOUR_US
# Corners of the squares that everything happens in: one everyday place, one over the pole, one on the antimeridian.
PLACES = [(47 * NDEG, 8 * NDEG), (89 * NDEG + 900_000_000, 20 * NDEG), (-17 * NDEG, 180 * NDEG)]
STATES = list(IntentState)


class Story:
    """Writes one log, entry by entry. rng: decides everything. As it tells, it keeps the state that the log means."""

    def __init__(self, rng):
        self.rng = rng
        self.state = State()
        self.log = []
        self._time_us = NOW
        self._names = count(1)
        self._asked = []

    def tell(self, entries):
        """Write so many entries more, and return the log."""
        for _ in range(entries):
            entry = self._next()
            evolve(self.state, entry, decide(self.state, entry))
            self.log.append(entry)
        return self.log

    def _next(self):
        rng = self.rng
        self._time_us += rng.choice([0, 0, 1, MINUTE_US, 5 * MINUTE_US, 20 * MINUTE_US])
        if rng.random() < 0.01:
            self._time_us += rng.choice([6 * HOUR_US, DAY_US])
        if self._asked and rng.random() < 0.08:  # the network lost an answer, and the client asks again
            actor, command, request = rng.choice(self._asked[-4:])
        else:
            actor, command = self._command()
            request = None
            if rng.random() < 0.2:
                request = RequestKey(f"key {rng.randrange(40)}", rng.randbytes(32))
                self._asked.append((actor, command, request))
        return Entry(self.state.position + 1, self._time_us, actor, command, request)

    def _command(self):
        rng = self.rng
        make, weight = zip(*self._makers().items(), strict=True)
        made = rng.choices(make, weight)[0]()
        return made if isinstance(made, tuple) else (Actor(rng.choice(PARTIES), "someone"), made)

    def _makers(self):
        return {
            self._new_intent: 14,
            self._change_intent: 22,
            self._end_intent: 6,
            self._put_constraint: 8,
            self._end_constraint: 3,
            self._put_subscription: 10,
            self._end_subscription: 5,
            self._say: 4,
            lambda: report(self._name("report")): 3,
            lambda: erase(rng_position(self.rng, self.state)): 3,
            self._expire: 6,
            lambda: (HOST, AcceptClock(ClockReading(self._time_us, self._time_us - 1))): 1,
            lambda: (HOST, BeginEpoch(NewEpoch(self.state.position, "old", self._name("key")))): 1,
        }

    # Intents

    def _new_intent(self):
        volumes, actor = self._volumes(), self._actor()
        return actor, put_intent(
            self._name("flight") if self.rng.random() < 0.9 else self._one(self.state.intents),
            *volumes,
            state=IntentState.ACCEPTED if self.rng.random() < 0.9 else self.rng.choice(STATES),
            key=self._key(volumes),
            subscription=self._wish(actor.party),
            ovn=self._name("ovn"),
        )

    def _change_intent(self):
        item_id = self._one(self.state.intents)
        old = self.state.intents.get(item_id)
        volumes = old.volumes if old and self.rng.random() < 0.6 else self._volumes()
        actor = self._actor(old)
        return actor, put_intent(
            item_id,
            *volumes,
            state=self.rng.choice(STATES),
            replaces=self._version(old.ovn if old else "unknown"),
            key=self._key(volumes),
            subscription=self._wish(actor.party),
            ovn=self._name("ovn") if self.rng.random() < 0.95 or not old else old.ovn,
        )

    def _end_intent(self):
        item_id = self._one(self.state.intents)
        old = self.state.intents.get(item_id)
        return self._actor(old), delete_intent(item_id, self._version(old.ovn if old else "unknown"))

    def _key(self, volumes):
        near = [i.ovn for i in self.state.intents_near(volumes)] + [c.ovn for c in self.state.constraints_near(volumes)]
        return near if self.rng.random() < 0.7 else self.rng.sample(near, len(near) // 2)

    def _wish(self, party):
        match self.rng.randrange(4):
            case 0:
                return None
            case 1:
                new = self._name("implicit") if self.rng.random() < 0.95 else self._one(self.state.subscriptions)
                return subscribe(new, constraints=self.rng.random() < 0.3)
            case _:
                own = [i for i, s in self.state.subscriptions.items() if s.manager == party]
                some = own if own and self.rng.random() < 0.9 else self.state.subscriptions
                return attach(self._one(some), self._name("version"))

    # Constraints and subscriptions

    def _put_constraint(self):
        new = self.rng.random() < 0.5
        item_id = self._name("zone") if new else self._one(self.state.constraints)
        old = self.state.constraints.get(item_id)
        replaces = self._version(old.ovn) if old else "" if new else "unknown/1"
        made = put_constraint(item_id, *self._volumes(lasts=(HOUR_US, 12 * HOUR_US)))
        private = type(made.private)(replaces, self._name("ovn"))
        return self._actor(old), type(made)(made.reservation, private)

    def _end_constraint(self):
        item_id = self._one(self.state.constraints)
        old = self.state.constraints.get(item_id)
        return self._actor(old), delete_constraint(item_id, self._version(old.ovn if old else "unknown"))

    def _put_subscription(self):
        new = self.rng.random() < 0.5
        item_id = self._name("watch") if new else self._one(self.state.subscriptions)
        old = self.state.subscriptions.get(item_id)
        start = self._minutes(self.rng.choice([None, None, None, -20, 0, 30]))
        return self._actor(old), put_subscription(
            item_id,
            boxes=self._boxes(6) if old is None or self.rng.random() < 0.5 else old.extent.boxes,
            alt_mm=self.rng.choice([ALWAYS, Span(0, 500_000)]),
            start=start,
            end=self._minutes(self.rng.choice([None, None, None, -30, 600, 1500])),
            replaces=self._version(old.version) if old else "" if new else "unknown/1",
            intents=self.rng.random() < 0.8,
            constraints=self.rng.random() < 0.5,
            version=self._name("version"),
        )

    def _end_subscription(self):
        item_id = self._one(self.state.subscriptions)
        old = self.state.subscriptions.get(item_id)
        return self._actor(old), delete_subscription(item_id, self._version(old.version if old else "unknown"))

    # The rest

    def _say(self):
        uss = self.rng.choice(PARTIES)
        present = self.state.availabilities.get(uss)
        made = say(uss, self.rng.choice(list(AvailabilityState)), "")
        said = made.reservation
        return type(made)(type(said)(uss, said.state, present.version if present else "", self._name("version")))

    def _expire(self):
        items = due(self.state, self._time_us, RETENTION_US)
        return HOST, Expire(items if items is not None else DueItems(RETENTION_US, intents=("nothing",)))

    # Pieces

    def _name(self, kind):
        return f"{kind} {next(self._names)}"

    def _one(self, items):
        return self.rng.choice(list(items)) if items else "nothing"

    def _actor(self, item=None):
        manager = item.manager if item is not None and self.rng.random() < 0.92 else self.rng.choice(PARTIES)
        return Actor(manager, f"{manager}'s {self.rng.choice(['client', 'officer'])}")

    def _version(self, present):
        return present if self.rng.random() < 0.92 else "stale/1"

    def _minutes(self, after):
        """Minutes from NOW, of a time so many minutes after the last entry."""
        return None if after is None else (self._time_us - NOW) // MINUTE_US + after

    def _volumes(self, lasts=(HOUR_US, 3 * HOUR_US, 3 * HOUR_US, 30 * HOUR_US, 30 * DAY_US)):
        return tuple(self._volume(self.rng.choice(lasts)) for _ in range(self.rng.choice([1, 1, 2, 3])))

    def _volume(self, lasts):
        rng = self.rng
        start = self._time_us + rng.randrange(-30, 240) * MINUTE_US
        if rng.random() < 0.02:
            start += rng.choice([-1, 31, 57]) * DAY_US
        floor = rng.randrange(3) * 100_000
        boxes = self._boxes(2)
        ring = b"".join(n.to_bytes(8, "big", signed=True) for b in boxes for n in (b.lat_ndeg.lo, b.lon_ndeg.hi))
        lat, lon = boxes[0].lat_ndeg.lo, boxes[0].lon_ndeg.lo
        return Volume(
            Polygon(ring) if rng.random() < 0.5 else Circle(lat, lon, 500_000),
            boxes,
            Span(floor, floor + rng.choice([100_000, 150_000])),
            Span(start, start + lasts),
            Limit(floor + 40_000, Reference.AMSL, 101_325) if rng.random() < 0.3 else None,
            Limit(floor, Reference.FL) if rng.random() < 0.3 else None,
        )

    def _boxes(self, size):
        """One box of up to `size` cells a side, or two where it crosses the antimeridian."""
        lat, lon = self.rng.choice(PLACES)
        lat += self.rng.randrange(2) * CELL_NDEG // 3
        lon += self.rng.randrange(-2, 2) * CELL_NDEG // 2
        north = min(lat + self.rng.randrange(1, size + 1) * CELL_NDEG // 2, 90 * NDEG)
        east = lon + self.rng.randrange(1, size + 1) * CELL_NDEG // 2
        if east <= 180 * NDEG:
            return (box((lat, north), (lon, east)),)
        if lon > 180 * NDEG:
            return (box((lat, north), (lon - 360 * NDEG, east - 360 * NDEG)),)
        return (
            Box(Span(lat, north), Span(lon, 180 * NDEG)),
            Box(Span(lat, north), Span(-180 * NDEG, east - 360 * NDEG)),
        )


def rng_position(rng, state):
    """A position to erase at: most often one that has something to erase."""
    if state.erasable and rng.random() < 0.7:
        return rng.choice(list(state.erasable))
    return rng.randrange(1, state.position + 2)
