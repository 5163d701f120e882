"""Signing in with a name and a passphrase."""

from typing import Any

from msgspec import Struct

from tansiq.credentials.passphrases import DECOY, verify
from tansiq.credentials.store import Credentials


class Signed(Struct, frozen=True):
    """A session was opened. token: what its holder sends with each request; shown in no `repr`."""

    token: str
    person_id: str

    def __repr__(self) -> str:
        return f"Signed(person_id={self.person_id!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("person_id", self.person_id)]


class Refused(Struct, frozen=True):
    """Nobody was let in.

    wait_s: seconds until the next try is looked at, 0 where it may come at once. Whether the name is unknown or the
    passphrase wrong is not said, and after too many failures a try is not looked at, right or wrong.
    """

    wait_s: int


def sign_in(
    credentials: Credentials, name: str, passphrase: str, address: str, now_us: int, *, decoy: str = DECOY
) -> Signed | Refused:
    """Open a session for who knows the passphrase of a name. Blocks for 0.1 to 0.3 s: see `passphrases`.

    An unknown name and a wrong passphrase get the same answer after the same work: one look-up, one check of a hash, one
    failure noted. Source: OWASP Authentication Cheat Sheet, "Authentication and Error Messages".

    address: where the request comes from; behind a proxy what the proxy says, or all who use it are counted as one. decoy: the
    hash to check where the name is unknown; of the same parameters as real ones.
    """
    wait_s = credentials.may_try(name, address, now_us)
    if wait_s:
        return Refused(wait_s)
    found = credentials.find(name)
    person_id, stored = found or ("", decoy)
    if not verify(stored, passphrase) or found is None:
        credentials.failed(name, address, now_us)
        return Refused(credentials.may_try(name, address, now_us))
    credentials.succeeded(name)
    return Signed(credentials.open_session(person_id, now_us), person_id)
