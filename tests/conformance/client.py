"""A small USS: it asks the DSS as ASTM F3548-21 has it, and takes no answer that the standard's types cannot read.

Paths, verbs and types come from the package `uas-standards`, which InterUSS makes from the standard's OpenAPI file. Each
answer is also held against the door's own OpenAPI file.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx
import jsonschema
from implicitdict import ImplicitDict
from uas_standards.astm.f3548.v21.api import OPERATIONS, ErrorResponse, OperationID

from .server import Server
from .tokens import AA, CM, CP, SC, token

TIMEOUT_S = 10  # the InterUSS suites wait no longer


class Reply(NamedTuple):
    """An answer. body: its JSON. read: the same as the standard's type for this operation and status."""

    status: int
    body: Any
    read: Any
    headers: httpx.Headers
    content: bytes


class Described:
    """The door's OpenAPI file: what it says that an answer looks like."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._validators: dict[tuple[str, int], jsonschema.Draft202012Validator] = {}

    def check(self, operation: OperationID, status: int, body: Any) -> None:
        place = (operation.value, status)
        if place not in self._validators:
            path, verb = OPERATIONS[operation].path, OPERATIONS[operation].verb.lower()
            answers = self.document["paths"][path][verb]["responses"]
            assert str(status) in answers, f"{operation.value} may not answer {status}: {body}"
            schema = answers[str(status)]["content"]["application/json"]["schema"]
            self._validators[place] = jsonschema.Draft202012Validator(
                schema | {"components": self.document["components"]}
            )
        self._validators[place].validate(body)


class Uss:
    """A USS by its name. Its tokens are signed by one of the keys that the server trusts."""

    def __init__(self, server: Server, http: httpx.Client, described: Described, sub: str) -> None:
        self.sub = sub
        self.url = server.url
        self.described = described.document
        self._server = server
        self._http = http
        self._described = described
        self._tokens: dict[str, str] = {}

    def token(self, scope: str) -> str:
        if scope not in self._tokens:
            key = self._server.keys[len(self.sub + scope) % len(self._server.keys)]
            self._tokens[scope] = token(key, self.sub, scope)
        return self._tokens[scope]

    def ask(
        self,
        operation: OperationID,
        *,
        body: Any = None,
        scope: str = SC,
        headers: Mapping[str, str] | None = None,
        **path: str,
    ) -> Reply:
        """Send one request and read its answer. body: JSON, or bytes to be sent as they are. headers: may replace the token."""
        asked = OPERATIONS[operation]
        url = self._server.url + asked.path.format(**{name: quote(text, safe="") for name, text in path.items()})
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"authorization": f"Bearer {self.token(scope)}", "content-type": "application/json"}
        response = self._http.request(
            asked.verb, url, content=None if body is None else content, headers=sent | dict(headers or {})
        )
        answer = read(operation, response)
        self._described.check(operation, answer.status, answer.body)
        return answer

    def put_intent(self, intent_id: str, body: Any, *, ovn: str | None = None, **more: Any) -> Reply:
        if ovn is None:
            return self.ask(OperationID.CreateOperationalIntentReference, entityid=intent_id, body=body, **more)
        return self.ask(OperationID.UpdateOperationalIntentReference, entityid=intent_id, ovn=ovn, body=body, **more)

    def get_intent(self, intent_id: str, **more: Any) -> Reply:
        return self.ask(OperationID.GetOperationalIntentReference, entityid=intent_id, **more)

    def delete_intent(self, intent_id: str, ovn: str, **more: Any) -> Reply:
        return self.ask(OperationID.DeleteOperationalIntentReference, entityid=intent_id, ovn=ovn, **more)

    def find_intents(self, area: Any, **more: Any) -> Reply:
        body = {"area_of_interest": area}
        return self.ask(OperationID.QueryOperationalIntentReferences, body=body, **more)

    def put_constraint(self, constraint_id: str, body: Any, *, ovn: str | None = None, **more: Any) -> Reply:
        more = {"scope": CM} | more
        if ovn is None:
            return self.ask(OperationID.CreateConstraintReference, entityid=constraint_id, body=body, **more)
        return self.ask(OperationID.UpdateConstraintReference, entityid=constraint_id, ovn=ovn, body=body, **more)

    def get_constraint(self, constraint_id: str, **more: Any) -> Reply:
        return self.ask(OperationID.GetConstraintReference, entityid=constraint_id, **({"scope": CM} | more))

    def delete_constraint(self, constraint_id: str, ovn: str, **more: Any) -> Reply:
        return self.ask(
            OperationID.DeleteConstraintReference, entityid=constraint_id, ovn=ovn, **({"scope": CM} | more)
        )

    def find_constraints(self, area: Any, **more: Any) -> Reply:
        body = {"area_of_interest": area}
        return self.ask(OperationID.QueryConstraintReferences, body=body, **({"scope": CM} | more))

    def put_subscription(self, subscription_id: str, body: Any, *, version: str | None = None, **more: Any) -> Reply:
        named = {"subscriptionid": subscription_id, "body": body, "scope": f"{SC} {CP}", **more}
        if version is None:
            return self.ask(OperationID.CreateSubscription, **named)
        return self.ask(OperationID.UpdateSubscription, version=version, **named)

    def get_subscription(self, subscription_id: str, **more: Any) -> Reply:
        return self.ask(OperationID.GetSubscription, subscriptionid=subscription_id, **more)

    def delete_subscription(self, subscription_id: str, version: str, **more: Any) -> Reply:
        return self.ask(OperationID.DeleteSubscription, subscriptionid=subscription_id, version=version, **more)

    def find_subscriptions(self, area: Any, **more: Any) -> Reply:
        return self.ask(OperationID.QuerySubscriptions, body={"area_of_interest": area}, **more)

    def set_availability(self, uss: str, body: Any, **more: Any) -> Reply:
        return self.ask(OperationID.SetUssAvailability, uss_id=uss, body=body, **({"scope": AA} | more))

    def get_availability(self, uss: str, **more: Any) -> Reply:
        return self.ask(OperationID.GetUssAvailability, uss_id=uss, **({"scope": AA} | more))

    def report(self, body: Any, **more: Any) -> Reply:
        return self.ask(OperationID.MakeDssReport, body=body, **more)

    def plain(self, verb: str, path: str, *, scope: str = SC, content: bytes | None = None) -> httpx.Response:
        """Send a request that is none of the standard's operations."""
        sent = {"authorization": f"Bearer {self.token(scope)}"}
        return self._http.request(verb, self._server.url + path, content=content, headers=sent)


def read(operation: OperationID, response: httpx.Response) -> Reply:
    """Read an answer as the standard's type for it. Errors have a sentence, and never a piece of the program."""
    assert response.headers["content-type"] == "application/json", response.headers
    body = response.json()
    kind = OPERATIONS[operation].response_body_type.get(response.status_code, ErrorResponse)
    if response.status_code >= 400:
        check_error(response)
    return Reply(response.status_code, body, ImplicitDict.parse(body, kind), response.headers, response.content)


def check_error(response: httpx.Response) -> None:
    """An error is a JSON object with a sentence in `message` (ASTM F3548-21, ErrorResponse)."""
    assert response.status_code < 500, f"{response.status_code}: {response.text}"
    message = response.json()["message"]
    assert isinstance(message, str)
    assert message.endswith((".", "?")), f"no sentence: {message!r}"
    for piece in ("Traceback", '.py"', ", line ", "msgspec", "Error("):
        assert piece not in message, f"a piece of the program: {message!r}"


def ids(references: Iterable[Any]) -> list[str]:
    """The ids of some references or subscriptions."""
    return [reference["id"] for reference in references]


def told(reply: Reply) -> dict[str, int]:
    """Whom a change says must be told: subscription id -> notification index. Each base URL comes once."""
    subscribers = reply.read.subscribers
    urls = [subscriber.uss_base_url for subscriber in subscribers]
    assert len(urls) == len(set(urls)), f"a base URL twice: {urls}"
    states = [state for subscriber in subscribers for state in subscriber.subscriptions]
    indices = {state.subscription_id: state.notification_index for state in states}
    assert len(indices) == len(states), f"a subscription twice: {states}"
    return indices
