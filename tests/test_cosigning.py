"""A party's own look at the log: it signs what holds all it knew, and nothing else, whatever the room shows it."""

import json
import sys
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tansiq import cli, cosigning
from tansiq.config import Misconfigured
from tansiq.cosigning import FORKED, Forked, look, read_signer
from tansiq.log.checkpoint import Checkpoint, log_vkey, origin_of, sign_checkpoint
from tansiq.log.engine import Outage
from tansiq.log.merkle import MemoryTiles, Tree
from tansiq.log.note import cosigned_at_s, parse_key, parse_note
from tansiq.log.record import leaf_hash
from tansiq.log.tiles import parse_path, tile_bytes
from tansiq.visit import SignIn, opened

LOG_ID = "00" * 16
NOW_S = 1_790_000_000
BY_TOKEN = SignIn(token="token")


class Log:
    """A room as a party sees it. Its past can be changed, and its answers lost."""

    def __init__(self, size: int) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(b"the log's key for tests, 32 byte")
        self.posted: list[bytes] = []
        self.answer = httpx.Response(200, json={})
        self.gone = ""  # a path that cannot be reached
        self.become(size)

    def become(self, size: int, changed_at: int = 0) -> None:
        """Have so many entries; the one at `changed_at`, if that is not 0, is another than it was."""
        self.tree = Tree(MemoryTiles())
        for n in range(1, size + 1):
            self.tree.append(leaf_hash(n, bytes(31) + bytes([n == changed_at])))

    @property
    def vkey(self) -> str:
        return str(log_vkey(LOG_ID, self.key))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if self.gone and path.startswith(self.gone):
            raise httpx.ConnectError("refused")
        if path == "/log/vkey":
            return httpx.Response(200, text=f"{self.vkey}\n")
        if path == "/log/checkpoint":
            head = Checkpoint(origin_of(LOG_ID), self.tree.size, self.tree.root())
            return httpx.Response(200, text=str(sign_checkpoint(head, self.key)))
        if path == "/room/v1/token":
            return httpx.Response(200, json={"access_token": "token-for-" + request.content.decode()})
        if path == "/room/v1/cosignatures":
            self.posted.append(request.content)
            self.bearer = request.headers["authorization"]
            return self.answer
        tile = parse_path(path.removeprefix("/log/"))
        content = None if tile is None else tile_bytes(tile, self.tree, self.tree.size)
        return httpx.Response(404) if content is None else httpx.Response(200, content=content)


@pytest.fixture
def party(tmp_path, monkeypatch):
    """A folder with a party's key and a token of the room."""
    monkeypatch.chdir(tmp_path)
    assert cli.main(["cosign", "--new-key", "cosign.pem", "--name", "hal.example/witness"]) == 0
    Path("token").write_text("secret-token\n")
    Path("token").chmod(0o600)
    return tmp_path


def round_of(log, *, log_key="", now_s=NOW_S, sign_in=BY_TOKEN):
    with httpx.Client(base_url="http://room.example", transport=httpx.MockTransport(log)) as room:
        return look(room, read_signer(Path("cosign.pem")), Path("state"), log_key, sign_in, lambda: now_s)


def sizes(log):
    """The sizes of what was sent, each signed by the party's key."""
    notes = [parse_note(json.loads(body)["checkpoint"].encode()) for body in log.posted]
    key = parse_key(Path("cosign.pem.vkey").read_text().strip())
    assert all(cosigned_at_s(note, key) == NOW_S for note in notes)
    return [int(note.text.split("\n")[1]) for note in notes]


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 2), (3, 7), (255, 256), (256, 257), (300, 70_000)])
def test_a_log_that_grows_is_cosigned_again_and_again(party, capsys, before, after):
    log = Log(before)
    round_of(log)
    assert log.vkey in capsys.readouterr().out, "the key that was shown first is told"
    log.become(after)
    assert "hal.example/witness" in round_of(log)
    assert (sizes(log), log.bearer) == ([before, after], "Bearer secret-token")
    assert Path("state").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("size", "changed_at", "says"),
    [
        (10, 4, "another root at 10 entries"),
        (20, 4, "does not begin with the 10"),
        (20, 10, "does not begin with the 10"),
        (9, 0, "became shorter"),
        (0, 0, "became shorter"),
    ],
)
def test_a_log_that_changed_its_past_is_not_signed_and_both_heads_are_kept(party, size, changed_at, says):
    log = Log(10)
    round_of(log)
    log.become(size, changed_at)
    with pytest.raises(Forked, match=says):
        round_of(log)
    evidence = json.loads(Path("state.fork").read_text())
    assert [evidence[when].split("\n")[1] for when in ("before", "after")] == ["10", str(size)]
    assert Path("state.fork").stat().st_mode & 0o777 == 0o600
    log.become(10)
    round_of(log)
    log.become(11, 2)
    with pytest.raises(Forked):
        round_of(log)
    assert json.loads(Path("state.fork").read_text()) == evidence, "the first proof is not overwritten"
    assert sizes(log) == [10, 10]


def test_what_grows_after_its_last_entry_was_changed_is_no_fork_of_what_was_seen(party):
    log = Log(10)
    round_of(log)
    log.become(20, changed_at=11)
    round_of(log)
    assert sizes(log) == [10, 20]


def test_tiles_that_lie_prove_nothing(party):
    log = Log(10)
    round_of(log)
    log.become(20)

    def lying(request: httpx.Request) -> httpx.Response:
        answer = log(request)
        return httpx.Response(200, content=bytes(len(answer.content))) if "/tile/" in request.url.path else answer

    with pytest.raises(Forked, match="or the hash tiles that it serves are wrong"):
        round_of(lying)
    assert sizes(log) == [10]


@pytest.mark.parametrize("gone", ["/log/checkpoint", "/log/tile", "/room/v1/cosignatures"])
def test_a_room_that_cannot_be_reached_is_asked_again_later(party, gone):
    log = Log(10)
    round_of(log)
    log.become(20)
    log.gone = gone
    with pytest.raises(Outage, match="cannot be reached"):
        round_of(log)
    log.gone = ""
    round_of(log)
    assert sizes(log) == [10, 20]


def test_a_head_is_remembered_before_it_is_signed(party):
    """Else a crash in between would leave a signature that its maker does not know of."""
    log = Log(10)
    log.gone = "/room/v1/cosignatures"
    with pytest.raises(Outage):
        round_of(log)
    log.become(12, changed_at=3)
    with pytest.raises(Forked):
        round_of(log)


def test_what_the_room_refuses_is_said_in_its_words(party):
    log = Log(10)
    log.answer = httpx.Response(409, json={"code": "x", "message": "The cosignature was made late.", "hint": "Set it."})
    with pytest.raises(Outage, match=r"The cosignature was made late\. Set it\."):
        round_of(log)
    log.answer = httpx.Response(502, text="bad gateway")
    with pytest.raises(Outage, match="HTTP status 502"):
        round_of(log)


def test_another_key_than_the_one_remembered_is_not_believed(party):
    log = Log(10)
    round_of(log)
    log.key = Ed25519PrivateKey.from_private_bytes(b"another key for tests, 32 bytes.")
    with pytest.raises(Outage, match="begun a new epoch"):
        round_of(log)
    with pytest.raises(Misconfigured, match="remembers the log under"):
        round_of(log, log_key=log.vkey)
    assert sizes(log) == [10]


def test_a_key_known_from_elsewhere_counts_from_the_first_look(party):
    log, other = Log(10), Log(10)
    other.key = Ed25519PrivateKey.from_private_bytes(b"another key for tests, 32 bytes.")
    with pytest.raises(Outage, match="not signed by"):
        round_of(log, log_key=other.vkey)
    Path("log.vkey").write_text(f"{log.vkey}\n")
    round_of(log, log_key="log.vkey")
    assert sizes(log) == [10]


def test_a_client_of_the_room_gets_its_own_token(party):
    Path("secret").write_text("s3cret\n")
    Path("secret").chmod(0o600)
    log = Log(3)
    round_of(log, sign_in=SignIn(client_id="client-1", client_secret="secret"))
    assert log.bearer.endswith("client_id=client-1&client_secret=s3cret")
    Path("secret").chmod(0o644)
    with pytest.raises(Misconfigured, match="chmod 600"):
        round_of(log, sign_in=SignIn(client_id="client-1", client_secret="secret"))
    with pytest.raises(Misconfigured, match="--client-id"):
        round_of(log, sign_in=SignIn())


@pytest.mark.parametrize("content", [b"{", b"{}", b'{"vkey":"x","checkpoint":"y"}'])
def test_a_memory_that_is_damaged_is_not_begun_anew_in_silence(party, content):
    Path("state").write_bytes(content)
    with pytest.raises(Misconfigured, match="nothing tells whether the log is still the same"):
        round_of(Log(3))


def test_an_answer_without_end_is_not_read(party):
    with pytest.raises(Outage, match="more than 65536 bytes"):
        round_of(lambda request: httpx.Response(200, content=bytes(100_000)))


# The command


@pytest.mark.parametrize(
    ("url", "says"),
    [("http://room.example", "not https"), ("ftp://room.example", "no address"), ("room.example", "no address")],
)
def test_a_secret_is_not_sent_in_the_open(url, says):
    with pytest.raises(Misconfigured, match=says):
        opened(url, allow_http=False)
    opened("http://127.0.0.1:8080", allow_http=False).close()


def test_a_key_is_made_once_and_has_a_name(party, capsys):
    assert cli.main(["cosign", "--new-key", "cosign.pem", "--name", "x"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert cli.main(["cosign", "--new-key", "other.pem", "--name", "two words"]) == 2
    assert Path("cosign.pem").stat().st_mode & 0o777 == 0o600
    assert not Path("other.pem").exists()
    assert cli.main(["cosign", "--new-key", "other.pem", "--name", "hal.example/second"]) == 0
    assert capsys.readouterr().out == Path("other.pem.vkey").read_text()
    Path("other.pem.vkey").replace("cosign.pem.vkey")
    assert cli.main(["cosign", "http://127.0.0.1:9", "--token", "token"]) == 2
    assert "is not of the key" in capsys.readouterr().err


def test_the_command_goes_on_through_trouble_and_ends_with_a_code_of_its_own_at_a_fork(party, capsys, monkeypatch):
    log, naps = Log(10), []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        match len(naps):
            case 1:
                log.gone = "/log"
            case 2:
                log.gone = ""
                log.become(10, changed_at=1)
            case _:
                sys.exit("it went on after a fork")

    transport = httpx.MockTransport(log)
    monkeypatch.setattr(cosigning, "opened", lambda url, allow_http: httpx.Client(base_url=url, transport=transport))
    monkeypatch.setattr(cosigning.time, "sleep", sleep)
    monkeypatch.setattr(cosigning.time, "time", lambda: NOW_S)
    assert cli.main(["cosign", "https://room.example", "--token", "token", "--every", "60"]) == FORKED
    told = capsys.readouterr()
    assert "cosigned tansiq/0000" in told.out
    assert "cannot be reached" in told.err
    assert "another root at 10 entries" in told.err
    assert (naps, sizes(log)) == ([60, 60], [10])
    assert Path("cosign.pem.state.fork").exists()
