"""What others do with their watches in a story of two rooms: see `two_skies`.

Whether somebody is on watch is shown to all, so it is the same in both rooms; that any act of whoever is on watch proves it is
a declared observable, so they do nothing else there. Who they are, what they write down and how they hand over differs.
"""

from .twin import person
from .two_skies import OTHERS, Others
from .two_skies_kinds import Parted
from .two_skies_viewer import Viewer

PATH = "/room/v1/watch"
WATCHERS = ("watcher", "relief")


def on_watch(others: Others, n: int, code: str) -> str:
    """Who has the watch in one room, as who asks; "" for nobody."""
    post = others.twins[n].state.watch.of(code).holder
    return next((f"{code} {role}" for role in WATCHERS if post is not None and post.person == person(code, role)), "")


def other_than(who: str, code: str) -> str:
    return next(f"{code} {role}" for role in WATCHERS if f"{code} {role}" != who)


async def keep_watch(others: Others) -> None:
    """The watch of a party is taken, or proved, or left, in both rooms; by another person in one of them."""
    code = others.rng.choice(OTHERS)
    holders = [on_watch(others, n, code) for n in range(2)]
    if not all(holders):
        who = [f"{code} watcher", f"{code} watcher"]
        if others.differs("who is on watch", 0.7):
            who[1] = f"{code} relief"
        await others.both(who, "POST", f"{PATH}/take", {"duty": "watch"})
    elif others.rng.random() < 0.15:
        await others.both(holders, "POST", f"{PATH}/leave")
    else:
        await others.both(holders, "POST", f"{PATH}/here")


async def write_down(others: Others) -> None:
    """A note of another's watch in one room, by who is not on watch; it may be crossed out, or erased."""
    code, n = others.rng.choice(OTHERS), others.rng.randrange(2)
    if not others.differs("watch notes", 1):
        return
    who = other_than(on_watch(others, n, code), code)
    words = {"words": f"secret {others.chance('note').randrange(10**6)}"}
    heard = await others.ask(n, who, "POST", f"{PATH}/notes", words, tail="note")
    if heard.status == 201 and others.rng.random() < 0.4:
        erase = "?erase=true" if others.rng.random() < 0.5 else ""
        await others.ask(n, who, "DELETE", f"{PATH}/notes/{heard.json['notes'][0]['id']}{erase}")


async def hand_over(others: Others) -> None:
    """A watch is handed over in one room. Afterwards who has it says so in both, so that presence is the same."""
    code, n = others.rng.choice(OTHERS), others.rng.randrange(2)
    holders = [on_watch(others, m, code) for m in range(2)]
    if not all(holders) or not others.differs("hand-over", 1):
        return
    relief = other_than(holders[n], code)
    begun = await others.ask(n, relief, "POST", f"{PATH}/handover", {}, tail="handover")
    if begun.status == 201:
        keys = [item["key"] for item in begun.json["items"]]
        if others.rng.random() < 0.3:
            await others.ask(n, relief, "POST", f"{PATH}/handover/withdraw")
            return
        if keys:
            await others.ask(n, relief, "POST", f"{PATH}/handover/tick", {"keys": keys})
        accepted = await others.ask(n, relief, "POST", f"{PATH}/handover/accept")
        if accepted.status != 200:
            await others.ask(n, relief, "POST", f"{PATH}/handover/withdraw")
    holders = [on_watch(others, m, code) for m in range(2)]
    if not all(holders):
        raise Parted("a watch was lost in one room")
    await others.both(holders, "POST", f"{PATH}/here")


async def have_a_deputy(others: Others) -> None:
    """There is a deputy in one room for a moment, while somebody has the watch in both."""
    code, n = others.rng.choice(OTHERS), others.rng.randrange(2)
    holders = [on_watch(others, m, code) for m in range(2)]
    if not all(holders) or not others.differs("deputies", 1):
        return
    await others.both(holders, "POST", f"{PATH}/here")
    deputy = other_than(holders[n], code)
    await others.ask(n, deputy, "POST", f"{PATH}/take", {"duty": "deputy"})
    await others.ask(n, deputy, "POST", f"{PATH}/leave")


STEPS = {keep_watch: 5, write_down: 2, hand_over: 2, have_a_deputy: 1}


async def go_on(others: Others, viewer: Viewer) -> None:
    """What goes on beside each step of a story, by chance of its own: in it nothing else changes."""
    told, others.rng = others.rng, others.chance("watches")
    try:
        if others.rng.random() < 0.4:
            await others.rng.choices(list(STEPS), list(STEPS.values()))[0](others)
            await others.level()
            viewer.hear("a watch of others")
    finally:
        others.rng = told
    if viewer.is_member and others.step % 6 == 0:
        told, viewer.rng = viewer.rng, others.chance("own watch")
        try:
            await be_on_watch(viewer)
            await others.level()
            viewer.hear("its own watch")
        finally:
            viewer.rng = told


async def be_on_watch(viewer: Viewer) -> None:
    """The viewer's own watch: taken, proved, written down for, handed over by a sheet of all that it sees."""
    what = viewer.rng.choice(["take", "here", "leave", "note", "handover", "handover", "handover"])
    if what == "note":
        await viewer.room("POST", "/watch/notes", {"words": f"note of step {viewer.others.step}"})
    elif what != "handover":
        await viewer.room("POST", f"/watch/{what}", {} if what == "take" else None)
    else:
        await viewer.room("POST", "/watch/take", {})
        begun = await viewer.ask("POST", f"{PATH}/handover", {}, who="VIC officer")
        if begun.status == 201:
            keys = [item["key"] for item in begun.json["items"]]
            viewer.count("on the sheet", bool(keys))
            if keys:
                await viewer.ask("POST", f"{PATH}/handover/tick", {"keys": keys}, who="VIC officer")
            await viewer.ask("POST", f"{PATH}/handover/accept", who="VIC officer")
            await viewer.ask("POST", f"{PATH}/leave", who="VIC officer")
