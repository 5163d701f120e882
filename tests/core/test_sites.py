"""The register of places: what parties report, how it holds, what they tie together, and that nothing is overwritten."""

import pytest

from tansiq.core.decide.sites import past_sites
from tansiq.core.refusals import (
    AlreadyExists,
    NotAllowed,
    NothingDue,
    RoomConflict,
    StaleVersion,
    TooManyItems,
    Unknown,
)
from tansiq.core.site_changes import ReportErased, ReportPut, SitePending, Tied
from tansiq.core.site_commands import ForgetSites, PastSites
from tansiq.core.sites import Aspect, Landing, Notified, Obstacle, Shape, SiteKind, SitePreset, Surface
from tansiq.core.snapshot import digest, from_snapshot, snapshot
from tansiq.core.units import DAY_US, MINUTE_US, Span
from tansiq.node.copies import copied

from .making import minute
from .room_making import SUSPENDED, found, leave
from .site_making import (
    AREA,
    ASK,
    PLACE,
    REPORTS,
    confirm_site,
    erase_report,
    export,
    near,
    put,
    question,
    release,
    renew,
    report,
    site_grant,
    site_presets,
    sites,
    square,
    tie,
    unsay,
    withdraw_report,
)

DAY = 24 * 60


@pytest.fixture
def room():
    return found("HAL", "BRA", "CHI")


def to_all(level):
    return [site_grant(viewer, level) for viewer in ("HAL", "BRA", "CHI")]


def shared(room, party, item_id, **more):
    put(room, party, item_id, *[g for g in to_all(REPORTS) if g.viewer != party], **more)


def test_there_is_no_kind_for_forces():
    assert len(SiteKind) == 19
    assert not {"military", "force", "weapon", "target", "checkpoint", "barracks"} & {k.value for k in SiteKind}


def test_only_its_reporter_changes_a_report_and_nobody_else_learns_that_it_is_there(room):
    room.done("HAL officer", report())
    assert room.check("HAL", report()) == AlreadyExists("report")
    assert room.check("HAL", report(replaces="report/9")) == StaleVersion("report", "report/9")
    for hidden, nothing in (
        (report(replaces="report/1"), report("nothing", replaces="nothing/1")),
        (withdraw_report(), withdraw_report("nothing", "nothing/1")),
        (tie("report", "x"), tie("nothing", "x")),
    ):
        answer = room.check("BRA", hidden)
        assert isinstance(answer, Unknown)
        assert room.check("BRA", nothing) == Unknown("nothing", answer.action)
    assert room.check("HAL observer", report("other")) == NotAllowed("role")
    room.stand("HAL", SUSPENDED)
    assert room.check("HAL", report("other")) == NotAllowed("suspended")


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (report(at=(91_000_000_000, 0)), "report values"),
        (report(observed=2 * DAY), "report values"),
        (report(near=50_000_001), "report values"),
        (report(notified=Notified(20_000_001)), "report values"),
        (report(notified=Notified(-1)), "report values"),
        (report(valid_us=Span(2, 1)), "report values"),
        (report(disputes=(Aspect.NAME, Aspect.NAME)), "report values"),
        (report(kind=SiteKind.SCHOOL, landing=Landing(1, 1, Surface.GRASS)), "report values"),
        (report(obstacle=Obstacle(Shape.MAST, 1, None, 0)), "report values"),
        (report(boxes=()), "views do not fit"),
        (report(boxes=(square(10_000, 10_000, 1),)), "views do not fit"),
        (report(life_us=MINUTE_US), "report life"),
        (report(life_us=401 * DAY_US), "report life"),
    ],
)
def test_a_report_that_cannot_be_is_refused(room, command, why):
    assert room.check("HAL", command) == RoomConflict(why, "report")


def test_a_report_runs_out_asks_to_be_renewed_and_is_forgotten_long_after(room):
    shared(room, "HAL", "report")
    assert not sites(room, "BRA", 30 * DAY).report("report").is_expired
    assert sites(room, "BRA", 30 * DAY + 1).report("report").is_expired
    assert sites(room, "BRA", 30 * DAY + 1).site("report").confirmed_by == 0
    room.done("HAL", renew(replaces="report/2"), at=30 * DAY + 2)
    assert not sites(room, "BRA", 60 * DAY).report("report").is_expired
    assert past_sites(room.state, minute(150 * DAY)) is None
    past = past_sites(room.state, minute(150 * DAY + 10))
    assert past == PastSites(("report",))
    assert room.check("host", ForgetSites(past), at=149 * DAY) == NothingDue("")
    assert room.check("HAL", ForgetSites(past), at=151 * DAY) == NotAllowed("host")
    room.done("host", ForgetSites(past), at=150 * DAY + 10)
    assert not room.state.register.reports
    assert not any(room.state.register.ground._levels)


def test_a_site_is_the_sum_of_reports_that_a_person_tied(room):
    shared(room, "HAL", "a", at=(100, 100), near=50)
    shared(room, "BRA", "b", at=(110, 110), near=20)
    assert [s.id for s in near(room, "CHI", square(100, 100, 500))] == ["a", "b"]
    assert room.check("HAL client", tie("a", "b")) == RoomConflict("a person ties", "a")
    assert room.check("HAL", tie("a", "a")) == RoomConflict("one report", "a")
    assert isinstance(room.done("CHI", tie("b", "a")), Tied)
    (site,) = near(room, "CHI", square(100, 100, 500))
    assert (site.id, site.confirmed_by, site.disputed, site.best.id) == ("a", 2, (), "b")
    room.done("CHI", tie("a", "b", is_same=False))
    assert sites(room, "CHI").site("a").confirmed_by == 1, "whoever tied them may say otherwise"


def test_a_reporter_can_split_what_another_tied_and_a_bystander_cannot(room):
    shared(room, "HAL", "a")
    shared(room, "BRA", "b")
    room.done("HAL", tie("a", "b"))
    room.done("CHI", tie("a", "b", is_same=False))
    assert len(sites(room, "CHI").site("a").faces) == 2
    room.done("BRA", tie("a", "b", is_same=False))
    assert len(sites(room, "CHI").site("a").faces) == 1
    assert len(room.state.register.ties["a b"].sayings) == 3, "nothing is overwritten"


def test_what_was_said_of_two_reports_is_taken_back_by_whoever_may_say_it(room):
    shared(room, "HAL", "a")
    shared(room, "BRA", "b")
    before = room.state.register.save()
    assert room.check("BRA", unsay("a", "b")) == RoomConflict("nothing said", "a")
    room.done("BRA", tie("a", "b", is_same=False))
    assert [t.key for t in sites(room, "BRA").dismissed("a")] == ["a b"]
    assert sites(room, "BRA").dismissed("b") == sites(room, "HAL").dismissed("a") == []
    assert room.check("HAL", unsay("a", "b")) == RoomConflict("nothing said", "a"), "another party said it"
    assert room.check("BRA observer", unsay("a", "b")) == NotAllowed("role")
    room.done("HAL", tie("a", "b"))
    assert room.check("HAL client", unsay("a", "b")) == RoomConflict("a person ties", "a")
    room.done("BRA officer", unsay("b", "a"))
    assert len(sites(room, "CHI").site("a").faces) == 2, "what the other party said holds"
    room.done("HAL", unsay("a", "b"))
    assert room.state.register.save() == before
    assert room.state.register.kin == {}


def test_a_party_that_is_not_shown_a_report_any_more_learns_nothing_by_taking_back(room):
    shared(room, "HAL", "a")
    shared(room, "BRA", "b")
    room.done("CHI", tie("a", "b", is_same=False))
    room.done("BRA", release(item_id="b", replaces="b/2"))
    assert sites(room, "CHI").dismissed("a") == []
    assert room.check("CHI", unsay("a", "b")) == Unknown("b", "change"), "as of one that is not there"
    assert room.check("CHI", unsay("a", "c")) == Unknown("c", "change")


def test_a_dispute_takes_no_confirmation_back(room):
    shared(room, "HAL", "a")
    shared(room, "BRA", "b")
    shared(room, "CHI", "c", disputes=(Aspect.EXISTENCE,))
    for other in ("b", "c"):
        room.done("HAL", tie("a", other))
    site = sites(room, "BRA").site("c")
    assert (site.id, site.confirmed_by, site.disputed) == ("a", 2, (Aspect.EXISTENCE,))


def test_reports_of_one_site_farther_apart_than_they_may_be_off_dispute_its_position(room):
    shared(room, "HAL", "a", at=(100, 100), near=50)
    shared(room, "BRA", "b", at=(201, 100), near=50)
    room.done("HAL", tie("a", "b"))
    assert sites(room, "CHI").site("a").disputed == (Aspect.POSITION,)
    room.done("BRA", report("b", at=(200, 100), near=50, replaces="b/2"))
    assert sites(room, "CHI").site("a").disputed == ()


def test_what_is_withdrawn_stays_to_be_seen_as_that(room):
    shared(room, "HAL", "a")
    room.done("HAL", withdraw_report("a", "a/2"))
    site = sites(room, "BRA").site("a")
    assert (site.is_withdrawn, site.confirmed_by) == (True, 0)
    assert room.check("HAL", renew("a", "a/3")) == RoomConflict("report life", "a")


def test_all_words_of_all_versions_are_erased_when_their_owner_says_so(room):
    room.done("HAL", report())
    first = room.state.position
    room.done("HAL", report(replaces="report/1"))
    second = room.state.position
    assert room.check("HAL officer", erase_report(replaces="report/2")) == NotAllowed("role")
    done = room.done("HAL", erase_report(replaces="report/2"))
    assert isinstance(done, ReportErased)
    assert done.positions == (first, second)
    assert not {first, second} & room.state.erasable.keys()
    assert not {first, second} & room.state.texts.keys()
    assert room.state.register.reports["report"].texts == 0


def test_a_party_that_leaves_takes_its_reports_along(room):
    shared(room, "HAL", "a")
    shared(room, "BRA", "b")
    room.done("HAL", tie("a", "b"))
    room.done("HAL", site_presets(SitePreset("BRA", None, AREA)))
    room.done("HAL", leave("HAL"))
    register = room.state.register
    assert (list(register.reports), register.ties, register.kin, register.presets) == (["b"], {}, {}, {})


def test_limits_of_a_party(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.sites.SITE_REPORTS_PER_PARTY", 1)
    monkeypatch.setattr("tansiq.core.decide.sites.SITE_ASKS_PER_PARTY", 1)
    monkeypatch.setattr("tansiq.core.decide.sites.REPORT_VERSIONS", 2)
    room.done("HAL", report())
    assert room.check("HAL", report("two")) == TooManyItems("reports of places", 1)
    room.done("HAL", report(replaces="report/1"))
    assert room.check("HAL", report(replaces="report/2")) == TooManyItems("versions of one report", 2)
    room.done("HAL", question())
    assert room.check("HAL", question("two")) == TooManyItems("questions about places", 1)
    assert room.check("BRA", question("far", within_mm=60_000_000)) == RoomConflict("question values", "far")


def test_how_many_ties_a_party_may_make_does_not_depend_on_those_that_it_cannot_see(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.sites.SITE_TIES", 1)
    shared(room, "HAL", "a")
    shared(room, "BRA", "b")
    put(room, "HAL", "hidden", site_grant("BRA", REPORTS))
    room.done("HAL", tie("a", "hidden"))
    assert isinstance(room.check("CHI", tie("a", "b")), Tied)
    assert room.check("HAL", tie("a", "b")) == TooManyItems("ties of one report", 1)


def test_another_kind_does_not_release_more_past_the_second_person():
    room = found("HAL", "BRA", second_person=True)
    room.done("HAL", report())
    room.done("HAL", site_presets(SitePreset(None, SiteKind.CAMP, PLACE)))
    room.done("HAL officer", confirm_site("presets"))
    camp = report(kind=SiteKind.CAMP, replaces="report/1")
    assert room.check("HAL", camp) == RoomConflict("second person", "report")
    assert isinstance(room.check("HAL", report(kind=SiteKind.SCHOOL, replaces="report/1")), ReportPut)


def test_a_question_is_kept_for_the_asker_and_for_those_whose_reports_it_came_near(room):
    room.done("HAL", report())
    room.done("BRA", question())
    assert [a.id for a in sites(room, "BRA").asks()] == ["ask"]
    assert sites(room, "BRA").asks()[0].owners == (), "whether anything is there, is in no list"
    assert [(a.party, a.by) for a in sites(room, "HAL").asks()] == [("BRA", "")]
    assert sites(room, "CHI").asks() == []


def test_an_export_needs_a_lead_and_another_person_and_is_counted(room):
    assert room.check("HAL officer", export()) == NotAllowed("role")
    room.done("HAL", export())
    assert room.check("HAL", confirm_site()) == NotAllowed("second person")
    assert room.check("HAL client", confirm_site()) == NotAllowed("second person")
    assert room.check("BRA", confirm_site()) == RoomConflict("no such release", "export")
    done = room.done("HAL officer", confirm_site())
    assert done.pending.confirmed_by == "HAL officer"
    assert room.check("HAL officer", confirm_site()) == RoomConflict("no such release", "export")
    for n in range(3):
        room.done("HAL", export(f"export {n}"))
    assert room.check("HAL", export("one more")) == TooManyItems("exports of the register in a day", 4)
    assert isinstance(room.check("HAL", export("one more"), at=DAY + 1), SitePending)


def test_releasing_more_waits_for_a_second_person_where_the_charter_says_so():
    room = found("HAL", "BRA", second_person=True)
    room.done("HAL", report())
    waiting = room.done("HAL", release(site_grant("BRA", AREA)))
    assert isinstance(waiting, SitePending)
    assert sites(room, "BRA").report("report") is None
    assert isinstance(room.done("HAL officer", confirm_site(waiting.pending.id, "report/3")), ReportPut)
    assert sites(room, "BRA").report("report").level is AREA
    assert isinstance(room.done("HAL", release(site_grant("BRA", ASK), replaces="report/3")), ReportPut), (
        "less holds at once"
    )
    later = release(site_grant("BRA", PLACE, start=60), replaces="report/4")
    assert isinstance(room.check("HAL", later), SitePending), "later is more too"
    assert isinstance(room.check("HAL", site_presets(SitePreset(None, None, AREA))), SitePending)


def test_a_snapshot_gives_the_same_register(room):
    shared(room, "HAL", "a")
    shared(room, "BRA", "b", blind=True)
    room.done("HAL", tie("a", "b"))
    room.done("CHI", question())
    room.done("HAL", export())
    room.done("BRA", site_presets(SitePreset(None, SiteKind.CAMP, PLACE)))
    again = from_snapshot(snapshot(room.state))
    assert digest(again) == digest(room.state)
    assert again.register.kin == room.state.register.kin
    assert again.register.reports_of == room.state.register.reports_of
    assert again.register.ground._levels == room.state.register.ground._levels
    assert again.texts == room.state.texts


def test_a_copy_goes_on_by_itself(room):
    shared(room, "HAL", "a")
    copy = copied(room.state)
    shared(room, "BRA", "b")
    assert list(copy.register.ids_near((square(100, 100, 500),))) == ["a"]
