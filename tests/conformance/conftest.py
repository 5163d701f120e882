"""One server for all tests of a worker; each test has a place and USSs of its own, so that none sees another."""

from collections.abc import Callable, Generator, Iterator
from itertools import count

import httpx
import pytest

from .bodies import Place
from .client import TIMEOUT_S, Described, Uss
from .server import Server, serving

_numbers = count(1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def http() -> Generator[httpx.Client]:
    """Keeps its connections, as USSs do."""
    with httpx.Client(timeout=TIMEOUT_S) as client:
        yield client


@pytest.fixture(scope="session")
def described(server: Server, http: httpx.Client) -> Described:
    return Described(http.get(f"{server.url}/dss/v1/openapi.json").json())


@pytest.fixture
def new_uss(server: Server, http: httpx.Client, described: Described) -> Callable[[], Uss]:
    """Makes USSs that nobody has heard of."""
    return lambda: Uss(server, http, described, f"uss{next(_numbers)}")


@pytest.fixture
def uss(new_uss: Callable[[], Uss]) -> Uss:
    return new_uss()


@pytest.fixture
def other(new_uss: Callable[[], Uss]) -> Uss:
    return new_uss()


@pytest.fixture
def places() -> Iterator[Place]:
    """Places where nothing is yet."""
    return (Place(-70 + 0.2 * (n % 600), -170 + 0.4 * (n // 600)) for n in _numbers)


@pytest.fixture
def place(places: Iterator[Place]) -> Place:
    return next(places)
