"""One's own reports of places: make, correct, renew, withdraw, erase, release, and why somebody sees what of one."""

import asyncio
import hashlib
from bisect import bisect_right
from typing import Final

import msgspec

from tansiq.core.refusals import RoomConflict, Unknown
from tansiq.core.release_sites import Face, SiteView, site_level
from tansiq.core.room import Role
from tansiq.core.site_commands import (
    EraseReport,
    ReleaseReport,
    Renewal,
    RenewReport,
    ReportGrants,
    ReportPair,
    ReportRef,
    TieReports,
    WithdrawReport,
)
from tansiq.core.sites import Report
from tansiq.core.units import DAY_US
from tansiq.gateways.room import inbound, wire
from tansiq.gateways.room.endpoint import Answer, Ask, No, Operation, id_of, shown
from tansiq.gateways.room.listing import page_size
from tansiq.gateways.room.register import faces, reading
from tansiq.gateways.room.releases import waits
from tansiq.gateways.room.words import Fault
from tansiq.gateways.room.world import Turns
from tansiq.node.chance import new_uuid

PAGE: Final = 500
SLICE: Final = 50  # reports written at once: 2 ms
LOOKED_AT: Final = 500  # reports at once: 1 ms
SOON_US: Final = 3 * DAY_US  # before it runs out a report is to be looked at again
SAME_AS: Final = 20  # reports that one of them is tied to with it

_body: Final = msgspec.json.Decoder(wire.ReportBody)
_version: Final = msgspec.json.Decoder(wire.ReportVersion)
_renewal: Final = msgspec.json.Decoder(wire.RenewBody)
_release: Final = msgspec.json.Decoder(wire.SiteReleaseBody)


def sight(ask: Ask) -> SiteView:
    """Return the ground of the asker's world, now."""
    return SiteView(ask.room.state, ask.actor.party, ask.room.door.node.now_us())


async def own(ask: Ask) -> Answer:
    """Return the reports of the asker's party, by id. limit, after: in pages, the cursor of the one before.

    due: "true" for those to be looked at again: contradicted in the blind check, or run out, or about to.
    """
    limit = page_size(ask.query.get("limit", str(PAGE)))
    after = ask.query.get("after", "")
    if ask.query.get("due") == "true":
        page = await _due(ask, after, limit + 1)
    else:
        page = sight(ask).own_reports(after, limit + 1)
    found: list[wire.ReportShown] = []
    for at, face in enumerate(page[:limit]):
        if at % SLICE == SLICE - 1:
            await asyncio.sleep(0)
        found.append(faces.report(face, ask.room.texts))
    more = page[limit - 1].id if len(page) > limit else ""
    return shown(wire.Reports(found, faces.law(ask.language), more))


async def _due(ask: Ask, after: str, count: int) -> list[Face]:
    """Return so many reports of the asker's party that are to be looked at again."""
    before_us = ask.room.door.node.now_us() + SOON_US
    found: list[Face] = []
    turns, ids = Turns(), sight(ask).own_ids()
    for at in range(bisect_right(ids, after), len(ids), LOOKED_AT):
        found += sight(ask).due(ids[at : at + LOOKED_AT], before_us)
        if len(found) >= count:
            break
        await turns.next()
    return found[:count]


async def report(ask: Ask) -> Answer:
    """Return one report, as the asker may see it."""
    report_id = inbound.flight_id(ask.path["id"])
    return _answer(ask, seen(sight(ask), report_id))


async def make(ask: Ask) -> Answer:
    """Report a place under an id that the room chooses."""
    body = ask.parsed(_body)
    if body.ovn:
        raise Fault("field_form", "$.ovn", value=body.ovn[:40])
    return await enter(ask, new_uuid(), body)


async def put(ask: Ask) -> Answer:
    """Report a place under an id of one's own, or correct one's report: with `ovn`, of the version to correct."""
    return await enter(ask, inbound.flight_id(ask.path["id"]), ask.parsed(_body))


async def enter(ask: Ask, report_id: str, body: wire.ReportBody) -> Answer:
    """Enter a report, and what it says of others. Sent again under its key, it says again what had not been said yet."""
    elevation = ask.room.elevation
    reads_files = elevation is not None and body.notified is not None and body.notified.height_m is not None
    is_long = reads_files or len(body.outline) > SLICE
    read = await inbound.read(is_long, lambda: reading.report(report_id, body, elevation))
    entered, position = await enter_read(ask, body, read)
    return _answer(ask, seen(sight(ask), entered), position, 200 if body.ovn else 201)


async def enter_read(ask: Ask, body: wire.ReportBody, read: reading.Read, *, stands: bool = False) -> tuple[str, int]:
    """Enter a report that was read; return its id and the position of its entry. stands: it is in, and says the same."""
    _check_ties(ask, body)
    entered, position = read.command.area.id, 0
    if not stands:
        answer = await ask.submit(read.command, msgspec.json.encode(read.texts))
        entered, position = id_of(answer), answer.position
    for other in dict.fromkeys(body.same_as):
        tie = sight(ask).tie(entered, other)
        if tie is None or not any(s.party == ask.actor.party and s.is_same for s in tie.sayings):
            await _tied(ask, entered, other).submit(TieReports(ReportPair(entered, other, True)))
    return entered, position


async def withdraw(ask: Ask) -> Answer:
    """Take back what one reported. It stays to be seen as withdrawn for 90 days."""
    ref = _ref(ask, ask.parsed(_version).ovn)
    answer = await ask.submit(WithdrawReport(ref))
    return _answer(ask, seen(sight(ask), ref.id), answer.position)


async def renew(ask: Ask) -> Answer:
    """Say that a report still holds."""
    body = ask.parsed(_renewal)
    ref = _ref(ask, body.ovn)
    life_us = reading.life_us(body.life_days, "$.life_days")
    answer = await ask.submit(RenewReport(Renewal(ref.id, ref.replaces, ref.ovn, life_us)))
    return _answer(ask, seen(sight(ask), ref.id), answer.position)


async def erase(ask: Ask) -> Answer:
    """Destroy all that was ever typed of a report: names, remarks, links. Where it is stays, until it is withdrawn."""
    ref = _ref(ask, ask.parsed(_version).ovn)
    answer = await ask.submit(EraseReport(ref))
    return _answer(ask, seen(sight(ask), ref.id), answer.position)


async def release(ask: Ask) -> Answer:
    """Release more or less of one report. What was seen cannot be unseen."""
    body = ask.parsed(_release)
    ref = _ref(ask, body.ovn)
    answer = await ask.submit(ReleaseReport(ReportGrants(ref.id, ref.replaces, ref.ovn, reading.grants(body.grants))))
    return _answer(ask, seen(sight(ask), ref.id), answer.position, waiting=waits(answer))


async def explain(ask: Ask) -> Answer:
    """Tell the owner what a party gets of its report now, by which rule, and show it as that party sees it."""
    report_id, viewer = inbound.flight_id(ask.path["id"]), inbound.code(ask.query.get("party", ""), "$query.party")
    held = _own(ask, report_id)
    state, now_us = ask.room.state, ask.room.door.node.now_us()
    rule = site_level(state, held, viewer, max(now_us, state.time_us))
    if rule is None:
        raise No(RoomConflict("no such party", viewer))
    face = SiteView(state, viewer, now_us).face(held)
    return shown(
        wire.SiteExplained(
            viewer,
            faces.level_name(rule.level),
            rule.name,
            [] if face is None else [faces.report(face, ask.room.texts)],
            faces.law(ask.language),
        )
    )


def seen(view: SiteView, report_id: str) -> Face:
    """Return a report as its viewer sees it. Raises `No` where it sees nothing."""
    face = view.report(report_id)
    if face is None:
        raise No(Unknown(report_id, "change"))
    return face


def _answer(ask: Ask, face: Face, position: int = 0, status: int = 200, waiting: str = "") -> Answer:
    body = wire.ReportAnswer(faces.report(face, ask.room.texts), faces.law(ask.language), waiting)
    return shown(body, position, status)


def _own(ask: Ask, report_id: str) -> Report:
    held = ask.room.state.register.reports.get(report_id)
    if held is None or held.party != ask.actor.party:
        raise No(Unknown(report_id, "change"))
    return held


def _ref(ask: Ask, ovn: str) -> ReportRef:
    return ReportRef(inbound.flight_id(ask.path["id"]), ovn, inbound.new_ovn())


def _check_ties(ask: Ask, body: wire.ReportBody) -> None:
    """Refuse what would be refused after the report is in."""
    if len(body.same_as) > SAME_AS:
        raise Fault("field_range", "$.same_as")
    if body.same_as and ask.is_machine:
        raise No(RoomConflict("a person ties", body.same_as[0][:64]))
    for other in body.same_as:
        seen(sight(ask), other)


def _tied(ask: Ask, entered: str, other: str) -> Ask:
    """Return the request to tie two reports that came with one of them, under a key of its own."""
    key = hashlib.sha256(f"same\0{ask.key}\0{other}".encode()).hexdigest() if ask.key else ""
    return msgspec.structs.replace(ask, operation="tieReports", path={"a": entered, "b": other}, body=b"", key=key)


_ONE: Final[dict[int, type[msgspec.Struct]]] = {200: wire.ReportAnswer}
_MADE: Final[dict[int, type[msgspec.Struct]]] = {200: wire.ReportAnswer, 201: wire.ReportAnswer}
_AT: Final = "/room/v1/reports/{id}"

OPERATIONS: Final = (
    Operation(
        "listReports", "GET", "/room/v1/reports", own, Role.OBSERVER, None, {200: wire.Reports},
        query=("limit", "after", "due"),
    ),
    Operation("makeReport", "POST", "/room/v1/reports", make, Role.OFFICER, wire.ReportBody, {201: wire.ReportAnswer}),
    Operation("getReport", "GET", _AT, report, Role.OBSERVER, None, _ONE),
    Operation("putReport", "PUT", _AT, put, Role.OFFICER, wire.ReportBody, _MADE),
    Operation("withdrawReport", "POST", f"{_AT}/withdraw", withdraw, Role.OFFICER, wire.ReportVersion, _ONE),
    Operation("renewReport", "POST", f"{_AT}/renew", renew, Role.OFFICER, wire.RenewBody, _ONE),
    Operation("eraseReport", "POST", f"{_AT}/erase", erase, Role.LEAD, wire.ReportVersion, _ONE),
    Operation("releaseReport", "PUT", f"{_AT}/release", release, Role.OFFICER, wire.SiteReleaseBody, _ONE),
    Operation(
        "explainReport", "GET", f"{_AT}/explain", explain, Role.OFFICER, None, {200: wire.SiteExplained},
        query=("party",),
    ),
)  # fmt: skip
