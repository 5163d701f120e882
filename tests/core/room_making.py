"""Tiny builders for a room with a charter, on top of `making`, and random days in its life.

"HAL" asks as its lead; "HAL officer", "HAL observer" and "HAL client" (a machine with the role of an officer) as themselves;
"host" for no party. Whatever is one metre away is near enough for the safety floor. Snapped views are made of cells of
1,000 ndeg, 1,000 mm and 15 minutes.
"""

from itertools import count
from typing import Final

from tansiq.core.changes import PartyPut
from tansiq.core.commands import AcceptClock, ClockReading, Expire, Overrun, SetGrants, SetPresets
from tansiq.core.decide import decide
from tansiq.core.decide.charter import closable
from tansiq.core.decide.expiry import due
from tansiq.core.decide.flights import overdue
from tansiq.core.decide.telling import turned
from tansiq.core.entry import HOST, Actor, Entry
from tansiq.core.evolve import evolve
from tansiq.core.model import OFF_NOMINAL, IntentState
from tansiq.core.release import View
from tansiq.core.room import (
    Charter,
    Grant,
    Identity,
    ItemClass,
    Matter,
    Party,
    PartyState,
    PlanLevel,
    Precedence,
    Preset,
    Role,
)
from tansiq.core.room_commands import (
    ClosableProposals,
    CloseProposals,
    DelegateGrant,
    DescribeParty,
    EndFlight,
    FlightEnd,
    FlightPlan,
    FlightPrivate,
    FlightShape,
    Founding,
    FoundRoom,
    GrantRole,
    GrantsWish,
    LeaveRoom,
    Overdue,
    OverdueFlights,
    PartyCode,
    PartyKeys,
    PresetsWish,
    ProposalId,
    ProposalWish,
    Propose,
    PutFlight,
    ReleaseNews,
    SetPartyKeys,
    TellReleases,
    Vote,
    VoteCast,
    Withdraw,
)
from tansiq.core.units import HOUR_US, MINUTE_US, Span
from tansiq.core.volumes import Extent

from .making import (
    NOW,
    Room,
    box,
    delete_intent,
    derived,
    expire,
    minute,
    next_version,
    put_intent,
    put_subscription,
    slots,
    subscribe,
    volume,
)

CELL_NDEG: Final = 1_000
CELL_MM: Final = 1_000
CELL_US: Final = 15 * MINUTE_US
FLOOR_MM: Final = 1_000
NEAR: Final = (5_000, 5_100)  # south of it within the safety floor of HERE, in another cell
FAR: Final = (50_000, 50_100)  # and far outside

CONFLICT, EXISTENCE = PlanLevel.CONFLICT, PlanLevel.EXISTENCE
RESERVATION, IDENTITY = PlanLevel.RESERVATION, PlanLevel.IDENTITY
ACCEPTED, ACTIVATED = IntentState.ACCEPTED, IntentState.ACTIVATED
NONCONFORMING, CONTINGENT = IntentState.NONCONFORMING, IntentState.CONTINGENT
SUSPENDED, LEFT, PROPOSED = PartyState.SUSPENDED, PartyState.LEFT, PartyState.PROPOSED
NOBODY_SAID: Final = Identity()
SAID: Final = Identity("MEDIC 1", "EC35", 2, ("123.500",), "7000", "4B1234", "", 90, "climbs and returns")


# Flights


def outward(span, size):
    """The span to the next multiples of a size."""
    return Span(span.lo // size * size, -(-span.hi // size) * size)


def view_of(whole):
    """The snapped view of a volume."""
    boxes = tuple(
        box(
            (outward(b.lat_ndeg, CELL_NDEG).lo, outward(b.lat_ndeg, CELL_NDEG).hi),
            (outward(b.lon_ndeg, CELL_NDEG).lo, outward(b.lon_ndeg, CELL_NDEG).hi),
        )
        for b in whole.boxes
    )
    return Extent(boxes, outward(whole.alt_mm, CELL_MM), outward(whole.time_us, CELL_US))


def put_flight(
    item_id="flight",
    *volumes,
    state=ACCEPTED,
    replaces="",
    key=(),
    off=None,
    manned=True,
    precedence=Precedence.ROUTINE,
    identity=SAID,
    grants=(),
    secret=None,
    views=None,
    ovn=None,
):
    """off: the off-nominal volumes; one at FAR in the off-nominal states unless told. secret: the id, unless told."""
    volumes = volumes or (volume(),)
    if off is None:
        off = (volume(FAR),) if state in OFF_NOMINAL else ()
    return PutFlight(
        FlightShape(item_id, manned, tuple(map(view_of, volumes + tuple(off))) if views is None else views),
        FlightPlan(item_id, state, precedence, volumes, tuple(off)),
        identity,
        FlightPrivate(
            replaces,
            next_version(item_id, replaces) if ovn is None else ovn,
            tuple(key),
            (item_id.encode() if secret is None else secret).ljust(32),
            (),
            tuple(grants),
        ),
    )


def end_flight(item_id="flight", replaces="flight/1"):
    return EndFlight(FlightEnd(item_id, replaces))


def overrun(*flights):
    """flights: ids, each with its next OVN."""
    return Overrun(OverdueFlights(tuple(Overdue(i, ovn) for i, ovn in flights)))


# Release


def tell(flights=(), zones=(), walk=0, upto=""):
    return TellReleases(ReleaseNews(tuple(flights), tuple(zones), walk, upto))


def grant(viewer, level, start=None, end=None, relative=False):
    """start, end: minutes from NOW, or from the start of the flight where it is relative; None leaves them open."""
    if relative:
        times = [None if m is None else m * MINUTE_US for m in (start, end)]
    else:
        times = [None if m is None else minute(m) for m in (start, end)]
    return Grant(viewer, level, *times, relative)


def set_grants(item_id, *grants, replaces="flight/1", ovn=None):
    return SetGrants(GrantsWish(item_id, replaces, next_version(item_id, replaces) if ovn is None else ovn, grants))


def preset(viewer, level, of=ItemClass.MANNED, reciprocal=False):
    return Preset(of, viewer, level, reciprocal)


def set_presets(*presets):
    return SetPresets(PresetsWish(presets))


# Parties and votes


def found_room(first="HAL", **rules):
    return FoundRoom(Founding(charter(**rules), first))


def charter(**rules):
    return Charter("the room", **{"floor_mm": FLOOR_MM, **rules})


def give_role(item_id, party, role, machine=False):
    return GrantRole(DelegateGrant(item_id, party, role, machine))


def describe(code):
    return DescribeParty(PartyCode(code))


def set_keys(code, *keys):
    return SetPartyKeys(PartyKeys(code, keys))


def leave(code):
    return LeaveRoom(PartyCode(code))


def propose(matter, party="", item_id="proposal", rules=None, deadline=60):
    """rules: the new charter. deadline: minutes from NOW."""
    return Propose(ProposalWish(item_id, matter, party, rules, minute(deadline)))


def yes(item_id="proposal"):
    return Vote(VoteCast(item_id, True))


def no(item_id="proposal"):
    return Vote(VoteCast(item_id, False))


def withdraw(item_id="proposal"):
    return Withdraw(ProposalId(item_id))


def close(*ids):
    return CloseProposals(ClosableProposals(ids or ("proposal",)))


class Founded(Room):
    """A room with a charter. Whoever asks is named in words, or is an Actor."""

    def entry(self, party, command, at=0, key=None):
        return Entry(self.state.position + 1, minute(at), actor(party), command, key)

    def stand(self, code, state, at=0):
        """Have a party stand somewhere, without a vote."""
        old = self.state.parties.get(code)
        hue = old.hue if old is not None else len(self.state.parties)
        new = Party(code, state, hue, 0, minute(at), was_in=state is not PROPOSED)
        evolve(self.state, self.entry("host", AcceptClock(ClockReading(0, 0)), at), PartyPut(new))

    def view(self, viewer, at=0, attempts=()):
        return View(self.state, viewer, minute(at), attempts)

    def flight(self, item_id="flight"):
        """A flight as the state holds it."""
        return self.state.intents[item_id].flight


def actor(who):
    if isinstance(who, Actor):
        return who
    if who == "host":
        return HOST
    party, _, role = who.partition(" ")
    return Actor(party, who if role else f"{who} lead")


def found(*parties, **rules):
    """A room of some parties (HAL and BRA unless told), each with a lead, an officer, an observer and a client."""
    room = Founded()
    parties = parties or ("HAL", "BRA")
    room.done("host", found_room(parties[0], **rules))
    for code in parties:
        room.stand(code, PartyState.MEMBER)
        room.done("host", give_role(f"{code} lead", code, Role.LEAD))
        room.done(code, give_role(f"{code} officer", code, Role.OFFICER))
        room.done(code, give_role(f"{code} observer", code, Role.OBSERVER))
        room.done(code, give_role(f"{code} client", code, Role.OFFICER, machine=True))
    return room


def all_derived(state):
    """Everything in a state that follows from its items."""
    return {
        **derived(state),
        "airborne_ends": slots(state.airborne_ends),
        "ledger_ends": slots(state.ledger_ends),
        "zone_rolls": slots(state.zone_rolls),
        "grant_turns": slots(state.grant_turns),
        "awaiting": state.awaiting,
        "texts": state.texts,
        "intents_of": state.intents_of,
        "callsigns": vars(state.callsigns),
    }


class RoomStory:
    """Writes a log of what six parties do in a room, entry by entry. rng: decides everything. Most is taken, some is refused.

    The story begins with a room that was founded. At least four members stay: it has to go on.
    """

    PARTIES: Final = ("HAL", "BRA", "CHI", "DEL", "ECH", "FOX")

    def __init__(self, rng):
        self.rng = rng
        self.state = self.beginning()
        self.log = []
        self._time_us = NOW
        self._names = count(1)

    @classmethod
    def beginning(cls):
        """The state before the first entry."""
        return found(*cls.PARTIES, reinstate=charter().admit).state

    def tell(self, entries):
        """Write so many entries more, and return the log."""
        for _ in range(entries):
            self._time_us += self.rng.choice([0, 0, 1, MINUTE_US, 5 * MINUTE_US, 20 * MINUTE_US])
            who, command = self._command()
            entry = Entry(self.state.position + 1, self._time_us, actor(who), command)
            evolve(self.state, entry, decide(self.state, entry))
            self.log.append(entry)
        return self.log

    def _command(self):
        make, weight = zip(*self._makers().items(), strict=True)
        return self.rng.choices(make, weight)[0]()

    def _makers(self):
        return {
            self._book: 12,
            self._change: 24,
            self._end: 5,
            self._release: 8,
            self._preset: 6,
            self._overrun: 5,
            self._free: 4,
            self._tell: 6,
            self._elsewhere: 6,
            self._watch: 5,
            self._propose: 10,
            self._vote: 14,
            self._withdraw: 1,
            self._close: 4,
            self._delegate: 5,
            self._describe: 3,
        }

    # Flights

    def _book(self):
        who, volumes = self._who(), self._volumes()
        return who, self._flight(who, self._name("flight"), volumes, self.rng.choice([ACCEPTED, ACCEPTED, ACTIVATED]))

    def _change(self):
        old = self._one_of(self.state.intents_of.get(self._party(), {}))
        if old is None:
            return self._book()
        volumes = old.volumes if self.rng.random() < 0.7 else self._volumes()
        state = self.rng.choice([old.state, old.state, *IntentState])
        return self._officer(old), self._flight(old.manager, old.id, volumes, state, self._version(old))

    def _flight(self, who, item_id, volumes, state, replaces=""):
        rng = self.rng
        off = self._volumes() if state in OFF_NOMINAL and rng.random() < 0.95 else ()
        near = self.state.intents_near(volumes)
        world = View(self.state, actor(who).party, self._time_us).intents_near(volumes)
        return put_flight(
            item_id,
            *volumes,
            state=state,
            replaces=replaces,
            key=[i.ovn for i in (near + world if rng.random() < 0.8 else near)],
            off=off,
            manned=rng.random() < 0.5,
            precedence=rng.choice([Precedence.ROUTINE] * 6 + list(Precedence)),
            grants=self._grants(),
            ovn=self._name("ovn"),
        )

    def _end(self):
        old = self._one_of(self.state.intents)
        return (self._officer(old), end_flight(old.id, self._version(old))) if old else self._book()

    def _release(self):
        old = self._one_of(self.state.intents)
        if old is None:
            return self._book()
        return self._officer(old), set_grants(
            old.id, *self._grants(), replaces=self._version(old), ovn=self._name("ovn")
        )

    def _preset(self):
        said = {(of, viewer): self._level() for of in ItemClass for viewer in ("", *self.PARTIES) if self._sometimes()}
        presets = [preset(viewer, level, of, self._sometimes()) for (of, viewer), level in said.items()]
        return self._who(), set_presets(*presets)

    def _overrun(self):
        late = overdue(self.state, self._time_us) or tuple(self.state.intents)[:1]
        return "host", overrun(*((i, self._name("ovn")) for i in late))

    def _free(self):
        items = due(self.state, self._time_us, HOUR_US)
        return "host", Expire(items) if items is not None else expire(intents=("nothing",))

    def _tell(self):
        """Tell subscribers of releases, as the node does; sometimes of what is told already."""
        due, state = turned(self.state, self._time_us), self.state
        if due and self._sometimes():
            return "host", tell(due)
        if not state.untold:
            return "host", tell(tuple(state.intents)[:3], walk=self.rng.choice([0, state.position]))
        ids = sorted(i for i in (*state.intents, *state.constraints) if i > state.untold[0].after)
        some = tuple(ids[: self.rng.randrange(1, 6)])
        upto = some[-1] if len(some) < len(ids) else ""
        return "host", tell(some, tuple(state.constraints)[:1], state.untold[0].position, upto)

    def _elsewhere(self):
        """What USSs do that are no members."""
        own = [i for i in self.state.intents.values() if i.manager == "uss"]
        if own and self._sometimes():
            return "uss", delete_intent(own[0].id, own[0].ovn)
        volumes = self._volumes()
        key = [i.ovn for i in View(self.state, "uss", self._time_us).intents_near(volumes)]
        wish = self.rng.choice([None, subscribe(self._name("watch"))])
        return "uss", put_intent(self._name("flight"), *volumes, key=key, subscription=wish, ovn=self._name("ovn"))

    def _watch(self):
        lat = self.rng.randrange(4) * CELL_NDEG
        start = (self._time_us - NOW) // MINUTE_US
        wish = put_subscription(
            self._name("watch"), boxes=(box((lat, lat + 10)),), start=start, end=start + 300, version=self._name("v")
        )
        return self._who(), wish

    # Parties

    def _propose(self):
        matter = self.rng.choice(list(Matter))
        about = "" if matter is Matter.AMEND else self.rng.choice([*self.PARTIES, "NEW", "NEXT"])
        rules = charter(overrun_us=self.rng.choice([1, 5]) * MINUTE_US) if matter is Matter.AMEND else None
        minutes = (self._time_us - NOW) // MINUTE_US + self.rng.choice([5, 60, 600, 600])
        return self._who(), propose(matter, about, self._name("proposal"), rules, minutes)

    def _vote(self):
        item_id = self._open()
        proposal = self.state.proposals.get(item_id)
        shrinks = proposal is not None and proposal.matter in (Matter.SUSPEND, Matter.EXPEL)
        is_yes = self.rng.random() < 0.9 and not (shrinks and len(self._members()) <= 4)
        missing = [p.code for p in self._members() if proposal and p.code not in proposal.yes + proposal.no]
        who = self.rng.choice(missing) if missing and self.rng.random() < 0.8 else self._who()
        return who, yes(item_id) if is_yes else no(item_id)

    def _withdraw(self):
        return self._who(), withdraw(self._open())

    def _close(self):
        late = closable(self.state, self._time_us) if len(self._members()) > 4 else ()
        return "host", close(*late)

    def _delegate(self):
        code = self._party()
        item_id = self.rng.choice([f"{code} {role}" for role in ("lead", "second", "observer", "client")])
        role = self.rng.choice([*Role, None])
        return code if self.rng.random() < 0.8 else self._who(), give_role(
            item_id, code, role, item_id.endswith("client")
        )

    def _describe(self):
        if len(self._members()) > 4 and self.rng.random() < 0.2:
            return self._who(), leave(self._party())
        code = self._party()
        if self.rng.random() < 0.3:
            return code, set_keys(code, f"{code}+00+{self.rng.randrange(4)}")
        return code, describe(code)

    # Pieces

    def _name(self, kind):
        return f"{kind} {next(self._names)}"

    def _members(self):
        return [party for party in self.state.parties.values() if party.state is PartyState.MEMBER]

    def _party(self):
        return self.rng.choice(self.PARTIES)

    def _who(self):
        return self._party() + self.rng.choice(["", "", "", "", "", "", " officer", " observer", " client"])

    def _officer(self, old):
        return old.manager if self.rng.random() < 0.9 else self._who()

    def _one_of(self, items):
        return self.state.intents[self.rng.choice(list(items))] if items else None

    def _open(self):
        return self.rng.choice(list(self.state.proposals) or ["nothing"])

    def _version(self, old):
        return old.ovn if self.rng.random() < 0.95 else "stale"

    def _sometimes(self):
        return self.rng.random() < 0.2

    def _level(self):
        return self.rng.choice(list(PlanLevel))

    def _grants(self):
        return [grant(viewer, self._level()) for viewer in self.PARTIES if self._sometimes()]

    def _volumes(self):
        return tuple(self._volume() for _ in range(self.rng.choice([1, 1, 2])))

    def _volume(self):
        lat = self.rng.randrange(4) * CELL_NDEG + self.rng.randrange(3) * 100
        start = (self._time_us - NOW) // MINUTE_US + self.rng.choice([-10, -10, 0, 40])
        return volume((lat, lat + self.rng.choice([50, 300])), time_us=(minute(start), minute(start + 50)))
