"""What has been said in the fictional room: notices in coded phrases, which each party reads in its own language."""

from typing import Final

from msgspec import Struct

from tansiq.core.notice_commands import NoticeWish, SendNotice
from tansiq.core.notices import About, AboutKind, NoticeKind
from tansiq.core.units import MINUTE_US
from tansiq.demo import aden_cast
from tansiq.gateways.rfc3339 import format_us
from tansiq.gateways.room import wire
from tansiq.gateways.room.phrases import taken, values_with
from tansiq.node.chance import random_bytes


class Told(Struct, frozen=True):
    """A notice of the scene. times: the values of its phrase that are times, in minutes from now."""

    party: str
    to: tuple[str, ...]
    kind: NoticeKind
    about: str
    code: str
    values: dict[str, str]
    times: dict[str, int]


NOTICES: Final = (
    Told(
        "AUR", ("HAL", "MRD", "UMA"), NoticeKind.WARNING, aden_cast.AUR_40,
        "F13", {"callsign": "AUR 40", "area": "Aden West"}, {"time": -4},
    ),
    Told(
        "UMA", ("HAL",), NoticeKind.REQUEST, aden_cast.UMA_14,
        "D15", {"callsign": "UMA 14", "area": "Aden South"}, {"from": 70, "until": 160},
    ),
)  # fmt: skip


def order(told: Told, now_us: int) -> tuple[SendNotice, wire.NoticeTexts]:
    """Return the command that sends a notice, and its erasable part."""
    minute_us = now_us - now_us % MINUTE_US  # a phrase says whole minutes
    times = {name: format_us(minute_us + minutes * MINUTE_US) for name, minutes in told.times.items()}
    phrase = wire.Phrase(told.code, told.values | times)
    wish = NoticeWish(
        f"notice-{random_bytes(9).hex()}",
        told.kind,
        told.to,
        about=About(AboutKind.FLIGHT, told.about),
        values=values_with((), taken(phrase, told.kind, "$")),
    )
    return SendNotice(wish), wire.NoticeTexts(phrase=phrase)
