"""Notices and calls in a story of two rooms: what others do, and what the viewer asks. See `two_skies`."""

import random
from typing import Any

from tansiq.core.notices import Notice

from .two_skies import OTHERS, Others
from .two_skies_viewer import Viewer

PATH = "/room/v1/notices"
KINDS_SENT = ("information", "request", "warning", "safety", "drill")
FL120 = {"height": {"reference": "FL", "value": 120}}
FL130 = {"height": {"reference": "FL", "value": 130}}
OTHER_PERSON = {"": " officer", " officer": ""}


def differs(others: Others, rng: random.Random, kind: str, share: float = 1.0, *, fits: bool = True) -> bool:
    """As `Others.differs`, by a chance apart: the rest of the story goes on as it would without any notice."""
    rolled = rng.random() < share and fits
    if rolled:
        others.made[kind] = others.made.get(kind, 0) + 1
    return rolled and kind in others.kinds


def wish(rng: random.Random, *to: str, **more: Any) -> dict[str, Any]:
    values = rng.choice([[], [], [FL120]])
    return {"kind": rng.choice(KINDS_SENT), "to": list(to), "text": "keep clear", "values": values} | more


def any_step(rng: random.Random) -> tuple[str, dict[str, Any]]:
    """What a receiver may do: a door, and what is asked there."""
    values = rng.choice([[], [FL120], [FL130]])
    return rng.choice(
        [
            ("mark", {"step": "delivered"}),
            ("mark", {"step": "read"}),
            ("pass", {"to": "a crew", "means": "voice", "confirmed": "yes"}),
            ("answer", {"answer": "will_comply", "values": values}),
            ("answer", {"answer": "received"}),
            ("answer", {"answer": "cannot_comply", "reason": "fuel", "intention": "holding"}),
            ("answer", {"answer": "stand_by", "stand_by_s": 120}),
        ]
    )


# What others do


async def tell_viewer(others: Others, rng: random.Random) -> None:
    """Another sends the viewer a notice, and others as well in one room."""
    by = rng.choice(OTHERS)
    body = wish(rng, "VIC")
    if rng.random() < 0.3:
        body = {key: value for key, value in body.items() if key != "to"} | owner_of_viewers(others, by)
    bodies = [body, body]
    if "to" in body and differs(others, rng, "other receivers", 0.6):
        rest = [code for code in OTHERS if code != by]
        bodies[rng.randrange(2)] = body | {"to": [*rest, "VIC"]}
    heard = [
        await others.ask(n, by, "POST", PATH, bodies[n], tail="notice") for n in range(2)
    ]  # by an owner only where it sees the viewer's flight, which may be in one room alone
    assert "owner_of" in body or {each.status for each in heard} <= {201, 429, 403}, heard


def owner_of_viewers(others: Others, by: str) -> dict[str, Any]:
    """Who sees a flight of the viewer's, in both rooms by its own id, tells its owner; else the viewer is named."""
    worlds = [twin.node.view(by) for twin in others.twins]
    for flight_id in sorted(others.twins[0].state.intents_of.get("VIC", ())):
        if all(world.intent(flight_id) is not None for world in worlds):
            return {"owner_of": flight_id}
    return {"to": ["VIC"]}


async def answer_viewers(others: Others, rng: random.Random) -> None:
    """A receiver of the viewer's takes a step; where it is not named, each room's own owner, by another of its persons."""
    found = [n for n in others.twins[0].state.book.notices.values() if n.by == others.viewer]
    if not found:
        return
    notice = rng.choice(found)
    at, (door, body), person = rng.randrange(len(notice.ladders)), any_step(rng), rng.choice(["", " officer"])
    ladders = [twin.state.book.notices[notice.id].ladders[at] for twin in others.twins]
    persons = [person, person]
    if differs(others, rng, "owner's person", fits=ladders[0].is_hidden and is_swapped(notice)):
        persons[1] = OTHER_PERSON[person]
    who = [f"{ladder.party}{each}" for ladder, each in zip(ladders, persons, strict=True)]
    await others.both(who, "POST", f"{PATH}/{notice.id}/{door}", body)


def is_swapped(notice: Notice) -> bool:
    """For each notice always the same: each person reads it once, in both rooms alike."""
    return int(notice.id[-1], 16) % 2 == 0


async def tell_others(others: Others, rng: random.Random) -> None:
    """Others tell each other and answer, and write calls down, in one room."""
    if not differs(others, rng, "told by others"):
        return
    n = rng.randrange(2)
    there = [
        x for x in others.twins[n].state.book.notices.values() if "VIC" not in (x.by, *(y.party for y in x.ladders))
    ]
    if there and rng.random() < 0.6:
        notice = rng.choice(there)
        door, body = any_step(rng)
        await others.ask(n, notice.ladders[0].party, "POST", f"{PATH}/{notice.id}/{door}", body)
        return
    by, to = rng.sample(OTHERS, 2)
    if rng.random() < 0.3:
        await others.ask(n, by, "POST", "/room/v1/calls", {"caller": by, "called": to, "text": "secret"}, tail="call")
    else:
        await others.ask(n, by, "POST", PATH, wish(rng, to, text="secret"), tail="a notice of others")


# What the viewer asks


async def send(viewer: Viewer, rng: random.Random) -> None:
    to = rng.sample(OTHERS, rng.choice([1, 2]))
    heard = await viewer.room("POST", "/notices", wish(rng, *to))
    viewer.count("notice", heard.status == 201)


async def send_to_owner(viewer: Viewer, rng: random.Random) -> None:
    """To the owner of a flight that it was shown, or of a guess, by each of its own that may meet it."""
    hidden = [i for f in viewer.others.flights for i in f.ids if i not in viewer.shown]
    shown = [*viewer.shown, *rng.sample(hidden, min(1, len(hidden)))]
    if not shown:
        return
    body = wish(rng, owner_of=rng.choice(shown)) | {"to": []}
    for own in ["", *viewer.own]:
        heard = await viewer.room("POST", "/notices", body | {"ours": own})
        if heard.status == 201:
            viewer.count("notice to an owner")
            viewer.count("notice to nobody named", heard.json["ladders"][0]["party"] == "")
            return


async def act(viewer: Viewer, rng: random.Random) -> None:
    """Take back, correct, mark, pass on, answer, write a call down: what there is, or what is another's."""
    listed = (await viewer.room("GET", "/notices")).json["notices"]
    real = [i for twin in viewer.twins for i in twin.state.book.notices]
    if not real:
        return await send(viewer, rng)
    chosen = rng.choice([n["id"] for n in listed] if listed and rng.random() < 0.8 else sorted(real))
    deed = rng.randrange(6)
    if deed == 0:
        await viewer.room("DELETE", f"/notices/{chosen}")
    elif deed == 1:
        body = {"how": "corrected", "kind": "request", "text": "another"}
        await viewer.room("POST", f"/notices/{chosen}/correct", body)
    elif deed == 2:
        call = {"caller": "A", "called": "B", "notice": chosen, "text": "what was said"}
        await viewer.room("POST", "/calls", call)
    else:
        received = [n["id"] for n in listed if not n["is_mine"]]
        chosen = rng.choice(received) if received and rng.random() < 0.8 else chosen
        door, body = any_step(rng)
        heard = await viewer.room("POST", f"/notices/{chosen}/{door}", body)
        viewer.count("own step", heard.status == 200)
    await viewer.room("GET", f"/notices/{chosen}")
    await viewer.room("GET", "/notices?limit=2&open=true")
    return None


async def tell(others: Others, viewer: Viewer) -> None:
    """What happens of notices beside each step of the story: others and the viewer in turn, half of the time."""
    rng = random.Random(f"{others.seed} {others.step} notices")
    if rng.random() < 0.5:
        return
    if rng.random() < 0.45:
        deed = rng.choice([send, send_to_owner, send_to_owner, act, act, act])
        await deed(viewer, rng)
    else:
        deed = rng.choice([tell_viewer, answer_viewers, answer_viewers, tell_others])
        await deed(others, rng)
    await others.level()
    viewer.hear(deed.__name__)
