"""Signing in: an unknown name and a wrong passphrase cannot be told apart."""

import pytest
from argon2 import extract_parameters
from argon2.profiles import CHEAPEST

from tansiq.credentials import sign_in as module
from tansiq.credentials.passphrases import decoy, hashed, verify
from tansiq.credentials.sign_in import Refused, Signed, sign_in
from tansiq.credentials.store import Credentials

NOW_US = 1_790_000_000_000_000
MINUTE_US = 60_000_000
GOOD = "correct horse battery"
DECOY = decoy(CHEAPEST)


@pytest.fixture
def credentials(tmp_path):
    opened = Credentials(tmp_path / "secrets.sqlite")
    opened.accept(opened.invite("p1", NOW_US, MINUTE_US), "Amal", hashed(GOOD, CHEAPEST), NOW_US)
    yield opened
    opened.close()


def attempt(credentials, name="Amal", passphrase=GOOD, address="192.0.2.1", now_us=NOW_US):
    return sign_in(credentials, name, passphrase, address, now_us, decoy=DECOY)


def test_the_right_passphrase_opens_a_session(credentials):
    signed = attempt(credentials, name=" AMAL ")
    assert isinstance(signed, Signed)
    assert signed.person_id == "p1"
    assert credentials.session(signed.token, NOW_US) == "p1"
    assert signed.token not in f"{signed!r} {signed} {signed.__rich_repr__()}"


@pytest.mark.parametrize(
    ("name", "passphrase", "because"),
    [
        ("Amal", "wrong horse battery", "the passphrase is wrong"),
        ("Nobody", GOOD, "the name is unknown"),
        ("", "", "nothing was typed"),
        ("p1", GOOD, "an id is no name"),
        ("\ud800", GOOD, "the name is no text"),
        ("Amal" * 100_000, GOOD, "the name is very long"),
    ],
)
def test_what_is_wrong_is_answered_alike(credentials, monkeypatch, name, passphrase, because):
    checked = []
    monkeypatch.setattr(module, "verify", lambda stored, tried: checked.append(stored) or verify(stored, tried))
    answers = [attempt(credentials, name, passphrase) for _ in range(7)]
    assert answers == [Refused(0)] * 4 + [Refused(60)] * 3, because
    assert [extract_parameters(stored) for stored in checked] == [CHEAPEST] * 5, "each looked at costs one check"


def test_whoever_has_to_wait_is_not_looked_at(credentials, monkeypatch):
    for _ in range(5):
        attempt(credentials, passphrase="wrong horse battery")
    with monkeypatch.context() as patched:
        patched.setattr(module, "verify", lambda stored, tried: pytest.fail("no hash may be checked"))
        assert attempt(credentials) == Refused(60), "even the right passphrase waits"
        assert attempt(credentials, now_us=NOW_US + MINUTE_US - 1) == Refused(1)
    assert isinstance(attempt(credentials, now_us=NOW_US + MINUTE_US), Signed)


def test_after_a_success_the_count_begins_anew(credentials):
    for _ in range(3):
        for _ in range(4):
            assert attempt(credentials, passphrase="wrong horse battery") == Refused(0)
        assert isinstance(attempt(credentials), Signed)


def test_names_are_counted_one_by_one_and_the_address_with_them(credentials):
    for number in range(30):
        attempt(credentials, name=f"guess {number}")
    assert attempt(credentials) == Refused(60), "from where all these came"
    assert isinstance(attempt(credentials, address="192.0.2.2"), Signed), "from elsewhere"


def test_the_decoy_lets_nobody_in_even_if_it_fits(credentials):
    assert sign_in(credentials, "Nobody", GOOD, "192.0.2.1", NOW_US, decoy=hashed(GOOD, CHEAPEST)) == Refused(0)
