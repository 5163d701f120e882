"""A notice, as the release rule gave it out, as one party is told of it."""

from typing import Final, cast

import msgspec

from tansiq.core.notices import Call, Ladder, Level, NoticeState, Step, StepKind
from tansiq.core.release_notices import SeenNotice
from tansiq.core.state import State
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import outbound, wire
from tansiq.gateways.room.drill_words import drill_phrase
from tansiq.gateways.room.notice_values import values_shown
from tansiq.gateways.room.phrase_words import in_words
from tansiq.node.texts import Said

_texts: Final = msgspec.json.Decoder(wire.NoticeTexts)
_step_texts: Final = msgspec.json.Decoder(wire.StepTexts)
_call_texts: Final = msgspec.json.Decoder(wire.CallTexts)


def notice_face(state: State, seen: SeenNotice, texts: Said) -> wire.NoticeShown:
    """Return a notice with every ladder that its viewer sees."""
    held = seen.notice
    body = texts.of(held.texts)
    said = _texts.decode(body) if body else wire.NoticeTexts()
    polygon, circle = (None, None) if held.area is None else outbound.outline(held.area)
    is_open = held.state is NoticeState.OPEN
    return wire.NoticeShown(
        id=held.id,
        kind=held.kind,
        state=held.state,
        is_mine=seen.is_sent,
        relays=seen.relays,
        is_closed=held.is_closed,
        from_=held.by,
        person=held.person,
        name=_name(state, held.person, texts),
        about=wire.About(held.about.kind, held.about.id),
        text=said.text,
        phrase=in_words(said.phrase, held.kind, held.made_us) or drill_phrase(state, held),
        values=values_shown(held.values),
        polygon=polygon,
        circle=circle,
        made=format_us(held.made_us),
        deadline=format_us(held.deadline_us),
        ended=format_us(held.ended_us) if held.ended_us else "",
        replaces=held.replaces,
        replaced_by=held.replaced_by,
        ladders=[_ladder(state, ladder, texts, is_open=is_open) for ladder in held.ladders],
    )


def call_face(state: State, held: Call, texts: Said) -> wire.CallShown:
    """Return a call for the party that wrote it down."""
    body = texts.of(held.texts)
    said = _call_texts.decode(body) if body else wire.CallTexts()
    return wire.CallShown(
        id=held.id,
        by=held.by,
        name=_name(state, held.by, texts),
        time=format_us(held.time_us),
        made=format_us(held.made_us),
        notice=held.notice,
        is_answered=held.is_answered,
        is_read_back=held.is_read_back,
        caller=said.caller,
        called=said.called,
        text=said.text,
    )


def _ladder(state: State, held: Ladder, texts: Said, *, is_open: bool) -> wire.LadderShown:
    return wire.LadderShown(
        party=held.party,
        item=held.item,
        level=_level(held.level),
        next=format_us(held.next_us) if held.next_us else "",
        answer=held.answer,
        has_stood_by=held.has_stood_by,
        alarms=_alarms(held) if is_open else [],
        steps=[_step(state, step, texts) for step in held.steps],
    )


def _alarms(held: Ladder) -> list[wire.Alarm]:
    """Return what somebody must act upon: until there is an answer that holds."""
    found: list[wire.Alarm] = []
    spoken = [step.kind for step in held.steps if step.kind in (StepKind.ANSWERED, StepKind.READ_BACK_WRONG)]
    if spoken and spoken[-1] is StepKind.READ_BACK_WRONG:
        found.append("read_back_wrong")
    if held.level is Level.EXHAUSTED and not held.is_settled:
        found.append("not_reached")
    ways = [step.kind for step in held.steps if step.kind in (StepKind.PASSED, StepKind.LINK_LOCKED)]
    if ways and ways[-1] is StepKind.LINK_LOCKED and not held.is_settled:  # nobody has passed it on again since
        found.append("link_locked")
    return found


def _step(state: State, held: Step, texts: Said) -> wire.StepShown:
    body = texts.of(held.texts) if held.texts else b""
    said = _step_texts.decode(body) if body else wire.StepTexts()
    return wire.StepShown(
        kind=held.kind,
        time=format_us(held.time_us),
        by=held.by,
        name=_name(state, held.by, texts) or said.name,
        means=held.means,
        answer=held.answer,
        level=_level(held.level) if held.level else None,
        due=format_us(held.due_us) if held.due_us else "",
        confirmed=held.confirmed,
        to=said.to,
        meant=[_name(state, person, texts) for person in held.to],
        reason=said.reason,
        intention=said.intention,
        proposal=said.proposal,
        values=said.values,
    )


def _level(level: Level) -> wire.LevelName:
    return cast("wire.LevelName", level.name.lower())


def _name(state: State, person: str, texts: Said) -> str:
    """Return what a person or client is called; "" where that is not told, and once it acts for nobody any more."""
    delegate = state.delegates.get(person)
    return outbound.person_name(texts, delegate.texts) if delegate is not None else ""
