"""Cosignatures: which heads of this log its parties have seen, and when (C2SP tlog-cosignature, Ed25519).

A cosignature says: at this time, the largest head of the log that I know has this size and root, and all that I knew before
are beginnings of it. They lie in a file beside the log, because nothing can make them again. The log knows a party only as
a word: whose key is whose is the caller's to say.
"""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from tansiq.log.checkpoint import Checkpoint, parse_checkpoint
from tansiq.log.engine import Damaged, Outage, UnknownFormat
from tansiq.log.folder import write_file
from tansiq.log.merkle import Tree
from tansiq.log.note import Malformed, Note, Signature, VerifierKey, cosigned_at_s, parse_key, parse_note

TYPE: Final = "tansiq cosignatures v1"
KEPT_PER_PARTY: Final = 4  # the newest, and a few before: whoever compares heads may be a round behind
SKEW_S: Final = 300  # between the clock of who signs and this one; 5 min, as for the ids of F3548
_TIME_BYTES: Final = 8

Why = Literal["key", "head", "time", "stale"]


class Cosignature(Struct, frozen=True):
    """One party's signature under one head. vkey: the key that made it. signature: 72 bytes, the time first."""

    party: str
    vkey: str
    size: int
    root: bytes
    signature: bytes

    @property
    def time_s(self) -> int:
        """When it was made, in seconds since 1970."""
        return int.from_bytes(self.signature[:_TIME_BYTES])

    @property
    def line(self) -> Signature:
        """The signature as it stands under a note."""
        key = parse_key(self.vkey)
        return Signature(key.name, key.id, self.signature)


class Refusal(Struct, frozen=True):
    """Why a cosignature is not taken.

    "key": made by none of the keys. "head": this log never had that head. "time": too far from now. "stale": the same key
    has signed one that is newer. size: of the head; where it is "stale", of the newer one. time_s: when it was made.
    """

    why: Why
    size: int = 0
    time_s: int = 0


class _File(Struct, frozen=True):
    type: str
    cosignatures: tuple[Cosignature, ...] = ()


class Cosignatures:
    """Those of one log, the newest of each party first. file: None keeps them in memory."""

    def __init__(self, file: Path | None, origin: str, tree: Tree) -> None:
        """Read the file. Raises `Damaged` where it tells of heads that the log does not have, or cannot be read."""
        self._file = file
        self._origin = origin
        self._tree = tree
        self._writing = asyncio.Lock()
        self.kept = stored(file) if file is not None else ()
        wrong = next((each for each in self.kept if not self._had(each.size, each.root)), None)
        if wrong is not None:
            raise Damaged(
                f"{file} tells that {wrong.party} cosigned a head with {wrong.size} entries that this log does not have: "
                "entries are lost or were changed, or an older copy was put in place. Put the newest backup in a new folder "
                "with `tansiq restore`."
            )

    async def add(self, party: str, content: bytes, vkeys: Sequence[str], now_s: int) -> Cosignature | Refusal:
        """Take a cosigned checkpoint in, and return what of it is kept, once that survives a power cut. Idempotent.

        vkeys: the party's own. Signatures by others are passed over. Raises `Malformed` where it is no checkpoint of this
        log, `Outage` where it cannot be written.
        """
        async with self._writing:
            found = self._judged(party, content, vkeys, now_s)
            if isinstance(found, Refusal) or found in self.kept:
                return found
            others = [each for each in self.kept if each.party != party]
            own = [
                each for each in self.kept if each.party == party and (each.vkey, each.size) != (found.vkey, found.size)
            ]
            now = (*others, *sorted((found, *own), key=lambda each: -each.time_s)[:KEPT_PER_PARTY])
            if self._file is not None:
                content = msgspec.json.encode(_File(TYPE, now))
                try:
                    await asyncio.to_thread(write_file, self._file, content)
                except OSError as error:
                    raise Outage(f"{self._file} cannot be written ({error.strerror}). Free some space.") from error
            self.kept = now
            return found

    def _judged(self, party: str, content: bytes, vkeys: Sequence[str], now_s: int) -> Cosignature | Refusal:
        note = parse_note(content)
        head = parse_checkpoint(note.text)
        if head.origin != self._origin or head.extensions:
            raise Malformed(f"It is not a checkpoint of {self._origin}, as this log makes them.")
        found = newest_by(note, [parse_key(vkey) for vkey in vkeys])
        if found is None:
            return Refusal("key", head.size)
        key, time_s = found
        if not self._had(head.size, head.root):
            return Refusal("head", head.size, time_s)
        if abs(time_s - now_s) > SKEW_S:
            return Refusal("time", head.size, time_s)
        line = next(
            each.signature
            for each in note.signatures
            if (each.name, each.key_id) == (key.name, key.id) and int.from_bytes(each.signature[:_TIME_BYTES]) == time_s
        )
        made = Cosignature(party, str(key), head.size, head.root, line)
        own = [each for each in self.kept if (each.party, each.vkey) == (party, made.vkey)]
        newest = max(own, key=lambda each: each.time_s, default=made)
        # At most one for each second: a write to the disk must not cost whoever asks for it less than that.
        if made not in own and own and (head.size < newest.size or time_s <= newest.time_s):
            return Refusal("stale", newest.size, time_s)
        return made

    def _had(self, size: int, root: bytes) -> bool:
        return size <= self._tree.size and self._tree.root(size) == root


def newest_by(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, int] | None:
    """Return by which of some keys a note was cosigned last, and when; None where none of them did, or one wrongly."""
    found = [(time_s, key) for key in keys if (time_s := cosigned_at_s(note, key)) is not None]
    if not found:
        return None
    time_s, key = max(found, key=lambda each: each[0])
    return key, time_s


def stored(file: Path) -> tuple[Cosignature, ...]:
    """Return what a file holds; nothing where there is none. Raises `Damaged`, or `UnknownFormat`."""
    try:
        found = msgspec.json.decode(file.read_bytes(), type=_File)
    except FileNotFoundError:
        return ()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Damaged(
            f"{file} is damaged ({error}). Copy it back from a backup; without one delete it: the parties cosign again."
        ) from error
    if found.type != TYPE:
        raise UnknownFormat(f"{file} is {found.type!r}, not {TYPE!r}. Use the version of Tansiq that wrote it.")
    return found.cosignatures


def fault(held: Cosignature, origin: str, roots: dict[int, bytes]) -> str:
    """Return what is wrong with a stored cosignature, "" where nothing is. roots: of the log at the sizes that it reached."""
    text = Checkpoint(origin, held.size, held.root).text
    try:
        is_signed = cosigned_at_s(Note(text, (held.line,)), parse_key(held.vkey)) is not None
    except Malformed as error:
        return f"The cosignature of {held.party} at {held.size} is damaged: {error}"
    if not is_signed:
        return f"The cosignature of {held.party} at {held.size} is not by its key {held.vkey}, or wrong."
    if roots.get(held.size) != held.root:
        return (
            f"{held.party} cosigned a head with {held.size} entries that the log does not have: entries are missing, or were "
            "changed after they were seen. Keep the file `cosignatures`: it is the proof."
        )
    return ""
