"""The library of named places: who keeps them, who sees them, and that what leaves with a party leaves nothing behind."""

import random

import pytest

from tansiq.airspace.outlines import ring
from tansiq.core.changes import LibraryGone, LibraryPut
from tansiq.core.commands import DropPlace, KeepPlace
from tansiq.core.library import LibraryKind, LibraryPlace
from tansiq.core.limits import LIBRARY_VERTICES
from tansiq.core.refusals import AlreadyExists, NotAllowed, RoomConflict, StaleVersion, TooManyItems, Unknown
from tansiq.core.room_commands import PlaceEnd, PlacePrivate, PlaceWish
from tansiq.core.snapshot import from_snapshot, snapshot
from tansiq.core.volumes import Circle, Limit, Polygon, Reference

from .making import derived, next_version
from .room_making import LEFT, SUSPENDED, found, leave

DISC = Circle(0, 0, 1_000)
AREA, ROUTE, GATE, POINT = LibraryKind.AREA, LibraryKind.ROUTE, LibraryKind.GATE, LibraryKind.POINT


def line(points):
    return ring([(n, n) for n in range(points)])


def keep(
    item_id="place", kind=AREA, outline=DISC, points=0, width=0, for_all=False, replaces="", floor=None, ceiling=None
):
    place = LibraryPlace(kind, outline, line(points), width, floor, ceiling)
    return KeepPlace(PlaceWish(item_id, place, for_all), PlacePrivate(replaces, next_version(item_id, replaces)))


def drop(item_id="place", replaces="place/1"):
    return DropPlace(PlaceEnd(item_id, replaces))


def fl(level):
    return Limit(level * 30_480, Reference.FL)


@pytest.fixture
def room():
    return found()


def test_a_place_is_seen_by_its_owner_alone_until_it_is_released_to_all_members(room):
    assert room.done("HAL officer", keep()) == LibraryPut(room.state.library["place"], was_for_all=False)
    assert room.view("HAL").place("place").owner == "HAL"
    assert room.view("BRA").place("place") is None
    room.done("HAL", keep(for_all=True, replaces="place/1"))
    assert room.view("BRA").place("place") == room.view("HAL").place("place")
    assert room.view("a USS outside").place("place") is None, "members, not everyone"
    room.stand("BRA", LEFT)
    assert room.view("BRA").place("place") is None, "nor who left"
    assert room.view("BRA").places("", 9) == []
    room.stand("BRA", SUSPENDED)
    assert room.view("BRA").places("", 9) == [room.state.library["place"]]
    hidden = room.done("HAL", keep(replaces="place/2"))
    assert hidden.was_for_all, "those who saw it are told"
    assert room.view("BRA").place("place") is None


def test_only_its_owner_changes_it_and_nobody_else_learns_that_it_is_there(room):
    room.done("HAL", keep())
    assert room.check("HAL", keep()) == AlreadyExists("place")
    assert room.check("HAL", keep(replaces="place/9")) == StaleVersion("place", "place/9")
    assert room.check("HAL", drop(replaces="place/9")) == StaleVersion("place", "place/9")
    for hidden, nothing in (
        (keep(replaces="place/1"), keep("nothing", replaces="nothing/1")),
        (drop(), drop("nothing", "nothing/1")),
    ):
        answer = room.check("BRA", hidden)
        assert isinstance(answer, Unknown)
        assert room.check("BRA", nothing) == Unknown("nothing", answer.action), "as of one that is not there"
    assert room.check("HAL observer", keep()) == NotAllowed("role")
    room.stand("HAL", SUSPENDED)
    assert room.check("HAL", drop()) == NotAllowed("suspended")


@pytest.mark.parametrize(
    ("command", "fits"),
    [
        (keep(), True),
        (keep(outline=Polygon(line(LIBRARY_VERTICES))), True),
        (keep(outline=Polygon(line(LIBRARY_VERTICES + 1))), False),
        (keep(outline=None), False),
        (keep(points=2), False),
        (keep(kind=ROUTE, outline=None, points=2, width=10), True),
        (keep(kind=ROUTE, outline=None, points=LIBRARY_VERTICES + 1, width=10), False),
        (keep(kind=ROUTE, outline=None, points=1, width=10), False),
        (keep(kind=ROUTE, outline=None, points=3), False),
        (keep(kind=ROUTE, points=3, width=10), False),
        (keep(kind=GATE, outline=None, points=2, width=10), True),
        (keep(kind=GATE, outline=None, points=3, width=10), False),
        (keep(kind=POINT, outline=None, points=1), True),
        (keep(kind=POINT, outline=None, points=1, width=10), False),
        (keep(kind=POINT, points=1), False),
        (keep(floor=fl(100), ceiling=fl(100)), True),
        (keep(floor=fl(101), ceiling=fl(100)), False),
        (keep(floor=fl(101), ceiling=Limit(0, Reference.W84)), True),
    ],
)
def test_each_kind_has_its_shape_and_no_other(room, command, fits):
    answer = room.check("HAL", command)
    assert isinstance(answer, LibraryPut) if fits else answer == RoomConflict("library place", "place")


def test_a_party_keeps_a_bounded_number(room, monkeypatch):
    monkeypatch.setattr("tansiq.core.decide.library.LIBRARY_ENTRIES_PER_PARTY", 2)
    room.done("HAL", keep("one"))
    room.done("HAL", keep("two"))
    assert room.check("HAL", keep("three")) == TooManyItems("library entries", 2)
    assert isinstance(room.check("HAL", keep("two", replaces="two/1")), LibraryPut)
    assert isinstance(room.check("BRA", keep("three")), LibraryPut)
    assert isinstance(room.done("HAL", drop("one", "one/1")), LibraryGone)
    assert isinstance(room.check("HAL", keep("three")), LibraryPut)


def test_when_a_party_leaves_its_places_go_and_their_words_can_be_erased(room):
    room.done("HAL", keep("open", for_all=True))
    room.done("HAL", keep("own"))
    kept = list(room.state.library.values())
    room.done("BRA", keep("theirs"))
    assert {place.texts for place in kept} <= room.state.texts.keys()
    room.done("HAL", leave("HAL"))
    assert room.state.parties["HAL"].state is LEFT
    assert list(room.state.library) == ["theirs"]
    assert room.state.shelves == {"BRA": ["theirs"]}
    assert room.state.library["theirs"].texts in room.state.texts
    assert not {place.texts for place in kept} & room.state.texts.keys()


@pytest.mark.parametrize("seed", range(20))
def test_pages_are_those_of_a_plain_list(seed):
    rng, room = random.Random(seed), found("HAL", "BRA", "CHI")
    for _ in range(60):
        item_id, party = f"{rng.randrange(25):02}", rng.choice(["HAL", "BRA", "CHI"])
        old = room.state.library.get(item_id)
        owner = old.owner if old is not None else party
        if old is not None and rng.random() < 0.3:
            room.done(owner, drop(item_id, old.ovn))
        else:
            room.done(owner, keep(item_id, for_all=rng.random() < 0.5, replaces=old.ovn if old is not None else ""))
        restored = from_snapshot(snapshot(room.state))
        assert derived(restored) == derived(room.state)
        assert snapshot(restored) == snapshot(room.state)
    for viewer in ("HAL", "BRA", "CHI"):
        view = room.view(viewer)
        plain = sorted(i for i, e in room.state.library.items() if e.for_all or e.owner == viewer)
        assert [i for i in room.state.library if view.place(i)] == [i for i in room.state.library if i in plain]
        paged, after = [], ""
        while page := view.places(after, 4):
            paged += [entry.id for entry in page]
            after = paged[-1]
        assert paged == plain
