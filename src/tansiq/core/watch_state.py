"""The watches, notes, sheets and drills that are in the state."""

from collections.abc import Callable

import msgspec
from msgspec import Struct

from tansiq.core.entry import HOST
from tansiq.core.limits import DRILLS_KEPT, SHEETS_KEPT
from tansiq.core.notices import Means, Notice, NoticeKind, StepKind
from tansiq.core.watch import Drill, Note, Sheet, Watch, WatchRules
from tansiq.core.watch_changes import DrillStarted, NoteDropped, NoteKept, Present, WatchChange, WatchPut

Refer = Callable[[int, int], None]  # counts, by its position, what refers to an erasable part


class SavedWatches(Struct, frozen=True, gc=False):
    """The watches as data: by party, notes oldest first."""

    watches: list[Watch]
    proven: list[tuple[str, int]]
    notes: list[Note]
    sheets: list[tuple[str, tuple[Sheet, ...]]]
    drills: list[tuple[str, tuple[Drill, ...]]]
    alive: list[tuple[str, dict[str, int]]]


class WatchBook:
    """Read it freely; only `evolve` and `from_snapshot` write it."""

    def __init__(self) -> None:
        self.watches: dict[str, Watch] = {}  # by party; none where nobody ever took it
        self.proven: dict[str, int] = {}  # persons on watch -> when they last did something
        self.notes: dict[str, Note] = {}  # oldest first
        self.sheets: dict[str, tuple[Sheet, ...]] = {}  # party -> those that were accepted, oldest first
        self.drills: dict[str, tuple[Drill, ...]] = {}  # party -> the last ones, oldest first
        self.alive: dict[str, dict[str, int]] = {}  # party -> means -> when it was last proven to reach somebody
        self.notes_of: dict[str, dict[str, None]] = {}  # derived: party -> its notes, oldest first

    def of(self, party: str) -> Watch:
        """Return the watch of a party."""
        return self.watches.get(party) or Watch(party)

    def is_there(self, person: str, rules: WatchRules, now_us: int) -> bool:
        """Return whether a person on watch did something lately enough."""
        proven_us = self.proven.get(person)
        return proven_us is not None and now_us <= proven_us + rules.prove_us + rules.prompt_us

    def nobody_since_us(self, party: str, rules: WatchRules, now_us: int) -> int | None:
        """Return since when nobody is on watch for a party: None where somebody is, 0 where nobody ever was."""
        watch = self.of(party)
        if any(self.is_there(post.person, rules, now_us) for post in watch.posts):
            return None
        return max((self.proven[post.person] for post in watch.posts), default=watch.vacant_us)

    def apply(self, change: WatchChange, now_us: int, refer: Refer) -> None:
        """Write what was decided."""
        match change:
            case WatchPut(watch, sheet):
                self._put(watch, now_us)
                if sheet is not None:
                    self._keep(sheet, refer)
            case Present(party):
                self._reached(party, Means.PAGE, now_us)
            case NoteKept(note):
                self.put_note(note, refer)
            case NoteDropped(party, note_id, is_erased):
                self._drop_note(party, note_id, refer)
                if is_erased:
                    self._erase_note(party, note_id, refer)
            case DrillStarted(notice, watch):
                self._put(watch, now_us)
                assert watch.drilled is not None
                drill = Drill(notice.id, watch.drilled, now_us)
                self.drills[watch.party] = (*self.drills.get(watch.party, ()), drill)[-DRILLS_KEPT:]

    def prove(self, person: str, now_us: int) -> None:
        """Take down that a person did something."""
        if person in self.proven:
            self.proven[person] = now_us

    def heard(self, notice: Notice) -> None:
        """Take down how a drill goes on, from the steps of its notice."""
        if notice.kind is not NoticeKind.DRILL or notice.by != HOST.party:
            return
        for ladder in notice.ladders:
            for step in ladder.steps:
                if step.means is not Means.ROOM:
                    self._reached(ladder.party, step.means, step.time_us)
            answer = next((step for step in ladder.steps if step.kind is StepKind.ANSWERED), None)
            now = {
                "level": ladder.level,
                "answered_us": answer.time_us if answer is not None else 0,
                "means": answer.means if answer is not None else None,
            }
            self.drills[ladder.party] = tuple(
                msgspec.structs.replace(drill, **now) if drill.id == notice.id else drill
                for drill in self.drills.get(ladder.party, ())
            )

    def drop_person(self, person: str, party: str, now_us: int) -> None:
        """Take a person off the watch who may not act for the party any more."""
        watch = self.watches.get(party)
        if watch is None:
            return
        handover = watch.handover
        if handover is not None and person in (handover.by, handover.to):
            handover = None
        holder = watch.holder
        if holder is not None and holder.person == person:
            holder = None
        deputies = tuple(post for post in watch.deputies if post.person != person)
        drill_us = watch.drill_us if holder is not None else 0
        self._put(
            msgspec.structs.replace(watch, holder=holder, deputies=deputies, handover=handover, drill_us=drill_us),
            now_us,
        )

    def drop_party(self, party: str, refer: Refer) -> None:
        """Forget all of a party that left: nobody could read it any more."""
        watch = self.watches.pop(party, None)
        for post in watch.posts if watch is not None else ():
            del self.proven[post.person]
        for note_id in list(self.notes_of.get(party, ())):
            self._drop_note(party, note_id, refer)
        for sheet in self.sheets.pop(party, ()):
            _refer_sheet(sheet, -1, refer)
        self.drills.pop(party, None)
        self.alive.pop(party, None)

    def put_note(self, note: Note, refer: Refer) -> None:
        """Keep a note."""
        self.notes[note.id] = note
        self.notes_of.setdefault(note.party, {})[note.id] = None
        refer(note.texts, +1)

    def save(self) -> SavedWatches:
        """Return it as data: equal watches give equal data."""
        return SavedWatches(
            [self.watches[i] for i in sorted(self.watches)],
            sorted(self.proven.items()),
            list(self.notes.values()),
            sorted(self.sheets.items()),
            sorted(self.drills.items()),
            [(party, dict(sorted(self.alive[party].items()))) for party in sorted(self.alive)],
        )

    def restore(self, saved: SavedWatches, refer: Refer) -> None:
        """Fill an empty book from data."""
        self.watches = {watch.party: watch for watch in saved.watches}
        self.proven = dict(saved.proven)
        for note in saved.notes:
            self.put_note(note, refer)
        self.sheets = dict(saved.sheets)
        for sheets in self.sheets.values():
            for sheet in sheets:
                _refer_sheet(sheet, +1, refer)
        self.drills = dict(saved.drills)
        self.alive = dict(saved.alive)

    def _put(self, watch: Watch, now_us: int) -> None:
        old = self.of(watch.party)
        if not watch.posts and old.posts:
            watch = msgspec.structs.replace(watch, vacant_us=now_us)
        for post in old.posts:
            if all(post.person != each.person for each in watch.posts):
                self.proven.pop(post.person, None)
        for post in watch.posts:
            self.proven.setdefault(post.person, now_us)
        self.watches[watch.party] = watch

    def _reached(self, party: str, means: Means, time_us: int) -> None:
        of_party = self.alive.setdefault(party, {})
        of_party[means] = max(of_party.get(means, 0), time_us)

    def _keep(self, sheet: Sheet, refer: Refer) -> None:
        sheets = (*self.sheets.get(sheet.party, ()), sheet)
        _refer_sheet(sheet, +1, refer)
        for old in sheets[:-SHEETS_KEPT]:
            _refer_sheet(old, -1, refer)
        self.sheets[sheet.party] = sheets[-SHEETS_KEPT:]

    def _drop_note(self, party: str, note_id: str, refer: Refer) -> None:
        note = self.notes.pop(note_id, None)
        if note is None:  # crossed out before; now its words go from the sheets too
            return
        refer(note.texts, -1)
        del self.notes_of[party][note_id]
        if not self.notes_of[party]:
            del self.notes_of[party]

    def _erase_note(self, party: str, note_id: str, refer: Refer) -> None:
        for sheet in self.sheets.get(party, ()):
            for each, position in sheet.notes:
                if each == note_id:
                    refer(position, -1)
        kept = tuple(
            msgspec.structs.replace(sheet, notes=tuple(note for note in sheet.notes if note[0] != note_id))
            for sheet in self.sheets.get(party, ())
        )
        if kept:
            self.sheets[party] = kept


def _refer_sheet(sheet: Sheet, step: int, refer: Refer) -> None:
    for _, position in sheet.notes:
        refer(position, step)
