"""A phrase of a notice in every language, as its receivers have it: at the door, on the push stream, by webhook."""

from functools import lru_cache
from typing import Final

import msgspec

from tansiq import phrasebook
from tansiq.core.notices import NoticeKind
from tansiq.core.units import DAY_US
from tansiq.gateways.room import wire
from tansiq.phrasebook import LANGUAGES, Phrase, Refused

REMEMBERED: Final = 2_000  # phrases in words, 3 MB: each is asked for again whenever notices are listed

_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(wire.Phrase).decode


def in_words(said: wire.Phrase | None, kind: NoticeKind, made_us: int) -> wire.PhraseShown | None:
    """Return a phrase of a notice in every language. made_us: when the notice was; times of that day go without a date."""
    if said is None:
        return None
    texts, spoken = _words(_encode(said), kind is NoticeKind.DRILL, made_us // DAY_US)
    return wire.PhraseShown(said.code, said.values, texts, spoken)


@lru_cache(maxsize=REMEMBERED)
def _words(said: bytes, is_exercise: bool, day: int) -> tuple[dict[str, str], str]:
    """Return nothing for a phrase that is in the log and not in this book: its code and values are shown all the same."""
    phrase = _decode(said)
    found = phrasebook.check(phrase.code, phrase.values)
    return ({}, "") if isinstance(found, Refused) else every_word(found, day * DAY_US, is_exercise=is_exercise)


def every_word(phrase: Phrase, today_us: int, *, is_exercise: bool) -> tuple[dict[str, str], str]:
    """Return a phrase in each language, and as it is spoken on the radio."""
    texts = {lang: phrasebook.render(phrase, lang, today_us, is_exercise=is_exercise) for lang in LANGUAGES}
    return texts, phrasebook.speak(phrase, today_us, is_exercise=is_exercise)
