"""What a party is answered depends on what it may see and on what it asks, and on nothing else.

Two rooms are written side by side, entry by entry. They differ in all that one party, the viewer, may not see: exact
volumes within the same snapped views, owners, names, versions, secrets, releases to others, states off nominal behind an
occupied place, sealed flights where the viewer does not fly, whole flights there that only one of the rooms has. Whatever the
viewer asks, both answer byte for byte alike. Declared observables, alike in both by construction: positions in the log, time.
"""

import os
import random
from functools import cache
from itertools import chain, count

import msgspec
import pytest

from tansiq.core.changes import BandsDerived, PartyPut
from tansiq.core.decide import decide
from tansiq.core.entry import Entry
from tansiq.core.evolve import evolve
from tansiq.core.model import OFF_NOMINAL, IntentState
from tansiq.core.notice_changes import NoticePut
from tansiq.core.refusals import Refused
from tansiq.core.release import Asked, View
from tansiq.core.room import Identity, ItemClass, PlanLevel, Precedence
from tansiq.core.snapshot import from_snapshot, snapshot
from tansiq.core.units import MINUTE_US, Span
from tansiq.core.volumes import Box, Extent, Polygon, Volume
from tansiq.gateways.f3548 import notify
from tansiq.gateways.room import replies
from tansiq.gateways.room.push_notices import ToldNotices

from . import movements_in_two_rooms, notices_in_two_rooms, pressures_in_two_rooms
from .making import NOW, attach, box, delete_intent, put_intent, put_subscription, report, subscribe
from .room_making import (
    ACCEPTED,
    ACTIVATED,
    CELL_MM,
    CELL_NDEG,
    CELL_US,
    CONFLICT,
    EXISTENCE,
    IDENTITY,
    NONCONFORMING,
    RESERVATION,
    SUSPENDED,
    actor,
    end_flight,
    found,
    grant,
    overrun,
    preset,
    put_flight,
    set_grants,
    set_presets,
    view_of,
)

ROOMS = 200
STEPS = 50
HERE, AWAY = 0, 20  # cells from the equator: where the viewer flies, and so far from there that no safety floor reaches
EAST = 2 * CELL_NDEG  # where the viewer's sky ends
OTHERS = ("BRA", "CHI", "DEL")
BEYOND = Extent((box((-100_000, 100_000), (-100_000, 100_000)),), Span(-(10**9), 10**9), Span(0, 10**18))


def seeds(many):
    told = os.environ.get("TANSIQ_SEED")
    return range(many) if told is None else [int(told)]


@pytest.fixture(autouse=True)
def small_limits(monkeypatch):
    """So small that they are met: what is counted must be what is seen."""
    monkeypatch.setattr("tansiq.core.decide.subscriptions.ITEMS_SUBSCRIBED", 4)
    monkeypatch.setattr("tansiq.core.decide.flights.VOLUMES_OF_PARTY_HERE", 6)
    monkeypatch.setattr("tansiq.core.decide.intents.VOLUMES_OF_PARTY_HERE", 6)
    monkeypatch.setattr("tansiq.core.decide.escalation.NOTICE_KEPT_US", notices_in_two_rooms.KEPT_US)
    monkeypatch.setattr("tansiq.core.decide.notices.OPEN_NOTICES_PER_PARTY", 5)
    monkeypatch.setattr("tansiq.core.decide.ladders.NOTICE_STEPS", 26)


@pytest.mark.parametrize("seed", seeds(ROOMS))
def test_two_rooms_that_look_alike_answer_alike(seed):
    live(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [] if "TANSIQ_SEED" in os.environ else range(ROOMS, ROOMS + 2_000))
def test_many_rooms_that_look_alike_answer_alike(seed):
    live(seed)


def live(seed):
    """Goal: one world. Method: two truths behind it, each step another for both; then ask both everything."""
    rooms = TwoRooms(random.Random(seed))
    for n in range(STEPS):
        first, second = rooms.step()
        assert first == second, f"step {n}; replay with TANSIQ_SEED={seed}"
        if n % 15 == 14:
            for question, answers in rooms.ask_everything():
                assert answers[0] == answers[1], f"{question} after step {n}; replay with TANSIQ_SEED={seed}"


def test_the_rooms_are_different_behind_what_is_seen():
    """Else the tests above would say nothing."""
    differ = met = sealed = posted = unnamed = reached = followed = areas = wholes = swapped = 0
    for seed in range(30):
        rooms = TwoRooms(random.Random(seed))
        for _ in range(STEPS):
            rooms.step()
        first, second = ({msgspec.msgpack.encode(i) for i in state.intents.values()} for state in rooms.states)
        differ += len(first ^ second)
        world = View(rooms.states[0], rooms.viewer, rooms.time_us).all_intents()
        met += sum(i.flight is not None and i.flight.shown_at is EXISTENCE for i in world)
        sealed += sum(i.flight is not None and i.flight.shown_at is CONFLICT for i in world)
        posted += rooms.posted
        unnamed += rooms.unnamed
        followed += rooms.followed
        reached += sum(len(n.ladders[0].steps) > 1 for n in rooms.states[0].book.notices.values())
        seen = [
            each for each in movements_in_two_rooms.known(rooms.states[0], rooms.viewer).values() if not each.is_mine
        ]
        areas += sum(each.level == 1 for each in seen)
        wholes += sum(each.level == 2 for each in seen)
        swapped += sum(owners[0] != owners[1] for _, owners, level in rooms.marches if level is not None)
    assert min(differ, met, sealed, posted, reached, followed) > 10
    assert min(areas, wholes, swapped) > 5
    assert unnamed > 3


class Foreign(msgspec.Struct, eq=False):
    """A flight of another party, that may be another one in each room. ids, ovns, owners: in the first and second room.

    views: of what both rooms have. is_same: nothing of it differs that could ever be shown, as the safety floor may show it.
    """

    level: PlanLevel
    where: int
    ids: tuple[str, str]
    ovns: tuple[str, str]
    owners: tuple[str, str]
    views: tuple[Extent, ...]
    is_manned: bool
    precedence: Precedence
    state: IntentState
    secrets: tuple[bytes, bytes]
    is_same: bool


class TwoRooms:
    """Two states that one viewer cannot tell apart, and what happens to both."""

    def __init__(self, rng):
        self.rng = rng
        self.viewer = rng.choice(["VIC", "VIC", "VIC", "uss"])
        default, relay = (
            rng.choice([CONFLICT, EXISTENCE, EXISTENCE, RESERVATION]),
            rng.choice(notices_in_two_rooms.RELAYS),
        )
        self.states = [from_snapshot(beginning(default, relay)) for _ in range(2)]
        self.known = [ToldNotices() for _ in range(2)]  # what the viewer was told of notices
        self.time_us = NOW
        self._names = count(1)
        self.posted = self.unnamed = 0  # notices to an owner that is another party in each room
        self.followed = 0  # flights whose bands followed the air
        self.marches = []  # movements of others: (id, owners, level for the viewer)
        self._foreign = []
        self._lone = ([], [])  # flights that only one of the rooms has: (id, owner)
        self._own = {}  # the viewer's intents: id -> OVN
        self._to_viewer = {code: self._presets_for_viewer() for code in OTHERS}
        for code in OTHERS:
            self._both(code, *(self._presets(code) for _ in range(2)))
        self._suspended_at = rng.randrange(10, STEPS) if self.viewer == "VIC" and rng.random() < 0.15 else None
        self._is_suspended = False
        self._keeping = 0.5 if self._suspended_at is None else 1  # how many secrets are the same, as one day all count
        self._steps = 0

    def step(self):
        """Let something happen in both rooms; return what the viewer is answered in each, as bytes."""
        rng = self.rng
        self._steps += 1
        self.time_us += rng.choice([0, 0, 1, MINUTE_US])
        if self._steps == self._suspended_at:
            return self._suspend()
        make, weight = zip(*self._makers().items(), strict=True)
        return rng.choices(make, weight)[0]()

    def _makers(self):
        own = {self._own_flight: 8, self._own_presets: 2, self._own_release: 3} if self.viewer == "VIC" else {}
        return (
            own
            | notices_in_two_rooms.makers(self)
            | pressures_in_two_rooms.makers(self)
            | movements_in_two_rooms.makers(self)
            | {
                self._own_intent: 4 if own else 10,
                self._own_end: 2,
                self._own_watch: 4,
                self._book: 14,
                self._change: 8,
                self._change_unseen: 8,
                self._release: 5,
                self._end: 2,
                self._book_in_one: 4,
                self._end_in_one: 1,
                self._overrun_in_one: 3,
                self._overrun_same: 1,
                self._preset_in_one: 3,
                self._watch_in_one: 3,
                self._managed_elsewhere: 3,
            }
        )

    # What the viewer asks

    def ask_everything(self):
        """Yield (what is asked, the answers of both rooms)."""
        rng = self.rng
        views = [View(state, self.viewer, self.time_us) for state in self.states]
        yield "all intents", [encode([v.all_intents(), v.own_flights()]) for v in views]
        each = [
            module.questions(self) for module in (notices_in_two_rooms, pressures_in_two_rooms, movements_in_two_rooms)
        ]
        for question, answers in chain.from_iterable(each):
            yield question, list(map(encode, answers))
        yield "own subscriptions", [encode(v.subscriptions_near((BEYOND,))) for v in views]
        ids = dict.fromkeys(i.id for v in views for i in v.all_intents())
        ids |= dict.fromkeys(i for state in self.states for i in state.intents)
        for item_id in ids:
            yield f"the intent {item_id}", [encode(v.intent(item_id)) for v in views]
            yield f"the end of {item_id}", self._try(end_flight(item_id, "guess/1"))
            yield f"the release of {item_id}", self._try(set_grants(item_id, replaces="guess/1"))
            yield f"a change of {item_id}", self._try(put_flight(item_id, replaces="guess/1"))
        for where in (HERE, AWAY, rng.choice([HERE, AWAY])):
            here = tuple(self._exact(view) for view in self._some_views(where))
            yield "what is near", [encode(v.intents_near(here)) for v in views]
            yield "a subscription", self._try(self._watch(where))
        for _ in range(3):
            attempt = self._plan(rng.choice([*self._own, self._name("plan")]))
            tries = [View(state, self.viewer, self.time_us, (attempt,)) for state in self.states]
            yield "what an attempt meets", [encode(v.all_intents()) for v in tries]
            near = [v.intents_near(attempt.volumes, attempt) for v in views]
            yield "what a plan meets", list(map(encode, near))
            yield "what it is called", [encode([v.intent(i.id) for i in near[0]]) for v in tries]
            for key in ([], [i.ovn for i in near[0]], [i.ovn for i in near[0][1:]]):
                replaces = self._own.get(attempt.id, "")
                made = {"replaces": replaces, "key": key, "ovn": "new"}
                yield "a booking", self._try(put_flight(attempt.id, *attempt.volumes, **made))
                yield "an activation", self._try(put_flight(attempt.id, *attempt.volumes, state=ACTIVATED, **made))
                yield "an intent", self._try(put_intent(attempt.id, *attempt.volumes, **made))

    def _try(self, command):
        """What the viewer would be answered in both rooms."""
        return [self._answer(state, decide(state, self._entry(state, self.viewer, command))) for state in self.states]

    def _answer(self, state, decision):
        """A decision as bytes, as far as it is told to whoever asked: of those who are told, the viewer's own."""
        if isinstance(decision, NoticePut):
            return replies.reply(decision).body
        if hasattr(decision, "notified"):
            mine = tuple(i for i in decision.notified if self._is_own(state, i))
            decision = msgspec.structs.replace(decision, notified=mine)
        return encode(decision)

    def _is_own(self, state, subscription_id):
        found = state.subscriptions.get(subscription_id)
        return found is None or found.manager == self.viewer  # None: it is made along with what was asked

    def _own_flight(self):
        item_id = self._mine(lambda intent: intent.flight is not None)
        plan, old = self._plan(item_id), self.states[0].intents.get(item_id)
        state = self.rng.choice([ACCEPTED, ACTIVATED] if old is None else [*IntentState])
        if old is not None and self.rng.random() < 0.5:
            plan = Asked(item_id, old.volumes)
        return self._ask(
            put_flight(
                item_id,
                *plan.volumes,
                state=state,
                replaces=self._own.get(item_id, ""),
                key=self._key(plan),
                off=self._plan("").volumes if state in OFF_NOMINAL else (),
                precedence=self.rng.choice([Precedence.ROUTINE, Precedence.ROUTINE, Precedence.EMERGENCY]),
                grants=self._grants_to_others(self.viewer),
                ovn=self._name("ovn"),
            )
        )

    def _mine(self, fits):
        """The id of an intent of the viewer's that fits, or a new one; now and then one that does not fit."""
        found = [i for i in self._own if self.rng.random() < 0.1 or fits(self.states[0].intents[i])]
        return self.rng.choice([*found, self._name("own"), self._name("own")])

    def _own_intent(self):
        item_id = self._mine(lambda intent: intent.flight is None)
        plan, old = self._plan(item_id), self.states[0].intents.get(item_id)
        wish = self.rng.choice([None, subscribe(self._name("watch"))])
        if old is not None and old.subscription:
            wish = attach(old.subscription, self._name("version"))
        made = {"replaces": self._own.get(item_id, ""), "key": self._key(plan), "ovn": self._name("ovn")}
        return self._ask(put_intent(item_id, *plan.volumes, subscription=wish, **made))

    def _own_end(self):
        item_id = self.rng.choice([*self._own, "nothing"])
        ovn = self._own.get(item_id, "guess/1")
        return self._ask(end_flight(item_id, ovn) if self.rng.random() < 0.5 else delete_intent(item_id, ovn))

    def _own_release(self):
        item_id = self.rng.choice([*self._own, "nothing"])
        grants = self._grants_to_others(self.viewer)
        ovn = self._own.get(item_id, "guess/1")
        return self._ask(set_grants(item_id, *grants, replaces=ovn, ovn=self._name("ovn")))

    def _own_presets(self):
        said = [(of, viewer) for of in ItemClass for viewer in ("", *OTHERS) if self.rng.random() < 0.3]
        return self._ask(set_presets(*(preset(v, self._level(), of, self.rng.random() < 0.3) for of, v in said)))

    def _own_watch(self):
        return self._ask(self._watch(self.rng.choice([HERE, AWAY, HERE]), self._name("watch")))

    def _ask(self, command):
        answers = self._both(self.viewer, command, command)
        self._own = {i.id: i.ovn for i in self.states[0].intents.values() if i.manager == self.viewer}
        return answers

    def _key(self, plan):
        """What the viewer names: all that it sees, or some."""
        world = View(self.states[0], self.viewer, self.time_us).intents_near(plan.volumes, plan)
        ovns = [each.ovn for each in world if each.id != plan.id]
        return ovns if self.rng.random() < 0.85 else ovns[1:]

    def _plan(self, item_id):
        return Asked(item_id, tuple(self._exact(view) for view in self._some_views(HERE)))

    def _watch(self, where, item_id="new watch"):
        rng = self.rng
        south = (where + rng.randrange(4)) * CELL_NDEG + rng.randrange(CELL_NDEG)
        start = (self.time_us - NOW) // MINUTE_US
        west, east = rng.choice([(0, 100), (0, EAST), (EAST + 500, EAST + 600)])
        boxes = (box((south, south + rng.choice([100, 3_000])), (west, east)),)
        return put_subscription(item_id, boxes=boxes, start=start, end=start + 200)

    # What others do, and the viewer may see a part of

    def _book(self):
        """A flight of another party, at each level, here or away. What is not shown of it is another in each room."""
        rng = self.rng
        level, where = self._level(), rng.choice([HERE, HERE, AWAY])
        precedence = rng.choice([Precedence.ROUTINE, Precedence.ROUTINE, Precedence.MEDEVAC, Precedence.EMERGENCY])
        is_same = (precedence is Precedence.EMERGENCY and where is HERE) or rng.random() < 0.15
        is_open = is_same or level >= RESERVATION
        item_id, owner, secret = self._name("flight"), rng.choice(OTHERS), rng.randbytes(32)
        new = Foreign(
            level,
            where,
            (item_id, item_id if is_same or level >= EXISTENCE else self._name("flight")),
            ("", ""),
            (owner, owner if is_open else rng.choice(OTHERS)),
            self._some_views(where),
            rng.random() < 0.7,
            precedence,
            rng.choice([ACCEPTED, ACTIVATED]),
            (secret, secret if is_same or level < RESERVATION or rng.random() < self._keeping else rng.randbytes(32)),
            is_same,
        )
        return self._put(new)

    def _change(self):
        """A change of the same kind in both rooms, that the viewer may see."""
        foreign = self._one()
        if foreign is None:
            return self._book()
        views = self._some_views(foreign.where) if self.rng.random() < 0.5 else foreign.views
        return self._put(foreign, views=views, state=self.rng.choice([foreign.state, ACTIVATED]))

    def _change_unseen(self):
        """A change in one room alone, of what the viewer is not shown."""
        foreign = self._one(lambda f: not self._is_open(f))
        return self._book() if foreign is None else self._put(foreign, only=self.rng.randrange(2))

    def _put(self, foreign, only=None, **change):
        """Write a version of a flight of another party into both rooms, or into one."""
        new = msgspec.structs.replace(foreign, **change)
        is_open = self._is_open(new)
        ovn, seed = self._name("ovn"), self.rng.random()
        ovns = (ovn, ovn if is_open else self._name("ovn"))
        volumes = tuple(map(self._exact, new.views))
        identity = self._identity()
        commands = []
        for n in range(2):
            if not is_open:
                volumes = tuple(self._exact(self._stretched(view, new)) for view in new.views)
            if new.level is IDENTITY:
                identity = msgspec.structs.replace(identity, ssr=self._name("held back"), withheld=("ssr",))
            elif not new.is_same:
                identity = self._identity()
            plan, off, state = self._behind(new, volumes)
            chance = random.Random(seed) if new.is_same else self.rng
            commands.append(
                put_flight(
                    new.ids[n],
                    *plan,
                    state=state,
                    replaces=new.ovns[n],
                    key=self._key_of_other(n, new.owners[n], new.ids[n], plan),
                    off=off,
                    manned=new.is_manned,
                    precedence=new.precedence,
                    identity=identity,
                    grants=self._grants(new, n, chance),
                    secret=new.secrets[n],
                    ovn=ovns[n],
                )
            )
        commands = list(map(pressures_in_two_rooms.on_air, commands, self.states))
        return self._write(new, foreign, new.owners, commands, ovns, only)

    def _is_open(self, foreign):
        """Whether the viewer may be shown more than an occupied place."""
        return foreign.is_same or (foreign.level >= RESERVATION and not self._is_suspended)

    def _stretched(self, view, foreign):
        """A view that goes on to the east, where the viewer does not fly, if it is of a sealed flight."""
        (cells,) = view.boxes
        if foreign.level is not CONFLICT or cells.lon_ndeg.hi < EAST or self.rng.random() < 0.5:
            return view
        return msgspec.structs.replace(view, boxes=(Box(cells.lat_ndeg, Span(cells.lon_ndeg.lo, 2 * EAST)),))

    def _behind(self, foreign, volumes):
        """What stands behind what is shown: (volumes, off-nominal ones, state). It is the same to the viewer."""
        if self._is_open(foreign):
            return volumes, (), foreign.state
        if foreign.level is CONFLICT and self.rng.random() < 0.5:
            volumes += tuple(map(self._exact, self._some_views(AWAY)))  # more of it where the viewer does not fly
        is_airborne = (
            foreign.where is AWAY and foreign.state is ACTIVATED and foreign.precedence is Precedence.EMERGENCY
        )
        if is_airborne and len(volumes) > 1 and self.rng.random() < 0.7:
            return volumes[:1], volumes[1:], NONCONFORMING
        return volumes, (), foreign.state

    def _release(self):
        """Less for the viewer in both rooms, or something else for others, which the viewer does not see."""
        rng, foreign = self.rng, self._one()
        if foreign is None:
            return self._book()
        new = foreign
        if foreign.secrets[0] == foreign.secrets[1] and rng.random() < 0.5:
            new = msgspec.structs.replace(foreign, level=PlanLevel(rng.randint(1, foreign.level)))
        is_open = self._is_open(foreign)
        only = rng.choice([0, 1, None]) if new is foreign and not is_open else None
        ovn, seed = self._name("ovn"), rng.random()
        ovns = (ovn, ovn if is_open else self._name("ovn"))
        commands = []
        for n in range(2):
            grants = self._grants(new, n, random.Random(seed) if new.is_same else rng)
            commands.append(set_grants(new.ids[n], *grants, replaces=new.ovns[n], ovn=ovns[n]))
        return self._write(new, foreign, new.owners, commands, ovns, only)

    def _overrun_same(self):
        foreign = self._one(lambda f: f.is_same)
        if foreign is None:
            return self._book()
        ovn = self._name("ovn")
        return self._write(foreign, foreign, ("host", "host"), [overrun((foreign.ids[0], ovn))] * 2, (ovn, ovn))

    def _overrun_in_one(self):
        """Extend a flight in one room, away from the viewer, as long as its windows look the same."""
        foreign = self._one(lambda f: not self._is_open(f) and f.where is AWAY)
        if foreign is None:
            return self._book_in_one()
        n, ovn = self.rng.randrange(2), self._name("ovn")
        command = overrun((foreign.ids[n], ovn))
        late = decide(self.states[n], self._entry(self.states[n], "host", command))
        views = self.states[n].intents[foreign.ids[n]].flight.views
        if isinstance(late, Refused) or late.intents[0].flight.views != views:
            return self._book()
        return self._write(foreign, foreign, ("host", "host"), [command] * 2, (ovn, ovn), only=n)

    def _end(self):
        foreign = self._one()
        if foreign is None:
            return self._book()
        self._foreign.remove(foreign)
        commands = [end_flight(foreign.ids[n], foreign.ovns[n]) for n in range(2)]
        return self._each(foreign.owners, commands)

    def _book_in_one(self):
        """A sealed flight away from the viewer, that the other room does not have."""
        rng, n = self.rng, self.rng.randrange(2)
        item_id, owner = self._name("lone"), rng.choice(OTHERS)
        plan = tuple(map(self._exact, self._some_views(AWAY)))
        grants = [grant(self.viewer, CONFLICT), *self._grants_to_others(owner)]
        made = {"key": self._key_of_other(n, owner, item_id, plan), "grants": grants, "secret": rng.randbytes(32)}
        command = put_flight(item_id, *plan, state=rng.choice([ACCEPTED, ACTIVATED]), identity=self._identity(), **made)
        if isinstance(decide(self.states[n], self._entry(self.states[n], owner, command)), Refused):
            return self._nothing()
        self._lone[n].append((item_id, owner))
        return self._in_one(n, owner, command)

    def _end_in_one(self):
        n = self.rng.randrange(2)
        if not self._lone[n]:
            return self._book_in_one()
        item_id, owner = self._lone[n].pop()
        return self._in_one(n, owner, end_flight(item_id, f"{item_id}/1"))

    def _preset_in_one(self):
        code = self.rng.choice(OTHERS)
        return self._in_one(self.rng.randrange(2), code, self._presets(code))

    def _watch_in_one(self):
        watch = self._watch(self.rng.choice([HERE, AWAY]), self._name("their watch"))
        return self._in_one(self.rng.randrange(2), self.rng.choice(OTHERS), watch)

    def _managed_elsewhere(self):
        """What another USS manages is seen by all."""
        item_id, ovn = self._name("elsewhere"), self._name("ovn")
        plan = tuple(map(self._exact, self._some_views(self.rng.choice([HERE, AWAY]))))
        commands = [
            put_intent(item_id, *plan, key=self._key_of_other(n, "uss2", item_id, plan), ovn=ovn) for n in range(2)
        ]
        return self._each(("uss2",) * 2, commands)

    def _suspend(self):
        self._is_suspended = True
        for state in self.states:
            party = msgspec.structs.replace(state.parties[self.viewer], state=SUSPENDED)
            evolve(state, self._entry(state, "host", report()), PartyPut(party))
        return b"", b""

    # Writing

    def _write(self, new, foreign, who, commands, ovns, only=None):
        """Have others change a flight in both rooms, or in one; nowhere, where one refuses."""
        for n, state in enumerate(self.states):
            if only in (n, None) and isinstance(decide(state, self._entry(state, who[n], commands[n])), Refused):
                return self._nothing()
        if foreign not in self._foreign:
            self._foreign.append(foreign)
        for name in ("level", "views", "state"):
            setattr(foreign, name, getattr(new, name))
        foreign.ovns = tuple(ovns[n] if only in (n, None) else foreign.ovns[n] for n in range(2))
        return self._each(who, commands) if only is None else self._in_one(only, who[only], commands[only])

    def _both(self, who, first, second):
        return self._each((who, who), (first, second))

    def _in_one(self, n, who, command):
        """Something happens in one room; meanwhile the other keeps a report that nobody sees."""
        commands = [report(), report()]
        commands[n] = command
        return self._each((who, who), commands)

    def _nothing(self):
        return self._both("host", report(), report())

    def _each(self, who, commands):
        """Write an entry in each room; return what the viewer is answered or told, as bytes."""
        return tuple(self._one_entry(state, *each) for state, *each in zip(self.states, who, commands, strict=True))

    def _one_entry(self, state, who, command):
        entry = self._entry(state, who, command)
        decision = decide(state, entry)
        notices = [each for each in notify.notices(state, entry, decision) if each.key.viewer == self.viewer]
        moved = movements_in_two_rooms.known(state, self.viewer)
        evolve(state, entry, decision)
        self.followed += len(decision.intents) if isinstance(decision, BandsDerived) else 0
        posted = [self._posted(state, each) for each in notices]
        self.posted += len(posted)
        posted.append(encode(notices_in_two_rooms.told(self, state, decision)))
        posted.append(encode(movements_in_two_rooms.told(self, state, decision, moved)))
        if entry.actor.party == self.viewer:
            return encode((self._answer(state, decision), posted))
        return encode(([i for i in getattr(decision, "notified", ()) if self._is_own(state, i)], posted))

    def _posted(self, state, notice):
        """What the room posts to the viewer's USS of a change."""
        view = View(state, self.viewer, self.time_us)
        faces = view.faces(state.intents[notice.item]) if notice.item in state.intents else []
        seen = next((face for face in faces if face.id == notice.key.shown), None)
        return notify.intent_message(view, notice.key.shown, seen, notice.subscriptions)

    def _entry(self, state, who, command):
        return Entry(state.position + 1, self.time_us, actor(who), command)

    def _key_of_other(self, n, who, item_id, plan):
        world = View(self.states[n], who, self.time_us).intents_near(plan, Asked(item_id, plan))
        return [each.ovn for each in world]

    # Pieces

    def _name(self, kind):
        return f"{kind} {next(self._names)}"

    def _level(self):
        return self.rng.choice([CONFLICT, CONFLICT, *PlanLevel])

    def _one(self, fits=lambda _: True):
        found = [foreign for foreign in self._foreign if fits(foreign)]
        return self.rng.choice(found) if found else None

    def _identity(self):
        return Identity(self._name("CALL"), "B407", 1, ("123.450",), "7000", "4B0001", "", 60)

    def _some_views(self, where):
        return tuple(self._view(where) for _ in range(self.rng.choice([1, 1, 2])))

    def _view(self, where):
        rng = self.rng
        lat, lon, alt = where + rng.randrange(3), rng.randrange(2), rng.choice([0, 0, 0, 1])
        begin = (self.time_us // CELL_US + rng.choice([-1, 0, 0, 1])) * CELL_US
        return Extent(
            (box((lat * CELL_NDEG, (lat + rng.choice([1, 2])) * CELL_NDEG), (lon * CELL_NDEG, (lon + 1) * CELL_NDEG)),),
            Span(alt * CELL_MM, (alt + 1) * CELL_MM),
            Span(begin, begin + rng.choice([1, 2, 4]) * CELL_US),
        )

    def _exact(self, view):
        """A volume of which that is the snapped view; it is active now, if that can be."""
        (cells,) = view.boxes
        lat, lon = self._within(cells.lat_ndeg, CELL_NDEG), self._within(cells.lon_ndeg, CELL_NDEG)
        time_us = self._within(view.time_us, CELL_US, self.time_us)
        alt, limits = Span(*self._within(view.alt_mm, CELL_MM)), ()
        if self.rng.random() < 0.3:
            limits = pressures_in_two_rooms.LEVELS
        made = Volume(Polygon(b""), (box(lat, lon),), alt, Span(*time_us), *limits)
        assert view_of(made) == view
        return made

    def _within(self, span, size, now=None):
        lo, hi = sorted((self.rng.randrange(span.lo, span.lo + size), self.rng.randrange(span.hi - size, span.hi) + 1))
        if now is not None and span.lo <= now <= span.hi:
            return max(span.lo, min(lo, now)), min(span.hi, max(hi, now, span.lo + 1))
        return lo, hi

    def _grants(self, foreign, n, chance):
        """What the viewer is released, by a grant or by what holds without one, and others in any way."""
        grants = self._grants_to_others(foreign.owners[n], chance)
        if foreign.is_same:
            windows = [(None, None), (None, None), (chance.randrange(60), None), (None, chance.randrange(60))]
            told = [grant(self.viewer, foreign.level, *chance.choice(windows))] if chance.random() < 0.6 else []
            return grants + told
        if self._without_grant(foreign, n) is foreign.level and chance.random() < 0.4:
            return grants
        return [*grants, grant(self.viewer, foreign.level)]

    def _without_grant(self, foreign, n):
        """The level that holds for the viewer without a grant; None where it depends on the viewer's own presets."""
        of = ItemClass.MANNED if foreign.is_manned else ItemClass.UNMANNED
        said = {p.viewer: p for p in self._to_viewer[foreign.owners[n]] if p.of is of}
        found = said.get(self.viewer, said.get("") if self.viewer == "VIC" else None)
        if found is None:
            return self.states[n].charter.default_manned if self.viewer == "VIC" else EXISTENCE
        return None if found.is_reciprocal else found.level

    def _grants_to_others(self, owner, chance=None):
        chance = chance or self.rng
        others = [code for code in ("VIC", *OTHERS, "uss2") if code not in (owner, self.viewer)]
        return [grant(code, chance.choice(list(PlanLevel))) for code in others if chance.random() < 0.4]

    def _presets_for_viewer(self):
        said = [(of, code) for of in ItemClass for code in ("", self.viewer) if self.rng.random() < 0.4]
        return [preset(code, self._level(), of, self.rng.random() < 0.3) for of, code in said]

    def _presets(self, owner):
        """All presets of a party: those that concern the viewer stay, those for others are any."""
        others = [(of, code) for of in ItemClass for code in OTHERS if code != owner and self.rng.random() < 0.5]
        return set_presets(
            *(preset(code, self._level(), of, self.rng.random() < 0.3) for of, code in others), *self._to_viewer[owner]
        )


@cache
def beginning(default, relay):
    rules = {"default_manned": default, "default_unmanned": default, "overrun_us": MINUTE_US}
    return snapshot(found("VIC", *OTHERS, notices=notices_in_two_rooms.rules(relay), **rules).state)


def encode(what):
    return msgspec.msgpack.encode(what)
