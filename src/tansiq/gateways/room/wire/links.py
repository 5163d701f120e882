"""Field links: a unit without an account reads and answers one notice by one."""

from typing import Literal

from msgspec import Struct

Language = Literal["en", "ar", "fa", "fr", "ru"]


LinkState = Literal["open", "expired", "revoked", "locked"]


class LinkBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A link to issue. unit: who gets it. language: of the page that it opens. contact: how the unit is reached."""

    unit: str
    language: Language
    contact: str = ""


class LinkMade(Struct, frozen=True):
    """A link, shown this once: send `url`, or have the QR code read from a screen, and say `code` by voice, never beside it.

    qr_svg: an image of `url`, as text.
    """

    id: str
    url: str
    code: str
    qr_svg: str
    until: str


class LinkShown(Struct, frozen=True):
    """A link as the party that issued it sees it. by, name: of the person who did. unit, contact: "" once they were erased.

    opened: when the unit first did, "" before.
    """

    id: str
    unit: str
    language: Language
    contact: str
    state: LinkState
    by: str
    name: str
    issued: str
    until: str
    opened: str


class Links(Struct, frozen=True):
    """The field links of a notice that the asker's party issued, oldest first."""

    links: list[LinkShown]


class LinkTexts(Struct, frozen=True):
    """What is typed of a link: the erasable part of its entry. to: the unit."""

    to: str = ""
    language: Language = "en"
    contact: str = ""
