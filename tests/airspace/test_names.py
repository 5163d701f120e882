"""Names of one place in two scripts are alike; names of neighbours are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace.matching import ALIKE, NEARLY
from tansiq.airspace.names import keys, likeness, taken_apart

ONE_PLACE = [
    ("Al-Noor School", "مدرسة النور"),
    ("Al-Noor School", "Школа Ан-Нур"),
    ("مدرسة النور", "Школа Ан-Нур"),
    ("Al-Thawra Hospital", "مستشفى الثورة"),
    ("Khalid ibn al-Walid Mosque", "جامع خالد بن الوليد"),
    ("Khalid ibn al-Walid Mosque", "Мечеть Халида ибн аль-Валида"),
    ("Abdulrahman School", "مدرسة عبد الرحمن"),
    ("Salah al-Din", "صلاح الدين"),
    ("الصحراء", "Ас-Сахра"),
    ("Al-Zahra Clinic", "مركز الزهراء الصحي"),
    ("بیمارستان شهید رجایی", "مستشفى شهيد رجائي"),
    ("École Ibn Khaldoun", "Ibn Khaldun school"),
    ("مدرسة أبي بكر", "مدرسه ابي بكر"),
    ("School No. 5", "مدرسة رقم ٥"),
    ("Jabal pumping station", "محطة ضخ الجبل"),
    ("JABAL", "Jabal"),
]
NEIGHBOURS = [
    ("Al-Noor School", "مدرسة الأمل"),
    ("Al-Amal School for Girls", "مدرسة الأمل للبنين"),
    ("School No. 5", "مدرسة رقم ٧"),
    ("Школа № 3", "School 4"),
    ("North Well", "البئر الجنوبي"),
    ("Ибн Сина", "Ibn Rushd"),
    ("Old Mosque Badr", "مسجد بدر الجديد"),
    ("Al-Firdaws", "Аль-Кинди"),
]


@pytest.mark.parametrize(("a", "b"), ONE_PLACE)
def test_one_place_in_two_writings(a, b):
    assert (likeness(taken_apart(a), taken_apart(b)) or 0) >= ALIKE
    assert keys(taken_apart(a)) & keys(taken_apart(b)), "so it is found by its name"


@pytest.mark.parametrize(("a", "b"), NEIGHBOURS)
def test_neighbours_are_told_apart(a, b):
    found = likeness(taken_apart(a), taken_apart(b))
    assert found is not None
    assert found < NEARLY


@pytest.mark.parametrize(
    ("a", "b"), [("Hospital", "مستشفى"), ("School", "Школа"), ("", "Al-Noor"), ("مدرسة", "Al-Noor School")]
)
def test_what_a_place_is_says_nothing_of_which_it_is(a, b):
    assert likeness(taken_apart(a), taken_apart(b)) is None


def test_one_that_says_more_is_less_alike():
    plain, marked = taken_apart("Al-Noor School"), taken_apart("Al-Noor School for Girls")
    assert (likeness(plain, marked) or 0) < (likeness(plain, plain) or 0)


@given(st.text(max_size=60), st.text(max_size=60))
@settings(deadline=None)
def test_any_two_texts_can_be_compared_in_either_order(a, b):
    x, y = taken_apart(a), taken_apart(b)
    found = likeness(x, y)
    assert found is None or 0 <= found <= 1
    assert found is None or likeness(y, x) == pytest.approx(found, abs=0.35), "the order decides ties alone"
    assert (likeness(x, x) or 1) >= 0.9
