"""What is stated of the air in two rooms of which one party, the viewer, is shown the same: see `test_non_interference`.

All parties know each statement. What differs: how the bands of flights behind a snapped view follow it, and whether they do.
"""

import msgspec

from tansiq.core.commands import DeriveBands, EndPressure, PutPressure
from tansiq.core.room_commands import Derivation, PressureId, PressureWish, Rebanded
from tansiq.core.units import MINUTE_US, Span
from tansiq.core.volumes import Circle, Limit, Reference

from .making import box
from .room_making import CELL_MM, CELL_NDEG

NAMES = ("OYSN", "OYAA", "HDAM")
LEVELS = (Limit(100, Reference.FL), Limit(200, Reference.FL))  # a volume between them follows the air


def makers(rooms):
    """What may happen of the air, each with its weight."""
    return {both(put, rooms): 2, both(end, rooms): 1, both(settle, rooms): 5, both(follow, rooms): 5}


def both(step, rooms):
    return lambda: step(rooms)


def questions(rooms):
    """Yield (what is asked, the answers of both rooms), as what they are."""
    yield "the pressures", [list(state.pressures.values()) for state in rooms.states]
    yield "what is unsettled", [sorted(state.unsettled.items()) for state in rooms.states]


def on_air(command, state):
    """A booking whose bands were derived from what is known now."""
    return msgspec.structs.replace(command, private=msgspec.structs.replace(command.private, air=state.air))


def put(rooms):
    rng, now = rooms.rng, rooms.time_us
    south = rng.choice([0, 20]) * CELL_NDEG
    around = (box((south, south + 2 * CELL_NDEG), (0, CELL_NDEG)),)
    when = Span(now, now + rng.choice([10, 60]) * MINUTE_US)
    air = (rng.choice([100_900, 99_000]), 200, 12_000, 10_000)
    command = PutPressure(PressureWish(rng.choice(NAMES), Circle(0, 0, 1_000), around, when, now, *air))
    return rooms._both(rng.choice(["VIC", "BRA", "CHI"]), command, command)


def end(rooms):
    command = EndPressure(PressureId(rooms.rng.choice(NAMES)))
    return rooms._both(rooms.rng.choice(["VIC", "BRA", "CHI"]), command, command)


def settle(rooms):
    """All bands there were looked at: booking goes on."""
    return rooms._both("host", *(_derive(state, settled=tuple(state.unsettled)) for state in rooms.states))


def follow(rooms):
    """A flight's bands are written anew: the viewer's own, another's that it sees alike in both, or what stands behind."""
    own = [i for i in rooms._own if rooms.states[0].intents[i].flight is not None]
    if own and rooms.rng.random() < 0.3:
        return _own_follows(rooms, rooms.rng.choice(own))
    foreign = rooms._one()
    if foreign is None:
        return settle(rooms)
    is_open = rooms._is_open(foreign)
    ovn, seed = rooms._name("ovn"), rooms.rng.random()
    ovns = (ovn, ovn if is_open else rooms._name("ovn"))
    commands = []
    for n, state in enumerate(rooms.states):
        chance = type(rooms.rng)(seed) if is_open else rooms.rng
        commands.append(_derive(state, _rebanded(state.intents[foreign.ids[n]], ovns[n], chance)))
    only = None if is_open else rooms.rng.choice([0, 1, None])
    return rooms._write(foreign, foreign, ("host", "host"), commands, ovns, only)


def _own_follows(rooms, item_id):
    ovn, seed = rooms._name("ovn"), rooms.rng.random()
    chances = [type(rooms.rng)(seed) for _ in rooms.states]
    commands = [_derive(s, _rebanded(s.intents[item_id], ovn, c)) for s, c in zip(rooms.states, chances, strict=True)]
    answers = rooms._both("host", *commands)
    rooms._own = {i.id: i.ovn for i in rooms.states[0].intents.values() if i.manager == rooms.viewer}
    return answers


def _rebanded(intent, ovn, chance):
    """Other bands within the same views."""
    places = intent.volumes + intent.flight.off_nominal
    bands = tuple(_within(volume.alt_mm, chance) for volume in places)
    return Rebanded(intent.id, intent.ovn, ovn, bands, tuple(view.alt_mm for view in intent.flight.views))


def _within(band, chance):
    lowest = band.lo // CELL_MM * CELL_MM
    lo, hi = sorted(chance.randrange(CELL_MM) for _ in range(2))
    return Span(lowest + lo, lowest + hi + 1)


def _derive(state, *flights, settled=()):
    return DeriveBands(Derivation(state.air, flights, (), settled))
