"""The steps of others in a story of two rooms: see `two_skies`. Here are agreements, zones, votes and what outside USSs do."""

from collections.abc import Awaitable, Callable
from typing import Any

from tansiq.core.commands import GrantRole
from tansiq.core.decide.escalation import escalatable
from tansiq.core.notice_commands import Climbs, EscalateNotices
from tansiq.core.release import View
from tansiq.core.room import Role
from tansiq.core.room_commands import DelegateGrant
from tansiq.node.loop import Proposal

from . import two_skies_flights as flights
from . import two_skies_ground as ground
from .twin import lead, person
from .two_skies import OTHERS, Others
from .two_skies_kinds import AWAY, HERE, Parted, block

URL = "https://uss.example"


# Agreements


def shown_id(others: Others, n: int, viewer: str, intent_id: str) -> str:
    """The id under which a party sees a flight, "" where it does not."""
    twin = others.twins[n]
    faces = View(twin.state, viewer, twin.node.now_us()).faces(twin.state.intents[intent_id])
    return faces[0].id if faces else ""


async def agree_in_one(others: Others) -> None:
    """Two others talk; where neither flight was ever met by the viewer they may move, too."""
    rng, n = others.rng, others.rng.randrange(2)
    may_move = rng.random() < 0.4
    there = [f for f in others.flights if f.is_there and (f.is_unmet or not may_move)]
    pairs = [(a, b) for a in there for b in there if a.owners[n] != b.owners[n]]
    for ours, theirs in rng.sample(pairs, min(8, len(pairs))):
        if shown_id(others, n, ours.owners[n], theirs.ids[n]):
            break
    else:
        return
    if not others.differs("moved by others" if may_move else "agreed by others", 1):
        return
    made = await _propose(others, n, ours.owners[n], ours.ids[n], theirs.ids[n], delay_s=900)
    if not made:
        return
    path = f"/room/v1/agreements/{made}"
    if may_move:
        await others.ask(n, theirs.owners[n], "POST", f"{path}/accept", {"option": 0})
    elif rng.random() < 0.4:
        return  # it stays open
    elif rng.random() < 0.5:
        await others.ask(n, theirs.owners[n], "POST", f"{path}/decline")
    elif rng.random() < 0.5:
        await others.ask(n, ours.owners[n], "DELETE", path)
    else:
        await _propose(others, n, theirs.owners[n], theirs.ids[n], ours.ids[n], delay_s=900, answers=made)


async def _propose(others: Others, n: int, who: str, mine: str, theirs: str, **more: Any) -> str:
    named = shown_id(others, n, who, theirs)
    if not named:
        return ""
    shift = {"whose": more.get("whose", "theirs"), "delay_s": more["delay_s"]}
    body = {"mine": mine, "theirs": named, "options": [[shift]], "deadline": others.twins[n].at(40), "words": "please"}
    heard = await others.ask(
        n, who, "POST", "/room/v1/agreements", body | {"answers": more.get("answers", "")}, tail="agreement"
    )
    return heard.json["id"] if heard.status == 201 else ""


async def propose_to_viewer(others: Others) -> None:
    """The owner of a flight asks the viewer to move, or offers to."""
    own = [
        i for i in others.twins[0].state.intents_of.get(others.viewer, ()) if others.twins[0].state.intents[i].flight
    ]
    flight = others.one(lambda f: f.origin is HERE and f.owners[0] == f.owners[1])
    if not own or flight is None:
        return
    is_apart = flight.ids[0] != flight.ids[1] or flight.ovns[0] != flight.ovns[1]
    if is_apart and not others.differs("agrees with a sealed one", 1):
        return
    mine, whose = others.rng.choice(own), others.rng.choice(["mine", "theirs"])
    made = [
        await _propose(others, n, flight.owners[n], flight.ids[n], mine, delay_s=900, whose=whose) for n in range(2)
    ]
    if made[0] != made[1]:
        raise Parted("the owner of a flight may ask the viewer in one room")


async def answer_viewer(others: Others) -> None:
    """Whoever was asked by the viewer says yes or no."""
    is_yes = others.rng.random() < 0.6
    found = [a for a in others.twins[0].state.agreements.values() if a.by == others.viewer and a.state == "open"]
    if not found:
        return
    chosen = others.rng.choice(found).id
    to = [twin.state.agreements[chosen].to for twin in others.twins]
    rises = any(shift.up_mm for option in others.twins[0].state.agreements[chosen].options for shift in option)
    if is_yes and not rises:
        await others.both(to, "POST", f"/room/v1/agreements/{chosen}/accept", {"option": 0})
    else:
        await others.both(to, "POST", f"/room/v1/agreements/{chosen}/decline")


# Zones


async def zone(others: Others) -> None:
    """A zone is announced, or put in force, or changed; at level existence its issuer and words are not shown."""
    rng = others.rng
    there = [z for z in others.zones if all(z["ovns"])]
    if there and rng.random() < 0.5:
        held = rng.choice(there)
        if held["body"]["life"] != "released":
            held["body"] = held["body"] | {"life": rng.choice(["active", "active", "released"])}
    else:
        origin, owner, level = (
            rng.choice([HERE, HERE, AWAY]),
            rng.choice(OTHERS),
            rng.choice([None, "existence", "existence", "identity"]),
        )
        chance = others.chance("zone")
        volume = block(rng, origin, others.now_us, is_manned=True, is_long=True).volume(chance, chance, chance)
        body = {
            "kind": rng.choice(["closed", "danger", "corridor", "weather"]), "volumes": [volume], "level": level,
            "life": rng.choice(["planned", "active"]),
        }  # fmt: skip
        held = {"id": others.new_id(), "owners": [owner, owner], "ovns": ["", ""], "body": body}
        if others.differs("zone owner", 0.6, fits=level == "existence"):
            held["owners"][1] = others.chance("zone owner").choice([code for code in OTHERS if code != owner])
        others.zones.append(held)
    is_other = others.differs("zone words", 0.7, fits=held["body"]["level"] == "existence")
    words = [zone_words(others, "words"), zone_words(others, "other words" if is_other else "words")]
    bodies = [
        held["body"] | said | ({"ovn": ovn} if ovn else {}) for said, ovn in zip(words, held["ovns"], strict=True)
    ]
    heard = await others.both(held["owners"], "PUT", f"/room/v1/zones/{held['id']}", bodies, tail="zone")
    if heard[0].status < 300:
        held["ovns"] = [each.json["ovn"] for each in heard]


def zone_words(others: Others, what: str) -> dict[str, str]:
    chance = others.chance(what)
    return {name: f"{name} {chance.randrange(10**6)}" for name in ("name", "contact", "authority", "conditions")}


async def zone_again(others: Others) -> None:
    found = [z for z in others.zones if all(z["ovns"]) and z["body"]["level"] == "existence"]
    n = others.rng.randrange(2)
    if found and others.differs("zone written again", 1):
        held = others.rng.choice(found)
        body = held["body"] | zone_words(others, "again") | {"ovn": held["ovns"][n]}
        heard = await others.ask(n, held["owners"][n], "PUT", f"/room/v1/zones/{held['id']}", body)
        held["ovns"][n] = heard.json["ovn"] if heard.status == 200 else held["ovns"][n]


async def zone_end(others: Others) -> None:
    found = [z for z in others.zones if all(z["ovns"])]
    if found:
        held = others.rng.choice(found)
        paths = [f"/room/v1/zones/{held['id']}?ovn={ovn}" for ovn in held["ovns"]]
        await others.both(held["owners"], "DELETE", paths)
        held["ovns"] = ["", ""]


# Parties, and those outside


async def let_in(others: Others) -> None:
    code, n = others.rng.choice(OTHERS), others.rng.randrange(2)
    if others.differs("people", 1):
        command = GrantRole(DelegateGrant(person(code, f"new-{others.step}"), code, Role.OFFICER, False))
        await others.twins[n].submit(Proposal(lead(code), command, None, b'{"name":"new"}'))


async def vote(others: Others) -> None:
    """What members decide, all members see."""
    rng, state = others.rng, others.twins[0].state
    is_open = list(state.proposals.values())
    if is_open:
        chosen = rng.choice(is_open)
        await others.both(
            rng.choice(OTHERS), "POST", f"/room/v1/proposals/{chosen.id}/vote", {"yes": rng.random() < 0.8}
        )
    elif others.may_be_suspended and state.parties[others.viewer].state == "member":
        body = {"matter": "suspend", "party": others.viewer, "deadline": others.twins[0].at(60), "reason": "enough"}
        await others.both("BRA", "POST", "/room/v1/proposals", body)
        for code in ("CHI", "DEL"):
            for proposal_id in list(state.proposals):
                await others.both(code, "POST", f"/room/v1/proposals/{proposal_id}/vote", {"yes": True})
    else:
        body = {
            "matter": "admit",
            "party": f"N{others.step:03}",
            "deadline": others.twins[0].at(60),
            "described": {"names": {"en": "N"}},
        }
        await others.both("BRA", "POST", "/room/v1/proposals", body)


def area(volume: dict[str, Any]) -> dict[str, Any]:
    """A volume of the room as the standard writes it."""
    corners = [{"lat": p["lat"], "lng": p["lon"]} for p in volume["polygon"]]
    return {
        "volume": {
            "outline_polygon": {"vertices": corners},
            "altitude_lower": {"value": volume["floor"]["value"], "reference": "W84", "units": "M"},
            "altitude_upper": {"value": volume["ceiling"]["value"], "reference": "W84", "units": "M"},
        },
        "time_start": {"value": volume["start"], "format": "RFC3339"},
        "time_end": {"value": volume["end"], "format": "RFC3339"},
    }


async def outside(others: Others) -> None:
    """A USS that is no member announces an intent or a constraint: the standard shows it to all."""
    rng, chance = others.rng, others.chance("outside")
    origin, what = (
        rng.choice([HERE, HERE, AWAY]),
        rng.choice(["operational_intent", "operational_intent", "constraint"]),
    )
    extent = area(block(rng, origin, others.now_us, is_manned=True, is_long=False).volume(chance, chance, chance))
    path, body = f"/dss/v1/{what}_references/{others.new_id()}", {"extents": [extent], "uss_base_url": URL}
    if what == "constraint":
        await others.both("uss1", "PUT", path, body)
        return
    body |= {"state": "Accepted", "key": []}
    if rng.random() < 0.4:
        body["new_subscription"] = {"uss_base_url": URL, "notify_for_constraints": False}
    taken: list[bool] = []
    for n, twin in enumerate(others.twins):
        heard = await others.ask(n, "uss1", "PUT", path, body)
        if heard.status == 409:
            key = [i.ovn for i in twin.node.view("uss1").all_intents()]
            heard = await others.ask(n, "uss1", "PUT", path, body | {"key": key})
        taken.append(heard.status == 201)
    if taken[0] is not taken[1]:
        raise Parted("an outside USS is refused in one room")


async def watch(others: Others) -> None:
    """Another subscribes: where the viewer flies too, or in one room alone, where it does not."""
    rng, chance, is_apart = others.rng, others.chance("watch"), others.rng.random() < 0.5
    who, n = f"{rng.choice(OTHERS)} machine", rng.randrange(2)
    ends_soon = not is_apart or others.differs("expired in one", 0.5)
    place = block(rng, AWAY if is_apart else HERE, others.now_us, is_manned=True, is_long=not ends_soon)
    body = {
        "extents": area(place.volume(chance, chance, chance)),
        "uss_base_url": URL,
        "notify_for_operational_intents": True,
        "notify_for_constraints": True,
    }
    path = f"/dss/v1/subscriptions/{others.new_id()}"
    if not is_apart:
        await others.both(who, "PUT", path, body)
    elif others.differs("watched by others", 1):
        await others.ask(n, who, "PUT", path, body)


async def time_passes(others: Others) -> None:
    """Minutes pass; the node does what it does by itself, and what begins or ends by the clock is looked at."""
    minutes = others.rng.choice([1, 3, 5, 5, 12])
    for twin in others.twins:
        twin.hands.pass_min(minutes)
        others.fate.draw(f"{others.seed} {others.step} house")
        await twin.keep_house()
        if late := escalatable(twin.state, others.now_us):
            await twin.ordered(EscalateNotices(Climbs(late)))


STEPS: dict[Callable[[Others], Awaitable[None]], int] = {
    Others.book: 12,
    **flights.STEPS,
    agree_in_one: 7,
    propose_to_viewer: 6,
    answer_viewer: 5,
    zone: 5,
    zone_again: 2,
    zone_end: 1,
    let_in: 1,
    vote: 3,
    outside: 3,
    watch: 2,
    time_passes: 5,
    **ground.STEPS,
}
