"""One member cannot starve the others: what is full says so, and when to come back."""

import asyncio

from .bodies import circle, constraint, intent, new_id, subscription, volume
from .inside import inside

INTENTS = "/dss/v1/operational_intent_references"


def test_who_writes_too_often_is_told_when_to_come_back(tmp_path):
    async def story():
        async with inside(tmp_path, party_writes_per_s=5) as dss:

            def write(sub: str):
                return dss.ask("PUT", f"/dss/v1/subscriptions/{new_id()}", subscription(dss.volume(0, 60)), sub=sub)

            answers = [(await write("eager")).status_code for _ in range(11)]
            assert answers == [200] * 10 + [429]
            refused = await write("eager")
            assert refused.status_code == 429
            assert int(refused.headers["retry-after"]) >= 1
            assert isinstance(refused.json()["message"], str)
            assert (await write("modest")).status_code == 200, "others are not in the way of that"
            assert (await dss.ask("GET", f"{INTENTS}/{new_id()}", sub="eager")).status_code == 404, "reading is free"
            dss.hands.pass_s(1)
            assert (await write("eager")).status_code == 200

    asyncio.run(story())


def test_who_has_too_many_requests_waiting_is_told_so(tmp_path):
    async def story():
        async with inside(tmp_path, party_queue=3) as dss:

            def write(n: int, sub: str):
                return dss.ask("PUT", f"{INTENTS}/{new_id()}", intent(dss.volume(0, 60, lat=n)), sub=sub)

            crowd = [write(n, "eager") for n in range(20)] + [write(-1, "modest")]
            answers = [reply.status_code for reply in await asyncio.gather(*crowd)]
            assert set(answers[:20]) == {201, 429}
            assert answers[20] == 201

    asyncio.run(story())


def test_peers_without_tls_are_only_taken_where_the_operator_says_so(tmp_path):
    async def story():
        url, extent = "http://uss.example:8080/f3548", volume(circle(10, 20, 500))
        for allowed in (False, True):
            folder = tmp_path / str(allowed)
            folder.mkdir()
            async with inside(folder, allow_http=allowed) as dss:
                extent = dss.volume(0, 60)
                wanted = intent(extent, uss_base_url=url, new_subscription={"uss_base_url": url})
                asked = [
                    await dss.ask("PUT", f"{INTENTS}/{new_id()}", wanted),
                    await dss.ask(
                        "PUT", f"/dss/v1/constraint_references/{new_id()}", constraint(extent, uss_base_url=url)
                    ),
                    await dss.ask("PUT", f"/dss/v1/subscriptions/{new_id()}", subscription(extent, uss_base_url=url)),
                ]
                assert [reply.status_code for reply in asked] == ([201, 201, 200] if allowed else [400, 400, 400])

    asyncio.run(story())


def test_another_url_scheme_is_never_taken(tmp_path):
    async def story():
        async with inside(tmp_path, allow_http=True) as dss:
            for url in ("ftp://uss.example", "file:///etc/passwd", "javascript:alert(1)", "//uss.example", "uss"):
                wanted = intent(dss.volume(0, 60), uss_base_url=url)
                assert (await dss.ask("PUT", f"{INTENTS}/{new_id()}", wanted)).status_code == 400, url

    asyncio.run(story())
