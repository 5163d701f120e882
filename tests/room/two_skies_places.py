"""The register in a story of two rooms: what others report, tie and ask, and what the viewer does with what it is shown.

A report is made at one level for the viewer, and stays there. What that level does not show may be another in the second room.
"""

from typing import Any

import msgspec

from .twin import Heard
from .two_skies import OTHERS, Others
from .two_skies_kinds import AWAY, HERE, Parted, Sky
from .two_skies_viewer import Viewer

CELL = 0.05
LEVELS = ("ask", "area", "place", "reports")


class Place(msgspec.Struct, eq=False):
    """A report of another party. ids, owners, ovns, bodies: in the first and in the second room."""

    level: str
    origin: Sky
    cell: tuple[int, int]
    ids: list[str]
    owners: list[str]
    ovns: list[str]
    bodies: list[dict[str, Any]]

    @property
    def is_there(self) -> bool:
        return all(self.ovns)


def said(others: Others, place: Place, what: str) -> dict[str, Any]:
    """What a report says, within its cell."""
    chance = others.chance(f"place {what}")
    lat, lon = (place.origin[n] + place.cell[n] * CELL + chance.uniform(0.2, 0.8) * CELL for n in range(2))
    return {
        "position": {"lat": round(lat, 5), "lon": round(lon, 5)},
        "accuracy_m": chance.choice([5, 50, 100]),
        "names": {"en": f"place {chance.randrange(10**6)}"},
        "condition": chance.choice(["unknown", "in_use"]),
        "checks_blind": True,
    }  # fmt: skip


def seen_by(others: Others, what: str) -> dict[str, Any]:
    """What is shown at level *reports* alone."""
    chance = others.chance(f"seen {what}")
    return {
        "source": chance.choice(["ground", "air", "satellite"]),
        "observed": others.twins[0].at(-chance.randrange(60, 10_000)),
        "remarks": f"remark {chance.randrange(10**6)}",
        "links": [{"title": "t", "url": f"https://example.org/{chance.randrange(10**6)}"}],
    }


def what_it_is(others: Others, what: str) -> dict[str, Any]:
    """What is shown at *area*."""
    chance = others.chance(f"kind {what}")
    return {
        "kind": chance.choice(["hospital", "camp", "water"]),
        "notified": chance.choice([None, {"radius_m": chance.choice([500, 5_000])}]),
    }


def bodies_of(others: Others, place: Place) -> list[dict[str, Any]]:
    """A report in both rooms."""
    first = said(others, place, "one") | seen_by(others, "one") | what_it_is(others, "one")
    second = dict(first)
    if others.differs("place within its cell", 0.6, fits=place.level in ("ask", "area")):
        second |= said(others, place, "other")
    if others.differs("who saw a place", 0.6, fits=place.level != "reports"):
        second |= seen_by(others, "other")
    if others.differs("what may only be asked about", 0.6, fits=place.level == "ask"):
        second |= {"kind": "school", "notified": {"radius_m": 700}}
    return [first, second]


async def report(others: Others) -> None:
    """A report of another party, at any level, here or away; or one is corrected."""
    rng = others.rng
    there = [p for p in others.places if p.is_there]
    if there and rng.random() < 0.3:
        place = rng.choice(there)
        kept = {name: place.bodies[0][name] for name in ("kind", "notified")} if place.level != "ask" else {}
        place.bodies = [body | kept for body in bodies_of(others, place)]
        await write(others, place)
        return
    owner, level = rng.choice(OTHERS), rng.choice(LEVELS)
    place = Place(
        level, rng.choices((HERE, AWAY), (5, 2))[0], (rng.randrange(4), rng.randrange(4)), [others.new_id()] * 2,
        [owner] * 2, ["", ""], [{}, {}],
    )  # fmt: skip
    place.bodies = bodies_of(others, place)
    is_hidden = level == "ask"
    if others.differs("reporter", 0.4, fits=is_hidden):
        place.owners[1] = others.chance("reporter").choice([code for code in OTHERS if code != owner])
    other_id = others.new_id()
    if others.differs("real id of a report", 0.5, fits=is_hidden):
        place.ids[1] = other_id
    only = others.differs("report in one", 0.3, fits=is_hidden and place.origin is AWAY)
    others.places.append(place)
    await write(others, place, only=others.chance("report room").randrange(2) if only else None)


async def write(others: Others, place: Place, only: int | None = None) -> None:
    is_new = not any(place.ovns)
    is_other = others.differs("places released to others", 0.5)
    for n in (0, 1) if only is None else (only,):
        body = place.bodies[n] | ({"ovn": place.ovns[n]} if place.ovns[n] else {})
        heard = await ask(others, n, place.owners[n], "PUT", f"/reports/{place.ids[n]}", body)
        if heard.status < 300 and is_new:
            chance = others.chance("place grants other" if is_other and n else "place grants")
            to_others = [{"party": code, "level": chance.choice(LEVELS)} for code in OTHERS if code != place.owners[n]]
            own = [{"party": "VIC", "level": place.level}] if others.viewer == "VIC" else []
            grants = {"ovn": heard.json["report"]["ovn"], "grants": own + to_others}
            heard = await ask(others, n, place.owners[n], "PUT", f"/reports/{place.ids[n]}/release", grants)
            if heard.status < 300 and heard.json["waits"]:
                path = f"/sites/waiting/{heard.json['waits']}"
                await ask(others, n, f"{place.owners[n]} officer", "POST", path, {"yes": True})
                heard = await ask(others, n, place.owners[n], "GET", f"/reports/{place.ids[n]}")
        if heard.status >= 300:
            raise Parted(f"a report: {heard.body[:90]}")
        place.ovns[n] = heard.json["report"]["ovn"]


async def ask(others: Others, n: int, who: str, verb: str, path: str, body: Any = None) -> Heard:
    return await others.ask(n, who, verb, f"/room/v1{path}", body)


async def withdraw(others: Others) -> None:
    """A report is withdrawn in both rooms, or one that the viewer is not shown in one."""
    there = [p for p in others.places if p.is_there]
    if not there:
        return
    place = others.rng.choice(there)
    is_unseen = place.level == "ask" and place.origin is AWAY
    only = others.differs("withdrawn in one", 0.5, fits=is_unseen)
    for n in (0,) if only else (0, 1):
        body = {"ovn": place.ovns[n]}
        await ask(others, n, place.owners[n], "POST", f"/reports/{place.ids[n]}/withdraw", body)
        place.ovns[n] = ""
    if only:
        place.ovns[1] = ""


async def erase(others: Others) -> None:
    """Words that the viewer is not released are erased in one room; or others in both."""
    there = [p for p in others.places if p.is_there]
    if not there:
        return
    place = others.rng.choice(there)
    only = others.differs("report words erased", 1, fits=place.level in ("ask", "area"))
    for n in (others.rng.randrange(2),) if only else (0, 1):
        heard = await ask(others, n, place.owners[n], "POST", f"/reports/{place.ids[n]}/erase", {"ovn": place.ovns[n]})
        place.ovns[n] = heard.json["report"]["ovn"] if heard.status == 200 else place.ovns[n]


async def tie(others: Others) -> None:
    """Somebody ties two reports in both rooms; or in one, where the viewer sees one of them at most."""
    rng = others.rng
    there = [p for p in others.places if p.is_there and p.ids[0] == p.ids[1]]
    if len(there) < 2:
        return
    a, b = rng.sample(there, 2)
    body = {"a": a.ids[0], "b": b.ids[0], "is_same": rng.random() < 0.7}
    is_hidden = "ask" in (a.level, b.level)
    who = rng.choice(OTHERS)
    if not is_hidden:
        sees = [(await ask(others, n, who, "GET", f"/reports/{p.ids[n]}")).status for n in (0, 1) for p in (a, b)]
        if sees == [200] * 4:
            await others.both(who, "PUT", "/room/v1/sites/ties", body)
            if rng.random() < 0.3:
                await others.both(who, "DELETE", f"/room/v1/sites/ties/{body['a']}/{body['b']}", None)
    elif others.differs("tied in one", 1):
        await ask(others, rng.randrange(2), rng.choice([a, b]).owners[0], "PUT", "/sites/ties", body)


async def question(others: Others) -> None:
    """Somebody asks where the viewer may have reported, in both rooms; or elsewhere, in one."""
    rng, is_away = others.rng, others.rng.random() < 0.5
    if is_away and not others.differs("question of others", 1):
        return
    body = about(rng, AWAY if is_away else HERE)
    if is_away:
        await ask(others, rng.randrange(2), rng.choice(OTHERS), "POST", "/sites/ask", body)
    else:
        await others.both("BRA", "POST", "/room/v1/sites/ask", body)  # its ration may be used up in one room


async def presets(others: Others) -> None:
    """A party gives others less or more of its reports, in one room."""
    if others.differs("place presets for others", 1):
        code, n = others.rng.choice(OTHERS), others.rng.randrange(2)
        said = [{"party": c, "kind": None, "level": others.rng.choice(LEVELS)} for c in OTHERS if c != code]
        await ask(others, n, code, "PUT", "/sites/presets", {"presets": said})


def about(rng: Any, origin: Sky) -> dict[str, Any]:
    """A question about a disc."""
    center = {"lat": round(origin[0] + rng.uniform(0, 0.2), 4), "lon": round(origin[1] + rng.uniform(0, 0.2), 4)}
    disc = {"center": center, "radius_m": rng.choice([10, 3_000])}
    return {"within_m": rng.choice([0, 500, 2_000, 20_000]), "places": [{"circle": disc}]}


STEPS = {report: 16, withdraw: 1, erase: 2, tie: 4, question: 3, presets: 2}


# The viewer


async def make(viewer: Viewer) -> None:
    """Report, correct, release, withdraw."""
    rng, others = viewer.rng, viewer.others
    place = Place("reports", HERE, (rng.randrange(4), rng.randrange(4)), [], [], [], [])
    body = said(others, place, f"viewer {viewer._asked}") | seen_by(others, "viewer") | what_it_is(others, "viewer")
    known = [i for i in viewer.seen_places if i not in viewer.reports]
    if known and rng.random() < 0.4:
        body |= {"same_as": [rng.choice(known)], "disputes": rng.choice([[], ["existence"], ["name"]])}
    report_id, ovn = rng.choice([*viewer.reports.items(), (others.new_id(), "")])
    heard = await viewer.room("PUT", f"/reports/{report_id}", body | {"ovn": ovn})
    viewer.count(f"report {heard.status}")
    if heard.status >= 300:
        return
    grants = [{"party": code, "level": rng.choice(LEVELS)} for code in OTHERS if rng.random() < 0.5]
    grants = {"ovn": heard.json["report"]["ovn"], "grants": grants}
    heard = await viewer.room("PUT", f"/reports/{report_id}/release", grants)
    viewer.reports[report_id] = heard.json["report"]["ovn"]
    if rng.random() < 0.1:
        await viewer.room("POST", f"/reports/{report_id}/withdraw", {"ovn": viewer.reports.pop(report_id)})


async def say_same(viewer: Viewer) -> None:
    """Tie two reports: seen, one's own, or guessed."""
    rng = viewer.rng
    real = [i for p in viewer.others.places for i in p.ids]
    known = [*viewer.reports, *viewer.seen_places, *real]
    if len(known) > 1:
        a, b = rng.sample(known, 2)
        heard = await viewer.room("PUT", "/sites/ties", {"a": a, "b": b, "is_same": rng.random() < 0.7})
        viewer.count(f"tie {heard.status}")
        if rng.random() < 0.4:
            heard = await viewer.room("DELETE", f"/sites/ties/{b}/{a}")
            viewer.count(f"tie taken back {heard.status}")


async def ask_about(viewer: Viewer) -> None:
    heard = await viewer.room("POST", "/sites/ask", about(viewer.rng, HERE))
    viewer.count("near", heard.status == 200 and heard.json["is_near"])


async def take_along(viewer: Viewer) -> None:
    """Export the register in each format, and look at a file of it."""
    heard = await viewer.room("POST", "/sites/exports")
    if heard.status != 201:
        return
    export = heard.json["id"]
    await viewer.ask("POST", f"/room/v1/sites/waiting/{export}", {"yes": True}, who="VIC officer")
    for form in ("csv", "kml"):
        await viewer.room("GET", f"/sites/exports/{export}/{form}")
    taken = await viewer.room("GET", f"/sites/exports/{export}/geojson")
    if taken.status == 200 and taken.json["features"]:
        file = {"type": "FeatureCollection", "features": taken.json["features"]}
        for feature in file["features"]:
            for name in ("party", "level", "id"):
                feature["properties"].pop(name, None)
        await viewer.room("POST", "/imports/reports?format=geojson&source=air&observed=2026-01-01&accuracy_m=9", file)


async def look(viewer: Viewer) -> None:
    """Ask for every place, by every id that there is, and guess."""
    for query in ("?box=12,45,12.1,45.1", "?kind=camp", "?limit=2", "?box=-90,-180,90,180"):
        heard = await viewer.room("GET", f"/sites{query}")
        if heard.status == 200:
            for site in heard.json["sites"]:
                viewer.count(f"place at {site['level']}", not site["is_mine"])
                viewer.seen_places[site["id"]] = None
    for report_id in dict.fromkeys(i for p in viewer.others.places for i in p.ids):
        await viewer.room("GET", f"/sites/{report_id}")
        await viewer.room("GET", f"/reports/{report_id}")
    real = [(i, ovn) for p in viewer.others.places for i, ovn in zip(p.ids, p.ovns, strict=True)]
    for report_id, ovn in viewer.rng.sample(real, min(2, len(real))):
        await viewer.room("GET", f"/reports/{report_id}/explain?party=BRA")
        await viewer.room("POST", f"/reports/{report_id}/renew", {"ovn": ovn})
    for report_id in viewer.reports:
        for code in (*OTHERS, "NOBODY"):
            await viewer.room("GET", f"/reports/{report_id}/explain?party={code}")


VIEWER_STEPS = {make: 5, say_same: 4, ask_about: 6, take_along: 2}
