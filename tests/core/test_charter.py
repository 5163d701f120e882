"""What members vote on: how many must agree, who may vote, and each way a proposal ends."""

import pytest

from tansiq.core.changes import Closed, ProposalOpen, ProposalsClosed
from tansiq.core.decide.charter import closable, needed, voters
from tansiq.core.refusals import NotAllowed, NothingDue, Refused, RoomConflict, TooManyItems
from tansiq.core.room import MAJORITY, TWO_THIRDS, UNANIMOUS, Matter, PartyState, Proposal, Role, Threshold
from tansiq.core.units import DAY_US, MINUTE_US

from .making import minute
from .room_making import (
    LEFT,
    PROPOSED,
    SUSPENDED,
    charter,
    close,
    found,
    give_role,
    leave,
    no,
    propose,
    withdraw,
    yes,
)

ADMIT, SUSPEND, REINSTATE, EXPEL, AMEND = Matter
MEMBER = PartyState.MEMBER
FIVE = ("HAL", "BRA", "CHI", "DEL", "ECH")
OTHER_RULES = charter(overrun_us=MINUTE_US)


@pytest.fixture
def room():
    """Five members; FOX is suspended, GOL has left."""
    made = found(*FIVE)
    made.stand("FOX", SUSPENDED)
    made.stand("GOL", LEFT)
    return made


def outcome(decision):
    """How a proposal ended, or "open"."""
    if isinstance(decision, ProposalOpen):
        return "open"
    assert isinstance(decision, ProposalsClosed), decision
    return ", ".join(closed.outcome for closed in decision.closed)


def vote_all(room, *codes, item_id="proposal", at=0):
    """Have parties vote yes; return the last outcome."""
    return [outcome(room.done(code, yes(item_id), at)) for code in codes][-1]


# How many


@pytest.mark.parametrize(
    ("threshold", "voters", "needed"),
    [
        (MAJORITY, 1, 1),
        (MAJORITY, 2, 2),
        (MAJORITY, 3, 2),
        (MAJORITY, 4, 3),
        (MAJORITY, 5, 3),
        (TWO_THIRDS, 1, 1),
        (TWO_THIRDS, 2, 2),
        (TWO_THIRDS, 3, 3),
        (TWO_THIRDS, 4, 3),
        (TWO_THIRDS, 5, 4),
        (TWO_THIRDS, 6, 5),
        (UNANIMOUS, 1, 1),
        (UNANIMOUS, 5, 5),
        (Threshold(0, 1), 5, 1),
        (Threshold(0, 1, count=2), 1, 1),
        (Threshold(0, 1, count=2), 2, 2),
        (Threshold(0, 1, count=2), 500, 2),
        (MAJORITY, 0, 1),
        (UNANIMOUS, 0, 1),
        (Threshold(0, 1, count=3), 0, 1),
    ],
)
def test_so_many_yes_carry(threshold, voters, needed):
    assert threshold.needed(voters) == needed


@pytest.mark.parametrize(
    ("matter", "party", "rule", "carry"),
    [
        (ADMIT, "NEW", {}, 4),
        (SUSPEND, "ECH", {}, 3),
        (REINSTATE, "FOX", {}, 3),
        (EXPEL, "ECH", {}, 4),
        (EXPEL, "FOX", {}, 5),
        (AMEND, "", {}, 5),
        (ADMIT, "NEW", {"admit": MAJORITY}, 3),
        (SUSPEND, "ECH", {"suspend": UNANIMOUS}, 4),
        (REINSTATE, "FOX", {"reinstate": Threshold(0, 1, count=2)}, 2),
        (EXPEL, "ECH", {"expel": Threshold(0, 1, count=3)}, 3),
        (AMEND, "", {"amend": MAJORITY}, 3),
    ],
)
def test_each_matter_is_carried_by_as_many_as_the_charter_says(matter, party, rule, carry):
    room = found(*FIVE, **rule)
    room.stand("FOX", SUSPENDED)
    outcomes = [outcome(room.done("HAL", propose(matter, party, rules=OTHER_RULES if matter is AMEND else None)))]
    outcomes += [outcome(room.done(code, yes())) for code in FIVE[1:carry]]
    assert outcomes == ["open"] * (carry - 1) + ["carried"]


def test_whoever_proposes_votes_yes(room):
    change = room.done("BRA", propose(ADMIT, "NEW"), at=5)
    wish = Proposal("proposal", ADMIT, "NEW", None, "BRA", minute(5), minute(60), room.state.position, ("BRA",))
    assert change.proposal == wish
    assert room.state.proposals == {"proposal": wish}


# Who may vote


@pytest.mark.parametrize(
    ("who", "matter", "party", "refusal", "because"),
    [
        ("BRA", SUSPEND, "BRA", RoomConflict("not a voter", "proposal"), "nobody votes on itself"),
        ("BRA robot", ADMIT, "NEW", RoomConflict("not a voter", "proposal"), "no machine votes, even one that leads"),
        ("BRA officer", ADMIT, "NEW", NotAllowed("role"), "an officer does not vote"),
        ("FOX", ADMIT, "NEW", NotAllowed("suspended"), "it is suspended"),
        ("FOX", REINSTATE, "FOX", NotAllowed("suspended"), "it is suspended, and it is about itself"),
        ("GOL", ADMIT, "NEW", NotAllowed("not a member"), "it has left"),
        ("NEW", ADMIT, "NEW", NotAllowed("not a member"), "it is not in yet"),
        ("host", ADMIT, "NEW", NotAllowed("not a member"), "the host acts for no party"),
    ],
)
def test_no_vote_has(room, who, matter, party, refusal, because):
    room.done("BRA", give_role("BRA robot", "BRA", Role.LEAD, machine=True))
    room.done("HAL", propose(matter, party))
    assert room.check(who, yes()) == refusal, because
    assert room.check(who, no()) == refusal, because


def test_no_machine_votes_by_proposing(room):
    room.done("BRA", give_role("BRA robot", "BRA", Role.LEAD, machine=True))
    assert room.check("BRA robot", propose(ADMIT, "NEW")) == RoomConflict("not a voter", "proposal")


def test_a_party_that_proposes_about_itself_has_no_vote(room):
    assert room.done("HAL", propose(EXPEL, "HAL")).proposal.yes == ()


def test_all_members_but_the_one_it_is_about_may_vote(room):
    room.done("HAL", propose(SUSPEND, "ECH", "one"))
    room.done("HAL", propose(AMEND, "", "two", OTHER_RULES))
    one, two = room.state.proposals.values()
    assert (voters(room.state, one), needed(room.state, one)) == (["BRA", "CHI", "DEL", "HAL"], 3)
    assert (voters(room.state, two), needed(room.state, two)) == (["BRA", "CHI", "DEL", "ECH", "HAL"], 5)


def test_a_party_may_change_its_mind_until_the_outcome_is_certain(room):
    room.done("HAL", propose(ADMIT, "NEW"))
    room.done("BRA", no())
    assert room.done("BRA", yes()).proposal.yes == ("BRA", "HAL")
    change = room.done("HAL", no())
    assert (change.proposal.yes, change.proposal.no) == (("BRA",), ("HAL",))
    assert room.done("HAL", no()).proposal == change.proposal, "the same vote again counts once"


# Each outcome


@pytest.mark.parametrize(
    ("matter", "party", "carried", "else_stays"),
    [
        (ADMIT, "NEW", MEMBER, LEFT),
        (ADMIT, "GOL", MEMBER, LEFT),
        (SUSPEND, "ECH", SUSPENDED, MEMBER),
        (REINSTATE, "FOX", MEMBER, SUSPENDED),
        (EXPEL, "ECH", LEFT, MEMBER),
        (EXPEL, "FOX", LEFT, SUSPENDED),
    ],
)
@pytest.mark.parametrize("ends", ["carried", "declined", "lapsed", "withdrawn"])
def test_each_way_a_proposal_about_a_party_ends(room, ends, matter, party, carried, else_stays):
    room.done("HAL", propose(matter, party))
    assert party != "NEW" or room.state.parties["NEW"].state is PROPOSED
    at = 70 if ends == "lapsed" else 5
    *_, last = end(room, ends, [code for code in FIVE if code != party], at)
    assert outcome(last) == ends
    assert room.state.proposals == {}
    if party == "NEW" and ends != "carried":
        assert "NEW" not in room.state.parties, "who never was a member is forgotten, and the place is free"
        return
    after = room.state.parties[party]
    assert after.state is (carried if ends == "carried" else else_stays)
    is_changed = ends == "carried" or matter is ADMIT
    assert last.closed[0].party == (after if is_changed else None)
    assert after.since_us == minute(at if is_changed else 0)


@pytest.mark.parametrize("ends", ["carried", "declined", "lapsed", "withdrawn"])
def test_each_way_a_proposal_about_the_charter_ends(room, ends):
    room.done("HAL", propose(AMEND, rules=OTHER_RULES))
    *_, last = end(room, ends, FIVE, at=70 if ends == "lapsed" else 5)
    assert outcome(last) == ends
    assert room.state.charter == (OTHER_RULES if ends == "carried" else charter())
    assert last.closed[0].charter == (OTHER_RULES if ends == "carried" else None)


def end(room, how, voting, at):
    """Bring the open proposal to an end; yield each answer."""
    match how:
        case "carried" | "declined":
            for code in voting:
                if room.state.proposals:
                    yield room.done(code, yes() if how == "carried" else no(), at)
        case "lapsed":
            yield room.done("host", close(), at)
        case "withdrawn":
            yield room.done("HAL", withdraw(), at)


def test_a_proposal_is_declined_as_soon_as_it_is_certain(room):
    """Of five, four must agree: the second no decides."""
    room.done("HAL", propose(ADMIT, "NEW"))
    assert [outcome(room.done(code, no())) for code in ("BRA", "CHI")] == ["open", "declined"]
    assert room.check("DEL", yes()) == RoomConflict("no such proposal", "proposal")


@pytest.mark.parametrize("matter", [SUSPEND, EXPEL])
@pytest.mark.parametrize("others", [(), ("BRA",)])
def test_nobody_shuts_another_out_alone(matter, others):
    room = found("HAL", *others)
    for party in ("HAL", *others):
        assert room.check("HAL", propose(matter, party)) == RoomConflict("too few to judge", party)


def test_two_shut_a_third_out_even_where_the_charter_asks_for_one():
    room = found("HAL", "BRA", "CHI", suspend=Threshold(0, 1, count=1))
    assert outcome(room.done("HAL", propose(SUSPEND, "CHI"))) == "open"
    room.stand("BRA", SUSPENDED)
    assert not isinstance(room.check("host", close(), at=70), Refused)
    assert outcome(room.done("host", close(), at=70)) == "lapsed"


def test_what_one_yes_is_enough_for_is_carried_at_once():
    assert outcome(found("HAL").check("HAL", propose(ADMIT, "BRA"))) == "carried"


def test_what_is_decided_at_once_was_never_open():
    room = found("HAL")
    before = dict(room.state.texts)
    room.done("HAL", propose(ADMIT, "BRA"))
    assert room.state.proposals == {}
    assert room.state.texts == before | {room.state.position: 1}


def test_admissions_that_came_to_nothing_take_no_place(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.charter.PARTIES", len(room.state.parties) + 1)
    for n in range(3):
        room.done("HAL", propose(ADMIT, f"NEW{n}"))
        room.done("HAL", withdraw())
    room.done("HAL", propose(ADMIT, "NEXT"))
    assert room.check("HAL", propose(ADMIT, "LAST", "other")) == TooManyItems("parties", len(room.state.parties))


# Members that come and go meanwhile


def test_votes_of_those_who_left_do_not_count(room):
    """Three of four others carry. With CHI gone, two yes of three are not enough; the third is."""
    room.done("HAL", propose(SUSPEND, "ECH"))
    assert vote_all(room, "CHI") == "open"
    room.done("CHI", leave("CHI"))
    assert vote_all(room, "BRA") == "open"
    assert vote_all(room, "DEL") == "carried"


def test_where_members_leave_fewer_carry_and_the_next_vote_says_so(room):
    """Four of five carry, and three of four."""
    room.done("HAL", propose(ADMIT, "NEW"))
    vote_all(room, "BRA", "CHI")
    room.stand("ECH", SUSPENDED)
    assert outcome(room.done("DEL", no())) == "carried"


def test_where_members_leave_fewer_carry_and_the_deadline_says_so(room):
    room.done("HAL", propose(ADMIT, "NEW"))
    vote_all(room, "BRA", "CHI")
    room.done("ECH", leave("ECH"))
    assert outcome(room.done("host", close(), at=70)) == "carried"
    assert room.state.parties["NEW"].state is MEMBER


def test_a_carried_one_changes_who_votes_on_the_next_so_that_waits(room):
    """Both are carried once DEL is gone; with BRA expelled, its yes to the second counts no more."""
    room.done("HAL", propose(EXPEL, "BRA", "first"))
    room.done("HAL", propose(ADMIT, "NEW", "second"))
    vote_all(room, "CHI", "ECH", item_id="first")
    vote_all(room, "BRA", "CHI", item_id="second")
    room.done("DEL", leave("DEL"))
    assert outcome(room.done("host", close("first", "second"), at=70)) == "carried"
    assert (room.state.parties["BRA"].state, list(room.state.proposals)) == (LEFT, ["second"])
    assert closable(room.state, minute(70)) == ("second",)
    assert outcome(room.done("host", close("second"), at=70)) == "lapsed"


def test_a_party_that_left_by_itself_is_not_suspended(room):
    room.done("HAL", propose(SUSPEND, "ECH"))
    room.done("ECH", leave("ECH"), at=1)
    assert vote_all(room, "BRA", "CHI", at=1) == "carried"
    assert room.state.parties["ECH"].state is LEFT


# Hues


def test_hues_are_given_in_order_and_fixed_for_life(room):
    hues = {code: party.hue for code, party in room.state.parties.items()}
    assert list(hues.values()) == [0, 1, 2, 3, 4, 5, 6]
    room.done("HAL", propose(ADMIT, "NEW"))
    *_, last = end(room, "carried", FIVE, at=0)
    assert last.closed[0].party.hue == 7
    for matter, party, hue in [(EXPEL, "NEW", 7), (ADMIT, "NEW", 7), (ADMIT, "GOL", 6), (ADMIT, "NEXT", 8)]:
        room.done("HAL", propose(matter, party))
        *_, last = end(room, "carried", FIVE if matter is EXPEL else [*FIVE, *room.state.parties], at=0)
        assert (outcome(last), last.closed[0].party.hue) == ("carried", hue)


# What may not be proposed


@pytest.mark.parametrize(
    ("command", "refusal", "because"),
    [
        (propose(ADMIT, "BRA"), RoomConflict("code taken", "BRA"), "it is a member"),
        (propose(ADMIT, "FOX"), RoomConflict("code taken", "FOX"), "it is suspended, not out"),
        (propose(SUSPEND, "XXX"), RoomConflict("no such party", "XXX"), "there is no such party"),
        (propose(SUSPEND, "FOX"), RoomConflict("wrong party state", "FOX"), "it is suspended"),
        (propose(SUSPEND, "GOL"), RoomConflict("wrong party state", "GOL"), "it has left"),
        (propose(REINSTATE, "BRA"), RoomConflict("wrong party state", "BRA"), "it is a member"),
        (propose(REINSTATE, "GOL"), RoomConflict("wrong party state", "GOL"), "it has left"),
        (propose(EXPEL, "GOL"), RoomConflict("wrong party state", "GOL"), "it has left"),
        (propose(EXPEL, "NEW"), RoomConflict("wrong party state", "NEW"), "it is not in yet"),
        (propose(AMEND), RoomConflict("charter missing", "proposal"), "no charter is given"),
        (propose(ADMIT, "NEXT", "open"), RoomConflict("proposal open", "open"), "its id is used"),
        (propose(ADMIT, "NEW"), RoomConflict("proposal open", "NEW"), "the same is open already"),
        (propose(ADMIT, "NEXT", deadline=9), RoomConflict("wrong deadline", "proposal"), "nobody could read it"),
        (propose(ADMIT, "NEXT", deadline=61 * 1440), RoomConflict("wrong deadline", "proposal"), "nobody would wait"),
    ],
)
def test_refused_is(room, command, refusal, because):
    room.done("HAL", propose(ADMIT, "NEW", "open"))
    assert room.check("BRA", command) == refusal, because


@pytest.mark.parametrize("deadline", [10, 60 * 1440])
def test_deadlines_that_are_just_allowed(room, deadline):
    room.done("HAL", propose(ADMIT, "NEW", deadline=deadline))


def test_two_matters_about_one_party_may_be_open(room):
    room.done("HAL", propose(SUSPEND, "ECH", "one"))
    room.done("HAL", propose(EXPEL, "ECH", "two"))
    assert list(room.state.proposals) == ["one", "two"]


@pytest.mark.parametrize(
    ("limit", "refusal"),
    [("OPEN_PROPOSALS_PER_PARTY", TooManyItems("open proposals", 1)), ("PARTIES", TooManyItems("parties", 1))],
)
def test_refused_is_one_too_many(room, monkeypatch, limit, refusal):
    room.done("HAL", propose(SUSPEND, "ECH", "open"))
    monkeypatch.setattr(f"tansiq.core.decide.charter.{limit}", 1)
    assert room.check("HAL", propose(ADMIT, "NEW")) == refusal


# Deadlines and withdrawal


@pytest.mark.parametrize(("at", "is_open"), [(60, True), (61, False)])
def test_a_deadline_belongs_to_the_time_to_vote(room, at, is_open):
    room.done("HAL", propose(ADMIT, "NEW"))
    assert (closable(room.state, minute(at)) == ("proposal",)) is not is_open
    assert (room.check("host", close(), at=at) == NothingDue("")) is is_open
    assert (room.check("BRA", yes(), at=at) == RoomConflict("no such proposal", "proposal")) is not is_open


def test_what_is_late_is_closed_in_the_order_asked_and_the_rest_stays(room):
    for n, deadline in [(1, 20), (2, 90), (3, 30)]:
        room.done("HAL", propose(ADMIT, f"NEW{n}", f"{n}", deadline=deadline))
    assert closable(room.state, minute(60)) == ("1", "3")
    change = room.done("host", close("1", "2", "3", "unknown"), at=60)
    assert [(c.proposal.id, c.outcome) for c in change.closed] == [("1", "lapsed"), ("3", "lapsed")]
    assert list(room.state.proposals) == ["2"]


@pytest.mark.parametrize(
    ("who", "command", "refusal"),
    [
        ("BRA", withdraw(), NotAllowed("not yours")),
        ("HAL officer", withdraw(), NotAllowed("role")),
        ("HAL", withdraw("unknown"), RoomConflict("no such proposal", "unknown")),
    ],
)
def test_only_a_lead_of_its_proposer_withdraws_what_is_open(room, who, command, refusal):
    room.done("HAL", propose(ADMIT, "NEW"))
    assert room.check(who, command) == refusal


def test_a_withdrawn_proposal_says_what_it_was(room):
    opened = room.done("HAL", propose(SUSPEND, "ECH")).proposal
    assert room.done("HAL", withdraw()) == ProposalsClosed((Closed(opened, "withdrawn"),))


def test_an_amended_charter_holds_for_proposals_that_are_open(room):
    room.done("HAL", propose(ADMIT, "NEW", "admission"))
    room.done("HAL", propose(AMEND, rules=charter(admit=MAJORITY)))
    vote_all(room, "BRA", item_id="admission")
    assert vote_all(room, *FIVE[1:]) == "carried"
    assert vote_all(room, "CHI", item_id="admission") == "carried"


def test_the_longest_deadline_is_counted_from_the_proposal(room):
    command = propose(ADMIT, "NEW", deadline=(60 * DAY_US) // MINUTE_US + 5)
    assert room.check("HAL", command) == RoomConflict("wrong deadline", "proposal")
    assert isinstance(room.check("HAL", command, at=5), ProposalOpen)
