"""Phrases of the phrasebook: the list of them, and one with its values in every language."""

from typing import Any

from msgspec import Struct

from tansiq.core.notices import NoticeKind
from tansiq.gateways.room.wire.notices import ReadBack
from tansiq.phrasebook import Group, Kind, Language


class PhraseValue(Struct, frozen=True):
    """What one value of a phrase is. name: under which it is sent."""

    name: str
    kind: Kind


class PhraseListed(Struct, frozen=True):
    """A phrase that can be sent. kinds: of notices that may carry it. template: its words with {name} where a value goes."""

    code: str
    group: Group
    kinds: list[NoticeKind]
    values: list[PhraseValue]
    template: str


class PhraseGroup(Struct, frozen=True):
    """What some phrases are about; their codes begin with its letter."""

    group: Group
    name: str


class Phrases(Struct, frozen=True):
    """The phrasebook in one language."""

    language: Language
    groups: list[PhraseGroup]
    phrases: list[PhraseListed]


class PreviewBody(Struct, frozen=True, forbid_unknown_fields=True):
    """values: by name. kind: of the notice that is to carry the phrase."""

    values: dict[str, Any] = {}
    kind: NoticeKind = NoticeKind.INFORMATION


class Preview(Struct, frozen=True):
    """A phrase as it would be sent. texts: by language. spoken: on the radio, in English. read_back: its heights, times and
    positions."""

    code: str
    texts: dict[str, str]
    spoken: str
    read_back: list[ReadBack]
