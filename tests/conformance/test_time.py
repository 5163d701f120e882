"""What the passing of time does: what expires, what stays readable, what is forgotten (F3548-21; F3548.md, Retention)."""

import asyncio

from .bodies import area, circle, constraint, implicit, intent, new_id, subscription
from .client import ids
from .inside import inside

MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400
INTENTS = "/dss/v1/operational_intent_references"
CONSTRAINTS = "/dss/v1/constraint_references"
SUBSCRIPTIONS = "/dss/v1/subscriptions"
HERE = {"area_of_interest": area(circle(10, 20, 500))}


def test_a_subscription_is_gone_when_its_time_is_over(tmp_path):
    """At once, whether or not the node has cleared it away."""

    async def story():
        async with inside(tmp_path) as dss:
            wish, flight = new_id(), new_id()
            made = await dss.ask("PUT", f"{SUBSCRIPTIONS}/{wish}", subscription(dss.volume(0, 60)))
            assert made.status_code == 200
            dss.hands.pass_s(HOUR_S)
            assert (await dss.ask("GET", f"{SUBSCRIPTIONS}/{wish}")).status_code == 200, "its last moment is its own"
            dss.hands.pass_s(0.000001)
            for _ in range(2):
                assert (await dss.ask("GET", f"{SUBSCRIPTIONS}/{wish}")).status_code == 404
                assert (await dss.ask("POST", f"{SUBSCRIPTIONS}/query", HERE)).json()["subscriptions"] == []
                version = made.json()["subscription"]["version"]
                assert (await dss.ask("DELETE", f"{SUBSCRIPTIONS}/{wish}/{version}")).status_code == 404
                wanted = intent(dss.volume(-30, 30, 100 * len(flight)), subscription_id=wish)
                assert (await dss.ask("PUT", f"{INTENTS}/{new_id()}", wanted)).status_code == 400
                await dss.keep_house()
            told = await dss.ask("PUT", f"{INTENTS}/{flight}", intent(dss.volume(-30, 30)))
            assert told.json()["subscribers"] == []
            again = await dss.ask("PUT", f"{SUBSCRIPTIONS}/{wish}", subscription(dss.volume(0, 60)))
            assert again.status_code == 200, "the id is free again"
            assert again.json()["subscription"]["notification_index"] == 0

    asyncio.run(story())


def test_what_is_over_stays_readable_for_seven_days(tmp_path):
    async def story():
        async with inside(tmp_path) as dss:
            flight, zone = new_id(), new_id()
            made = await dss.ask("PUT", f"{INTENTS}/{flight}", intent(dss.volume(0, 60), new_subscription=implicit()))
            listening = made.json()["operational_intent_reference"]["subscription_id"]
            assert (await dss.ask("PUT", f"{CONSTRAINTS}/{zone}", constraint(dss.volume(0, 60)))).status_code == 201

            dss.hands.pass_s(HOUR_S + 7 * DAY_S)
            await dss.keep_house()
            for who in ("uss1", "uss2"):
                assert (await dss.ask("GET", f"{INTENTS}/{flight}", sub=who)).status_code == 200
                found = await dss.ask("POST", f"{INTENTS}/query", HERE, sub=who)
                assert ids(found.json()["operational_intent_references"]) == [flight]
                found = await dss.ask("POST", f"{CONSTRAINTS}/query", HERE, sub=who)
                assert ids(found.json()["constraint_references"]) == [zone]
            assert (await dss.ask("GET", f"{SUBSCRIPTIONS}/{listening}")).status_code == 404, "that was over at its end"

            dss.hands.pass_s(MINUTE_S)
            await dss.keep_house()
            assert (await dss.ask("GET", f"{INTENTS}/{flight}")).status_code == 404
            assert (await dss.ask("GET", f"{CONSTRAINTS}/{zone}")).status_code == 404
            assert (await dss.ask("POST", f"{INTENTS}/query", HERE)).json()["operational_intent_references"] == []
            again = await dss.ask("PUT", f"{INTENTS}/{flight}", intent(dss.volume(0, 60)))
            assert again.json()["operational_intent_reference"]["version"] == 1

    asyncio.run(story())


def test_the_retention_is_a_setting(tmp_path):
    async def story():
        async with inside(tmp_path, retention_days=1) as dss:
            flight = new_id()
            assert (await dss.ask("PUT", f"{INTENTS}/{flight}", intent(dss.volume(0, 60)))).status_code == 201
            dss.hands.pass_s(HOUR_S + DAY_S + MINUTE_S)
            await dss.keep_house()
            assert (await dss.ask("GET", f"{INTENTS}/{flight}")).status_code == 404

    asyncio.run(story())


def test_what_is_over_may_be_ended_but_no_longer_changed_to_the_past(tmp_path):
    async def story():
        async with inside(tmp_path) as dss:
            flight = new_id()
            made = await dss.ask("PUT", f"{INTENTS}/{flight}", intent(dss.volume(0, 60)))
            ovn = made.json()["operational_intent_reference"]["ovn"]
            dss.hands.pass_s(2 * HOUR_S)
            past = await dss.ask("PUT", f"{INTENTS}/{flight}/{ovn}", intent(dss.volume(-120, -60)))
            assert past.status_code == 400
            later = await dss.ask("PUT", f"{INTENTS}/{flight}/{ovn}", intent(dss.volume(-120, 60)))
            assert later.status_code == 200, "it lasts longer than it was planned"
            ovn = later.json()["operational_intent_reference"]["ovn"]
            assert (await dss.ask("DELETE", f"{INTENTS}/{flight}/{ovn}")).status_code == 200

    asyncio.run(story())


def test_an_implicit_subscription_that_is_over_can_be_replaced(tmp_path):
    async def story():
        async with inside(tmp_path) as dss:
            flight = new_id()
            made = await dss.ask("PUT", f"{INTENTS}/{flight}", intent(dss.volume(0, 60), new_subscription=implicit()))
            first = made.json()["operational_intent_reference"]
            dss.hands.pass_s(2 * HOUR_S)
            await dss.keep_house()
            wanted = intent(dss.volume(-120, 60), state="Activated")
            path = f"{INTENTS}/{flight}/{first['ovn']}"
            lost = await dss.ask("PUT", path, wanted | {"subscription_id": first["subscription_id"]})
            assert lost.status_code == 400, "there is nothing left to attach"
            new = await dss.ask("PUT", path, wanted | {"new_subscription": implicit()})
            assert new.status_code == 200
            second = new.json()["operational_intent_reference"]
            assert (await dss.ask("GET", f"{SUBSCRIPTIONS}/{second['subscription_id']}")).status_code == 200
            assert (await dss.ask("DELETE", f"{INTENTS}/{flight}/{second['ovn']}")).status_code == 200
            assert (await dss.ask("GET", f"{SUBSCRIPTIONS}/{second['subscription_id']}")).status_code == 404

    asyncio.run(story())


def test_a_subscription_that_is_running_may_be_changed_without_its_times(tmp_path):
    async def story():
        async with inside(tmp_path) as dss:
            wish = new_id()
            made = await dss.ask("PUT", f"{SUBSCRIPTIONS}/{wish}", subscription(dss.volume(0, 1_440)))
            dss.hands.pass_s(20 * HOUR_S)
            extent = dss.volume(0, 0)
            del extent["time_start"], extent["time_end"]
            path = f"{SUBSCRIPTIONS}/{wish}/{made.json()['subscription']['version']}"
            changed = await dss.ask("PUT", path, subscription(extent))
            assert changed.status_code == 200, "its start is long past, but it was not said anew"
            assert changed.json()["subscription"]["time_end"] == made.json()["subscription"]["time_end"]
            path = f"{SUBSCRIPTIONS}/{wish}/{changed.json()['subscription']['version']}"
            again = await dss.ask("PUT", path, subscription(dss.volume(-20 * 60, 60)))
            assert again.status_code == 400, "said anew, it is too early"

    asyncio.run(story())


def test_a_report_of_three_months_ago_is_erased(tmp_path):
    async def story():
        async with inside(tmp_path) as dss:
            exchange = {
                "url": "https://uss.example",
                "method": "GET",
                "recorder_role": "Client",
                "request_time": dss.volume(0, 0)["time_start"],
                "problem": "somebody's name",
            }
            made = await dss.ask("POST", "/dss/v1/reports", {"exchange": exchange})
            position = made.headers["tansiq-position"]
            before = (await dss.ask("GET", f"/room/v1/receipts/{position}")).json()
            (record,) = await dss.started.node.engine.read(int(position) - 1, 1)
            assert b"somebody's name" in record.erasable
            assert b"somebody's name" not in record.body
            dss.hands.pass_s(90 * DAY_S + 1)
            await dss.keep_house()
            (record,) = await dss.started.node.engine.read(int(position) - 1, 1)
            assert record.erasable == b""
            after = (await dss.ask("GET", f"/room/v1/receipts/{position}")).json()
            assert after["commitment"] == before["commitment"], "the proof still holds"

    asyncio.run(story())


def test_a_key_is_remembered_for_a_day(tmp_path):
    async def story():
        async with inside(tmp_path) as dss:
            flight, body = new_id(), intent(dss.volume(0, 10_000))
            first = await dss.ask("PUT", f"{INTENTS}/{flight}", body, idempotency_key="k")
            dss.hands.pass_s(DAY_S - 1)
            again = await dss.ask("PUT", f"{INTENTS}/{flight}", body, idempotency_key="k")
            assert (again.status_code, again.content) == (201, first.content)
            dss.hands.pass_s(2)
            await dss.keep_house()
            late = await dss.ask("PUT", f"{INTENTS}/{flight}", body, idempotency_key="k")
            assert late.status_code == 409, "a new request for an id that exists"

    asyncio.run(story())


def test_a_clock_that_jumped_stops_writes_and_lets_reads_go_on(tmp_path):
    async def story():
        async with inside(tmp_path) as dss:
            flight = new_id()
            assert (await dss.ask("PUT", f"{INTENTS}/{flight}", intent(dss.volume(0, 60)))).status_code == 201
            dss.hands.wall_us += 3_600_000_000
            await dss.keep_house()
            refused = await dss.ask("PUT", f"{INTENTS}/{new_id()}", intent(dss.volume(0, 60, 100)))
            assert refused.status_code == 503
            assert int(refused.headers["retry-after"]) >= 1
            assert refused.json()["message"].count("UTC") == 2, "both times are named"
            assert (await dss.ask("GET", f"{INTENTS}/{flight}")).status_code == 200
            assert (await dss.ask("GET", "/healthy")).status_code == 200
            dss.hands.wall_us -= 3_600_000_000
            await dss.keep_house()
            again = await dss.ask("PUT", f"{INTENTS}/{new_id()}", intent(dss.volume(0, 60, 100)))
            assert again.status_code == 201

    asyncio.run(story())
