"""Where a party's system is told of notices, and what it is told."""

from typing import Literal

from msgspec import Struct

from tansiq.gateways.room.wire.notices import NoticeShown


class WebhookBody(Struct, frozen=True, forbid_unknown_fields=True):
    """url: https://, where notices are posted. secret: "whsec_" and the base64 of 24 to 64 random bytes; it is never shown."""

    url: str
    secret: str


class WebhookShown(Struct, frozen=True):
    """What is stated; url "" where nothing is. by, name: the person who stated it, at `set`.

    waiting: notices that are still to be posted. failures: in a row. error: of the last call, in the reader's language, ""
    where it went well. tried: when that was, "" before the first.
    """

    url: str = ""
    by: str = ""
    name: str = ""
    set: str = ""
    waiting: int = 0
    failures: int = 0
    error: str = ""
    tried: str = ""


class WebhookCall(Struct, frozen=True):
    """What is posted: a notice as the receiver sees it, when it came and when it was taken back.

    Any answer of the 200s means that the receiver's system took it. The headers webhook-id, webhook-timestamp and
    webhook-signature are those of Standard Webhooks 1.0.0: "v1," and the base64 of HMAC-SHA256 over "id.timestamp.body" with
    the secret's bytes. A call may come twice under one id.
    """

    type: Literal["notice"]
    timestamp: str
    data: NoticeShown
