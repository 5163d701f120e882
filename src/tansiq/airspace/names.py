"""How alike two names of places are, whatever script they are written in.

A name becomes words in plain Latin letters (by `anyascii`, after what Arabic, Persian and Cyrillic write in several ways is
made one). Words that only say what the place is are left out, those that tell neighbours apart (girls, north, number 3) are
kept apart, and what is left is compared twice: as it is, and as its consonants, which scripts without short vowels share.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from tansiq.airspace.name_words import GROUPS, PLAIN

_ONE_LETTER: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئې", "ي"), "ک": "ك", "ؤ": "و", "ة": "ه", "ۀ": "ه", "ھ": "ه",
        "ه": "ه", "ء": "", "ع": "", "ё": "е", "й": "и", "ь": "", "ъ": "", "œ": "oe", "æ": "ae", "ß": "ss",
        **dict.fromkeys("ـ'’‘`ʻʼʿʾ´\u200c\u200d", ""),
    }
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_ARTICLES: Final = frozenset(
    (
        "al",
        "el",
        "ul",
        "il",
        "ol",
        "as",
        "es",
        "ash",
        "esh",
        "an",
        "en",
        "ar",
        "er",
        "at",
        "et",
        "ath",
        "az",
        "ez",
        "ad",
        "ed",
    )
)
_JOINED: Final = re.compile(r"^(?:al|el)(?=[a-z]{4})|(?<=^abd)[aeuo]u?l(?=[a-z]{3})")  # an article within a word
_NUMBER_SIGNS: Final = frozenset(("no", "nr", "num", "number", "n", "numero", "رقم", "شماره", "номер"))

# The consonants that scripts write differently, as classes. Two at a time first, then one.
_PAIRS: Final = (
    ("shch", "$"), ("tch", "$"), ("dzh", "g"), ("sch", "$"), ("sh", "$"), ("ch", "$"), ("zh", "g"), ("dj", "g"), ("kh", "h"),
    ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ts", "s"), ("ck", "k"), ("qu", "k"), ("ou", "u"),
)  # fmt: skip
_SINGLE: Final = str.maketrans(
    {"j": "g", "q": "k", "c": "k", "p": "b", "z": "s", "x": "ks", **dict.fromkeys("aeiouywv", "")}
)
_COARSE: Final = str.maketrans({"s": "t", "d": "t", "$": "t", "g": "k", "h": "k", "f": "b", "n": "m"})
_VOWELS: Final = "aeiou"
_DOUBLED: Final = re.compile(r"(.)\1+")


def _letters(text: str) -> str:
    """Return a text in small letters, of which each is written in one way."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_ONE_LETTER)
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


_PLAIN: Final = frozenset(_letters(PLAIN).split())
_MARKS: Final = {
    word: (about, value)
    for about, values in GROUPS.items()
    for value, words in values.items()
    for word in _letters(words).split()
}


class Word(Struct, frozen=True, gc=False):
    """A word of a name. plain: Latin letters. bones: its consonants as classes; coarse: as fewer classes."""

    plain: str
    bones: str
    coarse: str


class Name(Struct, frozen=True, gc=False):
    """A name taken apart. script: "latin", "arabic", "cyrillic" or "other". whole: its words without gaps, as Abd al-Rahman
    is Abdurrahman to others. numbers: without leading zeros.

    marks: what tells neighbours apart, as pairs of what it is about and what is said ("sex", "girls").
    """

    script: str
    words: tuple[Word, ...]
    whole: Word
    numbers: frozenset[str]
    marks: frozenset[tuple[str, str]]


@lru_cache(maxsize=100_000)
def taken_apart(name: str) -> Name:
    """Return a name taken apart."""
    text = _letters(name)
    words: list[Word] = []
    numbers: dict[str, None] = {}
    marks: dict[tuple[str, str], None] = {}
    found = _WORD.findall(text)
    for n, raw in enumerate(found):
        if raw.isdecimal():
            numbers[str(int(raw))] = None
            continue
        bare = raw[2:] if raw.startswith("ال") and len(raw) > 3 else raw
        mark = _MARKS.get(bare) or _MARKS.get(raw)
        if mark is not None:
            marks[mark] = None
            continue
        if bare in _PLAIN or raw in _PLAIN or bare in _NUMBER_SIGNS:
            continue
        plain = re.sub(r"[^a-z]", "", anyascii(bare).lower())
        if plain in _ARTICLES and n + 1 < len(found):
            continue
        if plain:
            words.append(_word(_JOINED.sub("", plain)) if raw.isascii() else _word(plain, _bones_by_letter(bare)))
    whole = _word("".join(word.plain for word in words), "".join(word.bones for word in words))
    return Name(_script(text), tuple(words), whole, frozenset(numbers), frozenset(marks))


def likeness(a: Name, b: Name) -> float | None:
    """Return how alike two names are, 0 to 1; None where they say nothing of each other: only what the place is.

    Another number, or girls against boys, is another place, however alike the rest.
    """
    if a.numbers and b.numbers and not a.numbers & b.numbers:
        return 0.0
    about = {what for what, _ in a.marks} & {what for what, _ in b.marks}
    if any({m for m in a.marks if m[0] == what} != {m for m in b.marks if m[0] == what} for what in about):
        return 0.0
    if not a.words or not b.words:
        same_numbers = bool(a.numbers & b.numbers)
        return (0.9 if not a.words and not b.words else 0.6) if same_numbers else None
    found = max(_by_words(a, b), _alike(a.whole, b.whole, a.script == b.script))
    if bool(a.numbers) != bool(b.numbers) or {w for w, _ in a.marks} != {w for w, _ in b.marks}:
        found *= 0.9  # one of them says more
    return found


def keys(name: Name) -> frozenset[str]:
    """Return what names that may be alike share: the coarse consonants of their longest words, or a number."""
    by_length = sorted(name.words, key=lambda w: (-len(w.coarse), w.coarse))
    found = {word.coarse[:4] for word in by_length[:2] if len(word.coarse) > 1}
    found.add(name.whole.coarse[:5])
    found |= {f"#{number}" for number in name.numbers} if not name.words else set()
    return frozenset(key for key in found if key)


def _by_words(a: Name, b: Name) -> float:
    """Return the likeness of the words of the shorter name with those of the longer one, each taken once."""
    few, many = (a.words, list(b.words)) if len(a.words) <= len(b.words) else (b.words, list(a.words))
    is_same_script = a.script == b.script
    got, most = 0.0, 0.0
    for word in few:
        scored = [_alike(word, other, is_same_script) for other in many]
        score = max(scored)
        best = many.pop(scored.index(score))
        weight = _weight(word) + _weight(best)
        got += weight * score
        most += weight
    return got / (most + 0.6 * sum(_weight(left) for left in many))  # a word that one leaves out counts less


def _alike(a: Word, b: Word, is_same_script: bool) -> float:
    if a.plain == b.plain:
        return 1.0
    plain = Levenshtein.normalized_similarity(a.plain, b.plain)
    bones = Levenshtein.normalized_similarity(a.bones, b.bones)
    if is_same_script:
        return 0.6 * plain + 0.4 * bones
    coarse = Levenshtein.normalized_similarity(a.coarse, b.coarse)
    return max(0.15 * plain + 0.55 * bones + 0.3 * coarse, 0.6 * plain + 0.4 * bones)


def _weight(word: Word) -> float:
    return 1.0 + len(word.bones)


@lru_cache(maxsize=50_000)  # names share most of their words
def _word(plain: str, bones: str = "") -> Word:
    """Return a word. bones: where its own script tells them better: there zh is two letters, and two sounds."""
    bones = bones or _bones(plain)
    bones = _DOUBLED.sub(r"\1", bones)
    if len(bones) > 2 and bones.endswith("h"):
        bones = bones[:-1]  # mostly of the ending -a, which some write -ah
    bones = bones or (plain[:1] if plain[:1] in _VOWELS else "")
    return Word(plain, bones, _DOUBLED.sub(r"\1", bones.translate(_COARSE)))


def _bones(latin: str) -> str:
    for pair, one in _PAIRS:
        latin = latin.replace(pair, one)
    return latin.translate(_SINGLE)


def _bones_by_letter(raw: str) -> str:
    return "".join(_bones(re.sub(r"[^a-z]", "", anyascii(sign).lower())) for sign in raw.replace("дж", "ж"))


def _script(text: str) -> str:
    for sign in text:
        if sign.isalpha():
            name = unicodedata.name(sign, "").partition(" ")[0].lower()
            return name if name in ("latin", "arabic", "cyrillic") else "other"
    return "other"
