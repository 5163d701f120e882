"""What a command about the watch does."""

from msgspec import Struct

from tansiq.core.notices import Notice
from tansiq.core.watch import Note, Sheet, Watch


class WatchPut(Struct, frozen=True, gc=False, tag="watch_put"):
    """watch: as it is now. sheet: by which it was taken over, None where it was not."""

    watch: Watch
    sheet: Sheet | None = None


class Present(Struct, frozen=True, gc=False, tag="present"):
    """A person on watch for a party is there."""

    party: str


class NoteKept(Struct, frozen=True, gc=False, tag="note_kept"):
    """note: as it was written down."""

    note: Note


class NoteDropped(Struct, frozen=True, gc=False, tag="note_dropped"):
    """id: of a note of a party. is_erased: sheets lose its words too. position: of the entry whose erasable part is then
    destroyed by each node, 0 where there is none any more."""

    party: str
    id: str
    is_erased: bool = False
    position: int = 0


class DrillStarted(Struct, frozen=True, gc=False, tag="drill_started"):
    """notice: by which it is held. watch: of the party, as it is now."""

    notice: Notice
    watch: Watch


WatchChange = WatchPut | Present | NoteKept | NoteDropped | DrillStarted
