"""The published vectors: this package gives the expected answers, and so does a slow oracle that shares no code with it."""

import heapq
import itertools
import json
import math
from pathlib import Path

import pytest

from tansiq.airspace.exact import Buffers, conflict
from tansiq.airspace.outlines import fault, ring
from tansiq.airspace.sweep import conflicts
from tansiq.core.volumes import Circle, Polygon
from tansiq.gateways.flights_file import read
from tansiq.gateways.rfc3339 import parse_us

from . import oracle

VECTORS = Path(__file__).parent.parent / "vectors"
PLAN_AND_TIME = ("antimeridian", "poles", "high_latitude", "circles", "touching")


def cases(*names):
    return [
        pytest.param(case, id=f"{name}: {case['name']}")
        for name in names
        for case in json.loads((VECTORS / f"{name}.json").read_text())["cases"]
    ]


def volumes_of(*asked):
    items = read(json.dumps([{"id": str(i), "volumes": [v]} for i, v in enumerate(asked)]).encode())
    return [item.volumes[0] for item in items]


@pytest.mark.parametrize("case", cases(*PLAN_AND_TIME, "references"))
def test_pairs(case):
    a, b = volumes_of(case["a"], case["b"])
    buffers = Buffers(**case.get("buffers", {}))
    assert (conflict(a, b, buffers) is not None) is case["conflict"], case["why"]
    assert (conflict(b, a, buffers) is not None) is case["conflict"], case["why"]


@pytest.mark.parametrize("case", cases("flights"))
def test_flights(case):
    items = read(json.dumps(case["flights"]).encode())
    found = conflicts(items, Buffers(**case.get("buffers", {})))
    assert [[c.first, c.second] for c in found] == case["conflicts"], case["why"]


@pytest.mark.parametrize("case", cases("faults"))
def test_faults(case):
    outline = case["outline"]
    if "outline_circle" in outline:
        centre, radius = outline["outline_circle"]["center"], outline["outline_circle"]["radius"]
        shape = Circle(round(centre["lat"] * 1e9), round(centre["lng"] * 1e9), round(radius["value"] * 1e3))
    else:
        shape = Polygon(ring([(round(p["lat"] * 1e9), round(p["lng"] * 1e9)) for p in corners_json(outline)]))
    found = fault(shape)
    assert (found.code if found else None) == case["fault"], case["why"]
    if "edges" in case:
        assert [found.index, found.other] == case["edges"]


# --- the oracle -------------------------------------------------------------------------------------------------------


def corners_json(outline):
    return outline["outline_polygon"]["vertices"]


def inner_points(outline):
    """Places strictly inside an outline: a net of circles, or of paths between points of the edges."""
    if "outline_circle" in outline:
        c, radius = outline["outline_circle"]["center"], outline["outline_circle"]["radius"]["value"]
        # Nearly the radius itself, as overlaps of some millimetres are asked about.
        for share in (0.0, 0.3, 0.6, 0.9, 0.99, 1 - 5e-6):
            for i in range(1 if share == 0 else 144):
                yield oracle.destination(c["lat"], c["lng"], 2.5 * i, share * radius)
        return
    corners = [(p["lat"], p["lng"]) for p in corners_json(outline)]
    edges = [list(oracle.along(a, b, 7))[1:-1] for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)]
    for one, other in itertools.combinations(edges, 2):  # points of one edge span nothing that lies inside
        for a, b in itertools.product(one, other):
            yield from list(oracle.along(a, b, 6))[1:-1]


def is_inside(where, outline):
    if "outline_circle" in outline:
        c, radius = outline["outline_circle"]["center"], outline["outline_circle"]["radius"]["value"]
        return oracle.distance(*where, c["lat"], c["lng"]) < radius
    return oracle.inside(where, [(p["lat"], p["lng"]) for p in corners_json(outline)])


def rim_points(outline):
    if "outline_circle" in outline:
        c, radius = outline["outline_circle"]["center"], outline["outline_circle"]["radius"]["value"]
        return [oracle.destination(c["lat"], c["lng"], i, radius) for i in range(0, 360, 2)]
    corners = [(p["lat"], p["lng"]) for p in corners_json(outline)]
    return [p for a, b in zip(corners, [*corners[1:], corners[0]], strict=True) for p in oracle.along(a, b, 30)]


def plans_meet(a, b, lateral_m):
    if any(is_inside(p, b) and is_inside(p, a) for p in inner_points(a)):
        return True
    if any(is_inside(p, a) and is_inside(p, b) for p in inner_points(b)):
        return True
    if not lateral_m:
        return False
    pairs = itertools.product(rim_points(a), rim_points(b))
    near = heapq.nsmallest(20, pairs, key=lambda pair: math.dist(*(oracle.normal(*place) for place in pair)))
    return min(oracle.distance(*p, *q) for p, q in near) < lateral_m


def spans_meet(a, b, buffer):
    gap = max(a[0], b[0]) - min(a[1], b[1])
    return gap < buffer or (gap == 0 and (a[0] == a[1] or b[0] == b[1]))


def expected(a, b, lateral_m=0, vertical_m=0, time_s=0):
    def heights(v):
        # In centimetres: whole numbers, so that touching is touching.
        return [round(v["volume"][k]["value"] * 100) for k in ("altitude_lower", "altitude_upper")]

    def times(v):
        return [parse_us(v[k]["value"]) for k in ("time_start", "time_end")]

    return (
        spans_meet(times(a), times(b), time_s * 1e6)
        and spans_meet(heights(a), heights(b), vertical_m * 100)
        and plans_meet(a["volume"], b["volume"], lateral_m)
    )


@pytest.mark.parametrize("case", cases(*PLAN_AND_TIME))
def test_the_oracle_expects_the_same_of_pairs(case):
    assert expected(case["a"], case["b"], **case.get("buffers", {})) is case["conflict"], case["why"]


@pytest.mark.parametrize("case", cases("flights"))
def test_the_oracle_expects_the_same_of_flights(case):
    found = [
        [p["id"], q["id"]]
        for p, q in itertools.combinations(case["flights"], 2)
        if any(expected(a, b, **case.get("buffers", {})) for a in p["volumes"] for b in q["volumes"])
    ]
    assert found == case["conflicts"], case["why"]
