"""What every gateway needs to let somebody in and to reach the node."""

import time
from collections.abc import Mapping

from starlette.requests import Request

from tansiq.gateways.auth import Authenticator, AuthRefusal, Caller, require
from tansiq.gateways.http import PARTY
from tansiq.gateways.jwks import JwksSource, admit
from tansiq.node.loop import Node
from tansiq.node.proof import Prover


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
        self._authenticator = authenticator
        self._jwks = jwks

    async def admit(self, request: Request, scopes: tuple[str, ...]) -> Caller | AuthRefusal:
        """Return who is calling, or why the request is not let in. scopes: any one will do; none: any token."""
        header = request.headers.get("authorization")
        caller = await admit(self._authenticator, self._jwks, header, time.time())
        if isinstance(caller, AuthRefusal):
            return caller
        request.scope[PARTY] = caller.sub
        return (require(caller, *scopes) if scopes else None) or caller
