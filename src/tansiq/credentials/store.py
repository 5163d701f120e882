"""The file `secrets.sqlite`: who can prove to be whom.

Of tokens and of machines' secrets only the SHA-256 is kept: they are 32 random bytes, which no slow hash could make
harder to guess. The private half of the key that signs the room's tokens lies here too, so the file is its owner's only.
"""

import base64
import contextlib
import hashlib
import hmac
import ipaddress
import os
import sqlite3
import threading
import unicodedata
from collections.abc import Generator
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from tansiq.credentials.file import opened, outage
from tansiq.credentials.passphrases import PREFIX
from tansiq.log.engine import Outage

_US: Final = 1_000_000
_MINUTE_US: Final = 60 * _US
_HOUR_US: Final = 60 * _MINUTE_US
_DAY_US: Final = 24 * _HOUR_US

IDLE_US: Final = 12 * _HOUR_US  # without a request a session ends; a shift and the way home
SESSION_US: Final = 7 * _DAY_US  # it ends in any case
TOUCH_US: Final = _MINUTE_US  # between two notes of a session's last request, so it may end that much early
SESSIONS_PER_PERSON: Final = 20  # ours; one more ends the one that was used least lately
INVITATION_KEPT_US: Final = 30 * _DAY_US  # beyond its end, so that whoever comes late is told what happened

NAME_CHARS: Final = 64  # of a sign-in name, after normalisation
PUBLISHED_KEYS: Final = (
    8  # of the issuer; changing the key more often than that within an hour withdraws old ones early
)

WINDOW_US: Final = 15 * _MINUTE_US  # for how long a failure counts
NAME_FAILURES: Final = 5  # of one name, without a wait
ADDRESS_FAILURES: Final = 30  # from one address: an office may share it
FIRST_WAIT_US: Final = _MINUTE_US  # then 2, 4, 8 and at most 15 minutes
FAILURES_KEPT: Final = 100_000  # rows; two for each failed try

_UNSEEN: Final = ("Cf", "Cs")  # format characters, and halves of surrogate pairs, which no file can hold
_TYPED_NAME: Final = 256  # characters of a name that are looked at: normalisation takes time
_NOBODY: Final = os.urandom(32)  # the hash of no secret

Why = Literal["no such invitation", "invitation used", "invitation expired", "bad name", "name taken"]


class Refusal(Struct, frozen=True):
    """Why an invitation was not accepted.

    "no such invitation": never made, made void by a newer one for the same person, or long gone. "bad name": nothing of it is
    left after normalisation, more than `NAME_CHARS` are, or some cannot be seen. "name taken": by somebody else. After the
    last two the invitation is still good.
    """

    why: Why


class Webhook(Struct, frozen=True):
    """Where a party's system is told of notices. secret: signs each call. by, set_us: the person who stated it, and when."""

    url: str
    secret: bytes
    by: str
    set_us: int


class Credentials:
    """The credentials of a room's persons and machines.

    For any thread, and for several processes. Reading takes one row by its key, about 10 µs, but waits for a write that is
    under way; a write waits for the disk. What was returned survives a power cut. Every method raises `Outage`, with the
    cure, where the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        """Open the file; made, 0600, where there is none. Raises `Outage` where other users can read it."""
        self._path = path
        self._lock = threading.Lock()  # one connection serves all threads, one at a time
        self.is_purged = (
            False  # whether what was forgotten is surely off the disk; an earlier process may have ended before
        )
        try:
            self._connection = opened(path)
        except OSError as error:
            raise Outage(
                f"{path} cannot be used: {error.strerror}. Give the user who runs Tansiq the right."
            ) from error
        except sqlite3.Error as error:
            raise outage(self._path, error) from error

    def close(self) -> None:
        """Let go of the file. Later calls are bugs."""
        with self._lock:
            self._connection.close()

    # Invitations and persons

    def invite(self, person_id: str, now_us: int, life_us: int) -> str:
        """Return the token of a new invitation for a person, good once and for `life_us`. Earlier ones are void.

        For somebody who has a passphrase already it is the way to another one.
        """
        assert life_us > 0, "an invitation must be good for some time"
        token = new_token()
        with self.writing() as connection:
            connection.execute(
                "DELETE FROM invitations WHERE person_id = ? OR expires_us <= ?",
                (person_id, now_us - INVITATION_KEPT_US),
            )
            connection.execute(
                "INSERT INTO invitations VALUES (?, ?, ?, NULL)", (sha256(token), person_id, now_us + life_us)
            )
        return token

    def invited(self, token: str, now_us: int) -> str | Refusal:
        """Return whom an invitation is for, without using it up: before a form is shown or a passphrase is hashed."""
        with self.reading() as connection:
            return _invited(connection, token, now_us)

    def accept(self, token: str, name: str, passphrase_hash: str, now_us: int) -> str | Refusal:
        """Use an invitation up, and return whose it was. From then on the person signs in by this name and passphrase.

        name: taken in any case of letters, as `name_key` says; of two persons who want the same one the first has it.
        passphrase_hash: from `passphrases.hashed`. A person who had another passphrase loses it, and all sessions too.
        """
        assert passphrase_hash.startswith(PREFIX), "a hash is kept, never a passphrase"
        key = name_key(name)
        with self.writing() as connection:
            person_id = _invited(connection, token, now_us)
            if isinstance(person_id, Refusal):
                return person_id
            if not (0 < len(key) <= NAME_CHARS and key.isprintable()):
                return Refusal("bad name")
            holder = connection.execute("SELECT person_id FROM persons WHERE name_key = ?", (key,)).fetchone()
            if holder is not None and holder[0] != person_id:
                return Refusal("name taken")
            connection.execute("INSERT OR REPLACE INTO persons VALUES (?, ?, ?)", (person_id, key, passphrase_hash))
            connection.execute("UPDATE invitations SET used_us = ? WHERE token_sha256 = ?", (now_us, sha256(token)))
            connection.execute("DELETE FROM sessions WHERE person_id = ?", (person_id,))
            connection.execute("DELETE FROM failures WHERE subject = ?", (_subject_of_name(name),))
            return person_id

    def find(self, name: str) -> tuple[str, str] | None:
        """Return the id and the passphrase's hash of the person with a sign-in name, None where nobody has it."""
        with self.reading() as connection:
            return connection.execute(
                "SELECT person_id, hash FROM persons WHERE name_key = ?", (name_key(name),)
            ).fetchone()

    # Sessions

    def open_session(self, person_id: str, now_us: int) -> str:
        """Return the token of a new session. It ends after `IDLE_US` without use, and `SESSION_US` from now at the latest."""
        token = new_token()
        with self.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE expires_us <= ? OR used_us <= ?", (now_us, now_us - IDLE_US))
            connection.execute(
                """DELETE FROM sessions WHERE token_sha256 IN (
                SELECT token_sha256 FROM sessions WHERE person_id = ? ORDER BY used_us DESC LIMIT -1 OFFSET ?)""",
                (person_id, SESSIONS_PER_PERSON - 1),
            )
            connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                (sha256(token), person_id, now_us, now_us, now_us + SESSION_US),
            )
        return token

    def session(self, token: str, now_us: int) -> str | None:
        """Return whose session this is, None where it was never opened or has ended.

        Its use is noted at most once in `TOUCH_US`. Where that cannot be written, a full disk mostly, the answer is given all
        the same: those who are in must be able to go on looking.
        """
        digest = sha256(token)
        with self.reading() as connection:
            found = connection.execute(
                "SELECT person_id, used_us, expires_us FROM sessions WHERE token_sha256 = ?", (digest,)
            ).fetchone()
        if found is None:
            return None
        person_id, used_us, expires_us = found
        if now_us >= expires_us or now_us >= used_us + IDLE_US:
            return None
        if now_us >= used_us + TOUCH_US:
            with contextlib.suppress(Outage), self.writing() as connection:
                connection.execute("UPDATE sessions SET used_us = ? WHERE token_sha256 = ?", (now_us, digest))
        return person_id

    def close_session(self, token: str) -> None:
        """End a session: sign out. Idempotent."""
        with self.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE token_sha256 = ?", (sha256(token),))

    def close_sessions(self, person_id: str) -> None:
        """End all sessions of a person: sign out everywhere. Idempotent."""
        with self.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE person_id = ?", (person_id,))

    # Forgetting

    def known(self) -> set[str]:
        """Return the ids of all persons and machines of whom anything is kept."""
        tables = (
            ("persons", "person_id"),
            ("sessions", "person_id"),
            ("invitations", "person_id"),
            ("clients", "client_id"),
        )
        with self.reading() as connection:
            return {row[0] for table, name in tables for row in connection.execute(f"SELECT {name} FROM {table}")}  # noqa: S608

    def forget(self, who: str) -> None:
        """Forget a person or machine: name, passphrase, sessions, invitations, secret, failed tries. Idempotent.

        From then on nothing of it can be used; the bytes are gone from the disk after `purge`.
        """
        with self.writing() as connection:
            for (key,) in connection.execute("SELECT name_key FROM persons WHERE person_id = ?", (who,)).fetchall():
                connection.execute("DELETE FROM failures WHERE subject = ?", (_subject_of_name(key),))
            for table in ("persons", "sessions", "invitations"):
                connection.execute(f"DELETE FROM {table} WHERE person_id = ?", (who,))  # noqa: S608
            connection.execute("DELETE FROM clients WHERE client_id = ?", (who,))
            self.is_purged = False

    def purge(self) -> bool:
        """Write the file anew without what was forgotten; False where another program reads it: call again later.

        Zeroing deleted rows is not enough: a page keeps images of rows that were moved away from it, and the write-ahead
        log those of pages as they were.
        """
        with self.reading() as connection:
            try:
                connection.execute("VACUUM")
                self.is_purged = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
                return self.is_purged
            except sqlite3.OperationalError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    return False
                raise

    # Machines

    def add_client(self, client_id: str) -> str:
        """Return the secret of a new machine. It is told this once. An id that is here already is a bug."""
        secret = new_token()
        with self.writing() as connection:
            known = connection.execute("SELECT 1 FROM clients WHERE client_id = ?", (client_id,)).fetchone()
            assert known is None, f"client {client_id!r} has a secret already"
            connection.execute("INSERT INTO clients VALUES (?, ?)", (client_id, sha256(secret)))
        return secret

    def rotate_client(self, client_id: str) -> str:
        """Return another secret of a machine; the old one ends at once.

        Also for a machine without one: the log may know a machine whose secret was lost in a crash before it was told.
        """
        secret = new_token()
        with self.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO clients VALUES (?, ?)", (client_id, sha256(secret)))
        return secret

    def remove_client(self, client_id: str) -> None:
        """Forget a machine. Tokens that it has stay good until they run out. Idempotent."""
        with self.writing() as connection:
            connection.execute("DELETE FROM clients WHERE client_id = ?", (client_id,))

    def check_client(self, client_id: str, secret: str) -> bool:
        """Return whether a secret is that of a machine: one look-up, one hash and one comparison, known or not."""
        given = sha256(secret)
        with self.reading() as connection:
            found = connection.execute("SELECT secret_sha256 FROM clients WHERE client_id = ?", (client_id,)).fetchone()
        is_equal = hmac.compare_digest(given, found[0] if found is not None else _NOBODY)
        return is_equal and found is not None

    # Webhooks

    def set_webhook(self, party: str, webhook: Webhook) -> None:
        """Keep where a party's system is told, in place of what was kept."""
        with self.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO webhooks VALUES (?, ?, ?, ?, ?)",
                (party, webhook.url, webhook.secret, webhook.by, webhook.set_us),
            )
            self.is_purged = False

    def webhook(self, party: str) -> Webhook | None:
        """Return where a party's system is told, None where that was not stated."""
        with self.reading() as connection:
            found = connection.execute(
                "SELECT url, secret, by, set_us FROM webhooks WHERE party = ?", (party,)
            ).fetchone()
        return Webhook(*found) if found is not None else None

    def webhooks(self) -> list[str]:
        """Return the parties that stated one."""
        with self.reading() as connection:
            return [party for (party,) in connection.execute("SELECT party FROM webhooks ORDER BY party")]

    def forget_webhook(self, party: str) -> None:
        """Forget where a party's system is told. Idempotent. The bytes are gone from the disk after `purge`."""
        with self.writing() as connection:
            connection.execute("DELETE FROM webhooks WHERE party = ?", (party,))
            self.is_purged = False

    # Failed tries to sign in

    def may_try(self, name: str, address: str, now_us: int) -> int:
        """Return how many seconds a try by this name from this address has to wait, 0 where it may come at once.

        A failure counts for `WINDOW_US`. From the fifth of a name on, or the thirtieth of an address, each is followed by a
        wait: 1, 2, 4, 8 minutes, never more than 15. The name need not exist. A stranger who fails on purpose can so make a
        person wait; who is signed in stays so, and a new invitation lets in at once. Of an IPv6 address the first 64 bits
        count: who has one mostly has all of these (RFC 4291, 2.5.1).
        """
        with self.reading() as connection:
            return max(
                _wait_s(connection, _subject_of_name(name), NAME_FAILURES, now_us),
                _wait_s(connection, _subject_of_address(address), ADDRESS_FAILURES, now_us),
            )

    def failed(self, name: str, address: str, now_us: int) -> None:
        """Note a failed try. What no longer counts goes, and of more than `FAILURES_KEPT` rows the oldest."""
        rows = [(_subject_of_name(name), now_us), (_subject_of_address(address), now_us)]
        with self.writing() as connection:
            connection.execute("DELETE FROM failures WHERE at_us <= ?", (now_us - WINDOW_US,))
            connection.executemany("INSERT INTO failures (subject, at_us) VALUES (?, ?)", rows)
            connection.execute(
                "DELETE FROM failures WHERE number <= (SELECT max(number) FROM failures) - ?", (FAILURES_KEPT,)
            )

    def succeeded(self, name: str) -> None:
        """Forget the failures of a name. Those of the address stay: else one good name would allow guessing at others."""
        with self.writing() as connection:
            connection.execute("DELETE FROM failures WHERE subject = ?", (_subject_of_name(name),))

    # Keys of the room's own issuer: Ed25519, raw bytes (RFC 8032, 5.1.5). For `issuer` only.

    def signing_key(self) -> bytes | None:
        """Return the private half of the key that signs, None before the first."""
        with self.reading() as connection:
            found = connection.execute("SELECT private FROM issuer_keys WHERE private IS NOT NULL").fetchone()
        return found[0] if found is not None else None

    def signs_since_s(self, now_s: int) -> int:
        """Return since when the key that signs does so, in seconds since 1970. One of which nobody knows counts from now."""
        with self.reading() as connection:
            found = connection.execute("SELECT since_s FROM issuer_keys WHERE private IS NOT NULL").fetchone()
        if found is not None and found[0] is not None:
            return found[0]
        with self.writing() as connection:
            connection.execute("UPDATE issuer_keys SET since_s = ? WHERE private IS NOT NULL", (now_s,))
        return now_s

    def public_keys(self) -> list[bytes]:
        """Return the public halves of the keys whose tokens may still be good; the one that signs first."""
        with self.reading() as connection:
            rows = connection.execute("SELECT public FROM issuer_keys ORDER BY number DESC").fetchall()
        return [public for (public,) in rows]

    def add_first_signing_key(self, private: bytes, public: bytes) -> None:
        """Keep the first key; does nothing where there is one by now."""
        with self.writing() as connection:
            connection.execute(
                "INSERT INTO issuer_keys (private, public) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM issuer_keys)",
                (private, public),
            )

    def replace_signing_key(self, private: bytes, public: bytes, now_s: int, old_until_s: int) -> None:
        """Keep a new key, which signs from now on; of the old one only the public half stays, until `old_until_s`."""
        with self.writing() as connection:
            connection.execute(
                "UPDATE issuer_keys SET private = NULL, until_s = ? WHERE private IS NOT NULL", (old_until_s,)
            )
            connection.execute(
                "INSERT INTO issuer_keys (private, public, since_s) VALUES (?, ?, ?)", (private, public, now_s)
            )
            connection.execute(
                "DELETE FROM issuer_keys WHERE number <= (SELECT max(number) FROM issuer_keys) - ?", (PUBLISHED_KEYS,)
            )

    def drop_public_keys(self, now_s: int) -> bool:
        """Take away the old keys whose time is over, and return whether there were any."""
        with self.reading() as connection:
            due = connection.execute("SELECT 1 FROM issuer_keys WHERE until_s <= ?", (now_s,)).fetchone()
        if due is None:
            return False
        with self.writing() as connection:
            connection.execute("DELETE FROM issuer_keys WHERE until_s <= ?", (now_s,))
        return True

    # For the parts of this package that keep their own tables here.

    @contextlib.contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """Have the connection for oneself."""
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise outage(self._path, error) from error

    @contextlib.contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """Do everything inside, or nothing where it raises."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


def name_key(name: str) -> str:
    """Return what two spellings of one sign-in name have in common.

    Close to Unicode's NFKC_Casefold (Unicode Standard, 3.13): compatible forms and cases are one, and marks that cannot be
    seen (joiners, direction marks), which keyboards and copying add to Arabic and Persian names, go. So do spaces at the ends.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name[:_TYPED_NAME]).casefold())
    return "".join(char for char in folded if unicodedata.category(char) not in _UNSEEN).strip()


def _invited(connection: sqlite3.Connection, token: str, now_us: int) -> str | Refusal:
    found = connection.execute(
        "SELECT person_id, expires_us, used_us FROM invitations WHERE token_sha256 = ?", (sha256(token),)
    ).fetchone()
    if found is None:
        return Refusal("no such invitation")
    person_id, expires_us, used_us = found
    if used_us is not None:
        return Refusal("invitation used")
    return person_id if now_us < expires_us else Refusal("invitation expired")


def _wait_s(connection: sqlite3.Connection, subject: bytes, free: int, now_us: int) -> int:
    """Return how long a subject must wait. What lies in the future, after a step of the clock, does not count."""
    count, last_us = connection.execute(
        "SELECT count(*), max(at_us) FROM failures WHERE subject = ? AND at_us > ? AND at_us <= ?",
        (subject, now_us - WINDOW_US, now_us),
    ).fetchone()
    if count < free:
        return 0
    wait_us = min(FIRST_WAIT_US << min(count - free, 4), WINDOW_US)
    return max(0, -((now_us - last_us - wait_us) // _US))


def _subject_of_name(name: str) -> bytes:
    """Return how a name is counted. Hashed: now and then somebody types a passphrase there."""
    return sha256(f"name {name_key(name)}")


def _subject_of_address(address: str) -> bytes:
    """Return how an address is counted. What is none, such as a path of a socket, is counted as it is."""
    counted = address
    with contextlib.suppress(ValueError):
        parsed = ipaddress.ip_address(address)
        if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
            counted = str(ipaddress.ip_network((int(parsed), 64), strict=False))
        elif isinstance(parsed, ipaddress.IPv6Address):
            counted = str(parsed.ipv4_mapped)
    return sha256(f"address {counted}")


def new_token() -> str:
    """Return 32 random bytes as text that may stand in a URL."""
    return base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()


def sha256(text: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
