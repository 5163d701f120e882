"""The sentences of the room's door: complete, alike and readable in every language; each code has one, and each is used."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import msgspec
import pytest

from tansiq.core.refusals import ROOM_CONFLICTS, NotAllowed, Refusal, RoomConflict, TransitionNotAllowed
from tansiq.gateways.room import refused, words
from tansiq.gateways.room.words import LANGUAGES, language_of, said

FOLDER = Path(words.__file__).parent
OTHERS = tuple(language for language in LANGUAGES if language != "en")
NOT_ALLOWED = ("not a member", "suspended", "role", "host", "not yours", "second person")
# What is the same in every language: programs and procedures know it by this name.
LITERALS = (
    "JSON", "ASCII", "UUID", "DSS", "F3548", "Idempotency-Key", "Content-Type: application/json", "accepts", "ovn",
    "Nonconforming", "Contingent", "Accepted", "FL", "AMSL", "W84", "FT", "M", "QNH", "2026-11-23T14:05:00Z",
    "/room/v1/openapi.json", "tansiq room init",
)  # fmt: skip
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")  # from FIRST STRONG ISOLATE to POP DIRECTIONAL ISOLATE (UAX #9)


def read(language: str) -> list[tuple[str, list[str]]]:
    """Return the pairs of a file as they stand: a dictionary would hide a key written twice."""
    text = (FOLDER / "words" / f"{language}.json").read_text(encoding="utf-8")
    return json.loads(text, object_pairs_hook=list)


ENGLISH = dict(read("en"))


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence and each hint with its code; empty ones too."""
    for code, pair in read(language):
        for text in pair:
            yield code, text


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_are_the_same_in_the_same_order(language):
    assert [code for code, _ in read(language)] == list(ENGLISH)
    for code, pair in read(language):
        assert len(pair) == 2, code


def test_there_is_a_file_for_each_language_and_no_other():
    assert {path.stem for path in (FOLDER / "words").iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_sentence_and_hint_say_as_much_as_in_english(language):
    for (code, text), (_, english) in zip(texts(language), texts("en"), strict=True):
        assert placeholders(text) == placeholders(english), code
        assert bool(text) == bool(english), code
        for literal in LITERALS:
            word = rf"(?<!\w){re.escape(literal)}(?!\w)"
            assert re.search(word, text) or not re.search(word, english), f"{code}: {literal} is missing"


def test_no_two_languages_share_a_sentence():
    seen: dict[str, str] = {}
    for language in LANGUAGES:
        for code, text in texts(language):
            assert not text or seen.setdefault(text, language) == language, f"{language}: {code} is of another language"


@pytest.mark.parametrize(
    ("language", "needed", "foreign", "because"),
    [
        ("en", r"[A-Za-z]", r"[^\x00-\x7f²]", "plain ASCII"),
        ("fr", r"[A-Za-z]", r"[\u0370-\u1fff\u2066-\u2069]", "Latin letters, which need no isolates"),
        ("ru", r"[а-яё]", r"[\u0590-\u1fff\u2066-\u2069]", "Cyrillic letters, which need no isolates"),
        (
            "ar",
            r"[\u0620-\u064a]",
            r"[\u067e\u0686\u0698\u06af\u06a9\u06cc\u200c\u0660-\u0669\u06f0-\u06f9]",
            "no Persian letters",
        ),
        (
            "fa",
            r"[\u0620-\u06cc]",
            r"[\u064a\u0649\u0643\u0629\u0660-\u0669\u06f0-\u06f9]",
            "no letters that only Arabic has",
        ),
    ],
)
def test_letters_and_digits_are_those_of_the_language(language, needed, foreign, because):
    for code, text in texts(language):
        assert not text or re.search(needed, text), f"{code}: {because}"
        assert not re.search(foreign, text), f"{code}: {because}"


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_what_runs_left_to_right_stands_in_isolates(language):
    """Without them a reader of Arabic or Persian sees numbers, ids and names in the wrong order."""
    for code, text in texts(language):
        around = ISOLATED.sub("", text)
        assert not re.search("[\u2066-\u2069]", around), f"{code}: an isolate is not closed, not opened, or nested"
        assert not placeholders(around), f"{code}: a placeholder outside isolates"
        assert not re.search("[A-Za-z0-9]", around), f"{code}: Latin text or a number outside isolates"


def test_french_punctuation_does_not_begin_a_line():
    for code, text in texts("fr"):
        prose = text.replace("Content-Type: application/json", "").replace("2026-11-23T14:05:00Z", "")
        assert not re.search("[^\u00a0][:;!?»]|«[^\u00a0]", prose), f"{code}: a no-break space is missing"


def every_refusal() -> list[Refusal]:
    """Return a refusal of each type, and of each word where there are several."""
    blank: dict[Any, Any] = {str: "x", int: 0}
    made: list[Refusal] = [
        kind(*(blank.get(field.type, ()) for field in msgspec.structs.fields(kind)))
        for kind in get_args(Refusal)
        if kind not in (NotAllowed, RoomConflict, TransitionNotAllowed)
    ]
    made += [NotAllowed(why) for why in NOT_ALLOWED]
    made += [RoomConflict(why, "x") for why in ROOM_CONFLICTS]
    return [*made, TransitionNotAllowed("x", "", "y"), TransitionNotAllowed("x", "", "y", "no volume is active now")]


@pytest.mark.parametrize(
    "refusal", every_refusal(), ids=lambda r: f"{type(r).__name__} {getattr(r, 'why', '')}".strip()
)
def test_each_refusal_of_the_core_can_be_said(refusal):
    _, code, values = refused.explain(refusal)
    for language in LANGUAGES:
        assert said(language, code, **values)[0]


@pytest.mark.parametrize("why", ROOM_CONFLICTS)
def test_each_conflict_of_the_room_has_its_key(why):
    assert "conflict." + why.replace(" ", "_").replace("-", "_") in ENGLISH


@pytest.mark.parametrize("why", NOT_ALLOWED)
def test_each_kind_of_not_allowed_has_its_key(why):
    assert "not_allowed." + why.replace(" ", "_") in ENGLISH


TREES = {
    str(path.relative_to(FOLDER)): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.rglob("*.py"))
}
NODES = [(name, node) for name, tree in TREES.items() for node in ast.walk(tree)]


def _is_named(node: ast.AST, *names: str) -> bool:
    return (
        isinstance(node, ast.Name | ast.Attribute) and (node.id if isinstance(node, ast.Name) else node.attr) in names
    )


FAULTS = ["Fault"] + [
    node.name for _, node in NODES if isinstance(node, ast.ClassDef) and any(_is_named(b, "Fault") for b in node.bases)
]


def _calls(*names: str) -> list[tuple[str, ast.Call]]:
    return [(file, node) for file, node in NODES if isinstance(node, ast.Call) and _is_named(node.func, *names)]


def _strings(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _codes(first: ast.expr) -> list[str]:
    """Return the codes that the first argument of a fault writes out: a literal, or one of two."""
    if isinstance(first, ast.IfExp):
        return [*_codes(first.body), *_codes(first.orelse)]
    return [first.value] if isinstance(first, ast.Constant) else []


RAISED = [(file, call, code) for file, call in _calls(*FAULTS) for code in _codes(call.args[0])]


def test_the_faults_were_found():
    assert len(RAISED) > 40, "the door is written in another way: look for its codes anew"


@pytest.mark.parametrize(
    ("file", "call", "code"), RAISED, ids=[f"{f}:{call.lineno} {code}" for f, call, code in RAISED]
)
def test_each_fault_can_be_said(file, call, code):
    assert code in ENGLISH
    given = {keyword.arg for keyword in call.keywords}
    needed = {name for text in ENGLISH[code] for name in placeholders(text)}
    assert None in given or needed <= given, f"{file}:{call.lineno} gives no {', '.join(sorted(needed - given))}"


def test_no_sentence_is_unused():
    """Used is what a refusal can be, what a fault or a call of `said` or `say` names, and what is given the name `code`."""
    used = {refused.explain(refusal)[1] for refusal in every_refusal()}
    for _, call in _calls(*FAULTS, "said", "say"):
        for argument in call.args:
            used |= _strings(argument)
    for _, node in NODES:
        if isinstance(node, ast.Assign) and any(_is_named(target, "code") for target in node.targets):
            used |= _strings(node.value)
    assert [code for code in ENGLISH if code not in used] == []


@pytest.mark.parametrize(
    ("accept", "expected", "because"),
    [
        ("ar", "ar", "asked for alone"),
        ("fr-CH,fr;q=0.9,en;q=0.5", "fr", "a region is of its language"),
        ("de", "en", "not one of ours"),
        ("fa-IR", "fa", "a region"),
        ("ru;q=0.2, en;q=0.9", "en", "the weight counts, not the order"),
        ("", "en", "nothing said"),
        (None, "en", "no header"),
        ("x;q=abc", "en", "no language and no weight"),
        ("RU", "ru", "capital letters"),
        ("ar;q=0", "en", "weight 0 means: not this one"),
        ("de, fr;q=0.1", "fr", "what we do not have does not count"),
        ("fr, ar", "fr", "of two as heavy, the first"),
    ],
)
def test_language_of(accept, expected, because):
    assert language_of(accept) == expected, because
