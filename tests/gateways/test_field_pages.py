"""The parts of the pages that a field link opens: sentences, typed values, the small map, how often one may come."""

import re
from string import Formatter
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.airspace.outlines import ring
from tansiq.core.notices import ANSWERS, NoticeKind, Value, ValueKind
from tansiq.core.units import MINUTE_US, US
from tansiq.core.volumes import Circle, Polygon
from tansiq.gateways.room import wire
from tansiq.gateways.room.field.allowance import REMEMBERED, Allowance
from tansiq.gateways.room.field.picture import EDGE, HEIGHT, WIDTH, labelled, picture
from tansiq.gateways.room.field.read_back import Unreadable, fields, read, text
from tansiq.gateways.room.field.say import say, words
from tansiq.gateways.room.notice_values import values_of, values_shown
from tansiq.gateways.room.words import LANGUAGES

# Sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_the_same(language):
    assert list(words(language)) == list(words("en"))
    for key, sentence in words(language).items():
        names = [name for _, name, _, _ in Formatter().parse(sentence) if name]
        assert names == [name for _, name, _, _ in Formatter().parse(words("en")[key]) if name], key
    for kind in NoticeKind:
        assert all(words(language)[each] for each in (kind, *ANSWERS[kind]))


def test_what_is_filled_in_is_escaped():
    assert "&lt;b&gt;" in say("en", "wrong_code", left="<b>")


# Values


heights = st.builds(
    lambda reference, number: Value(ValueKind.HEIGHT, (number,), reference),
    st.sampled_from(["FL", "AMSL", "AMSL 101325", "AMSL 98020", "AMSL @aden", "W84", "AGL"]),
    st.one_of(st.integers(0, 600).map(lambda n: n * 30_480), st.integers(0, 60_000).map(lambda n: round(n * 304.8))),
)
times = st.integers(0, 2**31).map(lambda s: Value(ValueKind.TIME, (s * US,)))
positions = st.builds(
    lambda lat, lon: Value(ValueKind.POSITION, (lat, lon)),
    st.integers(-90 * 10**9, 90 * 10**9),
    st.integers(-180 * 10**9, 180 * 10**9),
)
PERSIAN = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫")


def typed(value, shown):
    """What somebody types who reads what is shown, number by number."""
    said = text(shown)
    if value.kind is ValueKind.TIME:
        return [said.split(" ")[1]]
    if value.kind is ValueKind.POSITION:
        return said.split(" ")
    return re.findall(r"\d+(?:\.\d+)?", said.split(" @")[0].replace("W84", ""))


@given(st.one_of(heights, times, positions), st.booleans())
def test_who_types_what_is_shown_reads_it_back_right(value, is_persian):
    (shown,) = values_shown([value])
    asked = fields([shown])
    numbers = typed(value, shown)
    assert len(asked) == len(numbers)
    form = {f.name: n.translate(PERSIAN) if is_persian else n for f, n in zip(asked, numbers, strict=True)}
    assert values_of(read([shown], form), "$") == values_of([shown], "$")


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (wire.ReadBack(height=wire.Height("FL", 90)), {"v0.height": ""}),
        (wire.ReadBack(height=wire.Height("FL", 90)), {}),
        (wire.ReadBack(height=wire.Height("FL", 90)), {"v0.height": "ninety"}),
        (wire.ReadBack(height=wire.Height("FL", 90)), {"v0.height": "9" * 30}),
        (wire.ReadBack(height=wire.Height("FL", 90)), {"v0.height": "nan"}),
        (wire.ReadBack(height=wire.Height("FL", 90)), {"v0.height": "90 N"}),
        (wire.ReadBack(time="2026-05-28T20:30:00Z"), {"v0.time": "2460"}),
        (wire.ReadBack(time="2026-05-28T20:30:00Z"), {"v0.time": "2430"}),
        (wire.ReadBack(time="2026-05-28T20:30:00Z"), {"v0.time": "830"}),
        (wire.ReadBack(position=wire.Point(1, 2)), {"v0.lat": "91", "v0.lon": "2"}),
        (wire.ReadBack(position=wire.Point(1, 2)), {"v0.lat": "1 E", "v0.lon": "2"}),
        (wire.ReadBack(position=wire.Point(1, 2)), {"v0.lat": "1"}),
    ],
)
def test_what_cannot_be_read_is_said(value, form):
    with pytest.raises(Unreadable):
        read([value], form)


# The map


def corners(svg):
    """The points of all outlines of an image."""
    root = ET.fromstring(svg)
    for polygon in root.iter("polygon"):
        for pair in polygon.get("points").split():
            x, y = pair.split(",")
            yield float(x), float(y)


lats, lons = st.integers(-70 * 10**9, 70 * 10**9), st.integers(-180 * 10**9, 180 * 10**9)
discs = st.builds(Circle, lats, lons, st.integers(1_000, 300_000_000))


@given(discs)
def test_an_outline_fills_the_image_wherever_it_lies(disc):
    svg, said = picture([disc], [])
    found = list(corners(labelled(svg, "Map")))
    assert all(EDGE - 1 <= x <= WIDTH - EDGE + 1 and EDGE - 1 <= y <= HEIGHT - EDGE + 1 for x, y in found)
    if disc.radius_mm > 10_000_000:
        tall, wide = (max(c) - min(c) for c in zip(*found, strict=True))
        assert max(tall / (WIDTH - 2 * EDGE), wide / (HEIGHT - 2 * EDGE)) > 0.95
    assert re.fullmatch(r"\d+(\.\d+)? k?m", said)


def test_north_is_up_and_east_is_right_across_the_antimeridian():
    square = [
        (0, 179_900_000_000),
        (0, -179_900_000_000),
        (200_000_000, -179_900_000_000),
        (200_000_000, 179_900_000_000),
    ]
    (sw, se, ne, nw) = corners(picture([Polygon(ring(square))], [])[0])
    assert sw[0] == nw[0] < se[0] == ne[0]
    assert nw[1] == ne[1] < sw[1] == se[1]


def test_the_scale_bar_is_as_long_as_it_says():
    disc = Circle(12_000_000_000, 45_000_000_000, 10_000_000)
    svg, said = picture([disc], [])
    found = list(corners(svg))
    per_km = (max(y for _, y in found) - min(y for _, y in found)) / 20
    bar = float(re.search(r'class="bar" d="M10 \d+v6h([\d.]+)', svg)[1])
    assert said == "10 km"
    assert bar / per_km == pytest.approx(10, rel=0.02)


def test_nothing_is_drawn_where_it_could_not_be_drawn_right():
    assert picture([], []) is None
    assert picture([Circle(85 * 10**9, 0, 1_000)], []) is None
    assert picture([], [(0.0, 0.0), (0.0, 30.0)]) is None


def test_a_large_outline_makes_a_small_image():
    many = [(n * 10**6, (n * n % 997) * 10**6) for n in range(5_000)]
    svg, _ = picture([Polygon(ring(many))] * 20, [])
    assert len(svg) < 50_000


# How often


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 30 * US)), max_size=80))
def test_so_many_a_minute_are_let_in_and_then_so_many_a_minute_more(asks):
    """The slow truth: a bucket of ten each, that gets one more every six seconds."""
    now_us, buckets = 0, {}
    allowance = Allowance(10, lambda: now_us)
    for who, later_us in asks:
        now_us += later_us
        left, then_us = buckets.get(who, (10 * 6 * US, now_us))
        left = min(10 * 6 * US, left + now_us - then_us)
        wait = allowance.take(who)
        assert (wait == 0) is (left >= 6 * US)
        assert wait == (0 if left >= 6 * US else -(-(6 * US - left) // US))
        buckets[who] = (left - 6 * US if wait == 0 else left, now_us)


def test_whoever_waits_as_long_as_was_said_comes_in():
    now_us = 0
    allowance = Allowance(30, lambda: now_us)
    while not (wait := allowance.take("a")):
        pass
    now_us += wait * US
    assert allowance.take("a") == 0
    assert MINUTE_US // 30 <= 2 * US


def test_those_who_are_remembered_are_bounded():
    allowance = Allowance(10, lambda: 0)
    for n in range(REMEMBERED + 5):
        allowance.take(str(n))
    assert len(allowance._left) == REMEMBERED
