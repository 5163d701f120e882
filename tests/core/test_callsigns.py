"""Which callsigns may be taken for one another on the radio."""

from random import Random

import pytest

from tansiq.core.callsigns import Callsigns, similar


@pytest.mark.parametrize(
    ("a", "b", "expected", "because"),
    [
        ("HAL 23", "HAL23", True, "a space is not heard"),
        ("HAL 23", "HAL 32", True, "the same digits in another order"),
        ("HAL 123", "HAL 124", True, "one digit is other"),
        ("HAL 23", "HAL 24", False, "of two digits one is half"),
        ("HAL 123", "HAL 12", True, "one digit is dropped"),
        ("HAL 123", "MRD 123", False, "the letters tell them apart"),
        ("HAL 123", "HAL 456", False, "nothing is alike"),
        ("MEDIC 7", "MEDIC 7", True, "it is used twice"),
    ],
)
def test_similar_callsigns(a, b, expected, because):
    assert similar(a, b) is expected, because
    assert similar(b, a) is expected, because


def test_those_that_are_similar_are_found_without_comparing_all():
    rng = Random(7)
    names = [_name(rng) for _ in range(600)]
    callsigns = Callsigns()
    for n, name in enumerate(names):
        callsigns.add(str(n), name)
    for n in range(0, 600, 2):
        callsigns.remove(str(n), names[n])
    for asked in [_name(rng) for _ in range(200)]:
        found = callsigns.alike(asked)
        assert sorted(found) == sorted(str(n) for n in range(1, 600, 2) if similar(names[n], asked))
    for n in range(1, 600, 2):
        callsigns.remove(str(n), names[n])
    assert not any(vars(callsigns).values()), "what is gone is forgotten"


def _name(rng: Random) -> str:
    """Return a callsign of few letters and digits, so that many are alike."""
    letters = rng.choice(("", "A", "HAL", "HAL ", "H-", "HAL2 "))
    return letters + "".join(rng.choice("012X") for _ in range(rng.randrange(5)))
