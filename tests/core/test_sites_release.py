"""Who sees what of the register: by levels, and from the reports released to a viewer alone."""

import random
import re

import msgspec
import pytest

from tansiq.core.release_sites import site_level
from tansiq.core.site_changes import Tied
from tansiq.core.sites import Aspect, SiteKind, SitePreset, Source

from .room_making import LEFT, SUSPENDED, found
from .site_making import (
    AREA,
    ASK,
    PLACE,
    REPORTS,
    near,
    put,
    question,
    release,
    report,
    site_grant,
    site_presets,
    sites,
    square,
    tie,
    unsay,
)

EVERYWHERE = square(0, 0, 10**9)


@pytest.fixture
def room():
    return found("HAL", "BRA", "CHI")


def test_each_level_shows_what_it_says_and_no_more(room):
    put(room, "HAL", "report", site_grant("BRA", AREA))
    held = room.state.register.reports["report"]
    area = sites(room, "BRA").report("report")
    assert (area.level, area.kind, area.view) == (AREA, SiteKind.HOSPITAL, held.view)
    assert (area.pin, area.boxes, area.facts, area.texts, area.party, area.ovn, area.grants) == (
        None, (), None, 0, "", "", None,
    )  # fmt: skip
    room.done("HAL", release(site_grant("BRA", PLACE), replaces="report/2"))
    place = sites(room, "BRA").report("report")
    assert (place.pin, place.texts) == (held.pin, held.texts)
    assert (place.facts.source, place.facts.observed_us, place.party, place.made_us) == (Source.OTHER, 0, "", 0)
    room.done("HAL", release(site_grant("BRA", REPORTS), replaces="report/3"))
    whole = sites(room, "BRA").report("report")
    assert (whole.party, whole.facts, whole.ovn, whole.grants, whole.by) == ("HAL", held.facts, "", None, "")
    own = sites(room, "HAL").report("report")
    assert (own.level, own.grants, own.by) == (REPORTS, (site_grant("BRA", REPORTS),), "HAL lead")


def test_where_nobody_says_anything_a_member_may_ask_and_see_nothing(room):
    put(room, "HAL", "report")
    view = sites(room, "BRA")
    assert view.report("report") is None
    assert view.site("report") is None
    assert near(room, "BRA", EVERYWHERE) == []
    assert near(room, "BRA") == []
    assert view.askable("report", (EVERYWHERE,)) == room.state.register.reports["report"].view
    assert view.owners_near((EVERYWHERE,)) == ["HAL"]
    assert sites(room, "HAL").owners_near((EVERYWHERE,)) == []


def test_an_empty_audience_is_nobody(room):
    put(room, "HAL", "report")
    held = room.state.register.reports["report"]
    assert site_level(room.state, held, "a USS outside", 0) is None
    room.done("HAL", site_presets(SitePreset(None, None, REPORTS)))
    assert site_level(room.state, held, "a USS outside", 0) is None
    room.stand("BRA", LEFT)
    assert sites(room, "BRA").askable("report", (EVERYWHERE,)) is None
    assert sites(room, "BRA").owners_near((EVERYWHERE,)) == []
    room.stand("CHI", SUSPENDED)
    assert site_level(room.state, held, "CHI", 0).name == "suspended"
    assert sites(room, "CHI").report("report") is None


def test_the_report_says_before_the_preset_and_the_closest_preset_before_others(room):
    put(room, "HAL", "report")
    held = room.state.register.reports["report"]
    presets = [
        SitePreset(None, None, AREA),
        SitePreset(None, SiteKind.HOSPITAL, PLACE),
        SitePreset("BRA", None, ASK),
        SitePreset("BRA", SiteKind.HOSPITAL, REPORTS),
    ]
    for n, (bra, chi) in enumerate([(AREA, AREA), (PLACE, PLACE), (ASK, PLACE), (REPORTS, PLACE)], start=1):
        room.done("HAL", site_presets(*presets[:n]))
        assert site_level(room.state, held, "BRA", 0).level is bra
        assert site_level(room.state, held, "CHI", 0).level is chi
    room.done("HAL", release(site_grant("BRA", AREA, start=10, end=20)))
    levels = [sites(room, "BRA", at).report("report").level for at in (0, 10, 19, 20)]
    assert levels == [REPORTS, AREA, AREA, REPORTS]


def test_a_question_meets_the_snapped_view_of_what_is_released_less_than_its_place(room):
    put(room, "HAL", "report", site_grant("CHI", PLACE), at=(100, 100), near=10)
    beside = (square(500, 500, 1),)  # within the cell, outside the place
    assert sites(room, "BRA").owners_near(beside) == ["HAL"]
    assert sites(room, "CHI").owners_near(beside) == []
    assert sites(room, "CHI").askable("report", beside) is None


def test_nearness_is_that_of_what_is_shown(room):
    put(room, "HAL", "report", site_grant("BRA", AREA), site_grant("CHI", PLACE), at=(100, 100), near=10)
    beside = square(500, 500, 1)
    assert [s.id for s in near(room, "BRA", beside)] == ["report"]
    assert near(room, "CHI", beside) == []


def test_kinship_and_confirmation_do_not_go_through_a_report_that_is_hidden(room):
    everyone = [site_grant("CHI", REPORTS)]
    put(room, "HAL", "a", *everyone, site_grant("BRA", REPORTS))
    put(room, "BRA", "b", site_grant("HAL", REPORTS))
    put(room, "HAL", "c", *everyone, site_grant("BRA", REPORTS))
    room.done("BRA", tie("a", "b"))
    room.done("BRA", tie("b", "c"))
    assert len(sites(room, "HAL").site("c").faces) == 3
    assert [len(sites(room, "CHI").site(i).faces) for i in ("a", "c")] == [1, 1]
    assert sites(room, "CHI").site("a").confirmed_by == 1
    assert sites(room, "CHI").tie("a", "b") is None


def projection(room, viewer, at=0):
    """All that a viewer can get of the register."""
    view = sites(room, viewer, at)
    register = room.state.register
    pairs = [tie_of for a in sorted(register.reports) for b in sorted(register.reports) if (tie_of := view.tie(a, b))]
    told = msgspec.json.encode(
        [
            near(room, viewer),
            near(room, viewer, EVERYWHERE),
            near(room, viewer, square(1_500, 1_500, 900)),
            [site and site.id for site in map(view.site, sorted(register.reports)) if site],
            view.own_reports("", 99),
            pairs,
            view.asks(),
        ]
    )
    return re.sub(
        rb'"texts":[1-9]\d*', b'"texts":"some"', told
    )  # doors show the words, never where they lie in the log


@pytest.mark.parametrize("seed", range(40))
def test_what_others_do_with_reports_that_a_viewer_may_not_see_changes_nothing_for_it(seed):
    """Two rooms: alike in all that was released to CHI, and unlike in reports, ties, releases and questions of others."""
    rng = random.Random(seed)
    plain, busy = found("HAL", "BRA", "CHI"), found("HAL", "BRA", "CHI")
    seen, hidden, versions = [], [], {}

    def both(who, command):
        plain.done(who, command)
        busy.done(who, command)

    for n in range(60):
        party = rng.choice(["HAL", "BRA"])
        where = (rng.randrange(3_000), rng.randrange(3_000))
        disputes = (Aspect.EXISTENCE,) if rng.random() < 0.2 else ()
        match rng.randrange(6):
            case 0:
                name = f"{n:02} seen"
                for room in (plain, busy):
                    level = [AREA, PLACE, REPORTS][n % 3]
                    put(room, party, name, site_grant("CHI", level), at=where, disputes=disputes)
                seen.append(name)
            case 1:
                name = f"{n:02} hidden"
                busy.done(party, report(name, at=where, disputes=disputes))
                hidden.append(name)
                versions[name] = party
            case 2 if hidden:
                name = rng.choice(hidden)
                owner, other = versions[name], "BRA" if versions[name] == "HAL" else "HAL"
                old = busy.state.register.reports[name].ovn
                busy.done(owner, release(site_grant(other, REPORTS), item_id=name, replaces=old))
            case 3 if hidden and seen:
                wish = tie(rng.choice(hidden), rng.choice(seen + hidden))
                if isinstance(busy.check(party, wish), Tied):
                    busy.done(party, wish)
                    if rng.random() < 0.3:
                        busy.done(party, unsay(wish.private.b, wish.private.a))
            case 4:
                busy.done(party, question(f"{n}", square(*where, 10)))
            case 5 if len(seen) > 1:
                a, b = rng.sample(seen, 2)
                both("CHI", tie(a, b, is_same=rng.random() < 0.8))
                if rng.random() < 0.3:
                    both("CHI", unsay(b, a))
            case _:
                pass
    assert projection(plain, "CHI") == projection(busy, "CHI")
    assert hidden, "the rooms are unlike"
