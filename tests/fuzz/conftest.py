"""A server of its own for what is thrown at the doors: whatever comes, its log must tell of no bug."""

from collections.abc import Generator

import httpx
import pytest

from conformance.client import TIMEOUT_S, Described, Uss
from conformance.server import Server, serving


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    with serving(tmp_path_factory.mktemp("target")) as running:
        yield running


@pytest.fixture(scope="session")
def http() -> Generator[httpx.Client]:
    with httpx.Client(timeout=TIMEOUT_S) as client:
        yield client


@pytest.fixture(scope="session")
def uss(target: Server, http: httpx.Client) -> Uss:
    """Lives as long as the server, as Hypothesis wants it of what a test is given."""
    return Uss(target, http, Described(http.get(f"{target.url}/dss/v1/openapi.json").json()), "fuzz")
