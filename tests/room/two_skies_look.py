"""The viewer looks at everything: each question at each door, each id that there is or was shown, guesses."""

from typing import Any

from tansiq.gateways.room import OPERATIONS

from . import two_skies_moves as moves
from . import two_skies_places as places
from .twin import Twin
from .two_skies import OTHERS
from .two_skies_kinds import AWAY, FARTHER, HERE, Sky
from .two_skies_steps import area
from .two_skies_viewer import Viewer

# Every question that needs no id, also one that is added one day; but for the head of the log, a declared observable.
READS = (
    "/flights?mine=true",
    *(
        o.path.removeprefix("/room/v1")
        for o in OPERATIONS
        if o.verb == "GET" and o.path[-10:] != "checkpoint" and "{" not in o.path
    ),
)


async def look_at_everything(viewer: Viewer) -> None:
    """Ask at every door, with every id that there is or was shown, and guess."""
    if viewer.is_member:
        for path in READS:
            heard = await viewer.room("GET", path)
            again = await viewer.room("GET", path, if_none_match=viewer.tags.get(path, '"none"'))
            viewer.count("not changed", again.status == 304)
            viewer.tags[path] = heard.header("etag")
        await pages(viewer)
        await look_back(viewer)
        await places.look(viewer)
        await moves.look(viewer)
        for position in viewer.positions[-5:]:
            await viewer.room("GET", f"/receipts/{position}")
        await viewer.room("GET", f"/receipts/{viewer.twins[0].state.position}")
        for flight_id in viewer.own:
            for code in (*OTHERS, "VIC", "NOBODY"):
                await viewer.room("GET", f"/flights/{flight_id}/explain?party={code}")
    for origin in (HERE, AWAY, FARTHER):
        whole = whole_sky(origin, viewer.twins[0])
        for what in ("operational_intent_references", "constraint_references", "subscriptions"):
            await viewer.standard("POST", f"/dss/v1/{what}/query", {"area_of_interest": whole})
    for sub in viewer.watches:
        await viewer.standard("GET", f"/dss/v1/subscriptions/{sub}")
    real = {i: ovn for f in viewer.others.flights for i, ovn in zip(f.ids, f.ovns, strict=True)}
    for item_id, ovn in viewer.rng.sample(list({**real, **viewer.shown}.items()), min(8, len(real))):
        await probe(viewer, item_id, ovn or "guess")
    for held in viewer.others.zones[-2:]:
        await probe_zone(viewer, held["id"])


async def pages(viewer: Viewer) -> None:
    after = ""
    for _ in range(4):
        heard = await viewer.room("GET", f"/flights?limit=2&after={after}")
        after = heard.json["next"]
        if not after:
            return


async def look_back(viewer: Viewer) -> None:
    """Ask for the room as it was: now, a while ago, and perhaps before the viewer was in."""
    for minutes, limit in ((0, 500), (-7, 3), (-40, 500), (-240, 500)):
        heard = await viewer.room("GET", f"/at/{viewer.twins[0].at(minutes)}?limit={limit}")
        viewer.count("looks back", heard.status == 200)


async def probe(viewer: Viewer, item_id: str, ovn: str) -> None:
    """Ask for an item that is not the viewer's in every way; nothing may come of it but what is shown."""
    if viewer.is_member:
        await viewer.room("GET", f"/flights/{item_id}")
        await viewer.room("GET", f"/flights/{item_id}/explain?party=BRA")
        await viewer.room("DELETE", f"/flights/{item_id}?ovn={ovn}")
        await viewer.room("PUT", f"/flights/{item_id}/release", {"ovn": ovn, "grants": []})
        for path in ("zones", "library", "flights/repeat"):
            await viewer.room("GET", f"/{path}/{item_id}")
    for path in (
        "/dss/v1/operational_intent_references",
        "/uss/v1/operational_intents",
        "/dss/v1/constraint_references",
    ):
        await viewer.standard("GET", f"{path}/{item_id}")
    await viewer.standard("DELETE", f"/dss/v1/operational_intent_references/{item_id}/{ovn}")


async def probe_zone(viewer: Viewer, zone_id: str) -> None:
    if viewer.is_member:
        await viewer.room("GET", f"/zones/{zone_id}")
        await viewer.room("DELETE", f"/zones/{zone_id}?ovn=guess")
    await viewer.standard("GET", f"/dss/v1/constraint_references/{zone_id}")


def whole_sky(origin: Sky, twin: Twin) -> dict[str, Any]:
    lat, lon, _ = origin
    corners = [(lat, lon), (lat, lon + 0.25), (lat + 0.25, lon + 0.25), (lat + 0.25, lon)]
    volume = {"polygon": [{"lat": y, "lon": x} for y, x in corners], "floor": {"value": 0}, "ceiling": {"value": 9000}}
    return area(volume | {"start": twin.at(-600), "end": twin.at(800)})
