"""The door's own OpenAPI file, taken at its word by schemathesis: what it generates from it must be answered as described."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from conformance.bodies import new_id
from conformance.tokens import UTM_SCOPES
from tansiq.gateways import f3548

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@pytest.fixture(scope="session")
def description(uss) -> Any:
    return schemathesis.openapi.from_dict(uss.described)


def ask(uss, case: Case, known_id: bool) -> None:
    """Send a generated request; half of them with an id that is one, so that they get past the path."""
    for name in ("entityid", "subscriptionid"):
        if known_id and name in case.path_parameters:
            case.path_parameters[name] = new_id()
    token = uss.token(" ".join(UTM_SCOPES))
    response = case.call(base_url=uss.url, headers={"authorization": f"Bearer {token}"})
    case.validate_response(response, checks=CHECKS)


OPERATIONS = pytest.mark.parametrize("operation", f3548.ENDPOINTS, ids=lambda operation: operation.name)
MODES = pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "not so"]
)


@OPERATIONS
@MODES
@settings(max_examples=4, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_answers_are_as_described(uss, description, operation, mode, data):
    described = description[operation.path][operation.verb]
    ask(uss, data.draw(described.as_strategy(mode)), data.draw(st.booleans()))


@pytest.mark.soak
@OPERATIONS
@MODES
@settings(max_examples=300, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_answers_are_as_described_for_long(uss, description, operation, mode, data):
    described = description[operation.path][operation.verb]
    ask(uss, data.draw(described.as_strategy(mode)), data.draw(st.booleans()))
