"""The sentences of the page that a field link opens, in the unit's language. The files of words hold one language each."""

import json
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from tansiq.gateways.room.words import LANGUAGES

RIGHT_TO_LEFT: Final = ("ar", "fa")
_FOLDER: Final = Path(__file__).parent / "words"


@cache
def words(language: str) -> dict[str, str]:
    """Return all sentences of a language."""
    assert language in LANGUAGES
    found: dict[str, str] = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def say(language: str, key: str, **values: object) -> str:
    """Return a sentence as HTML: what is filled in is escaped here."""
    return escape(words(language)[key]).format(**{name: escape(str(value)) for name, value in values.items()})
