"""Tiny builders for the watch, on top of `room_making`."""

from tansiq.core.decide.drills import drillable
from tansiq.core.notices import Means
from tansiq.core.room import Role
from tansiq.core.watch import Duty, ItemKind, SheetItem, WatchRules, next_channel
from tansiq.core.watch_commands import (
    Acceptance,
    AcceptHandover,
    BeginHandover,
    DrillWish,
    DropNote,
    HandoverId,
    HandoverWish,
    KeepNote,
    LeaveWatch,
    NoteEnd,
    NoteId,
    Nothing,
    ProvePresence,
    StartDrill,
    TakeWatch,
    Taking,
    TickHandover,
    Ticks,
    WithdrawHandover,
)

from .making import minute
from .room_making import found, give_role

RULES = WatchRules(is_drilled=True)
LATE = 36  # minutes after which a person who did nothing is not taken to be there any more
FLIGHT = SheetItem(ItemKind.FLIGHT, "flight", "Contingent")
ZONE = SheetItem(ItemKind.ZONE, "zone", "ends", 5)


def watched(*parties, **rules):
    """A room of which every party has a second and third officer."""
    room = found(*(parties or ("HAL", "BRA")), watch=RULES, **rules)
    for code in parties or ("HAL", "BRA"):
        for name in ("second", "third"):
            room.done(code, give_role(f"{code} {name}", code, Role.OFFICER))
    return room


def take(duty=Duty.WATCH, chance=0):
    return TakeWatch(Taking(duty, chance))


def here():
    return ProvePresence(Nothing())


def go():
    return LeaveWatch(Nothing())


def begin(to="", item_id="handover"):
    return BeginHandover(HandoverWish(item_id, to))


def tick(*items, item_id="handover"):
    return TickHandover(Ticks(item_id, tuple(item.key for item in items)))


def accept(*items, item_id="handover", chance=0):
    return AcceptHandover(Acceptance(item_id, items, chance))


def withdraw_handover(item_id="handover"):
    return WithdrawHandover(HandoverId(item_id))


def keep(item_id="note"):
    return KeepNote(NoteId(item_id))


def drop(item_id="note", erased=False):
    return DropNote(NoteEnd(item_id, erased))


def drill(party="HAL", channel=Means.PAGE, item_id="drill"):
    return StartDrill(DrillWish(item_id, party, channel))


def due_drill(room, at, has=(Means.PAGE, Means.VOICE), item_id="drill"):
    """What the node would propose first, or None."""
    due = drillable(room.state, minute(at))
    if not due:
        return None
    channel = next_channel(room.state.watch.of(due[0]).drilled, has)
    return None if channel is None else drill(due[0], channel, item_id)


def holder(room, party="HAL"):
    """Who has the watch, or None."""
    post = room.state.watch.of(party).holder
    return post.person if post is not None else None


def nobody_since(room, at, party="HAL"):
    """Minutes from NOW since which nobody is on watch; None where somebody is, "ever" where nobody ever was."""
    since_us = room.state.watch.nobody_since_us(party, RULES, minute(at))
    return "ever" if since_us == 0 else None if since_us is None else (since_us - minute(0)) / 60_000_000
