"""What the viewer asks in both rooms, and that all it is answered and told is the same, byte for byte.

What it asks next depends on what it was answered, on chance, and on guesses that are better than anybody's: real ids and
versions of flights that it is not shown.
"""

import random
from functools import partial
from typing import Any

import msgspec

from tansiq.gateways.room import wire
from tansiq.gateways.room.exports import volume_feature

from .twin import Ear, Heard, Twin
from .two_skies import LEVELS, OTHERS, Others
from .two_skies_kinds import AWAY, HERE, Leak, Parted, Sky, block
from .two_skies_steps import URL, area

PROOFS = ("inclusion", "checkpoint", "signature", "commitment")  # of a receipt: declared observables


class Viewer:
    """A member "VIC", or a USS outside the room, "UXS"."""

    def __init__(self, rng: random.Random, others: Others, name: str) -> None:
        self.rng = rng
        self.others = others
        self.name = name
        self.is_member = name == "VIC"
        self.own: dict[str, tuple[str, dict[str, Any]]] = {}  # flights: id -> OVN, body
        self.intents: dict[str, str] = {}  # at the standard's door: id -> OVN
        self.watches: dict[str, str] = {}  # subscriptions: id -> version
        self.zones: dict[str, tuple[str, dict[str, Any]]] = {}
        self.reports: dict[str, str] = {}  # of places: id -> OVN
        self.seen_places: dict[str, None] = {}
        self.shown: dict[str, str] = {}  # ids that it was shown -> OVNs
        self.positions: list[int] = []
        self.tags: dict[str, str] = {}
        self.counts: dict[str, int] = {}  # what was met on the way
        self.more_steps: dict[Any, int] = {}
        self.last_id = ""
        self._ears: list[list[Ear]] = []
        self._asked = 0
        self._counted: set[int] = set()  # positions of answers that say how often others were told

    @property
    def twins(self) -> list[Twin]:
        return self.others.twins

    @property
    def machine(self) -> str:
        return "VIC machine" if self.is_member else self.name

    # Asking

    async def ask(self, verb: str, path: str, body: Any = None, who: str = "VIC", **headers: str) -> Heard:
        """Ask the same in both rooms, and compare: status, headers, body; then what was pushed."""
        self._asked += 1
        heard: list[Heard] = []
        for twin in self.twins:
            self.others.fate.draw(f"{self.others.seed} viewer {self._asked}")
            heard.append(await twin.ask(who, verb, path, body, **headers))
        assert all(each.status not in (500, 503) for each in heard), (
            f"{verb} {path} {body}: the door is broken: {heard}"
        )
        first, second = (self._compared(each, n) for n, each in enumerate(heard))
        if first != second:
            if path.endswith("/accept") and any(b"agreement_not_free" in each.body for each in heard):
                raise Parted("what stands in the way of the other's flight is the other's to know")
            raise Leak(self.others.step, f"{who}: {verb} {path} {body}", first, second)
        self.hear(f"{verb} {path}")
        self._learn(heard[0])
        return heard[0]

    def _compared(self, heard: Heard, n: int) -> Heard:
        """An answer without what is outside the law: the proofs of a receipt; how often others were told, while awaited."""
        if b'"answer_hash"' in heard.body:
            kept = {name: value for name, value in heard.json.items() if name not in PROOFS}
            if kept["position"] in self._counted:
                del kept["answer_hash"]
        elif b'"subscribers":[{' in heard.body and "others' counts" not in self.others.kinds:
            kept, held = heard.json, self.twins[n].state.subscriptions
            self._counted.add(int(heard.header("tansiq-position")))
            for told in (each for subscriber in kept["subscribers"] for each in subscriber["subscriptions"]):
                if held[told["subscription_id"]].manager != self.name:
                    told["notification_index"] = 0
        else:
            return heard
        headers = tuple(header for header in heard.headers if header[0] not in ("content-length", "etag"))
        return Heard(heard.status, headers, msgspec.json.encode(kept))

    async def room(self, verb: str, path: str, body: Any = None, **headers: str) -> Heard:
        return await self.ask(verb, f"/room/v1{path}", body, **headers)

    async def standard(self, verb: str, path: str, body: Any = None) -> Heard:
        return await self.ask(verb, path, body, who=self.machine)

    def hear(self, after: str) -> None:
        """Compare what was pushed."""
        for pair in self._ears:
            first, second = (ear.take() for ear in pair)
            if first != second:
                raise Leak(self.others.step, f"push after {after}", first, second)
            for event in first:
                self.count("pushed", isinstance(event, bytes) and b"event: flights" in event)
                if isinstance(event, bytes) and event.startswith(b"id: "):
                    self.last_id = event[4:20].decode()

    async def listen(self, last_id: str = "") -> None:
        """Open a push stream in both rooms."""
        self._ears.append([await twin.listen("VIC observer", last_id) for twin in self.twins])
        self.hear(f"listening after {last_id!r}")

    async def close(self) -> None:
        """End all streams, as when a connection is lost."""
        for pair in self._ears:
            for ear in pair:
                await ear.close()
        self._ears.clear()

    def count(self, what: str, is_so: bool = True) -> None:
        self.counts[what] = self.counts.get(what, 0) + is_so

    def _learn(self, heard: Heard) -> None:
        if position := heard.header("tansiq-position"):
            self.positions.append(int(position))
        if heard.header("content-type") != "application/json" or not heard.body:
            return
        for held in flights_in(heard.json):
            self.count(f"at {held['level']}", not held["is_mine"])
            if not held["is_mine"]:
                self.shown[held["id"]] = held["ovn"]

    # A step

    async def step(self) -> None:
        """Ask something."""
        made = {self.intent: 4, self.watch: 3, self.end_intent: 1, self.constraint: 1}
        if self.is_member:
            made |= {
                self.book: 10, self.change: 6, self.end: 2, self.release: 2, self.presets: 2, self.check: 4,
                self.propose: 5, self.answer: 7, self.zone: 2, self.vote: 1, self.twice: 1, self.come_back: 2,
            }  # fmt: skip
            made |= {partial(step, self): weight for step, weight in self.more_steps.items()}
        await self.rng.choices(list(made), list(made.values()))[0]()

    def body(self, state: str = "Accepted") -> dict[str, Any]:
        rng, is_manned = self.rng, self.rng.random() < 0.6
        blocks = [
            block(rng, HERE, self.others.now_us, is_manned=is_manned, is_long=rng.random() < 0.5)
            for _ in range(rng.choice([1, 1, 2]))
        ]
        body = {
            "volumes": [each.volume(rng, rng, rng, self.others.now_us) for each in blocks],
            "is_manned": is_manned,
            "state": state,
            "contact": "VIC watch",
            "callsign": f"{rng.choice(['HAL', 'MEDIC'])} {rng.randrange(10, 20)}",
            "grants": [
                {"party": code, "level": rng.choice(LEVELS[1:])} for code in OTHERS if rng.random() < 0.4
            ],
        }  # fmt: skip
        if state in ("Nonconforming", "Contingent"):
            body["off_nominal"] = body["volumes"]
        if rng.random() < 0.1:
            body |= {"precedence": "emergency", "reason": "engine"}
        return body

    async def book(self) -> None:
        guess = self.guess()
        if guess and self.rng.random() < 0.2 and self.others.differs("books under a real id", 1):
            await self._put(guess, self.body())
        else:
            await self._put(self.others.new_id(), self.body(self.rng.choice(["Accepted", "Accepted", "Activated"])))

    async def change(self) -> None:
        if not self.own:
            return await self.book()
        flight_id = self.rng.choice(list(self.own))
        ovn, old = self.own[flight_id]
        state = self.rng.choice(["Activated", "Activated", "Accepted", "Nonconforming", "Contingent"])
        body = self.body(state) if self.rng.random() < 0.6 or "off_nominal" in old else old | {"state": state}
        if state in ("Nonconforming", "Contingent"):
            body = body | {"off_nominal": body["volumes"]}
        await self._put(flight_id, body | {"ovn": ovn})
        return None

    async def _put(self, flight_id: str, body: dict[str, Any]) -> None:
        accepts: list[dict[str, str]] = []
        for _ in range(3):
            heard = await self.room("PUT", f"/flights/{flight_id}", body | {"accepts": accepts})
            if heard.status < 300:
                self.own[flight_id] = (heard.json["flight"]["ovn"], body)
                self.count("booked")
                return
            if heard.status != 409 or heard.json.get("code") != "conflicts_not_named":
                self.count(f"PUT {heard.status} {heard.json.get('code')}")
                return
            self.count("met", bool(heard.json["conflicts"]))
            if self.rng.random() < 0.2:
                return
            accepts = [{"id": c["with"]["id"], "ovn": c["with"]["ovn"]} for c in heard.json["conflicts"]]
            accepts += [{"id": z["zone"]["id"], "ovn": z["zone"]["ovn"]} for z in heard.json["zones"]]
            accepts = accepts[self.rng.random() < 0.1 :]

    async def end(self) -> None:
        for flight_id in self.rng.sample(list(self.own), min(1, len(self.own))):
            ovn, _ = self.own[flight_id]
            if (await self.room("DELETE", f"/flights/{flight_id}?ovn={ovn}")).status == 200:
                del self.own[flight_id]

    async def release(self) -> None:
        for flight_id in self.rng.sample(list(self.own), min(1, len(self.own))):
            ovn, body = self.own[flight_id]
            grants = [{"party": c, "level": self.rng.choice(LEVELS[1:])} for c in OTHERS if self.rng.random() < 0.5]
            heard = await self.room("PUT", f"/flights/{flight_id}/release", {"ovn": ovn, "grants": grants})
            if heard.status == 200:
                self.own[flight_id] = (heard.json["flight"]["ovn"], body)
                await self._confirm(heard.json["waits"])

    async def presets(self) -> None:
        said = [
            {"of": of, "party": party, "level": self.rng.choice(LEVELS[1:]), "is_reciprocal": self.rng.random() < 0.3}
            for of in ("manned", "unmanned")
            for party in ("", *OTHERS)
            if self.rng.random() < 0.4
        ]
        heard = await self.room("PUT", "/presets", {"presets": said})
        if heard.status == 200:
            await self._confirm(heard.json["waits"])

    async def _confirm(self, waiting: str) -> None:
        if waiting:
            body = {"yes": self.rng.random() < 0.8}
            await self.ask("POST", f"/room/v1/releases/{waiting}", body, who="VIC officer")
            await self._look_at_own()

    async def _look_at_own(self) -> None:
        held = {f["id"]: f["ovn"] for f in (await self.room("GET", "/flights?mine=true")).json["flights"]}
        self.own = {i: (held[i], body) for i, (_, body) in self.own.items() if i in held}

    async def check(self) -> None:
        body = self.body()
        path = "/flights/check"
        if self.own and self.rng.random() < 0.5:
            path += f"?id={self.rng.choice(list(self.own))}"
        heard = await self.room("POST", path, body, accept_language=self.rng.choice(["en", "ar", "fr"]))
        self.count("offers", heard.status == 200 and bool(heard.json["offers"]))
        heard = await self.room("POST", "/imports/flights?format=geojson", file_of(body), idempotency_key="looked at")
        assert heard.status == 200, heard.body
        self.count("import met", any(item["conflicts"] for item in heard.json["items"]))

    async def propose(self) -> None:
        listed = (await self.room("GET", "/flights")).json["flights"]
        theirs = [f["id"] for f in listed if not f["is_mine"]]
        guess = self.guess()
        theirs += [guess] if guess else []
        if not self.own or not theirs:
            return
        shifts = [
            {"whose": w, "delay_s": self.rng.choice([0, 900, 1800]), "up_m": self.rng.choice([0, 0, 300])}
            for w in ("mine", "theirs")
        ]
        body = {
            "mine": self.rng.choice(list(self.own)),
            "theirs": self.rng.choice(theirs),
            "options": [[shift] for shift in self.rng.sample(shifts, 1)],
            "deadline": self.twins[0].at(30),
            "words": "please",
        }
        heard = await self.room("POST", "/agreements", body)
        self.count(f"propose {heard.status} {heard.json.get('code')}")

    async def answer(self) -> None:
        found = (await self.room("GET", "/agreements")).json["agreements"]
        is_open = [a for a in found if a["state"] == "open"]
        if not is_open:
            return
        held = self.rng.choice(is_open)
        if held["made_by_me"]:
            await self.room("DELETE", f"/agreements/{held['id']}")
        elif self.rng.random() < 0.7:
            heard = await self.room("POST", f"/agreements/{held['id']}/accept", {"option": 0})
            self.count(f"accept {heard.status} {heard.json.get('code')}")
        else:
            await self.room("POST", f"/agreements/{held['id']}/decline")
        await self._look_at_own()

    async def zone(self) -> None:
        zone_id, (ovn, old) = self.rng.choice(list(self.zones.items()) or [(self.others.new_id(), ("", {}))])
        volume = block(self.rng, HERE, self.others.now_us, is_manned=True, is_long=True).volume(
            self.rng, self.rng, self.rng
        )
        body = old or {
            "kind": self.rng.choice(["corridor", "closed"]),
            "name": "VIC zone",
            "contact": "VIC",
            "volumes": [volume],
        }
        heard = await self.room("PUT", f"/zones/{zone_id}", body | ({"ovn": ovn, "life": "active"} if ovn else {}))
        if heard.status < 300:
            self.zones[zone_id] = (heard.json["ovn"], body)

    async def vote(self) -> None:
        for held in (await self.room("GET", "/proposals")).json["proposals"][:1]:
            await self.room("POST", f"/proposals/{held['id']}/vote", {"yes": self.rng.random() < 0.5})

    async def twice(self) -> None:
        """The same request twice, and what became of it."""
        key, body, flight_id = f"key {self._asked}", self.body(), self.others.new_id()
        for _ in range(2):
            heard = await self.room("PUT", f"/flights/{flight_id}", body, idempotency_key=key)
        if heard.status < 300:
            self.own[flight_id] = (heard.json["flight"]["ovn"], body)
        await self.room("GET", f"/requests/{key.replace(' ', '%20')}")

    async def come_back(self) -> None:
        """Lose the stream, and come back after the last event, or a guess."""
        await self.close()
        await self.listen(self.rng.choice([self.last_id, self.last_id, "", "0123456789abcdef"]))

    # The standard's door

    async def intent(self) -> None:
        """The loop of an ordinary client: PUT, 409, details of each that is missing, PUT with their OVNs."""
        rng = self.rng
        intent_id, ovn = rng.choice([*self.intents.items(), (self.others.new_id(), ""), (self.others.new_id(), "")])
        guess = self.guess()
        if guess and rng.random() < 0.1 and self.others.differs("books under a real id", 1):
            intent_id, ovn = guess, ""
        extents = [
            area(
                block(rng, HERE, self.others.now_us, is_manned=True, is_long=rng.random() < 0.3).volume(
                    rng, rng, rng, self.others.now_us
                )
            )
            for _ in range(rng.choice([1, 1, 2]))
        ]
        body: dict[str, Any] = {"state": "Accepted", "key": [], "uss_base_url": URL, "extents": extents}
        if rng.random() < 0.4:
            body["new_subscription"] = {"uss_base_url": URL, "notify_for_constraints": rng.random() < 0.5}
        path = f"/dss/v1/operational_intent_references/{intent_id}" + (f"/{ovn}" if ovn else "")
        heard = await self.standard("PUT", path, body)
        if heard.status == 409 and "missing_operational_intents" in heard.json:
            for missing in heard.json["missing_operational_intents"]:
                self.count("stand-in", missing["manager"] == "room")
                told = await self.standard("GET", f"/uss/v1/operational_intents/{missing['id']}")
                if told.status == 200:
                    body["key"].append(told.json["operational_intent"]["reference"]["ovn"])
                await self.standard("GET", f"/dss/v1/operational_intent_references/{missing['id']}")
            heard = await self.standard("PUT", path, body)
        if heard.status < 300:
            self.intents[intent_id] = heard.json["operational_intent_reference"]["ovn"]

    async def end_intent(self) -> None:
        for intent_id, ovn in self.rng.sample(list(self.intents.items()), min(1, len(self.intents))):
            if (
                await self.standard("DELETE", f"/dss/v1/operational_intent_references/{intent_id}/{ovn}")
            ).status == 200:
                del self.intents[intent_id]

    async def watch(self) -> None:
        rng, chosen = self.rng, self.rng.choice([*self.watches.items(), (self.others.new_id(), "")])
        extent = self._area(rng.choice([HERE, HERE, AWAY]))
        body = {
            "extents": extent, "uss_base_url": URL, "notify_for_operational_intents": True,
            "notify_for_constraints": rng.random() < 0.7,
        }  # fmt: skip
        path = f"/dss/v1/subscriptions/{chosen[0]}" + (f"/{chosen[1]}" if chosen[1] else "")
        heard = await self.standard("PUT", path, body)
        if heard.status == 200:
            self.watches[chosen[0]] = heard.json["subscription"]["version"]
            if rng.random() < 0.1:
                await self.standard("DELETE", f"/dss/v1/subscriptions/{chosen[0]}/{self.watches.pop(chosen[0])}")

    async def constraint(self) -> None:
        extent = self._area(HERE)
        await self.standard(
            "PUT", f"/dss/v1/constraint_references/{self.others.new_id()}", {"extents": [extent], "uss_base_url": URL}
        )

    def _area(self, origin: Sky) -> dict[str, Any]:
        rng = self.rng
        return area(
            block(rng, origin, self.others.now_us, is_manned=True, is_long=rng.random() < 0.5).volume(rng, rng, rng)
        )

    def guess(self) -> str:
        """The real id of a flight that the viewer is not shown."""
        hidden = [i for f in self.others.flights for i in f.ids if i not in self.shown]
        return self.rng.choice(hidden) if hidden else ""


def flights_in(told: Any) -> list[dict[str, Any]]:
    """All flights anywhere in an answer."""
    if isinstance(told, dict):
        own = [told] if "level" in told and "is_mine" in told and "volumes" in told else []
        return own + [each for value in told.values() for each in flights_in(value)]
    return [each for value in told for each in flights_in(value)] if isinstance(told, list) else []


def file_of(body: dict[str, Any]) -> dict[str, Any]:
    """A flight as a file of GeoJSON."""
    about = {name: said for name, said in body.items() if name not in ("volumes", "off_nominal")} | {"id": "one"}
    features = [
        volume_feature(msgspec.convert(each, wire.Volume), about | {"part": part})
        for part in ("volumes", "off_nominal")
        for each in body.get(part, [])
    ]
    return {"type": "FeatureCollection", "features": features}
