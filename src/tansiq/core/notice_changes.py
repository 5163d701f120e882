"""What a command about notices does."""

from msgspec import Struct

from tansiq.core.accounts import AccountGiven
from tansiq.core.notices import Call, Notice, Step


class NoticePut(Struct, frozen=True, gc=False, tag="notice_put"):
    """notice: as it is now. replaced: the one that it takes the place of, as that is now. step: that was made, if one was."""

    notice: Notice
    replaced: Notice | None = None
    step: Step | None = None


class NoticesPut(Struct, frozen=True, gc=False, tag="notices_put"):
    """notices: as they are now, after an escalation."""

    notices: tuple[Notice, ...]


class NoticesForgotten(Struct, frozen=True, gc=False, tag="notices_forgotten"):
    """Ids of what is gone."""

    notices: tuple[str, ...]
    calls: tuple[str, ...]
    accounts: tuple[str, ...] = ()


class CallLogged(Struct, frozen=True, gc=False, tag="call_logged"):
    """call: as it was written down."""

    call: Call


NoticeChange = NoticePut | NoticesPut | NoticesForgotten | CallLogged | AccountGiven
