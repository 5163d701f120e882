"""The words and drawings of reports: whole and alike in every language, escaped, and well drawn where it is difficult."""

import re
from pathlib import Path
from typing import get_args

import pytest
from fluent.syntax import FluentParser, ast, visitor

from tansiq.airspace.outlines import boxes, ring
from tansiq.core.notices import Answer, NoticeKind, StepKind
from tansiq.core.room import AgreementState, ZoneKind, ZoneLife
from tansiq.core.units import HOUR_US, NDEG, Span
from tansiq.core.volumes import Circle, Polygon, Volume
from tansiq.gateways.room import wire
from tansiq.gateways.room.incident import page, wording
from tansiq.gateways.room.incident.drawing import HEIGHT, WIDTH, Drawn, chart, time_line
from tansiq.gateways.room.incident.wording import Html, Words, joined, tag
from tansiq.gateways.room.wire.plans import PlanWhat
from tansiq.phrasebook import LANGUAGES

FOLDER = Path(wording.__file__).parent / "ftl"


def messages(language):
    """Name of each message -> its variables, sorted."""
    found = {}
    for entry in FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")).body:
        assert not isinstance(entry, ast.Junk), f"{language}: {entry.content}"
        if isinstance(entry, ast.Message):
            assert entry.id.name not in found, f"{language}: {entry.id.name} stands there twice"
            names = found[entry.id.name] = []

            class Names(visitor.Visitor):
                def visit_VariableReference(self, node, names=names):  # noqa: N802
                    names.append(node.id.name)

            Names().visit(entry)
            names.sort()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_words_with_the_same_values(language):
    assert {path.stem for path in FOLDER.iterdir()} == set(LANGUAGES)
    assert messages(language) == messages("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_can_happen_has_its_word(language):
    words = Words(language)
    for prefix, keys in (
        ("step", StepKind),
        ("answer", Answer),
        ("kind", NoticeKind),
        ("agreement", AgreementState),
        ("zone", (*ZoneKind, "constraint")),
        ("zone-life", ZoneLife),
        ("what", get_args(PlanWhat)),
        ("level", get_args(wire.Level)),
        ("precedence", get_args(wire.PrecedenceName)),
    ):
        for key in keys:
            assert words.say(f"{prefix}-{key.replace(' ', '_')}"), key


def test_french_punctuation_does_not_begin_a_line():
    for line in (FOLDER / "fr.ftl").read_text(encoding="utf-8").splitlines():
        assert not re.search("[^\u00a0][:;!?»]", line.partition(" = ")[2]), line


def test_all_but_html_is_escaped_once():
    nasty = "<b>&\"'"
    assert tag("p", nasty, id=nasty) == '<p id="&lt;b&gt;&amp;&quot;&#x27;">&lt;b&gt;&amp;&quot;&#x27;</p>'
    assert joined(tag("i", "&"), Html("<hr>"), None, "&") == "<i>&amp;</i><hr>&amp;"
    assert tag("p", "a" + tag("i")) == "<p>a&lt;i&gt;&lt;/i&gt;</p>", "what is put together by hand is text again"
    for language in LANGUAGES:
        assert "<b>" not in Words(language).say("title", what=nasty)


def test_the_policy_allows_its_own_style_and_nothing_else():
    assert "unsafe" not in page.POLICY
    assert "</" not in page.STYLE
    assert not re.search(r"url\(|@import|expression", page.STYLE)


def volume(corners=(), disc=None, hours=(0, 1)):
    outline = disc or Polygon(ring([(round(lat * NDEG), round(lon * NDEG)) for lat, lon in corners]))
    return Volume(outline, boxes(outline), Span(0, 1), Span(hours[0] * HOUR_US, hours[1] * HOUR_US))


def points(svg):
    return [
        tuple(map(float, each.split(","))) for ring_ in re.findall(r'points="([^"]+)"', svg) for each in ring_.split()
    ]


@pytest.mark.parametrize(
    ("places", "because"),
    [
        ([volume([(12, 45), (12, 46), (13, 46)])], "a triangle"),
        ([volume(disc=Circle(12 * NDEG, 45 * NDEG, 5_000_000))], "a circle"),
        ([volume([(0, 179.9), (0, -179.9), (0.1, 180)])], "across the antimeridian"),
        ([volume([(89, 0), (89, 10), (89.5, 5)])], "near the pole"),
        ([volume([(12, 45), (12, 45.0001), (12.0001, 45)])], "ten metres"),
    ],
)
def test_all_is_drawn_within_the_map(places, because):
    svg = chart([Drawn("<A&B>", "about", tuple(places))])
    assert svg is not None
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points(svg)), because
    assert "&lt;A&amp;B&gt;" in svg
    assert "<A&B>" not in svg


def test_shapes_on_both_sides_of_the_antimeridian_lie_beside_each_other():
    left, right = volume([(0, 179.7), (0, 179.8), (0.1, 179.8)]), volume([(0, -179.8), (0, -179.7), (0.1, -179.8)])
    svg = chart([Drawn("A", "about", (left,)), Drawn("B", "other", (right,))])
    assert svg is not None
    xs = [x for x, _ in points(svg)]
    assert max(xs[:3]) < min(xs[3:])
    assert "180°W" in svg


def test_the_time_line_has_a_bar_for_each_a_red_one_where_both_are_and_marks_for_facts():
    one, two = volume([(0, 0), (0, 1), (1, 1)], hours=(0, 2)), volume([(0, 0), (0, 1), (1, 1)], hours=(1, 3))
    shared = ((1 * HOUR_US, 2 * HOUR_US),)
    svg = time_line([Drawn("A", "about", (one,)), Drawn("B", "other", (two,), (), shared)], [0, 30 * 60_000_000])
    assert svg is not None
    assert [svg.count(f'class="{look}"') for look in ("about", "other", "shared", "fact")] == [1, 1, 1, 2]
    assert "00:30Z" in svg


def test_nothing_is_drawn_where_there_is_nothing():
    assert chart([]) is None
    assert time_line([], [1, 2]) is None
