"""What the node signs: heads of its log, receipts, refusals."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tansiq.log.checkpoint import Checkpoint, origin_of, sign_checkpoint, store_checkpoint
from tansiq.log.cosignatures import Cosignature, Cosignatures
from tansiq.log.derived import Derived
from tansiq.log.engine import Engine
from tansiq.log.note import Note, VerifierKey, key_of
from tansiq.log.receipt import Receipt, SignedRefusal, make_receipt, make_refusal
from tansiq.log.record import commitment


class Prover:
    """Signs with the log's key. file: where the newest head is kept, which a start compares the log with.

    cosignatures: what parties signed of it.
    """

    def __init__(
        self,
        *,
        engine: Engine,
        derived: Derived,
        key: Ed25519PrivateKey,
        log_id: str,
        file: Path | None,
        cosignatures: Cosignatures,
    ) -> None:
        self.log_id = log_id
        self.cosignatures = cosignatures
        self.tree = derived.tree
        self._engine = engine
        self._derived = derived
        self._key = key
        self._file = file
        self._stored_size = -1
        self._head = self._sign()

    @property
    def vkey(self) -> VerifierKey:
        """The key with which others verify what this log signs."""
        return key_of(origin_of(self.log_id), self._key)

    def head(self) -> Note:
        """Return the signed head of the log as it is now."""
        if self._head[0] != self.tree.size:
            self._head = self._sign()
        return self._head[1]

    def cosigned(self, size: int, seen: Sequence[Cosignature]) -> Note:
        """Return the head at some size with cosignatures of that size under it (C2SP tlog-cosignature)."""
        head = Checkpoint(origin_of(self.log_id), size, self.tree.root(size))
        assert all((each.size, each.root) == (size, head.root) for each in seen), "cosignatures are of one head"
        note = sign_checkpoint(head, self._key)
        return Note(note.text, (*note.signatures, *(each.line for each in seen)))

    async def publish(self) -> str:
        """Keep the newest head in its file. Returns why that cannot be done now, or "": the one that is there stays."""
        note, size = self.head(), self.tree.size
        if self._file is None or size == self._stored_size:
            return ""
        try:
            await asyncio.to_thread(store_checkpoint, self._file, note)
        except OSError as error:
            return f"{self._file} cannot be written ({error.strerror}). Free some space, or check the disk."
        self._stored_size = size
        return ""

    async def receipt(self, position: int) -> Receipt | None:
        """Return the receipt of an entry, or None for a position that the log does not have yet."""
        answer = self._derived.answer(position)
        if answer is None:
            return None
        note, size = self.head(), self.tree.size
        (blob,) = await self._engine.read(position - 1, 1)
        return make_receipt(
            position=position,
            outcome=answer.outcome,
            answer_hash=answer.answer_hash,
            commitment=commitment(blob),
            inclusion=self.tree.inclusion(position - 1, size),
            checkpoint=note,
            key=self._key,
        )

    def refusal(self, request_sha256: bytes, body: bytes) -> SignedRefusal:
        """Return a signed statement that a request was refused when the log was as its head says."""
        return make_refusal(request_hash=request_sha256, refusal=body, checkpoint=self.head(), key=self._key)

    def _sign(self) -> tuple[int, Note]:
        head = Checkpoint(origin_of(self.log_id), self.tree.size, self.tree.root())
        return self.tree.size, sign_checkpoint(head, self._key)
