"""The watch is handed over by a sheet that the room draws up: begun, ticked item by item, accepted; or withdrawn."""

import asyncio
from typing import Final

import msgspec

from tansiq.core.limits import SHEET_ITEMS
from tansiq.core.refusals import RoomConflict, Unticked
from tansiq.core.release_watch import sheets_of
from tansiq.core.room import Role
from tansiq.core.watch import Handover, ItemKind, Sheet
from tansiq.core.watch import SheetItem as Item
from tansiq.core.watch_commands import (
    Acceptance,
    AcceptHandover,
    BeginHandover,
    HandoverId,
    HandoverWish,
    TickHandover,
    Ticks,
    WithdrawHandover,
)
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, shown
from tansiq.gateways.room.watch import chance, name_of, waiting, words_of
from tansiq.gateways.room.watch_sheet import drawn_up
from tansiq.gateways.room.words import Fault
from tansiq.node.chance import random_bytes

_begin: Final = msgspec.json.Decoder(wire.HandoverBody)
_tick: Final = msgspec.json.Decoder(wire.TickBody)


async def handover(ask: Ask) -> Answer:
    """Return the sheet as it is now, and who hands over to whom."""
    return await _now(ask)


async def begin(ask: Ask) -> Answer:
    """Begin to hand the watch over. Until it is accepted, the off-going person has it."""
    body = ask.parsed(_begin)
    answer = await ask.submit(BeginHandover(HandoverWish(f"handover-{random_bytes(9).hex()}", body.to)))
    return await _now(ask, answer.position, 201)


async def tick(ask: Ask) -> Answer:
    """Take note of items, as the person who takes over. Only what is on the sheet can be ticked."""
    body = ask.parsed(_tick)
    if not 1 <= len(body.keys) <= SHEET_ITEMS:
        raise Fault("field_range", "$.keys")
    held = _held(ask)
    earlier = ask.answered()
    if earlier is not None:
        return await _now(ask, earlier.position)
    known = {item.key for item in await _drawn_up(ask)}
    for n, key in enumerate(body.keys):
        if key not in known:
            raise Fault("not_on_sheet", f"$.keys[{n}]", status=409)
    answer = await ask.submit(TickHandover(Ticks(held.id, tuple(body.keys))))
    return await _now(ask, answer.position)


async def accept(ask: Ask) -> Answer:
    """Take the watch over. The sheet is drawn up anew; what is not ticked is named in `missing`, and nothing changes."""
    earlier, own = ask.answered(), ask.actor.party
    if earlier is None:
        held = _held(ask)
        items = await _drawn_up(ask)
        try:
            earlier = await ask.submit(AcceptHandover(Acceptance(held.id, items, chance())))
        except No as no:
            if isinstance(no.refusal, Unticked):
                missing = [_item(ask, item, ()) for item in items if item.key in no.refusal.items]
                raise No(no.refusal, no.position, {"missing": msgspec.to_builtins(missing)}) from None
            raise
    kept = sheets_of(ask.room.state, own)
    return shown(wire.Sheets([_sheet(ask, sheet) for sheet in kept[-1:]]), earlier.position)


async def withdraw(ask: Ask) -> Answer:
    """Leave the watch where it is, as either of the two persons."""
    answer = await ask.submit(WithdrawHandover(HandoverId(_held(ask).id)))
    return await _now(ask, answer.position)


async def sheets(ask: Ask) -> Answer:
    """Return by which sheets the own watch was handed over, newest first."""
    return shown(wire.Sheets([_sheet(ask, sheet) for sheet in reversed(sheets_of(ask.room.state, ask.actor.party))]))


async def _drawn_up(ask: Ask) -> tuple[Item, ...]:
    """Return the sheet as it is now. To look for conflicts takes up to a second, so a party has one drawn up at a time."""
    line = ask.room.webhooks.lines.get(ask.actor.party)
    async with ask.room.drawing.setdefault(ask.actor.party, asyncio.Lock()):
        return await drawn_up(ask.room.door.node, ask.actor.party, line.error if line is not None else "")


def _held(ask: Ask) -> Handover:
    found = ask.room.state.watch.of(ask.actor.party).handover
    if found is None:
        raise No(RoomConflict("no such handover", ""))
    return found


async def _now(ask: Ask, position: int = 0, status: int = 200) -> Answer:
    items = await _drawn_up(ask)
    held = ask.room.state.watch.of(ask.actor.party).handover
    ticked = held.ticked if held is not None else ()
    faces = [_item(ask, item, ticked) for item in items]
    missing = sum(not face.is_ticked for face in faces)
    return shown(wire.HandoverShown(waiting(ask, held), faces, missing), position, status)


def _item(ask: Ask, item: Item, ticked: tuple[str, ...], words: str | None = None) -> wire.SheetItem:
    """words: of a note that was handed over; None for those of one that still stands."""
    if words is None:
        note = ask.room.state.watch.notes.get(item.id) if item.kind is ItemKind.NOTE else None
        words = words_of(ask, note.texts) if note is not None and note.party == ask.actor.party else ""
    return wire.SheetItem(
        item.key,
        item.kind,
        item.id,
        item.detail,
        format_us(item.at_us) if item.at_us else "",
        item.key in ticked,
        words,
    )


def _sheet(ask: Ask, sheet: Sheet) -> wire.SheetShown:
    notes = dict(sheet.notes)
    ticked = tuple(item.key for item in sheet.items)
    return wire.SheetShown(
        sheet.id,
        sheet.by,
        name_of(ask, sheet.by),
        sheet.to,
        name_of(ask, sheet.to),
        format_us(sheet.begun_us),
        format_us(sheet.accepted_us),
        [
            _item(
                ask,
                item,
                ticked,
                words_of(ask, notes[item.id]) if item.kind is ItemKind.NOTE and item.id in notes else "",
            )
            for item in sheet.items
        ],
    )


OPERATIONS: Final = (
    Operation(
        "getHandover", "GET", "/room/v1/watch/handover", handover, Role.OBSERVER, None, {200: wire.HandoverShown}
    ),
    Operation(
        "beginHandover", "POST", "/room/v1/watch/handover", begin, Role.OFFICER, wire.HandoverBody,
        {201: wire.HandoverShown},
    ),
    Operation(
        "tickHandover", "POST", "/room/v1/watch/handover/tick", tick, Role.OFFICER, wire.TickBody,
        {200: wire.HandoverShown},
    ),
    Operation("acceptHandover", "POST", "/room/v1/watch/handover/accept", accept, Role.OFFICER, None, {200: wire.Sheets}),
    Operation(
        "withdrawHandover", "POST", "/room/v1/watch/handover/withdraw", withdraw, Role.OFFICER, None,
        {200: wire.HandoverShown},
    ),
    Operation("listSheets", "GET", "/room/v1/watch/sheets", sheets, Role.OBSERVER, None, {200: wire.Sheets}),
)  # fmt: skip
