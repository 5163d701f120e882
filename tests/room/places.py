"""Short ways to report places at the door of a room."""

from typing import Any

from .house import Guest, Json, Room

LAW = "Listing is no condition of protection and no permission; absence or removal changes nothing in law."
EVERYWHERE = "-90,-180,90,180"


def report(house: Room, lat: float = 12.05, lon: float = 45.05, **more: Any) -> Json:
    """A hospital, good to 50 m, seen from the ground a day ago."""
    body = {"kind": "hospital", "position": {"lat": lat, "lon": lon}, "accuracy_m": 50, "source": "ground"}
    return body | {"observed": house.at(-1_440), "names": {"en": "Al Noor"}, "remarks": "gate in the north"} | more


def notified(house: Room, **more: Any) -> Json:
    """The hospital, with a buffer of 2 km."""
    return report(house, **{"notified": {"radius_m": 2_000}} | more)


async def put(house: Room, guest: Guest, *levels: str, to: str = "TSA", **more: Any) -> Json:
    """Report a place, and release it to a party at a level, if one is given."""
    made = (await guest.done("POST", "/reports", report(house, **more)))["report"]
    return (await release(guest, made, (to, levels[0])))["report"] if levels else made


async def release(guest: Guest, made: Json, *grants: tuple[str, str]) -> Json:
    body = {"ovn": made["ovn"], "grants": [{"party": party, "level": level} for party, level in grants]}
    return await guest.done("PUT", f"/reports/{made['id']}/release", body)


async def colleague(house: Room, party: str, role: str = "officer", name: str = "Amina") -> Guest:
    """Somebody else of a party."""
    invited = await house.leads[party].done("POST", "/people", {"name": name, "role": role})
    return house.signed_in(invited["id"])


async def sites(guest: Guest, query: str = "") -> list[Json]:
    """What a guest sees of the register."""
    return (await guest.get(f"/sites{query}"))["sites"]
