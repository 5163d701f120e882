"""The sheet of a hand-over, drawn up from the world of the party and nothing else: what the next watch must know."""

from collections.abc import Iterable
from typing import Final

from tansiq.core.decide.charter import voters
from tansiq.core.hours import occurrences
from tansiq.core.limits import SHEET_AHEAD_US, SHEET_FLIGHTS, SHEET_OF_KIND
from tansiq.core.model import OFF_NOMINAL, Constraint, Intent
from tansiq.core.notices import Level, NoticeState
from tansiq.core.release import Asked
from tansiq.core.release_notices import notices_of, seen_notice
from tansiq.core.release_watch import notes_of, seen_watches
from tansiq.core.room import AgreementState, ZoneLife
from tansiq.core.units import HOUR_US, Span
from tansiq.core.watch import ItemKind, SheetItem
from tansiq.gateways.room import planning
from tansiq.gateways.room.world import Turns, intents_of, zones_of
from tansiq.node.loop import Node
from tansiq.node.outbox import host_of

FAULT_US: Final = 8 * HOUR_US  # failures before that were on the sheet of the watch before
FAULTS_LOOKED_AT: Final = 1_000
WEBHOOK: Final = "webhook"  # in place of a host: the party's own system


async def drawn_up(node: Node, party: str, webhook_error: str) -> tuple[SheetItem, ...]:
    """Return the sheet as it is now, in the order of kinds, and within each by time.

    webhook_error: why the party's own system could not be told of notices when it was last called, "" where it could.
    """
    kinds: tuple[Iterable[SheetItem], ...] = (
        await conflicts(node, party),
        _notices(node, party),
        _agreements(node, party),
        _proposals(node, party),
        await _flights(node, party),
        await _zones(node, party),
        _releases(node, party),
        _pressures(node),
        [*_faults(node, party), *([SheetItem(ItemKind.FAULT, WEBHOOK, webhook_error)] if webhook_error else [])],
        _nobody(node, party),
        _notes(node, party),
    )
    return tuple(item for kind in kinds for item in _bounded(list(kind)))


async def conflicts(node: Node, party: str, *, is_any_enough: bool = False) -> list[SheetItem]:
    """Return which of the party's flights, those that are flown next, meet which others.

    is_any_enough: stop at the first.
    """
    now_us, charter = node.now_us(), node.state.charter
    assert charter is not None
    own = [i for i in node.view(party).own_flights() if i.flight is not None and _is_to_come(i, now_us)]
    own.sort(key=lambda i: (i.time_us.lo, i.id))
    ids = {intent.id for intent in own}
    found: list[SheetItem] = []
    turns = Turns()
    for intent in own[:SHEET_FLIGHTS]:
        view = node.view(party)
        assert intent.flight is not None
        asked = Asked(intent.id, intent.volumes + intent.flight.off_nominal)
        near = planning.neighbours(view, asked, charter)
        for met in planning.conflicts(asked, intent.flight.is_manned, near, charter):
            if met.intent.id in ids and met.intent.id < intent.id:
                continue  # two own flights: told once
            first_us = min(overlap.time_us.lo for overlap in met.overlaps)
            found.append(SheetItem(ItemKind.CONFLICT, intent.id, met.intent.id, first_us))
            if is_any_enough:
                return found
        await turns.next()
    if len(own) > SHEET_FLIGHTS:
        found.append(_more(ItemKind.CONFLICT, f"{len(own) - SHEET_FLIGHTS} flights not looked at"))
    return found


def _is_to_come(intent: Intent, now_us: int) -> bool:
    return intent.time_us.hi >= now_us or (intent.flight is not None and intent.flight.is_overrunning)


def _notices(node: Node, party: str) -> list[SheetItem]:
    found: list[SheetItem] = []
    for notice_id in notices_of(node.state, party):
        seen = seen_notice(node.state, party, notice_id)
        if seen is None or seen.notice.state is not NoticeState.OPEN or seen.notice.is_closed:
            continue
        is_lost = any(ladder.level is Level.EXHAUSTED for ladder in seen.notice.ladders if not ladder.is_settled)
        detail = "received" if not seen.is_sent and not seen.relays else "not reached" if is_lost else "sent"
        found.append(SheetItem(ItemKind.NOTICE, notice_id, detail, seen.notice.deadline_us))
    return found


def _agreements(node: Node, party: str) -> list[SheetItem]:
    found: list[SheetItem] = []
    for held in node.state.agreements.values():
        if party not in (held.by, held.to):
            continue
        if held.state is AgreementState.OPEN:
            detail = "to answer" if held.to == party else "asked"
            found.append(SheetItem(ItemKind.AGREEMENT, held.id, detail, held.deadline_us))
        elif held.state is AgreementState.AWAITING:
            found.append(SheetItem(ItemKind.AGREEMENT, held.id, "awaiting", held.deadline_us))
    return found


def _proposals(node: Node, party: str) -> list[SheetItem]:
    return [
        SheetItem(ItemKind.PROPOSAL, held.id, held.matter, held.deadline_us)
        for held in node.state.proposals.values()
        if party in voters(node.state, held) and party not in (*held.yes, *held.no)
    ]


async def _flights(node: Node, party: str) -> list[SheetItem]:
    """Whatever is off its plan or longer in the air than planned, as the party sees it."""

    def may_be(intent: Intent) -> bool:
        return intent.state in OFF_NOMINAL or (intent.flight is not None and intent.flight.is_overrunning)

    seen = await intents_of(node, party, may_be)
    if seen is None:
        seen = [intent for intent in node.view(party).all_intents() if may_be(intent)]
    found: list[SheetItem] = []
    for face in seen:
        if face.state in OFF_NOMINAL:
            found.append(SheetItem(ItemKind.FLIGHT, face.id, face.state))
        elif face.flight is not None and face.flight.is_overrunning:
            found.append(SheetItem(ItemKind.FLIGHT, face.id, "overrunning", face.flight.due_us))
    return found


async def _zones(node: Node, party: str) -> list[SheetItem]:
    soon = Span(node.now_us(), node.now_us() + SHEET_AHEAD_US)

    def may_change(constraint: Constraint) -> bool:
        return constraint.time_us.lo <= soon.hi and constraint.time_us.hi >= soon.lo

    found: list[SheetItem] = []
    for zone in await zones_of(node, party, may_change):
        if zone.zone is not None and zone.zone.life is ZoneLife.RELEASED:
            continue
        hours = zone.zone.hours if zone.zone is not None else ()
        spans = occurrences(hours, Span(soon.lo, min(soon.hi, zone.time_us.hi)), 8) if hours else [zone.time_us]
        for span in spans:
            begin_us, end_us = max(span.lo, zone.time_us.lo), min(span.hi, zone.time_us.hi)
            if soon.lo < begin_us <= soon.hi:
                found.append(SheetItem(ItemKind.ZONE, zone.id, "begins", begin_us))
            if soon.lo <= end_us <= soon.hi:
                found.append(SheetItem(ItemKind.ZONE, zone.id, "ends", end_us))
    return found


def _releases(node: Node, party: str) -> list[SheetItem]:
    """Releases of the party's own flights that begin or end soon."""
    now_us = node.now_us()
    found: list[SheetItem] = []
    for intent in node.view(party).own_flights():
        for grant in intent.flight.grants if intent.flight is not None else ():
            base_us = intent.time_us.lo if grant.is_relative else 0
            for word, time_us in (("begins", grant.from_us), ("ends", grant.until_us)):
                if time_us is not None and now_us <= base_us + time_us <= now_us + SHEET_AHEAD_US:
                    detail = f"{word} {grant.viewer}"
                    found.append(SheetItem(ItemKind.RELEASE, intent.id, detail, base_us + time_us))
    return found


def _pressures(node: Node) -> list[SheetItem]:
    now_us = node.now_us()
    return [
        SheetItem(ItemKind.PRESSURE, held.id, f"{held.qnh_pa / 100:g}", held.time_us.hi)
        for held in node.state.pressures.values()
        if held.time_us.lo <= now_us <= held.time_us.hi
    ]


def _faults(node: Node, party: str) -> list[SheetItem]:
    """Hosts that could not be told of what changed."""
    since_us = node.now_us() - FAULT_US
    found = {
        SheetItem(ItemKind.FAULT, host_of(held.key.peer), held.error): None
        for held in node.applier.outbox.of_owner(party, FAULTS_LOOKED_AT)
        if held.state == "failed" and held.changed_us >= since_us
    }
    return list(found)


def _nobody(node: Node, party: str) -> list[SheetItem]:
    return [
        SheetItem(ItemKind.NOBODY, seen.party, "", seen.nobody_since_us)
        for seen in seen_watches(node.state, party, node.now_us())
        if seen.party != party and seen.nobody_since_us is not None
    ]


def _notes(node: Node, party: str) -> list[SheetItem]:
    return [SheetItem(ItemKind.NOTE, note.id, "", note.made_us) for note in notes_of(node.state, party)]


def _bounded(items: list[SheetItem]) -> list[SheetItem]:
    items.sort(key=lambda item: item.at_us)
    rest = len(items) - SHEET_OF_KIND
    return items if rest <= 0 else [*items[:SHEET_OF_KIND], _more(items[0].kind, str(rest))]


def _more(kind: ItemKind, detail: str) -> SheetItem:
    return SheetItem(kind, "", detail)
