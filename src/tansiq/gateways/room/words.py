"""Sentences of this door, in the reader's language. The files beside it hold one language each: code -> sentence, hint."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("en", "ar", "fa", "fr", "ru")
_FOLDER: Final = Path(__file__).parent / "words"


class Fault(Exception):
    """A request that cannot be done as it is (HTTP 400, or `status`).

    code: see the files of words. where: the place in it. extra: further members of the error.
    """

    def __init__(self, code: str, where: str = "", status: int = 400, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.status = status
        self.values = values
        self.extra: dict[str, Any] = {}
        self.retry_after_s = 0  # where asking again helps


@cache
def sentences(language: str) -> dict[str, list[str]]:
    """Return code -> [sentence, hint] of a language."""
    assert language in LANGUAGES
    found: dict[str, list[str]] = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def said(language: str, code: str, **values: object) -> tuple[str, str]:
    """Return the sentence and the hint of a code, with values filled in."""
    sentence, hint = sentences(language)[code]
    return sentence.format(**values), hint.format(**values)


def language_of(accept: str | None) -> str:
    """Return the language to answer in: the best of ours in an `Accept-Language` (RFC 9110, 12.5.4); English by default."""
    best, best_weight = "en", 0.0
    for part in (accept or "")[:512].split(","):
        tag, _, parameters = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        name, _, weight_text = parameters.strip().partition("=")
        try:
            weight = float(weight_text) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if language in LANGUAGES and weight > best_weight:
            best, best_weight = language, weight
    return best
