"""The test vectors of docs/log-format.md, checked by a second implementation that knows only that page.

It imports nothing of the log, so that a fault there cannot hide here.
"""

import base64
import json
import runpy
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

GOLDEN = Path(__file__).parent.parent / "golden" / "log"
RECORDS, ROWS, TREE, SIGNED = (
    json.loads((GOLDEN / f"{name}.json").read_text()) for name in ("records", "rows", "tree", "signed")
)
records = pytest.mark.parametrize("record", RECORDS, ids=[record["about"] for record in RECORDS])


def h(*pieces: bytes) -> bytes:
    return sha256(b"".join(pieces)).digest()


def mth(hashes: list[bytes]) -> bytes:
    if len(hashes) <= 1:
        return hashes[0] if hashes else h()
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return h(b"\x01", mth(hashes[:k]), mth(hashes[k:]))


def root_of_inclusion(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    if size == 1:
        assert path == []
        return leaf
    k = 1 << (size - 1).bit_length() - 1
    if index < k:
        return h(b"\x01", root_of_inclusion(leaf, index, k, path[:-1]), path[-1])
    return h(b"\x01", path[-1], root_of_inclusion(leaf, index - k, size - k, path[:-1]))


def roots_of_consistency(
    old: int, new: int, path: list[bytes], old_root: bytes, whole: bool = True
) -> tuple[bytes, bytes]:
    """Return both roots that a consistency proof leads to."""
    if old == new:
        return (old_root, old_root) if whole else (path[0], path[0])
    k = 1 << (new - 1).bit_length() - 1
    if old <= k:
        a, b = roots_of_consistency(old, k, path[:-1], old_root, whole)
        return a, h(b"\x01", b, path[-1])
    a, b = roots_of_consistency(old - k, new - k, path[:-1], old_root, False)
    return h(b"\x01", path[-1], a), h(b"\x01", path[-1], b)


def hexes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def test_the_vectors_are_those_that_the_script_makes():
    assert runpy.run_path(str(GOLDEN / "make.py"))["vectors"]() == {
        path.name: path.read_text() for path in GOLDEN.glob("*.json")
    }, "the format has changed: it needs a new version"


@records
def test_the_hash_of_each_part(record):
    for part in record["parts"]:
        name = part["name"].encode()
        piece = [b"\x00", bytes.fromhex(part["salt"]), bytes([len(name)]), name, bytes.fromhex(part["body"])]
        assert h(*piece).hex() == part["hash"]


@records
def test_commitment_and_leaves(record):
    commitment = mth(hexes([part["hash"] for part in record["parts"]]))
    assert commitment.hex() == record["commitment"]
    for position in (1, 1 << 40):
        assert h(b"\x00\x01", position.to_bytes(8, "big"), commitment).hex() == record[f"leaf_at_{position}"]


@records
def test_the_bytes_of_a_record(record):
    body = b"\x01"
    for part in record["parts"]:
        name = part["name"].encode()
        if name == b"erasable":
            piece = b"\x02" + bytes([len(name)]) + name + bytes.fromhex(part["hash"])
            assert record["erasable"] == part["salt"] + part["body"]
        else:
            piece = b"\x00" + bytes.fromhex(part["salt"]) + bytes([len(name)]) + name + bytes.fromhex(part["body"])
        body += len(piece).to_bytes(4, "big") + piece
    assert body.hex() == record["body"]


@records
def test_openings(record):
    opening, first = record["opening_of_first_part"], bytes.fromhex(record["parts"][0]["hash"])
    found = root_of_inclusion(first, opening["index"], opening["count"], hexes(opening["path"]))
    assert found.hex() == record["commitment"]


def test_a_row():
    data = b"".join(
        len(bytes.fromhex(r["body"])).to_bytes(4, "big")
        + (b"\x01" if r["erasable"] else b"\x00")
        + bytes.fromhex(r["body"])
        for r in RECORDS
    )
    assert data.hex() == ROWS["data"]
    assert h((5).to_bytes(8, "big"), (3).to_bytes(4, "big"), data).hex() == ROWS["checksum"]
    expected = [(position, r["erasable"]) for position, r in enumerate(RECORDS, 5) if r["erasable"]]
    assert [(row["position"], row["data"]) for row in ROWS["erasable"]] == expected
    for row in ROWS["erasable"]:
        assert h(row["position"].to_bytes(8, "big"), bytes.fromhex(row["data"])).hex() == row["checksum"]


LEAVES = [h(b"\x00", str(n).encode()) for n in range(300)]


def test_roots():
    for size, expected in TREE["roots"].items():
        assert mth(LEAVES[: int(size)]).hex() == expected


def test_inclusion_proofs():
    for proof in TREE["inclusion"]:
        found = root_of_inclusion(LEAVES[proof["index"]], proof["index"], proof["size"], hexes(proof["path"]))
        assert found == mth(LEAVES[: proof["size"]])


def test_consistency_proofs():
    for proof in TREE["consistency"]:
        old, new = mth(LEAVES[: proof["old"]]), mth(LEAVES[: proof["new"]])
        assert roots_of_consistency(proof["old"], proof["new"], hexes(proof["path"]), old) == (old, new)


def test_tiles():
    tiles = {
        "tile/0/000": b"".join(LEAVES[:256]),
        "tile/0/001.p/44": b"".join(LEAVES[256:]),
        "tile/1/000.p/1": mth(LEAVES[:256]),
    }
    assert {path: sha256(content).hexdigest() for path, content in tiles.items()} == TREE["tiles"]


def public_key(vkey: str, kind: int) -> tuple[str, str, Ed25519PublicKey]:
    name, key_id, encoded = vkey.split("+", 2)
    content = base64.b64decode(encoded)
    assert content[0] == kind
    assert h(name.encode(), b"\n", content)[:4].hex() == key_id
    return name, key_id, Ed25519PublicKey.from_public_bytes(content[1:])


def signature_by(note: str, name: str, key_id: str) -> tuple[str, bytes]:
    """Return the text of a note and what a key has written under it."""
    text, _, lines = note.rpartition("\n\n")
    for line in lines.splitlines():
        dash, signer, encoded = line.split(" ")
        content = base64.b64decode(encoded)
        if (dash, signer, content[:4].hex()) == ("—", name, key_id):
            return text + "\n", content[4:]
    raise AssertionError(f"{name} has not signed")


def test_the_checkpoint():
    name, key_id, key = public_key(SIGNED["vkey"], 1)
    assert name == "tansiq/" + SIGNED["log_id"]
    text, signature = signature_by(SIGNED["checkpoint"], name, key_id)
    key.verify(signature, text.encode())
    root = mth([h(b"\x00\x01", n.to_bytes(8, "big"), bytes.fromhex(r["commitment"])) for n, r in enumerate(RECORDS, 1)])
    assert text == f"{name}\n3\n{base64.b64encode(root).decode()}\n"
    assert sha256(text.encode()).hexdigest() == SIGNED["checkpoint_hash"]
    own = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SIGNED["key_seed"]))
    assert own.sign(text.encode()) == signature


def test_the_cosignature():
    name, key_id, key = public_key(SIGNED["witness_vkey"], 4)
    text, content = signature_by(SIGNED["cosigned_checkpoint"], name, key_id)
    time_s = int.from_bytes(content[:8], "big")
    assert time_s == SIGNED["cosigned_at_s"]
    key.verify(content[8:], f"cosignature/v1\ntime {time_s}\n{text}".encode())


def test_the_receipt():
    name, key_id, key = public_key(SIGNED["vkey"], 1)
    proof = SIGNED["receipt"]
    text, signature = signature_by(proof["checkpoint"], name, key_id)
    key.verify(signature, text.encode())
    _, size, root = text.splitlines()
    path = [base64.b64decode(each) for each in proof["inclusion"]]
    leaf = h(b"\x00\x01", proof["position"].to_bytes(8, "big"), base64.b64decode(proof["commitment"]))
    assert root_of_inclusion(leaf, proof["position"] - 1, int(size), path) == base64.b64decode(root)
    assert proof["commitment"] == base64.b64encode(bytes.fromhex(RECORDS[1]["commitment"])).decode()
    assert proof["answer_hash"] == base64.b64encode(h(SIGNED["answer"].encode())).decode()
    head_hash = base64.b64encode(h(text.encode())).decode()
    lines = ["tansiq receipt v1", name, str(proof["position"]), proof["outcome"], proof["answer_hash"], head_hash, ""]
    assert "\n".join(lines) == SIGNED["receipt_text"]
    key.verify(base64.b64decode(proof["signature"]), SIGNED["receipt_text"].encode())


def test_the_refusal():
    name, _, key = public_key(SIGNED["vkey"], 1)
    proof = SIGNED["refusal"]
    assert proof["request_hash"] == base64.b64encode(h(SIGNED["request"].encode())).decode()
    text = proof["checkpoint"].rpartition("\n\n")[0] + "\n"
    refusal_hash = base64.b64encode(h(base64.b64decode(proof["refusal"]))).decode()
    head_hash = base64.b64encode(h(text.encode())).decode()
    assert (
        "\n".join(["tansiq refusal v1", name, proof["request_hash"], refusal_hash, head_hash, ""])
        == SIGNED["refusal_text"]
    )
    key.verify(base64.b64decode(proof["signature"]), SIGNED["refusal_text"].encode())
