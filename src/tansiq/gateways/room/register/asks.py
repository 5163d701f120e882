"""Questions: is a place near my volumes? Rationed, answered from the asker's world, kept for both sides."""

import math
from typing import Final

import msgspec

from tansiq.airspace.outlines import area_km2, boxes, widened
from tansiq.airspace.snapped import meets_boxes
from tansiq.core.limits import SITE_BOXES, SITE_WITHIN_MM
from tansiq.core.refusals import Unknown
from tansiq.core.room import Role
from tansiq.core.site_commands import AskSites, SiteQuestion
from tansiq.core.sites import AskedAbout
from tansiq.core.units import HOUR_US, MM, Span
from tansiq.core.volumes import Box, Circle, Outline, Volume, boxes_meet
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, id_of, shown
from tansiq.gateways.room.listing import page_size
from tansiq.gateways.room.register import faces
from tansiq.gateways.room.register.reports import PAGE, sight
from tansiq.gateways.room.volumes import drawn
from tansiq.gateways.room.words import Fault
from tansiq.gateways.room.world import Turns
from tansiq.node.chance import new_uuid

PLACES: Final = 20  # of one question
ANSWERS_REMEMBERED: Final = 10_000  # 3 MB; whoever asks again after that is answered, and charged, anew
BANDS_MM: Final = (0, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, SITE_WITHIN_MM)
_MARGIN_M: Final = 10.0
_AT_ONCE: Final = 200  # boxes compared with an outline in one piece: a millisecond

_body: Final = msgspec.json.Decoder(wire.SiteAskBody)


async def question(ask: Ask) -> Answer:
    """Ask whether a place is near. It is charged by the area asked, whatever is found."""
    body = ask.parsed(_body)
    if not 0 <= body.within_m * MM <= SITE_WITHIN_MM:
        raise Fault("conflict.question_values", "$.within_m", id="")
    earlier = ask.answered()
    if earlier is not None and (known := ask.room.site_answers.get(id_of(earlier))) is not None:
        return Answer(known, earlier.position)  # as it was then: asking again under a key tells nothing new
    outlines, within_mm = _outlines(ask, body), round(body.within_m * MM)
    around = _around(outlines, within_mm)
    _charge(ask, outlines, within_mm)
    asked = AskSites(SiteQuestion(new_uuid(), around, within_mm))
    answer = await ask.submit(asked)
    near_mm = await _nearest(outlines, await _shown_near(ask, around), within_mm)
    at_most_m = None if near_mm is None else near_mm / MM
    said = wire.SiteAnswer(id_of(answer), near_mm is not None, at_most_m, body.within_m, faces.law(ask.language))
    return _remembered(ask, said, answer.position)


def _remembered(ask: Ask, said: wire.SiteAnswer, position: int) -> Answer:
    held = ask.room.site_answers
    made = shown(said, position)
    while len(held) >= ANSWERS_REMEMBERED:
        del held[next(iter(held))]
    held[said.id] = made.body
    return made


async def questions(ask: Ask) -> Answer:
    """Return the questions of the asker's party, and those that came near its reports, newest first.

    limit, after: in pages, the cursor of the one before.
    """
    limit, after = page_size(ask.query.get("limit", str(PAGE))), ask.query.get("after", "")
    kept = list(ask.room.state.register.asks.values())
    turns = Turns()
    found: list[AskedAbout] = []
    is_past = not after
    for each in reversed(kept):
        seen = sight(ask).asked(each)
        if is_past and seen is not None:
            found.append(seen)
        is_past = is_past or (seen is not None and each.id == after)
        if len(found) > limit:
            break
        await turns.next()
    page, more = found[:limit], found[limit - 1].id if len(found) > limit else ""
    own = [_shown(q) for q in page if q.party == ask.actor.party]
    others = [_shown(q) for q in page if q.party != ask.actor.party]
    return shown(wire.SiteQuestions(own, others, faces.law(ask.language), more))


def _outlines(ask: Ask, body: wire.SiteAskBody) -> list[Outline]:
    """Return where is asked: places, or the volumes of one's own flight."""
    if bool(body.flight) is bool(body.places) or len(body.places) > PLACES:
        raise Fault("one_outline", "$")
    if not body.flight:
        found: list[Outline] = []
        for n, said in enumerate(body.places):
            if (said.polygon is None) == (said.circle is None):
                raise Fault("one_outline", f"$.places[{n}]")
            found.append(drawn(said.polygon, said.circle, f"$.places[{n}]"))
        return found
    flight_id = inbound.flight_id(body.flight)
    held = ask.view.intent(flight_id)
    if held is None or held.manager != ask.actor.party:
        raise No(Unknown(flight_id, "change"))
    return list(dict.fromkeys(volume.outline for volume in held.volumes))


def _around(outlines: list[Outline], within_mm: int) -> tuple[Box, ...]:
    """Return boxes that hold some outlines and all within a distance of them; of many, some that follow each other as one."""
    found = [box for o in outlines for box in widened(boxes(o), within_mm / MM)]
    size = -(-len(found) // SITE_BOXES)
    return tuple(_hull(found[at : at + size]) for at in range(0, len(found), size))


def _hull(some: list[Box]) -> Box:
    lat = Span(min(b.lat_ndeg.lo for b in some), max(b.lat_ndeg.hi for b in some))
    return Box(lat, Span(min(b.lon_ndeg.lo for b in some), max(b.lon_ndeg.hi for b in some)))


def _charge(ask: Ask, outlines: list[Outline], within_mm: int) -> None:
    """Charge a question by the area that it covers, for an hour. Raises `Fault` where too much was asked."""
    rations, own, rate = ask.room.door.rations, ask.actor.party, ask.charter.ration_km2h
    volumes = [_disc(outline, within_mm) for outline in outlines]
    if not rations.charge(own, volumes, rate):
        raise Fault("ration", status=429, minutes=-(-rations.wait_s(own, rate) // 60))


def _disc(outline: Outline, within_mm: int) -> Volume:
    """Return a disc of about the size of an outline and what lies within a distance of it, for an hour."""
    radius_mm = round(math.sqrt(area_km2(outline) / math.pi) * 1_000 * MM) + within_mm
    return Volume(Circle(0, 0, radius_mm), (), Span(0, 0), Span(0, HOUR_US))


async def _shown_near(ask: Ask, around: tuple[Box, ...]) -> list[Box]:
    """Return the boxes that the reports near count as. In slices: ten thousand within 50 km held the loop for 50 ms."""
    turns = Turns()
    found: list[Box] = []
    for report_id in ask.room.state.register.ids_near(around):
        found += sight(ask).askable(report_id, around) or ()
        await turns.next()
    return found


async def _nearest(outlines: list[Outline], there: list[Box], within_mm: int) -> int | None:
    """Return the upper end of the distance band of the nearest of some boxes, in mm; None where none is near."""
    turns = Turns()
    for band_mm in BANDS_MM:
        reach_mm = min(band_mm, within_mm)
        for outline in outlines:
            # Twice as far holds, too, what a box nearer to a pole reaches: a degree of longitude is shorter there.
            around = widened(boxes(outline), 2 * reach_mm / MM + _MARGIN_M)
            near: list[Box] = []
            for box in there:
                if boxes_meet((box,), around):
                    near.append(box)
                if len(near) == _AT_ONCE:
                    if meets_boxes(outline, tuple(near), reach_mm / MM):
                        return reach_mm
                    near.clear()
                await turns.next()
            if near and meets_boxes(outline, tuple(near), reach_mm / MM):
                return reach_mm
        if band_mm >= within_mm:
            break
    return None


def _shown(held: AskedAbout) -> wire.SiteQuestion:
    return wire.SiteQuestion(held.id, held.party, format_us(held.time_us), held.within_mm / MM, faces.areas(held.boxes))


OPERATIONS: Final = (
    Operation("askSites", "POST", "/room/v1/sites/ask", question, Role.OFFICER, wire.SiteAskBody, {200: wire.SiteAnswer}),
    Operation(
        "listSiteQuestions", "GET", "/room/v1/sites/questions", questions, Role.OBSERVER, None,
        {200: wire.SiteQuestions}, query=("limit", "after"),
    ),
)  # fmt: skip
