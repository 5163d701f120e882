"""What the room does with its credentials by itself, once a minute: new keys for its tokens, and forgetting who is gone.

Whoever acts for nobody any more, as the state has it, is forgotten here whatever became of the request that ended it: a node
may stop right after that was ordered.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from tansiq.core.room import PartyState
from tansiq.gateways.keys import VerifyKey, key_of_pem
from tansiq.gateways.room.endpoint import RoomDoor
from tansiq.gateways.room.field.tending import tend
from tansiq.log.engine import Outage

ROUND_S: Final = 60
_log = logging.getLogger("tansiq.room")


class Caretaker:
    """Runs beside the server."""

    def __init__(self, room: RoomDoor, longest_s: int, on_keys: Callable[[tuple[VerifyKey, ...]], None]) -> None:
        """longest_s: how long one key signs. on_keys: told the keys that verify tokens whenever they changed."""
        self._room = room
        self._longest_s = longest_s
        self._on_keys = on_keys

    async def run(self) -> None:
        """Do the round once a minute, until cancelled."""
        while True:
            try:
                await self.round(int(time.time()))
            except Outage as trouble:  # a full disk, mostly; sessions and keys go on as they are
                _log.warning("The credentials were not looked after: %s", trouble)
            await asyncio.sleep(ROUND_S)

    async def round(self, now_s: int) -> None:
        """Do everything that is due."""
        self._keep_keys(now_s)
        await tend(self._room)
        await self._forget()

    def _keep_keys(self, now_s: int) -> None:
        """In one go, so that no token is signed by a key that is not believed yet."""
        issuer = self._room.issuer
        if issuer.keep(now_s, self._longest_s):
            keys = tuple(key_of_pem(pem) for pem in issuer.public_pems())
            self._on_keys(keys)
            _log.info("The room's keys for tokens are new: %s.", ", ".join(key.thumbprint for key in keys))

    async def _forget(self) -> None:
        credentials = self._room.credentials
        known = await asyncio.to_thread(credentials.known)
        for who in sorted(known - self._room.state.delegates.keys()):
            credentials.forget(who)
        members = {p.code for p in self._room.state.parties.values() if p.state is not PartyState.LEFT}
        for party in await asyncio.to_thread(credentials.webhooks):
            if party not in members:
                credentials.forget_webhook(party)
                self._room.webhooks.stated(party)
        if not credentials.is_purged:
            await asyncio.to_thread(credentials.purge)
