"""Which callsigns may be taken for one another on the radio."""

import pytest

from tansiq.gateways.room.callsigns import similar


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
