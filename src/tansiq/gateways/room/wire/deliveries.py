"""What subscribers were told."""

from typing import Literal

from msgspec import Struct


class Delivery(Struct, frozen=True):
    """How it goes to tell one subscriber of the newest change of a flight or zone.

    peer: the host of its USS. tries: of this change. error: what became of the last one, in the reader's language; "" where
    there was none, or it went well. changed: when the change was ordered; tried: the last try, "" before it.
    """

    kind: Literal["flight", "zone"]
    item: str
    peer: str
    state: Literal["waiting", "delivered", "failed"]
    tries: int
    error: str
    changed: str
    tried: str


class Deliveries(Struct, frozen=True):
    """Those that changed last come first."""

    deliveries: list[Delivery]
