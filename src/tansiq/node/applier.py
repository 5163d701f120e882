"""Writing a decided entry to everything that follows the log: state, tree, answers. Alike when live and on replay."""

import hashlib
from collections.abc import Callable, Sequence

from tansiq.core.changes import ErasureOrdered, Repeated, ReportErased
from tansiq.core.entry import Entry
from tansiq.core.evolve import evolve
from tansiq.core.limits import REMEMBER_REQUESTS_US
from tansiq.core.state import Decision, State
from tansiq.core.watch_changes import NoteDropped
from tansiq.log import record
from tansiq.log.derived import Answer, Derived, Outcome
from tansiq.log.engine import Blob, Damaged
from tansiq.log.merkle import TILE_WIDTH, cut
from tansiq.node.outbox import Notice, Outbox
from tansiq.node.reply import Reply
from tansiq.node.texts import Texts

Answerer = Callable[[State, Entry, Decision], Reply]
Noticer = Callable[[State, Entry, Decision], Sequence[Notice]]

ERASED = Reply(410, b'{"message":"This was answered, but the answer was erased along with what it was about."}')


class Applier:
    """Collects what is derived of some entries, so that it is handed over at once: `keep` at the end of each slice.

    answer: pure; makes an entry's answer from the state right after it. notices: pure; whom to tell of an entry, from the
    state right before it.
    """

    def __init__(self, state: State, derived: Derived, outbox: Outbox, answer: Answerer, notices: Noticer) -> None:
        self.state = state
        self.derived = derived
        self.outbox = outbox
        self.answer = answer
        self._notices = notices
        self.texts = Texts()
        self.to_erase: dict[int, None] = {}  # ordered; whether the bytes are gone, nobody knows yet
        self._leaves: list[bytes] = []
        self._outcomes: list[Outcome] = []
        self._answers: dict[int, Answer] = {}
        self._tile: tuple[int, list[bytes]] = (-1, [])  # the leaves that were compared last

    def apply(self, entry: Entry, blob: Blob, decision: Decision) -> Reply:
        """Write a new entry, and return its answer."""
        self._evolve(entry, blob, decision)
        reply = self.answer(self.state, entry, decision)
        self._leaves.append(record.leaf_hash(entry.position, record.commitment(blob)))
        self._outcomes.append(Outcome(_outcome(decision, reply), hashlib.sha256(reply.body).digest()))
        if entry.request is not None and not isinstance(decision, Repeated):
            body = b"%d " % reply.status + reply.body
            self._answers[entry.position] = Answer(body, entry.time_us + REMEMBER_REQUESTS_US)
        return reply

    def replay(self, entry: Entry, blob: Blob, decision: Decision) -> None:
        """Write an entry after a restart. What was derived from it and kept is not made again, but compared.

        Raises `Damaged` where the entry is not the one that it was derived from.
        """
        if entry.position > self.derived.position():
            self.apply(entry, blob, decision)
            return
        if self._leaf(entry.position) != record.leaf_hash(entry.position, record.commitment(blob)):
            raise Damaged(
                f"Entry {entry.position} is not the one that was answered: the log or derived.sqlite was changed. Run "
                "`tansiq verify` on the folder. If it finds nothing, delete derived.sqlite and start again; else put a good "
                "copy in place with `tansiq restore`."
            )
        self._evolve(entry, blob, decision)

    def keep(self) -> None:
        """Hand over what was collected."""
        if self._leaves:
            self.derived.add(self.derived.position() + 1, self._leaves, self._outcomes, self._answers)
            self._leaves, self._outcomes, self._answers = [], [], {}

    def answered(self, position: int) -> Reply:
        """Return the answer of a keyed entry of the last 24 h."""
        self.keep()
        stored = self.derived.answer(position)
        assert stored is not None, f"there is no entry {position}"
        if stored.body is None:
            return ERASED
        status, _, body = stored.body.partition(b" ")
        return Reply(int(status), body)

    def outcome(self, position: int) -> str:
        """Return what came of an entry: "done" or "refused", also where its answer was erased."""
        self.keep()
        stored = self.derived.answer(position)
        assert stored is not None, f"there is no entry {position}"
        return stored.outcome

    def _evolve(self, entry: Entry, blob: Blob, decision: Decision) -> None:
        if entry.position > self.outbox.position:
            self.outbox.follow(entry.position, entry.time_us, self._notices(self.state, entry, decision))
        evolve(self.state, entry, decision)
        if blob.erasable:
            self.texts.keep(self.state, entry.position, blob)
        if isinstance(decision, ErasureOrdered):
            self.to_erase[decision.position] = None
            self.texts.forget(decision.position)
        elif isinstance(decision, ReportErased):
            for position in decision.positions:
                self.to_erase[position] = None
                self.texts.forget(position)
        elif isinstance(decision, NoteDropped) and decision.position:
            self.to_erase[decision.position] = None
            self.texts.forget(decision.position)

    def _leaf(self, position: int) -> bytes:
        tile, within = divmod(position - 1, TILE_WIDTH)
        if self._tile[0] != tile:
            self._tile = tile, cut(self.derived.tree.tile(0, tile))
        return self._tile[1][within]


def _outcome(decision: Decision, reply: Reply) -> str:
    if isinstance(decision, Repeated):
        return f"repeated {decision.position}"
    return "done" if reply.status < 400 else "refused"
