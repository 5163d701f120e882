"""The watch is handed over by a sheet: every item is ticked by whoever takes over, and until then it stays where it is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.core.refusals import NotAllowed, Refused, RoomConflict, TooManyItems, Unticked
from tansiq.core.release_watch import sheets_of
from tansiq.core.room import Role
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.watch import ItemKind, SheetItem

from .making import minute
from .room_making import give_role, leave
from .watch_making import (
    FLIGHT,
    LATE,
    ZONE,
    accept,
    begin,
    drop,
    go,
    holder,
    keep,
    take,
    tick,
    watched,
    withdraw_handover,
)


def conflict(why, item_id=""):
    return RoomConflict(why, item_id)


@pytest.fixture
def room():
    """HAL's officer has the watch."""
    room = watched()
    room.done("HAL officer", take())
    return room


def test_who_comes_ticks_each_item_and_has_the_watch_from_then_on(room):
    room.done("HAL officer", begin(), 10)
    room.done("HAL second", tick(FLIGHT), 11)
    assert holder(room) == "HAL officer"
    room.done("HAL second", tick(ZONE), 12)
    room.done("HAL second", accept(FLIGHT, ZONE), 13)
    assert (holder(room), room.state.watch.of("HAL").handover) == ("HAL second", None)
    (sheet,) = sheets_of(room.state, "HAL")
    assert (sheet.by, sheet.to, sheet.items) == ("HAL officer", "HAL second", (FLIGHT, ZONE))
    assert (sheet.begun_us, sheet.accepted_us) == (minute(10), minute(13))
    assert sheets_of(room.state, "BRA") == ()


def test_what_is_not_ticked_or_new_since_is_named_and_the_watch_stays(room):
    room.done("HAL officer", begin(), 10)
    room.done("HAL second", tick(ZONE), 11)
    changed = SheetItem(ItemKind.ZONE, "zone", "ends", 9)
    assert room.check("HAL second", accept(FLIGHT, ZONE, changed), 12) == Unticked((FLIGHT.key, changed.key))
    room.ask("HAL second", accept(FLIGHT, ZONE), 12)
    assert holder(room) == "HAL officer"
    room.done("HAL second", tick(FLIGHT), 13)
    room.done("HAL second", accept(FLIGHT), 14)
    assert holder(room) == "HAL second", "what is over is missed by nobody"


@pytest.mark.parametrize(("who", "to", "answer", "because"), [
    ("HAL officer", "", None, "who has it, to whoever comes"),
    ("HAL officer", "HAL second", None, "or to somebody by name"),
    ("HAL officer", "HAL lead", None, "a lead may be on watch"),
    ("HAL officer", "HAL officer", conflict("handover person", "HAL officer"), "not to itself"),
    ("HAL officer", "HAL observer", conflict("handover person", "HAL observer"), "not to who looks on"),
    ("HAL officer", "HAL client", conflict("handover person", "HAL client"), "not to a machine"),
    ("HAL officer", "BRA officer", conflict("handover person", "BRA officer"), "not to another party"),
    ("HAL second", "", None, "who comes, to itself"),
    ("HAL second", "HAL third", conflict("handover person", "HAL third"), "not to a third"),
    ("HAL observer", "", NotAllowed("role"), "who looks on takes nothing over"),
    ("BRA officer", "", conflict("not on watch", "BRA officer"), "where nobody has it nobody hands it over"),
])  # fmt: skip
def test_who_may_begin(room, who, to, answer, because):
    given_answer = room.check(who, begin(to))
    assert (given_answer == answer) if answer is not None else not isinstance(given_answer, Refused), because


@pytest.mark.parametrize(("to", "who", "command", "answer"), [
    ("", "HAL officer", tick(ZONE), conflict("handover person", "HAL officer")),
    ("", "HAL officer", accept(), conflict("handover person", "HAL officer")),
    ("HAL second", "HAL third", tick(ZONE), conflict("handover person", "HAL third")),
    ("HAL second", "HAL third", accept(), conflict("handover person", "HAL third")),
    ("HAL second", "HAL third", withdraw_handover(), conflict("handover person", "HAL third")),
    ("HAL second", "BRA officer", accept(), conflict("no such handover", "handover")),
    ("", "HAL second", accept(item_id="other"), conflict("no such handover", "other")),
    ("", "HAL second", withdraw_handover("other"), conflict("no such handover", "other")),
    ("", "HAL officer", begin(item_id="other"), conflict("handover waits", "handover")),
    ("", "HAL officer", go(), conflict("handover waits", "handover")),
    ("", "HAL observer", tick(ZONE), NotAllowed("role")),
    ("", "HAL second", tick(SheetItem(ItemKind.ZONE, "z" * 400)), conflict("no such handover", "handover")),
])  # fmt: skip
def test_who_may_do_what_while_it_waits(room, to, who, command, answer):
    room.done("HAL officer", begin(to))
    assert room.check(who, command, 1) == answer


def test_whoever_ticks_first_takes_over_where_nobody_was_named(room):
    room.done("HAL officer", begin())
    room.done("HAL second", tick(ZONE))
    assert room.check("HAL third", tick(ZONE)) == conflict("handover person", "HAL third")


@pytest.mark.parametrize("who", ["HAL officer", "HAL second"])
def test_either_may_withdraw_it(room, who):
    room.done("HAL officer", begin("HAL second"))
    room.done(who, withdraw_handover())
    assert (holder(room), room.state.watch.of("HAL").handover) == ("HAL officer", None)
    room.done("HAL officer", go(), 2)


def test_a_sheet_without_items_is_accepted_as_it_is(room):
    room.done("HAL second", begin())
    room.done("HAL second", accept())
    assert holder(room) == "HAL second"


def test_who_does_not_answer_is_relieved_also_while_a_hand_over_waits(room):
    room.done("HAL officer", begin("HAL second"))
    room.done("HAL third", take(), LATE)
    assert (holder(room), room.state.watch.of("HAL").handover) == ("HAL third", None)


@pytest.mark.parametrize("gone", ["HAL officer", "HAL second"])
def test_a_hand_over_ends_with_who_may_not_act_any_more(room, gone):
    room.done("HAL officer", begin("HAL second"))
    room.done("HAL", give_role(gone, "HAL", Role.OBSERVER), 1)
    assert room.state.watch.of("HAL").handover is None
    assert holder(room) == (None if gone == "HAL officer" else "HAL officer")


def test_sheets_ticks_and_items_are_bounded(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.watch.SHEET_TICKS", 1)
    monkeypatch.setattr("tansiq.core.decide.watch.SHEET_ITEMS", 1)
    monkeypatch.setattr("tansiq.core.watch_state.SHEETS_KEPT", 2)
    room.done("HAL officer", begin())
    assert room.check("HAL second", tick(ZONE, FLIGHT)) == TooManyItems("ticks", 1)
    assert room.check("HAL second", accept(ZONE, FLIGHT)) == TooManyItems("items of a sheet", 1)
    room.done("HAL second", accept())
    who = ["HAL second", "HAL officer"]
    for n in range(3):
        room.done(who[0], begin(item_id=f"h{n}"))
        room.done(who[1], accept(item_id=f"h{n}"))
        who.reverse()
    assert [sheet.id for sheet in sheets_of(room.state, "HAL")] == ["h1", "h2"]


# The words of notes


def note_item(item_id="note"):
    return SheetItem(ItemKind.NOTE, item_id)


def handed_over(room):
    """The watch was handed over with a note; return the position of its words."""
    room.done("HAL officer", keep())
    position = room.state.position
    room.done("HAL officer", begin())
    room.done("HAL second", tick(note_item()))
    room.done("HAL second", accept(note_item()))
    return position


def test_a_sheet_keeps_the_words_of_a_note_that_was_crossed_out(room):
    position = handed_over(room)
    room.done("HAL second", drop())
    assert sheets_of(room.state, "HAL")[0].notes == (("note", position),)
    assert room.state.texts[position] == 1
    assert room.check("HAL second", drop()) == conflict("no such note", "note")


@pytest.mark.parametrize("is_crossed_out", [False, True])
def test_erased_on_demand_they_are_gone_from_sheets_too(room, is_crossed_out):
    position = handed_over(room)
    if is_crossed_out:
        room.done("HAL second", drop())
    room.done("HAL second", drop(erased=True))
    assert position not in room.state.texts
    (sheet,) = sheets_of(room.state, "HAL")
    assert (sheet.items, sheet.notes) == ((note_item(),), ()), "that there was one stays, its words do not"
    assert position not in room.state.erasable, "each node destroys them"
    assert room.check("HAL second", drop(erased=True)) == conflict("no such note", "note")


def test_a_note_of_another_party_is_none_of_the_sheet(room):
    room.done("BRA officer", keep())
    room.done("HAL officer", begin())
    room.done("HAL second", tick(note_item()))
    room.done("HAL second", accept(note_item()))
    assert sheets_of(room.state, "HAL")[0].notes == ()


def test_a_sheet_goes_with_its_party(room):
    position = handed_over(room)
    room.done("HAL", leave("HAL"))
    assert position not in room.state.texts
    assert sheets_of(room.state, "HAL") == ()


# Any order of acts


items = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True).map(
    lambda names: [SheetItem(ItemKind.FLIGHT, name) for name in names]
)


@given(items, items)
def test_it_is_taken_over_exactly_where_all_of_the_last_draft_is_ticked(ticked, draft):
    room = watched("HAL", "BRA")
    room.done("HAL officer", take())
    room.done("HAL officer", begin())
    for item in ticked:
        room.done("HAL second", tick(item))
    missing = [item.key for item in draft if item not in ticked]
    answer = room.ask("HAL second", accept(*draft))
    assert answer == Unticked(tuple(missing)) if missing else not isinstance(answer, Refused)
    assert holder(room) == ("HAL officer" if missing else "HAL second")


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_one_has_the_watch_and_all_that_is_kept_comes_back(seed):
    """Random acts of five persons: never two at once on one post, words counted right, snapshots equal."""
    rng = random.Random(seed)
    room = watched("HAL", "BRA")
    people = [f"{party} {name}" for party in ("HAL", "BRA") for name in ("officer", "second", "third", "lead")]
    at = 0
    for n in range(120):
        at += rng.choice([0, 1, 5, 20])
        who = rng.choice(people)
        handover = room.state.watch.of(who[:3]).handover
        name = handover.id if handover is not None else "none"
        note = rng.choice([*room.state.watch.notes, f"n{n}"])
        make = rng.choice([
            lambda: take(), lambda: take(), go, lambda n=n: begin(item_id=f"h{n}"),
            lambda name=name: tick(FLIGHT, item_id=name), lambda name=name, note=note: tick(note_item(note), item_id=name),
            lambda name=name, note=note: accept(*rng.sample([FLIGHT, note_item(note)], rng.randrange(3)), item_id=name),
            lambda name=name: withdraw_handover(name), lambda n=n: keep(f"n{n}"),
            lambda note=note: drop(note, rng.random() < 0.5),
        ])  # fmt: skip
        room.ask(who, make(), at)
        book = room.state.watch
        on_posts = [post.person for watch in book.watches.values() for post in watch.posts]
        assert sorted(on_posts) == sorted(book.proven), "who is on watch is who proves it"
        for party, watch in book.watches.items():
            assert watch.handover is None or watch.handover.by == watch.holder.person
            assert all(post.person.startswith(party) for post in watch.posts)
        words = [note.texts for note in book.notes.values()]
        words += [position for sheets in book.sheets.values() for sheet in sheets for _, position in sheet.notes]
        assert all(room.state.texts[position] == words.count(position) for position in words)
    again = from_snapshot(snapshot(room.state))
    assert digest(again) == digest(room.state)
    assert (vars(again.watch), again.texts) == (vars(room.state.watch), room.state.texts)
    assert sum(map(len, room.state.watch.sheets.values())) + len(room.state.watch.notes) > 0
