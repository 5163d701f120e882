"""Clients that write as fast as they are answered, remember every answer, and know what they were not answered."""

import http.client
import json
import threading
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from .served import Place

BASE = "/dss/v1/operational_intent_references"


class Ask(NamedTuple):
    """A request as it was sent. id: of the intent; replaces: its OVN, "" for a new one; ends: whether it is to be deleted."""

    key: str
    id: str
    replaces: str
    body: bytes
    ends: bool = False


class Answer(NamedTuple):
    """What came back. position: in the log, 0 for none."""

    status: int
    body: bytes
    position: int


class Known(NamedTuple):
    """An intent as its manager was last answered: OVN and version; "" for one that has ended."""

    ovn: str
    version: int


class Outage(OSError):
    """The server said that it cannot tell whether something was done."""


class Client:
    """One USS with one connection. Its flights meet nobody's."""

    def __init__(self, place: Place, number: int, rng: Random) -> None:
        self.sub = f"uss{number}"
        self.answers: list[tuple[Ask, Answer]] = []
        self.known: dict[str, Known] = {}
        self.unanswered: Ask | None = None
        self.end: Exception | None = None  # how the last connection ended
        self._token = place.token(self.sub)
        self._number = number
        self._rng = rng
        self._asked = 0
        self._thread: threading.Thread | None = None
        self._fault: BaseException | None = None

    # While the server lives

    def begin(self, port: int, enough: int) -> None:
        """Write in a thread of its own until the server is gone, or has answered `enough` requests."""
        self._thread = threading.Thread(target=self._write, args=(port, enough))
        self._thread.start()

    def join(self) -> None:
        """Return when the server is gone."""
        assert self._thread is not None
        self._thread.join()
        assert self._fault is None, self._fault

    def _write(self, port: int, enough: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            self.settle(connection)
            for _ in range(enough):
                self._send(connection, self._next())
        except (OSError, http.client.HTTPException) as end:
            self.end = end  # the server is gone; what was under way stays in `unanswered`
        except BaseException as fault:
            self._fault = fault
            raise
        finally:
            connection.close()

    def settle(self, connection: http.client.HTTPConnection) -> None:
        """Find out what became of the request that got no answer, and send it again: it is done once."""
        ask = self.unanswered
        if ask is None:
            return
        told = json.loads(self._request(connection, "GET", f"/room/v1/requests/{ask.key}").body)
        assert told["outcome"] in ("done", "never ordered"), told
        answer = self._send(connection, ask)
        if told["outcome"] == "done":
            assert answer.position == told["position"], "what was done before is not done again"
            assert json.loads(answer.body) == told["body"]

    def _send(self, connection: http.client.HTTPConnection, ask: Ask) -> Answer:
        self.unanswered = ask
        path = f"{BASE}/{ask.id}" + (f"/{ask.replaces}" if ask.replaces else "")
        answer = self._request(connection, "DELETE" if ask.ends else "PUT", path, ask.body, ask.key)
        if answer.status == 503:
            raise Outage(answer.body.decode())
        assert answer.status == (200 if ask.replaces else 201), answer
        shown = json.loads(answer.body)["operational_intent_reference"]
        self.known[ask.id] = Known("", 0) if ask.ends else Known(shown["ovn"], shown["version"])
        self.answers.append((ask, answer))
        self.unanswered = None
        return answer

    def _request(
        self, connection: http.client.HTTPConnection, verb: str, path: str, body: bytes = b"", key: str = ""
    ) -> Answer:
        headers = {"authorization": f"Bearer {self._token}"} | ({"idempotency-key": key} if key else {})
        connection.request(verb, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        return Answer(response.status, content, int(response.headers.get("tansiq-position", "0")))

    def receipt(self, connection: http.client.HTTPConnection, position: int) -> bytes:
        answer = self._request(connection, "GET", f"/room/v1/receipts/{position}")
        assert answer.status == 200, answer
        return answer.body

    def intent(self, connection: http.client.HTTPConnection, intent_id: str) -> dict[str, Any] | None:
        answer = self._request(connection, "GET", f"{BASE}/{intent_id}")
        assert answer.status in (200, 404), answer
        return json.loads(answer.body)["operational_intent_reference"] if answer.status == 200 else None

    # What is asked

    def _next(self) -> Ask:
        self._asked += 1
        key = f"{self.sub}-{self._asked}"
        living = [intent_id for intent_id, known in self.known.items() if known.ovn][-20:]
        chance = self._rng.random()
        if living and chance < 0.35:
            intent_id = self._rng.choice(living)
            return Ask(key, intent_id, self.known[intent_id].ovn, self._body(int(intent_id[-12:], 16)))
        if living and chance < 0.45:
            intent_id = self._rng.choice(living)
            return Ask(key, intent_id, self.known[intent_id].ovn, b"", ends=True)
        number = self._number * 100_000 + self._asked
        return Ask(key, f"{self._rng.getrandbits(32):08x}-0000-4000-8000-{number:012x}", "", self._body(number))

    def _body(self, number: int) -> bytes:
        """A flight in a place of its own: 0.02° from the next, the clients' at different latitudes."""
        client, n = divmod(number, 100_000)
        lat, lng = -60 + 4 * client + 0.02 * (n % 150), -179 + 0.02 * (n // 150)
        corners = [(lat, lng), (lat + 0.01, lng), (lat + 0.01, lng + 0.01), (lat, lng + 0.01)]
        start = datetime.now(UTC) + timedelta(minutes=10)
        ends = {"time_start": start, "time_end": start + timedelta(hours=1)}
        extent = {
            "volume": {
                "outline_polygon": {"vertices": [{"lat": a, "lng": b} for a, b in corners]},
                "altitude_lower": {"value": 100, "reference": "W84", "units": "M"},
                "altitude_upper": {"value": 200, "reference": "W84", "units": "M"},
            }
        } | {name: {"value": f"{time:%Y-%m-%dT%H:%M:%S.%fZ}", "format": "RFC3339"} for name, time in ends.items()}
        intent = {"extents": [extent], "key": [], "state": "Accepted", "uss_base_url": "https://uss.example/f3548"}
        return json.dumps(intent | {"new_subscription": {"uss_base_url": "https://uss.example/f3548"}}).encode()
