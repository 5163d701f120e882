"""A walk through the log for one party and one flight or zone: each time it was given something else of it is a fact.

Everything here follows from the party's own view at each entry, as the release rule gave it out then. Who made an entry is said
only where the view names the owner, and the owner made it, or the asker's own party did.
"""

from collections import OrderedDict
from typing import Final

from msgspec import Struct

from tansiq.core.accounts import AccountGiven, Subject, SubjectKind
from tansiq.core.changes import (
    Agreed,
    AgreementPut,
    AgreementsForgotten,
    ConstraintGone,
    Expired,
    IntentGone,
)
from tansiq.core.decide import decide
from tansiq.core.entry import Entry
from tansiq.core.evolve import evolve
from tansiq.core.model import Constraint, Intent
from tansiq.core.notice_changes import NoticePut, NoticesPut
from tansiq.core.notices import Notice
from tansiq.core.release import View, releases
from tansiq.core.release_notices import SeenNotice, as_seen
from tansiq.core.room import Agreement, PartyState, PlanLevel
from tansiq.core.state import Decision, State
from tansiq.gateways.room.incident.meetings import Meetings
from tansiq.gateways.room.past.replays import Log
from tansiq.gateways.room.past.shown import WantedIncident
from tansiq.gateways.room.plan_items import Item, of_flight, of_zone, what
from tansiq.node.snapshots import READ_AT_ONCE, entry_of

FACTS: Final = 1_000  # in one report: it is read by people
WALKS: Final = 2  # kept, each with a state of its own


class Fact(Struct, frozen=True):
    """One thing that became known. party: whose entry it was, "" where that is not told. code: of its words. words: further
    codes of words, as of what changed. item: as it was seen from then on; None where it was not. other: what it met, or which
    notice or agreement this is."""

    time_us: int
    position: int
    party: str
    code: str
    words: tuple[str, ...] = ()
    item: Item | None = None
    other: str = ""


class Walk:
    """What one party was given of one flight or zone, up to a position of the log."""

    def __init__(self, viewer: str, about: str) -> None:
        self.viewer = viewer
        self.about = about
        self.state = State()
        self.facts: list[Fact] = []
        self.left_out = 0  # facts beyond those
        self.item: Item | None = None  # as it is seen now
        self.face: Intent | Constraint | None = None  # as it was seen last
        self.notices: dict[str, SeenNotice] = {}
        self.readers: tuple[str, ...] = ()  # who was told whose it is
        self.meetings = Meetings()
        self._steps: dict[tuple[str, int], int] = {}

    @property
    def subject(self) -> Subject:
        """What the walk is about; only after it was seen."""
        assert self.face is not None, "nothing was seen"
        return Subject(SubjectKind.FLIGHT if isinstance(self.face, Intent) else SubjectKind.ZONE, self.about)

    def bring(self, log: Log, until: int) -> None:
        """Go on through the log. Raises `Outage`."""
        state = self.state
        while state.position < until:
            for blob in log.after(state.position, min(READ_AT_ONCE, until - state.position)):
                entry = entry_of(state.position + 1, blob)
                decision = decide(state, entry)
                if _ends(decision, self.about):
                    self.readers = self.readers_now()
                was_there = self._is_there()
                evolve(state, entry, decision)
                self._look(entry, decision, was_there=was_there)

    def readers_now(self) -> tuple[str, ...]:
        """Return the parties that are told whose the flight or zone is: as it stands, or stood when it ended."""
        state, now_us = self.state, self.state.time_us
        intent, zone = state.intents.get(self.about), state.constraints.get(self.about)
        if intent is None and zone is None:
            return self.readers
        members = [p.code for p in state.parties.values() if _is_in(state, p.code)]
        if intent is not None:
            return tuple(
                code for code in members if releases(state, intent, code, now_us).level >= PlanLevel.RESERVATION
            )
        faces = ((code, View(state, code, now_us).constraint(self.about)) for code in members)
        return tuple(code for code, face in faces if face is not None and face.manager)

    def _is_there(self) -> bool:
        return self.about in self.state.intents or self.about in self.state.constraints

    def _look(self, entry: Entry, decision: Decision, *, was_there: bool) -> None:
        view = View(self.state, self.viewer, entry.time_us)
        face = self._seen(view)
        item = None if face is None else of_flight(face) if isinstance(face, Intent) else of_zone(face)
        if item != self.item:
            self._changed(entry, item, face, was_there=was_there)
        if face is not None:
            self.face = face
        for met in self.meetings.look(view, self.state, face, decision, is_changed=item != self.item):
            self._add(Fact(entry.time_us, entry.position, "", met.code, other=met.id))
        self.item = item
        self._hear(entry, decision)

    def _seen(self, view: View) -> Intent | Constraint | None:
        """Who was no member then had been given nothing."""
        if not _is_in(self.state, self.viewer):
            return None
        if self.about in self.state.intents:
            return view.intent(self.about)
        return view.constraint(self.about) if self.about in self.state.constraints else None

    def _changed(self, entry: Entry, item: Item | None, face: Intent | Constraint | None, *, was_there: bool) -> None:
        old = self.item
        shown = face or self.face
        owner = shown.manager if shown is not None else ""
        party = entry.actor.party if entry.actor.party in (owner, self.viewer) else ""
        words: tuple[str, ...] = ()
        if item is None:
            code = "fact-hidden" if self._is_there() else "fact-ended"
        elif old is None:
            code = "fact-booked" if party and not was_there else "fact-shown"
        else:
            code, words = "fact-changed", tuple(what(old, item))
        if words or code != "fact-changed":
            self._add(Fact(entry.time_us, entry.position, party, code, words, item))

    def _hear(self, entry: Entry, decision: Decision) -> None:
        """Take up what was said about it to or by the asker's party."""
        match decision:
            case NoticePut(notice, replaced):
                for each in (replaced, notice):
                    if each is not None:
                        self._notice(entry, each)
            case NoticesPut(notices):
                for each in notices:
                    self._notice(entry, each)
            case AgreementPut(agreement) | Agreed(agreement):
                self._agreement(entry, agreement)
            case AgreementsForgotten(lapsed):
                for each in lapsed:
                    self._agreement(entry, each)
            case AccountGiven(account) if account.about.id == self.about and self.viewer in account.readers:
                self._add(Fact(entry.time_us, entry.position, account.party, "fact-account"))
            case _:
                pass

    def _notice(self, entry: Entry, notice: Notice) -> None:
        seen = as_seen(self.state, self.viewer, notice)
        if seen is None or not _is_about(seen.notice, self.about):
            return
        self.notices[notice.id] = seen
        for n, ladder in enumerate(seen.notice.ladders):
            known = self._steps.get((notice.id, n), 0)
            self._steps[notice.id, n] = len(ladder.steps)
            for step in ladder.steps[known:]:
                party = notice.by if step.kind == "sent" else ladder.party
                words = (step.kind, *((step.answer,) if step.answer is not None else ()))
                self._add(Fact(entry.time_us, entry.position, party, "fact-notice", words, other=notice.id))

    def _agreement(self, entry: Entry, agreement: Agreement) -> None:
        """The other side may be one that is not named: only what the asker's own party did has its name."""
        if self.face is None or self.viewer not in (agreement.by, agreement.to):
            return
        own, others = (
            (agreement.ours, agreement.theirs) if agreement.by == self.viewer else (agreement.theirs, agreement.ours)
        )
        if self.about not in (own, agreement.shown if agreement.by == self.viewer else others):
            return
        party = self.viewer if entry.actor.party == self.viewer else ""
        self._add(Fact(entry.time_us, entry.position, party, "fact-agreement", (agreement.state,), other=agreement.id))

    def _add(self, fact: Fact) -> None:
        if len(self.facts) < FACTS:
            self.facts.append(fact)
        else:
            self.left_out += 1


class Walks:
    """The walks that were asked for last: another language, or a little later, and they need not begin anew."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._kept: OrderedDict[tuple[str, str], Walk] = OrderedDict()

    def of(self, wanted: WantedIncident) -> Walk:
        """Return the walk that is wanted, as far as the log was written when it was asked for. Raises `Outage`."""
        key = (wanted.viewer, wanted.about)
        walk = self._kept.pop(key, None)
        if walk is None or walk.state.position > wanted.last:
            walk = Walk(*key)
        while len(self._kept) >= WALKS:
            self._kept.popitem(last=False)
        walk.bring(self._log, wanted.last)
        self._kept[key] = walk
        return walk


def _is_in(state: State, code: str) -> bool:
    party = state.parties.get(code)
    return party is not None and party.state in (PartyState.MEMBER, PartyState.SUSPENDED)


def _ends(decision: Decision, about: str) -> bool:
    match decision:
        case IntentGone(intent):
            return intent.id == about
        case ConstraintGone(constraint):
            return constraint.id == about
        case Expired(intents, constraints):
            return about in intents or about in constraints
        case _:
            return False


def _is_about(notice: Notice, about: str) -> bool:
    return notice.about.id == about or any(about in (ladder.item, ladder.flight) for ladder in notice.ladders)
