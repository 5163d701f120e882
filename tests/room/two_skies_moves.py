"""What the viewer does with movements in a story of two rooms, and asks of them: see `two_skies`."""

from .two_skies import OTHERS
from .two_skies_ground import NEXT, WORDS, convoy
from .two_skies_viewer import Viewer


async def move(viewer: Viewer) -> None:
    """Announce, tell of, release a movement of its own."""
    rng, others = viewer.rng, viewer.others
    given = [{"party": code, "level": rng.choice(["area", "whole"])} for code in OTHERS if rng.random() < 0.5]
    known = (await viewer.room("GET", "/movements")).json["movements"]
    mine = [m for m in known if m["is_mine"] and m["state"] in NEXT]
    for held in known:
        viewer.count(f"movement at {held['level']}", not held["is_mine"])
    if not mine or rng.random() < 0.4:
        body = convoy(rng, others.now_us, WORDS[0]) | {"grants": given}
        heard = await viewer.room("PUT", f"/movements/{others.new_id()}", body)
        viewer.count(f"moves {heard.status}")
        return
    held = rng.choice(mine)
    if rng.random() < 0.4:
        await viewer.room("PUT", f"/movements/{held['id']}/release", {"ovn": held["ovn"], "grants": given})
        return
    word = rng.choice(NEXT[held["state"]])
    expected = {"expected": viewer.twins[0].at(5_000)} if word == "delay" else {}
    await viewer.room("POST", f"/movements/{held['id']}/{word}", {"ovn": held["ovn"]} | expected)


async def look(viewer: Viewer) -> None:
    """Ask for every movement there is, and try to tell of one that is not its own."""
    real = {i: held.ovn for twin in viewer.twins for i, held in twin.state.movements.items()}
    for movement_id, ovn in real.items():
        await viewer.room("GET", f"/movements/{movement_id}")
        held = viewer.twins[0].state.movements.get(movement_id)
        if held is None or held.party != viewer.name:
            await viewer.room("POST", f"/movements/{movement_id}/depart", {"ovn": ovn})
            await viewer.room("PUT", f"/movements/{movement_id}/release", {"ovn": ovn, "grants": []})
    await viewer.room("GET", "/movements?limit=1")


VIEWER_STEPS = {move: 4}
