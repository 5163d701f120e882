"""Answers as JSON, and the two shapes that errors have: the room's own and the one of ASTM F3548-21."""

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct
from starlette.responses import Response

_encoder: Final = msgspec.json.Encoder()


class RoomError(Struct, frozen=True):
    """An error of the room API.

    code: one word for programs; never changes. message: one sentence for the person who asked.
    where: the place in the request, like `$.volumes[0]`, or empty. hint: what to do next, or empty.
    """

    code: str
    message: str
    where: str = ""
    hint: str = ""


class F3548Error(Struct, frozen=True):
    """ErrorResponse of the OpenAPI of ASTM F3548-21."""

    message: str


def json_reply(status: int, body: object, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer with a JSON body: a struct, or anything else msgspec writes, or bytes that are JSON already."""
    content = body if isinstance(body, bytes) else _encoder.encode(body)
    return Response(content, status, headers, media_type="application/json")
