"""`kill -9` under load, while a snapshot is written, and while the server starts: no answered entry is lost."""

import contextlib
import hashlib
import http.client
import os
import time
from collections.abc import Generator
from pathlib import Path
from random import Random

import pytest

from tansiq.core.snapshot import digest
from tansiq.core.state import State
from tansiq.log import receipt
from tansiq.log.folder import Folder
from tansiq.log.note import VerifierKey, parse_key
from tansiq.log.verify import verify_folder
from tansiq.node import snapshots

from .clients import Client
from .served import START_S, Place, Served

CLIENTS = 4
SNAPSHOT_ENTRIES = ("--snapshot-entries", "60")


def the_seed() -> int:
    told = os.environ.get("TANSIQ_SEED")
    return int(told) if told else int.from_bytes(os.urandom(4))


class Story:
    """Server after server on one folder, and clients that outlive them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng = Random(seed)
        self.place = Place(folder)
        self.clients = [Client(self.place, n, Random(seed * 100 + n)) for n in range(CLIENTS)]
        self.kills = 0

    def tell(self, kills: int) -> None:
        while self.kills < kills:
            match self.rng.choices(["under load", "during a snapshot", "during the start"], [10, 5, 5])[0]:
                case "under load":
                    self.killed_under_load()
                case "during a snapshot":
                    self.killed_during_a_snapshot()
                case "during the start":
                    self.killed_during_the_start()
            self.kills += 1
            self.check_answers()
            if self.kills % (kills // 4) == 0:
                self.check_every_byte()
        self.last_life()
        self.check_answers()
        self.check_every_byte()
        assert sum(len(client.answers) for client in self.clients) > 10 * kills, "there was load"

    def killed_under_load(self) -> None:
        with self.serving() as (server, _):
            time.sleep(self.rng.uniform(0.02, 0.5))
            server.kill()

    def killed_during_a_snapshot(self) -> None:
        """The server looks once a second whether one is due; where no child can be seen, this is a kill under load."""
        with self.serving() as (server, _):
            patience_s = time.monotonic() + 1.5
            while not server.children() and time.monotonic() < patience_s:
                time.sleep(0.002)
            time.sleep(self.rng.uniform(0, 0.4))
            server.kill(with_children=self.rng.random() < 0.5)

    def killed_during_the_start(self) -> None:
        with self.place.serve(*SNAPSHOT_ENTRIES) as server:
            time.sleep(self.rng.uniform(0.05, 1.2))
            server.kill()

    def last_life(self) -> None:
        """What nobody knows the end of is found out; then the server ends as it should."""
        with self.serving(enough=5) as (server, port):
            for client in self.clients:
                client.join()
                assert client.unanswered is None
            self.check_by_http(port, everything=True)
            server.process.terminate()
            assert server.process.wait(START_S) in (0, -15)

    @contextlib.contextmanager
    def serving(self, enough: int = 1_000_000) -> Generator[tuple[Served, int]]:
        """A server under load. It has answered for earlier lives before this one's load begins."""
        with self.place.serve(*SNAPSHOT_ENTRIES) as server:
            port = server.port()
            self.check_by_http(port)
            for client in self.clients:
                client.begin(port, enough)
            try:
                yield server, port
            finally:
                server.kill()
                for client in self.clients:
                    client.join()

    def check_by_http(self, port: int, *, everything: bool = False) -> None:
        """The newest answers, or all, are known to the server; some receipts are good."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.closing(connection):
            connection.request("GET", "/log/vkey")
            vkey = parse_key(connection.getresponse().read().decode().strip())
            for client in self.clients:
                newest = list(client.known.items()) if everything else list(client.known.items())[-5:]
                for intent_id, known in newest:
                    if client.unanswered is not None and intent_id == client.unanswered.id:
                        continue
                    shown = client.intent(connection, intent_id)
                    assert ((shown["ovn"], shown["version"]) if shown else ("", 0)) == known
                for ask, answer in self.rng.sample(client.answers, min(2, len(client.answers))):
                    self.check_receipt(client.receipt(connection, answer.position), answer.body, vkey, ask.key)

    def check_receipt(self, content: bytes, body: bytes, vkey: VerifierKey, key: str) -> None:
        proof = receipt.decode(content)
        assert isinstance(proof, receipt.Receipt)
        assert receipt.faults(proof, vkey) == []
        assert proof.outcome == "done", key
        assert proof.answer_hash == hashlib.sha256(body).digest(), key

    def check_answers(self) -> None:
        """Every answered entry is in what a start would make of the folder."""
        state = snapshots.newest(Folder(self.place.data)) or State()
        if (self.place.data / "log.sqlite").exists():
            snapshots.replay(Folder(self.place.data), state, None)
        for client in self.clients:
            under_way = client.unanswered.id if client.unanswered is not None else ""
            for intent_id, known in client.known.items():
                found = state.intents.get(intent_id)
                if intent_id != under_way:
                    assert ((found.ovn, found.version) if found else ("", 0)) == known, f"{intent_id} is lost"
            for ask, answer in client.answers:
                remembered = state.requests[client.sub][ask.key]
                assert remembered.position == answer.position <= state.position
        positions = [answer.position for client in self.clients for _, answer in client.answers]
        assert len(set(positions)) == len(positions), "one place for two entries"

    def check_every_byte(self) -> None:
        """As `tansiq verify` and `tansiq replay`."""
        assert verify_folder(self.place.data).findings == []
        folder, state = Folder(self.place.data), State()
        saved = snapshots.newest(folder)
        if saved is not None:
            snapshots.replay(folder, state, saved.position)
            assert digest(state) == digest(saved), "the snapshot is not what the log says"
            snapshots.replay(folder, saved, None)
        snapshots.replay(folder, state, None)
        assert saved is None or digest(state) == digest(saved)


def test_kill_9_loses_nothing_that_was_answered(tmp_path):
    seed = the_seed()
    print(f"tell it again with TANSIQ_SEED={seed}")
    Story(tmp_path, seed).tell(kills=20)


@pytest.mark.soak
@pytest.mark.timeout(7_200)
def test_500_kills_lose_nothing_that_was_answered(tmp_path):
    seed = the_seed()
    print(f"tell it again with TANSIQ_SEED={seed}")
    Story(tmp_path, seed).tell(kills=500)
