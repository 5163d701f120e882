"""Writing a decided entry to everything that follows the log: state, tree, answers. Alike when live and on replay."""

import hashlib
from collections.abc import Callable

from tansiq.core.changes import ErasureOrdered, Repeated
from tansiq.core.entry import Entry
from tansiq.core.limits import REMEMBER_REQUESTS_US
from tansiq.core.state import Decision, State, evolve
from tansiq.log import record
from tansiq.log.derived import Answer, Derived, Outcome
from tansiq.log.engine import Blob
from tansiq.node.reply import Reply

Answerer = Callable[[State, Entry, Decision], Reply]


class Applier:
    """Collects what is derived of some entries, so that it is handed over at once: `keep` at the end of each slice.

    answer: pure; makes an entry's answer from the state right after it.
    """

    def __init__(self, state: State, derived: Derived, answer: Answerer) -> None:
        self.state = state
        self.derived = derived
        self.answer = answer
        self.to_erase: list[int] = []  # ordered; whether the bytes are gone, nobody knows yet
        self._leaves: list[bytes] = []
        self._outcomes: list[Outcome] = []
        self._answers: dict[int, Answer] = {}

    def apply(self, entry: Entry, blob: Blob, decision: Decision) -> Reply:
        """Write one entry, and return its answer. Derived data that is there already (after a restart) is left alone."""
        evolve(self.state, entry, decision)
        if isinstance(decision, ErasureOrdered):
            self.to_erase.append(decision.position)
        reply = self.answer(self.state, entry, decision)
        if entry.position > self.derived.position():
            self._leaves.append(record.leaf_hash(entry.position, record.commitment(blob)))
            self._outcomes.append(Outcome(_outcome(decision, reply), hashlib.sha256(reply.body).digest()))
            if entry.request is not None and not isinstance(decision, Repeated):
                body = b"%d " % reply.status + reply.body
                self._answers[entry.position] = Answer(body, entry.time_us + REMEMBER_REQUESTS_US)
        return reply

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
        assert stored.body is not None, f"the answer of entry {position} is lost"
        status, _, body = stored.body.partition(b" ")
        return Reply(int(status), body)


def _outcome(decision: Decision, reply: Reply) -> str:
    if isinstance(decision, Repeated):
        return f"repeated {decision.position}"
    return "done" if reply.status < 400 else "refused"
