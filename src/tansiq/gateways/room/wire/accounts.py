"""Accounts of what happened to a flight or zone, for the report about it."""

from msgspec import Struct

from tansiq.core.accounts import SubjectKind


class AccountBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The account of the asker's party. about: id of a flight or zone that it sees or saw. language: of the text, BCP 47."""

    about: str
    text: str
    language: str = ""


class AccountTexts(Struct, frozen=True):
    """What persons typed of an account."""

    text: str = ""
    language: str = ""


class AccountShown(Struct, frozen=True):
    """An account that the asker's party reads. position: of its entry in the log. text: "" where it was erased."""

    id: str
    about: str
    kind: SubjectKind
    party: str
    is_mine: bool
    made: str
    position: int
    text: str
    language: str


class Accounts(Struct, frozen=True):
    """Accounts of one flight or zone, oldest first."""

    accounts: list[AccountShown]
