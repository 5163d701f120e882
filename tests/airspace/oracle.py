"""Slow and obvious answers to compare with: the geodesic by Vincenty's series, edges by dense points, areas by sums.

Nothing here uses the code under test. Latitudes and longitudes in degrees, lengths in metres.
Source: T. Vincenty, Direct and inverse solutions of geodesics on the ellipsoid, Survey Review 23 (176), 1975.
"""

import itertools
import math

A = 6378137.0
F = 1 / 298.257223563
B = A * (1 - F)
E2 = F * (2 - F)


def destination(lat, lon, azimuth, distance):
    """The place at a distance and an azimuth (degrees) along the geodesic; longitude in -180..180."""
    alpha, u = math.radians(azimuth), math.atan((1 - F) * math.tan(math.radians(lat)))
    sin_alpha = math.cos(u) * math.sin(alpha)
    sigma_1 = math.atan2(math.tan(u), math.cos(alpha))
    cos2 = 1 - sin_alpha**2
    a, b = _series(cos2)
    sigma = distance / (B * a)
    for _ in range(20):
        middle = 2 * sigma_1 + sigma
        sigma = distance / (B * a) + _correction(sigma, middle, b)
    middle = 2 * sigma_1 + sigma
    out = math.sin(u) * math.sin(sigma) - math.cos(u) * math.cos(sigma) * math.cos(alpha)
    up = math.sin(u) * math.cos(sigma) + math.cos(u) * math.sin(sigma) * math.cos(alpha)
    new_lat = math.atan2(up, (1 - F) * math.hypot(sin_alpha, out))
    lam = math.atan2(
        math.sin(sigma) * math.sin(alpha),
        math.cos(u) * math.cos(sigma) - math.sin(u) * math.sin(sigma) * math.cos(alpha),
    )
    turn = lam - _lambda_correction(sin_alpha, cos2, sigma, middle)
    return math.degrees(new_lat), (lon + math.degrees(turn) + 180) % 360 - 180


def distance(lat_a, lon_a, lat_b, lon_b):
    """The length of the geodesic between two places that are not nearly opposite."""
    if (lat_a, lon_a) == (lat_b, lon_b):
        return 0.0
    u_a, u_b = (math.atan((1 - F) * math.tan(math.radians(lat))) for lat in (lat_a, lat_b))
    turn = math.radians((lon_b - lon_a + 180) % 360 - 180)
    lam = turn
    for _ in range(50):
        sin_sigma = math.hypot(
            math.cos(u_b) * math.sin(lam),
            math.cos(u_a) * math.sin(u_b) - math.sin(u_a) * math.cos(u_b) * math.cos(lam),
        )
        if sin_sigma == 0:
            return 0.0
        cos_sigma = math.sin(u_a) * math.sin(u_b) + math.cos(u_a) * math.cos(u_b) * math.cos(lam)
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = math.cos(u_a) * math.cos(u_b) * math.sin(lam) / sin_sigma
        cos2 = 1 - sin_alpha**2
        cos_middle = cos_sigma - 2 * math.sin(u_a) * math.sin(u_b) / cos2 if cos2 > 1e-12 else 0.0
        middle = math.acos(max(-1.0, min(1.0, cos_middle)))
        lam = turn + _lambda_correction(sin_alpha, cos2, sigma, middle)
    a, b = _series(cos2)
    return B * a * (sigma - _correction(sigma, middle, b))


def _series(cos2):
    u2 = cos2 * (A * A - B * B) / (B * B)
    a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    return a, u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))


def _correction(sigma, middle, b):
    c, s = math.cos(middle), math.sin(sigma)
    inner = math.cos(sigma) * (2 * c * c - 1) - b / 6 * c * (4 * s * s - 3) * (4 * c * c - 3)
    return b * s * (c + b / 4 * inner)


def _lambda_correction(sin_alpha, cos2, sigma, middle):
    c = F / 16 * cos2 * (4 + F * (4 - 3 * cos2))
    inner = math.cos(middle) + c * math.cos(sigma) * (2 * math.cos(middle) ** 2 - 1)
    return (1 - c) * F * sin_alpha * (sigma + c * math.sin(sigma) * inner)


def normal(lat, lon):
    lat, lon = math.radians(lat), math.radians(lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def place(x, y, z):
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def along(a, b, n=40):
    """Places on the shortest path between two places, ends included."""
    p, q = normal(*a), normal(*b)
    angle = 2 * math.asin(min(1.0, math.dist(p, q) / 2))
    for i in range(n + 1):
        t = i / n
        u, v = (1 - t, t) if angle < 1e-9 else (math.sin((1 - t) * angle), math.sin(t * angle))
        yield place(*(u * s + v * r for s, r in zip(p, q, strict=True)))


def inside(where, corners):
    """Whether a place lies within a ring smaller than a hemisphere: the sum of the angles under which it sees the edges."""
    x, y, z = normal(*where)
    total, before = 0.0, None
    east = (-y, x, 0.0) if abs(z) < 0.9 else (0.0, -z, y)
    size = math.hypot(*east)
    east = tuple(e / size for e in east)
    north = (y * east[2] - z * east[1], z * east[0] - x * east[2], x * east[1] - y * east[0])
    if sum(p * q for p, q in zip((x, y, z), normal(*corners[0]), strict=True)) < 0:
        return False
    for corner in [*corners, corners[0]]:
        c = normal(*corner)
        bearing = math.atan2(
            sum(a * b for a, b in zip(c, east, strict=True)), sum(a * b for a, b in zip(c, north, strict=True))
        )
        if before is not None:
            total += (bearing - before + math.pi) % (2 * math.pi) - math.pi
        before = bearing
    return abs(total) > math.pi


def ring_area_km2(corners, n=2000):
    """The area between the ring and the equator, summed along its edges (no pole inside)."""

    def zone(lat):  # area between the equator and a latitude, for one radian of longitude
        s, e = math.sin(math.radians(lat)), math.sqrt(E2)
        return B * B / 2 * (s / (1 - E2 * s * s) + math.atanh(e * s) / e)

    total = 0.0
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        points = list(along(a, b, n))
        for (lat_1, lon_1), (lat_2, lon_2) in itertools.pairwise(points):
            total += math.radians((lon_2 - lon_1 + 180) % 360 - 180) * (zone(lat_1) + zone(lat_2)) / 2
    return abs(total) / 1e6


def rings_meet(a, b):
    """Whether two rings overlap; None where it hangs on less than about a metre.

    They do if two edges cross, or if one ring holds a vertex of the other.
    """
    edges_a, edges_b = (list(zip(ring, [*ring[1:], ring[0]], strict=True)) for ring in (a, b))
    near = False
    for p, q in edges_a:
        for r, s in edges_b:
            sides = [_side(p, q, r), _side(p, q, s), _side(r, s, p), _side(r, s, q)]
            if any(abs(side) < 1e-7 for side in sides):  # 0.6 m from the other edge's great circle
                near = True
            elif sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0 and _dot(normal(*p), normal(*r)) > 0:
                return True
    if any(inside(p, b) for p in a) or any(inside(p, a) for p in b):
        return None if near else True
    return None if near else False


def _side(a, b, place_c):
    """The sine of the angle of a place above the great circle through two others."""
    p, q, r = normal(*a), normal(*b), normal(*place_c)
    n = (p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0])
    return _dot(n, r) / math.hypot(*n)


def _dot(a, b):
    return sum(p * q for p, q in zip(a, b, strict=True))


def to_ring(where, corners):
    """The distance from a place to the nearest point of a ring's edges: each edge is searched by thirds."""
    return min(_to_edge(where, a, b) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True))


def _to_edge(where, a, b):
    p, q = normal(*a), normal(*b)

    def away(t):
        return distance(*where, *place(*(u * (1 - t) + v * t for u, v in zip(p, q, strict=True))))

    low, high = 0.0, 1.0
    for _ in range(45):
        one, two = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, two) if away(one) < away(two) else (one, high)
    return away((low + high) / 2)
