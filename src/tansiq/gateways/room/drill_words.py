"""What the notice of a drill says. Apart from the doors, as webhooks and push write notices, too."""

from tansiq.core.entry import HOST
from tansiq.core.notices import Means, Notice, NoticeKind
from tansiq.core.state import State
from tansiq.gateways.room import wire
from tansiq.gateways.room.words import LANGUAGES, said


def drill_words(language: str, channel: Means) -> tuple[str, str]:
    """Return what the notice of a drill says, EXERCISE first and last, and what it is for."""
    match channel:
        case Means.FIELD_LINK:
            return said(language, "drill.field_link")
        case Means.VOICE:
            return said(language, "drill.voice")
        case _:
            return said(language, "drill.page")


def drill_phrase(state: State, held: Notice) -> wire.PhraseShown | None:
    """Return what a drill of the room says, in the shape of a phrase; None for any other notice."""
    if held.kind is not NoticeKind.DRILL or held.by != HOST.party:
        return None
    drills = state.watch.drills.get(held.ladders[0].party, ())
    channel = next((drill.channel for drill in drills if drill.id == held.id), Means.PAGE)
    texts = {language: drill_words(language, channel)[0] for language in LANGUAGES}
    return wire.PhraseShown(f"drill.{channel}", {}, texts, texts["en"])
