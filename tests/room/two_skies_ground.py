"""The steps of others on the ground in a story of two rooms: places they report, movements they announce."""

from collections.abc import Awaitable, Callable
from typing import Any

from tansiq.core.units import MINUTE_US
from tansiq.gateways.rfc3339 import format_us

from .two_skies import OTHERS, Others

WORDS = (
    {"vehicles": 4, "markings": "white", "contact": "watch 1", "remarks": "fuel at the bridge"},
    {"vehicles": 9, "markings": "blue", "contact": "watch 2", "remarks": ""},
)


def convoy(others: Others, words: dict[str, Any], grants: list[dict[str, str]], width_m: float = 900) -> dict[str, Any]:
    """Four hours along the viewer's sky, from three days on. The same step draws the same way in both rooms."""
    chance = others.chance("convoy")
    first_us = others.now_us + 72 * 60 * MINUTE_US
    way = [(12.01 + chance.random() / 50, 45.01, 0), (12.12, 45.13 + chance.random() / 50, 120), (12.21, 45.2, 240)]
    points = [{"lat": lat, "lon": lon, "time": format_us(first_us + after * MINUTE_US)} for lat, lon, after in way]
    return {"kind": "convoy", "points": points, "grants": grants, "notify": False, "width_m": width_m} | words


async def march(others: Others) -> None:
    """A movement whose area the viewer is shown, with other words and another corridor in the same cells; it departs."""
    who = others.rng.choice(OTHERS)
    grants = [{"party": others.viewer, "level": "area"}] if others.viewer == "VIC" else []
    first = convoy(others, WORDS[0], grants)
    is_other = others.differs("movement's words", 0.8)
    second = convoy(others, WORDS[1], grants, 901) if is_other else first
    path = f"/room/v1/movements/{others.new_id()}"
    heard = await others.both(who, "PUT", path, [first, second])
    if all(each.status == 201 for each in heard) and others.rng.random() < 0.6:
        news = [{"ovn": each.json["movement"]["ovn"], "notify": False} for each in heard]
        await others.both(who, "POST", f"{path}/depart", news)


async def march_in_one(others: Others) -> None:
    """A movement that the viewer is shown nothing of, in one room."""
    rng, n = others.rng, others.rng.randrange(2)
    who, other = rng.sample(OTHERS, 2)
    if others.differs("marched by others", 1):
        body = convoy(others, WORDS[0], [{"party": other, "level": "whole"}])
        await others.ask(n, who, "PUT", f"/room/v1/movements/{others.new_id()}", body)


async def report_in_one(others: Others) -> None:
    """Two reports of one place that the viewer is not released, in one room; and one that it is, in both."""
    rng, n, chance = others.rng, others.rng.randrange(2), others.chance("report")
    who, other = rng.sample(OTHERS, 2)
    lat, lon = 12.05 + chance.random() / 10, 45.05 + chance.random() / 10
    body = {
        "kind": "school", "position": {"lat": lat, "lon": lon}, "accuracy_m": 50, "source": "ground",
        "observed": format_us(others.now_us - MINUTE_US), "names": {"en": "Al-Noor School"},
    }  # fmt: skip
    heard = await others.both(who, "POST", "/room/v1/reports", body)
    if others.viewer == "VIC" and all(each.status == 201 for each in heard):
        reports = [each.json["report"] for each in heard]
        paths = [f"/room/v1/reports/{each['id']}/release" for each in reports]
        grants = [{"party": "VIC", "level": rng.choice(["area", "place", "reports"])}]
        await others.both(who, "PUT", paths, [{"ovn": each["ovn"], "grants": grants} for each in reports])
    if others.differs("reported by others", 1):
        await others.ask(n, other, "POST", "/room/v1/reports", body | {"names": {"ar": "مدرسة النور"}})


STEPS: dict[Callable[[Others], Awaitable[None]], int] = {march: 2, march_in_one: 2, report_in_one: 3}
