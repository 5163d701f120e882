"""Constraint references: F3548-21 OpenAPI, /dss/v1/constraint_references."""

from typing import Final

import msgspec

from tansiq.core.commands import DeleteConstraint, Removal
from tansiq.gateways.f3548 import inbound, outbound, wire
from tansiq.gateways.f3548.endpoint import CM, CP, Answer, Ask, Endpoint, not_found, parse, translated
from tansiq.gateways.f3548.inbound import entity_id

_PATH: Final = "/dss/v1/constraint_references"
_put: Final = msgspec.json.Decoder(wire.PutConstraintReferenceParameters)
_query: Final = msgspec.json.Decoder(wire.QueryParameters)


async def put(ask: Ask) -> Answer:
    """Create (no OVN in the path) or change a constraint."""
    constraint_id = entity_id(ask.path["entityid"])
    replaces, allow_http = ask.path.get("ovn", ""), ask.door.allow_http
    command = await translated(
        ask.body, lambda: inbound.put_constraint(constraint_id, replaces, parse(_put, ask.body), allow_http)
    )
    return await ask.submit(command)


async def delete(ask: Ask) -> Answer:
    """End a constraint."""
    return await ask.submit(DeleteConstraint(Removal(entity_id(ask.path["entityid"]), ask.path["ovn"])))


async def get(ask: Ask) -> Answer:
    """Return one constraint."""
    constraint_id, view = entity_id(ask.path["entityid"]), ask.view
    constraint = view.constraint(constraint_id)
    if constraint is None:
        return not_found(f"constraint {constraint_id}")
    shown = wire.GetConstraintReferenceResponse(outbound.constraint_reference(view, constraint))
    return Answer(outbound.encode(shown))


async def query(ask: Ask) -> Answer:
    """Return the constraints that may touch an area."""
    extent = await translated(
        ask.body, lambda: inbound.area(parse(_query, ask.body).area_of_interest, "$.area_of_interest")
    )
    view = ask.view
    found = view.constraints_near((extent,))
    return Answer(
        await outbound.listed("constraint_references", found, lambda item: outbound.constraint_reference(view, item))
    )


_CHANGED: Final = wire.ChangeConstraintReferenceResponse
_BODY: Final = wire.PutConstraintReferenceParameters

ENDPOINTS: Final = (
    Endpoint("updateConstraintReference", "PUT", _PATH + "/{entityid}/{ovn}", put, (CM,), _BODY, {200: _CHANGED}),
    Endpoint("createConstraintReference", "PUT", _PATH + "/{entityid}", put, (CM,), _BODY, {201: _CHANGED}),
    Endpoint(
        "getConstraintReference",
        "GET",
        _PATH + "/{entityid}",
        get,
        (CM, CP),
        None,
        {200: wire.GetConstraintReferenceResponse},
    ),
    Endpoint(
        "queryConstraintReferences",
        "POST",
        _PATH + "/query",
        query,
        (CM, CP),
        wire.QueryParameters,
        {200: wire.QueryConstraintReferencesResponse},
    ),
    Endpoint("deleteConstraintReference", "DELETE", _PATH + "/{entityid}/{ovn}", delete, (CM,), None, {200: _CHANGED}),
)
