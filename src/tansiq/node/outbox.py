"""What others are to be told of changes that the log ordered: it waits here until a gateway has told it, or gave it up.

The outbox follows the log as the state does. The file says up to which entry that was done, in one transaction with what
came of it; after a crash the start makes the notices of the entries behind it again. So what was ordered is told at least
once, whatever the moment of the crash; a call that was answered just before it may be made twice. Only a file that was
lost, or put back from an older time than the newest snapshot, leaves notices out, and the log of the server says so.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from tansiq.core.limits import (
    NOTICES_KEPT,
    NOTICES_KEPT_US,
    NOTICES_OF_PARTY,
    NOTICES_OF_PEER,
    NOTICES_WAITING,
    PEERS_OF_PARTY,
)
from tansiq.log import beside
from tansiq.log.engine import Outage
from tansiq.node import outbox_file
from tansiq.node.outbox_file import Delivery, Key

WAITING: Final = "waiting"
DELIVERED: Final = "delivered"
FAILED: Final = "failed"
_log = logging.getLogger("tansiq.node")


class Notice(Struct, frozen=True):
    """A change that is to be told. See `Delivery`."""

    key: Key
    item: str
    owner: str
    is_open: bool
    subscriptions: Mapping[str, int]


class Lane(Struct, frozen=True):
    """What must wait for each other: notices for one viewer to one host."""

    viewer: str
    host: str


class Outbox:
    """The notices of a node. Everything but the writing of the file belongs to the event loop.

    position: up to which entry of the log notices were made. lanes: what waits, the oldest first. on_new: called when there is
    more of it. trouble: why the file cannot be written now, "" where it can; what is not written is told all the same.
    """

    def __init__(self, path: Path, log_id: str, last: int) -> None:
        """Read the file where there is one.

        last: the end of the log; without a file, what it holds by then is told to nobody.
        """
        self._path = path
        self._log_id = log_id
        self._lock = threading.Lock()  # guards what the writing thread takes
        self._changed: dict[Key, Delivery | None] = {}
        self._queued = False
        self._thread = ThreadPoolExecutor(1, "outbox-write")
        self._connection: sqlite3.Connection | None = None  # of that thread
        self.trouble = ""
        self.on_new: Callable[[], None] = lambda: None
        self.deliveries: dict[Key, Delivery] = {}
        self.lanes: dict[Lane, dict[Key, None]] = {}
        self._over: dict[Key, None] = {}  # delivered or failed, the oldest first
        self._of_owner: dict[str, dict[Key, None]] = {}  # in the order in which they changed
        self._waiting_of: dict[str, int] = {}  # viewer -> notices
        self._lanes_of: dict[str, int] = {}  # viewer -> hosts
        saved = outbox_file.read(path, log_id)
        self._has_file = saved is not None
        if saved is None and path.exists():
            _log.error("%s cannot be used and is begun anew: what waited in it is not told.", path)
        self.position = min(saved.position, last) if saved is not None else last
        for delivery in saved.deliveries if saved is not None else ():
            self._keep(delivery)

    @property
    def waiting(self) -> int:
        """How many notices wait."""
        return len(self.deliveries) - len(self._over)

    def begin(self, least: int) -> None:
        """Begin to follow the log of a room. least: the entries up to there cannot be looked at again."""
        if self.position < least:
            _log.error(
                "What entries %d to %d changed is not told to subscribers: %s was lost or is old.",
                self.position + 1,
                least,
                self._path,
            )
            self.position = least

    def follow(self, position: int, time_us: int, notices: Iterable[Notice]) -> None:
        """Take in what an entry makes; the next one after `position`. What waits of the same item is superseded."""
        assert position == self.position + 1, f"entry {position} cannot follow {self.position}"
        is_new = False
        for notice in notices:
            self._supersede(notice, time_us)
            is_new = True
        self.position = position  # last: the writing thread may look at any moment, and must not be told too much
        if is_new:
            self.save()
            self.on_new()

    def first(self, lane: Lane) -> Delivery:
        """Return what has waited longest in a lane."""
        return self.deliveries[next(iter(self.lanes[lane]))]

    def to_the_end(self, lane: Lane) -> None:
        """Let the other lanes go before one that just had its turn."""
        keys = self.lanes.pop(lane, None)
        if keys is not None:
            self.lanes[lane] = keys

    def settle(self, delivery: Delivery, state: str, error: str, value: str, now_us: int) -> bool:
        """Note what came of a try. False where a newer notice has taken its place meanwhile: that one waits still."""
        if self.deliveries.get(delivery.key) is not delivery:
            return False
        tries = delivery.tries + 1
        self._put(msgspec.structs.replace(
            delivery, state=state, tries=tries, error=error, value=value, changed_us=now_us
        ))  # fmt: skip
        self.save()
        return True

    def of_owner(self, party: str, limit: int) -> list[Delivery]:
        """Return what became of notices of a party's items, as far as it may know: those that changed last come first."""
        newest = (self.deliveries[key] for key in reversed(self._of_owner.get(party, {})))
        return list(islice((delivery for delivery in newest if delivery.is_open), limit))

    def forget(self, now_us: int) -> None:
        """Let go of what was over long ago, and try again to write what could not be written."""
        if self.trouble:
            self.save()
        while self._over:
            key = next(iter(self._over))
            if self.deliveries[key].changed_us > now_us - NOTICES_KEPT_US and len(self._over) <= NOTICES_KEPT:
                return
            self._drop(key)
            self.save()

    def save(self) -> None:
        """Have what was taken in written soon. Does not wait."""
        with self._lock:
            if self._queued:
                return
            self._queued = True
        self._thread.submit(self._write_soon)

    def flush(self) -> None:
        """Return when all that was taken in survives a power cut. Blocks; for any thread. Raises `Outage` where it cannot.

        Where there was never anything to tell, as in a plain DSS, no file is made.
        """
        if self._has_file or self._changed:
            self._thread.submit(self._write, durable=True).result()

    def close(self) -> None:
        """Write what is left, and let go of the thread. Blocks."""
        try:
            self.flush()
        except Outage as trouble:
            _log.error("%s", trouble)
        if self._connection is not None:
            self._thread.submit(self._disconnect).result()
        self._thread.shutdown()

    def _supersede(self, notice: Notice, time_us: int) -> None:
        old = self.deliveries.get(notice.key)
        earlier = old.subscriptions if old is not None and old.state == WAITING else {}
        indices = {**earlier, **notice.subscriptions}
        made = Delivery(notice.key, notice.item, notice.owner, notice.is_open, indices, time_us)
        if not earlier:
            lane, viewer = lane_of(notice.key), notice.key.viewer
            if len(self.lanes.get(lane, {})) >= NOTICES_OF_PEER:
                self._put(_full(self.first(lane), time_us))
            is_new_host = lane not in self.lanes and self._lanes_of.get(viewer, 0) >= PEERS_OF_PARTY
            is_many = self._waiting_of.get(viewer, 0) >= NOTICES_OF_PARTY or self.waiting >= NOTICES_WAITING
            if is_new_host or is_many:
                made = _full(made, time_us)
        self._put(made)

    def _put(self, delivery: Delivery) -> None:
        self._keep(delivery)
        with self._lock:
            self._changed[delivery.key] = delivery

    def _drop(self, key: Key) -> None:
        self._let_go(key)
        with self._lock:
            self._changed[key] = None

    def _keep(self, delivery: Delivery) -> None:
        """Put a delivery at the end of its lane, or of those that are over."""
        key = delivery.key
        if key in self.deliveries:
            self._let_go(key)
        self.deliveries[key] = delivery
        self._of_owner.setdefault(delivery.owner, {})[key] = None
        if delivery.state != WAITING:
            self._over[key] = None
            return
        lane = lane_of(key)
        if lane not in self.lanes:
            self.lanes[lane] = {}
            _count(self._lanes_of, key.viewer, +1)
        self.lanes[lane][key] = None
        _count(self._waiting_of, key.viewer, +1)

    def _let_go(self, key: Key) -> None:
        old = self.deliveries.pop(key)
        own = self._of_owner[old.owner]
        del own[key]
        if not own:
            del self._of_owner[old.owner]
        if old.state != WAITING:
            del self._over[key]
            return
        lane = lane_of(key)
        del self.lanes[lane][key]
        _count(self._waiting_of, key.viewer, -1)
        if not self.lanes[lane]:
            del self.lanes[lane]
            _count(self._lanes_of, key.viewer, -1)

    def _write_soon(self) -> None:
        try:
            self._write()
        except Outage as trouble:
            _log.error("%s", trouble)

    def _write(self, durable: bool = False) -> None:
        with self._lock:
            self._queued = False
            changed, self._changed = self._changed, {}
            position = self.position
        try:
            outbox_file.write(self._connected(), changed, position, durable=durable)
        except (sqlite3.Error, OSError) as error:
            self._disconnect()
            with self._lock:
                self._changed = {**changed, **self._changed}
            self.trouble = f"{self._path} cannot be written ({error}): after a crash, notices may be sent twice."
            raise Outage(self.trouble) from error
        self.trouble = ""

    def _connected(self) -> sqlite3.Connection:
        if not self._has_file:
            outbox_file.begin(self._path, self._log_id)
            self._has_file = True
        if self._connection is None:
            self._connection = beside.connect(self._path)
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _full(delivery: Delivery, now_us: int) -> Delivery:
    """Return a delivery for which there is no room."""
    return msgspec.structs.replace(delivery, state=FAILED, error="full", changed_us=now_us)


def _count(counts: dict[str, int], viewer: str, step: int) -> None:
    left = counts.get(viewer, 0) + step
    if left:
        counts[viewer] = left
    else:
        del counts[viewer]


def host_of(peer: str) -> str:
    """Return the host of a base URL, as logs and owners see it."""
    return urlsplit(peer).hostname or ""


def lane_of(key: Key) -> Lane:
    """Return what a notice waits behind."""
    return Lane(key.viewer, host_of(key.peer))
