"""Notices and calls in a story of two rooms: what others do, and what the viewer asks. See `two_skies`."""

from typing import Any

from tansiq.core.notices import Notice

from .two_skies import OTHERS, Others
from .two_skies_viewer import Viewer

PATH = "/room/v1/notices"
KINDS_SENT = ("information", "request", "warning", "safety", "drill")
FL120 = {"height": {"reference": "FL", "value": 120}}
FL130 = {"height": {"reference": "FL", "value": 130}}
OTHER_PERSON = {"": " officer", " officer": ""}


def wish(others_or_viewer: Any, *to: str, **more: Any) -> dict[str, Any]:
    rng = others_or_viewer.rng
    values = rng.choice([[], [], [FL120]])
    return {"kind": rng.choice(KINDS_SENT), "to": list(to), "text": "keep clear", "values": values} | more


def any_step(rng: Any) -> tuple[str, dict[str, Any]]:
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


async def tell_viewer(others: Others) -> None:
    """Another sends the viewer a notice, and others as well in one room."""
    by = others.rng.choice(OTHERS)
    body = wish(others, "VIC")
    if others.rng.random() < 0.3:
        body = {key: value for key, value in body.items() if key != "to"} | owner_of_viewers(others, by)
    bodies = [body, body]
    if "to" in body and others.differs("other receivers", 0.6):
        rest = [code for code in OTHERS if code != by]
        bodies[others.chance("room").randrange(2)] = body | {"to": [*rest, "VIC"]}
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


async def answer_viewers(others: Others) -> None:
    """A receiver of the viewer's takes a step; where it is not named, each room's own owner, by another of its persons."""
    rng = others.rng
    found = [n for n in others.twins[0].state.book.notices.values() if n.by == others.viewer]
    if not found:
        return
    notice = rng.choice(found)
    at, (door, body), person = rng.randrange(len(notice.ladders)), any_step(rng), rng.choice(["", " officer"])
    ladders = [twin.state.book.notices[notice.id].ladders[at] for twin in others.twins]
    persons = [person, person]
    if others.differs("owner's person", 1, fits=ladders[0].is_hidden and is_swapped(notice)):
        persons[1] = OTHER_PERSON[person]
    who = [f"{ladder.party}{each}" for ladder, each in zip(ladders, persons, strict=True)]
    await others.both(who, "POST", f"{PATH}/{notice.id}/{door}", body)


def is_swapped(notice: Notice) -> bool:
    """For each notice always the same: each person reads it once, in both rooms alike."""
    return int(notice.id[-1], 16) % 2 == 0


async def tell_others(others: Others) -> None:
    """Others tell each other and answer, and write calls down, in one room."""
    if not others.differs("told by others", 1):
        return
    rng, n = others.rng, others.rng.randrange(2)
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
        await others.ask(n, by, "POST", PATH, wish(others, to, text="secret"), tail="a notice of others")


# What the viewer asks


async def send(viewer: Viewer) -> None:
    to = viewer.rng.sample(OTHERS, viewer.rng.choice([1, 2]))
    heard = await viewer.room("POST", "/notices", wish(viewer, *to))
    viewer.count("notice", heard.status == 201)


async def send_to_owner(viewer: Viewer) -> None:
    """To the owner of a flight that it was shown, or of a guess, by each of its own that may meet it."""
    guess = viewer.guess()
    shown = [*viewer.shown, *([guess] if guess else [])]
    if not shown:
        return
    body = wish(viewer, owner_of=viewer.rng.choice(shown)) | {"to": []}
    for own in ["", *viewer.own]:
        heard = await viewer.room("POST", "/notices", body | {"ours": own})
        if heard.status == 201:
            viewer.count("notice to an owner")
            viewer.count("notice to nobody named", heard.json["ladders"][0]["party"] == "")
            return


async def act(viewer: Viewer) -> None:
    """Take back, correct, mark, pass on, answer, write a call down: what there is, or what is another's."""
    rng = viewer.rng
    listed = (await viewer.room("GET", "/notices")).json["notices"]
    real = [i for twin in viewer.twins for i in twin.state.book.notices]
    if not real:
        return await send(viewer)
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
    if others.rng.random() < 0.5:
        return
    if others.rng.random() < 0.45:
        deed = viewer.rng.choice([send, send_to_owner, send_to_owner, act, act, act])
        await deed(viewer)
    else:
        deed = others.rng.choice([tell_viewer, answer_viewers, answer_viewers, tell_others])
        await deed(others)
    await others.level()
    viewer.hear(deed.__name__)
