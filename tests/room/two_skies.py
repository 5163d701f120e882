"""What others do in two rooms of which one party, the viewer, is shown the same: each step, made in both.

In each step something may be another in the second room, or happen in one room alone, as `KINDS` names it. The log of the
other is filled up with entries that say nothing, as its length is a declared observable.
"""

import random
from typing import Any

import msgspec

from tansiq.core.room import PlanLevel

from .twin import Fate, Heard, Twin
from .two_skies_kinds import (
    ABOVE,
    AWAY,
    CONFLICT,
    EXISTENCE,
    FARTHER,
    HERE,
    IDENTITY,
    RESERVATION,
    Block,
    Parted,
    Sky,
    block,
    on_another_reference,
    view_of,
)

OTHERS = ("BRA", "CHI", "DEL")
LEVELS = ("", "conflict", "existence", "reservation", "identity")


class Foreign(msgspec.Struct, eq=False):
    """A flight of another party. ids, owners, ovns, bodies, positions: in the first and in the second room; an OVN is ""
    where it is not there.

    least, most: how much of it the viewer may ever get. is_exposed: it may come under the safety floor near the viewer.
    blocks: of its volumes, those that both rooms share. positions: of the entries that hold its words. is_short: it may
    outlast its time in the story. is_moved: it was changed otherwise than by its bodies.
    """

    least: PlanLevel
    most: PlanLevel
    is_exposed: bool
    origin: Sky
    blocks: list[Block]
    ids: list[str]
    owners: list[str]
    ovns: list[str]
    bodies: list[dict[str, Any]]
    is_short: bool
    positions: list[int]
    is_moved: bool = False
    is_erased: bool = False

    @property
    def is_unmet(self) -> bool:
        """Whether the viewer is never shown anything of it."""
        return self.most is CONFLICT and self.origin is not HERE and not self.is_exposed

    @property
    def is_sealed(self) -> bool:
        """Whether the viewer never gets more than an occupied place."""
        return self.most <= EXISTENCE

    @property
    def is_there(self) -> bool:
        return all(self.ovns)


class Others:
    """What the other parties do, in both rooms."""

    def __init__(
        self,
        rng: random.Random,
        seed: int,
        twins: list[Twin],
        fate: Fate,
        viewer: str,
        kinds: set[str],
        *,
        needs_second: bool,
    ) -> None:
        self.rng = rng
        self.seed = seed
        self.twins = twins
        self.fate = fate
        self.viewer = viewer
        self.kinds = kinds  # what may differ
        self.needs_second = needs_second
        self.made: dict[str, int] = {}  # what would differ, were it allowed -> how often
        self.flights: list[Foreign] = []
        self.zones: list[dict[str, Any]] = []
        self.places: list[Any] = []  # reports of places
        self.marches: list[Any] = []  # movements that the viewer is shown something of
        self.step = 0
        self.may_be_suspended = viewer == "VIC" and rng.random() < 0.15
        self.defaults: dict[tuple[str, bool], tuple[PlanLevel, PlanLevel]] = {}
        self._ids = 0
        self.presets: dict[str, list[dict[str, Any]]] = {}

    @property
    def now_us(self) -> int:
        return self.twins[0].hands.wall_us

    def differs(self, kind: str, share: float = 0.5, *, fits: bool = True) -> bool:
        """Whether something is to be another in the second room: if it fits, at times, and where this kind is allowed."""
        rolled = self.rng.random() < share and fits
        if rolled:
            self.made[kind] = self.made.get(kind, 0) + 1
        return rolled and kind in self.kinds

    def chance(self, what: str) -> random.Random:
        """A chance apart, so that the story goes on alike whatever differs."""
        return random.Random(f"{self.seed} {self.step} {what}")

    def new_id(self) -> str:
        self._ids += 1
        text = random.Random(f"{self.seed} id {self._ids}").randbytes(16).hex()
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"

    # Asking

    async def ask(
        self, n: int, who: str, verb: str, path: str, body: Any = None, tail: str = "", head: str = ""
    ) -> Heard:
        """Have somebody ask in one room; conflicts that are not named are named. tail, head: see `Fate.draw`."""
        accepts: list[dict[str, str]] = []
        for _ in range(4):
            self.fate.draw(f"{self.seed} {self.step} {tail or path}", f"{self.seed} {self.step} {head}" if head else "")
            heard = await self.twins[n].ask(who, verb, path, body if not accepts else body | {"accepts": accepts})
            assert heard.status not in (500, 503), f"{verb} {path} {body}: the door is broken: {heard}"
            if heard.status != 409 or heard.json.get("code") != "conflicts_not_named":
                return heard
            told = heard.json
            accepts = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in told["conflicts"]]
            accepts += [{"id": z["zone"]["id"], "ovn": z["zone"]["ovn"]} for z in told["zones"]]
        return heard

    async def both(
        self, who: Any, verb: str, path: Any, bodies: Any = None, head: str = "", tail: str = ""
    ) -> list[Heard]:
        """Have the same asked in both rooms; who, path, bodies: one for each room where it is not one for both.

        head: of what is drawn in the second room alone. Raises `Parted` where only one takes it.
        """
        heard: list[Heard] = []
        for n in range(2):
            each = [x if isinstance(x, str) else x[n] for x in (who, path)]
            body = bodies[n] if isinstance(bodies, list) else bodies
            heard.append(await self.ask(n, each[0], verb, each[1], body, tail, head if n else ""))
        if (heard[0].status < 300) is not (heard[1].status < 300):
            raise Parted(f"{verb} {path}: {[each.body[:90] for each in heard]}")
        return heard

    async def level(self) -> None:
        """Make both logs equally long."""
        end = max(twin.state.position for twin in self.twins)
        for twin in self.twins:
            self.fate.draw(f"{self.seed} {self.step} nothing")
            await twin.fill(end)

    # Before the story

    async def settle_presets(self, default: PlanLevel) -> None:
        """Let each party say what the viewer gets where a flight says nothing; it stays so."""
        for code in OTHERS:
            said: list[dict[str, Any]] = []
            for is_manned in (True, False):
                least = most = EXISTENCE if self.viewer != "VIC" else default
                for party in ("", "VIC"):
                    if self.rng.random() < 0.35:
                        level = PlanLevel(self.rng.choice([1, 1, 2, 3, 4]))
                        is_reciprocal = self.rng.random() < 0.3
                        of = "manned" if is_manned else "unmanned"
                        said.append({"of": of, "party": party, "level": LEVELS[level], "is_reciprocal": is_reciprocal})
                        if self.viewer == "VIC":
                            least, most = CONFLICT if is_reciprocal else level, level
                self.defaults[code, is_manned] = (least, most)
            said.append({"of": "zone", "party": "", "level": self.rng.choice(LEVELS[2:]), "is_reciprocal": False})
            self.presets[code] = said
            heard, _ = await self.both(code, "PUT", "/room/v1/presets", {"presets": said})
            if heard.json["waits"]:
                await self.both(f"{code} officer", "POST", f"/room/v1/releases/{heard.json['waits']}", {"yes": True})
        await self.level()

    # Flights

    async def book(self) -> None:
        """A flight of another party, at any level, here or away."""
        rng = self.rng
        is_manned, origin, owner = (
            rng.random() < 0.6,
            rng.choices((HERE, AWAY, ABOVE), (6, 2, 2))[0],
            rng.choice(OTHERS),
        )
        is_emergency, is_short = rng.random() < 0.12, rng.random() < 0.2
        state = rng.choice(["Accepted", "Accepted", "Activated"])
        precedence = "emergency" if is_emergency else rng.choice(["routine", "routine", "medevac"])
        is_exposed = is_emergency or is_short
        grants, least, most, is_relative = self._grants(owner, is_manned)
        if self.may_be_suspended:
            least = min(least, EXISTENCE)
        if self.viewer == "VIC" and self.twins[0].state.parties["VIC"].state == "suspended":
            most = min(most, EXISTENCE)  # nobody lets it back in
        if is_exposed and origin is not AWAY:
            most = max(most, RESERVATION)
        flight_id, other_id = self.new_id(), self.new_id()
        blocks = [
            block(rng, origin, self.now_us, is_manned=is_manned, is_long=not is_short)
            for _ in range(rng.choice([1, 1, 2]))
        ]
        new = Foreign(
            least, most, is_exposed and origin is not AWAY, origin, blocks, [flight_id] * 2, [owner] * 2, ["", ""], [{}, {}],
            is_short, [0, 0],
        )  # fmt: skip
        body = self.body(new, is_manned, state, precedence)
        other = dict(body)
        default_least, default_most = self.defaults[owner, is_manned]
        is_plain = bool(grants) and grants[0].keys() == {"party", "level"}  # so that whose it is does not count
        if self.differs("owner", 0.4, fits=new.is_sealed and is_plain):
            new.owners[1] = self.chance("owner").choice([code for code in OTHERS if code != owner])
        granted = grants
        if self.differs("how it was released", 0.5, fits=not grants and default_least is default_most):
            granted = [{"party": self.viewer, "level": LEVELS[default_most]}]
        if self.differs("real id", 0.6, fits=most is CONFLICT and not new.is_short):
            new.ids[1] = other_id
        body["grants"] = grants + self.for_others(new.owners, "grants")
        is_released_otherwise = self.differs("released to others", 0.5)
        other["grants"] = granted + self.for_others(new.owners, "other grants" if is_released_otherwise else "grants")
        new.bodies = [body, self.other(new, other, is_relative=is_relative)]
        only = self.differs("only in one", 0.25, fits=new.is_unmet)
        self.flights.append(new)
        await self.write(new, only=self.chance("room").randrange(2) if only else None)

    def _grants(self, owner: str, is_manned: bool) -> tuple[list[dict[str, Any]], PlanLevel, PlanLevel, bool]:
        """What a flight releases to the viewer: the grants, the least and the most, whether its start counts."""
        least, most = self.defaults[owner, is_manned]
        if self.rng.random() < 0.35 or self.needs_second:
            return [], least, most, False
        level = PlanLevel(self.rng.choice([1, 1, 1, 2, 2, 3, 4]))
        given: dict[str, Any] = {"party": self.viewer, "level": LEVELS[level]}
        how = self.rng.choice(["plain", "plain", "plain", "timed", "relative"])
        if how == "plain":
            return [given], level, level, False
        minutes = [self.rng.choice([5, 15, 30, 60]), self.rng.choice([20, 45, 90])]
        names = ("after", "until") if how == "timed" else ("after_start_s", "until_start_s")
        for name, minute in zip(names, minutes, strict=True):
            if self.rng.random() < 0.6:
                given[name] = self.twins[0].at(minute) if how == "timed" else minute * 60
        return [given], min(least, level), max(most, level), how == "relative"

    def for_others(self, owners: list[str], what: str) -> list[dict[str, Any]]:
        chance = self.chance(what)
        return (
            []
            if self.needs_second
            else [
                {"party": code, "level": chance.choice(LEVELS[1:])}
                for code in (*OTHERS, "VIC")
                if code not in (*owners, self.viewer) and chance.random() < 0.5
            ]
        )

    def body(self, new: Foreign, is_manned: bool, state: str, precedence: str) -> dict[str, Any]:
        return (
            {
                "volumes": self._volumes(new, "volumes", "volumes", "volumes"),
                "is_manned": is_manned,
                "state": state,
                "precedence": precedence,
                "reason": "patient" if precedence != "routine" else "",
            }
            | self.words("words")
            | {"contact": self.contact("contact"), "ssr": "7000", "withheld": ["ssr"]}
        )

    def _volumes(
        self, new: Foreign, outline: str, heights: str, times: str, goes_on: bool = False
    ) -> list[dict[str, Any]]:
        blocks = [each.going_on() if goes_on and each.is_at_edge else each for each in new.blocks]
        return [
            each.volume(
                self.chance(f"{outline} outline {n}"), self.chance(f"{heights} heights {n}"),
                self.chance(f"{times} times {n}"), self.now_us,
            )
            for n, each in enumerate(blocks)
        ]  # fmt: skip

    def words(self, what: str) -> dict[str, Any]:
        chance = self.chance(what)
        return {
            "callsign": f"{chance.choice(['HAL', 'MEDIC', 'RELIEF'])} {chance.randrange(10, 20)}",
            "aircraft_type": chance.choice(["B407", "C208", "AN26"]),
            "count": chance.randrange(1, 4),
            "frequencies": [f"12{chance.randrange(10)}.450"],
            "remarks": f"remark {chance.randrange(10**6)}",
            "endurance_min": chance.randrange(30, 300),
            "lost_link": f"returns to {chance.randrange(10**6)}",
            "icao24": f"{chance.randrange(16**6):06X}",
        }

    def contact(self, what: str) -> str:
        return f"watch +967 {self.chance(what).randrange(10**6)}"

    def other(self, new: Foreign, body: dict[str, Any], is_relative: bool = False) -> dict[str, Any]:
        """The flight as the second room has it: what the viewer is never shown of it is another."""
        sealed, is_manned = new.is_sealed, body["is_manned"]
        outline = "other" if self.differs("outline", 0.6, fits=sealed) else "volumes"
        heights = self.differs("heights", 0.6, fits=sealed)
        times = (
            "other" if self.differs("times", 0.6, fits=sealed and not new.is_short and not is_relative) else "volumes"
        )
        is_open = new.most is CONFLICT and any(each.is_at_edge for each in new.blocks)
        goes_on = self.differs("goes on", 0.7, fits=is_open)
        body["volumes"] = self._volumes(new, outline, "other" if heights else "volumes", times, goes_on)
        if heights:
            views = [view_of(self.twins[1].state, v, is_manned) for v in body["volumes"]]
            body["volumes"] = [
                on_another_reference(self.twins[1].state, v, w, is_manned)
                for v, w in zip(body["volumes"], views, strict=True)
            ]
        is_bare = new.most < IDENTITY
        if self.differs("names", 0.7, fits=is_bare):
            body |= self.words("other words")
        if self.differs("contact", 0.7, fits=is_bare and not new.is_exposed):
            body["contact"] = self.contact("other contact")
        if self.differs("withheld", 0.5):
            body["ssr"] = "7001"
        if self.differs("elsewhere", 0.4, fits=new.is_unmet):
            chance = self.chance("elsewhere")
            moved = block(chance, FARTHER, self.now_us, is_manned=is_manned, is_long=True)
            moved = msgspec.structs.replace(moved, time=new.blocks[0].time)
            body["volumes"] = [moved.volume(chance, chance, chance, self.now_us)]
        if self.differs("more elsewhere", 0.3, fits=new.most is CONFLICT and not new.is_short):
            chance = self.chance("more")
            more = block(chance, AWAY, self.now_us, is_manned=is_manned, is_long=True)
            more = msgspec.structs.replace(more, time=new.blocks[0].time)
            body["volumes"] = [*body["volumes"], more.volume(chance, chance, chance, self.now_us)]
        if self.differs("twice", 0.3, fits=new.most is CONFLICT and not new.is_short):
            body["volumes"] = [*body["volumes"], body["volumes"][0]]
        return body

    async def write(self, flight: Foreign, only: int | None = None) -> bool:
        """Write a flight in both rooms, or in one, and return whether that was taken."""
        is_new = not any(flight.ovns)
        version = "other version" if self.differs("real version", 0.6, fits=flight.is_sealed) else "version"
        secret = (
            "other secret" if self.differs("secret", 0.5, fits=is_new and flight.least >= RESERVATION) else "secret"
        )
        taken: dict[int, Heard] = {}
        for n in (0, 1) if only is None else (only,):
            body = flight.bodies[n] | ({"ovn": flight.ovns[n]} if flight.ovns[n] else {})
            tail, head = (secret, version) if n else ("secret", "version")
            path = f"/room/v1/flights/{flight.ids[n]}"
            taken[n] = await self.ask(n, flight.owners[n], "PUT", path, body, tail, head)
        if len({heard.status < 300 for heard in taken.values()}) > 1:
            raise Parted(f"writing a flight: {[heard.body[:90] for heard in taken.values()]}")
        for n, heard in taken.items():
            if heard.status < 300:
                flight.ovns[n] = heard.json["flight"]["ovn"]
                flight.positions[n] = int(heard.header("tansiq-position"))
        return all(heard.status < 300 for heard in taken.values())

    def refresh(self) -> None:
        """Take in what became of the flights by what others did, or by time."""
        for flight in self.flights:
            for n, twin in enumerate(self.twins):
                intent = twin.state.intents.get(flight.ids[n])
                ovn = intent.ovn if intent is not None else ""
                flight.is_moved |= ovn not in ("", flight.ovns[n])
                flight.ovns[n] = ovn

    def one(self, fits: Any = lambda _: True) -> Foreign | None:
        """Any flight that is there in both rooms and fits."""
        found = [f for f in self.flights if f.is_there and fits(f)]
        return self.rng.choice(found) if found else None
