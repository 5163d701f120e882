"""Bodies near the right ones, and far from them: never a failure of ours, always an answer that can be read."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uas_standards.astm.f3548.v21.api import OperationID

from conformance.bodies import (
    area,
    circle,
    constraint,
    implicit,
    intent,
    new_id,
    polygon,
    subscription,
    time,
    volume,
)
from conformance.tokens import UTM_SCOPES

HERE = polygon((10, 20), (10, 20.1), (10.1, 20.1))
GOOD: dict[OperationID, Any] = {
    OperationID.CreateOperationalIntentReference: intent(
        volume(HERE), key=("x" * 20,), new_subscription=implicit(constraints=True), requested_ovn_suffix=None
    ),
    OperationID.UpdateOperationalIntentReference: intent(volume(circle(1, 2, 3)), subscription_id=new_id()),
    OperationID.QueryOperationalIntentReferences: {"area_of_interest": area(HERE, -10, 10)},
    OperationID.CreateConstraintReference: constraint(volume(HERE), volume(circle(1, 2, 3))),
    OperationID.UpdateConstraintReference: constraint(volume(HERE)),
    OperationID.QueryConstraintReferences: {"area_of_interest": area(HERE)},
    OperationID.CreateSubscription: subscription(volume(HERE), constraints=True),
    OperationID.UpdateSubscription: subscription(volume(HERE)),
    OperationID.QuerySubscriptions: {"area_of_interest": area(HERE)},
    OperationID.SetUssAvailability: {"availability": "Down", "old_version": ""},
    OperationID.MakeDssReport: {
        "exchange": {
            "url": "https://uss.example",
            "method": "GET",
            "recorder_role": "Client",
            "request_time": time(0),
            "headers": ["a: b"],
            "response_code": 200,
        }
    },
}
PATHS = {
    "CreateOperational": ("entityid",),
    "UpdateOperational": ("entityid", "ovn"),
    "CreateConstraint": ("entityid",),
    "UpdateConstraint": ("entityid", "ovn"),
    "CreateSubscription": ("subscriptionid",),
    "UpdateSubscription": ("subscriptionid", "version"),
    "SetUss": ("uss_id",),
}

texts = st.one_of(
    st.text(max_size=20),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "Co", "Zl", "So"]), max_size=8),
    st.sampled_from(
        ["\ud800", "\udfff\ud800", "\x00", "\u202e", "\ufeff", "a" * 5_000, "ﷺ" * 300, "2024-02-30T00:00:00Z", "M"]
    ),
)
numbers = st.one_of(
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.sampled_from([10**400, -(10**400), 2**63, 2**64, 2**1023, 1e308, 5e-324, -0.0, 90, 180, 90.0000000001]),
)
leaves = st.one_of(st.none(), st.booleans(), numbers, texts)
junk = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=8
)


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All places in a JSON value that can be replaced."""
    inner: list[tuple[Any, ...]] = []
    if isinstance(value, dict | list):
        for name, member in value.items() if isinstance(value, dict) else enumerate(value):
            inner += spots(member, (*path, name))
    return [path, *inner]


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The value with something else at a place; the place is gone where `new` is Ellipsis."""
    if not path:
        return None if new is ... else new
    changed = copy.deepcopy(value)
    at = changed
    for name in path[:-1]:
        at = at[name]
    if new is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = new
    return changed


@st.composite
def near(draw: st.DrawFn, good: Any) -> Any:
    """A good body with up to three places changed, taken away, or moved."""
    body = good
    for _ in range(draw(st.integers(1, 3))):
        if not isinstance(body, dict | list):
            break
        places = spots(body)
        elsewhere = st.sampled_from(places).map(lambda path: copy.deepcopy(pick(good, path)))
        body = put(body, draw(st.sampled_from(places)), draw(junk | st.just(...) | elsewhere))
    return body


def pick(value: Any, path: tuple[Any, ...]) -> Any:
    try:
        for name in path:
            value = value[name]
    except (KeyError, IndexError, TypeError):
        return None
    return value


@st.composite
def mangled(draw: st.DrawFn, good: Any) -> bytes:
    """The bytes of a good body, cut, doubled or overwritten somewhere."""
    text = json.dumps(good).encode()
    at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 40))
    match draw(st.sampled_from(["cut", "overwrite", "double", "end", "repeat"])):
        case "cut":
            return text[:at] + text[at + length :]
        case "overwrite":
            return text[:at] + draw(st.binary(max_size=20)) + text[at + length :]
        case "double":
            return text[:at] + text[at : at + length] * 2 + text[at + length :]
        case "repeat":  # members given twice
            return text[:-1] + b"," + text[1:]
        case _:
            return text[:at]


def throw(uss: Any, operation: OperationID, content: bytes) -> None:
    """Send a body. The client fails on 5xx, on what is no JSON object, and on what the OpenAPI file does not have."""
    names = next((names for start, names in PATHS.items() if operation.name.startswith(start)), ())
    reply = uss.ask(operation, body=content, scope=" ".join(UTM_SCOPES), **{name: new_id() for name in names})
    assert isinstance(reply.body, dict)


OPERATIONS = pytest.mark.parametrize("operation", GOOD, ids=lambda operation: operation.value)
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


@OPERATIONS
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_near_misses(uss, operation, data):
    throw(uss, operation, json.dumps(data.draw(near(GOOD[operation]))).encode())


@OPERATIONS
@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(body=junk)
def test_any_json(uss, operation, body):
    throw(uss, operation, json.dumps(body).encode())


@OPERATIONS
@settings(max_examples=20, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_broken_json(uss, operation, data):
    throw(uss, operation, data.draw(mangled(GOOD[operation])))


@pytest.mark.soak
@OPERATIONS
@settings(max_examples=1_500, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_near_misses_for_long(uss, operation, data):
    throw(uss, operation, json.dumps(data.draw(near(GOOD[operation]))).encode())


@pytest.mark.soak
@OPERATIONS
@settings(max_examples=500, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_broken_json_for_long(uss, operation, data):
    throw(uss, operation, data.draw(mangled(GOOD[operation])))
