"""A person takes the watch, proves to be there, and hands it over by a sheet of which every item was ticked.

Whoever does not prove to be there may be relieved without a sheet: nobody can ask somebody who is not there.
"""

import msgspec

from tansiq.core.decide.parties import leads, refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.limits import DEPUTIES_ON_WATCH, NOTES_PER_PARTY, SHEET_ITEMS, SHEET_KEY_CHARS, SHEET_TICKS
from tansiq.core.notices import Level
from tansiq.core.refusals import NotAllowed, Refusal, Refused, RoomConflict, TooManyItems, Unticked
from tansiq.core.room import Role
from tansiq.core.state import State
from tansiq.core.watch import CHANCES, Duty, Handover, ItemKind, Note, Post, Sheet, Watch, WatchRules
from tansiq.core.watch_changes import NoteDropped, NoteKept, Present, WatchPut
from tansiq.core.watch_commands import (
    AcceptHandover,
    BeginHandover,
    DropNote,
    KeepNote,
    LeaveWatch,
    ProvePresence,
    TakeWatch,
    TickHandover,
    WithdrawHandover,
)


def persons_at(state: State, party: str, level: Level) -> tuple[str, ...]:
    """Return whom of a party a level of escalation means: who has the watch, its deputies, its leads, all of these."""
    return persons_of(state.watch.of(party), level, tuple(leads(state, party)) if level >= Level.LEADS else ())


def persons_of(watch: Watch, level: Level, led_by: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same where it is known who leads the party: to look for that takes a walk through all persons of the room."""
    holder = (watch.holder.person,) if watch.holder is not None else ()
    deputies = tuple(post.person for post in watch.deputies)
    match level:
        case Level.WATCH:
            return holder
        case Level.DEPUTIES:
            return deputies
        case Level.LEADS:
            return led_by
        case _:
            return tuple(sorted(dict.fromkeys((*holder, *deputies, *led_by))))


def take_watch(state: State, entry: Entry, command: TakeWatch) -> WatchPut | Refusal:
    """Take the watch where nobody has it or whoever has it does not answer, or become a deputy."""
    refused = _refuse_person(state, entry)
    if refused is not None:
        return refused
    ask, who, watch = command.private, entry.actor.by, state.watch.of(entry.actor.party)
    rules, holder = _rules(state), watch.holder
    if ask.duty is Duty.DEPUTY:
        if watch.deputy(who) is not None or (holder is not None and holder.person == who):
            return RoomConflict("watch held", who)
        if len(watch.deputies) >= DEPUTIES_ON_WATCH:
            return TooManyItems("deputies", DEPUTIES_ON_WATCH)
        return WatchPut(msgspec.structs.replace(watch, deputies=(*watch.deputies, Post(who, entry.time_us))))
    if holder is not None and (holder.person == who or state.watch.is_there(holder.person, rules, entry.time_us)):
        return RoomConflict("watch held", holder.person)
    return WatchPut(_taken(watch, who, entry.time_us, rules, ask.chance))


def prove_presence(state: State, entry: Entry, command: ProvePresence) -> Present | Refusal:
    """Say: I am here. That it was said is taken down as for any act of a person on watch."""
    refused = _refuse_person(state, entry)
    if refused is not None:
        return refused
    if entry.actor.by not in state.watch.proven:
        return RoomConflict("not on watch", entry.actor.by)
    return Present(entry.actor.party)


def leave_watch(state: State, entry: Entry, command: LeaveWatch) -> WatchPut | Refusal:
    """Leave the watch. Who has begun to hand it over has it until that is accepted or withdrawn."""
    refused = _refuse_person(state, entry)
    if refused is not None:
        return refused
    who, watch = entry.actor.by, state.watch.of(entry.actor.party)
    if watch.holder is not None and watch.holder.person == who:
        if watch.handover is not None:
            return RoomConflict("handover waits", watch.handover.id)
        return WatchPut(msgspec.structs.replace(watch, holder=None, drill_us=0))
    if watch.deputy(who) is None:
        return RoomConflict("not on watch", who)
    left = tuple(post for post in watch.deputies if post.person != who)
    return WatchPut(msgspec.structs.replace(watch, deputies=left))


def begin_handover(state: State, entry: Entry, command: BeginHandover) -> WatchPut | Refusal:
    """Begin to hand the watch over: who has it, to somebody or whoever comes; or who comes, to itself."""
    refused = _refuse_person(state, entry)
    if refused is not None:
        return refused
    ask, who, watch = command.private, entry.actor.by, state.watch.of(entry.actor.party)
    holder = watch.holder
    if holder is None:
        return RoomConflict("not on watch", who)
    if watch.handover is not None:
        return RoomConflict("handover waits", watch.handover.id)
    is_own = holder.person == who
    to = ask.to or ("" if is_own else who)
    fits = not to or (to != holder.person and _may_watch(state, entry.actor.party, to)) if is_own else to == who
    if not fits:
        return RoomConflict("handover person", to)
    begun = Handover(ask.id, holder.person, to, entry.time_us)
    return WatchPut(msgspec.structs.replace(watch, handover=begun))


def tick_handover(state: State, entry: Entry, command: TickHandover) -> WatchPut | Refusal:
    """Take note of items of the sheet. Who does so first takes over, where nobody was named."""
    found = _on_coming(state, entry, command.private.id)
    if isinstance(found, Refused):
        return found
    watch, handover = found
    ticked = tuple(sorted(dict.fromkeys((*handover.ticked, *command.private.keys))))
    if len(ticked) > SHEET_TICKS:
        return TooManyItems("ticks", SHEET_TICKS)
    if any(len(key) > SHEET_KEY_CHARS for key in command.private.keys):
        return RoomConflict("no such handover", command.private.id)
    ticking = msgspec.structs.replace(handover, to=entry.actor.by, ticked=ticked)
    return WatchPut(msgspec.structs.replace(watch, handover=ticking))


def accept_handover(state: State, entry: Entry, command: AcceptHandover) -> WatchPut | Refusal:
    """Take the watch over. An item that was not ticked, or is new since, is named, and the watch stays where it is."""
    ask = command.private
    found = _on_coming(state, entry, ask.id)
    if isinstance(found, Refused):
        return found
    watch, handover = found
    if len(ask.items) > SHEET_ITEMS:
        return TooManyItems("items of a sheet", SHEET_ITEMS)
    missing = tuple(item.key for item in ask.items if item.key not in handover.ticked)
    if missing:
        return Unticked(missing)
    book, party = state.watch, entry.actor.party
    notes = tuple(
        (item.id, book.notes[item.id].texts)
        for item in ask.items
        if item.kind is ItemKind.NOTE and item.id in book.notes_of.get(party, ())
    )
    sheet = Sheet(handover.id, party, handover.by, entry.actor.by, handover.begun_us, entry.time_us, ask.items, notes)
    return WatchPut(_taken(watch, entry.actor.by, entry.time_us, _rules(state), ask.chance), sheet)


def withdraw_handover(state: State, entry: Entry, command: WithdrawHandover) -> WatchPut | Refusal:
    """Leave the watch where it is."""
    refused = _refuse_person(state, entry)
    if refused is not None:
        return refused
    watch = state.watch.of(entry.actor.party)
    handover = watch.handover
    if handover is None or handover.id != command.private.id:
        return RoomConflict("no such handover", command.private.id)
    if entry.actor.by not in (handover.by, handover.to):
        return RoomConflict("handover person", entry.actor.by)
    return WatchPut(msgspec.structs.replace(watch, handover=None))


def keep_note(state: State, entry: Entry, command: KeepNote) -> NoteKept | Refusal:
    """Write something down for the own watch."""
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True)
    if refused is not None:
        return refused
    party, book = entry.actor.party, state.watch
    if command.private.id in book.notes:
        return RoomConflict("no such note", command.private.id)
    if len(book.notes_of.get(party, ())) >= NOTES_PER_PARTY:
        return TooManyItems("watch notes", NOTES_PER_PARTY)
    return NoteKept(Note(command.private.id, party, entry.actor.by, entry.time_us, entry.position))


def drop_note(state: State, entry: Entry, command: DropNote) -> NoteDropped | Refusal:
    """Cross a note of the own party out; erased, sheets lose its words too."""
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True)
    if refused is not None:
        return refused
    ask, party, book = command.private, entry.actor.party, state.watch
    is_open = ask.id in book.notes_of.get(party, ())
    kept = [note[1] for sheet in book.sheets.get(party, ()) for note in sheet.notes if note[0] == ask.id]
    if not is_open and not (ask.is_erased and kept):
        return RoomConflict("no such note", ask.id)
    if not ask.is_erased:
        return NoteDropped(party, ask.id)
    position = book.notes[ask.id].texts if is_open else kept[0]
    return NoteDropped(party, ask.id, True, position if position in state.erasable else 0)


def _on_coming(state: State, entry: Entry, handover_id: str) -> tuple[Watch, Handover] | Refusal:
    """Return the hand-over that a person may take: not who hands it over, nor another than was named."""
    refused = _refuse_person(state, entry)
    if refused is not None:
        return refused
    watch = state.watch.of(entry.actor.party)
    handover = watch.handover
    if handover is None or handover.id != handover_id:
        return RoomConflict("no such handover", handover_id)
    if entry.actor.by == handover.by or handover.to not in ("", entry.actor.by):
        return RoomConflict("handover person", entry.actor.by)
    return watch, handover


def _taken(watch: Watch, who: str, now_us: int, rules: WatchRules, chance: int) -> Watch:
    """Return a watch that a person has from now on. Its drill is due at a time that nobody on watch can tell."""
    earliest_us = max(now_us, watch.drilled_us + rules.drill_us) if watch.drilled_us else now_us
    return msgspec.structs.replace(
        watch,
        holder=Post(who, now_us),
        deputies=tuple(post for post in watch.deputies if post.person != who),
        handover=None,
        drill_us=earliest_us + rules.drill_us // 2 * (chance % CHANCES) // CHANCES,
    )


def _refuse_person(state: State, entry: Entry) -> Refusal | None:
    """A machine is not on watch. A suspended party answers what safety asks, so somebody may be on watch for it."""
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True)
    if refused is not None:
        return refused
    return None if _may_watch(state, entry.actor.party, entry.actor.by) else NotAllowed("role")


def _may_watch(state: State, party: str, person: str) -> bool:
    delegate = state.delegates.get(person)
    return (
        delegate is not None and delegate.party == party and not delegate.is_machine and delegate.role >= Role.OFFICER
    )


def _rules(state: State) -> WatchRules:
    assert state.charter is not None, "somebody acts for a party where no room was founded"
    return state.charter.watch
