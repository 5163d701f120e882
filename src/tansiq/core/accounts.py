"""What a party says afterwards of what happened: its account of a flight or a zone, beside those of others.

Who reads it is decided once, by the node that proposed it: whoever had been told whose flight or zone that is, by then. What an
account says lies in an erasable part.
"""

from enum import StrEnum

from msgspec import Struct


class SubjectKind(StrEnum):
    """What an account may be about."""

    FLIGHT = "flight"
    ZONE = "zone"


class Subject(Struct, frozen=True, gc=False, array_like=True):
    """What an account is about, also after it ended."""

    kind: SubjectKind
    id: str


class Account(Struct, frozen=True, gc=False):
    """by: the person or client that entered it. readers: codes of parties. texts: position of the entry that brought it."""

    id: str
    party: str
    by: str
    about: Subject
    readers: tuple[str, ...]
    made_us: int
    texts: int


class AccountWish(Struct, frozen=True, gc=False):
    """readers: besides the asker's party, which always reads it."""

    id: str
    about: Subject
    readers: tuple[str, ...]


class GiveAccount(Struct, frozen=True, gc=False):
    """Enter an account. Its words are in the erasable part."""

    private: AccountWish


class AccountGiven(Struct, frozen=True, gc=False, tag="account_given"):
    """account: as it was entered."""

    account: Account
