"""What InterUSS's tools ask of a DSS beyond the standard (interuss/dss: "DSS Auxiliary API" 1.1.0; InterUSS versioning API)."""

import importlib.metadata
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tansiq.core.units import MINUTE_US
from tansiq.gateways.auth import AuthRefusal, Caller
from tansiq.gateways.door import Door
from tansiq.gateways.f3548.endpoint import refused, said
from tansiq.gateways.replies import json_reply
from tansiq.gateways.rfc3339 import format_us, parse_us

READ_ISA: Final = "dss.read.identification_service_areas"
WRITE_ISA: Final = "dss.write.identification_service_areas"
POOL_READ: Final = "interuss.pool_status.read"
POOL_WRITE: Final = "interuss.pool_status.heartbeat.write"
VERSIONS: Final = "interuss.versioning.read_system_versions"
VERSION: Final = importlib.metadata.version("tansiq")

_SOURCE_MAX_CHARS: Final = 128


class Heartbeat(Struct, frozen=True, omit_defaults=True):
    """DSS Auxiliary API, Heartbeat."""

    timestamp: str
    source: str
    index: int
    reporter: str = ""
    next_heartbeat_expected_before: str = ""


def routes(door: Door) -> list[Route]:
    """Return the routes. `/healthy` and the versions need no token; configuration says that this pool has no CAs of its own."""
    pulse = _Pulse(door)
    return [
        Route("/healthy", _always(b'"ok"'), methods=["GET"]),
        Route("/aux/v1/version", _always(msgspec.json.encode({"version": VERSION})), methods=["GET"]),
        Route("/aux/v1/configuration/accepted_ca_certs", _always(b'{"CAs":[]}'), methods=["GET"]),
        Route("/aux/v1/configuration/ca_certs", _always(b'{"CAs":[]}'), methods=["GET"]),
        Route("/aux/v1/validate_oauth", _admitted(door, (READ_ISA, WRITE_ISA), _validate_oauth), methods=["GET"]),
        Route("/aux/v1/configuration/scd_lock_mode", _shown(door, POOL_READ, {"global_lock": False}), methods=["GET"]),
        Route("/aux/v1/pool", _shown(door, POOL_READ, {"dar_id": door.dar_id}), methods=["GET"]),
        Route(
            "/versions/dss",
            _shown(door, VERSIONS, {"system_identity": "dss", "system_version": VERSION}),
            methods=["GET"],
        ),
        Route("/aux/v1/pool/dss_instances", _admitted(door, (POOL_READ,), pulse.show), methods=["GET"]),
        Route("/aux/v1/pool/dss_instances/heartbeat", _admitted(door, (POOL_WRITE,), pulse.beat), methods=["PUT"]),
    ]


class _Pulse:
    """The newest heartbeat of this node; the first is its own start. Not part of the log: it says nothing of airspace."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._newest = Heartbeat(format_us(door.node.now_us()), "Startup", 0)

    def show(self, _request: Request, _caller: Caller) -> Response:
        instance = {"id": self._door.dar_id, "most_recent_heartbeat": self._newest}
        return json_reply(200, msgspec.json.encode({"dss_instances": [instance]}))

    def beat(self, request: Request, caller: Caller) -> Response:
        asked = request.query_params
        source = asked.get("source", "")
        if not 0 < len(source) <= _SOURCE_MAX_CHARS:
            return said(400, f"source: 1 to {_SOURCE_MAX_CHARS} characters are needed.")
        now_us = self._door.node.now_us()
        try:
            at_us = parse_us(asked["timestamp"]) if "timestamp" in asked else now_us
            expected = asked.get("next_heartbeat_expected_before", "")
            if expected and parse_us(expected) < at_us - MINUTE_US:
                return said(400, "next_heartbeat_expected_before lies before the heartbeat.")
        except ValueError as error:
            return said(400, str(error))
        self._newest = Heartbeat(format_us(at_us), source, self._newest.index + 1, caller.sub, expected)
        shown = self.show(request, caller)
        return json_reply(201, bytes(shown.body))


def _always(body: bytes) -> Callable[[Request], Awaitable[Response]]:
    async def handle(_request: Request) -> Response:
        return json_reply(200, body)

    return handle


def _shown(door: Door, scope: str, content: Any) -> Callable[[Request], Awaitable[Response]]:
    body = msgspec.json.encode(content)
    return _admitted(door, (scope,), lambda _request, _caller: json_reply(200, body))


def _admitted(
    door: Door, scopes: tuple[str, ...], answer: Callable[[Request, Caller], Response]
) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        caller = await door.admit(request, scopes)
        return refused(caller) if isinstance(caller, AuthRefusal) else answer(request, caller)

    return handle


def _validate_oauth(request: Request, caller: Caller) -> Response:
    owner = request.query_params.get("owner")
    if owner is not None and owner != caller.sub:
        return said(403, f"The token belongs to {caller.sub}, not to the owner asked for.")
    return json_reply(200, b"{}")
