"""What can happen to a folder while no node runs on it: accidents, old copies, newer versions, and hands that meddle."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

from tansiq.core.entry import Actor, Entry
from tansiq.log import record
from tansiq.log.engine import Blob
from tansiq.log.sqlite import SqliteLog
from tansiq.node.loop import to_blob

from .house import flight
from .lives import live, older


def sql(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def torn_in_the_middle(path: Path) -> None:
    content = (path / "log.sqlite").read_bytes()
    (path / "log.sqlite").write_bytes(content[: len(content) // 2])


def no_database(path: Path) -> None:
    (path / "log.sqlite").write_bytes(b"somebody's notes, not a database" * 200)


def last_row_changed(path: Path) -> None:
    flipped = "CAST(substr(data, 1, length(data) - 1) || x'AA' AS BLOB)"
    sql(path / "log.sqlite", f"UPDATE batches SET data = {flipped} WHERE first = (SELECT max(first) FROM batches)")


def a_row_changed(path: Path) -> None:
    sql(path / "log.sqlite", "UPDATE batches SET data = zeroblob(length(data)) WHERE first = 22")


def last_row_deleted(path: Path) -> None:
    sql(path / "log.sqlite", "DELETE FROM batches WHERE first = (SELECT max(first) FROM batches)")


def rows_deleted(path: Path) -> None:
    sql(path / "log.sqlite", "DELETE FROM batches WHERE first IN (22, 25)")


def text_deleted(path: Path) -> None:
    sql(path / "log.sqlite", "DELETE FROM erasable")


def text_changed(path: Path) -> None:
    sql(path / "log.sqlite", "UPDATE erasable SET data = zeroblob(3)")


def log_deleted(path: Path) -> None:
    for file in path.glob("log.sqlite*"):
        file.unlink()


def rewrite(path: Path, position: int, blob: Blob) -> None:
    """Put another record in place, with a row that is right in itself: no accident, but a hand."""

    async def story():
        copy = path / "copy.sqlite"
        log = SqliteLog(path / "log.sqlite")
        blobs = await log.read(0, 1_000)
        await log.close()
        blobs[position - 1] = blob
        shutil.copy(path / "log.sqlite", copy)
        sql(copy, "DELETE FROM batches", "DELETE FROM erasable")
        log = SqliteLog(copy)
        await log.append(blobs)
        await log.close()
        copy.replace(path / "log.sqlite")

    asyncio.run(story())


def an_entry_rewritten(path: Path) -> None:
    actor = Actor("alpha", "somebody else")
    rewrite(path, 20, to_blob(Entry(20, 20_000 * 86_400 * 10**6, actor, flight("never asked for")), b""))


def an_entry_rewritten_and_what_was_derived_deleted(path: Path) -> None:
    an_entry_rewritten(path)
    derived_deleted(path)


def derived_deleted(path: Path) -> None:
    for file in path.glob("derived.sqlite*"):
        file.unlink()


def older_copy(path: Path) -> None:
    """The log of an hour ago over the log of now."""
    for file in path.glob("log.sqlite*"):
        file.unlink()
    shutil.copy(older(path) / "log.sqlite", path / "log.sqlite")


def older_copy_with_its_checkpoint(path: Path) -> None:
    older_copy(path)
    shutil.copy(older(path) / "checkpoint", path / "checkpoint")


def older_copy_and_only_the_checkpoint_knows(path: Path) -> None:
    older_copy(path)
    derived_deleted(path)


def foreign_log(path: Path) -> None:
    for file in path.glob("log.sqlite*"):
        file.unlink()
    foreign = live(path.with_name("foreign"))
    shutil.copy(foreign / "log.sqlite", path / "log.sqlite")


def checkpoint_spoiled(path: Path) -> None:
    (path / "checkpoint").write_bytes(b"nonsense")


def record_of_newer_rules(path: Path) -> None:
    header = b'{"time_us":1,"party":"a","by":"b","kind":"intent.put","rules":7}'
    rewrite(path, 20, record.encode([record.Part("header", bytes(16), header)]))
    derived_deleted(path)


def record_of_an_unknown_kind(path: Path) -> None:
    header = b'{"time_us":1,"party":"a","by":"b","kind":"charter.amend","rules":0}'
    rewrite(path, 20, record.encode([record.Part("header", bytes(16), header)]))
    derived_deleted(path)


def record_of_nonsense(path: Path) -> None:
    rewrite(path, 20, record.encode([record.Part("header", bytes(16), b'{"time_us":')]))
    derived_deleted(path)


def record_without_a_part(path: Path) -> None:
    header = b'{"time_us":1,"party":"a","by":"b","kind":"intent.put"}'
    rewrite(path, 20, record.encode([record.Part("header", bytes(16), header)]))
    derived_deleted(path)


def record_of_a_newer_format(path: Path) -> None:
    blob = record.encode([record.Part("header", bytes(16), b"{}")])
    rewrite(path, 20, Blob(b"\x02" + blob.body[1:]))
    derived_deleted(path)


def log_of_a_newer_format(path: Path) -> None:
    sql(path / "log.sqlite", "UPDATE settings SET value = '2' WHERE name = 'format'")


def folder_of_a_newer_format(path: Path) -> None:
    (path / "format").write_text("tansiq data folder 2\n")


def key_lost(path: Path) -> None:
    (path / "keys" / "log.pem").unlink()


def key_readable(path: Path) -> None:
    (path / "keys" / "log.pem").chmod(0o644)


def epoch_begun_and_not_said(path: Path) -> None:
    (path / "epoch-unfinished").touch()
