"""A day of 200 notices at the doors, with a clock that is turned: every deadline and every escalation is kept.

The node does its round within a second of whatever is due, as it does by itself. It is stopped for ten minutes, and its clock
jumps once: what was due meanwhile comes as soon as it can, in order, once. What must come is worked out apart, from the times
at which persons acted alone.
"""

import asyncio
import heapq
import random
from itertools import count

import pytest

from tansiq.core.notices import NoticeRules, StepKind
from tansiq.core.units import HOUR_US, MINUTE_US, US

from .house import Hands, room

PARTIES = ("HAL", "TSA", "UNH", "BRA")
KINDS = ("information", "request", "request", "warning", "safety", "drill")
NOTICES = 200
DAY_MIN = 24 * 60
FL120 = {"height": {"reference": "FL", "value": 120}}
FL210 = {"height": {"reference": "FL", "value": 210}}
RULES = NoticeRules()
DOWN = (700, 710)  # minutes: the node is not there
JUMPED = (900, 902)  # its clock is an hour off


class Ladder:
    """What must become of one ladder, from what persons did. end_us: when it was answered or taken back; None for never."""

    def __init__(self, deadline_us):
        self.next_us = deadline_us
        self.due = []
        self.is_over = False

    def passes(self, now_us):
        """Work out the levels that were due before something happened."""
        while not self.is_over and len(self.due) < 4 and self.next_us <= now_us:
            self.due.append(self.next_us)
            self.next_us += RULES.step_us

    def stands_by(self, now_us, seconds):
        self.passes(now_us)
        if len(self.due) < 4:
            self.next_us = max(self.next_us, now_us + seconds * US)

    def ends(self, now_us):
        self.passes(now_us)
        self.is_over = True


class Day:
    """What happens when. Actions wait in `coming` by time; each may add others."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.hands = Hands()
        self.begun_us = self.hands.wall_us
        self.coming = []
        self.order = count()
        self.ladders = {}  # (notice, party) -> Ladder
        self.house = None
        self.sent = 0
        for _ in range(NOTICES):
            self.later(self.rng.uniform(1, DAY_MIN - 120), self.send)

    @property
    def now_us(self):
        return self.hands.wall_us

    def later(self, minute, action, *about):
        for begin, end in (DOWN, JUMPED):
            if begin <= minute <= end:
                minute = end + 0.1
        at_us = self.begun_us + round(minute * MINUTE_US)
        heapq.heappush(self.coming, (at_us, next(self.order), action, about))

    def after(self, minutes, action, *about):
        self.later((self.now_us - self.begun_us) / MINUTE_US + minutes, action, *about)

    def turn_to(self, time_us):
        passed_us = max(0, time_us - self.now_us)
        self.hands.wall_us += passed_us
        self.hands.monotonic_us += passed_us

    async def until(self, minute):
        """Let everything happen until a minute of the day."""
        end_us = self.begun_us + minute * MINUTE_US
        while True:
            due = self.house.state.book.due
            action_us = self.coming[0][0] if self.coming else end_us
            if due and due[0][0] <= min(action_us, end_us):
                self.turn_to(due[0][0] + self.rng.randrange(US))
                await self.house.keep_house()
            elif action_us < end_us:
                _, _, action, about = heapq.heappop(self.coming)
                self.turn_to(action_us)
                await action(*about)
            else:
                self.turn_to(end_us)
                return

    # What persons do

    async def send(self):
        rng = self.rng
        by, kind = rng.choice(PARTIES), rng.choice(KINDS)
        to = rng.sample([code for code in PARTIES if code != by], rng.choice([1, 1, 2, 3]))
        values = [FL120] if kind == "safety" and rng.random() < 0.6 else []
        wish = {"kind": kind, "to": to, "text": "Keep clear.", "values": values}
        if kind == "request" and rng.random() < 0.5:
            wish["deadline"] = self.house.at(rng.uniform(1, 60))
        made = await self.house.leads[by].done("POST", "/notices", wish)
        self.sent += 1
        self._expect(made, bool(values))
        if rng.random() < 0.06:
            self.after(rng.uniform(0.5, 15), self.take_back, by, made["id"])

    def _expect(self, made, has_values):
        rng, notice = self.rng, self.house.state.book.notices[made["id"]]
        if not made["deadline"]:
            raise AssertionError("there is none without")
        waits_min = (notice.deadline_us - self.now_us) / MINUTE_US
        for ladder in notice.ladders:
            self.ladders[notice.id, ladder.party] = Ladder(notice.deadline_us)
            about = (notice.id, ladder.party, notice.kind, has_values)
            if rng.random() < 0.12:
                continue  # nobody ever answers
            if notice.kind in ("request", "warning", "safety") and rng.random() < 0.2:
                self.after(waits_min * rng.uniform(0.1, 0.9), self.stand_by, *about)
            share = rng.uniform(0.05, 0.95) if rng.random() < 0.6 else rng.uniform(1.05, 2.5)
            self.after(waits_min * share + 0.02, self.answer, *about)

    async def stand_by(self, notice_id, party, _kind, _has_values):
        seconds = self.rng.randrange(30, 301)
        said = {"answer": "stand_by", "stand_by_s": seconds}
        if self._is_open(notice_id) and not self.ladders[notice_id, party].is_over:
            await self.house.leads[party].done("POST", f"/notices/{notice_id}/answer", said)
            self.ladders[notice_id, party].stands_by(self.now_us, seconds)

    async def answer(self, notice_id, party, kind, has_values):
        who, path = self.house.leads[party], f"/notices/{notice_id}"
        if not self._is_open(notice_id):
            refused = await who.ask("POST", f"{path}/answer", {"answer": "received"})
            assert refused.json()["code"] == "conflict.notice_taken_back"
            return
        await who.done("POST", f"{path}/mark", {"step": "read"})
        if kind in ("information", "drill"):
            await who.done("POST", f"{path}/answer", {"answer": "received"})
        elif has_values:
            await who.done("POST", f"{path}/answer", {"answer": "will_comply", "values": [FL210]})
            await who.done("POST", f"{path}/answer", {"answer": "will_comply", "values": [FL120]})
        else:
            await who.done("POST", f"{path}/answer", {"answer": "will_comply"})
        self.ladders[notice_id, party].ends(self.now_us)

    async def take_back(self, by, notice_id):
        who = self.house.leads[by]
        if self.rng.random() < 0.5:
            await who.done("DELETE", f"/notices/{notice_id}")
        else:
            wish = {"how": "superseded", "kind": "warning", "text": "Keep clear of the north as well."}
            self._expect(await who.done("POST", f"/notices/{notice_id}/correct", wish), False)
        for (each, _), ladder in self.ladders.items():
            if each == notice_id:
                ladder.ends(self.now_us)

    def _is_open(self, notice_id):
        return self.house.state.book.notices[notice_id].state == "open"


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.soak) for n in range(2, 12))])
def test_a_day_of_200_notices_keeps_every_deadline_and_every_escalation(tmp_path, seed):
    async def story():
        day = Day(seed)
        async with room(tmp_path, *PARTIES, hands=day.hands, notices=RULES) as day.house:
            await day.until(DOWN[0])
        day.turn_to(day.begun_us + DOWN[1] * MINUTE_US)
        async with room(tmp_path, hands=day.hands) as day.house:
            await day.house.keep_house()
            await day.until(JUMPED[0])
            day.hands.wall_us += HOUR_US
            await day.house.keep_house()
            refused = await day.house.leads["HAL"].ask(
                "POST", "/notices", {"kind": "drill", "to": ["TSA"], "text": "?"}
            )
            assert refused.status_code == 503
            day.hands.wall_us -= HOUR_US
            day.turn_to(day.begun_us + JUMPED[1] * MINUTE_US)
            for _ in range(5):  # a level a round
                await day.house.keep_house()
            await day.until(DAY_MIN)
            await day.house.keep_house()
            check(day)
            assert await totals(day) == len(day.ladders)

    asyncio.run(story())


def check(day):
    """Compare each ladder with what it must be."""
    late_us, levels, exhausted = [], 0, 0
    for (notice_id, party), expected in day.ladders.items():
        expected.passes(day.now_us)
        notice = day.house.state.book.notices[notice_id]
        (ladder,) = (each for each in notice.ladders if each.party == party)
        climbed = [s for s in ladder.steps if s.kind in (StepKind.ESCALATED, StepKind.NOT_REACHED)]
        assert [(s.level, s.due_us) for s in climbed] == [*enumerate(expected.due, 1)], (notice_id, party)
        assert ladder.steps == tuple(sorted(ladder.steps, key=lambda s: s.time_us))
        late_us += [s.time_us - s.due_us for s in climbed if not is_in_trouble(day, s.due_us)]
        assert all(s.time_us >= s.due_us for s in climbed)
        levels += len(climbed)
        exhausted += any(s.kind is StepKind.NOT_REACHED for s in climbed)
    assert day.sent == NOTICES
    assert levels > 150
    assert exhausted > 20
    assert max(late_us) <= US, "within a second of its time"


def is_in_trouble(day, due_us):
    minute = (due_us - day.begun_us) / MINUTE_US
    return any(begin <= minute <= end for begin, end in (DOWN, JUMPED))


async def totals(day):
    found = [await day.house.signed_in(f"person-{code.lower()}").get("/notices/figures") for code in PARTIES]
    return sum(each["received"] for figures in found for each in figures["kinds"])
