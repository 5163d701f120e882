"""A room to look at: six fictional parties over the Gulf of Aden, living in time relative to now.

Everything is entered through the room's own rules, as its parties would: what the door refuses is not in the scene.
"""

import contextlib
import signal
import tempfile
from pathlib import Path

import msgspec
import uvloop
from msgspec import Struct
from rich.console import Console

from tansiq import assemble
from tansiq.assemble import running
from tansiq.config import load
from tansiq.core.commands import (
    Command,
    FoundRoom,
    GrantRole,
    Propose,
    ProposeAgreement,
    PutZone,
    SetPresets,
    Vote,
)
from tansiq.core.entry import HOST, Actor
from tansiq.core.movement_commands import MovementNews, TellMovement
from tansiq.core.movements import MovementState
from tansiq.core.release import Asked
from tansiq.core.room import (
    Charter,
    ItemClass,
    Matter,
    PlanLevel,
    Preset,
    Role,
    Shift,
    Side,
    Threshold,
)
from tansiq.core.room_commands import (
    AgreementWish,
    DelegateGrant,
    Founding,
    PresetsWish,
    ProposalWish,
    VoteCast,
    ZonePlan,
    ZonePrivate,
)
from tansiq.core.site_commands import ReleaseReport, ReportGrants, ReportPair, TieReports
from tansiq.core.units import DAY_US, HOUR_US, MINUTE_US, US
from tansiq.credentials.store import Credentials
from tansiq.demo import aden_cast
from tansiq.demo.aden_cast import PARTIES, Part
from tansiq.demo.aden_ground import GROUND, Ground, Moved, Reported, body_of, id_of, movement_body
from tansiq.demo.aden_notices import NOTICES, Told, order
from tansiq.demo.opening import open_page
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import inbound, movement_face, planning, refused, wire
from tansiq.gateways.room.heights import FL_MM
from tansiq.gateways.room.register import reading
from tansiq.gateways.room.sky import Sky, air_of
from tansiq.gateways.room.volumes import volumes
from tansiq.gateways.room.words import said
from tansiq.log.folder import open_folder
from tansiq.node.chance import random_bytes
from tansiq.node.clock import Clock
from tansiq.node.loop import Node, Proposal

INVITATION_US = 7 * DAY_US


class Guest(Struct, frozen=True):
    """A party, and the link by which its first lead comes in."""

    party: str
    name: str
    link: str


def run(*, data: str, listen: str, no_serve: bool, no_browser: bool) -> int:
    """Set the room up, print the way in for each party, open the page as the first of them, and serve until Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console(markup=False, highlight=False)
    with contextlib.ExitStack() as held:
        folder = data or held.enter_context(tempfile.TemporaryDirectory(prefix="tansiq-demo-"))
        guests = uvloop.run(set_up(folder, f"http://{listen}"))
        _show(console, guests)
        if not no_serve:
            config = load("", {"data": folder, "listen": listen, "metrics": ""})

            def ready(url: str) -> None:
                console.print(f"\nOpen at {url}   (Ctrl-C ends it)")
                if not no_browser and open_page(guests[0].link):
                    console.print(f"Opened in your browser, with the link of {guests[0].party}.")

            with contextlib.suppress(KeyboardInterrupt):
                uvloop.run(assemble.serve(config, ready=ready))
    return 0


def _show(console: Console, guests: list[Guest]) -> None:
    """Print the links whole, each on a line of its own, so that a terminal can open them."""
    console.print("Gulf of Aden, a room of six parties. All parties, people and flights are invented.\n")
    console.print("The way in for the lead of each party; a link works once:\n")
    for guest in guests:
        console.print(f"  {guest.party}  {guest.name}")
        console.print(f"       {guest.link}", soft_wrap=True)
    console.print("\nWhat to try with it: docs/start.md")


async def set_up(
    data: str,
    url: str,
    notices: tuple[Told, ...] = NOTICES,
    ground: Ground = GROUND,
    clock: Clock | None = None,
) -> list[Guest]:
    """Set the room up in a folder that has none yet, and return the ways in. clock: when that is; now by default."""
    config = load("", {"data": data, "metrics": ""})
    with open_folder(Path(data)) as folder:
        async with running(config, folder, clock=clock) as started:
            stage = _Stage(started.node)
            if started.node.state.charter is None:
                await stage.play(notices, ground)
            with contextlib.closing(Credentials(folder.secrets)) as people:
                now_us = started.node.now_us()
                return [
                    Guest(
                        code,
                        names["en"],
                        f"{url}/#invitation={people.invite(_lead(code), now_us, INVITATION_US)}",
                    )
                    for code, names in PARTIES.items()
                ]


def _lead(party: str) -> str:
    return f"person-{party.lower()}-lead"


class _Stage:
    """Enters the scene into the log, in the order in which it came about."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._now_us = node.now_us()

    async def play(self, notices: tuple[Told, ...], ground: Ground) -> None:
        await self._gather()
        for part in aden_cast.FLIGHTS:
            await self._fly(part)
        for zone in aden_cast.ZONES:
            await self._announce(zone)
        await self._talk()
        for told in notices:
            command, words = order(told, self._now_us)
            await self._order(self._as(told.party), command, words)
        for reported in ground.reports:
            await self._report(reported)
        for moved in ground.movements:
            await self._move(moved)

    async def _gather(self) -> None:
        first, *others = PARTIES
        charter = Charter(
            name="Gulf of Aden",
            admit=Threshold(2, 3),
            default_manned=PlanLevel.RESERVATION,
            default_unmanned=PlanLevel.EXISTENCE,
        )
        await self._order(HOST, FoundRoom(Founding(charter, first)), {"names": PARTIES[first]})
        await self._let_in(first)
        members = [first]
        for code in others:
            wish = ProposalWish(f"proposal-{code.lower()}", Matter.ADMIT, code, None, self._now_us + HOUR_US)
            words = {"names": PARTIES[code], "contact": f"{code} watch, 24 h", "voice": [f"+967 1 {len(members)}00"]}
            await self._order(self._as(first), Propose(wish), words)
            for voter in members[1:]:
                if wish.id in self._node.state.proposals:
                    await self._order(self._as(voter), Vote(VoteCast(wish.id, True)))
            await self._let_in(code)
            members.append(code)
        await self._order(
            self._as("SVR"),
            SetPresets(PresetsWish((Preset(ItemClass.MANNED, "", PlanLevel.EXISTENCE),))),
        )
        late = ProposalWish("proposal-tdm", Matter.ADMIT, "TDM", None, self._now_us + 6 * HOUR_US)
        called = {"names": {"en": "Tadmor Survey"}}
        words = called | {"described": called, "reason": "They fly small aircraft along the coast from Monday on."}
        await self._order(self._as("AUR"), Propose(late), words)

    async def _let_in(self, party: str) -> None:
        grant = GrantRole(DelegateGrant(_lead(party), party, Role.LEAD, False))
        await self._order(HOST, grant, {"name": f"{party} lead"})

    async def _fly(self, part: Part) -> None:
        """Book a flight, naming what it meets, then bring it to its state."""
        ovn = ""
        for state in ("Accepted", *part.then):
            off = [self._volume(part)] if state in ("Nonconforming", "Contingent") else []
            body = wire.FlightBody(
                volumes=[self._volume(part)],
                is_manned=part.is_manned,
                contact=f"{part.party} watch, 121.5",
                ovn=ovn,
                state=state,
                off_nominal=off,
                precedence=part.precedence,
                reason=part.reason,
                callsign=part.callsign,
                aircraft_type=part.aircraft_type,
                frequencies=["126.70"],
                grants=[wire.Grant(viewer, level) for viewer, level in part.grants],
            )
            ovn = await self._book(part, body)

    async def _book(self, part: Part, body: wire.FlightBody) -> str:
        charter, view = self._node.state.charter, self._node.view(part.party)
        assert charter is not None
        command = inbound.put_flight(part.id, body, charter, (), self._sky())
        asked = Asked(part.id, command.reservation.volumes)
        met = planning.conflicts(asked, body.is_manned, planning.neighbours(view, asked, charter), charter)
        near = view.intents_near(asked.volumes, asked)
        private = msgspec.structs.replace(
            command.private,
            key=tuple(intent.ovn for intent in near if intent.id != part.id),
            accepts=tuple(found.intent.id for found in met),
        )
        words = msgspec.to_builtins(wire.Texts(body.contact, body.remarks, body.reason))
        await self._order(self._as(part.party), msgspec.structs.replace(command, private=private), words)
        return private.ovn

    def _sky(self) -> Sky:
        return Sky(air_of(self._node.state), 0)

    def _volume(self, part: Part) -> wire.VolumeBody:
        start, end = part.minutes
        corners = [wire.Point(part.lat + y, part.lon + x) for y, x in part.corners]
        units = "FL" if part.reference == "FL" else "FT"
        return wire.VolumeBody(
            self._at(start),
            self._at(end),
            wire.Height(part.reference, part.low, units),
            wire.Height(part.reference, part.high, units),
            polygon=corners,
        )

    async def _announce(self, zone: aden_cast.Closed) -> None:
        charter = self._node.state.charter
        assert charter is not None
        places = volumes([self._volume(zone.part)], "$", charter, self._sky())
        plan = ZonePlan(zone.part.id, zone.kind, zone.life, (), places, corridor_m=zone.corridor_m)
        words = {"name": zone.name, "authority": zone.authority, "contact": f"{zone.part.party} tower 118.10"}
        await self._order(self._as(zone.part.party), PutZone(plan, ZonePrivate("", inbound.new_ovn())), words)

    async def _talk(self) -> None:
        """HAL asks MRD to move, and offers to start later itself."""
        wish = AgreementWish(
            f"agreement-{random_bytes(9).hex()}",
            aden_cast.HAL_23,
            aden_cast.MRD_07,
            (
                (Shift(Side.TO, 0, 70 * FL_MM),),
                (Shift(Side.BY, 75 * 60 * US, 0),),
            ),
            self._now_us + 20 * MINUTE_US,
        )
        words = {"words": "Could you move to FL130-FL150? Else we start 75 minutes later."}
        await self._order(self._as("HAL"), ProposeAgreement(wish), words)

    async def _report(self, reported: Reported) -> None:
        """Report a place, say to whom it is released, and of which other report's place it is."""
        read = reading.report(reported.id, body_of(reported, self._now_us), None)
        by, made = self._as(reported.party), read.command
        await self._order(by, made, read.texts)
        grants = reading.grants(list(reported.grants))
        await self._order(by, ReleaseReport(ReportGrants(reported.id, made.private.ovn, inbound.new_ovn(), grants)))
        if reported.same_as:
            await self._order(by, TieReports(ReportPair(reported.id, id_of(reported.same_as), True)))

    async def _move(self, moved: Moved) -> None:
        body, movement_id, by = movement_body(moved, self._now_us), id_of(moved.number), self._as(moved.party)
        command = movement_face.command_of(movement_id, body)
        await self._order(by, command, msgspec.Raw(movement_face.texts_of(body)))
        if moved.has_departed:
            news = MovementNews(movement_id, command.private.ovn, inbound.new_ovn(), MovementState.DEPARTED)
            await self._order(by, TellMovement(news))

    def _as(self, party: str) -> Actor:
        return Actor(party, _lead(party))

    def _at(self, minutes: float) -> str:
        return format_us(self._now_us + round(minutes * MINUTE_US))

    async def _order(self, actor: Actor, command: Command, words: object = None) -> None:
        body = b"" if words is None else msgspec.json.encode(words)
        outcome = await self._node.submit(Proposal(actor, command, None, body))
        if outcome.reply.status >= 400:
            _, code, values = refused.explain(refused.decode(outcome.reply.body))
            raise AssertionError(f"the demo broke a rule of the room: {said('en', code, **values)}")
