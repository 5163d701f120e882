"""Receipts and signed refusals: what a party keeps to show later what it was told.

Inclusion in the tree proves order, not acceptance; so a receipt also carries the outcome and the hash of the answer, and
all of it is signed by the log's key. What is signed are lines of text that cannot be a checkpoint: the first has spaces.
"""

import base64
from hashlib import sha256
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from tansiq.log.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from tansiq.log.merkle import HASH_BYTES, verify_inclusion
from tansiq.log.note import Malformed, Note, VerifierKey, verifies
from tansiq.log.record import leaf_hash

_RECEIPT: Final = "tansiq receipt v1"
_REFUSAL: Final = "tansiq refusal v1"


class Receipt(Struct, frozen=True, tag_field="type", tag=_RECEIPT):
    """The proof that the entry at a position is in the log, and of what came of it.

    outcome: a short word or line, such as "done". answer_hash: SHA-256 of the answer's body. commitment: of the record.
    inclusion: the proof for leaf `position - 1`. checkpoint: the signed note. signature: Ed25519 over `receipt_text`.
    """

    position: int
    outcome: str
    answer_hash: bytes
    commitment: bytes
    inclusion: tuple[bytes, ...]
    checkpoint: str
    signature: bytes


class SignedRefusal(Struct, frozen=True, tag_field="type", tag=_REFUSAL):
    """The proof that a request was refused before it was ordered. refusal: the very bytes of the answer's body."""

    request_hash: bytes
    refusal: bytes
    checkpoint: str
    signature: bytes


def receipt_text(origin: str, position: int, outcome: str, answer_hash: bytes, checkpoint_hash: bytes) -> bytes:
    """Return the bytes that a receipt's signature covers."""
    return _lines(_RECEIPT, origin, str(position), outcome, _base64(answer_hash), _base64(checkpoint_hash))


def refusal_text(origin: str, request_hash: bytes, refusal: bytes, checkpoint_hash: bytes) -> bytes:
    """Return the bytes that the signature under a refusal covers."""
    refusal_hash = sha256(refusal).digest()
    return _lines(_REFUSAL, origin, _base64(request_hash), _base64(refusal_hash), _base64(checkpoint_hash))


def make_receipt(
    *,
    position: int,
    outcome: str,
    answer_hash: bytes,
    commitment: bytes,
    inclusion: list[bytes],
    checkpoint: Note,
    key: Ed25519PrivateKey,
) -> Receipt:
    """Return a signed receipt. outcome: without newlines. inclusion: at the size of the checkpoint."""
    assert "\n" not in outcome, "an outcome is one line"
    head = parse_checkpoint(checkpoint.text)
    signature = key.sign(receipt_text(head.origin, position, outcome, answer_hash, head.hash))
    return Receipt(position, outcome, answer_hash, commitment, tuple(inclusion), str(checkpoint), signature)


def make_refusal(*, request_hash: bytes, refusal: bytes, checkpoint: Note, key: Ed25519PrivateKey) -> SignedRefusal:
    """Return a signed refusal."""
    head = parse_checkpoint(checkpoint.text)
    signature = key.sign(refusal_text(head.origin, request_hash, refusal, head.hash))
    return SignedRefusal(request_hash, refusal, str(checkpoint), signature)


def encode(proof: Receipt | SignedRefusal) -> bytes:
    """Return the proof as JSON, bytes in base64."""
    return msgspec.json.format(msgspec.json.encode(proof))


def decode(content: bytes) -> Receipt | SignedRefusal:
    """Return the proof in some JSON; nothing in it is checked yet. Raises `Malformed`."""
    try:
        return msgspec.json.decode(content, type=Receipt | SignedRefusal)
    except msgspec.DecodeError as error:
        raise Malformed(f"This is not a receipt or signed refusal: {error}.") from None


def faults(proof: Receipt | SignedRefusal, key: VerifierKey) -> list[str]:
    """Return what is wrong with a proof, in sentences; empty when it holds. key: the log's, known from elsewhere."""
    try:
        head = open_checkpoint(proof.checkpoint.encode(), key)
    except Malformed as error:
        return [str(error)]
    if isinstance(proof, SignedRefusal):
        text = refusal_text(head.origin, proof.request_hash, proof.refusal, head.hash)
        return [] if verifies(key, proof.signature, text) else [f"The refusal is not signed by {key}."]
    return _receipt_faults(proof, head, key)


def _receipt_faults(receipt: Receipt, head: Checkpoint, key: VerifierKey) -> list[str]:
    found: list[str] = []
    text = receipt_text(head.origin, receipt.position, receipt.outcome, receipt.answer_hash, head.hash)
    if "\n" in receipt.outcome or not verifies(key, receipt.signature, text):
        found.append(f"The receipt is not signed by {key}.")
    if not 1 <= receipt.position <= head.size:
        found.append(f"Position {receipt.position} is not in a log that ends at {head.size}.")
    elif len(receipt.commitment) != HASH_BYTES or not verify_inclusion(
        leaf_hash(receipt.position, receipt.commitment), receipt.position - 1, head.size, receipt.inclusion, head.root
    ):
        found.append(f"The proof does not show that the record is at position {receipt.position}.")
    return found


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
