"""Persons and machines that act for a party."""

from typing import Literal

from msgspec import Struct

RoleName = Literal["observer", "officer", "lead"]


class PersonBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody to let in. name: for the party's own list."""

    name: str
    role: RoleName


class PersonShown(Struct, frozen=True):
    """Somebody who acts for the asker's party."""

    id: str
    name: str
    role: RoleName
    is_machine: bool


class People(Struct, frozen=True):
    """All who act for the asker's party."""

    people: list[PersonShown]


class Invited(Struct, frozen=True):
    """A person's way in: the link works once, until `expires`."""

    id: str
    link: str
    expires: str


class ClientMade(Struct, frozen=True):
    """A machine's credentials, shown once: POST them to /room/v1/token as OAuth2 client credentials."""

    client_id: str
    client_secret: str


class SignInBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A person's own words."""

    name: str
    passphrase: str


class SignOutBody(Struct, frozen=True, forbid_unknown_fields=True):
    """everywhere: end every session of this person."""

    everywhere: bool = False


class Me(Struct, frozen=True):
    """For whom the asker acts."""

    id: str
    party: str
    role: RoleName
    is_machine: bool
    room: str
    now: str


class Token(Struct, frozen=True):
    """RFC 6749, 5.1."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str
