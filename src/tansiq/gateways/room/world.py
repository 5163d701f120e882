"""All flights and zones of a party's world, looked at in slices so that nobody else waits.

Measured: ten thousand flights take 0.1 s to look at.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from tansiq.core.model import Constraint, Intent
from tansiq.core.release import View
from tansiq.core.state import State
from tansiq.node.loop import Node

SLICE_S: Final = 0.003
TRIES: Final = 4


class Turns:
    """Gives others their turn during long work. rest_s: how long the loop has for them each time.

    given: how often they had one. What was looked at before the last one may be otherwise by now.
    """

    def __init__(self, rest_s: float = 0) -> None:
        self.given = 0
        self._rest_s = rest_s
        self._began = time.perf_counter()

    async def next(self) -> None:
        """Call it after each small piece: it pauses where a slice is over."""
        if self.is_due():
            self.given += 1
            await asyncio.sleep(self._rest_s)
            self._began = time.perf_counter()

    def is_due(self) -> bool:
        """Return whether a slice is over: where pieces are very small, it costs less to ask than to await."""
        return time.perf_counter() - self._began > SLICE_S


async def intents_of(
    node: Node, party: str, wanted: Callable[[Intent], bool] = lambda intent: True, rest_s: float = 0
) -> list[Intent] | None:
    """Return all intents that a party may see, by id, as of one position of the log; None where it never came to rest.

    wanted: of which intents of the state; of others nothing is looked at. rest_s: how long the loop has for others between
    two slices. What is entered while the slices are made is looked at again; where it changes who sees what (a preset, a
    party, one's own flight), all is, and so a few times.
    """
    for _ in range(TRIES):
        found = await _in_slices(node, party, wanted, rest_s)
        if found is not None:
            return found
    return None


async def zones_of(node: Node, party: str, wanted: Callable[[Constraint], bool], rest_s: float = 0) -> list[Constraint]:
    """Return all zones that a party may see, by id, each as it was when it was looked at."""
    found: list[Constraint] = []
    turns = Turns(rest_s)
    for zone_id in sorted(node.state.constraints):
        held = node.state.constraints.get(zone_id)
        seen = node.view(party).zone_face(held) if held is not None and wanted(held) else None
        if seen is not None:
            found.append(seen)
        await turns.next()
    return found


async def _in_slices(node: Node, party: str, wanted: Callable[[Intent], bool], rest_s: float) -> list[Intent] | None:
    """Return the list, None where what it depends on changed meanwhile."""
    state, view = node.state, node.view(party)
    before, rules = dict(state.intents), _rules(state)
    faces: dict[str, list[Intent]] = {}
    turns = Turns(rest_s)
    for intent_id, intent in before.items():
        if wanted(intent):
            faces[intent_id] = view.faces(intent)
        await turns.next()
    if _rules(state) != rules or not _catch_up(node.view(party), before, state.intents, faces, wanted):
        return None
    await asyncio.sleep(0)  # 10,000 are compared in one piece, and sorted in another: 3 ms each
    found = [face for shown in faces.values() for face in shown]
    await asyncio.sleep(0)
    found.sort(key=lambda intent: intent.id)
    return found


def _catch_up(
    view: View,
    before: dict[str, Intent],
    now: dict[str, Intent],
    faces: dict[str, list[Intent]],
    wanted: Callable[[Intent], bool],
) -> bool:
    """Look again at what changed, and return whether that was enough: not where it was the viewer's own, or too much."""
    changed = [i for i in (*before, *(n for n in now if n not in before)) if before.get(i) is not now.get(i)]
    if len(changed) > 100 or any(_is_own(view, before.get(i)) or _is_own(view, now.get(i)) for i in changed):
        return False
    for intent_id in changed:
        faces.pop(intent_id, None)
        if intent_id in now and wanted(now[intent_id]):
            faces[intent_id] = view.faces(now[intent_id])
    return True


def _is_own(view: View, intent: Intent | None) -> bool:
    return intent is not None and intent.manager == view.viewer


def _rules(state: State) -> tuple[object, ...]:
    return state.charter, tuple(state.parties.values()), tuple(state.presets.items())
