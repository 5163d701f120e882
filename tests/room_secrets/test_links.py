"""Field links in the file of secrets: token and code open one notice, until the time is over or codes were wrong."""

import contextlib
import sqlite3

import pytest

from tansiq.credentials import links
from tansiq.credentials.links import WRONG_CODES, Held, Opened
from tansiq.credentials.store import Credentials

NOW_US = 1_790_000_000_000_000
UNTIL_US = NOW_US + 7_200_000_000
HELD = Held("link-1", "BRA", "notice-1", 0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "secrets.sqlite"


@pytest.fixture
def credentials(path):
    with contextlib.closing(Credentials(path)) as opened:
        yield opened


def wrong_for(made):
    return f"{(int(made.code) + 1) % 10_000:04}"


def test_token_and_code_open_what_the_link_is_for(credentials):
    made = links.issue(credentials, HELD, UNTIL_US)
    assert (len(made.code), made.code.isdigit()) == (4, True)
    assert links.find(credentials, made.token, NOW_US) == HELD
    came = links.enter(credentials, made.token, made.code, "Amal", NOW_US)
    assert isinstance(came, Opened)
    assert came.held == HELD
    assert links.opened(credentials, made.token, came.ticket, "Amal", NOW_US) == HELD


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda made, ticket: (made.token, ticket, "Basim", NOW_US),
        lambda made, ticket: (made.token, "", "Amal", NOW_US),
        lambda made, ticket: (made.token, "\udc80", "Amal", NOW_US),
        lambda made, ticket: (made.token[:-1], ticket, "Amal", NOW_US),
        lambda made, ticket: ("\udc80", ticket, "Amal", NOW_US),
        lambda made, ticket: (made.token, ticket, "Amal", UNTIL_US),
    ],
    ids=["another name", "no ticket", "half a pair", "another token", "half a pair as token", "later"],
)
def test_a_ticket_is_good_with_its_token_and_name_for_its_time(credentials, spoilt):
    made = links.issue(credentials, HELD, UNTIL_US)
    came = links.enter(credentials, made.token, made.code, "Amal", NOW_US)
    assert isinstance(came, Opened)
    assert links.opened(credentials, *spoilt(made, came.ticket)) is None


def test_the_third_wrong_code_locks_for_good(credentials, path):
    made = links.issue(credentials, HELD, UNTIL_US)
    came = links.enter(credentials, made.token, made.code, "Amal", NOW_US)
    for n in range(1, WRONG_CODES + 1):
        said = links.enter(credentials, made.token, wrong_for(made), "Amal", NOW_US)
        assert said == Held("link-1", "BRA", "notice-1", n)
        assert said.is_locked is (n == WRONG_CODES)
    assert links.enter(credentials, made.token, made.code, "Amal", NOW_US).is_locked, "the right code comes too late"
    assert links.opened(credentials, made.token, came.ticket, "Amal", NOW_US) is None, "nor does what was opened before"
    with contextlib.closing(Credentials(path)) as again:
        assert links.find(again, made.token, NOW_US).is_locked, "a start forgets no try"
    assert links.kept(credentials)[0].wrong == WRONG_CODES, "what is locked counts no more"


def test_right_codes_between_wrong_ones_give_no_more_tries(credentials):
    made = links.issue(credentials, HELD, UNTIL_US)
    for _ in range(WRONG_CODES):
        assert isinstance(links.enter(credentials, made.token, made.code, "Amal", NOW_US), Opened)
        links.enter(credentials, made.token, wrong_for(made), "Amal", NOW_US)
    assert not isinstance(links.enter(credentials, made.token, made.code, "Amal", NOW_US), Opened)


def test_a_link_ends_by_its_time(credentials):
    made = links.issue(credentials, HELD, UNTIL_US)
    assert links.find(credentials, made.token, UNTIL_US - 1) == HELD
    assert links.find(credentials, made.token, UNTIL_US) is None
    assert links.enter(credentials, made.token, made.code, "Amal", UNTIL_US) is None
    assert links.kept(credentials) == [HELD], "nothing was counted"


def test_issuing_a_link_anew_makes_its_first_token_and_code_void(credentials):
    first, second = (links.issue(credentials, HELD, UNTIL_US) for _ in range(2))
    assert links.find(credentials, first.token, NOW_US) is None
    assert links.find(credentials, second.token, NOW_US) == HELD


def test_what_is_forgotten_opens_no_more(credentials):
    made = links.issue(credentials, HELD, UNTIL_US)
    other = links.issue(credentials, Held("link-2", "BRA", "notice-1", 0), UNTIL_US)
    links.forget(credentials, "link-1")
    links.forget(credentials, "link-1")
    assert links.find(credentials, made.token, NOW_US) is None
    assert links.find(credentials, other.token, NOW_US) is not None


def test_nothing_in_the_file_tells_token_or_code(credentials, path):
    """The ten thousand codes cannot be tried out by who has the file alone: what is kept hangs on the token."""
    mades = [links.issue(credentials, Held(f"link-{n}", "BRA", "n", 0), UNTIL_US) for n in range(2)]
    with contextlib.closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT token_sha256, code_mac FROM links").fetchall()
    kept = b"".join(bytes(part) for row in rows for part in row)
    for made in mades:
        assert made.token.encode() not in kept
        assert repr(made) == "Made()"
    assert len({row[1] for row in rows}) == 2
