"""What parties sign of the log: which cosignatures are kept, how many, for how long, and what they prove."""

import asyncio

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from rooms import Room, head, tree_of

from tansiq.log.backup import backup, restore
from tansiq.log.checkpoint import Checkpoint, origin_of
from tansiq.log.cosignatures import KEPT_PER_PARTY, SKEW_S, Cosignature, Cosignatures, Refusal, stored
from tansiq.log.engine import Damaged, Outage, UnknownFormat
from tansiq.log.note import COSIGNATURE, Malformed, Note, cosign, cosigned_at_s, key_of, sign
from tansiq.log.verify import verify_cosigned, verify_folder

LOG = Ed25519PrivateKey.from_private_bytes(b"the log's key for tests, 32 byte")
HAL = Ed25519PrivateKey.from_private_bytes(b"the key of HAL in tests, 32 byte")
TSA = Ed25519PrivateKey.from_private_bytes(b"the key of TSA in tests, 32 byte")
HAL_KEY = key_of("hal.example/log", HAL, COSIGNATURE)
TSA_KEY = key_of("tsa.example/log", TSA, COSIGNATURE)
LOG_ID = "00" * 16
ORIGIN = origin_of(LOG_ID)
SIZE = 20
NOW_S = 1_790_000_000


def cosigned(size=SIZE, time_s=NOW_S, *, key=HAL, name="hal.example/log", variant="", log_id=LOG_ID, log=LOG):
    """A head with the signature of the log, and that of a party under it."""
    note = head(log_id, log, size, variant)
    return str(Note(note.text, (*note.signatures, cosign(note.text, name, key, time_s)))).encode()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cosignatures"


@pytest.fixture
def held(file):
    return Cosignatures(file, ORIGIN, tree_of(SIZE))


def add(held, content, party="HAL", keys=(str(HAL_KEY),), now_s=NOW_S):
    return asyncio.run(held.add(party, content, keys, now_s))


def test_a_cosignature_is_kept_and_is_there_after_a_restart(held, file):
    kept = add(held, cosigned())
    assert (kept.party, kept.vkey, kept.size, kept.time_s) == ("HAL", str(HAL_KEY), SIZE, NOW_S)
    assert Cosignatures(file, ORIGIN, tree_of(SIZE + 5)).kept == (kept,)
    text = Checkpoint(ORIGIN, kept.size, kept.root).text
    assert cosigned_at_s(Note(text, (kept.line,)), HAL_KEY) == NOW_S, "whoever has the key can check it"


def test_the_same_once_more_changes_nothing(held, file):
    kept = add(held, cosigned())
    before = file.stat().st_mtime_ns
    assert add(held, cosigned()) == kept
    assert (held.kept, file.stat().st_mtime_ns) == ((kept,), before)


@pytest.mark.parametrize(
    ("content", "refusal", "because"),
    [
        (cosigned(key=TSA), Refusal("key", SIZE), "another key under this name"),
        (cosigned(key=TSA, name="tsa.example/log"), Refusal("key", SIZE), "only another party's signature"),
        (cosigned(name="hal.example/other"), Refusal("key", SIZE), "the right key under another name"),
        (str(head(LOG_ID, LOG, SIZE)).encode(), Refusal("key", SIZE), "the log's signature alone"),
        (cosigned(variant="!"), Refusal("head", SIZE, NOW_S), "a root that the log never had"),
        (cosigned(SIZE + 1), Refusal("head", SIZE + 1, NOW_S), "a size that the log does not have yet"),
        (cosigned(time_s=NOW_S + SKEW_S + 1), Refusal("time", SIZE, NOW_S + SKEW_S + 1), "from the future"),
        (cosigned(time_s=NOW_S - SKEW_S - 1), Refusal("time", SIZE, NOW_S - SKEW_S - 1), "made long ago"),
        (cosigned(time_s=(1 << 63) - 1), Refusal("time", SIZE, (1 << 63) - 1), "the last moment that can be written"),
    ],
)
def test_what_is_not_kept(held, file, content, refusal, because):
    assert add(held, content) == refusal, because
    assert (held.kept, file.exists()) == ((), False)


@pytest.mark.parametrize("time_s", [NOW_S - SKEW_S, NOW_S + SKEW_S])
def test_clocks_may_differ_by_so_much(held, time_s):
    assert add(held, cosigned(time_s=time_s)).time_s == time_s


def test_a_signature_that_is_wrong_spoils_the_right_one_beside_it(held):
    text, good = head(LOG_ID, LOG, SIZE).text, cosign(head(LOG_ID, LOG, SIZE).text, HAL_KEY.name, HAL, NOW_S)
    bad = msgspec.structs.replace(good, signature=good.signature[:-1] + bytes([good.signature[-1] ^ 1]))
    assert add(held, str(Note(text, (good, bad))).encode()) == Refusal("key", SIZE)


@pytest.mark.parametrize(
    ("content", "says", "because"),
    [
        (b"hello", "does not end with", "no note"),
        (cosigned(log_id="ff" * 16), "not a checkpoint of tansiq/0000", "of another log"),
        (
            str(Note(f"{head(LOG_ID, LOG, SIZE).text}more\n", (sign("x\n", "x", LOG),))).encode(),
            "as this log makes them",
            "with lines that this log does not write",
        ),
    ],
)
def test_what_is_no_checkpoint_of_this_log(held, content, says, because):
    with pytest.raises(Malformed, match=says):
        add(held, content)


@pytest.mark.parametrize(
    ("content", "time_s", "because"),
    [
        (cosigned(SIZE - 5, NOW_S + 1), NOW_S + 1, "later, and of an earlier head: that contradicts what it said"),
        (cosigned(SIZE - 5, NOW_S), NOW_S, "another head in the same second"),
        (cosigned(SIZE, NOW_S - 1), NOW_S - 1, "made before"),
    ],
)
def test_a_key_never_goes_back(held, content, time_s, because):
    kept = add(held, cosigned())
    assert add(held, content) == Refusal("stale", SIZE, time_s), because
    assert held.kept == (kept,)


def test_each_party_has_the_newest_and_a_few_before(held):
    mine = [add(held, cosigned(n, NOW_S + n)) for n in range(1, SIZE + 1)]
    theirs = add(held, cosigned(3, NOW_S, key=TSA, name="tsa.example/log"), "TSA", (str(TSA_KEY),))
    assert [each for each in held.kept if each.party == "HAL"] == mine[: -KEPT_PER_PARTY - 1 : -1]
    assert [each for each in held.kept if each.party == "TSA"] == [theirs], "who says much crowds out nobody"
    again = add(held, cosigned(SIZE, NOW_S + SIZE + 9))
    kept = [each for each in held.kept if each.party == "HAL"]
    assert kept == [again, *mine[-2 : -KEPT_PER_PARTY - 1 : -1]], "a head signed again takes the place of itself"


def test_what_cannot_be_written_was_not_taken(held, file):
    target = file.with_name("cosignatures.new")
    target.mkdir()  # so that the file cannot be written, also by root
    with pytest.raises(Outage, match="cannot be written"):
        add(held, cosigned())
    assert held.kept == ()
    target.rmdir()
    assert add(held, cosigned()) in held.kept


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"{", Damaged, "is damaged"),
        (b'{"type":"tansiq cosignatures v2"}', UnknownFormat, "'tansiq cosignatures v2'"),
    ],
)
def test_a_file_that_cannot_be_read(file, content, error, says):
    file.write_bytes(content)
    with pytest.raises(error, match=says):
        stored(file)


@pytest.mark.parametrize(
    ("tree", "because"),
    [(tree_of(SIZE - 1), "the log became shorter"), (tree_of(SIZE, "!"), "the log became another one")],
)
def test_a_log_that_lost_what_a_party_saw_does_not_start(held, file, tree, because):
    add(held, cosigned())
    with pytest.raises(Damaged, match=f"HAL cosigned a head with {SIZE} entries"):
        Cosignatures(file, ORIGIN, tree)


# Offline


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path / "data", SIZE)


def of_room(room, size=SIZE, variant=""):
    """Put HAL's cosignature into a room's folder."""
    held = Cosignatures(room.path / "cosignatures", origin_of(room.log_id), tree_of(SIZE))
    return add(held, cosigned(size, log_id=room.log_id, log=room.key, variant=variant))


def test_a_folder_tells_who_cosigned_and_a_copy_has_it(room, tmp_path):
    of_room(room, 7)
    backup(room.path, tmp_path / "copy", with_key=True)
    checkpoint = str(room.head(SIZE)).encode()
    restored = restore(tmp_path / "copy", tmp_path / "back", checkpoint=checkpoint, key=room.vkey)
    assert restored.in_place
    for folder in (room.path, tmp_path / "copy", tmp_path / "back"):
        report = verify_folder(folder, room.vkey, cosigners=[HAL_KEY])
        assert (report.findings, report.cosigned) == ([], [("HAL", 7, NOW_S)])
        assert f"No head here was cosigned with {TSA_KEY}." in verify_folder(folder, cosigners=[TSA_KEY]).findings


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: msgspec.structs.replace(c, root=tree_of(7, "!").root()), "is not by its key"),
        (lambda c: msgspec.structs.replace(c, vkey=str(TSA_KEY)), "is not by its key"),
        (lambda c: msgspec.structs.replace(c, vkey="nonsense"), "is damaged"),
        (lambda c: msgspec.structs.replace(c, signature=c.signature[:20]), "is not by its key"),
    ],
)
def test_a_cosignature_that_was_changed_is_found(room, change, says):
    spoilt = change(of_room(room, 7))
    content = {"type": "tansiq cosignatures v1", "cosignatures": [spoilt]}
    (room.path / "cosignatures").write_bytes(msgspec.json.encode(content))
    (finding,) = verify_folder(room.path).findings
    assert says in finding


def test_a_log_without_what_a_party_saw_is_found(room):
    text = Checkpoint(origin_of(room.log_id), 7, tree_of(7, "!").root()).text
    line = cosign(text, HAL_KEY.name, HAL, NOW_S)
    forked = Cosignature("HAL", str(HAL_KEY), 7, tree_of(7, "!").root(), line.signature)
    content = {"type": "tansiq cosignatures v1", "cosignatures": [forked]}
    (room.path / "cosignatures").write_bytes(msgspec.json.encode(content))
    (finding,) = verify_folder(room.path).findings
    assert "HAL cosigned a head with 7 entries that the log does not have" in finding


def test_a_cosigned_checkpoint_is_checked_with_the_keys_of_those_who_signed():
    log_key = key_of(ORIGIN, LOG)
    content = cosigned()
    good = verify_cosigned(content, log_key, [HAL_KEY])
    assert (good.findings, good.notes, good.cosigned) == ([], [], [("hal.example/log", SIZE, NOW_S)])
    assert "tsa.example/log did not cosign" in verify_cosigned(content, log_key, [HAL_KEY, TSA_KEY]).findings[0]
    assert "hal.example/log was not checked" in verify_cosigned(content, log_key, []).notes[0]
    later = content.replace(b"\n20\n", b"\n21\n")
    assert "not signed by" in verify_cosigned(later, log_key, [HAL_KEY]).findings[0]
