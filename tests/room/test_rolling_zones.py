"""A standing zone rolls by itself: a client of the standard gets a new version of it, and members are pushed nothing."""

import asyncio

from tansiq.gateways.f3548.uss import constraint_told

from .house import room
from .test_push import stream


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def test_a_client_of_the_standard_gets_a_new_version_and_members_see_the_zone_as_it_was(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            zone, days = house.new_id(), 5 * 24 * 60
            body = {"kind": "danger", "name": "Range", "contact": "x", "life": "active"}
            body["volumes"] = house.flight(start=0, end=days)["volumes"]
            await house.leads["HAL"].done("PUT", f"/zones/{zone}", body)

            def details():
                view = house.started.node.view("uss outside")
                return constraint_told(view, view.constraint(zone)).reference

            first, before = details(), await house.leads["TSA"].get(f"/zones/{zone}")
            house.hands.pass_min(12 * 60 + 2)
            for party in ("HAL", "TSA"):
                house.leads[party] = house.signed_in(f"person-{party.lower()}")
            theirs = await stream(house, "TSA")
            await house.keep_house()
            second, after = details(), await house.leads["TSA"].get(f"/zones/{zone}")
            assert second.version != first.version
            assert second.ovn != first.ovn
            assert second.time_end.value == house.at(24 * 60)
            assert (after["ovn"], after["version"], after) == (before["ovn"], before["version"], before)
            assert "zones" not in [kind for kind, _ in await theirs.all()]
            position = house.state.position
            await house.keep_house()
            assert house.state.position == position, "once is enough"
            changed = body | {"ovn": after["ovn"], "conditions": "closed at night"}
            await house.leads["HAL"].done("PUT", f"/zones/{zone}", changed)

    told(story)
