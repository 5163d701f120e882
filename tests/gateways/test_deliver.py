"""Who is called when: lanes, shares of parties, waits. The calls themselves are held by the test."""

import asyncio
from types import SimpleNamespace

import pytest

from tansiq.core.units import US
from tansiq.gateways.f3548 import deliver
from tansiq.gateways.f3548.deliver import LONGEST_ASKED_S, LONGEST_WAIT_S, Deliverer
from tansiq.gateways.outgoing import Answer, NotSent
from tansiq.log.engine import Outage
from tansiq.node.outbox import Notice, Outbox
from tansiq.node.outbox_file import Key

NOW_S = 1_780_000_000  # 2026-05-28T20:26:40Z


class Held:
    """Calls that are under way until the test answers them, by host."""

    def __init__(self) -> None:
        self.calls: dict[str, asyncio.Future[Answer]] = {}

    async def post(self, url: str, body: bytes, token: str) -> Answer:
        host = url.split("/")[2]
        assert host not in self.calls, "one call at a time to a host"
        self.calls[host] = asyncio.get_running_loop().create_future()
        try:
            return await self.calls[host]
        finally:
            del self.calls[host]


class House:
    def __init__(self, tmp_path, sign=lambda audience, scope, now_s: "t") -> None:
        self.us = 0
        self.outbox = Outbox(tmp_path / "deliveries.sqlite", "a log", 0)
        view = SimpleNamespace(subscription=lambda each: each, constraint=lambda each: None)
        node = SimpleNamespace(
            applier=SimpleNamespace(outbox=self.outbox),
            clock=SimpleNamespace(monotonic_us=lambda: self.us),
            now_us=lambda: NOW_S * US + self.us,
            view=lambda party: view,
            state=SimpleNamespace(intents={}),
        )
        self.outgoing = Held()
        self.deliverer = Deliverer(node, self.outgoing, sign, chance=lambda: 1.0)  # type: ignore[arg-type]

    def tell(self, *places: tuple[str, str]) -> None:
        made = [
            Notice(Key(f"https://{host}", viewer, "zone", f"zone {n}"), f"zone {n}", "HAL", True, {"sub": 1})
            for n, (viewer, host) in enumerate(places)
        ]
        self.outbox.follow(self.outbox.position + 1, NOW_S * US, made)

    async def under_way(self, *hosts: str) -> None:
        """Wait until exactly these are called, and then whether it stays so."""
        async with asyncio.timeout(5):
            while True:
                if sorted(self.outgoing.calls) == sorted(hosts):
                    break
                await asyncio.sleep(0)
        await asyncio.sleep(0.02)
        assert sorted(self.outgoing.calls) == sorted(hosts)

    def answer(self, host: str, status: int = 204, retry_after: str = "") -> None:
        self.outgoing.calls[host].set_result(Answer(status, b"", retry_after))

    def later(self, seconds: float) -> None:
        self.us += round(seconds * US)
        self.deliverer.wake()


def played(tmp_path, story, **more) -> None:
    async def run() -> None:
        house = House(tmp_path, **more)
        task = asyncio.create_task(house.deliverer.run())
        try:
            await story(house)
            assert not task.done(), "whatever a peer does, the room goes on"
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            house.outbox.close()

    asyncio.run(run())


def test_hosts_are_called_side_by_side_and_each_one_call_at_a_time(tmp_path):
    async def story(house: House) -> None:
        house.tell(("TSA", "a"), ("TSA", "a"), ("TSA", "b"))
        await house.under_way("a", "b")
        house.answer("a")
        await house.under_way("a", "b")
        house.answer("a")
        await house.under_way("b")

    played(tmp_path, story)


def test_no_party_takes_all_calls_with_slow_hosts(tmp_path, monkeypatch):
    monkeypatch.setattr(deliver, "CALLS_FOR_PARTY", 2)
    monkeypatch.setattr(deliver, "CALLS_AT_ONCE", 3)

    async def story(house: House) -> None:
        house.tell(*(("TSA", host) for host in "abcd"), ("HAL", "x"), ("HAL", "y"))
        await house.under_way("a", "b", "x")
        house.answer("x")
        await house.under_way("a", "b", "y")
        house.answer("a")
        await house.under_way("b", "c", "y")

    played(tmp_path, story)


def test_waits_double_after_each_failure_in_a_row_up_to_a_bound(tmp_path):
    async def story(house: House) -> None:
        house.tell(("TSA", "a"))
        for wait_s in (1, 2, 4, 8, 16, 32, 64, 128, 256, LONGEST_WAIT_S, LONGEST_WAIT_S):
            await house.under_way("a")
            house.answer("a", 500)
            await house.under_way()
            house.later(wait_s - 0.001)
            await house.under_way()
            house.later(0.001)
        await house.under_way("a")

    played(tmp_path, story)


def test_a_success_ends_the_waits(tmp_path):
    async def story(house: House) -> None:
        house.tell(("TSA", "a"), ("TSA", "a"))
        for _ in range(3):
            await house.under_way("a")
            house.answer("a", 500)
            await house.under_way()
            house.later(10)
        await house.under_way("a")
        house.answer("a")
        await house.under_way("a")
        house.answer("a", 500)
        await house.under_way()
        house.later(1)
        await house.under_way("a")

    played(tmp_path, story)


@pytest.mark.parametrize("failure", [NotSent("slow", "x", may_pass=True), NotSent("address", "x", may_pass=False)])
def test_a_failure_of_one_host_is_of_that_host(tmp_path, failure):
    async def story(house: House) -> None:
        house.tell(("TSA", "a"), ("TSA", "b"))
        await house.under_way("a", "b")
        house.outgoing.calls["a"].set_exception(failure)
        await house.under_way("b")
        assert house.outbox.waiting == 1 + failure.may_pass

    played(tmp_path, story)


def test_without_keys_to_sign_it_waits(tmp_path):
    calls: list[str] = []

    def sign(audience: str, scope: str, now_s: int) -> str:
        calls.append(f"{audience} {scope} {now_s}")
        if len(calls) == 1:
            raise Outage("the file of credentials is locked")
        return "t"

    async def story(house: House) -> None:
        house.tell(("TSA", "a"))
        await house.under_way()
        async with asyncio.timeout(5):
            while True:
                if calls:
                    break
                await asyncio.sleep(0)
        await house.under_way()
        house.later(1)
        await house.under_way("a")
        assert calls[0] == f"a utm.constraint_processing {NOW_S}"

    played(tmp_path, story, sign=sign)


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (503, "120", 120.0),
        (429, " 7 ", 7.0),
        (503, "0", 0.0),
        (503, "100000", LONGEST_ASKED_S),
        (503, "9" * 5_000, 0.0),
        (503, "Thu, 28 May 2026 20:27:40 GMT", 60.0),
        (503, "Thu, 28 May 2026 20:25:40 GMT", 0.0),
        (503, "Thu, 28 May 9999 20:27:40 GMT", LONGEST_ASKED_S),
        (503, "Thu, 99 May 2026 20:27:40 GMT", 0.0),
        (503, "Thu, 28 May 2026 20:27:40 +99999", 0.0),
        (503, "soon", 0.0),
        (503, "-5", 0.0),
        (503, "٣", 0.0),
        (503, "", 0.0),
        (500, "120", 0.0),
    ],
)
def test_how_long_a_peer_may_ask_to_wait(tmp_path, status, text, expected):
    async def story(house: House) -> None:
        assert house.deliverer._asked_s(Answer(status, b"", text)) == expected

    played(tmp_path, story)
