"""Accounts of what happened: entered by a party, read by those who had been told whose flight it was, kept a year."""

import pytest

from tansiq.core.accounts import AccountWish, GiveAccount, Subject, SubjectKind
from tansiq.core.refusals import NotAllowed, NothingDue, RoomConflict, TooManyItems
from tansiq.core.release_notices import accounts_about
from tansiq.core.snapshot import digest, from_snapshot, snapshot

from .notice_making import forget
from .room_making import found

FLIGHT, ZONE = Subject(SubjectKind.FLIGHT, "flight"), Subject(SubjectKind.ZONE, "flight")
DAY_MIN = 24 * 60


def give(item_id="account", *readers, about=FLIGHT):
    return GiveAccount(AccountWish(item_id, about, readers))


@pytest.fixture
def room():
    return found("HAL", "BRA", "CHI")


def read_by(room, party, about=FLIGHT):
    return [account.id for account in accounts_about(room.state, party, about)]


def test_an_account_is_read_by_its_party_and_those_named_and_nobody_else(room):
    room.done("HAL", give("mine", "BRA", "NOBODY"))
    room.done("BRA", give("theirs", "HAL"))
    assert read_by(room, "HAL") == read_by(room, "BRA") == ["mine", "theirs"]
    assert read_by(room, "CHI") == read_by(room, "NOBODY") == []
    assert read_by(room, "HAL", ZONE) == [], "a zone may have the id of a flight"
    assert room.state.book.accounts["mine"].readers == ("HAL", "BRA"), "who is no party of the room is left out"


def test_one_account_is_not_changed_but_a_party_may_enter_several(room):
    room.done("HAL", give())
    assert room.check("BRA", give()) == RoomConflict("notice exists", "account")
    room.done("HAL", give("second"))
    assert read_by(room, "HAL") == ["account", "second"]


def test_only_an_officer_enters_one_and_they_are_bounded(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.accounts.ACCOUNTS_PER_PARTY", 1)
    monkeypatch.setattr("tansiq.core.decide.accounts.ACCOUNT_READERS", 2)
    assert room.check("HAL", give("long", "A", "B", "C")) == TooManyItems("readers", 2)
    room.done("HAL", give())
    assert room.check("HAL", give("second")) == TooManyItems("accounts", 1)
    room.done("BRA", give("theirs"))
    assert room.check("CHI observer", give("seen")) == NotAllowed("role")


def test_an_account_is_kept_a_year_and_forgotten_with_its_words(room):
    room.done("HAL", give())
    position = room.state.book.accounts["account"].texts
    assert room.state.texts[position] == 1
    again = from_snapshot(snapshot(room.state))
    assert digest(again) == digest(room.state)
    assert again.book.accounts == room.state.book.accounts
    assert forget(room, 400 * DAY_MIN) is None
    command = forget(room, 400 * DAY_MIN + 1)
    assert room.check("host", command, 10) == NothingDue("")
    room.done("host", command, 400 * DAY_MIN + 1)
    assert (read_by(room, "HAL"), position in room.state.texts) == ([], False)
