"""Metrics: what is counted, that it stays bounded, and the page that a monitoring system reads."""

import asyncio

import pytest
from prometheus_client import REGISTRY
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tansiq.gateways.metrics import MAX_LABELS, Metrics, metrics_app


def samples(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Read the page as a monitoring system would: (name, values of labels in the order of their names…) -> value."""
    families = text_string_to_metric_families(metrics.page().decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_everything_is_on_the_page():
    metrics = Metrics()
    metrics.request("/flights/{id}", 200, 0.004)
    metrics.request("/flights/{id}", 200, 20.0)
    metrics.request("/flights/{id}", 409, 0.004)
    metrics.refusal("UnseenIntents")
    metrics.commit(16, 0.003)
    metrics.queue_length.set(3)
    metrics.snapshot_age_s.set_function(lambda: 60.0)
    metrics.disk_free_bytes.set(1e9)
    metrics.clock_step_s.set(-0.5)
    read = samples(metrics)
    expected = {
        ("tansiq_requests_total", "/flights/{id}", "200"): 2,
        ("tansiq_requests_total", "/flights/{id}", "409"): 1,
        ("tansiq_request_duration_seconds_bucket", "0.0025", "/flights/{id}"): 0,
        ("tansiq_request_duration_seconds_bucket", "0.005", "/flights/{id}"): 2,
        ("tansiq_request_duration_seconds_bucket", "+Inf", "/flights/{id}"): 3,
        ("tansiq_refusals_total", "UnseenIntents"): 1,
        ("tansiq_batch_entries_sum",): 16,
        ("tansiq_commit_duration_seconds_count",): 1,
        ("tansiq_queue_length",): 3,
        ("tansiq_snapshot_age_seconds",): 60,
        ("tansiq_disk_free_bytes",): 1e9,
        ("tansiq_clock_step_seconds",): -0.5,
    }
    assert {name: read.get(name) for name in expected} == expected


def test_labels_are_bounded():
    metrics = Metrics()
    for n in range(MAX_LABELS + 100):
        metrics.request(f"/{n}", 200, 0.001)
        metrics.refusal(f"kind{n}")
    metrics.request("/0", 200, 0.001)
    read = samples(metrics)
    assert read["tansiq_requests_total", "other", "0"] == 100
    assert read["tansiq_refusals_total", "other"] == 100
    assert read["tansiq_requests_total", "/0", "200"] == 2, "what was known before is still counted by its name"
    assert sum(name[0] == "tansiq_requests_total" for name in read) == MAX_LABELS + 1


def test_registries_are_not_shared():
    one, other = Metrics(), Metrics()
    one.refusal("x")
    assert ("tansiq_refusals_total", "x") not in samples(other)
    assert not any(family.name.startswith("tansiq") for family in REGISTRY.collect())


@pytest.mark.parametrize(
    ("method", "path", "status", "because"),
    [
        ("GET", "/metrics", 200, "the page"),
        ("GET", "/", 404, "nothing else is here"),
        ("GET", "/metrics/", 404, "not even nearly"),
        ("POST", "/metrics", 405, "nothing can be sent"),
        ("HEAD", "/metrics", 405, "nobody needs its head"),
    ],
)
def test_the_page_is_served_and_nothing_else(method, path, status, because):
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(metrics_app(Metrics())({"type": "http", "method": method, "path": path}, None, send))
    start, body = sent
    assert start["status"] == status, because
    assert dict(start["headers"])[b"content-length"] == str(len(body["body"])).encode(), because
    if status == 200:
        assert dict(start["headers"])[b"content-type"].startswith(b"application/openmetrics-text; version=1.0.0")
        assert body["body"].endswith(b"# EOF\n")
