"""What every gateway needs to let somebody in and to reach the node."""

import time
from collections.abc import Mapping
from typing import Final

import msgspec
from starlette.requests import Request

from tansiq.core.room import PartyState
from tansiq.gateways.auth import CHALLENGE, Authenticator, AuthRefusal, Caller, require
from tansiq.gateways.http import PARTY
from tansiq.gateways.jwks import JwksSource, admit
from tansiq.gateways.rations import Rations
from tansiq.node.loop import Node
from tansiq.node.proof import Prover

ROOM_ISSUER: Final = "room"  # the name of the room's own issuer; its subs are ids of clients
CLIENT_PREFIX: Final = "client-"


class Door:
    """The node, and who may speak to it.

    jwks: issuer's name -> where its keys come from. dar_id: what all nodes of a pool have in common. allow_http: whether
    USSs may be reached without TLS.
    """

    def __init__(
        self,
        node: Node,
        prover: Prover,
        authenticator: Authenticator,
        jwks: Mapping[str, JwksSource],
        *,
        dar_id: str,
        allow_http: bool,
    ) -> None:
        self.node = node
        self.prover = prover
        self.dar_id = dar_id
        self.allow_http = allow_http
        self.rations = Rations(node.clock.monotonic_us)
        self._authenticator = authenticator
        self._jwks = jwks

    def _is_in(self, party: str) -> bool:
        return self.node.state.parties[party].state in (PartyState.MEMBER, PartyState.SUSPENDED)

    async def admit(self, request: Request, scopes: tuple[str, ...]) -> Caller | AuthRefusal:
        """Return who is calling, or why the request is not let in. scopes: any one will do; none: any token."""
        header = request.headers.get("authorization")
        caller = await admit(self._authenticator, self._jwks, header, time.time())
        if isinstance(caller, AuthRefusal):
            return caller
        if (
            caller.issuer == ROOM_ISSUER
        ):  # asked of the state each time: a token outlives the role that it was given for
            delegate = self.node.state.delegates.get(caller.sub)
            if delegate is None or not delegate.is_machine or not self._is_in(delegate.party):
                return AuthRefusal(401, "This client acts for nobody any more.", CHALLENGE)
            caller = msgspec.structs.replace(caller, member=delegate.party)
        elif caller.sub in self.node.state.parties:
            return AuthRefusal(401, "The token's sub is the code of a party of the room: use another.", CHALLENGE)
        request.scope[PARTY] = caller.party
        return (require(caller, *scopes) if scopes else None) or caller
