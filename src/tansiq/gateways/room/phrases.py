"""The phrasebook at the door of the room: listed, tried out, and taken into notices."""

from functools import lru_cache
from typing import Final

import msgspec

from tansiq import phrasebook
from tansiq.core.notices import NoticeKind, Value
from tansiq.core.room import Role
from tansiq.gateways.room import wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.notice_values import values_shown
from tansiq.gateways.room.phrase_words import every_word
from tansiq.gateways.room.wire.phrases import PhraseGroup, PhraseListed, Phrases, PhraseValue, Preview, PreviewBody
from tansiq.gateways.room.words import Fault
from tansiq.phrasebook import LANGUAGES, PHRASES, Group, Kind, Phrase, Refused, Wrong

_preview: Final = msgspec.json.Decoder(PreviewBody)


def taken(said: wire.Phrase, kind: NoticeKind, where: str) -> Phrase:
    """Return a phrase that a notice is to carry. Raises `Fault` with the place of what does not fit."""
    found = phrasebook.check(said.code, said.values, kind)
    if isinstance(found, Refused):
        raise _fault(found, said.code, where)
    return found


def values_with(said: tuple[Value, ...], phrase: Phrase) -> tuple[Value, ...]:
    """Return what a notice has read back: what its phrase says, then what was said besides."""
    own = phrasebook.read_back(phrase)
    return own + tuple(value for value in said if value not in own)


async def listed(ask: Ask) -> Answer:
    """Return the phrasebook in the asker's language."""
    return shown(_book(ask.language))


@lru_cache(maxsize=len(LANGUAGES))
def _book(language: str) -> Phrases:
    return Phrases(
        language=msgspec.convert(language, phrasebook.Language),
        groups=[PhraseGroup(group, phrasebook.group_name(group, language)) for group in Group],
        phrases=[
            PhraseListed(
                code=entry.code,
                group=entry.group,
                kinds=list(entry.kinds),
                values=[PhraseValue(name, kind) for name, kind in entry.values.items()],
                template=phrasebook.template(entry.code, language),
            )
            for entry in PHRASES.values()
        ],
    )


async def preview(ask: Ask) -> Answer:
    """Say a phrase in every language, as its receivers would have it. Nothing is sent."""
    body = ask.parsed(_preview)
    phrase = taken(wire.Phrase(ask.path["code"], body.values), body.kind, "$")
    texts, spoken = every_word(phrase, ask.room.door.node.now_us(), is_exercise=body.kind is NoticeKind.DRILL)
    return shown(Preview(phrase.code, texts, spoken, values_shown(phrasebook.read_back(phrase))))


def _fault(refused: Refused, phrase: str, where: str) -> Fault:
    place = f"{where}.{refused.where}"
    match refused.why:
        case Wrong.CODE:
            return Fault("phrase.code", place, value=refused.value)
        case Wrong.NOTICE:
            return Fault("phrase.notice", place, phrase=phrase, value=refused.value)
        case Wrong.MISSING:
            return Fault("phrase.missing", place, phrase=phrase, name=place.rpartition(".")[2])
        case Wrong.SPARE:
            return Fault("phrase.spare", place, phrase=phrase, name=refused.value)
        case Wrong.ORDER:
            return Fault("phrase.order", place, value=refused.value)
        case Wrong.VALUE:
            assert refused.kind is not None, "a value that does not fit has a kind"
    code = {
        Kind.TIME: "phrase.time",
        Kind.HEIGHT: "phrase.height",
        Kind.POSITION: "phrase.position",
        Kind.CALLSIGN: "phrase.callsign",
        Kind.FLIGHT: "phrase.flight",
        Kind.PARTY: "phrase.party",
        Kind.AREA: "phrase.area",
        Kind.FREQUENCY: "phrase.frequency",
        Kind.SQUAWK: "phrase.squawk",
        Kind.QNH: "phrase.qnh",
        Kind.VISIBILITY: "phrase.visibility",
        Kind.DISTANCE: "phrase.distance",
        Kind.DURATION: "phrase.duration",
        Kind.BEARING: "phrase.bearing",
        Kind.NUMBER: "phrase.number",
        Kind.TEXT: "phrase.text",
    }[refused.kind]
    return Fault(code, place, value=refused.value)


OPERATIONS: Final = (
    Operation("listPhrases", "GET", "/room/v1/phrases", listed, Role.OBSERVER, None, {200: Phrases}),
    Operation(
        "previewPhrase", "POST", "/room/v1/phrases/{code}/preview", preview, Role.OBSERVER, PreviewBody, {200: Preview}
    ),
)  # fmt: skip
