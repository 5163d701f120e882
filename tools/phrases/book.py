"""docs/phrasebook.md: every phrase in every language with sample values, for those who speak the languages to look over.

Run it as `python -m tools.phrases.book`.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

from tansiq.core.notices import NoticeKind
from tansiq.phrasebook import LANGUAGES, PHRASES, Entry, Group, Phrase, check, group_name, render, speak

PAGE: Final = Path(__file__).parent.parent.parent / "docs" / "phrasebook.md"
TODAY_US: Final = 1_795_651_200_000_000  # 2026-11-26
RIGHT_TO_LEFT: Final = ("ar", "fa")
SAMPLES: Final[dict[str, Any]] = {
    "callsign": "HAL 21",
    "flight": "8f14e45f-ceea-467f-9575-2c7c1e2a9b10",
    "party": "TSA",
    "area": "Delta 4",
    "place": "Port Salam",
    "time": "2026-11-26T14:05:00Z",
    "from": "2026-11-26T14:00:00Z",
    "until": "2026-11-27T02:30:00Z",
    "height": {"reference": "AMSL", "value": 2_500, "units": "FT"},
    "floor": {"reference": "GND"},
    "ceiling": {"reference": "FL", "value": 130},
    "position": {"lat": 12.57, "lon": 45.205},
    "frequency": 121.5,
    "squawk": "4271",
    "qnh": 1_009,
    "visibility": 1_200,
    "distance": {"value": 2.5, "units": "NM"},
    "duration": 90,
    "bearing": 40,
    "number": 5,
    "text": "two white trucks on the pier",
}
_HEAD: Final = """# Phrasebook

{count} phrases, each with a code, that notices carry: a value typed once goes into its place in every language, and each reader
has the phrase in a language of its own. This page is made by `python -m tools.phrases.book` for those who speak these languages
to look over; the words are in `src/tansiq/phrasebook/ftl/`, the values of each phrase in `src/tansiq/phrasebook/phrases.py`.

- A phrase asks or informs. It never orders, and says nothing of whose an unknown aircraft is.
- Values are written alike in all languages: Latin digits, UTC, international symbols. A date is there where a time is not of
  today. Names of areas and free texts (up to 80 characters) stay as they were typed: nothing is translated by machine.
- Heights, times and positions are read back where a safety notice carries the phrase.
- *Spoken* is the form for radio in English (ICAO Annex 10, volume II). Of a callsign, fewer than four letters are spelled.
- A drill may carry any phrase; it begins and ends with the word for exercise.

![Phrases in Arabic and Persian as a browser sets them](pictures/phrases-rtl.png)
"""


def sample(entry: Entry) -> Phrase:
    """Return a phrase with sample values."""
    phrase = check(entry.code, {name: SAMPLES[name] for name in entry.values})
    assert isinstance(phrase, Phrase), phrase
    return phrase


def page() -> str:
    """Return the whole page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD.format(count=len(PHRASES))
    for group in Group:
        yield f"## {group_name(group, 'en')}\n"
        yield f"{' · '.join(group_name(group, language) for language in LANGUAGES[1:])}\n"
        for entry in PHRASES.values():
            if entry.group is group:
                yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    phrase = sample(entry)
    kinds = ", ".join(kind for kind in entry.kinds if kind is not NoticeKind.DRILL)
    yield f"**{entry.code}** ({kinds})\n"
    for language in LANGUAGES:
        words = escape(render(phrase, language, TODAY_US), quote=False)
        if language in RIGHT_TO_LEFT:
            yield f'<p dir="rtl" lang="{language}">{words}</p>\n'
        else:
            yield f"- {language}: {words}"
            if language == "en":
                yield f"- spoken: {speak(phrase, TODAY_US)}\n"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
