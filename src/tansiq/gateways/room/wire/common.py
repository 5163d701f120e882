"""What many operations answer."""

from msgspec import Struct


class Done(Struct, frozen=True):
    """It was done. position: in the log."""

    position: int
