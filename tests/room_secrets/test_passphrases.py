"""What a passphrase may be, and that a hash tells it from others."""

import unicodedata

import pytest
from argon2 import extract_parameters
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from tansiq.credentials.passphrases import DECOY, decoy, fault, hashed, verify
from tansiq.log.engine import Outage

GOOD = "correct horse battery"
E_COMPOSED, E_DECOMPOSED = "\u00e9", "e\u0301"
FOUR_IN_ONE = "\u03b1\u0313\u0300\u0345"  # becomes U+1F82


@pytest.mark.parametrize(
    ("passphrase", "expected", "because"),
    [
        ("a" * 9, "too short", "nine characters"),
        ("a" * 10, None, "ten, of whatever kind"),
        ("a" * 200, None, "two hundred"),
        ("a" * 201, "too long", "one more"),
        ("", "too short", "nothing at all"),
        (E_DECOMPOSED * 5, "too short", "ten code points, but five characters after normalisation"),
        (FOUR_IN_ONE * 200, None, "two hundred characters however they were typed"),
        ("a" * 1_000_000, "too long", "what is not even normalised"),
        ("كلمة سر طويلة", None, "Arabic"),
        ("          ", None, "spaces are characters"),
    ],
)
def test_the_floor(passphrase, expected, because):
    assert fault(passphrase) == expected, because


@pytest.mark.parametrize(
    ("tried", "expected", "because"),
    [
        (GOOD, True, "the same"),
        (GOOD + " ", False, "a space more"),
        (GOOD.upper(), False, "another case"),
        (GOOD[:-1], False, "a letter less"),
        (GOOD + "\0", False, "what C would take for the end"),
        ("", False, "nothing"),
        ("\ud800" * 10, False, "halves of surrogate pairs"),
        (GOOD * 10_000, False, "very long"),
    ],
)
def test_only_the_same_passphrase_is_right(tried, expected, because):
    assert verify(hashed(GOOD, CHEAPEST), tried) is expected, because


def test_how_a_letter_was_typed_does_not_matter():
    stored = hashed(f"caf{E_COMPOSED} au lait", CHEAPEST)
    assert verify(stored, f"caf{E_DECOMPOSED} au lait")
    longest = FOUR_IN_ONE * 200
    assert verify(hashed(longest, CHEAPEST), longest)
    assert verify(hashed(longest, CHEAPEST), unicodedata.normalize("NFC", longest))
    assert not verify(hashed(longest, CHEAPEST), longest + "a"), "a longer one is another one"


def test_each_hash_has_its_own_salt():
    assert hashed(GOOD, CHEAPEST) != hashed(GOOD, CHEAPEST)


def test_a_passphrase_with_a_fault_is_never_hashed():
    with pytest.raises(AssertionError, match="judged before"):
        hashed("short", CHEAPEST)


def test_the_decoy_costs_what_a_real_hash_costs_and_fits_nothing():
    assert extract_parameters(DECOY) == extract_parameters(hashed(GOOD)) == RFC_9106_LOW_MEMORY
    assert len(DECOY) == len(hashed(GOOD))
    assert not verify(decoy(CHEAPEST), GOOD)
    assert not verify(DECOY, GOOD), "it can be checked like any other"


@pytest.mark.parametrize("stored", ["", "plain text", "$argon2id$v=19$m=8,t=1,p=1$AAAA", "$argon2id$"])
def test_a_damaged_hash_is_an_outage_that_does_not_show_it(stored):
    with pytest.raises(Outage) as caught:
        verify(stored, GOOD)
    assert GOOD not in str(caught.value)
    assert not stored or stored not in str(caught.value)
