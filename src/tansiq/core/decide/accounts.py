"""A party enters its account of what happened. It is not changed afterwards: a second one says what the first did not."""

from tansiq.core.accounts import Account, AccountGiven, GiveAccount
from tansiq.core.decide.parties import refuse_actor
from tansiq.core.entry import Entry
from tansiq.core.limits import ACCOUNT_READERS, ACCOUNTS_PER_PARTY
from tansiq.core.refusals import Refusal, RoomConflict, TooManyItems
from tansiq.core.room import Role
from tansiq.core.state import State


def give_account(state: State, entry: Entry, command: GiveAccount) -> AccountGiven | Refusal:
    """Enter an account, also of a party that is suspended: it says what it saw all the same."""
    ask, own = command.private, entry.actor.party
    refused = refuse_actor(state, entry, Role.OFFICER, is_suspended_ok=True)
    if refused is not None:
        return refused
    if ask.id in state.book.accounts:
        return RoomConflict("notice exists", ask.id)
    if len(ask.readers) > ACCOUNT_READERS:
        return TooManyItems("readers", ACCOUNT_READERS)
    if sum(account.party == own for account in state.book.accounts.values()) >= ACCOUNTS_PER_PARTY:
        return TooManyItems("accounts", ACCOUNTS_PER_PARTY)
    readers = tuple(code for code in state.parties if code == own or code in ask.readers)
    made = Account(ask.id, own, entry.actor.by, ask.about, readers, entry.time_us, entry.position)
    return AccountGiven(made)
