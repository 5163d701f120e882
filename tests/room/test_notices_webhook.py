"""Notices over a webhook: posted, signed, as the receiver sees them; what its system took is a step, once, whatever befalls."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import logging

import pytest

from .house import Hands, room
from .test_notices_ladder import body, kinds, officer, told
from .test_notifications import GIVEN, LOOPBACK, QUIET

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class Hook:
    """A system of a party. answers: what it says, one after another, then 204; "close" says nothing."""

    def __init__(self):
        self.port = 0
        self.answers = []
        self.posts = asyncio.Queue()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/notices?of=tsa"

    async def take(self, reader, writer):
        with contextlib.suppress(ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            fields = {name.lower(): value for name, value in fields.items()}
            sent = await reader.readexactly(int(fields["content-length"]))
            self.posts.put_nowait((fields, sent))
            answer = self.answers.pop(0) if self.answers else "204 No Content"
            if answer != "close":
                writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode())
        writer.close()

    async def told(self):
        async with asyncio.timeout(GIVEN):
            fields, sent = await self.posts.get()
        return fields, json.loads(sent), sent

    async def is_quiet(self):
        await asyncio.sleep(QUIET)
        return self.posts.empty()


@contextlib.asynccontextmanager
async def hook():
    made = Hook()
    server = await asyncio.start_server(made.take, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


def loopback(tmp_path, *parties, **more):
    return room(tmp_path, *parties, settings=LOOPBACK, **more)


def runner(house):
    return next(each.__self__ for each in house.beside if type(each.__self__).__name__ == "Webhooks")


async def steps(guest, sent, *wanted):
    """Wait until a ladder has so many steps, and return their kinds."""
    async with asyncio.timeout(GIVEN):
        while True:
            found = kinds(await guest.get(f"/notices/{sent['id']}"))
            if len(found) >= len(wanted):
                break
            await asyncio.sleep(0.01)
    assert found == list(wanted)


async def line(house, **wanted):
    """What a lead is shown once it is so."""
    async with asyncio.timeout(GIVEN):
        while True:
            found = await house.leads["TSA"].get("/webhook")
            if all(found[name] == value for name, value in wanted.items()):
                return found
            await asyncio.sleep(0.01)


def test_a_notice_is_posted_signed_as_its_receiver_sees_it_and_was_handed_over(tmp_path):
    async def story():
        async with loopback(tmp_path) as house, hook() as system:
            hal, tsa = house.leads.values()
            await tsa.done("PUT", "/webhook", {"url": system.url, "secret": SECRET})
            sent = await hal.done("POST", "/notices", body())
            fields, call, raw = await system.told()
            assert (call["type"], call["data"]["id"], call["data"]["text"]) == (
                "notice",
                sent["id"],
                "Keep clear of the convoy.",
            )
            assert call["data"] == await_before(await tsa.get(f"/notices/{sent['id']}"))
            signed = f"{fields['webhook-id']}.{fields['webhook-timestamp']}.".encode() + raw
            expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
            assert fields["webhook-signature"] == f"v1,{expected}"
            assert "authorization" not in fields
            await steps(hal, sent, "sent", "handed_over")
            (ladder,) = (await hal.get(f"/notices/{sent['id']}"))["ladders"]
            assert (ladder["steps"][1]["means"], ladder["steps"][1]["by"]) == ("webhook", "node")
            assert await system.is_quiet()

    def await_before(notice):
        """The notice before it was handed over."""
        (ladder,) = notice["ladders"]
        return notice | {"ladders": [ladder | {"steps": ladder["steps"][:1]}]}

    told(story)


def test_a_system_that_is_down_is_tried_again_and_takes_each_notice_once(tmp_path):
    async def story():
        async with loopback(tmp_path) as house, hook() as system:
            hal, tsa = house.leads.values()
            system.answers = ["503 Busy", "close", "204 No Content"]
            await tsa.done("PUT", "/webhook", {"url": system.url, "secret": SECRET})
            sent = await hal.done("POST", "/notices", body())
            for failures in (1, 2):
                await system.told()
                await line(house, failures=failures, waiting=1)
                assert await system.is_quiet(), "it waits"
                house.hands.pass_min(0.5)
                runner(house).wake()
            await system.told()
            await steps(hal, sent, "sent", "handed_over")
            shown = await line(house, failures=0, waiting=0)
            assert shown["error"] == ""

    told(story)


@pytest.mark.parametrize(
    ("answer", "said"), [("404 Not Found", "It answered with status 404."), ("307 Elsewhere", "307")]
)
def test_what_would_never_pass_is_tried_once(tmp_path, answer, said):
    async def story():
        async with loopback(tmp_path) as house, hook() as system:
            hal, tsa = house.leads.values()
            system.answers = [answer]
            await tsa.done("PUT", "/webhook", {"url": system.url, "secret": SECRET})
            sent = await hal.done("POST", "/notices", body())
            await system.told()
            assert said in (await line(house, waiting=0))["error"]
            house.hands.pass_min(5)
            runner(house).wake()
            assert await system.is_quiet()
            assert kinds(await hal.get(f"/notices/{sent['id']}"))[:1] == ["sent"]

    told(story)


def test_an_address_of_this_machine_is_not_called_unless_the_settings_say_so(tmp_path):
    async def story():
        async with room(tmp_path) as house, hook() as system:
            hal, tsa = house.leads.values()
            await tsa.done("PUT", "/webhook", {"url": f"https://127.0.0.1:{system.port}/", "secret": SECRET})
            await hal.done("POST", "/notices", body())
            shown = await line(house, waiting=0)
            assert "an address that this room does not call" in shown["error"]
            assert await system.is_quiet()

    told(story)


def test_a_node_that_is_killed_between_the_call_and_the_step_calls_again_and_the_step_is_there_once(tmp_path):
    async def story():
        hands = Hands()
        async with hook() as system:
            async with loopback(tmp_path, hands=hands) as house:
                hal, tsa = house.leads.values()
                await tsa.done("PUT", "/webhook", {"url": system.url, "secret": SECRET})

                async def killed(*_):
                    await asyncio.sleep(3_600)

                runner(house)._mark = killed
                sent = await hal.done("POST", "/notices", body())
                first, _, _ = await system.told()
            async with loopback(tmp_path, hands=hands) as house:
                again, _, _ = await system.told()
                assert again["webhook-id"] == first["webhook-id"]
                await steps(house.leads["HAL"], sent, "sent", "handed_over")
                assert await system.is_quiet()
            async with loopback(tmp_path, hands=hands) as house:
                assert await system.is_quiet(), "it is known to be taken"
                await steps(house.leads["HAL"], sent, "sent", "handed_over")

    told(story)


def test_while_nothing_can_be_written_the_step_waits_and_the_system_is_not_called_again(tmp_path):
    async def story():
        async with loopback(tmp_path) as house, hook() as system:
            hal, tsa = house.leads.values()
            node = house.started.node
            await tsa.done("PUT", "/webhook", {"url": system.url, "secret": SECRET})
            answered = asyncio.Event()
            post = runner(house)._post

            async def post_then_jump(*args):
                await post(*args)
                house.hands.wall_us += 3_600_000_000  # the clock jumps while the call is under way
                house.started.housekeeper.look()
                answered.set()

            runner(house)._post = post_then_jump
            sent = await hal.done("POST", "/notices", body())
            await answered.wait()
            assert node.closed is not None
            runner(house)._post = post
            await line(house, failures=1)
            house.hands.wall_us -= 3_600_000_000
            house.started.housekeeper.look()
            assert node.closed is None
            house.hands.pass_min(0.1)
            runner(house).wake()
            await steps(hal, sent, "sent", "handed_over")
            assert system.posts.qsize() == 1

    told(story)


def test_a_system_that_took_a_notice_is_told_that_it_was_taken_back_and_of_what_takes_its_place(tmp_path):
    async def story():
        async with loopback(tmp_path) as house, hook() as system:
            hal, tsa = house.leads.values()
            await tsa.done("PUT", "/webhook", {"url": system.url, "secret": SECRET})
            sent = await hal.done("POST", "/notices", body())
            await system.told()
            await steps(hal, sent, "sent", "handed_over")
            new = await hal.done(
                "POST", f"/notices/{sent['id']}/correct", {"how": "corrected", "kind": "request", "text": "FL130"}
            )
            calls = {
                call["data"]["id"]: call["data"]["state"] for _, call, _ in [await system.told(), await system.told()]
            }
            assert calls == {sent["id"]: "corrected", new["id"]: "open"}
            await steps(hal, new, "sent", "handed_over")
            await hal.done("DELETE", f"/notices/{new['id']}")
            _, call, _ = await system.told()
            assert (call["data"]["id"], call["data"]["state"]) == (new["id"], "cancelled")
            assert await system.is_quiet()

    told(story)


def test_what_waited_when_a_webhook_was_stated_comes_and_ends_with_it(tmp_path):
    async def story():
        async with loopback(tmp_path) as house, hook() as system:
            hal, tsa = house.leads.values()
            sent = await hal.done("POST", "/notices", body())
            settled = await hal.done("POST", "/notices", body())
            await tsa.done("POST", f"/notices/{settled['id']}/answer", {"answer": "will_comply"})
            await tsa.done("PUT", "/webhook", {"url": system.url, "secret": SECRET})
            _, call, _ = await system.told()
            assert call["data"]["id"] == sent["id"]
            await steps(hal, sent, "sent", "handed_over")
            ended = await tsa.done("DELETE", "/webhook")
            assert ended["url"] == ""
            await hal.done("POST", "/notices", body())
            assert await system.is_quiet()

    told(story)


def test_a_lead_states_it_and_nobody_is_shown_the_secret(tmp_path, caplog):
    async def story():
        async with loopback(tmp_path) as house, hook() as system:
            tsa = house.leads["TSA"]
            wish = {"url": system.url, "secret": SECRET}
            put = await tsa.ask("PUT", "/webhook", wish)
            assert (put.status_code, put.json()["name"], put.json()["url"]) == (200, "TSA lead", system.url)
            assert SECRET[6:] not in put.text + (await tsa.ask("GET", "/webhook")).text
            layla = await officer(house, "TSA", "Layla")
            for verb, sent in (("GET", None), ("PUT", wish), ("DELETE", None)):
                assert (await layla.ask(verb, "/webhook", sent)).status_code == 403
            assert (await house.leads["HAL"].get("/webhook"))["url"] == ""
            await house.leads["HAL"].done("POST", "/notices", body())
            await system.told()

    with caplog.at_level(logging.DEBUG):
        told(story)
    assert SECRET[6:] not in caplog.text
    assert "of=tsa" not in caplog.text


@pytest.mark.parametrize(
    "wish",
    [
        {"url": "http://a.example"},
        {"url": "ftp://a.example"},
        {"url": "https://"},
        {"url": "https://user@a.example"},
        {"url": "https://a.example/#x"},
        {"url": "https://a.example/" + "x" * 500},
        {"url": "https://a.example:0"},
        {"url": "https://[a"},
        {"secret": "whsec_" + base64.b64encode(bytes(23)).decode()},
        {"secret": "whsec_" + base64.b64encode(bytes(65)).decode()},
        {"secret": base64.b64encode(KEY).decode()},
        {"secret": "whsec_ключ"},
    ],
)
def test_what_is_no_webhook_is_refused(tmp_path, wish):
    async def story():
        async with room(tmp_path) as house:
            refused = await house.leads["TSA"].ask(
                "PUT", "/webhook", {"url": "https://a.example", "secret": SECRET} | wish
            )
            (name,) = wish
            assert (refused.status_code, refused.json()["code"]) == (400, f"webhook_{name}")

    told(story)


def test_who_leaves_takes_its_webhook_along(tmp_path):
    async def story():
        async with loopback(tmp_path, "HAL", "TSA", "UNH") as house, hook() as system:
            await house.leads["TSA"].done("PUT", "/webhook", {"url": system.url, "secret": SECRET})
            await house.leads["TSA"].done("DELETE", "/parties/TSA")
            await house.beside[1].__self__.round(house.hands.wall_us // 1_000_000)
            assert house.credentials.webhooks() == []
            assert runner(house).lines == {}

    told(story)
