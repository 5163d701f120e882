"""A small map of what a notice is about, as an image in the page itself: outlines, north up, with a grid and a scale bar.

Made of lines alone: no tiles, no requests. Places are drawn on a plane that touches the middle; what spans more than
`WIDEST_DEG` or lies near a pole is left out, as it would not be drawn right.
"""

import math
from collections.abc import Sequence
from html import escape
from typing import Final

from tansiq.airspace.outlines import vertices
from tansiq.core.units import MM, NDEG
from tansiq.core.volumes import Circle, Outline

WIDTH, HEIGHT, EDGE = 340, 260, 34  # of the image, and what is kept free for figures, in its own units
WIDEST_DEG: Final = 20.0
HIGHEST_DEG: Final = 80.0
CORNERS: Final = 300  # of one outline: more are not to be told apart on a phone
SHAPES: Final = 12
_KM_PER_DEG: Final = 111.2
_LEAST_DEG: Final = 0.02  # half of what is shown at least: a single point has some room around it
_CIRCLE: Final = 48
_STEPS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_BARS_KM: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)

Spot = tuple[float, float]  # degrees


def picture(outlines: Sequence[Outline], spots: Sequence[Spot]) -> tuple[str, str] | None:
    """Return an image as SVG and how long its scale bar is; None where there is nothing to draw, or it cannot be drawn."""
    rings = [_ring(outline) for outline in outlines[:SHAPES]]
    places = [place for ring in rings for place in ring] + list(spots[:SHAPES])
    if not places:
        return None
    zero = places[0][1]
    lats = [lat for lat, _ in places]
    lons = [_beside(lon, zero) for _, lon in places]
    half_lat = max((max(lats) - min(lats)) / 2, _LEAST_DEG)
    half_lon = max((max(lons) - min(lons)) / 2, _LEAST_DEG)
    mid_lat, mid_lon = (max(lats) + min(lats)) / 2, (max(lons) + min(lons)) / 2
    if max(map(abs, lats)) > HIGHEST_DEG or max(half_lat, half_lon) > WIDEST_DEG / 2:
        return None
    shrink = math.cos(math.radians(mid_lat))
    scale = min((HEIGHT / 2 - EDGE) / half_lat, (WIDTH / 2 - EDGE) / (half_lon * shrink))  # units a degree of latitude

    def at(lat: float, lon: float) -> Spot:
        x = WIDTH / 2 + (_beside(lon, zero) - mid_lon) * shrink * scale
        return round(x, 1), round(HEIGHT / 2 - (lat - mid_lat) * scale, 1)

    km = max((each for each in _BARS_KM if each / _KM_PER_DEG * scale <= WIDTH / 3), default=_BARS_KM[0])
    said = f"{km:g} km" if km >= 1 else f"{km * 1_000:g} m"
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" direction="ltr" aria-label="{{label}}">',
        *_grid(mid_lat, mid_lon, scale, shrink),
        *(f'<polygon class="area" points="{" ".join("%g,%g" % at(*place) for place in ring)}"/>' for ring in rings),  # noqa: UP031
        *(_cross(*at(*spot)) for spot in spots[:SHAPES]),
        _bar(km / _KM_PER_DEG * scale, said),
        f'<path class="north" d="M{WIDTH - 16} 8l6 16h-12z"/>',
        f'<text x="{WIDTH - 16}" y="36" text-anchor="middle">N</text></svg>',
    ]
    return "".join(parts), said


def labelled(svg: str, label: str) -> str:
    """Return an image with what it says to those who do not see it. label: HTML."""
    return svg.replace("{label}", label, 1)


def degrees(value: float, positive: str, negative: str, decimals: int) -> str:
    """Return a latitude or longitude as text, such as 12.80°N."""
    return f"{abs(value):.{decimals}f}°{positive if value >= 0 else negative}"


def _ring(outline: Outline) -> list[Spot]:
    if isinstance(outline, Circle):
        lat, lon = outline.lat_ndeg / NDEG, outline.lon_ndeg / NDEG
        radius = outline.radius_mm / (1_000 * MM) / _KM_PER_DEG
        wide = radius / max(math.cos(math.radians(lat)), 0.01)
        turns = [2 * math.pi * n / _CIRCLE for n in range(_CIRCLE)]
        return [(lat + radius * math.cos(turn), lon + wide * math.sin(turn)) for turn in turns]
    corners = vertices(outline)
    kept = corners[:: -(-len(corners) // CORNERS)]
    return [(lat / NDEG, lon / NDEG) for lat, lon in kept]


def _beside(lon: float, zero: float) -> float:
    """Return a longitude counted on from that of the first place, so that nothing is cut at the antimeridian."""
    return zero + (lon - zero + 180) % 360 - 180


def _grid(mid_lat: float, mid_lon: float, scale: float, shrink: float) -> list[str]:
    """Return lines of latitude and longitude with their figures, two to four each way."""
    step = next((each for each in _STEPS if each * scale >= HEIGHT / 4), _STEPS[-1])
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    lines: list[str] = []
    reach = HEIGHT / 2 / scale
    for n in range(math.ceil((mid_lat - reach) / step), math.floor((mid_lat + reach) / step) + 1):
        y = round(HEIGHT / 2 - (n * step - mid_lat) * scale, 1)
        lines.append(f'<path class="grid" d="M0 {y:g}H{WIDTH}"/>')
        if 14 < y < HEIGHT - 24:
            lines.append(f'<text x="2" y="{y - 3:g}">{degrees(n * step, "N", "S", decimals)}</text>')
    reach = WIDTH / 2 / (scale * shrink)
    for n in range(math.ceil((mid_lon - reach) / step), math.floor((mid_lon + reach) / step) + 1):
        x = round(WIDTH / 2 + (n * step - mid_lon) * shrink * scale, 1)
        lon = (n * step + 180) % 360 - 180
        lines.append(f'<path class="grid" d="M{x:g} 0V{HEIGHT}"/>')
        if 60 < x < WIDTH - 60:
            lines.append(f'<text x="{x:g}" y="12" text-anchor="middle">{degrees(lon, "E", "W", decimals)}</text>')
    return lines


def _cross(x: float, y: float) -> str:
    return f'<path class="spot" d="M{x - 8:g} {y:g}h16M{x:g} {y - 8:g}v16"/><circle class="spot" cx="{x:g}" cy="{y:g}" r="5"/>'


def _bar(length: float, said: str) -> str:
    y = HEIGHT - 10
    return (
        f'<path class="bar" d="M10 {y - 6}v6h{length:.1f}v-6"/>'
        f'<text x="{16 + length:.1f}" y="{y}">{escape(said)}</text>'
    )
