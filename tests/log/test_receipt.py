"""Receipts and signed refusals."""

import base64
from hashlib import sha256

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tansiq.log import receipt
from tansiq.log.checkpoint import Checkpoint, log_vkey, sign_checkpoint
from tansiq.log.merkle import MemoryTiles, Tree
from tansiq.log.note import Malformed
from tansiq.log.record import leaf_hash

KEY = Ed25519PrivateKey.from_private_bytes(b"a key for tests only, 32 bytes..")
OTHER = Ed25519PrivateKey.from_private_bytes(b"another key for tests, 32 bytes.")
VKEY = log_vkey("0123", KEY)
COMMITMENTS = [sha256(b"%d" % n).digest() for n in range(1, 6)]
TREE = Tree(MemoryTiles())
for position, commitment in enumerate(COMMITMENTS, 1):
    TREE.append(leaf_hash(position, commitment))
HEAD = Checkpoint("tansiq/0123", 5, TREE.root())
NOTE = sign_checkpoint(HEAD, KEY)
ANSWER = sha256(b'{"id":"F1"}').digest()

GOOD = receipt.make_receipt(
    position=3,
    outcome="done",
    answer_hash=ANSWER,
    commitment=COMMITMENTS[2],
    inclusion=TREE.inclusion(2),
    checkpoint=NOTE,
    key=KEY,
)
NO = receipt.make_refusal(request_hash=ANSWER, refusal=b'{"code":"stale"}', checkpoint=NOTE, key=KEY)


def test_a_receipt_holds_and_survives_its_json():
    assert receipt.faults(receipt.decode(receipt.encode(GOOD)), VKEY) == []
    assert receipt.faults(receipt.decode(receipt.encode(NO)), VKEY) == []


def test_the_json_is_plain():
    plain = msgspec.json.decode(receipt.encode(GOOD))
    assert plain["type"] == "tansiq receipt v1"
    assert base64.b64decode(plain["commitment"]) == COMMITMENTS[2]
    assert plain["checkpoint"].startswith("tansiq/0123\n5\n")


def test_what_is_signed_are_lines_that_cannot_be_a_checkpoint():
    text = receipt.receipt_text("tansiq/0123", 3, "done", ANSWER, HEAD.hash)
    assert text.decode().split("\n") == [
        "tansiq receipt v1",
        "tansiq/0123",
        "3",
        "done",
        base64.b64encode(ANSWER).decode(),
        base64.b64encode(sha256(HEAD.text.encode()).digest()).decode(),
        "",
    ]


NOT_SIGNED, NOT_THERE = "The receipt is not signed", "The proof does not show"


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        ({"outcome": "refused"}, [NOT_SIGNED]),
        ({"outcome": "done\n"}, [NOT_SIGNED]),
        ({"answer_hash": bytes(32)}, [NOT_SIGNED]),
        ({"signature": bytes(64)}, [NOT_SIGNED]),
        ({"position": 4}, [NOT_SIGNED, NOT_THERE]),
        ({"position": 6}, [NOT_SIGNED, "Position 6 is not in a log that ends at 5"]),
        ({"position": 0}, [NOT_SIGNED, "Position 0 is not in a log"]),
        ({"commitment": COMMITMENTS[3]}, [NOT_THERE]),
        ({"commitment": b""}, [NOT_THERE]),
        ({"inclusion": ()}, [NOT_THERE]),
        ({"checkpoint": str(sign_checkpoint(Checkpoint("tansiq/0123", 5, bytes(32)), KEY))}, [NOT_SIGNED, NOT_THERE]),
        ({"checkpoint": str(sign_checkpoint(HEAD, OTHER))}, ["The checkpoint is not signed"]),
        ({"checkpoint": "nonsense"}, ["The note does not end"]),
    ],
)
def test_a_changed_receipt_does_not_hold(change, sentences):
    found = receipt.faults(msgspec.structs.replace(GOOD, **change), VKEY)
    assert len(found) == len(sentences)
    assert all(text.startswith(sentence) for text, sentence in zip(found, sentences, strict=True)), found


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"refusal": b'{"code":"other"}'}, "The refusal is not signed"),
        ({"request_hash": bytes(32)}, "The refusal is not signed"),
        ({"signature": GOOD.signature}, "The refusal is not signed"),
        ({"checkpoint": str(sign_checkpoint(HEAD, OTHER))}, "The checkpoint is not signed"),
    ],
)
def test_a_changed_refusal_does_not_hold(change, sentence):
    (found,) = receipt.faults(msgspec.structs.replace(NO, **change), VKEY)
    assert found.startswith(sentence)


def test_another_key_does_not_do():
    assert receipt.faults(GOOD, log_vkey("0123", OTHER)) != []
    assert receipt.faults(NO, log_vkey("0123", OTHER)) != []


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b'{"type":"tansiq receipt v2"}', receipt.encode(GOOD).replace(b"v1", b"v2"), b"\xff"],
)
def test_what_is_no_receipt_is_refused(content):
    with pytest.raises(Malformed, match="not a receipt or signed refusal"):
        receipt.decode(content)
