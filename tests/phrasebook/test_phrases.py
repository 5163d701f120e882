"""The book: complete and alike in every language, and never an order."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast, visitor

from tansiq.core.notices import NoticeKind
from tansiq.phrasebook import (
    LANGUAGES,
    PHRASES,
    Group,
    Kind,
    Phrase,
    check,
    group_name,
    render,
    rendering,
    speak,
    template,
)
from tools.phrases import book

FOLDER = Path(rendering.__file__).parent / "ftl"
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
# What a person says who orders. A phrase asks ("We ask whether … could …") or tells.
ORDERS = re.compile(
    r"\b(must|shall|should|ought|have to|has to|are to|is to|immediately|at once|cleared|authori[sz]ed|permitted|approved|"
    r"order|orders|instruct\w*|prohibited|forbidden|not allowed|comply|obey|do not|don't|let)\b",
    re.IGNORECASE,
)
IMPERATIVES = re.compile(
    r"(?:^|[.:;] )(climb|descend|turn|hold|leave|vacate|proceed|maintain|remain|go|land|squawk|contact|call|keep|avoid|"
    r"stop|start|fly|report|change|monitor|expedite|divert|return|stay|wait|clear|move|send|use|give|see|look|please)\b",
    re.IGNORECASE,
)


def variables(language):
    """Return the names of each message's variables, and see to it that no message stands there twice."""
    resource = FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
    found = {}
    for entry in resource.body:
        assert not isinstance(entry, ast.Junk), f"{language}: {entry.content}"
        if not isinstance(entry, ast.Message):
            continue
        assert entry.id.name not in found, f"{language}: {entry.id.name} stands there twice"
        names = found[entry.id.name] = []

        class Names(visitor.Visitor):
            def visit_VariableReference(self, node, names=names):  # noqa: N802
                names.append(node.id.name)

        Names().visit(entry)
    return found


def test_the_book_is_large_enough_and_in_the_order_of_its_codes():
    assert len(PHRASES) >= 80
    letters = [group.value for group in Group]
    assert list(PHRASES) == sorted(PHRASES, key=lambda code: (letters.index(code[0]), code))
    for group in Group:
        codes = [code for code in PHRASES if code[0] == group]
        assert codes == [f"{group}{n:02}" for n in range(1, len(codes) + 1)], "no code is left out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_has_its_words_with_each_value_once(language):
    found = variables(language)
    for code, entry in PHRASES.items():
        assert sorted(found.pop(code)) == sorted(entry.values), f"{language}: {code}"
    assert set(found) == {"exercise"} | {f"group-{group}" for group in Group}, "no words are left over"


def test_there_is_a_file_for_each_language_and_no_other():
    assert {path.stem for path in FOLDER.iterdir()} == set(LANGUAGES)


def test_no_two_phrases_or_languages_share_their_words():
    seen = {}
    for language in LANGUAGES:
        for code in PHRASES:
            words = template(code, language)
            assert seen.setdefault(words, (language, code)) == (language, code), f"{language}: {code}"
        assert len({group_name(group, language) for group in Group}) == len(Group)


@pytest.mark.parametrize("code", PHRASES)
def test_no_phrase_orders(code):
    words = template(code, "en")
    assert not ORDERS.search(words), words
    assert not IMPERATIVES.search(re.sub(r"^(Say again|Confirm|Disregard|Correction|Unable): ", "", words)), words


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("Climb to {height}.", "an imperative"),
        ("{callsign} must leave {area}.", "must"),
        ("Danger: turn away from {area}.", "an imperative after a colon"),
        ("{callsign} is cleared through {area}.", "a clearance"),
        ("Please hold outside {area}.", "an order that is polite"),
    ],
)
def test_the_check_sees_orders(words, because):
    assert ORDERS.search(words) or IMPERATIVES.search(words), because


@pytest.mark.parametrize(
    ("language", "asks"),
    [
        ("en", r"^(We ask|Say again: we ask|Confirm: we ask)"),
        ("ar", r"نسأل|نرجو"),
        ("fa", r"(می‌پرسیم|خواهش می‌کنیم)"),
        ("fr", r"(Nous demandons|nous demandons)"),
        ("ru", r"[Пп]росим"),
    ],
)
def test_what_only_a_request_carries_asks_and_nothing_else_does(language, asks):
    for code, entry in PHRASES.items():
        is_asked = entry.kinds == (NoticeKind.REQUEST, NoticeKind.DRILL)
        assert bool(re.search(asks, template(code, language))) is is_asked, f"{language}: {code}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_those_of_the_language(language):
    foreign = {
        "en": r"[^\x00-\x7f]",
        "fr": r"[\u0370-\u1fff]",
        "ru": r"[\u0590-\u1fff]",
        "ar": r"[\u067e\u0686\u0698\u06af\u06a9\u06cc\u200c\u0660-\u0669\u06f0-\u06f9]",
        "fa": r"[\u064a\u0649\u0643\u0629\u0660-\u0669\u06f0-\u06f9]",
    }[language]
    for code in PHRASES:
        words = re.sub(r"\{\w+\}", "", template(code, language))
        assert not re.search(foreign, words), f"{language}: {code}"
        if language in ("ar", "fa", "ru"):
            latin = re.sub(r"\b(GNSS|QNH|MAYDAY|PAN PAN)\b", "", words)
            assert not re.search("[A-Za-z]", latin), f"{language}: {code} is not translated"


def test_french_punctuation_does_not_begin_a_line():
    for code in PHRASES:
        assert not re.search("[^\u00a0][:;!?»]|«[^\u00a0]", template(code, "fr")), code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PHRASES)
def test_each_value_stands_in_an_isolate_of_its_own(code, language):
    phrase = book.sample(PHRASES[code])
    words = render(phrase, language, book.TODAY_US)
    assert len(ISOLATED.findall(words)) == len(phrase.values)
    assert not re.search("[\u2066-\u2069]", ISOLATED.sub("", words))
    assert "{" not in words


@pytest.mark.parametrize("code", PHRASES)
def test_what_is_spoken_has_no_digit_but_in_what_a_person_typed(code):
    phrase = book.sample(PHRASES[code])
    words = speak(phrase, book.TODAY_US)
    for value in phrase.values.values():
        if value.kind in (Kind.AREA, Kind.TEXT):
            words = words.replace(value.text, "")
    assert not re.search(r"[\d{}\0\u2068\u2069]", words), words


def test_an_exercise_says_so_first_and_last():
    phrase = check("X13", {}, NoticeKind.DRILL)
    assert isinstance(phrase, Phrase)
    assert render(phrase, "en", 0, is_exercise=True) == "EXERCISE We have received your message. EXERCISE"
    for language in LANGUAGES:
        words = render(phrase, language, 0, is_exercise=True).split()
        assert words[0] == words[-1]
    assert speak(phrase, 0, is_exercise=True).endswith("EXERCISE")


def test_the_page_for_those_who_look_the_words_over_is_current():
    assert book.PAGE.read_text(encoding="utf-8") == book.page(), "run: python -m tools.phrases.book"
