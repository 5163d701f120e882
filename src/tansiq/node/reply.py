"""What a door answers: made once for each ordered entry, and hashed into its receipt."""

from msgspec import Struct


class Reply(Struct, frozen=True, gc=False):
    """An HTTP status and a JSON body."""

    status: int
    body: bytes
