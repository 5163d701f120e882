"""Positions in four notations, distances and directions, and what the map shows of heights."""

import json
import math
import random

import mgrs
import pytest

from .conftest import until
from .test_accessible import violations

SEED = 20261126


def places() -> list[list[float]]:
    """Latitude and longitude: some anywhere, and those where zones and bands have their edges."""
    rng = random.Random(SEED)
    anywhere = [[round(rng.uniform(-79.9, 83.9), 6), round(rng.uniform(-179.9, 179.9), 6)] for _ in range(300)]
    edges = [[60.5, 4.3], [63.9, 11.9], [75.0, 8.9], [75.0, 9.1], [80.0, 20.9], [80.0, 33.1], [83.9, 41.9]]
    return [*anywhere, *edges, [-0.00002, 0.00002], [0.00002, -0.00002], [12.75, 45.0], [-33.9, 18.4], [12.1, -180.0]]


def test_grid_references_are_those_of_another_programme_and_lead_back(run):
    given = places()
    written = run("text/mgrs.js", "given.map(([lat, lon]) => m.gridReference(lat, lon))", given)
    theirs = mgrs.MGRS()
    for (lat, lon), said in zip(given, written, strict=True):
        other = theirs.toMGRS(lat, lon)
        same, digits = said.replace(" ", ""), other if isinstance(other, str) else other.decode()
        assert same[:-10] == digits[:-10], (lat, lon, said, digits)
        for ours, expected in ((same[-10:-5], digits[-10:-5]), (same[-5:], digits[-5:])):
            assert abs(int(ours) - int(expected)) <= 1, (lat, lon, said, digits)
    back = run("text/positions.js", "m.parsePositions(given.join('\\n'))", written)
    assert len(back) == len(given)
    for (lat, lon), (lon2, lat2) in zip(given, back, strict=True):
        assert abs(lat - lat2) < 2e-5, (lat, lon)
        assert abs((lon - lon2 + 180) % 360 - 180) * max(0.1, 1 - abs(lat) / 90) < 2e-5, (lat, lon)


def test_no_tile_of_the_map_names_more_places_than_it_can_set_and_each_as_many_as_it_may(run):
    rng = random.Random(SEED)
    given = [
        {
            "id": f"{n}",
            "position": {"lat": rng.gauss(12, 0.3), "lon": rng.gauss(45, 0.3)},
            "disputed": [],
            "is_notified": n > 2_990,
        }
        for n in range(3_000)
    ]
    code = "Object.fromEntries(m.namedFrom(given, 40))"
    found = run("map/sitenames.js", code, given)
    for zoom in range(4, 18):
        tiles = {}
        for site in given:
            lat, lon = math.radians(site["position"]["lat"]), site["position"]["lon"]
            y = (1 - math.asinh(math.tan(lat)) / math.pi) / 2
            key = int((lon + 180) / 360 * 2**zoom), int(y * 2**zoom)
            tiles.setdefault(key, []).append(found[site["id"]] <= zoom)
        assert all(sum(named) == min(len(named), 40) for named in tiles.values()), zoom
    assert all(found[f"{n}"] == 0 for n in range(2_991, 3_000)), "what is notified is named first"
    assert run("map/sitenames.js", code, given[:40]) == {}, "few are all named"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("124500N0450000E", [[45, 12.75]]),
        ("1245.5N 04500.0W", [[-45, 12.758333]]),
        ("12.75, 45.5\n-12.75 -45.5", [[45.5, 12.75], [-45.5, -12.75]]),
        ("38P NV 00000 09489", [[45.000005, 12.75]]),
        # A coarse one stands for the middle of its square.
        ("38pnv0000009489 38PNV0009", [[45.000005, 12.75], [45.0046, 12.7501]]),
        ("12°45'00\"N 045°00'00\"E", [[45, 12.75]]),
        ("38P NV 000 0953", []),  # of no square, as its two halves differ
        ("01P AZ 00000 00000", []),  # no such column in that zone
        ("twelve north", []),
    ],
)
def test_positions_are_read_as_they_are_pasted(run, typed, expected):
    found = run("text/positions.js", "m.parsePositions(given)", typed)
    assert len(found) == len(expected), found
    for (lon, lat), (lon2, lat2) in zip(found, expected, strict=True):
        assert (abs(lon - lon2) < 2e-4, abs(lat - lat2) < 2e-4) == (True, True), (found, expected)


@pytest.mark.parametrize(
    ("a", "b", "metres", "degrees"),
    [
        (
            [144.42486789, -37.95103342],
            [143.92649554, -37.65282114],
            54_972.271,
            306.868159,
        ),  # Flinders Peak to Buninyong
        ([0, 0], [1, 0], 111_319.491, 90),
        ([45, 12], [45, 13], 110_629.1, 0),
        ([179.5, 10], [-179.5, 10], 109_640.1, 89.9132),
        ([10, 10], [10, 10], 0, 0),
    ],
)
def test_the_shortest_path_is_that_of_the_ellipsoid(run, a, b, metres, degrees):
    found = run("geo/inverse.js", "m.inverse(given[0], given[1])", [a, b])
    assert abs(found["m"] - metres) < 30, found
    assert abs((found["bearing"] - degrees + 180) % 360 - 180) < 0.01, found


def test_notation_and_units_are_chosen_and_kept_on_the_device(served, look):
    at = look(served, "ar", "day")
    at.come_in("HAL")
    at.click("الإعدادات")
    at.page.locator("dialog input[name=notation]").nth(3).check()
    at.page.locator("dialog input[name=units]").nth(1).check()
    at.until("38P")
    assert violations(at.page) == [], "settings"
    at.page.keyboard.press("Escape")
    at.page.reload()
    at.click("HAL 11", "#mine ~ ul button")
    at.until("38P")
    assert at.page.locator(".maplibregl-ctrl-scale").inner_text().endswith("km")


def test_a_corner_that_is_not_touched_stays_where_it_was_clicked(run):
    exact = [45.123456, 12.123456]
    kept = run(
        "text/positions.js",
        "m.parseLines(given[0], [given[1]], () => 'A1')",
        ["A1\n1300N 04500E", exact],
    )
    assert kept == [exact, [45, 13]]


def test_it_is_measured_by_keys_alone(served, look):
    at = look(served)
    at.come_in("HAL")
    at.page.locator(".tools button", has_text="Measure").focus()
    at.page.keyboard.press("Enter")
    until(lambda: at.page.locator(".measure").count() == 1, "the panel is open")
    at.page.fill(".measure textarea", "12N 45E\n13N 45E")
    at.page.locator(".measure textarea").blur()
    at.until("60 NM 000°T")
    at.page.locator(".maplibregl-canvas").focus()
    at.page.keyboard.press("Enter")
    until(lambda: at.page.locator(".legs li").count() == 2, "the middle of the map is taken")
    assert violations(at.page) == [], "measuring"
    at.page.locator(".measure textarea").focus()
    at.page.keyboard.press("Escape")
    until(lambda: at.page.locator(".measure").count() == 0, "it is put away")


def test_three_dimensions_say_how_they_are_stretched_and_draw_without_a_complaint(served, look):
    at = look(served, "ar", "night")
    at.come_in("HAL")
    at.click("3D")
    at.until("×6")
    at.click("نهار")  # the style is made anew, and the edges with it
    until(lambda: at.page.evaluate("document.documentElement.dataset.theme") == "day", "it is day")
    at.page.wait_for_timeout(1_500)
    assert json.dumps(at.complaints) == "[]"
