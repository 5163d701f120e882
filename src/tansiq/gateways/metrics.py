"""What the node says of itself to a monitoring system: OpenMetrics on an address of its own, never beside the doors.

Nothing here tells of one party, item or person: labels are route templates, statuses and kinds of refusal.
"""

import asyncio
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from starlette.types import ASGIApp, Receive, Scope, Send

MAX_LABELS: Final = 512  # combinations of label values of one metric; beyond, they are counted as "other"

_write, CONTENT_TYPE = choose_encoder("application/openmetrics-text; version=1.0.0")

_REQUEST_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_COMMIT_S: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
_BATCH: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)


class Metrics:
    """One registry and the metrics of one node.

    Gauges are set where their value changes (`queue_length.set(n)`) or read at each scrape (`snapshot_age_s(function)`).
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("tansiq_requests", "Requests answered.", ("route", "status"), registry=self.registry)
        self._seconds = Histogram(
            "tansiq_request_duration_seconds",
            "Time from the first byte of a request to the last of its answer.",
            ("route",),
            buckets=_REQUEST_S,
            registry=self.registry,
        )
        self._refusals = Counter("tansiq_refusals", "Requests refused.", ("kind",), registry=self.registry)
        self.queue_length = Gauge("tansiq_queue_length", "Commands waiting to be ordered.", registry=self.registry)
        self._batch = Histogram(
            "tansiq_batch_entries", "Entries in one group commit.", buckets=_BATCH, registry=self.registry
        )
        self._commit = Histogram(
            "tansiq_commit_duration_seconds",
            "Time that one group commit took to be durable.",
            buckets=_COMMIT_S,
            registry=self.registry,
        )
        self.snapshot_age_s = Gauge(
            "tansiq_snapshot_age_seconds", "Age of the newest snapshot.", registry=self.registry
        )
        self.disk_free_bytes = Gauge("tansiq_disk_free_bytes", "Room left for the log.", registry=self.registry)
        self.clock_step_s = Gauge(
            "tansiq_clock_step_seconds", "Wall clock minus monotonic clock since the start.", registry=self.registry
        )
        self._deliveries = Counter(
            "tansiq_deliveries", "Tries to tell a subscriber of a change.", ("outcome",), registry=self.registry
        )
        self.deliveries_waiting = Gauge(
            "tansiq_deliveries_waiting", "Changes that subscribers are still to be told of.", registry=self.registry
        )
        self._by_request: dict[tuple[str, int], tuple[Counter, Histogram]] = {}  # labels() costs 1 µs a call
        self._by_refusal: dict[str, Counter] = {}

    def request(self, route: str, status: int, duration_s: float) -> None:
        """Count an answered request. route: the template, never the path. It fits `Envelope(on_request=…)`."""
        pair = self._by_request.get((route, status)) or self._new_request(route, status)
        pair[0].inc()
        pair[1].observe(duration_s)

    def refusal(self, kind: str) -> None:
        """Count a refusal. kind: the name of its struct or its code."""
        counter = self._by_refusal.get(kind) or self._new_refusal(kind)
        counter.inc()

    def commit(self, entries: int, duration_s: float) -> None:
        """Count a group commit."""
        self._batch.observe(entries)
        self._commit.observe(duration_s)

    def delivery(self, outcome: str) -> None:
        """Count a try to tell a subscriber. outcome: "delivered", "waiting" (it will be tried again) or "failed"."""
        self._deliveries.labels(outcome).inc()

    def page(self) -> bytes:
        """Return all metrics as OpenMetrics text. About 1 µs a sample in Python: call it beside the event loop."""
        return _write(self.registry)

    def _new_request(self, route: str, status: int) -> tuple[Counter, Histogram]:
        if len(self._by_request) >= MAX_LABELS:
            route, status = "other", 0
        pair = self._requests.labels(route, str(status)), self._seconds.labels(route)
        if len(self._by_request) <= MAX_LABELS:
            self._by_request[route, status] = pair
        return pair

    def _new_refusal(self, kind: str) -> Counter:
        if len(self._by_refusal) >= MAX_LABELS:
            kind = "other"
        counter = self._refusals.labels(kind)
        if len(self._by_refusal) <= MAX_LABELS:
            self._by_refusal[kind] = counter
        return counter


def metrics_app(metrics: Metrics) -> ASGIApp:
    """Return an ASGI application that serves GET /metrics and nothing else."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http", "run it with lifespan and websockets off"
        if scope["path"] != "/metrics":
            status, content_type, body = 404, b"text/plain", b"Only /metrics is served here.\n"
        elif scope["method"] != "GET":
            status, content_type, body = 405, b"text/plain", b"Only GET is answered here.\n"
        else:
            status, content_type, body = 200, CONTENT_TYPE.encode(), await asyncio.to_thread(metrics.page)
        headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app
