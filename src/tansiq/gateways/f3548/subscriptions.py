"""Subscriptions: F3548-21 OpenAPI, /dss/v1/subscriptions."""

from typing import Final

import msgspec

from tansiq.core.commands import DeleteSubscription, Removal
from tansiq.gateways.f3548 import inbound, outbound, wire
from tansiq.gateways.f3548.endpoint import CP, SC, Answer, Ask, Endpoint, forbidden, not_found, parse, translated
from tansiq.gateways.f3548.inbound import entity_id

_PATH: Final = "/dss/v1/subscriptions"
_put: Final = msgspec.json.Decoder(wire.PutSubscriptionParameters)
_query: Final = msgspec.json.Decoder(wire.QueryParameters)


async def put(ask: Ask) -> Answer:
    """Create (no version in the path) or change a subscription.

    Either scope may ask to be told of intents and of constraints: three tests of the InterUSS prober subscribe to constraints
    with utm.strategic_coordination alone. (The OpenAPI wants the scope of each; the reference service does not look.)
    """
    subscription_id = entity_id(ask.path["subscriptionid"])
    replaces, allow_http = ask.path.get("version", ""), ask.door.allow_http
    command = await translated(
        ask.body, lambda: inbound.put_subscription(subscription_id, replaces, parse(_put, ask.body), allow_http)
    )
    return await ask.submit(command)


async def delete(ask: Ask) -> Answer:
    """End a subscription."""
    subscription_id = entity_id(ask.path["subscriptionid"])
    return await ask.submit(DeleteSubscription(Removal(subscription_id, ask.path["version"])))


async def get(ask: Ask) -> Answer:
    """Return one of the caller's subscriptions."""
    subscription_id, view = entity_id(ask.path["subscriptionid"]), ask.view
    subscription = view.subscription(subscription_id)
    if subscription is not None:
        return Answer(outbound.encode(wire.GetSubscriptionResponse(outbound.subscription_shown(view, subscription))))
    if view.has_foreign_subscription(subscription_id):
        return forbidden(f"Subscription {subscription_id} belongs to another participant.")
    return not_found(f"subscription {subscription_id}")


async def query(ask: Ask) -> Answer:
    """Return the caller's subscriptions that cover a part of an area."""
    extent = await translated(
        ask.body, lambda: inbound.area(parse(_query, ask.body).area_of_interest, "$.area_of_interest")
    )
    view = ask.view
    found = view.subscriptions_near((extent,))
    return Answer(await outbound.listed("subscriptions", found, lambda item: outbound.subscription_shown(view, item)))


_BODY: Final = wire.PutSubscriptionParameters

ENDPOINTS: Final = (
    Endpoint(
        "updateSubscription",
        "PUT",
        _PATH + "/{subscriptionid}/{version}",
        put,
        (SC, CP),
        _BODY,
        {200: wire.PutSubscriptionResponse},
    ),
    Endpoint(
        "createSubscription",
        "PUT",
        _PATH + "/{subscriptionid}",
        put,
        (SC, CP),
        _BODY,
        {200: wire.PutSubscriptionResponse},
    ),
    Endpoint(
        "getSubscription", "GET", _PATH + "/{subscriptionid}", get, (SC, CP), None, {200: wire.GetSubscriptionResponse}
    ),
    Endpoint(
        "querySubscriptions",
        "POST",
        _PATH + "/query",
        query,
        (SC, CP),
        wire.QueryParameters,
        {200: wire.QuerySubscriptionsResponse},
    ),
    Endpoint(
        "deleteSubscription",
        "DELETE",
        _PATH + "/{subscriptionid}/{version}",
        delete,
        (SC, CP),
        None,
        {200: wire.DeleteSubscriptionResponse},
    ),
)
