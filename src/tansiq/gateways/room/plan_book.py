"""Each party's plans of the day: published at the charter's time, and what each update of them changes.

A plan is what the party sees, and nothing else. It is compared with what it held when it was last looked at: when somebody of
the party asks, and each whole minute while somebody of it listens and saw something change. So its numbers tell a party of
nothing but its own sight and its own asking. See docs/decisions/020-plan-of-the-day.md.
"""

import asyncio
import contextlib
import functools
import logging
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

import msgspec
from msgspec import Struct

from tansiq.core.hours import in_force
from tansiq.core.limits import CHANGES_KEPT_US, PLAN_CHANGES, PLAN_ITEMS, PLAN_UPDATES, WORLD_ITEMS
from tansiq.core.model import Constraint, Intent
from tansiq.core.room import PartyState
from tansiq.core.units import DAY_US, HOUR_US, MINUTE_US, Span
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import plan_file, plan_items
from tansiq.gateways.room.plan_file import Head, Key, Part, Update
from tansiq.gateways.room.plan_items import Change
from tansiq.gateways.room.push import Hub
from tansiq.gateways.room.words import Fault
from tansiq.gateways.room.world import Turns, intents_of, zones_of
from tansiq.log.engine import Outage
from tansiq.node.loop import Node

WORLD: Final = ""  # the scope that is no day: all that a party sees
REST_S: Final = 0.009  # between two slices of work that nobody waits for: a quarter of the loop's time
LOOKED_S: Final = 1.0  # how often the clock is looked at
CHANGES_OF_PART: Final = 100  # of an update, decoded at once: under 1 ms
_WIDENED_US: Final = HOUR_US  # a snapped view reaches at most 15 minutes beyond the flight
_log = logging.getLogger("tansiq.room")

P = ParamSpec("P")
T = TypeVar("T")


class Sight(Struct, frozen=True):
    """A plan as it is now. head: None for a draft. flights, zones: as the party sees them, by start, then by id."""

    head: Head | None
    flights: list[Intent]
    zones: list[Constraint]


class Book:
    """The plans of all parties. Must be run beside the server."""

    def __init__(self, node: Node, hub: Hub, path: Path, log_id: str) -> None:
        self._node = node
        self._hub = hub
        self._path = path
        self._log_id = log_id
        self._thread = ThreadPoolExecutor(1, "plans")
        self._connection: sqlite3.Connection | None = None  # of that thread alone
        self._locks: dict[str, asyncio.Lock] = {}  # one plan of a party at a time
        self._known: dict[Key, None] | None = None  # the plans in the file
        self._news: dict[str, None] = {}  # parties that saw something change, and whose plans were not looked at since
        self._rounds = asyncio.Lock()
        self._said = ""  # what was last logged of the file

    async def run(self) -> None:
        """Publish and update what is due at each whole minute, until cancelled."""
        minute = -1
        try:
            while True:
                await asyncio.sleep(LOOKED_S)
                if self._node.now_us() // MINUTE_US != minute:
                    minute = self._node.now_us() // MINUTE_US
                    with contextlib.suppress(Outage):  # it was logged, and the next minute comes
                        await self.round()
        finally:
            self._thread.submit(self._disconnect)
            self._thread.shutdown(wait=False)

    async def round(self) -> None:
        """Publish what is due, update the plans of those who listen, and let go of old ones."""
        async with self._rounds:
            known, today = await self._all_known(), self._node.now_us() // DAY_US
            inside = (PartyState.MEMBER, PartyState.SUSPENDED)
            parties = [p.code for p in self._node.state.parties.values() if p.state in inside]
            for party in parties:
                for day in (today, today + 1):
                    if Key(party, date_of(day)) not in known and self.is_due(day):
                        await self._tried(party, day)
            self._news.update(dict.fromkeys(self._hub.take_news()))
            for party in list(self._news):
                days = (day for day in (today - 1, today, today + 1) if Key(party, date_of(day)) in known)
                if all([await self._tried(party, day) for day in days]):
                    self._news.pop(party, None)
            await self._forget(known, parties, today)

    def publishes_us(self, day: int) -> int:
        """Return when the plan of a day, counted from 1970, is published."""
        charter = self._node.state.charter
        assert charter is not None, "a plan without a room"
        return (day - 1) * DAY_US + charter.plan_us

    def is_due(self, day: int) -> bool:
        """Return whether the plan of a day is published."""
        return self._node.now_us() >= self.publishes_us(day)

    async def plan(self, party: str, day: int, rest_s: float = 0) -> Sight:
        """Return a party's plan of a day, brought up to date. Raises `Fault` where it is too long or never at rest."""
        key, within = Key(party, date_of(day)), Span(day * DAY_US, (day + 1) * DAY_US)
        async with self._lock(party):
            flights, zones = await self._seen(party, within, rest_s)
            if len(flights) + len(zones) > PLAN_ITEMS:
                raise Fault("plan_long", status=413, count=len(flights) + len(zones), most=PLAN_ITEMS)
            is_published = key in await self._all_known() or self.is_due(day)
            head = await self._brought_up(key, flights, zones, rest_s) if is_published else None
        return Sight(head, flights, zones)

    async def world(self, party: str) -> Head:
        """Return where all that a party sees stands, brought up to date. Raises `Fault` as `plan` does."""
        async with self._lock(party):
            flights, zones = await self._seen(party, None, 0)
            if len(flights) + len(zones) > WORLD_ITEMS:
                raise Fault("plan_long", status=413, count=len(flights) + len(zones), most=WORLD_ITEMS)
            return await self._brought_up(Key(party, WORLD), flights, zones, 0)

    async def updates(self, key: Key, after: int, head: Head) -> list[Update]:
        """Return the kept updates after one, up to where a plan stood."""
        return [u for u in await self._call(plan_file.updates, key, after) if u.number <= head.number]

    async def _seen(self, party: str, within: Span | None, rest_s: float) -> tuple[list[Intent], list[Constraint]]:
        """Return what a party sees, or of it what touches a window for longer than a moment; by start, then by id."""
        node = self._node
        if within is None:
            flights = await intents_of(node, party, rest_s=rest_s)
            zones = await zones_of(node, party, lambda zone: True, rest_s)
        else:
            near = Span(within.lo - _WIDENED_US, within.hi + _WIDENED_US)
            flights = await intents_of(node, party, lambda intent: _touches(intent.time_us, near), rest_s)
            zones = await zones_of(node, party, lambda zone: _is_on(zone, within), rest_s)
            if flights is not None:
                await asyncio.sleep(0)
                flights = [face for face in flights if _touches(face.time_us, within)]
        if flights is None:
            raise Fault("busy", status=503)
        await asyncio.sleep(0)
        flights.sort(key=_start_us)
        await asyncio.sleep(0)
        return flights, sorted(zones, key=_start_us)

    async def _brought_up(self, key: Key, flights: list[Intent], zones: list[Constraint], rest_s: float) -> Head:
        """Compare what is seen with what the plan held, keep what changed as an update, and return where it stands."""
        head, before = await self._call(plan_file.read, key)
        turns, now_us = Turns(rest_s), self._node.now_us()
        now: dict[str, bytes] = {}
        for intent in flights:
            item = plan_items.of_flight(intent)
            now[plan_items.key_of(item)] = plan_items.encode_item(item)
            await turns.next()
        for constraint in zones:
            item = plan_items.of_zone(constraint)
            now[plan_items.key_of(item)] = plan_items.encode_item(item)
            await turns.next()
        await asyncio.sleep(0)
        put = {i: data for i, data in now.items() if before.get(i) != data}
        await asyncio.sleep(0)
        gone = [i for i in before if i not in now]
        if head is None:
            made = Head(now_us, 0, now_us, 1, now_us)
            return await self._kept(key, made, put, gone, [])
        if put or gone:
            changes = await _compared(before, put, gone, turns)
            number = head.number + 1
            made = Head(head.base_us, number, max(now_us, head.made_us), head.kept, max(now_us, head.seen_us))
            return await self._kept(key, made, put, gone, changes)
        if key.scope == WORLD and now_us - head.seen_us > HOUR_US:
            return await self._kept(key, msgspec.structs.replace(head, seen_us=now_us), put, gone, [])
        return head

    async def _kept(
        self, key: Key, head: Head, put: Mapping[str, bytes], gone: list[str], changes: list[Change]
    ) -> Head:
        parts: list[Part] = []
        for at in range(0, len(changes), CHANGES_OF_PART):
            some = changes[at : at + CHANGES_OF_PART]
            parts.append(Part(len(some), plan_items.encode_changes(some)))
            await asyncio.sleep(0)
        bounds = (PLAN_UPDATES, PLAN_CHANGES)
        kept = await self._call(plan_file.write, key, head, put, gone, parts, bounds)
        (await self._all_known())[key] = None
        if key.scope != WORLD:
            said = {"date": key.scope, "number": number_of(kept)}
            self._hub.announce(key.party, "plan", msgspec.json.encode(said))
        return kept

    async def _tried(self, party: str, day: int) -> bool:
        """Bring a plan up to date that nobody waits for; return whether that could be done, or never can."""
        try:
            await self.plan(party, day, REST_S)
        except Fault as fault:
            return fault.status != 503
        return True

    async def _forget(self, known: dict[Key, None], parties: list[str], today: int) -> None:
        """Let go of days that are over, of parties that left, and of worlds about which nobody asked for long."""
        unseen = await self._call(plan_file.unseen, self._node.now_us() - CHANGES_KEPT_US)
        first, inside = date_of(today - 1), frozenset(parties)
        old = [k for k in known if (k.scope != WORLD and k.scope < first) or k.party not in inside or k in unseen]
        if old:
            await self._call(plan_file.forget, old)
        for key in old:
            known.pop(key, None)
        for party in list(self._locks):
            if party not in inside and not self._locks[party].locked():
                del self._locks[party]

    async def _all_known(self) -> dict[Key, None]:
        if self._known is None:
            found = dict.fromkeys(await self._call(plan_file.heads))
            self._known = found if self._known is None else self._known
        return self._known

    def _lock(self, party: str) -> asyncio.Lock:
        return self._locks.setdefault(party, asyncio.Lock())

    async def _call(
        self, function: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do something with the file, in its thread. Raises `Outage`."""
        loop = asyncio.get_running_loop()
        try:
            found: T = await loop.run_in_executor(
                self._thread, functools.partial(self._with, function, *args, **kwargs)
            )
        except (sqlite3.Error, OSError) as error:
            trouble = (
                f"{self._path} cannot be used ({error}), so there are no plans of the day. Free some space; if that does not "
                "help, stop the server, delete the file and start again: plans are then numbered from 1."
            )
            if trouble != self._said:
                _log.error("%s", trouble)
            self._said = trouble
            raise Outage(trouble) from error
        self._said = ""
        return found

    def _with(self, function: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            if self._connection is None:
                self._connection = plan_file.opened(self._path, self._log_id)
            return function(self._connection, *args, **kwargs)
        except (sqlite3.Error, OSError):
            self._disconnect()
            raise

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


async def _compared(
    before: Mapping[str, bytes], put: Mapping[str, bytes], gone: list[str], turns: Turns
) -> list[Change]:
    """Return what became of each item that is not as it was, by start, then by id."""
    changes: dict[str, Change] = {}
    await asyncio.sleep(0)
    for key in (*put, *gone):
        old, new = before.get(key), put.get(key)
        changes[key] = Change(
            plan_items.decode_item(old) if old is not None else None,
            plan_items.decode_item(new) if new is not None else None,
        )
        await turns.next()
    return plan_items.sorted_changes(changes)


def date_of(day: int) -> str:
    """Return a day counted from 1970 as a date."""
    return format_us(day * DAY_US)[:10]


def number_of(head: Head) -> str:
    """Return the number of a plan's newest update; "1" for the edition as it was published."""
    return f"1.{head.number}" if head.number else "1"


def _touches(a: Span, b: Span) -> bool:
    return a.lo < b.hi and b.lo < a.hi


def _is_on(zone: Constraint, within: Span) -> bool:
    hours = zone.zone.hours if zone.zone is not None else ()
    return _touches(zone.time_us, within) and in_force(hours, zone.time_us, Span(within.lo + 1, within.hi - 1))


def _start_us(item: Intent | Constraint) -> int:
    return item.time_us.lo
