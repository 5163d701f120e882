"""The phrasebook at the door of the room: listed, and tried out."""

from functools import lru_cache
from typing import Final

import msgspec

from tansiq import phrasebook
from tansiq.core.notices import NoticeKind
from tansiq.core.room import Role
from tansiq.gateways.room import wire
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.notice_values import values_shown
from tansiq.gateways.room.phrase_words import said_of, taken
from tansiq.gateways.room.wire.phrases import PhraseGroup, PhraseListed, Phrases, PhraseValue, Preview, PreviewBody
from tansiq.phrasebook import LANGUAGES, PHRASES, Group

_preview: Final = msgspec.json.Decoder(PreviewBody)


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
    texts, spoken = said_of(phrase, ask.room.door.node.now_us(), is_exercise=body.kind is NoticeKind.DRILL)
    return shown(Preview(phrase.code, texts, spoken, values_shown(phrasebook.read_back(phrase))))


OPERATIONS: Final = (
    Operation("listPhrases", "GET", "/room/v1/phrases", listed, Role.OBSERVER, None, {200: Phrases}),
    Operation(
        "previewPhrase", "POST", "/room/v1/phrases/{code}/preview", preview, Role.OBSERVER, PreviewBody, {200: Preview}
    ),
)  # fmt: skip
