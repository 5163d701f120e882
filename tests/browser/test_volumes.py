"""What the map's own layer draws: what is there at a moment, by day and by night, after a lost context; and clicks on it."""

import pytest

from .conftest import until
from .test_page import only_pixel

Rgb = tuple[int, int, int]

# The page's own modules: the same ones, as their addresses are.
MODULES = """
  const base = document.querySelector('script[src$="js/main.js"]').src.replace(/main[.]js$/, '');
  const [{ held }, { seenFlights, seenZones }, { chosen }] =
    await Promise.all(['map/held.js', 'room/past.js', 'room/choice.js'].map((name) => import(base + name)));
"""


def spot(at, name: str) -> dict[str, int]:
    """Where on the screen a flight is, in its north-west, beside its label."""
    x, y = at.page.evaluate(
        f"async (name) => {{ {MODULES}"
        """
        const [w, s, e, n] = [...seenFlights.peek().values()].find((f) => f.name === name).bounds;
        const box = held.map.getCanvas().getBoundingClientRect();
        const { x, y } = held.map.project([w + (e - w) / 6, n - (n - s) / 4]);
        return [Math.round(box.x + x), Math.round(box.y + y)];
        }""",
        name,
    )
    return {"x": x, "y": y}


def pixel(at, place: dict[str, int]) -> Rgb:
    return only_pixel(at.page.screenshot(clip={**place, "width": 1, "height": 1}))


def differ(a: Rgb, b: Rgb) -> int:
    return max(abs(m - n) for m, n in zip(a, b, strict=True))


def sea(at, place: dict[str, int]) -> Rgb:
    return pixel(at, {"x": place["x"], "y": place["y"] - 30})


def open_room(served, look):
    """The room by night, the flight HAL 11 drawn on it."""
    at = look(served, width=1440, height=900)  # wide enough that no card lies over the flight
    at.come_in("HAL")
    at.until("HAL 11")
    place = spot(at, "HAL 11")
    until(lambda: differ(pixel(at, place), sea(at, place)) > 20, "HAL 11 is filled, the sea beside it is not")
    return at, place


@pytest.fixture(scope="module")
def room_seen(served, look_on):
    """The room as each test finds and leaves it: now, by night, flat, nothing chosen."""
    return open_room(served, look_on)


def test_a_step_through_time_hides_and_shows(room_seen):
    at, place = room_seen
    before, empty = pixel(at, place), sea(at, place)
    at.page.locator(".axis input[type=range]").focus()
    at.page.keyboard.press("Shift+ArrowRight")
    at.page.keyboard.press("Shift+ArrowRight")
    until(lambda: differ(pixel(at, place), empty) < 6, "it is over two hours later")
    at.page.keyboard.press("Home")
    until(lambda: differ(pixel(at, place), before) < 6, "it is there again")


def test_a_click_on_a_volume_chooses_it_and_one_beside_it_nothing(room_seen):
    at, place = room_seen
    chosen = f"async () => {{ {MODULES} return seenFlights.peek().get(chosen.peek())?.name ?? ''; }}"
    at.page.mouse.click(**place)
    until(lambda: at.page.evaluate(chosen) == "HAL 11", "it is chosen")
    at.page.mouse.click(place["x"], place["y"] - 30)
    until(lambda: at.page.evaluate(chosen) == "", "nothing is chosen")


def test_what_is_over_cannot_be_clicked(room_seen):
    at, place = room_seen
    empty = sea(at, place)
    at.page.locator(".axis input[type=range]").focus()
    at.page.keyboard.press("Shift+ArrowRight")
    at.page.keyboard.press("Shift+ArrowRight")
    until(lambda: differ(pixel(at, place), empty) < 6, "it is over")
    at.page.mouse.click(**place)
    assert at.page.evaluate(f"async () => {{ {MODULES} return chosen.peek(); }}") == ""
    at.page.locator(".axis input[type=range]").press("Home")
    until(lambda: differ(pixel(at, place), empty) > 20, "it is there again")


def jump(at, zoom: float) -> dict[str, int]:
    """Show the map, without what is written on it, with HAL 11 in its middle; return the middle on the screen."""
    x, y = at.page.evaluate(
        f"async (zoom) => {{ {MODULES}"
        """
        const [w, s, e, n] = [...seenFlights.peek().values()].find((f) => f.name === 'HAL 11').bounds;
        for (const { id, type } of held.map.getStyle().layers)
          if (type === 'symbol') held.map.setLayoutProperty(id, 'visibility', 'none');
        held.map.jumpTo({ center: [(w + e) / 2, (s + n) / 2], zoom });
        const box = held.map.getCanvas().getBoundingClientRect();
        return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
        }""",
        zoom,
    )
    return {"x": x, "y": y}


def test_what_is_smaller_than_its_lines_is_a_spot_and_whole_again_nearby(room_seen):
    at, place = room_seen
    near = pixel(at, place)
    middle = jump(at, 1.5)
    until(lambda: differ(pixel(at, place), near) > 6, "it is seen from afar")
    afar = pixel(at, middle)
    at.page.locator(".axis input[type=range]").focus()
    at.page.keyboard.press("Shift+ArrowRight")
    at.page.keyboard.press("Shift+ArrowRight")
    until(lambda: differ(pixel(at, middle), afar) > 20, "what was seen there was the flight: it is over")
    at.page.keyboard.press("Home")
    until(lambda: differ(pixel(at, middle), afar) < 6, "it is there again")
    jump(at, 7)
    until(lambda: differ(pixel(at, spot(at, "HAL 11")), near) < 6, "from nearby it is its area")


def test_another_theme_draws_anew_in_its_colours(room_seen):
    at, place = room_seen
    night = pixel(at, place)
    at.click("Day")
    until(lambda: differ(pixel(at, place), night) > 60, "it has the colours of the day")
    until(lambda: differ(pixel(at, place), sea(at, place)) > 20, "and is still filled")
    at.click("Night")
    until(lambda: differ(pixel(at, place), night) < 6, "and those of the night again")


def test_a_lost_graphics_card_is_survived(served, look):
    at, place = open_room(served, look)
    before = pixel(at, place)
    at.page.evaluate(
        "window.lost = document.querySelector('.maplibregl-canvas').getContext('webgl2').getExtension('WEBGL_lose_context');"
        "window.lost.loseContext()"
    )
    until(lambda: differ(pixel(at, place), before) > 20, "the picture is gone")
    at.page.evaluate("window.lost.restoreContext()")
    until(lambda: differ(pixel(at, place), before) < 6, "it is drawn again")
    ours = [said for said in at.complaints if "cannot be restored after WebGL context loss" in said]
    assert len(ours) == 2, "the map says of each layer of the page's own that it cannot restore it: the page does"
    at.complaints[:] = [said for said in at.complaints if said not in ours and "CONTEXT_LOST_WEBGL" not in said]


def test_in_three_dimensions_the_flat_areas_give_way_to_bodies(room_seen):
    at, _ = room_seen
    bodies = f"""async () => {{ {MODULES}
      const seen = held.map.querySourceFeatures('volumes').map((f) => f.properties.id);
      return [...seenFlights.peek().values()].filter((f) => seen.includes(f.id)).map((f) => f.name); }}"""
    assert at.page.evaluate(bodies) == []
    at.click("3D")
    until(lambda: "HAL 11" in at.page.evaluate(bodies), "it stands on the map")
    at.click("2D")
    until(lambda: at.page.evaluate(bodies) == [], "and is flat again")


@pytest.mark.parametrize(
    "corners",
    [
        [0, 0, 4, 0, 4, 4, 0, 4],
        [0, 0, 4, 0, 4, 4, 2, 1, 0, 4],
        [0, 4, 2, 1, 4, 4, 4, 0, 0, 0],
        [0, 0, 2, 0, 4, 0, 4, 2, 4, 4, 2, 4, 2, 2, 0, 2],
        [0, 0, 6, 0, 6, 5, 1, 5, 1, 2, 4, 2, 4, 3, 2, 3, 2, 4, 5, 4, 5, 1, 0, 1],
    ],
    ids=["square", "notch", "notch clockwise", "points on a line", "spiral"],
)
def test_triangles_cover_a_ring_once(run, corners: list[int]):
    found = run("map/triangles.js", "m.triangles(given)", corners)
    parts = [[corners[2 * k + xy] for k in found[n : n + 3] for xy in (0, 1)] for n in range(0, len(found), 3)]
    ring, *areas = run("map/triangles.js", "given.map(m.turned)", [corners, *parts])
    assert sum(areas) == pytest.approx(ring)
    assert all(area * ring >= 0 for area in areas), "none is turned over"
