"""Who is in the room, who acts for whom, and what each may do."""

from pathlib import Path

import pytest

from tansiq.core.changes import DelegateGone, DelegatePut, PartyPut, RoomFounded
from tansiq.core.entry import Actor
from tansiq.core.limits import KEYS_PER_PARTY
from tansiq.core.refusals import ROOM_CONFLICTS, NoRoom, NotAllowed, RoomConflict, TooManyItems
from tansiq.core.room import Delegate, Matter, Party, PartyState, Role

from .making import minute
from .room_making import (
    ACTIVATED,
    CONTINGENT,
    EXISTENCE,
    LEFT,
    NONCONFORMING,
    PROPOSED,
    SUSPENDED,
    Founded,
    charter,
    describe,
    end_flight,
    found,
    found_room,
    give_role,
    grant,
    leave,
    no,
    preset,
    propose,
    put_flight,
    set_grants,
    set_keys,
    set_presets,
    withdraw,
    yes,
)

TESTS = Path(__file__).parent
OBSERVER, OFFICER, LEAD = Role


@pytest.fixture
def room():
    """HAL has a flight, and a proposal is open that only the others have not voted on."""
    made = found("HAL", "BRA", "CHI")
    made.done("HAL", put_flight())
    made.done("HAL", propose(Matter.ADMIT, "NEW"))
    return made


# What each role may do

DEEDS = {
    "book a flight": (put_flight("new", key=["flight/1"]), OFFICER),
    "activate it": (put_flight(state=ACTIVATED, replaces="flight/1"), OFFICER),
    "say that it left its plan": (put_flight(state=NONCONFORMING, replaces="flight/1"), OFFICER),
    "say that it is contingent": (put_flight(state=CONTINGENT, replaces="flight/1"), OFFICER),
    "end it": (end_flight(), OFFICER),
    "release it": (set_grants("flight", grant("BRA", EXISTENCE)), OFFICER),
    "release all": (set_presets(preset("BRA", EXISTENCE)), LEAD),
    "propose": (propose(Matter.ADMIT, "NEXT", "another"), LEAD),
    "vote": (yes(), LEAD),
    "withdraw": (withdraw(), LEAD),
    "let somebody in": (give_role("new", "HAL", OBSERVER), LEAD),
    "describe the party": (describe("HAL"), LEAD),
    "say its keys": (set_keys("HAL", "hal.example+01+KEY"), LEAD),
    "leave the room": (leave("HAL"), LEAD),
}
# Also while the party is suspended: what frees the air, warns others, or concerns the party itself.
ALWAYS = {
    "say that it left its plan",
    "say that it is contingent",
    "end it",
    "describe the party",
    "say its keys",
    "leave the room",
}
LANDS = {"say that it left its plan", "say that it is contingent", "end it"}  # also once it has left
EVERY_DEED = pytest.mark.parametrize("deed", DEEDS)


@EVERY_DEED
@pytest.mark.parametrize(
    ("who", "role"), [("HAL lead", LEAD), ("HAL officer", OFFICER), ("HAL observer", OBSERVER), ("HAL client", OFFICER)]
)
def test_each_role_may_do_what_the_ones_before_it_may(room, who, role, deed):
    command, needed = DEEDS[deed]
    assert (room.check(who, command) == NotAllowed("role")) is (role < needed)
    assert not isinstance(room.check(who, command), NotAllowed) or role < needed


@EVERY_DEED
def test_a_suspended_party_does_only_what_makes_the_air_safer(room, deed):
    room.stand("HAL", SUSPENDED)
    assert (room.check("HAL", DEEDS[deed][0]) == NotAllowed("suspended")) is (deed not in ALWAYS)
    assert not isinstance(room.check("HAL", DEEDS[deed][0]), NotAllowed) or deed not in ALWAYS


@EVERY_DEED
@pytest.mark.parametrize("state", [LEFT, PROPOSED])
def test_nobody_acts_for_a_party_that_is_no_member(room, state, deed):
    room.stand("HAL", state)
    if state is LEFT and deed in LANDS:
        assert not isinstance(room.check("HAL", DEEDS[deed][0]), NotAllowed), "what is in the air must come down"
    else:
        assert room.check("HAL", DEEDS[deed][0]) == NotAllowed("not a member")


@EVERY_DEED
@pytest.mark.parametrize(
    ("who", "why", "because"),
    [
        (Actor("HAL", "BRA lead"), "role", "the lead of another party acts for its own alone"),
        (Actor("HAL", "nobody"), "role", "nobody knows that person"),
        (Actor("XXX", "HAL lead"), "not a member", "there is no such party"),
        ("host", "not a member", "the host acts for no party"),
    ],
)
def test_nobody_acts_for_another_party(room, who, why, because, deed):
    if deed == "let somebody in":
        why = {"XXX": "not yours", "": "host"}.get(who.party if isinstance(who, Actor) else "", why)
    assert room.check(who, DEEDS[deed][0]) == NotAllowed(why), because


@EVERY_DEED
def test_a_plain_dss_has_no_room(deed):
    assert Founded().check("HAL", DEEDS[deed][0]) == NoRoom()


def test_a_role_that_was_taken_away_is_gone_at_once(room):
    room.done("HAL officer", put_flight("second", key=["flight/1"]))
    room.done("HAL", give_role("HAL officer", "HAL", OBSERVER))
    assert room.check("HAL officer", end_flight("second", "second/1")) == NotAllowed("role")
    room.done("HAL", give_role("HAL officer", "HAL", None))
    assert room.check("HAL officer", end_flight("second", "second/1")) == NotAllowed("role")


# Founding


def test_the_host_founds_a_room_of_one_party_without_a_vote():
    room = Founded()
    founded = room.done("host", found_room("HAL"))
    assert founded == RoomFounded(charter(), Party("HAL", PartyState.MEMBER, 0, 1, minute(0), was_in=True))
    assert (room.state.charter, list(room.state.parties)) == (charter(), ["HAL"])


@pytest.mark.parametrize("who", ["HAL", Actor("HAL", "node")])
def test_only_the_host_founds_a_room(who):
    assert Founded().check(who, found_room()) == NotAllowed("host")


def test_a_room_is_founded_once(room):
    assert room.check("host", found_room("BRA")) == RoomConflict("room exists", "the room")


# Letting persons in


def test_the_host_lets_the_first_lead_in_and_nobody_after():
    room = Founded()
    room.done("host", found_room("HAL"))
    first = room.done("host", give_role("first", "HAL", LEAD))
    assert first == DelegatePut(Delegate("first", "HAL", LEAD, False, 2))
    assert room.check("host", give_role("second", "HAL", LEAD)) == NotAllowed("host")
    assert room.check("host", give_role("first", "HAL", None)) == NotAllowed("host")


@pytest.mark.parametrize("state", [PROPOSED, LEFT, SUSPENDED])
def test_the_host_lets_nobody_into_a_party_that_is_no_member(room, state):
    room.stand("NEW", state)
    assert room.check("host", give_role("new", "NEW", LEAD)) == NotAllowed("host")


def test_a_lead_of_another_member_lets_the_first_lead_in_and_nobody_after(room):
    room.stand("NEW", PartyState.MEMBER)
    assert room.check("BRA officer", give_role("first", "NEW", LEAD)) == NotAllowed("role")
    room.done("BRA", give_role("first", "NEW", LEAD))
    assert room.check("BRA", give_role("second", "NEW", LEAD)) == NotAllowed("not yours")
    assert room.check("host", give_role("second", "NEW", LEAD)) == NotAllowed("host")


@pytest.mark.parametrize(
    ("who", "command", "refusal", "because"),
    [
        ("BRA", give_role("new", "HAL", OBSERVER), NotAllowed("not yours"), "it is another party"),
        ("HAL", give_role("BRA officer", "HAL", LEAD), NotAllowed("not yours"), "that person acts for another party"),
        ("HAL", give_role("new", "XXX", OBSERVER), RoomConflict("no such party", "XXX"), "there is no such party"),
        ("HAL", give_role("new", "HAL", None), RoomConflict("no such delegate", "new"), "nobody is there to be let go"),
        ("HAL", give_role("HAL lead", "HAL", OFFICER), RoomConflict("last lead", "HAL"), "nobody would lead"),
        ("HAL", give_role("HAL lead", "HAL", None), RoomConflict("last lead", "HAL"), "nobody would be there"),
        ("HAL", give_role("HAL lead", "HAL", LEAD, machine=True), RoomConflict("last lead", "HAL"), "no machine leads"),
    ],
)
def test_a_lead_may_not(room, who, command, refusal, because):
    assert room.check(who, command) == refusal, because


@pytest.mark.parametrize("role", [OFFICER, OBSERVER, None])
def test_a_lead_goes_where_another_one_stays(room, role):
    room.done("HAL", give_role("second", "HAL", LEAD))
    room.done("HAL", give_role("HAL lead", "HAL", role))
    assert room.check(Actor("HAL", "second"), give_role("second", "HAL", OFFICER)) == RoomConflict("last lead", "HAL")


def test_a_machine_that_leads_is_no_lead_that_stays(room):
    """It goes though one person leads, and does not keep that one from being the last."""
    room.done("HAL", give_role("robot", "HAL", LEAD, machine=True))
    assert room.check("HAL", give_role("HAL lead", "HAL", None)) == RoomConflict("last lead", "HAL")
    gone = room.done("HAL", give_role("robot", "HAL", None))
    assert gone == DelegateGone(Delegate("robot", "HAL", LEAD, True, room.state.position - 1))


def test_a_party_has_its_own_share_of_delegates(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.parties.DELEGATES_PER_PARTY", 4)
    assert room.check("HAL", give_role("new", "HAL", OBSERVER)) == TooManyItems("delegates", 4)
    room.done("HAL", give_role("HAL observer", "HAL", OFFICER))
    room.done("HAL", give_role("HAL observer", "HAL", None))
    room.done("HAL", give_role("new", "HAL", OBSERVER))


# Describing and leaving


def test_a_party_describes_and_leaves_for_itself_alone(room):
    assert room.check("HAL", describe("BRA")) == NotAllowed("not yours")
    assert room.check("HAL", leave("BRA")) == NotAllowed("not yours")
    assert room.check("HAL", set_keys("BRA", "hal.example+01+KEY")) == NotAllowed("not yours")


def test_a_description_moves_its_words_and_nothing_else(room):
    before = room.state.parties["HAL"]
    change = room.done("HAL", describe("HAL"), at=5)
    assert change == PartyPut(
        Party("HAL", PartyState.MEMBER, before.hue, room.state.position, before.since_us, before.was_in)
    )


# Keys


def test_a_party_says_all_its_keys_at_once_and_keeps_its_words(room):
    before = room.state.parties["HAL"]
    room.done("HAL", set_keys("HAL", "hal.example+01+KEY", "hal.example+02+NEXT"))
    room.done("HAL", describe("HAL"))
    assert room.state.parties["HAL"].keys == ("hal.example+01+KEY", "hal.example+02+NEXT"), "words change no keys"
    change = room.done("HAL", set_keys("HAL", "hal.example+02+NEXT"))
    words = room.state.position - 1
    keys = ("hal.example+02+NEXT",)
    assert change == PartyPut(Party("HAL", before.state, before.hue, words, before.since_us, before.was_in, keys))
    room.done("HAL", set_keys("HAL"))
    assert room.state.parties["HAL"].keys == ()


@pytest.mark.parametrize(
    ("key", "because"),
    [("hal.example+01+K+Y/=", "the very key"), ("bra.example+99+K+Y/=", "the same key under another name")],
)
def test_a_key_is_of_one_party(room, key, because):
    room.done("HAL", set_keys("HAL", "hal.example+01+K+Y/="))
    assert room.check("BRA", set_keys("BRA", "bra.example+1+OWN", key)) == RoomConflict("key taken", key[:11]), because
    room.done("HAL", set_keys("HAL", "hal.example+01+K+Y/="))
    room.done("HAL", set_keys("HAL"))
    room.done("BRA", set_keys("BRA", key))


def test_a_party_has_few_keys(room):
    keys = [f"hal.example+01+{n}" for n in range(KEYS_PER_PARTY + 1)]
    assert room.check("HAL", set_keys("HAL", *keys)) == TooManyItems("keys", KEYS_PER_PARTY)
    room.done("HAL", set_keys("HAL", *keys[1:]))


def test_a_party_that_comes_back_says_its_keys_anew(room):
    room.done("BRA", set_keys("BRA", "bra.example+01+KEY"))
    room.done("BRA", leave("BRA"))
    room.done("HAL", propose(Matter.ADMIT, "BRA", "again"))
    assert room.state.parties["BRA"].keys == ()


@pytest.mark.parametrize("way", ["left", "expelled"])
def test_who_acted_for_a_party_does_not_when_it_comes_back(way):
    """Neither its leads nor its machines: its first lead is let in as that of a new one is."""
    room = found("HAL", "BRA", "CHI")
    room.done("BRA", put_flight())
    if way == "left":
        room.done("BRA", leave("BRA"))
    else:
        room.done("HAL", propose(Matter.EXPEL, "BRA"))
        room.done("CHI", yes())
    room.done("HAL", propose(Matter.ADMIT, "BRA", "again"))
    room.done("CHI", no("again"))
    room.done("BRA", put_flight(state=NONCONFORMING, replaces="flight/1"))  # not let in: it may still land
    room.done("HAL", propose(Matter.ADMIT, "BRA", "once more"))
    room.done("CHI", yes("once more"))
    assert room.state.parties["BRA"].state is PartyState.MEMBER
    assert [d.id for d in room.state.delegates.values() if d.party == "BRA"] == []
    for who in ("BRA", "BRA officer", "BRA client"):
        assert room.check(who, end_flight(replaces="flight/2")) == NotAllowed("role")
    assert room.check("BRA", give_role("friend", "BRA", Role.OFFICER)) == NotAllowed("role")
    room.done("HAL", give_role("new", "BRA", Role.LEAD))
    assert room.check("HAL", give_role("second", "BRA", Role.LEAD)) == NotAllowed("not yours")


@pytest.mark.parametrize("state", [PartyState.MEMBER, SUSPENDED])
def test_a_party_that_leaves_keeps_its_code_and_its_flights(room, state):
    room.stand("HAL", state)
    room.done("HAL", leave("HAL"), at=5)
    party = room.state.parties["HAL"]
    assert (party.state, party.hue, party.since_us) == (LEFT, 0, minute(5))
    assert room.state.intents["flight"].manager == "HAL"
    assert room.check("HAL", put_flight("new", key=["flight/1"]), at=5) == NotAllowed("not a member")
    room.done("HAL", put_flight(state=NONCONFORMING, replaces="flight/1"), at=5)
    room.done("HAL", end_flight(replaces="flight/2"), at=6)


# Words that persons typed


def test_the_words_of_what_is_there_are_counted_and_no_others():
    room = Founded()
    room.done("host", found_room("HAL"))
    room.done("host", give_role("HAL lead", "HAL", LEAD))
    room.done("HAL", give_role("new", "HAL", OBSERVER))
    room.done("HAL", put_flight())
    assert room.state.texts == {1: 1, 2: 1, 3: 1, 4: 1}
    room.done("HAL", describe("HAL"))
    room.done("HAL", put_flight(replaces="flight/1"))
    room.done("HAL", give_role("new", "HAL", None))
    assert room.state.texts == {2: 1, 5: 1, 6: 1}
    room.done("HAL", end_flight(replaces="flight/2"))
    assert room.state.texts == {2: 1, 5: 1}


OF_PARTIES_VOTES_AND_FLIGHTS = ROOM_CONFLICTS[: ROOM_CONFLICTS.index("too many grants") + 1]
WHY_NOT = ("not a member", "suspended", "role", "host", "not yours")


def test_every_word_of_a_refusal_occurs_in_a_test():
    told = "".join(path.read_text() for path in TESTS.glob("test_*.py") if path.name != Path(__file__).name)
    told += Path(__file__).read_text().partition("OF_PARTIES_VOTES_AND_FLIGHTS")[0]
    words = (*OF_PARTIES_VOTES_AND_FLIGHTS, *WHY_NOT)
    assert len(words) == 21
    assert [word for word in words if f'"{word}"' not in told] == []
