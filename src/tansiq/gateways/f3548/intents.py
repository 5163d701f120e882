"""Operational intent references: F3548-21 OpenAPI, /dss/v1/operational_intent_references."""

from typing import Final

import msgspec

from tansiq.core.commands import DeleteIntent, PutIntent, Removal
from tansiq.core.model import OFF_NOMINAL
from tansiq.gateways.auth import require
from tansiq.gateways.f3548 import inbound, outbound, wire
from tansiq.gateways.f3548.endpoint import CMSA, SC, Answer, Ask, Endpoint, forbidden, not_found, parse, translated
from tansiq.gateways.f3548.inbound import entity_id
from tansiq.gateways.looking import looked_for, near
from tansiq.node.reply import Reply

_PATH: Final = "/dss/v1/operational_intent_references"
_put: Final = msgspec.json.Decoder(wire.PutOperationalIntentReferenceParameters)
_conflict: Final = msgspec.json.Decoder(wire.AirspaceConflictResponse)
_query: Final = msgspec.json.Decoder(wire.QueryParameters)


async def put(ask: Ask) -> Answer:
    """Create (no OVN in the path) or change an intent. Off-nominal states need the scope for conformance monitoring.

    For the others either scope will do, as in the InterUSS reference service.
    """
    intent_id = entity_id(ask.path["entityid"])
    answered = ask.answered()  # first: the suffix of an OVN grows too old for a repeated request to be read again
    if answered is not None:
        return answered
    body = await translated(ask.body, lambda: parse(_put, ask.body))
    refused = require(ask.caller, CMSA) if body.state in OFF_NOMINAL else None
    if refused is not None:
        return forbidden(refused.message)
    replaces, now_us, allow_http = ask.path.get("ovn", ""), ask.door.node.now_us(), ask.door.allow_http
    command = await translated(ask.body, lambda: inbound.put_intent(intent_id, replaces, body, now_us, allow_http))
    has_left = _charge(ask, command)
    answer = await ask.submit(command, is_remembered=has_left)
    return answer if has_left or answer.reply.status != 409 else _shortened(ask, answer)


def _charge(ask: Ask, command: PutIntent) -> bool:
    """Charge what a plan asks about, whatever it finds, and return whether something was left. A plain DSS seals nothing."""
    state, plan = ask.door.node.state, command.reservation
    if state.charter is None or plan.state in OFF_NOMINAL:
        return True
    old = state.intents.get(plan.id)
    if old is not None and old.volumes == plan.volumes:
        return True
    return ask.door.rations.charge(ask.caller.party, plan.volumes, state.charter.ration_km2h)


def _shortened(ask: Ask, answer: Answer) -> Answer:
    """Return a conflict without what stands for sealed flights: that they are there is told, not where, how high and when."""
    told, intents = _conflict.decode(answer.reply.body), ask.door.node.state.intents
    named = told.missing_operational_intents or []
    known = [reference for reference in named if reference.id in intents]
    if len(known) == len(named):
        return answer
    short = wire.AirspaceConflictResponse(
        f"{told.message} {len(named) - len(known)} of them are sealed, and too much was asked in the last hour to show them: "
        "talk to the room, or ask again later.",
        known or msgspec.UNSET,
        told.missing_constraints,
    )
    return Answer(Reply(answer.reply.status, msgspec.json.encode(short)), answer.position)


async def delete(ask: Ask) -> Answer:
    """End an intent."""
    return await ask.submit(DeleteIntent(Removal(entity_id(ask.path["entityid"]), ask.path["ovn"])))


async def get(ask: Ask) -> Answer:
    """Return one intent."""
    intent_id, view = entity_id(ask.path["entityid"]), ask.view
    intent = await looked_for(view, intent_id)
    if intent is None:
        return not_found(f"operational intent {intent_id}")
    shown = wire.GetOperationalIntentReferenceResponse(outbound.intent_reference(view, intent))
    return Answer(outbound.encode(shown))


async def query(ask: Ask) -> Answer:
    """Return the intents that may touch an area."""
    extent = await translated(
        ask.body, lambda: inbound.area(parse(_query, ask.body).area_of_interest, "$.area_of_interest")
    )
    view = ask.view
    found = await near(view, extent)
    return Answer(
        await outbound.listed(
            "operational_intent_references", found, lambda item: outbound.intent_reference(view, item)
        )
    )


_CHANGED: Final = wire.ChangeOperationalIntentReferenceResponse
_BODY: Final = wire.PutOperationalIntentReferenceParameters
_CONFLICT: Final[dict[int, type[msgspec.Struct]]] = {409: wire.AirspaceConflictResponse}

ENDPOINTS: Final = (
    Endpoint(
        "updateOperationalIntentReference",
        "PUT",
        _PATH + "/{entityid}/{ovn}",
        put,
        (SC, CMSA),
        _BODY,
        {200: _CHANGED} | _CONFLICT,
    ),
    Endpoint(
        "createOperationalIntentReference",
        "PUT",
        _PATH + "/{entityid}",
        put,
        (SC, CMSA),
        _BODY,
        {201: _CHANGED} | _CONFLICT,
    ),
    Endpoint(
        "getOperationalIntentReference",
        "GET",
        _PATH + "/{entityid}",
        get,
        (SC, CMSA),
        None,
        {200: wire.GetOperationalIntentReferenceResponse},
    ),
    Endpoint(
        "queryOperationalIntentReferences",
        "POST",
        _PATH + "/query",
        query,
        (SC, CMSA),
        wire.QueryParameters,
        {200: wire.QueryOperationalIntentReferenceResponse},
    ),
    Endpoint(
        "deleteOperationalIntentReference",
        "DELETE",
        _PATH + "/{entityid}/{ovn}",
        delete,
        (SC, CMSA),
        None,
        {200: _CHANGED} | _CONFLICT,
    ),
)
