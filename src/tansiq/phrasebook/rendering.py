"""Phrases in words: Fluent orders them, one file for each language. Each value stands in its own isolate of direction."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from fluent.runtime import FluentBundle, FluentResource

from tansiq.phrasebook.checking import Phrase
from tansiq.phrasebook.phrases import PHRASES, Group
from tansiq.phrasebook.shown import shown
from tansiq.phrasebook.spoken import digits, spoken

Language = Literal["en", "ar", "fa", "fr", "ru"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "ar", "fa", "fr", "ru")
FSI, PDI = "\u2068", "\u2069"  # FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE (UAX #9)
_FOLDER: Final = Path(__file__).parent / "ftl"
_NUMBER: Final = re.compile(r"\d+", re.ASCII)


def render(phrase: Phrase, language: str, today_us: int, *, is_exercise: bool = False) -> str:
    """Return a phrase in a language. today_us: any time of the day whose times need no date. is_exercise: says so, twice."""
    values = {name: f"{FSI}{shown(value, today_us)}{PDI}" for name, value in phrase.values.items()}
    return _framed(language, _said(language, phrase.code, values), is_exercise=is_exercise)


def speak(phrase: Phrase, today_us: int, *, is_exercise: bool = False) -> str:
    """Return a phrase as it is spoken in English on the radio."""
    holes = {name: f"\0{n}\0" for n, name in enumerate(phrase.values)}
    parts = _said("en", phrase.code, holes).split("\0")
    values = [spoken(value, today_us) for value in phrase.values.values()]
    # Of the words between the values, numbers such as 7700 are spoken digit by digit, too.
    words = [values[int(p)] if n % 2 else _NUMBER.sub(lambda m: digits(m[0]), p) for n, p in enumerate(parts)]
    return _framed("en", "".join(words).replace('"', ""), is_exercise=is_exercise)


def template(code: str, language: str) -> str:
    """Return the words of a phrase with {name} where a value goes."""
    return _said(language, code, {name: f"{{{name}}}" for name in PHRASES[code].values})


def group_name(group: Group, language: str) -> str:
    """Return what a group of phrases is called."""
    return _said(language, f"group-{group}", {})


def _framed(language: str, text: str, *, is_exercise: bool) -> str:
    return _said(language, "exercise", {"phrase": text}) if is_exercise else text


@cache
def _bundle(language: str) -> FluentBundle:
    assert language in LANGUAGES
    bundle = FluentBundle([language], use_isolating=False)  # the values bring theirs
    bundle.add_resource(FluentResource((_FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))
    return bundle


def _said(language: str, name: str, values: dict[str, Any]) -> str:
    pattern = _bundle(language).get_message(name).value
    assert pattern is not None, f"{language}: {name} has no words"
    text, errors = _bundle(language).format_pattern(pattern, values)
    assert isinstance(text, str), f"{language}: {name} has no words"
    assert not errors, f"{language}: {name}: {errors}"
    return text
