"""The room as a party had been given it: what was released then, and nothing that was released, entered or named later."""

import asyncio
import os
import signal

import pytest

from tansiq.core.snapshot import snapshot
from tansiq.core.state import State
from tansiq.gateways.room.past import replays, worker
from tansiq.gateways.room.past.shown import Wanted
from tansiq.log import database
from tansiq.log.engine import Outage
from tansiq.node import snapshots
from tansiq.node.copies import copied
from tansiq.node.fairness import Busy

from .house import Room, room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


async def book(house: Room, party: str = "HAL", **said) -> dict:
    """Book, and take whatever it meets."""
    body, flight = house.flight(**said), house.new_id()
    met = await house.leads[party].done("POST", f"/flights/check?id={flight}", body)
    body["accepts"] = [{k: c["with"][k] for k in ("id", "ovn")} for c in met["conflicts"]]
    return (await house.leads[party].done("PUT", f"/flights/{flight}", body))["flight"]


async def release(house: Room, flight: dict, level: str, party: str = "HAL") -> dict:
    held = await house.leads[party].get(f"/flights/{flight['id']}")
    body = {"ovn": held["ovn"], "grants": [{"party": "TSA", "level": level}]}
    return await house.leads[party].done("PUT", f"/flights/{flight['id']}/release", body)


async def past(house: Room, party: str, minutes: float = 0) -> dict:
    return await house.leads[party].get(f"/at/{house.at(minutes)}")


async def live(house: Room, party: str) -> dict:
    """What the past shall be, asked while it is now."""
    guest = house.leads[party]
    zones = (await guest.get("/zones"))["zones"]
    for zone in zones:
        zone["disputed_by"] = []
    return {
        "room": await guest.get("/room"),
        "flights": (await guest.get("/flights"))["flights"],
        "zones": zones,
        "movements": (await guest.get("/movements"))["movements"],
    }


def later(house: Room, minutes: float) -> None:
    house.hands.pass_min(minutes)
    for party, guest in house.leads.items():
        guest.cookie = house.signed_in(f"person-{party.lower()}").cookie


def zone(house: Room, **said) -> dict:
    body = house.flight(lat=14, **said)
    return {"kind": "danger", "name": "D-7", "contact": "tower", "volumes": body["volumes"], "life": "planned"}


def seals(house: Room) -> dict:
    return {"grants": [{"party": "TSA", "level": "conflict"}]}


def test_the_past_is_what_was_live_then_for_each_party_at_each_moment(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "AUR") as house:
            moments = []

            async def keep():
                moments.append((house.at(0), {party: await live(house, party) for party in house.leads}))
                later(house, 3)

            flight = await book(house, grants=[{"party": "TSA", "level": "existence"}])
            await keep()
            own = await book(house, "TSA", lat=12.05)
            await keep()
            await release(house, flight, "identity")
            await keep()
            await house.leads["HAL"].done("PUT", f"/zones/{house.new_id()}", zone(house))
            await release(house, flight, "conflict")
            await keep()
            await house.leads["TSA"].done("DELETE", f"/flights/{own['id']}?ovn={own['ovn']}")
            await keep()
            await house.leads["AUR"].done("PUT", "/parties/AUR", {"names": {"en": "Aurore"}})
            await keep()
            for time, worlds in (*reversed(moments), *moments):
                for party, world in worlds.items():
                    shown = await house.leads[party].get(f"/at/{time}")
                    assert {name: shown[name] for name in world} == world, (time, party)
            levels = [[f["level"] for f in w["TSA"]["flights"] if not f["is_mine"]] for _, w in moments]
            assert levels == [["existence"], ["existence"], ["identity"], ["conflict"], [], []]

    told(story)


def test_a_release_raised_later_opens_nothing_of_the_past_and_one_lowered_later_hides_nothing(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            flight = await book(house, grants=[{"party": "TSA", "level": "existence"}])
            later(house, 5)
            await release(house, flight, "identity")
            later(house, 5)
            await release(house, flight, "conflict")
            later(house, 1)
            shown = [(await past(house, "TSA", m))["flights"] for m in (-8, -3, 0)]
            assert [[f["level"] for f in each] for each in shown] == [["existence"], ["identity"], []]
            assert (shown[0][0]["owner"], shown[0][0]["callsign"], shown[1][0]["callsign"]) == ("", "", "HAL 23")

    told(story)


def test_a_release_with_hours_is_in_force_in_the_past_as_it_was(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            grants = [{"party": "TSA", "level": "identity", "after": house.at(4), "until": house.at(8)}]
            await book(house, grants=grants, start=20)
            later(house, 15)
            levels = [(await past(house, "TSA", m))["flights"][0]["level"] for m in (-12, -9, -2)]
            assert levels == ["existence", "identity", "existence"]

    told(story)


def test_a_party_that_joined_later_sees_nothing_of_before(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            await book(house)
            later(house, 5)
            await house.admit("AUR")
            later(house, 1)
            assert len((await past(house, "AUR"))["flights"]) == 1
            before = await house.leads["AUR"].ask("GET", f"/at/{house.at(-3)}")
            assert (before.status_code, before.json()["code"]) == (404, "past_not_a_member")

    told(story)


def test_a_suspended_party_had_no_more_than_existence_while_it_was(tmp_path):
    async def story():
        async with room(tmp_path, "HAL", "TSA", "AUR") as house:
            await book(house, grants=[{"party": "TSA", "level": "identity"}])
            later(house, 5)
            body = {"matter": "suspend", "party": "TSA", "deadline": house.at(60)}
            made = await house.leads["HAL"].done("POST", "/proposals", body)
            if made["outcome"] == "open":
                await house.leads["AUR"].done("POST", f"/proposals/{made['id']}/vote", {"yes": True})
            later(house, 5)
            levels = [(await past(house, "TSA", m))["flights"][0]["level"] for m in (-8, -1)]
            assert levels == ["identity", "existence"]

    told(story)


def test_what_was_erased_is_not_in_the_past_either_nor_what_is_about_to_be(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            await book(house, remarks="Eve Adams", grants=[{"party": "TSA", "level": "identity"}])
            position = next(p for p in house.state.texts if b"Eve Adams" in house.started.node.applier.texts.of(p))
            later(house, 5)
            assert (await past(house, "TSA", -3))["flights"][0]["remarks"] == "Eve Adams"
            node = house.started.node
            node.applier.to_erase[position] = None  # ordered: the bytes are still in the log
            assert (await past(house, "TSA", -3))["flights"][0]["remarks"] == ""
            await house.keep_house()
            assert position not in node.applier.to_erase
            shown = (await past(house, "TSA", -3))["flights"][0]
            assert (shown["remarks"], shown["contact"], shown["callsign"]) == ("", "", "HAL 23")

    told(story)


def test_a_flight_that_ended_is_told_of_for_an_hour_at_the_level_of_its_end(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            flight = await book(house, grants=[{"party": "TSA", "level": "existence"}])
            sealed = await book(house, lat=13, **seals(house))
            later(house, 5)
            for each in (flight, sealed):
                await house.leads["HAL"].done("DELETE", f"/flights/{each['id']}?ovn={each['ovn']}")
            ended_at = house.at(0)
            later(house, 5)
            presets = {"presets": [{"of": "manned", "party": "TSA", "level": "identity"}]}
            await house.leads["HAL"].done("PUT", "/presets", presets)
            later(house, 40)
            gone = (await past(house, "TSA"))["ended"]
            assert [(e["flight"]["level"], e["flight"]["owner"], e["at"]) for e in gone] == [
                ("existence", "", ended_at)
            ]
            own = (await past(house, "HAL"))["ended"]
            assert {e["flight"]["id"] for e in own} == {flight["id"], sealed["id"]}
            assert (await past(house, "TSA", -47))["ended"] == []
            later(house, 20)
            assert (await past(house, "TSA"))["ended"] == []

    told(story)


def test_pages_of_the_past_join_to_the_whole(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            for n in range(5):
                await book(house, lat=12 + n)
            await house.leads["HAL"].done("PUT", f"/zones/{house.new_id()}", zone(house))
            time, tsa = house.at(0), house.leads["TSA"]
            first = await tsa.get(f"/at/{time}?limit=3")
            rest = await tsa.get(f"/at/{time}?limit=3&after={first['next']}")
            whole = await tsa.get(f"/at/{time}")
            assert (first["flights"] + rest["flights"], rest["next"]) == (whole["flights"], "")
            assert (len(first["zones"]), rest["zones"]) == (1, [])

    told(story)


@pytest.mark.parametrize(
    ("time", "status", "code"),
    [
        ("yesterday", 400, "time"),
        ("2031-01-01T00:00:00Z", 400, "past_not_yet"),
        ("2020-01-01T00:00:00Z", 404, "past_before_founding"),
    ],
)
def test_a_time_that_cannot_be_shown_is_refused_with_the_time_and_the_cure(tmp_path, time, status, code):
    async def story():
        async with room(tmp_path) as house:
            answer = await house.leads["HAL"].ask("GET", f"/at/{time}")
            assert (answer.status_code, answer.json()["code"], answer.json()["where"]) == (status, code, "$path.time")
            assert time.removesuffix("Z") in answer.json()["message"]
            assert answer.json()["hint"]

    told(story)


def process(house: Room):
    return house.beside[4].__self__._worker._process


def test_a_killed_process_is_an_outage_and_the_next_question_is_answered_by_another(tmp_path, monkeypatch):
    async def story():
        async with room(tmp_path) as house:
            await book(house)
            await past(house, "TSA")
            first = process(house)
            os.kill(first.pid, signal.SIGSTOP)
            asking = asyncio.create_task(house.leads["TSA"].ask("GET", f"/at/{house.at(0)}"))
            await asyncio.sleep(0.05)
            assert house.beside[4].__self__._at_work
            os.kill(first.pid, signal.SIGKILL)
            broken = await asking
            assert (broken.status_code, broken.json()["code"]) == (503, "past_unreadable")
            assert broken.headers["retry-after"]
            assert len((await past(house, "TSA"))["flights"]) == 1
            assert process(house).pid != first.pid

    told(story)


def test_a_process_that_hangs_is_ended_in_time(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "PAST_WORK_US", 200_000)

    async def story():
        child = worker.Child(tmp_path)
        monkeypatch.setattr("sys.executable", "/bin/cat")
        monkeypatch.setattr(asyncio, "create_subprocess_exec", asleep)
        with pytest.raises(Outage, match="has ended"):
            await child.ask(Wanted(0, "HAL", 0, (), "", 1))
        assert child._process is None

    real = asyncio.create_subprocess_exec

    async def asleep(*_, **pipes):
        return await real("sleep", "60", **pipes)

    told(story)


class Slow:
    """Answers when it is let; counts how many questions it has at once."""

    def __init__(self):
        self.let = asyncio.Event()
        self.ended = self.most = self._now = 0

    async def ask(self, wanted):
        self._now += 1
        self.most = max(self.most, self._now)
        await self.let.wait()
        self._now -= 1
        return worker.Told(b"{}")

    async def end(self):
        self.ended += 1


def test_the_past_is_asked_within_bounds_and_one_question_after_the_other():
    async def story():
        slow = Slow()
        ways = worker.Past(slow)

        def ask(party):
            return asyncio.create_task(ways.ask(Wanted(0, party, 0, (), "", 1)))

        asked = [ask(f"P{n // 2}") for n in range(worker.PAST_WAITING)]
        await asyncio.sleep(0.01)
        with pytest.raises(Busy) as mine:
            await ask("P0")
        with pytest.raises(Busy) as theirs:
            await ask("NEW")
        assert (mine.value.yours, theirs.value.yours) == (True, False)
        slow.let.set()
        assert [each.body for each in await asyncio.gather(*asked)] == [b"{}"] * len(asked)
        assert slow.most == 1
        assert (await ask("P0")).body == b"{}"

    told(story)


def test_who_waits_too_long_is_told_to_ask_again_and_the_work_goes_on(monkeypatch):
    monkeypatch.setattr(worker, "PAST_ANSWER_US", 20_000)

    async def story():
        slow = Slow()
        ways = worker.Past(slow)
        with pytest.raises(Busy) as busy:
            await ways.ask(Wanted(0, "HAL", 0, (), "", 1))
        assert (busy.value.yours, busy.value.retry_after_s) == (False, 2)
        assert len(ways._at_work) == 1
        slow.let.set()
        await asyncio.wait(ways._at_work)
        ways._last_s -= 10_000
        await ways.tidy()
        assert slow.ended == 1

    told(story)


# --- states of the past -----------------------------------------------------------------------------------------------


class File:
    """A log as the process reads it, counting what it reads."""

    def __init__(self, connection, path):
        self.connection, self.path, self.read = connection, path, 0

    def after(self, position, limit):
        found = database.records_after(self.connection, self.path, position, limit)
        self.read += len(found)
        return found

    def typed(self, position):
        return database.erasable_at(self.connection, self.path, position)


@pytest.mark.parametrize("has_snapshot", [False, True])
def test_each_state_is_the_one_of_its_position_in_whatever_order_they_are_asked_for(
    tmp_path, monkeypatch, has_snapshot
):
    monkeypatch.setattr(replays, "BEFORE", (2, 7))
    monkeypatch.setattr(replays, "PAST_KEPT", 4)
    monkeypatch.setattr(replays, "READ_AT_ONCE", 3)
    right: dict[int, bytes] = {}

    async def story():
        async with room(tmp_path) as house:
            house.started.node.followers.append(
                lambda _: right.__setitem__(house.state.position, snapshot(house.state))
            )
            for n in range(12):
                flight = await book(house, ("HAL", "TSA")[n % 2], lat=12 + n / 20)
                if n % 3 == 0:
                    await house.leads[("HAL", "TSA")[n % 2]].done(
                        "DELETE", f"/flights/{flight['id']}?ovn={flight['ovn']}"
                    )
                    later(house, 30)
            folder = house.started.housekeeper._folder
            saved = None
            if has_snapshot:
                state = State()
                snapshots.replay(folder, state, 14)
                snapshots.write(folder, state)
                saved = snapshots.newest(folder, 14)
                assert saved is not None
                assert snapshots.newest(folder, 13) is None
            connection = database.connect(folder.log, 5.0, mode="ro")
            log = File(connection, folder.log)
            past = replays.Replays(log, lambda until: snapshots.newest(folder, until))
            straight = replays.Replays(File(connection, folder.log), lambda until: None)
            last = house.state.position
            for position in (last, last - 1, last - 9, 5, last - 3, 6, last, 15, 14, 13, *range(last, 3, -1)):
                if position in right:
                    moment = past.at(position)
                    assert snapshot(moment.state) == right[position], position
                    assert list(moment.ended) == list(straight.at(position).ended), position
                    assert len(past._kept) <= 4
            near = log.read
            past.at(past.at(last - 4).state.position + 1)
            assert log.read - near < last - 5, "what lies near is not decided from the beginning"
            times = [replays.entry_of(p, log.after(p - 1, 1)[0]).time_us for p in range(1, last + 1)]
            for time_us in (0, *times, times[-1] + 1):
                assert past.position_at(time_us, last) == sum(t <= time_us for t in times)
            assert past.position_at(times[-1], last - 2) <= last - 2
            connection.close()

    told(story)


def test_a_state_beside_a_state_goes_its_own_way(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            await book(house)
            held = copied(house.state)
            before = snapshot(held)
            assert before == snapshot(house.state)
            grid = repr(vars(held.intent_grid))
            await book(house, lat=12.01)
            assert snapshot(held) == before != snapshot(house.state)
            assert repr(vars(held.intent_grid)) == grid != repr(vars(house.state.intent_grid))

    told(story)


def test_movements_come_back_as_they_were_released_then(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal, points = house.leads["HAL"], []
            for n, (lat, lon) in enumerate(((12.0, 45.0), (12.2, 45.1))):
                points.append({"lat": lat, "lon": lon, "time": house.at(3 * 24 * 60 + 120 * n)})
            body = {"kind": "convoy", "points": points, "contact": "watch 1", "markings": "white", "notify": False}
            path = f"/movements/{house.new_id()}"
            later(house, 5)
            made = await hal.done("PUT", path, body | {"grants": [{"party": "TSA", "level": "area"}]})
            later(house, 5)
            whole = {"ovn": made["movement"]["ovn"], "grants": [{"party": "TSA", "level": "whole"}], "notify": False}
            told = await hal.done("PUT", f"{path}/release", whole)
            later(house, 5)
            await hal.done("POST", f"{path}/depart", {"ovn": told["movement"]["ovn"], "notify": False})
            (area,) = (await past(house, "TSA", -7))["movements"]
            assert (area["level"], area["party"], area["points"], area["markings"]) == ("area", "", [], "")
            (then,), (now,) = [(await past(house, "TSA", minutes))["movements"] for minutes in (-2, 0)]
            assert (then["state"], now["state"], then["markings"]) == ("planned", "departed", "white")
            assert (then["ovn"], then["grants"], then["steps"][0]["by"]) == ("", [], "")
            assert (await past(house, "TSA", -12))["movements"] == []
            later(house, 30 * 24 * 60)
            assert (await past(house, "HAL"))["movements"] == []

    asyncio.run(story())
