"""A position as somebody pasted it: read, or refused with the place in the text and the cure. Nothing is kept of it."""

from typing import Final

import msgspec

from tansiq.airspace.coordinates import Notation, Position, Unread, Unreadable, read, written
from tansiq.core.room import Role
from tansiq.core.units import NDEG
from tansiq.gateways.room.endpoint import Answer, Ask, Operation, shown
from tansiq.gateways.room.wire.positions import PositionBody, PositionShown
from tansiq.gateways.room.words import Fault

PIECE_CHARS: Final = 20  # of what is not understood, to be shown

_body: Final = msgspec.json.Decoder(PositionBody)


def position(text: str, where: str, language: str) -> Position:
    """Return a position that was pasted. Raises `Fault` with the place of what is wrong. language: of who wrote it."""
    found = read(text, language)
    if isinstance(found, Unread):
        code = {
            Unreadable.EMPTY: "position.empty",
            Unreadable.TOO_LONG: "position.too_long",
            Unreadable.SIGN: "position.sign",
            Unreadable.LETTER_O: "position.letter_o",
            Unreadable.COMMA: "position.comma",
            Unreadable.INCOMPLETE: "position.incomplete",
            Unreadable.SAME_AXIS: "position.same_axis",
            Unreadable.TWICE_SIGNED: "position.twice_signed",
            Unreadable.ORDER: "position.order",
            Unreadable.SIXTY: "position.sixty",
            Unreadable.LATITUDE: "position.latitude",
            Unreadable.LONGITUDE: "position.longitude",
            Unreadable.FIGURES: "position.figures",
            Unreadable.LETTERS_NEEDED: "position.letters_needed",
            Unreadable.SQUARE_DIGITS: "position.square_digits",
            Unreadable.NO_SQUARE: "position.no_square",
            Unreadable.UTM_HALF: "position.utm_half",
            Unreadable.UTM_VALUES: "position.utm_values",
        }[found.code]
        raise Fault(code, where, piece=found.piece[:PIECE_CHARS], at=found.at + 1)
    return found


async def read_position(ask: Ask) -> Answer:
    """Read a position, and say it in each notation."""
    found = position(ask.parsed(_body).text, "$.text", ask.language)
    every = {notation: written(found.lat_ndeg, found.lon_ndeg, notation) for notation in Notation}
    return shown(
        PositionShown(
            lat=found.lat_ndeg / NDEG,
            lon=found.lon_ndeg / NDEG,
            accuracy_m=found.accuracy_cm / 100,
            notation=found.notation,
            written={notation.value: text for notation, text in every.items() if text is not None},
        )
    )


OPERATIONS: Final = (
    Operation(
        "readPosition", "POST", "/room/v1/positions", read_position, Role.OBSERVER, PositionBody, {200: PositionShown}
    ),
)
