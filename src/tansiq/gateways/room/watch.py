"""Who is on watch: of every party whether anybody is, of one's own who. And the own watch's notes."""

from typing import Final

import msgspec

from tansiq.core.limits import NOTE_CHARS
from tansiq.core.notices import Means
from tansiq.core.release_watch import SeenWatch, notes_of, seen_watches
from tansiq.core.room import Role
from tansiq.core.watch import CHANCES, Handover, Note, Post
from tansiq.core.watch_commands import (
    DropNote,
    KeepNote,
    LeaveWatch,
    NoteEnd,
    NoteId,
    Nothing,
    ProvePresence,
    TakeWatch,
    Taking,
)
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, id_of, shown
from tansiq.node.chance import random_bytes

_take: Final = msgspec.json.Decoder(wire.TakeBody)
_note: Final = msgspec.json.Decoder(wire.NoteBody)


async def watches(ask: Ask) -> Answer:
    """Return who is on watch: of every member whether anybody is and since when nobody is, of the asker's party who."""
    return _watches(ask)


async def take(ask: Ask) -> Answer:
    """Take the watch, or become a deputy. Where somebody has the watch and answers, it is handed over instead."""
    body = ask.parsed(_take)
    answer = await ask.submit(TakeWatch(Taking(body.duty, chance())))
    return _watches(ask, answer.position)


async def here(ask: Ask) -> Answer:
    """Say: I am here. Whatever else a person on watch writes says so, too; a page that is open does not."""
    answer = await ask.submit(ProvePresence(Nothing()))
    return _watches(ask, answer.position)


async def leave(ask: Ask) -> Answer:
    """Leave the watch to nobody, or the post of a deputy."""
    answer = await ask.submit(LeaveWatch(Nothing()))
    return _watches(ask, answer.position)


async def notes(ask: Ask) -> Answer:
    """Return the notes of the own watch."""
    return shown(wire.Notes([_shown_note(ask, note) for note in notes_of(ask.room.state, ask.actor.party)]))


async def keep_note(ask: Ask) -> Answer:
    """Write something down for the own watch. No other party is told that there is a note."""
    words = inbound.text(ask.parsed(_note).words, NOTE_CHARS, "$.words", is_needed=True)
    wish = NoteId(f"note-{random_bytes(9).hex()}")
    answer = await ask.submit(KeepNote(wish), msgspec.json.encode({"words": words}))
    found = [note for note in notes_of(ask.room.state, ask.actor.party) if note.id == id_of(answer)]
    return shown(wire.Notes([_shown_note(ask, note) for note in found]), answer.position, 201)


async def drop_note(ask: Ask) -> Answer:
    """Cross a note out. erase=true: its words go from the sheets that were handed over, too, and are destroyed."""
    is_erased = ask.query.get("erase") == "true"
    answer = await ask.submit(DropNote(NoteEnd(ask.path["id"], is_erased)))
    return shown(wire.Done(answer.position), answer.position)


def chance() -> int:
    """Return what decides when the drill of a watch is due."""
    return int.from_bytes(random_bytes(2)) % CHANCES


def name_of(ask: Ask, person: str) -> str:
    """Return what a person of the asker's party is called, "" where that is not known any more."""
    delegate = ask.room.state.delegates.get(person)
    if delegate is None or delegate.party != ask.actor.party:
        return ""
    return words_of(ask, delegate.texts, "name")


def words_of(ask: Ask, position: int, member: str = "words") -> str:
    """Return what was typed with an entry of the asker's own party, "" where it was erased."""
    body = ask.room.texts.of(position)
    return msgspec.json.decode(body, type=dict[str, str]).get(member, "") if body else ""


def waiting(ask: Ask, held: Handover | None) -> wire.HandoverWaits | None:
    """Return a hand-over that waits."""
    if held is None:
        return None
    return wire.HandoverWaits(
        held.id,
        held.by,
        name_of(ask, held.by),
        held.to,
        name_of(ask, held.to),
        format_us(held.begun_us),
        ask.role >= Role.OFFICER and not ask.is_machine and ask.actor.by != held.by and held.to in ("", ask.actor.by),
    )


def _watches(ask: Ask, position: int = 0) -> Answer:
    seen = seen_watches(ask.room.state, ask.actor.party, ask.room.door.node.now_us())
    own = next(each.own for each in seen if each.own is not None)  # only members come in here
    return shown(
        wire.Watches(
            [_shown(ask, each) for each in seen],
            wire.OwnWatch(
                _person(ask, own.holder) if own.holder is not None else None,
                [_person(ask, post) for post in own.deputies],
                waiting(ask, own.handover),
            ),
        ),
        position,
    )


def _shown(ask: Ask, seen: SeenWatch) -> wire.WatchShown:
    since_us = seen.nobody_since_us
    proven = [seen.alive.get(means, 0) for means in (Means.PAGE, Means.WEBHOOK, Means.FIELD_LINK, Means.VOICE)]
    return wire.WatchShown(
        seen.party,
        seen.party == ask.actor.party,
        since_us is None,
        "" if since_us is None else format_us(since_us),
        wire.Alive(*(format_us(time_us) if time_us else "" for time_us in proven)),
    )


def _person(ask: Ask, post: Post) -> wire.PersonOnWatch:
    rules, now_us = ask.charter.watch, ask.room.door.node.now_us()
    seen_us = ask.room.state.watch.proven[post.person]
    prompt_us = seen_us + rules.prove_us
    return wire.PersonOnWatch(
        post.person,
        name_of(ask, post.person),
        format_us(post.since_us),
        format_us(seen_us),
        format_us(prompt_us),
        format_us(prompt_us + rules.prompt_us),
        now_us > prompt_us,
        ask.room.state.watch.is_there(post.person, rules, now_us),
        post.person == ask.actor.by,
    )


def _shown_note(ask: Ask, note: Note) -> wire.NoteShown:
    return wire.NoteShown(note.id, note.by, name_of(ask, note.by), format_us(note.made_us), words_of(ask, note.texts))


OPERATIONS: Final = (
    Operation("getWatches", "GET", "/room/v1/watch", watches, Role.OBSERVER, None, {200: wire.Watches}),
    Operation("takeWatch", "POST", "/room/v1/watch/take", take, Role.OFFICER, wire.TakeBody, {200: wire.Watches}),
    Operation("provePresence", "POST", "/room/v1/watch/here", here, Role.OFFICER, None, {200: wire.Watches}),
    Operation("leaveWatch", "POST", "/room/v1/watch/leave", leave, Role.OFFICER, None, {200: wire.Watches}),
    Operation("listNotes", "GET", "/room/v1/watch/notes", notes, Role.OBSERVER, None, {200: wire.Notes}),
    Operation("keepNote", "POST", "/room/v1/watch/notes", keep_note, Role.OFFICER, wire.NoteBody, {201: wire.Notes}),
    Operation(
        "dropNote", "DELETE", "/room/v1/watch/notes/{id}", drop_note, Role.OFFICER, None, {200: wire.Done},
        query=("erase",),
    ),
)  # fmt: skip
