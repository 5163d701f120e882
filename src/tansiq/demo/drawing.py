"""Drawing in SVG: shapes and classes only. The colours are in the page's style sheet, and nothing in a picture runs."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, NamedTuple

Point = tuple[float, float]

_MARGIN: Final = 0.04  # of a picture, on each side


class Frame(NamedTuple):
    """Where two quantities lie in a picture: (x0, y0) is its lower left corner, (x1, y1) its upper right one."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    height: float

    def at(self, x: float, y: float) -> Point:
        """Return a point in pixels from the upper left corner, to a tenth."""
        across, up = (x - self.x0) / (self.x1 - self.x0), (y - self.y0) / (self.y1 - self.y0)
        return round(across * self.width, 1), round((1 - up) * self.height, 1)

    def path(self, points: Sequence[Point], closed: bool) -> str:
        """Return the `d` of a path through points."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in (self.at(*p) for p in points)) + ("Z" if closed else "")


def map_frame(places: Iterable[tuple[float, float]], width: float, height: float) -> Frame:
    """Return a frame around places (lat, lon) in degrees, for (lon, lat), in which a kilometre is as long either way."""
    lats, lons = zip(*places, strict=True)
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = math.cos(math.radians(lat))
    per_pixel = max((max(lons) - min(lons)) * squeeze / width, (max(lats) - min(lats)) / height, 1e-6) * (
        1 + 2 * _MARGIN
    )
    across, up = per_pixel * width / 2 / squeeze, per_pixel * height / 2
    return Frame(lon - across, lat - up, lon + across, lat + up, width, height)


def chart_frame(x: Sequence[float], y: Sequence[float], width: float, height: float) -> Frame:
    """Return a frame around two ranges of values, with room for scales on the left and below."""
    dx, dy = max(x) - min(x), max(y) - min(y)
    return Frame(min(x) - 0.1 * dx, min(y) - 0.15 * dy, max(x) + _MARGIN * dx, max(y) + _MARGIN * dy, width, height)


def picture(frame: Frame, about: str, content: str) -> str:
    """Return a whole picture. about: what it shows, for those who cannot see it. content: SVG."""
    return (
        f'<svg viewBox="0 0 {frame.width:g} {frame.height:g}" role="img" aria-label="{escape(about)}">'
        f'<rect class="back" width="{frame.width:g}" height="{frame.height:g}"/>{content}</svg>'
    )


def shape(frame: Frame, kind: str, points: Sequence[Point], title: str = "") -> str:
    """Return a closed shape. kind: its class. title: shown when pointed at."""
    told = f"<title>{escape(title)}</title>" if title else ""
    return f'<path class="{kind}" d="{frame.path(points, closed=True)}">{told}</path>'


def block(frame: Frame, kind: str, x: tuple[float, float], y: tuple[float, float]) -> str:
    """Return a rectangle between two values of each quantity."""
    (left, bottom), (right, top) = frame.at(x[0], y[0]), frame.at(x[1], y[1])
    return f'<rect class="{kind}" x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}"/>'


def upright(frame: Frame, x: float, label: str) -> str:
    """Return a line from the bottom to the top, labelled at the bottom."""
    at, _ = frame.at(x, frame.y0)
    return (
        f'<path class="grid" d="M{at:g} 0V{frame.height:g}"/>'
        f'<text class="scale" x="{at + 3:g}" y="{frame.height - 4:g}">{escape(label)}</text>'
    )


def level(frame: Frame, y: float, label: str) -> str:
    """Return a line from left to right, labelled at the left."""
    _, at = frame.at(frame.x0, y)
    return (
        f'<path class="grid" d="M0 {at:g}H{frame.width:g}"/>'
        f'<text class="scale" x="3" y="{at - 3:g}">{escape(label)}</text>'
    )


def pin(frame: Frame, x: float, y: float, label: str, link: str) -> str:
    """Return a label in a circle, beside the place that it is of, that leads to a part of the page."""
    at_x, at_y = frame.at(x, y)
    return (
        f'<a href="#{escape(link)}"><circle class="pin" cx="{at_x:g}" cy="{at_y:g}" r="11"/>'
        f'<text class="pin" x="{at_x:g}" y="{at_y + 4.5:g}">{escape(label)}</text></a>'
    )


def steps(lo: float, hi: float, step: float) -> list[float]:
    """Return the multiples of a step between two values."""
    return [n * step for n in range(math.ceil(lo / step), math.floor(hi / step) + 1)]
