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
def described(target: Server, http: httpx.Client) -> Described:
    return Described(http.get(f"{target.url}/dss/v1/openapi.json").json())


# They live as long as the server, as Hypothesis wants it of what a test is given.


@pytest.fixture(scope="session")
def uss(target: Server, http: httpx.Client, described: Described) -> Uss:
    return Uss(target, http, described, "fuzz")


@pytest.fixture(scope="session")
def other(target: Server, http: httpx.Client, described: Described) -> Uss:
    return Uss(target, http, described, "other")


@pytest.fixture(scope="session")
def third(target: Server, http: httpx.Client, described: Described) -> Uss:
    return Uss(target, http, described, "third")
