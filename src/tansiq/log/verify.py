"""Checking what is stored or was handed out, offline: a data folder, a receipt, two checkpoints.

Works beside a running server and after erasure. What is found is data: sentences, empty when all is well.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct, field

from tansiq.log import cosignatures, database, receipt, rows
from tansiq.log.checkpoint import Checkpoint, log_vkey, open_checkpoint, origin_of, parse_checkpoint
from tansiq.log.cosignatures import Cosignature
from tansiq.log.engine import Blob, Damaged, Outage, UnknownFormat
from tansiq.log.folder import Folder, Lock, cannot, open_folder, read_key
from tansiq.log.merkle import EMPTY_ROOT, MemoryTiles, Subtree, Tree, consistency, verify_consistency
from tansiq.log.note import Malformed, VerifierKey, cosigned_at_s, parse_note
from tansiq.log.record import ERASABLE, Sealed, commitment, decode, leaf_hash

_PAGE_ROWS: Final = 64
_BUSY_S: Final = 5.0
_RESTORE: Final = "Put a good copy in place with `tansiq restore`."


class Report(Struct):
    """What a check found.

    positions: how many records were read. erased: how many of them have lost their erasable part. root: of the tree over
    them, empty where some could not be read. checkpoint: the head it was compared with. cosigned: who countersigned,
    as (who, size, seconds since 1970), where the signature is right and the log has that head.
    findings: what is wrong, in sentences. notes: what could not be checked, and why.
    """

    positions: int = 0
    erased: int = 0
    root: bytes = b""
    checkpoint: Checkpoint | None = None
    cosigned: list[tuple[str, int, int]] = field(default_factory=list[tuple[str, int, int]])
    findings: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])


def verify_folder(
    path: Path,
    key: VerifierKey | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cosigners: Sequence[VerifierKey] = (),
) -> Report:
    """Read a whole data folder again: checksums, gaps, every record's hash, the root, the signatures of heads.

    key: the log's key as the reader knows it; without it, that of the folder. progress: (positions read, positions in all).
    cosigners: keys of parties as the reader knows them, each of which must have cosigned a head of this log.
    Raises `Outage` where the folder cannot be read at all.
    """
    report = Report()
    with open_folder(path, Lock.NONE) as folder:
        try:
            head = _stored_checkpoint(folder, key, report)  # before the log: this may grow, and must reach that
            seen = cosignatures.stored(folder.cosignatures)
            with closing(database.connect_reader(folder.log, _BUSY_S)) as connection:
                log_id = database.settings(connection, folder.log)["log_id"]
                if head is not None and head.origin != origin_of(log_id):
                    report.findings.append(f"The checkpoint is of {head.origin}, but the log is {origin_of(log_id)}.")
                roots = {each.size: EMPTY_ROOT if each.size == 0 else b"" for each in seen}
                _read_all(connection, report, head, progress, roots)
                _check_cosignatures(seen, origin_of(log_id), roots, cosigners, report)
        except OSError as error:
            raise Outage(cannot(path, error)) from error
        except sqlite3.DatabaseError as error:
            report.findings.append(str(database.damage(error, folder.log)))
        except (Damaged, UnknownFormat) as error:
            report.findings.append(str(error))
    return report


def verify_cosigned(content: bytes, key: VerifierKey, cosigners: Sequence[VerifierKey]) -> Report:
    """Check a checkpoint that parties cosigned. key: the log's. cosigners: keys of those who must have done so."""
    try:
        head, note = open_checkpoint(content, key), parse_note(content)
    except Malformed as error:
        return Report(findings=[str(error)])
    report = Report(positions=head.size, root=head.root, checkpoint=head)
    for cosigner in cosigners:
        time_s = cosigned_at_s(note, cosigner)
        if time_s is None:
            report.findings.append(
                f"{cosigner.name} did not cosign this checkpoint with {cosigner}, or did so wrongly."
            )
        else:
            report.cosigned.append((cosigner.name, head.size, time_s))
    known = {(each.name, each.id) for each in (key, *cosigners)}
    report.notes += [
        f"The signature of {each.name} was not checked: give its key with --cosigner."
        for each in note.signatures
        if (each.name, each.key_id) not in known
    ]
    return report


def verify_receipt(content: bytes, key: VerifierKey) -> Report:
    """Check a receipt, or a signed refusal, in JSON. key: the log's, known from elsewhere."""
    try:
        proof = receipt.decode(content)
    except Malformed as error:
        return Report(findings=[str(error)])
    return Report(positions=1, findings=receipt.faults(proof, key))


def verify_checkpoints(old: bytes, new: bytes, key: VerifierKey, subtree_at: Callable[[int], Subtree]) -> Report:
    """Check that the log of checkpoint `old` is a beginning of that of `new`: nothing was changed or taken out.

    subtree_at: gives, for the size of the bigger one, the hashes from which the proof is made: `subtree_in` for a folder,
    `tiles.subtree_from_tiles` for tiles.
    """
    try:
        small, big = sorted((open_checkpoint(old, key), open_checkpoint(new, key)), key=lambda head: head.size)
    except Malformed as error:
        return Report(findings=[str(error)])
    report = Report(positions=big.size, root=big.root, checkpoint=big)
    proof = consistency(small.size, big.size, subtree_at(big.size)) if 0 < small.size < big.size else []
    if not verify_consistency(small.size, big.size, small.root, big.root, proof):
        report.findings.append(
            f"The checkpoints at {small.size} and {big.size} are not of one history: either the log was changed after "
            "it had been signed, or the hashes that were given are wrong. Keep both checkpoints: they are the proof."
        )
    return report


def subtree_in(path: Path, size: int) -> Subtree:
    """Return the hashes of the first `size` records in a data folder. Raises `Damaged` where it has fewer."""
    tree = Tree(MemoryTiles())
    with open_folder(path, Lock.NONE) as folder, closing(database.connect_reader(folder.log, _BUSY_S)) as connection:
        while tree.size < size:
            blobs = database.records_after(connection, folder.log, tree.size, min(500, size - tree.size))
            if not blobs:
                raise Damaged(f"The log in {path} ends at position {tree.size}, before {size}. {_RESTORE}")
            for blob in blobs:
                tree.append(leaf_hash(tree.size + 1, commitment(blob)))
    return tree.subtree


def verify_tail(folder: Folder, tree: Tree, log_id: str, key: Ed25519PrivateKey) -> Checkpoint | None:
    """Check at start that the log still holds what was signed last. Blocks.

    tree: of the whole log. key: the log's. Returns the newest signed checkpoint, None where nothing was signed yet. Raises
    `Damaged` where the log is shorter than that, or has another root there.
    """
    try:
        head = open_checkpoint(folder.checkpoint.read_bytes(), log_vkey(log_id, key))
    except FileNotFoundError:
        return None
    except Malformed as error:
        raise Damaged(f"{folder.checkpoint} is not what this log signed: {error} {_RESTORE}") from error
    if tree.size < head.size:
        raise Damaged(_too_short(tree.size, head))
    if tree.root(head.size) != head.root:
        raise Damaged(
            f"The log up to position {head.size} has another root than its checkpoint. Delete {folder.derived} and start "
            f"again; if this is said again, entries were changed after they were signed. {_RESTORE}"
        )
    return head


def _stored_checkpoint(folder: Folder, key: VerifierKey | None, report: Report) -> Checkpoint | None:
    try:
        content = folder.checkpoint.read_bytes()
        head = parse_checkpoint(parse_note(content).text)
    except FileNotFoundError:
        report.notes.append("There is no checkpoint in the folder, so nothing tells whether the log is whole.")
        return None
    except Malformed as error:
        report.findings.append(f"{folder.checkpoint} is damaged: {error}")
        return None
    report.checkpoint = head
    try:
        own = key or log_vkey(head.origin.removeprefix(origin_of("")), read_key(folder.key))
        open_checkpoint(content, own)
    except OSError:
        report.notes.append(
            "The checkpoint's signature was not checked: no key was given, and the folder's cannot be read."
        )
    except (Malformed, Outage) as error:
        report.findings.append(str(error))
    return head


def _check_cosignatures(
    seen: Sequence[Cosignature], origin: str, roots: dict[int, bytes], cosigners: Sequence[VerifierKey], report: Report
) -> None:
    for each in seen:
        if wrong := cosignatures.fault(each, origin, roots):
            report.findings.append(wrong)
        else:
            report.cosigned.append((each.party, each.size, each.time_s))
    signed = {each.vkey for each in seen}
    report.findings += [f"No head here was cosigned with {key}." for key in cosigners if str(key) not in signed]


class _Nowhere:
    """A store for a tree of which only roots are wanted."""

    def put(self, level: int, index: int, tile: bytes) -> None:
        pass

    def tile(self, level: int, index: int) -> bytes:
        raise AssertionError("only the newest root is asked for")


def _read_all(
    connection: sqlite3.Connection,
    report: Report,
    head: Checkpoint | None,
    progress: Callable[[int, int], None],
    roots: dict[int, bytes],
) -> None:
    """roots: filled in for the sizes that are its keys, as far as the log can be believed."""
    last = database.last_position(connection)
    tree, signed_root, whole = Tree(_Nowhere()), EMPTY_ROOT, True
    first, end = 0, 0  # where the last row begins and ends; 0 for the end of a row that cannot be believed
    while first < last and (page := database.rows_page(connection, first, _PAGE_ROWS)):
        for row in page:
            if row.first != end + 1 and (end or not first):
                whole = False
                report.findings.append(_gap(end + 1, row.first))
            first, end = row.first, row.first + row.count - 1
            try:
                rows.check(row)
                blobs = rows.unpack(row, database.erasable_of(connection, row))
            except Damaged as error:
                whole, end = False, 0
                report.findings.append(str(error))
                continue
            for position, blob in enumerate(blobs, row.first):
                leaf = _leaf(position, blob, report)
                whole = whole and leaf is not None
                if whole and leaf is not None:
                    tree.append(leaf)
                    if head is not None and tree.size == head.size:
                        signed_root = tree.root()
                    if tree.size in roots:
                        roots[tree.size] = tree.root()
        progress(report.positions, max(last, report.positions))
    report.root = tree.root() if whole else b""
    believed = bool(end) or not first
    if head is not None and believed and end < head.size:
        report.findings.append(_too_short(end, head))
    elif head is not None and whole and signed_root != head.root:
        report.findings.append(
            f"The log up to position {head.size} has another root than its checkpoint: entries were changed after they "
            f"were signed. {_RESTORE}"
        )


def _leaf(position: int, blob: Blob, report: Report) -> bytes | None:
    try:
        record = decode(blob)
    except (Damaged, UnknownFormat) as error:
        report.findings.append(f"Position {position}: {error}")
        return None
    report.positions += 1
    report.erased += any(part.name == ERASABLE and isinstance(part, Sealed) for part in record.parts)
    return leaf_hash(position, commitment(blob))


def _gap(expected: int, first: int) -> str:
    if first < expected:
        return f"The log is damaged at position {first}: two rows hold it. {_RESTORE}"
    return f"The log is damaged: positions {expected} to {first - 1} are missing. {_RESTORE}"


def _too_short(last: int, head: Checkpoint) -> str:
    return (
        f"The log ends at position {last}, but its checkpoint says {head.size}: the last {head.size - last} entries are "
        f"missing. {_RESTORE}"
    )
