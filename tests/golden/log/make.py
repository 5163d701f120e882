"""Write the test vectors of docs/log-format.md beside this file. Run: python tests/golden/log/make.py

Everything in them is fixed, so running it again changes nothing unless the format has changed.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tansiq.log import receipt, rows
from tansiq.log.checkpoint import Checkpoint, log_vkey, origin_of, sign_checkpoint
from tansiq.log.merkle import MemoryTiles, Tree
from tansiq.log.note import COSIGNATURE, Note, cosign, key_of
from tansiq.log.record import Part, commitment, decode, encode, leaf_hash, open_part, part_hash

LOG_ID = "000102030405060708090a0b0c0d0e0f"
SEED = sha256(b"the key of the test vectors").digest()
KEY = Ed25519PrivateKey.from_private_bytes(SEED)
WITNESS_SEED = sha256(b"the key of the witness").digest()
WITNESS = Ed25519PrivateKey.from_private_bytes(WITNESS_SEED)


def salt(number: int) -> bytes:
    return bytes(range(number, number + 16))


RECORDS = {
    "one part": [Part("header", salt(0), b'{"time_us":1767225600000000,"kind":"probe"}')],
    "five parts, the last erasable": [
        Part("header", salt(16), b'{"time_us":1767225600000001,"kind":"put_intent"}'),
        Part("existence", salt(32), b'{"cells":[1,2]}'),
        Part("reservation", salt(48), b'{"owner":"P1"}'),
        Part("private", salt(64), b"{}"),
        Part("erasable", salt(80), '{"remarks":"ممر ١"}'.encode()),
    ],
    "an empty body and a name that is not ASCII": [Part("رأس", salt(96), b""), Part("erasable", salt(112), b"")],
}


def records() -> Any:
    return [
        {
            "about": about,
            "parts": [
                {"name": p.name, "salt": p.salt.hex(), "body": p.body.hex(), "hash": part_hash(p).hex()} for p in parts
            ],
            "body": encode(parts).body.hex(),
            "erasable": encode(parts).erasable.hex(),
            "commitment": commitment(encode(parts)).hex(),
            "leaf_at_1": leaf_hash(1, commitment(encode(parts))).hex(),
            "leaf_at_1099511627776": leaf_hash(1 << 40, commitment(encode(parts))).hex(),
            "opening_of_first_part": opening(parts),
        }
        for about, parts in RECORDS.items()
    ]


def opening(parts: list[Part]) -> Any:
    shown = open_part(decode(encode(parts)), parts[0].name)
    return {"index": shown.index, "count": shown.count, "path": [each.hex() for each in shown.path]}


def rows_of_log() -> Any:
    batch = [encode(parts) for parts in RECORDS.values()]
    row = rows.pack(5, batch)
    return {
        "first": row.first,
        "count": row.count,
        "data": row.data.hex(),
        "checksum": row.checksum.hex(),
        "erasable": [
            {"position": each.position, "data": each.data.hex(), "checksum": each.checksum.hex()}
            for each in rows.pack_erasable(5, batch)
        ],
    }


def tree() -> Any:
    sizes = [0, 1, 2, 3, 4, 5, 7, 8, 255, 256, 257, 300]
    grown = Tree(MemoryTiles())
    for number in range(300):
        grown.append(sha256(b"\0%d" % number).digest())
    return {
        "leaves": "leaf number n, from 0, is SHA-256(0x00, n in decimal ASCII)",
        "roots": {str(size): grown.root(size).hex() for size in sizes},
        "inclusion": [
            {"index": index, "size": size, "path": [each.hex() for each in grown.inclusion(index, size)]}
            for index, size in [(0, 1), (0, 2), (2, 3), (4, 7), (256, 257), (99, 300), (299, 300)]
        ],
        "consistency": [
            {"old": old, "new": new, "path": [each.hex() for each in grown.consistency(old, new)]}
            for old, new in [(1, 2), (3, 7), (4, 7), (6, 8), (7, 7), (255, 256), (256, 300), (257, 300)]
        ],
        "tiles": {
            path: sha256(content).hexdigest()
            for path, content in {
                "tile/0/000": grown.tile(0, 0),
                "tile/0/001.p/44": grown.tile(0, 1),
                "tile/1/000.p/1": grown.tile(1, 0),
            }.items()
        },
    }


def signed() -> Any:
    blobs = [encode(parts) for parts in RECORDS.values()]
    grown = Tree(MemoryTiles())
    for position, blob in enumerate(blobs, 1):
        grown.append(leaf_hash(position, commitment(blob)))
    head = Checkpoint(origin_of(LOG_ID), grown.size, grown.root())
    note = sign_checkpoint(head, KEY)
    answer, refused = b'{"ovn":"x"}', b'{"code":"stale","message":"changed since"}'
    proof = receipt.make_receipt(
        position=2,
        outcome="done",
        answer_hash=sha256(answer).digest(),
        commitment=commitment(blobs[1]),
        inclusion=grown.inclusion(1),
        checkpoint=note,
        key=KEY,
    )
    no = receipt.make_refusal(request_hash=sha256(b"a request").digest(), refusal=refused, checkpoint=note, key=KEY)
    witness = key_of("party.example/witness", WITNESS, COSIGNATURE)
    both = Note(note.text, (*note.signatures, cosign(note.text, witness.name, WITNESS, 1_767_225_600)))
    return {
        "log_id": LOG_ID,
        "key_seed": SEED.hex(),
        "vkey": str(log_vkey(LOG_ID, KEY)),
        "checkpoint": str(note),
        "checkpoint_hash": head.hash.hex(),
        "witness_vkey": str(witness),
        "cosigned_checkpoint": str(both),
        "cosigned_at_s": 1_767_225_600,
        "answer": answer.decode(),
        "receipt": msgspec.json.decode(receipt.encode(proof)),
        "receipt_text": receipt.receipt_text(head.origin, 2, "done", sha256(answer).digest(), head.hash).decode(),
        "request": "a request",
        "refusal": msgspec.json.decode(receipt.encode(no)),
        "refusal_text": receipt.refusal_text(head.origin, no.request_hash, refused, head.hash).decode(),
    }


def vectors() -> dict[str, str]:
    """Return the content of each file."""
    made = {"records": records(), "rows": rows_of_log(), "tree": tree(), "signed": signed()}
    return {f"{name}.json": json.dumps(it, indent=1, ensure_ascii=False) + "\n" for name, it in made.items()}


if __name__ == "__main__":
    for name, content in vectors().items():
        Path(__file__).with_name(name).write_text(content)
