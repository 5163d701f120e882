"""Times on the wire: which are read, to which microsecond, and which are refused."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.gateways.rfc3339 import END_US, START_US, format_us, parse_us

NOON_US = 1_714_996_800_000_000  # 2024-05-06T12:00:00Z
SECOND_US = 1_000_000


@pytest.mark.parametrize(
    ("text", "expected", "because"),
    [
        ("2024-05-06T12:00:00Z", NOON_US, "whole seconds"),
        ("2024-05-06t12:00:00z", NOON_US, "lower case"),
        ("2024-05-06T12:00:00+00:00", NOON_US, "UTC as an offset"),
        ("2024-05-06T12:00:00-00:00", NOON_US, "UTC whose local offset is not known (RFC 3339, 4.3)"),
        ("2024-05-06T14:00:00+02:00", NOON_US, "east"),
        ("2024-05-06T01:30:00-10:30", NOON_US, "west"),
        ("2024-05-07T11:59:00+23:59", NOON_US, "the largest offset"),
        ("2024-05-06T12:00:00.5Z", NOON_US + 500_000, "one decimal"),
        ("2024-05-06T12:00:00.000001Z", NOON_US + 1, "six decimals"),
        ("2024-05-06t14:00:00.000001+02:00", NOON_US + 1, "six decimals and an offset"),
        ("2024-05-06T12:00:00.0000014Z", NOON_US + 1, "seven decimals, rounded down"),
        ("2024-05-06T12:00:00.000001501Z", NOON_US + 2, "nine decimals, rounded up"),
        ("2024-05-06T12:00:00.000001500Z", NOON_US + 2, "a half goes to the even microsecond: up"),
        ("2024-05-06T12:00:00.000002500Z", NOON_US + 2, "a half goes to the even microsecond: down"),
        ("2024-05-06T11:59:59.999999999Z", NOON_US, "rounding reaches the next second"),
        ("2024-05-06t14:00:00.0000005z", NOON_US + 2 * 3600 * SECOND_US, "lower case with seven decimals"),
        ("1900-01-01T00:00:00Z", START_US, "the first time"),
        ("1969-12-31T15:58:57.5-00:00", -28_862_500_000, "before 1970, as in a file of the InterUSS prober"),
        ("1969-12-31T23:59:59.999998500Z", -2, "before 1970 a half goes to the even microsecond too"),
        ("2200-12-31T23:59:59.999999Z", END_US - 1, "the last time"),
        ("2024-02-29T12:00:00Z", NOON_US - 67 * 86_400 * SECOND_US, "a leap day"),
    ],
)
def test_read(text, expected, because):
    assert parse_us(text) == expected, because


FORM, VALUE, RANGE = "form of RFC 3339", "does not exist", "outside the years"


@pytest.mark.parametrize(
    ("text", "said", "because"),
    [
        ("", FORM, "nothing"),
        ("soon", FORM, "a word"),
        ("2024-05-06", FORM, "a date alone"),
        ("2024-05-06T12:00:00", FORM, "no offset: whose noon?"),
        ("2024-05-06T12:00Z", FORM, "no seconds"),
        ("2024-05-06T12Z", FORM, "an hour alone"),
        ("2024-05-06 12:00:00Z", FORM, "a space for the T"),
        ("2024-05-06_12:00:00Z", FORM, "another sign for the T"),
        ("20240506T120000Z", FORM, "the basic form of ISO 8601"),
        ("2024-W19-1T12:00:00Z", FORM, "a week date, as long as a real one"),
        ("2024-127T12:00:00Z", FORM, "a day of the year"),
        ("24-05-06T12:00:00Z", FORM, "a short year"),
        ("12024-05-06T12:00:00Z", FORM, "a long year"),
        ("-024-05-06T12:00:00Z", FORM, "a year before our era"),
        ("2024-5-6T12:00:00Z", FORM, "short month and day"),
        ("2024-05-06T12:00:00,5Z", FORM, "a decimal comma"),
        ("2024-05-06T12:00:00.Z", FORM, "a point without decimals"),
        ("2024-05-06T12:00:00.1234567891Z", FORM, "ten decimals"),
        ("2024-05-06T12:00:00+02", FORM, "an offset of hours"),
        ("2024-05-06T12:00:00+0200", FORM, "an offset without a colon"),
        ("2024-05-06T12:00:00+02:00:00", FORM, "an offset with seconds"),
        ("2024-05-06T12:00:00+24:00", FORM, "an offset of a day"),
        ("2024-05-06T12:00:00+02:60", FORM, "an offset of 60 minutes"),
        ("2024-05-06T12:00:00 Z", FORM, "a space before the Z"),
        ("2024-05-06T12:00:00Z ", FORM, "a space after it"),
        ("2024-05-06T12:00:00Z\n", FORM, "a line break after it"),
        ("2024-05-06T12:00:00UTC", FORM, "a zone by name"),
        ("2024-05-06T12:00:00Z+02:00", FORM, "both Z and an offset"),
        ("2024-05-06T12:00:00−02:00", FORM, "the minus of typesetters"),
        ("٢٠٢٤-05-06T12:00:00Z", FORM, "digits of another script"),
        ("2024-05-06T24:00:00Z", FORM, "hour 24"),
        ("2024-05-06T12:00:00Z" + "0" * 100_000, FORM, "a long tail"),
        ("2024-13-06T12:00:00Z", VALUE, "month 13"),
        ("2024-00-06T12:00:00Z", VALUE, "month 0"),
        ("2023-02-29T12:00:00Z", VALUE, "a leap day in another year"),
        ("2024-05-32T12:00:00Z", VALUE, "day 32"),
        ("2024-05-06T12:60:00Z", VALUE, "minute 60"),
        ("2024-05-06T12:00:61Z", VALUE, "second 61"),
        ("0000-05-06T12:00:00Z", VALUE, "year 0"),
        ("2016-12-31T23:59:60Z", "leap second", "a real leap second"),
        ("2017-01-01T01:59:60.5+02:00", "leap second", "the same, elsewhere"),
        ("1899-12-31T23:59:59Z", RANGE, "a second too early"),
        ("1900-01-01T00:59:59+01:00", RANGE, "too early by its offset"),
        ("2201-01-01T00:00:00Z", RANGE, "too late"),
        ("2200-12-31T23:59:59.9999999Z", RANGE, "too late by rounding"),
        ("0001-01-01T00:00:00+02:00", RANGE, "before the first year, by its offset"),
        ("9999-12-31T23:59:59-02:00", RANGE, "after the last year, by its offset"),
    ],
    ids=lambda value: value[:40],
)
def test_refused(text, said, because):
    with pytest.raises(ValueError, match=said) as caught:
        parse_us(text)
    assert str(caught.value).endswith("."), because
    assert len(str(caught.value)) < 300, because


@pytest.mark.parametrize(
    ("time_us", "expected", "because"),
    [
        (START_US, "1900-01-01T00:00:00Z", "the first time"),
        (-1, "1969-12-31T23:59:59.999999Z", "before 1970"),
        (0, "1970-01-01T00:00:00Z", "no decimals where there are none"),
        (NOON_US + 1, "2024-05-06T12:00:00.000001Z", "always six otherwise"),
        (NOON_US + 500_000, "2024-05-06T12:00:00.500000Z", "also where fewer would do"),
        (END_US - 1, "2200-12-31T23:59:59.999999Z", "the last time"),
    ],
)
def test_written(time_us, expected, because):
    assert format_us(time_us) == expected, because


@given(st.integers(START_US, END_US - 1))
def test_what_is_written_reads_back_to_the_microsecond(time_us):
    assert parse_us(format_us(time_us)) == time_us


@given(
    st.datetimes(datetime(1900, 1, 3), datetime(2200, 12, 29)),  # noqa: DTZ001 - Hypothesis wants bounds without a zone
    st.integers(0, 9),
    st.integers(0, 10**9 - 1),
    st.integers(-1439, 1439),
)
def test_read_as_fractions_would(at, places, ns, offset_min):
    """The slow truth: exact fractions of a second, rounded as Python rounds fractions (half-even)."""
    decimals = f"{ns:09}"[:places]
    sign, (hours, minutes) = "+-"[offset_min < 0], divmod(abs(offset_min), 60)
    text = f"{at:%Y-%m-%dT%H:%M:%S}{'.' * bool(places)}{decimals}{sign}{hours:02}:{minutes:02}"
    whole = at.replace(microsecond=0, tzinfo=UTC) - timedelta(minutes=offset_min) - datetime(1970, 1, 1, tzinfo=UTC)
    exact_s = whole.days * 86_400 + whole.seconds + Fraction(int(decimals or 0), 10**places)
    assert parse_us(text) == round(exact_s * SECOND_US)


@given(st.text("0123456789-:.TtZz+ W,", max_size=32))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    def answer() -> int | str:
        try:
            return parse_us(text)
        except ValueError as error:
            return str(error)

    told = answer()
    assert told.startswith("The time ") if isinstance(told, str) else 0 <= told < END_US
