"""The pages that a field link opens, as HTML. They need no script, and nothing but themselves and one file of style.

Whatever somebody typed is escaped where it is put in; it keeps its own direction.
"""

import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

from msgspec import Struct

from tansiq.core.notices import ANSWERS, Answer, NoticeKind, NoticeState, StepKind
from tansiq.gateways.room import wire
from tansiq.gateways.room.field.read_back import Field, fields, moment, text
from tansiq.gateways.room.field.say import RIGHT_TO_LEFT, say, words
from tansiq.gateways.room.words import LANGUAGES

NAME_CHARS: Final = 60
WORDS_CHARS: Final = 500
STYLE: Final = (Path(__file__).parent / "field.css").read_bytes()
STYLE_PATH: Final = f"/field/{hashlib.sha256(STYLE).hexdigest()[:16]}.css"
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow, noarchive",
}


class Way(Struct, frozen=True):
    """Where a page goes on. link: language and token, as they stand in the path. ticket, name: from the right code on."""

    language: str
    link: str
    ticket: str = ""
    name: str = ""

    @property
    def path(self) -> str:
        """The path of the link."""
        return f"/field/{escape(self.link)}"


class Shown(Struct, frozen=True):
    """A notice as the unit reads it. sentence: of the phrasebook, in its language, "" for none. sender, about: how both are
    called. image: HTML, "" for none. once: makes what is sent twice from one page count once."""

    notice: wire.NoticeShown
    ladder: wire.LadderShown
    link_id: str
    unit: str
    sender: str
    sentence: str
    about: str
    image: str
    once: str


def gone(language: str) -> str:
    """Return the one answer to every link that does not open, whatever the reason."""
    return _frame(language, f'<h1>{say(language, "title")}</h1><p class="banner">{say(language, "gone")}</p>')


def plain(language: str, sentence: str) -> str:
    """Return a page that says one thing. sentence: HTML."""
    return _frame(language, f'<h1>{say(language, "title")}</h1><p class="banner" role="alert">{sentence}</p>')


def tap(way: Way, fault: str = "") -> str:
    """Return the page before the notice is opened. Nothing of the notice is in it: mail scanners read it, too. fault: HTML."""
    at = way.language
    others = "".join(
        f'<a href="/field/{escape(language + way.link[2:])}" lang="{language}">{escape(words(language)["language"])}</a>'
        for language in LANGUAGES
        if language != at
    )
    body = (
        f"<h1>{say(at, 'title')}</h1>{_banner(fault)}<p>{say(at, 'tap')}</p><p>{say(at, 'tap_how')}</p>"
        f'<form method="post" action="{way.path}" autocomplete="off">'
        f'<label for="code">{say(at, "code")}</label>'
        '<input id="code" class="code" name="code" inputmode="numeric" dir="ltr" maxlength="4" required autocomplete="off">'
        f'<label for="name">{say(at, "name")}</label><p class="hint" id="why">{say(at, "name_why")}</p>'
        f'<input id="name" name="name" dir="auto" maxlength="{NAME_CHARS}" required value="{escape(way.name)}" '
        'aria-describedby="why">'
        f'<button class="first">{say(at, "open")}</button></form>'
    )
    return _frame(at, body, f'<nav aria-label="{say(at, "languages")}">{others}</nav>')


def notice(way: Way, shown: Shown, typed: Mapping[str, str], fault: str = "") -> str:
    """Return the page of a notice, with what can be answered. typed: what stood in its fields. fault: HTML."""
    at, held = way.language, shown.notice
    is_open = held.state is NoticeState.OPEN
    drill = f'<p class="exercise">{say(at, "exercise")}</p>' if held.kind is NoticeKind.DRILL else ""
    taken_back = "" if is_open else _banner(say(at, "taken_back"))
    said = "".join(
        f'<blockquote dir="auto">{escape(each)}</blockquote>' for each in (shown.sentence, held.text) if each
    )
    facts = [
        (say(at, "from"), _typed(shown.sender)),
        (say(at, "for_unit"), _typed(shown.unit)),
        (say(at, "sent"), _ltr(moment(held.made))),
        (say(at, "deadline"), _ltr(moment(held.deadline))),
    ]
    if shown.about:
        facts.append((say(at, f"about_{held.about.kind}"), _typed(shown.about)))
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value)
    body = (
        f"{drill}<h1>{say(at, held.kind)}</h1>{taken_back}{_banner(fault)}{'' if fault else _done(at, shown)}"
        f"{said or _banner(say(at, 'erased'))}<dl>{listed}</dl>{_values(at, held.values)}{shown.image}"
        f"{_answers(way, shown, typed) if is_open else ''}{drill}"
    )
    return _frame(at, body)


def _answers(way: Way, shown: Shown, typed: Mapping[str, str]) -> str:
    at, kind = way.language, shown.notice.kind
    read_back = shown.notice.values if kind is NoticeKind.SAFETY else []
    buttons = "".join(
        f'<button name="answer" value="{each}"{"" if n else _FIRST}>{say(at, each)}</button>'
        for n, each in enumerate(ANSWERS[kind])
        if not (each is Answer.STAND_BY and (shown.ladder.has_stood_by or shown.ladder.answer is not None))
    )
    hidden = {"ticket": way.ticket, "name": way.name, "once": shown.once}
    form = (
        f'<form method="post" action="{way.path}/answer" autocomplete="off">'
        + "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
        + _read_back(at, fields(read_back), typed)
        + f'<label for="words">{say(at, "add")}</label>'
        f'<textarea id="words" name="words" dir="auto" maxlength="{WORDS_CHARS}">{escape(typed.get("words", ""))}</textarea>'
        f"{buttons}</form>"
    )
    marked = f"<p>{say(at, 'marked')}</p>"
    if shown.ladder.answer is None:
        return f"<h2>{say(at, 'answer')}</h2>{marked}{form}"
    return f"<details{' open' if typed else ''}><summary>{say(at, 'change')}</summary>{marked}{form}</details>"


_FIRST: Final = ' class="first"'


def _read_back(at: str, asked: Sequence[Field], typed: Mapping[str, str]) -> str:
    if not asked:
        return ""
    inputs = "".join(
        f'<label for="{field.name}">{say(at, field.what)} <bdi dir="ltr">{escape(field.beside)}</bdi></label>'
        f'<input id="{field.name}" name="{field.name}" dir="ltr" inputmode="decimal" maxlength="24" autocomplete="off" '
        f'value="{escape(typed.get(field.name, ""))}">'
        for field in asked
    )
    legend = say(at, "read_back", answer=words(at)[Answer.WILL_COMPLY])
    return f"<fieldset><legend>{legend}</legend>{inputs}</fieldset>"


def _done(at: str, shown: Shown) -> str:
    """Return what was answered last, by whom."""
    last = [s for s in shown.ladder.steps if s.kind in (StepKind.ANSWERED, StepKind.STOOD_BY)][-1:]
    if not last or last[0].answer is None:
        return ""
    key = "answered" if last[0].by == shown.link_id else "answered_by_room"
    said = say(at, key, time=moment(last[0].time), answer=words(at)[last[0].answer])
    return f'<p class="done" role="status">{said}</p>'


def _values(at: str, values: Sequence[wire.ReadBack]) -> str:
    if not values:
        return ""
    listed = "".join(f"<li>{_ltr(text(value))}</li>" for value in values)
    return f'<h2>{say(at, "said")}</h2><ul class="values">{listed}</ul>'


def _banner(fault: str) -> str:
    return f'<p class="banner" role="alert">{fault}</p>' if fault else ""


def _ltr(value: str) -> str:
    return f'<bdi dir="ltr">{escape(value)}</bdi>'


def _typed(value: str) -> str:
    return f'<bdi dir="auto">{escape(value)}</bdi>' if value else ""


def _frame(language: str, body: str, footer: str = "") -> str:
    side = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return (
        f'<!doctype html><html lang="{language}" dir="{side}"><head><meta charset="utf-8">'
        f"<title>{say(language, 'title')}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<link rel="stylesheet" href="{STYLE_PATH}"></head><body><main>{body}</main>'
        f"<footer>{footer}<p>{say(language, 'informs')}</p></footer></body></html>"
    )
