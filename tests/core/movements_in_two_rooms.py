"""Movements in two rooms of which one party, the viewer, is shown the same: see `test_non_interference`.

What differs: at *area* whose it is, its way within the same cells and hours, its vehicles; at both levels which person told of
it, its version, who else is released it; of what the viewer is shown nothing, all of it, and whether it is there.
"""

from tansiq.core.movement_changes import MovementPut, MovementsForgotten
from tansiq.core.movement_commands import (
    ConfirmMovement,
    MovementArea,
    MovementConfirmation,
    MovementGrants,
    MovementNews,
    MovementPrivate,
    MovementWhole,
    PutMovement,
    ReleaseMovement,
    TellMovement,
)
from tansiq.core.movements import NEXT, MovementGrant, MovementKind, MovementLevel, MovementState, Route, Waypoint
from tansiq.core.release_movements import seen_movement
from tansiq.core.units import HOUR_US, MINUTE_US, Span
from tansiq.core.volumes import Box

from .notices_in_two_rooms import if_taken

OTHERS = ("BRA", "CHI", "DEL")
PERSONS = ("lead", "officer")
CELL = 1_000
AREA, WHOLE = MovementLevel.AREA, MovementLevel.WHOLE


def makers(rooms):
    """What may happen of movements, each with its weight."""
    found = {both(announce, rooms): 6, both(tell, rooms): 4, both(release, rooms): 2, both(in_one, rooms): 2}
    return found | ({both(own, rooms): 3} if rooms.viewer == "VIC" else {})


def both(step, rooms):
    return lambda: step(rooms)


def questions(rooms):
    """Yield (what is asked, the answers of both rooms), as what they are."""
    for movement_id in dict.fromkeys(i for state in rooms.states for i in state.movements):
        yield f"the movement {movement_id}", [seen_movement(state, rooms.viewer, movement_id) for state in rooms.states]
        guess = rooms.states[0].movements.get(movement_id)
        ovn = guess.ovn if guess is not None else "guess"
        for command in (
            TellMovement(MovementNews(movement_id, ovn, "new", MovementState.DEPARTED)),
            ReleaseMovement(MovementGrants(movement_id, "guess", "new", ())),
            ConfirmMovement(MovementConfirmation(movement_id, ovn, "new", True)),
        ):
            if guess is None or guess.party != rooms.viewer:
                yield f"a change of {movement_id}", rooms._try(command)


def known(state, viewer):
    """What the viewer sees of each movement."""
    seen = ((i, seen_movement(state, viewer, i)) for i in sorted(state.movements))
    return {i: each for i, each in seen if each is not None}


def told(rooms, state, decision, before):
    """What the viewer is pushed: ids of which it sees another thing than before."""
    if not isinstance(decision, MovementPut | MovementsForgotten):
        return []
    now = known(state, rooms.viewer)
    return sorted(i for i in {*before, *now} if before.get(i) != now.get(i))


# What others do


def announce(rooms):
    """A movement of another party at any level for the viewer; what that does not show is another in each room."""
    rng = rooms.rng
    level = rng.choice([None, AREA, AREA, WHOLE, WHOLE]) if rooms.viewer == "VIC" else None
    owner, movement_id = rng.choice(OTHERS), rooms._name("movement")
    owners = (owner, owner if level is WHOLE else rng.choice(OTHERS))
    first, cells = _hour(rooms), [(rng.randrange(4), rng.randrange(4)) for _ in range(rng.choice([2, 3]))]
    seeds = [rng.random()] * 2 if level is WHOLE else [rng.random(), rng.random()]
    commands = [
        _command(rooms, movement_id, owner, level, first, cells, type(rng)(seed))
        for owner, seed in zip(owners, seeds, strict=True)
    ]
    made = if_taken(rooms, [f"{owner} {rng.choice(PERSONS)}" for owner in owners], commands)
    if all(movement_id in state.movements for state in rooms.states):
        rooms.marches.append((movement_id, owners, level))
    return made


def tell(rooms):
    """How far it is, by any person; at *area* a delay is until another minute of the same hour."""
    rng = rooms.rng
    if not rooms.marches:
        return announce(rooms)
    movement_id, owners, level = rng.choice(rooms.marches)
    state = rng.choice(NEXT[rooms.states[0].movements[movement_id].state] or [MovementState.ARRIVED])
    hour, minute = _hour(rooms) + 6 * HOUR_US, rng.randrange(1, 60)
    commands = []
    for each in rooms.states:
        if level is not WHOLE:
            minute = rng.randrange(1, 60)
        expected_us = hour + minute * MINUTE_US if state is MovementState.DELAYED else 0
        ovns = each.movements[movement_id].ovn, rooms._name("ovn")
        commands.append(TellMovement(MovementNews(movement_id, *ovns, state, expected_us)))
    return if_taken(rooms, [f"{owner} {rng.choice(PERSONS)}" for owner in owners], commands)


def release(rooms):
    """More or less for the viewer in both rooms, where nothing else differs; anything for others in one or both."""
    rng = rooms.rng
    if not rooms.marches:
        return announce(rooms)
    n = rng.randrange(len(rooms.marches))
    movement_id, owners, level = rooms.marches[n]
    new = rng.choice([None, AREA, WHOLE]) if level is WHOLE else rng.choice([None, level]) if level else None
    commands = []
    for each, owner in zip(rooms.states, owners, strict=True):
        ovns = each.movements[movement_id].ovn, rooms._name("ovn")
        commands.append(ReleaseMovement(MovementGrants(movement_id, *ovns, _grants(rooms, owner, new, rng))))
    if new is level and rng.random() < 0.5:
        only = rng.randrange(2)
        return rooms._in_one(only, f"{owners[only]} {rng.choice(PERSONS)}", commands[only])
    # Once less was shown than the whole it may differ from then on, so that never again is more.
    rooms.marches[n] = (movement_id, owners, new)
    return rooms._each([f"{owner} {rng.choice(PERSONS)}" for owner in owners], commands)


def in_one(rooms):
    """A movement that the viewer is shown nothing of, in one room."""
    rng, n, owner = rooms.rng, rooms.rng.randrange(2), rooms.rng.choice(OTHERS)
    cells = [(0, 0), (rng.randrange(4), 3)]
    command = _command(rooms, rooms._name("unseen"), owner, None, _hour(rooms), cells, rng)
    return rooms._in_one(n, f"{owner} {rng.choice(PERSONS)}", command)


def own(rooms):
    """The viewer announces one, and goes on with it; now and then with one that is not its own."""
    rng = rooms.rng
    mine = [m for m in rooms.states[0].movements.values() if m.party == "VIC"]
    if not mine or rng.random() < 0.4:
        cells = [(0, 0), (1, rng.randrange(4))]
        return rooms._ask(_command(rooms, rooms._name("own"), "VIC", None, _hour(rooms), cells, rng))
    held = rng.choice(mine)
    if rng.random() < 0.3:
        grants = _grants(rooms, "VIC", None, rng)
        return rooms._ask(ReleaseMovement(MovementGrants(held.id, held.ovn, rooms._name("ovn"), grants)))
    state = rng.choice(list(MovementState))
    expected_us = rooms.time_us + HOUR_US if state is MovementState.DELAYED else 0
    return rooms._ask(TellMovement(MovementNews(held.id, held.ovn, rooms._name("ovn"), state, expected_us)))


# Pieces


def _hour(rooms):
    """A whole hour, so long before which all is announced in time."""
    return rooms.time_us // HOUR_US * HOUR_US + 80 * HOUR_US


def _command(rooms, movement_id, owner, level, first, cells, chance):
    """A way through some cells within an hour and the next: the same cells in any order, and another way in them."""
    view = [_cell(*cell) for cell in cells]
    points = [(lat * CELL + chance.randrange(1, CELL), lon * CELL + chance.randrange(1, CELL)) for lat, lon in cells]
    if level is not WHOLE:
        chance.shuffle(view)
        chance.shuffle(points)
    start = first + chance.randrange(1, 20) * MINUTE_US
    step = chance.randrange(15, 40) * MINUTE_US // (len(points) - 1)
    way = tuple(Waypoint(*point, start + n * step) for n, point in enumerate(points))
    route = Route(way, chance.randrange(1_000, 2_000), tuple(_cell(*cell) for cell in cells))
    return PutMovement(
        MovementArea(movement_id, MovementKind.CONVOY, tuple(view), Span(first, first + HOUR_US)),
        MovementWhole(route, chance.randrange(9)),
        MovementPrivate("", rooms._name("ovn"), _grants(rooms, owner, level, rooms.rng)),
    )


def _cell(lat, lon):
    return Box(Span(lat * CELL, (lat + 1) * CELL), Span(lon * CELL, (lon + 1) * CELL))


def _grants(rooms, owner, level, chance):
    others = [code for code in ("VIC", *OTHERS) if code not in (owner, rooms.viewer)]
    made = [MovementGrant(code, chance.choice(list(MovementLevel))) for code in others if chance.random() < 0.4]
    return (*made, *([MovementGrant(rooms.viewer, level)] if level is not None else []))
