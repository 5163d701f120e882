"""The notices, calls and accounts that are in the state, and what finds them: by party, and by when they are due."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable

from tansiq.core.accounts import Account, AccountGiven
from tansiq.core.notice_changes import CallLogged, NoticeChange, NoticePut, NoticesForgotten, NoticesPut
from tansiq.core.notices import Call, Level, Notice

Refer = Callable[[int, int], None]  # counts, by its position, what refers to an erasable part


class NoticeBook:
    """Read it freely; only `evolve` and `from_snapshot` write it."""

    def __init__(self) -> None:
        self.notices: dict[str, Notice] = {}  # oldest first
        self.calls: dict[str, Call] = {}  # oldest first
        self.accounts: dict[str, Account] = {}  # oldest first
        # Derived from the above.
        self.notices_of: dict[str, dict[str, None]] = {}  # party -> those that it sent or was sent, oldest first
        self.due: list[
            tuple[int, str, str]
        ] = []  # time, notice, party: what goes a level up then unless it is answered
        self.unreached: dict[str, None] = {}  # of which somebody was not reached
        self.sent_by: dict[str, int] = {}  # party -> notices of its own that are kept
        self.open_by: dict[str, int] = {}  # party -> of these, those that wait for an answer
        self.calls_of: dict[str, dict[str, None]] = {}  # party -> its calls, oldest first

    def due_before(self, time_us: int) -> list[tuple[int, str, str]]:
        """Return what is due at a time or was before, by time."""
        return self.due[: bisect_right(self.due, time_us, key=lambda each: each[0])]

    def apply(self, change: NoticeChange, refer: Refer) -> None:
        """Write what was decided."""
        match change:
            case NoticePut(notice, replaced):
                if replaced is not None:
                    self.put(replaced, refer)
                self.put(notice, refer)
            case NoticesPut(notices):
                for notice in notices:
                    self.put(notice, refer)
            case NoticesForgotten(notices, calls, accounts):
                for notice_id in notices:
                    self._drop(notice_id, refer)
                for call_id in calls:
                    call = self.calls.pop(call_id)
                    _discard(self.calls_of, call.party, call.id)
                    refer(call.texts, -1)
                for account_id in accounts:
                    refer(self.accounts.pop(account_id).texts, -1)
            case CallLogged(call):
                self.put_call(call, refer)
            case AccountGiven(account):
                self.put_account(account, refer)

    def put(self, notice: Notice, refer: Refer) -> None:
        """Put a notice in place of what was there under its id."""
        old = self.notices.get(notice.id)
        if old is not None:
            self._unlist(old, refer)
        self.notices[notice.id] = notice
        for position in _texts(notice):
            refer(position, +1)
        for party in _parties(notice):
            self.notices_of.setdefault(party, {})[notice.id] = None
        if any(ladder.level is Level.EXHAUSTED for ladder in notice.ladders):
            self.unreached[notice.id] = None
        for ladder in notice.ladders:
            if ladder.next_us:
                insort(self.due, (ladder.next_us, notice.id, ladder.party))
        _count(self.sent_by, notice.by, +1)
        _count(self.open_by, notice.by, 0 if notice.is_closed else +1)

    def put_call(self, call: Call, refer: Refer) -> None:
        """Keep a call."""
        self.calls[call.id] = call
        self.calls_of.setdefault(call.party, {})[call.id] = None
        refer(call.texts, +1)

    def put_account(self, account: Account, refer: Refer) -> None:
        """Keep an account."""
        self.accounts[account.id] = account
        refer(account.texts, +1)

    def _drop(self, notice_id: str, refer: Refer) -> None:
        old = self.notices.pop(notice_id)
        self._unlist(old, refer)
        self.unreached.pop(notice_id, None)
        for party in _parties(old):
            _discard(self.notices_of, party, notice_id)

    def _unlist(self, old: Notice, refer: Refer) -> None:
        for position in _texts(old):
            refer(position, -1)
        for ladder in old.ladders:
            if ladder.next_us:
                del self.due[bisect_left(self.due, (ladder.next_us, old.id, ladder.party))]
        _count(self.sent_by, old.by, -1)
        _count(self.open_by, old.by, 0 if old.is_closed else -1)


def _texts(notice: Notice) -> list[int]:
    steps = [step.texts for ladder in notice.ladders for step in ladder.steps if step.texts]
    return [notice.texts, *steps]


def _parties(notice: Notice) -> list[str]:
    return [notice.by, *(ladder.party for ladder in notice.ladders)]


def _count(counts: dict[str, int], party: str, step: int) -> None:
    left = counts.get(party, 0) + step
    if left:
        counts[party] = left
    else:
        counts.pop(party, None)


def _discard(lists: dict[str, dict[str, None]], party: str, item_id: str) -> None:
    del lists[party][item_id]
    if not lists[party]:
        del lists[party]
