"""Likely duplicates and contradictions among the reports that the asker sees at *area* or better. A person decides on each.

To join two, tie them (`PUT /room/v1/sites/ties`); to have no more said of them, say there that they are not the same.
What was dismissed so can be taken back: `dismissed.py`.
"""

from bisect import bisect_right
from typing import Final

from tansiq.airspace.around_spots import Around
from tansiq.airspace.matching import Suggestion, What, suggestions
from tansiq.core.refusals import Unknown
from tansiq.core.release_sites import SiteView
from tansiq.core.room import Role
from tansiq.gateways.room import inbound
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, shown
from tansiq.gateways.room.listing import page_size
from tansiq.gateways.room.register import faces
from tansiq.gateways.room.register.reports import sight
from tansiq.gateways.room.wire.suggestions import Suggestions, SuggestionShown
from tansiq.gateways.room.words import said
from tansiq.gateways.room.world import Turns

PAGE: Final = 100
LOOKED_AT: Final = 2_000  # reports for one page: a second of work


async def list_suggestions(ask: Ask) -> Answer:
    """Return what a person should look at: of one report (report), or of all, by id. limit, after: in pages."""
    around = await ask.room.seen_places.of(ask.actor.party)
    if "report" in ask.query:
        report_id = inbound.flight_id(ask.query["report"])
        if sight(ask).report(report_id) is None:
            raise No(Unknown(report_id, "change"))
        return _answer(ask, [s for s in _of(around, report_id) if not is_settled(sight(ask), s)], "")
    limit = page_size(ask.query.get("limit", str(PAGE)))
    ids = ask.room.state.register.ids
    found: list[Suggestion] = []
    looked_at, last, more = 0, "", ""
    turns = Turns()
    for report_id in ids[bisect_right(ids, ask.query.get("after", "")) :]:
        await turns.next()
        if report_id not in around:
            continue  # not counted: how many there are that the asker does not see is not for it to know
        if len(found) >= limit or looked_at >= LOOKED_AT:
            more = last
            break
        found += [s for s in _of(around, report_id) if s.a < s.b and not is_settled(sight(ask), s)]
        looked_at, last = looked_at + 1, report_id
    return _answer(ask, found, more)


def is_settled(view: SiteView, found: Suggestion) -> bool:
    """Return whether a person said already what these two are, so that nothing is suggested of them any more.

    What contradicts in reports of one place is shown as long as it does.
    """
    tie = view.tie(found.a, found.b)
    if found.what is What.OPPOSITE or tie is None:
        return False
    site = view.site(found.a)
    is_one = site is not None and any(face.id == found.b for face in site.faces)
    return is_one or any(saying.party == view.viewer for saying in tie.sayings) or not view.is_one(tie)


def _of(around: Around, report_id: str) -> list[Suggestion]:
    seen = around.get(report_id)
    return suggestions(seen, around) if seen is not None else []


def _answer(ask: Ask, found: list[Suggestion], more: str) -> Answer:
    pairs = [_shown(ask, each) for each in found]
    return shown(Suggestions([pair for pair in pairs if pair is not None], faces.law(ask.language), more))


def _shown(ask: Ask, found: Suggestion) -> SuggestionShown | None:
    """Return a suggestion as it is told; None where one of its reports is not seen any more."""
    view = sight(ask)
    a, b = view.report(found.a), view.report(found.b)
    if a is None or b is None:
        return None
    _, sentence, hint = doubt(ask.language, found)
    texts = ask.room.texts
    likelihood, distance_m = round(found.score, 2), round(found.distance_m, 1)
    pair = faces.report(a, texts), faces.report(b, texts)
    return SuggestionShown(found.what, *pair, likelihood, distance_m, f"{sentence} {hint}")


def doubt(language: str, found: Suggestion) -> tuple[str, str, str]:
    """Return the code of a suggestion, what it means, and what a person may do."""
    code = {
        What.SAME: "suggestion.same",
        What.OPPOSITE: "suggestion.opposite",
        What.APART: "suggestion.apart",
        What.SWAPPED: "suggestion.swapped",
        What.SIGN: "suggestion.sign",
        What.TRUNCATED: "suggestion.truncated",
        What.DIGIT: "suggestion.digit",
    }[found.what]
    return code, *said(language, code, distance=distance(found.distance_m))


def distance(metres: float) -> str:
    """Return a distance as it is read aloud: 40 m, 1.2 km, 350 km."""
    if metres < 995:
        return f"{max(10, round(metres, -1)):.0f} m"
    return f"{metres / 1_000:.1f} km" if metres < 99_950 else f"{metres / 1_000:.0f} km"


OPERATIONS: Final = (
    Operation(
        "listSuggestions", "GET", "/room/v1/sites/suggestions", list_suggestions, Role.OBSERVER, None, {200: Suggestions},
        query=("report", "limit", "after"),
    ),
)  # fmt: skip
