"""A state beside a state: what lies in both is shared, as it never changes; what holds it is not."""

from collections import OrderedDict
from typing import Any, Final, cast

from tansiq.core.calendar import Calendar
from tansiq.core.callsigns import Callsigns
from tansiq.core.grid import Grid
from tansiq.core.ground import Ground
from tansiq.core.notice_state import NoticeBook
from tansiq.core.register import Register
from tansiq.core.state import State
from tansiq.core.watch_state import WatchBook

_HOLD: Final = (dict, OrderedDict, list, Callsigns, Grid, Ground, Calendar, Register, NoticeBook, WatchBook)


def copied(state: State) -> State:
    """Return a state that can be brought further without a change of this one."""
    made = State()
    for name, held in vars(state).items():
        setattr(made, name, _copy(held))
    return made


def _copy(held: Any) -> Any:
    """Return a copy of what can change, and all else itself. What one dictionary or list holds is all of one kind."""
    if isinstance(held, dict):
        holder = cast("dict[Any, Any]", held)
        if isinstance(next(iter(holder.values()), None), _HOLD):
            return type(holder)((key, _copy(value)) for key, value in holder.items())
        return holder.copy()
    if isinstance(held, list):
        return [_copy(each) for each in cast("list[Any]", held)]
    if isinstance(held, Callsigns | Grid | Ground | Calendar | Register | NoticeBook | WatchBook):
        made = type(held)()
        for name, inner in vars(held).items():
            setattr(made, name, _copy(inner))
        return made
    return held
