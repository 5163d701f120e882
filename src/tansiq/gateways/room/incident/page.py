"""The page of a report: one file without script, that shows, prints and is sent as it is. What a person typed is escaped."""

import base64
import hashlib
from collections.abc import Iterator
from html import unescape
from typing import Final

import msgspec

from tansiq.airspace.exact import Overlap
from tansiq.core.accounts import Account
from tansiq.core.model import Constraint, Intent
from tansiq.core.notices import Ladder, NoticeKind, Step
from tansiq.core.release_notices import SeenNotice, accounts_about
from tansiq.core.units import MM, NDEG
from tansiq.core.volumes import Extent, Volume
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import height_words, outbound, wire
from tansiq.gateways.room.heights import height
from tansiq.gateways.room.incident.drawing import Drawn, chart, time_line
from tansiq.gateways.room.incident.meetings import Met
from tansiq.gateways.room.incident.walk import Fact, Walk
from tansiq.gateways.room.incident.wording import Html, Piece, Words, joined, tag
from tansiq.gateways.room.past.shown import WantedIncident
from tansiq.gateways.room.phrase_words import in_words
from tansiq.gateways.room.plan_items import Item, of_flight, of_zone
from tansiq.node.texts import Said
from tansiq.phrasebook.shown import position as position_written

OVERLAPS: Final = 20  # shown of one meeting
DRAWN: Final = 12  # of what was met
STYLE: Final = (
    "body{font:15px/1.45 system-ui,'Noto Sans','Noto Sans Arabic',sans-serif;max-width:72em;margin:1.5em auto;padding:0 1em;"
    "color:#16202a;background:#fff}h1{font-size:1.5em}h2{font-size:1.15em;border-bottom:1px solid #b9c3cc;margin-top:1.6em}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccd4da;padding:.25em .5em;text-align:start;"
    "vertical-align:top;overflow-wrap:anywhere}th{background:#f0f3f5;font-weight:600}td.narrow{white-space:nowrap}"
    ".accounts{display:grid;grid-template-columns:repeat(auto-fit,minmax(20em,1fr));gap:1em}"
    ".accounts article{border:1px solid #ccd4da;padding:.6em .8em}blockquote{margin:.4em 0;white-space:pre-wrap}"
    ".small{color:#4a5661;font-size:.9em}code{font-size:.9em;overflow-wrap:anywhere}svg{width:100%;height:auto;"
    "border:1px solid #ccd4da;margin:.4em 0}svg text{font:11px system-ui,sans-serif;fill:#16202a}.tick{text-anchor:middle}"
    ".name{text-anchor:middle;font-weight:600}.grid{stroke:#dfe5e9}polygon.about{fill:#2b6cb0;fill-opacity:.22;"
    "stroke:#2b6cb0;stroke-width:2}polygon.other{fill:#6b7280;fill-opacity:.14;stroke:#6b7280;stroke-dasharray:5 3}"
    "rect.about{fill:#2b6cb0}rect.other{fill:#9aa5b1}rect.shared{fill:#c81e1e}circle.shared{fill:none;stroke:#c81e1e;"
    "stroke-width:2.5}"
    "svg.swatch{width:1.2em;height:.9em;border:0;margin:0}.fact{stroke:#16202a}"
    "@media print{body{margin:0;max-width:none}h2,tr,article,svg{break-inside:avoid}}"
)
POLICY: Final = (
    "default-src 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'"
)

_texts: Final = msgspec.json.Decoder(wire.NoticeTexts)
_step_texts: Final = msgspec.json.Decoder(wire.StepTexts)
_account: Final = msgspec.json.Decoder(wire.AccountTexts)
_zone_texts: Final = msgspec.json.Decoder(wire.ZoneTexts)


def page(walk: Walk, wanted: WantedIncident, texts: Said) -> Html:
    """Return the page of what a walk found."""
    return _Page(walk, wanted, texts).whole()


class _Page:
    def __init__(self, walk: Walk, wanted: WantedIncident, texts: Said) -> None:
        assert walk.face is not None, "nothing was seen"
        self.walk = walk
        self.wanted = wanted
        self.texts = texts
        self.words = Words(wanted.language)
        self.face = walk.face
        self.item = _item(walk.face)
        self.accounts = list(accounts_about(walk.state, walk.viewer, walk.subject))
        self.drawn = [self._drawn(walk.face, "about"), *(self._met_drawn(met) for met in self._met()[:DRAWN])]

    def whole(self) -> Html:
        say, name = self.words.say, _called(self.item)
        title = say("title", what=f"{name} ({self.item.id})" if name != self.item.id else name)
        charter = self.walk.state.charter
        assert charter is not None, "a plain DSS has no reports"
        made = say(
            "made", party=self.walk.viewer, time=_moment(self.wanted.now_us), room=charter.name,
            position=str(self.walk.state.position),
        )  # fmt: skip
        sections = (
            ("about", self._about()), ("parties", self._parties()), ("facts", self._facts()),
            ("accounts", self._accounts()), ("meetings", self._meetings()), ("notices", self._notices()),
            ("drawing", self._drawing()), ("proof", self._proof()),
        )  # fmt: skip
        body = [tag("section", tag("h2", say(key)), within, id=key) for key, within in sections]
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
            tag("meta", name="viewport", content="width=device-width"),
            tag("title", _plain(title)),
            tag("style", Html(STYLE)),
        )
        top = (tag("h1", title), tag("p", made), tag("p", say("informs"), " ", say("utc"), class_="small"))
        main = tag("body", *top, *body)
        return Html("<!doctype html>" + tag("html", head, main, lang=self.words.language, dir=self.words.direction))

    def _about(self) -> Html:
        item, say = self.item, self.words.say
        rows: list[tuple[str, Piece]] = [
            ("kind", say("flight") if isinstance(self.face, Intent) else self.words.say(f"zone-{item.kind}")),
            ("id", tag("code", item.id)),
            ("owner", tag("bdi", item.owner) if item.owner else say("unknown")),
            ("callsign" if item.kind == "flight" else "name", self._name()),
            ("state", self._state(item)),
            ("class", self._class(item)),
            ("level", say(f"level-{item.level.name.lower()}")),
            ("start", tag("bdi", _moment(item.start_us))),
            ("end", tag("bdi", _moment(item.end_us))),
            ("floor", tag("bdi", _limit(item, is_floor=True))),
            ("ceiling", tag("bdi", _limit(item, is_floor=False))),
            ("within", tag("bdi", _box(item))),
        ]
        return tag("table", *(tag("tr", tag("th", say(key)), tag("td", value)) for key, value in rows if value))

    def _name(self) -> Piece:
        if isinstance(self.face, Intent):
            return tag("bdi", self.item.callsign) if self.item.callsign else None
        body = self.texts.of(self.face.zone.texts) if self.face.zone is not None and self.face.zone.texts else b""
        return tag("bdi", _zone_texts.decode(body).name) if body else None

    def _state(self, item: Item) -> Html:
        if item.kind == "flight":
            return self.words.say("state-overrunning" if item.is_overrunning else f"state-{item.state.lower()}")
        return self.words.say(f"zone-life-{item.state}")

    def _class(self, item: Item) -> Piece:
        if item.kind != "flight":
            return None
        return self.words.say(f"precedence-{outbound.precedence_name(item.precedence)}")

    def _parties(self) -> Html:
        codes = [self.item.owner, *(fact.party for fact in self.walk.facts), *(a.party for a in self.accounts)]
        codes += [_owner(met.face) for met in self._met()]
        rows = [
            tag("tr", tag("td", tag("bdi", code)), tag("td", tag("bdi", self._party_name(code))))
            for code in sorted(set(codes) - {""})
        ]
        return tag("table", self._head("code", "name"), *rows)

    def _party_name(self, code: str) -> str:
        held = self.walk.state.parties.get(code)
        names = outbound.party(held, self.texts).names if held is not None else {}
        return names.get(self.words.language) or names.get("en") or next(iter(names.values()), "")

    def _facts(self) -> Html:
        rows = [
            tag(
                "tr",
                tag("td", tag("bdi", str(fact.position)), class_="narrow"),
                tag("td", tag("bdi", _moment(fact.time_us, seconds=True)), class_="narrow"),
                tag("td", tag("bdi", fact.party)),
                tag("td", self._said(fact)),
            )
            for fact in self.walk.facts
        ]
        more = self.words.say("facts-more", count=str(self.walk.left_out)) if self.walk.left_out else None
        return joined(tag("table", self._head("entry", "time", "who", "what"), *rows), more)

    def _said(self, fact: Fact) -> Html:
        words = self.words
        match fact.code:
            case "fact-changed":
                details = self._detail(fact)
                return joined(words.say(fact.code, what=words.each("what", fact.words)), details)
            case "fact-met" | "fact-parted":
                return words.say(fact.code, what=self._other(fact.other))
            case "fact-notice":
                step = words.say(f"step-{fact.words[0]}")
                if len(fact.words) > 1:
                    step = joined(step, " – ", words.say(f"answer-{fact.words[1]}"))
                return words.say(fact.code, what=fact.other, step=step)
            case "fact-agreement":
                return words.say(fact.code, state=words.say(f"agreement-{fact.words[0].replace(' ', '_')}"))
            case _:
                return joined(words.say(fact.code), self._detail(fact))

    def _detail(self, fact: Fact) -> Html:
        """Return what it was from then on, in short."""
        item = fact.item
        if item is None:
            return Html("")
        span = f"{_moment(item.start_us)} – {_moment(item.end_us)}"
        band = f"{_limit(item, is_floor=True)} – {_limit(item, is_floor=False)}"
        return tag("div", tag("bdi", span), " · ", tag("bdi", band), " · ", self._state(item), class_="small")

    def _other(self, other_id: str) -> str:
        met = self.walk.meetings.met.get(other_id)
        return _called(_item(met.face)) if met is not None else other_id

    def _accounts(self) -> Html:
        if not self.accounts:
            return tag("p", self.words.say("accounts-none"))
        columns = [
            tag("article", tag("h3", tag("bdi", code)), *(self._account(a) for a in self.accounts if a.party == code))
            for code in dict.fromkeys(a.party for a in self.accounts)
        ]
        note = tag("p", self.words.say("accounts-as-typed"), class_="small")
        return joined(note, tag("div", *columns, class_="accounts"))

    def _account(self, held: Account) -> Html:
        body = self.texts.of(held.texts)
        when = tag("p", tag("bdi", _moment(held.made_us)), " · ", tag("bdi", str(held.texts)), class_="small")
        if not body:
            return joined(when, tag("p", self.words.say("erased")))
        said = _account.decode(body)
        return joined(when, tag("blockquote", said.text, lang=said.language or None, dir="auto"))

    def _met(self) -> list[Met]:
        return list(self.walk.meetings.met.values())

    def _meetings(self) -> Html:
        if not self._met():
            return tag("p", self.words.say("meetings-none"))
        rows = [
            tag(
                "tr",
                tag("td", tag("bdi", self._label(met.face))),
                tag("td", tag("bdi", _owner(met.face)) if _owner(met.face) else self.words.say("unknown")),
                tag("td", tag("bdi", f"{_moment(o.time_us.lo)} – {_moment(o.time_us.hi)}")),
                tag("td", self._heights(o)),
                tag("td", tag("bdi", _place(o.lat_ndeg, o.lon_ndeg))),
            )
            for met in self._met()
            for o in met.overlaps[:OVERLAPS]
        ]
        return tag("table", self._head("meets", "owner", "overlap-time", "overlap-height", "overlap-place"), *rows)

    def _heights(self, held: Overlap) -> Html:
        if held.reference == "FL":
            return tag("bdi", f"FL{round(held.alt_mm.lo / 30_480):03} – FL{round(held.alt_mm.hi / 30_480):03}")
        return tag("bdi", f"{held.alt_mm.lo / MM:.0f} – {held.alt_mm.hi / MM:.0f} m {held.reference}")

    def _notices(self) -> Html:
        if not self.walk.notices:
            return tag("p", self.words.say("notices-none"))
        return joined(*(self._notice(seen) for seen in self.walk.notices.values()))

    def _notice(self, seen: SeenNotice) -> Html:
        held, say = seen.notice, self.words.say
        body = self.texts.of(held.texts)
        said = _texts.decode(body) if body else wire.NoticeTexts()
        phrase = in_words(said.phrase, held.kind, held.made_us)
        lines: list[Piece] = []
        if phrase is not None:
            words = phrase.texts.get(self.words.language, "")
            lines.append(tag("blockquote", tag("b", tag("bdi", phrase.code)), " ", words))
        if said.text:
            lines.append(tag("blockquote", said.text, dir="auto"))
        if not body:
            lines.append(tag("p", say("erased")))
        head = say(
            "notice-kind",
            kind=say(f"kind-{NoticeKind(held.kind)}"),
            party=held.by,
            time=_moment(held.made_us, seconds=True),
        )
        rows = [self._step(ladder, step) for ladder in held.ladders for step in ladder.steps]
        title = tag("h3", head, " ", tag("code", held.id))
        return tag("article", title, *lines, tag("table", self._head("receiver", "time", "who", "what"), *rows))

    def _step(self, ladder: Ladder, step: Step) -> Html:
        say, body = self.words.say, self.texts.of(step.texts) if step.texts else b""
        said = _step_texts.decode(body) if body and step.kind != "sent" else wire.StepTexts()
        pieces: list[Piece] = [say(f"step-{step.kind}")]
        if step.answer is not None:
            pieces += [" – ", say(f"answer-{step.answer}")]
        for typed in (said.to, said.reason, said.intention, said.proposal):
            if typed:
                pieces.append(tag("blockquote", typed, dir="auto"))
        party = tag("bdi", ladder.party) if ladder.party else say("unknown")
        when = tag("bdi", _moment(step.time_us, seconds=True))
        who = tag("td", tag("bdi", self._person(step.by)))
        return tag("tr", tag("td", party), tag("td", when, class_="narrow"), who, tag("td", *pieces))

    def _person(self, person: str) -> str:
        """Return what a person is called; "" where that is not told, and once it acts for nobody any more."""
        delegate = self.walk.state.delegates.get(person)
        return outbound.person_name(self.texts, delegate.texts) if delegate is not None else ""

    def _drawing(self) -> Html:
        say = self.words.say
        figures = chart(self.drawn), time_line(self.drawn, [fact.time_us for fact in self.walk.facts])
        if figures == (None, None):
            return tag("p", say("map-none"))
        legend = tag(
            "p", *_legend(("about", say("map-about")), ("other", say("map-other")), ("shared", say("map-overlap"))),
            class_="small",
        )  # fmt: skip
        return joined(legend, *figures)

    def _proof(self) -> Html:
        say, (url, size, root) = self.words.say, self.wanted.head
        lines = (
            say("proof-head", size=size, root=root),
            say("proof-entries", path=f"{url}/room/v1/receipts/…"),
            say(
                "proof-verify", head=f"{url}/log/checkpoint", key=f"{url}/log/vkey",
                command="tansiq verify --vkey vkey.txt receipt.json",
            ),
        )  # fmt: skip
        return tag("div", *(tag("p", line) for line in lines))

    def _head(self, *keys: str) -> Html:
        return tag("tr", *(tag("th", self.words.say(key)) for key in keys))

    def _label(self, face: Intent | Constraint) -> str:
        item = _item(face)
        return _called(item) if item.owner or item.callsign else _plain(self.words.say("occupied"))

    def _drawn(self, face: Intent | Constraint, look: str) -> Drawn:
        return Drawn(self._label(face), look, _places(face))

    def _met_drawn(self, met: Met) -> Drawn:
        points = tuple((o.lon_ndeg / NDEG, o.lat_ndeg / NDEG) for o in met.overlaps[:OVERLAPS])
        shared = tuple((o.time_us.lo, o.time_us.hi) for o in met.overlaps[:OVERLAPS])
        return msgspec.structs.replace(self._drawn(met.face, "other"), points=points, shared=shared)


def _item(face: Intent | Constraint) -> Item:
    return of_flight(face) if isinstance(face, Intent) else of_zone(face)


def _owner(face: Intent | Constraint) -> str:
    return face.manager


def _called(item: Item) -> str:
    return item.callsign or item.id


def _places(face: Intent | Constraint) -> tuple[Volume | Extent, ...]:
    if isinstance(face, Constraint):
        return face.volumes
    held = face.flight
    return face.volumes if held is None else (face.volumes or held.views) + held.off_nominal


def _limit(item: Item, *, is_floor: bool) -> str:
    return height_words.said(height(item.floor if is_floor else item.ceiling))


def _place(lat_ndeg: int, lon_ndeg: int) -> str:
    return position_written((round(lat_ndeg * 6_000 / NDEG), round(lon_ndeg * 6_000 / NDEG)))


def _box(item: Item) -> str:
    return f"{_place(item.south, item.west)} – {_place(item.north, item.east)}"


def _moment(time_us: int, *, seconds: bool = False) -> str:
    text = format_us(time_us)
    return f"{text[:10]} {text[11:19] if seconds else text[11:16]}Z"


def _plain(said: Html) -> str:
    """Return words without the elements around values, for where none may be."""
    return unescape(str(said).replace("<bdi>", "").replace("</bdi>", ""))


def _legend(*entries: tuple[str, Html]) -> Iterator[Html]:
    for look, words in entries:
        swatch = tag("rect", class_=look, x=1.0, y=1.0, width=14.0, height=10.0)
        yield joined(tag("svg", swatch, class_="swatch", viewBox="0 0 16 12"), " ", words, " \u00a0 ")
