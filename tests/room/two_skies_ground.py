"""Movements on the ground in a story of two rooms: what others announce and tell of; and what they report."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from tansiq.airspace.one_area import as_one
from tansiq.core.entry import HOST
from tansiq.core.site_commands import Contradiction, Contradictions, RecheckReports
from tansiq.core.units import HOUR_US, MINUTE_US
from tansiq.gateways.rfc3339 import format_us
from tansiq.node.loop import Proposal

from .two_skies import OTHERS, Others
from .two_skies_kinds import Parted

WORDS = (
    {"vehicles": 4, "markings": "white", "contact": "watch 1", "remarks": "fuel at the bridge"},
    {"vehicles": 9, "markings": "blue", "contact": "watch 2", "remarks": ""},
)
NEXT = {
    "planned": ("depart", "delay", "cancel"),
    "departed": ("delay", "arrive", "cancel"),
    "delayed": ("depart", "delay", "arrive", "cancel"),
}
PERSONS = ("", " officer")


class March(msgspec.Struct, eq=False):
    """A movement of another party that the viewer is shown something of. owners: in the first and in the second room."""

    id: str
    level: str
    owners: list[str]


def convoy(chance: random.Random, now_us: int, words: dict[str, Any], *, is_turned: bool = False) -> dict[str, Any]:
    """Four hours along the viewer's sky, from three days on; there, or back."""
    first_us = now_us // HOUR_US * HOUR_US + 73 * HOUR_US + 5 * MINUTE_US
    way = [(12.01 + chance.random() / 50, 45.01), (12.12, 45.13 + chance.random() / 50), (12.21, 45.2)]
    places = way[::-1] if is_turned else way
    points = [
        {"lat": lat, "lon": lon, "time": format_us(first_us + 120 * n * MINUTE_US)}
        for n, (lat, lon) in enumerate(places)
    ]
    return {"kind": "convoy", "points": points, "width_m": 901 if is_turned else 900} | words


def for_others(others: Others, owner: str, what: str) -> list[dict[str, str]]:
    chance = others.chance(what)
    return [
        {"party": code, "level": chance.choice(["area", "whole"])}
        for code in OTHERS
        if code != owner and chance.random() < 0.5
    ]


def grants(others: Others, march: March, level: str) -> list[list[dict[str, str]]]:
    """What a movement releases to the viewer, and to others, in each room."""
    own = [{"party": "VIC", "level": level}] if level and others.viewer == "VIC" else []
    is_other = others.differs("movement released to others", 0.5)
    whats = ("grants", "other grants" if is_other else "grants")
    return [own + for_others(others, owner, what) for owner, what in zip(march.owners, whats, strict=True)]


def who(others: Others, march: March, *, notify: bool) -> list[str]:
    """Who of its owners acts. A notice names its sender."""
    person = others.rng.choice(PERSONS)
    if others.differs("movement's person", 0.5, fits=not notify):
        return [f"{march.owners[0]}{person}", f"{march.owners[1]}{PERSONS[person == '']}"]
    return [f"{owner}{person}" for owner in march.owners]


def head(others: Others) -> str:
    return "other version" if others.differs("movement's real version", 0.5) else ""


async def march(others: Others) -> None:
    """A movement whose area the viewer is shown, or the whole. Of an area whose it is, its way and its words may be others."""
    rng = others.rng
    owner, level = rng.choice(OTHERS), rng.choice(["area", "area", "whole"])
    made = March(others.new_id(), level, [owner, owner])
    if others.differs("movement's owner", 0.5, fits=level == "area"):
        made.owners[1] = rng.choice([code for code in OTHERS if code != owner])
    notify = rng.random() < 0.3 and not others.needs_second
    given = grants(others, made, level)
    is_other = others.differs("movement's words", 0.8, fits=level == "area")
    is_turned = others.differs("movement's way", 0.5, fits=level == "area")
    bodies = [
        convoy(others.chance("way"), others.now_us, WORDS[n and is_other], is_turned=bool(n and is_turned))
        | {"grants": given[n], "notify": notify and level == "whole"}
        for n in range(2)
    ]
    asked = who(others, made, notify=notify)
    path = f"/room/v1/movements/{made.id}"
    heard = await others.both(asked, "PUT", path, bodies, head="" if notify else head(others), tail="movement")
    if heard[0].status != 201:
        return
    cells = [as_one(twin.state.movements[made.id].view) for twin in others.twins]
    if level == "area" and cells[0] != cells[1]:
        raise Parted("half a metre of width is in another cell: another area is told")
    others.marches.append(made)
    if heard[0].json["movement"]["waits"] or heard[1].json["movement"]["waits"]:
        for n in range(2):  # by the other of two persons
            if heard[n].json["movement"]["waits"]:
                second = f"{made.owners[n]}{PERSONS[asked[n] == made.owners[n]]}"
                body = {"ovn": heard[n].json["movement"]["ovn"], "yes": True, "notify": False}
                await others.ask(n, second, "POST", f"{path}/confirm", body)


async def go_on(others: Others) -> None:
    """It departs, is late, arrives, or will not go; at *area* the hour until when is the same, the minute is not."""
    rng = others.rng
    held = [twin.state.movements for twin in others.twins]
    there = [m for m in others.marches if m.id in held[0] and held[0][m.id].state in NEXT]
    if not there:
        return await march(others)
    chosen = rng.choice(there)
    word = rng.choice(NEXT[held[0][chosen.id].state])
    notify = chosen.level == "whole" and rng.random() < 0.3
    is_other = others.differs("movement's delay", 0.6, fits=word == "delay" and chosen.level == "area")
    bodies = []
    for n in range(2):
        body: dict[str, Any] = {"ovn": held[n][chosen.id].ovn, "notify": notify}
        if word == "delay":
            hour_us = others.now_us // HOUR_US * HOUR_US + 80 * HOUR_US
            body["expected"] = format_us(hour_us + (40 if n and is_other else 20) * MINUTE_US)
        bodies.append(body)
    path = f"/room/v1/movements/{chosen.id}/{word}"
    asked = who(others, chosen, notify=notify)
    await others.both(asked, "POST", path, bodies, head="" if notify else head(others), tail="movement")
    return None


async def release(others: Others) -> None:
    """The viewer is shown less, or nothing any more; others anything."""
    if not others.marches or others.needs_second:
        return
    chosen = others.rng.choice(others.marches)
    held = [twin.state.movements.get(chosen.id) for twin in others.twins]
    if None in held:
        return
    # What was shown as an area may differ: never the whole of it.
    new = others.rng.choice(
        ["", "area", "whole", "whole"] if chosen.level == "whole" else ["", chosen.level, chosen.level]
    )
    given = grants(others, chosen, new)
    chosen.level = new
    bodies = [{"ovn": m.ovn, "grants": g, "notify": False} for m, g in zip(held, given, strict=True)]
    asked = who(others, chosen, notify=False)
    await others.both(
        asked, "PUT", f"/room/v1/movements/{chosen.id}/release", bodies, head=head(others), tail="movement"
    )


async def march_in_one(others: Others) -> None:
    """A movement that the viewer is shown nothing of, in one room; its owner tells of it."""
    rng, n = others.rng, others.rng.randrange(2)
    owner, other = rng.sample(OTHERS, 2)
    if not others.differs("marched by others", 1):
        return
    body = convoy(others.chance("convoy"), others.now_us, WORDS[0]) | {"grants": [{"party": other, "level": "whole"}]}
    path = f"/room/v1/movements/{others.new_id()}"
    heard = await others.ask(n, owner, "PUT", path, body)
    if heard.status == 201 and rng.random() < 0.6:
        await others.ask(n, owner, "POST", f"{path}/depart", {"ovn": heard.json["movement"]["ovn"]})


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


async def recheck_in_one(others: Others) -> None:
    """The owners of two reports that contradict each other are told so, in one room."""
    n = others.rng.randrange(2)
    there = [place.ids[n] for place in others.places if place.is_there]
    if len(there) < 2 or not others.differs("re-checked in one", 1):
        return
    pairs = [Contradiction(*others.rng.sample(there, 2)) for _ in range(4)]
    await others.twins[n].submit(Proposal(HOST, RecheckReports(Contradictions(tuple(pairs)))))


STEPS: dict[Callable[[Others], Awaitable[None]], int] = {
    march: 4,
    go_on: 4,
    release: 2,
    march_in_one: 2,
    report_in_one: 3,
    recheck_in_one: 3,
}
