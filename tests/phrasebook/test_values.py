"""Values: what is taken, how it is written and spoken, what is read back, and where a refusal points to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.core.notices import NoticeKind, Value, ValueKind
from tansiq.core.units import DAY_US, HOUR_US
from tansiq.phrasebook import PHRASES, Kind, Phrase, Refused, Wrong, check, read_back
from tansiq.phrasebook.kinds import PARTS, said
from tansiq.phrasebook.shown import shown
from tansiq.phrasebook.spoken import spoken
from tools.phrases.book import SAMPLES, TODAY_US


def fl(value):
    return {"reference": "FL", "value": value}


def feet(value, reference="AMSL"):
    return {"reference": reference, "value": value, "units": "FT"}


def at(lat, lon):
    return {"lat": lat, "lon": lon}


@pytest.mark.parametrize(
    ("kind", "sent", "written", "said_aloud"),
    [
        ("time", "2026-11-26T14:05:00Z", "14:05Z", "one four zero five zulu"),
        ("time", "2026-11-26T14:05:30.000Z", "14:05:30Z", "one four zero five and three zero seconds zulu"),
        ("time", "2026-11-27T00:00:00+00:00", "2026-11-27 00:00Z", "zero zero zero zero zulu on two seven november"),
        ("height", fl(130), "FL130", "flight level one three zero"),
        ("height", fl(60), "FL060", "flight level zero six zero"),
        ("height", fl(100), "FL100", "flight level one hundred"),
        ("height", feet(2_500), "2500 ft AMSL", "two thousand five hundred feet above mean sea level"),
        ("height", feet(10_000), "10000 ft AMSL", "one zero thousand feet above mean sea level"),
        ("height", feet(12_340), "12340 ft AMSL", "one two three four zero feet above mean sea level"),
        ("height", feet(-200), "-200 ft AMSL", "minus two hundred feet above mean sea level"),
        ("height", feet(400, "AGL"), "400 ft AGL", "four hundred feet above ground"),
        ("height", {"reference": "W84", "value": 300.0}, "300 m W84", "three hundred metres above the ellipsoid"),
        ("height", {"reference": "GND"}, "GND", "ground"),
        ("height", {"reference": "UNL"}, "UNL", "unlimited"),
        (
            "position",
            at(12.57, -45.205),
            "12°34.20′N 045°12.30′W",
            (
                "one two degrees three four decimal two zero minutes north, "
                "zero four five degrees one two decimal three zero minutes west"
            ),
        ),
        ("callsign", "HAL 21", "HAL 21", "hotel alfa lima two one"),
        ("callsign", "RESCUE 9", "RESCUE 9", "rescue niner"),
        ("callsign", "OE-ABC", "OE-ABC", "oscar echo alfa bravo charlie"),
        ("flight", SAMPLES["flight"], SAMPLES["flight"], "eight foxtrot one four echo four five foxtrot"),
        ("party", "TSA", "TSA", "tango sierra alfa"),
        ("area", "منطقة 4", "منطقة 4", "منطقة 4"),
        ("frequency", 121.5, "121.500 MHz", "one two one decimal five"),
        ("frequency", 132.055, "132.055 MHz", "one three two decimal zero five five"),
        ("frequency", 118, "118.000 MHz", "one one eight decimal zero"),
        ("frequency", 118.05, "118.050 MHz", "one one eight decimal zero five zero"),
        ("squawk", "4271", "4271", "four two seven one"),
        ("squawk", "7700", "7700", "seven seven zero zero"),
        ("squawk", "2000", "2000", "two thousand"),
        ("squawk", "0000", "0000", "zero zero zero zero"),
        ("qnh", 1009, "1009 hPa", "one zero zero niner hectopascals"),
        ("visibility", 800, "800 m", "eight hundred metres"),
        ("visibility", 1_250, "1250 m", "one two five zero metres"),
        ("visibility", 10_000, "10 km", "one zero kilometres"),
        ("distance", {"value": 2.5, "units": "NM"}, "2.5 NM", "two decimal five miles"),
        ("distance", {"value": 10, "units": "KM"}, "10 km", "one zero kilometres"),
        ("distance", {"value": 300, "units": "M"}, "300 m", "three zero zero metres"),
        ("duration", 45, "45 min", "four five minutes"),
        ("duration", 60, "1 h", "one hour"),
        ("duration", 121, "2 h 1 min", "two hours one minute"),
        ("bearing", 40, "040°", "zero four zero degrees"),
        ("number", 12, "12", "one two"),
        ("text", "Two trucks, white", "Two trucks, white", "Two trucks, white"),
        ("text", "می‌رسیم", "می‌رسیم", "می‌رسیم"),
    ],
)
def test_a_value_is_written_and_spoken(kind, sent, written, said_aloud):
    value = said(Kind(kind), sent)
    assert value is not None
    assert shown(value, TODAY_US + 9 * HOUR_US).replace("\u00a0", " ") == written
    assert spoken(value, TODAY_US) == said_aloud


@pytest.mark.parametrize(
    ("kind", "sent", "because"),
    [
        ("time", "2026-11-26T14:05:00+03:00", "not UTC"),
        ("time", "2026-11-26T14:05:00.5Z", "nobody reads half a second back"),
        ("time", "2026-11-31T14:05:00Z", "no such day"),
        ("time", "14:05", "no day"),
        ("time", 1405, "a number"),
        ("height", 130, "no reference"),
        ("height", {"value": 130}, "no reference"),
        ("height", {"reference": ["FL"], "value": 130}, "a list"),
        ("height", feet(130) | {"reference": "FL"}, "a level in feet"),
        ("height", {"reference": "AMSL", "value": 100, "units": "FL"}, "an altitude in levels"),
        ("height", {"reference": "AMSL", "value": 100, "units": ["FT"]}, "a list"),
        ("height", fl(130.5), "half a level"),
        ("height", fl(-10), "no level"),
        ("height", feet(-10, "AGL"), "under the ground"),
        ("height", feet(1e300), "too high"),
        ("height", {"reference": "GND", "value": 5}, "ground with a number"),
        ("height", fl(130) | {"qnh": 1013}, "a member that is none"),
        ("position", at(90.1, 0), "beyond the pole"),
        ("position", at(0, float("nan")), "no number"),
        ("position", at("12", 45), "text"),
        ("position", [12, 45], "a list"),
        ("callsign", "hal21", "small letters"),
        ("callsign", "HAL21\n", "a line end"),
        ("callsign", "", "empty"),
        ("flight", SAMPLES["flight"].upper(), "capital letters"),
        ("party", "T", "too short"),
        ("area", "   ", "blank"),
        ("area", "x" * 81, "too long"),
        ("frequency", 1.5, "below the radio bands"),
        ("frequency", True, "a truth"),
        ("squawk", "4281", "no octal digit"),
        ("squawk", 7700, "a number: leading zeros would be lost"),
        ("squawk", "٤٢٧١", "digits that are not Latin"),
        ("qnh", 2992, "inches"),
        ("qnh", 1013.25, "not whole"),
        ("visibility", -1, "negative"),
        ("distance", {"value": 0, "units": "NM"}, "no distance"),
        ("distance", {"value": 1, "units": "FT"}, "a unit of height"),
        ("distance", 5, "no unit"),
        ("duration", 0, "no time"),
        ("bearing", 0, "north is 360"),
        ("number", 1.5, "not whole"),
        ("text", "a\u202eb", "it turns the text around"),
        ("text", "a\u2069b", "it would close the isolate"),
        ("text", "two\nlines", "two lines"),
    ],
)
def test_what_does_not_fit_is_refused(kind, sent, because):
    assert said(Kind(kind), sent) is None, because


SENT = {"callsign": "HAL 21", "height": fl(130), "from": "2026-11-26T14:00:00Z", "until": "2026-11-26T15:00:00Z"}


@pytest.mark.parametrize(
    ("code", "values", "expected"),
    [
        ("Z99", SENT, Refused(Wrong.CODE, "code", "Z99")),
        ("F06", SENT, Refused(Wrong.NOTICE, "code", "request")),
        ("F05", SENT | {"area": "D"}, Refused(Wrong.SPARE, "values.area", "area")),
        ("F05", SENT | {"height": None}, Refused(Wrong.MISSING, "values.height", "", Kind.HEIGHT)),
        ("F05", SENT | {"from": "14:00"}, Refused(Wrong.VALUE, "values.from", "14:00", Kind.TIME)),
        ("F05", SENT | {"height": 9}, Refused(Wrong.VALUE, "values.height", "9", Kind.HEIGHT)),
        ("F05", SENT | {"until": SENT["from"]}, Refused(Wrong.ORDER, "values.until", SENT["from"], Kind.TIME)),
    ],
)
def test_a_refusal_names_what_does_not_fit_where_it_is(code, values, expected):
    assert check(code, values, NoticeKind.REQUEST) == expected


@pytest.mark.parametrize(
    ("floor", "ceiling", "fits", "because"),
    [
        (fl(100), fl(130), True, "lower below higher"),
        (fl(130), fl(100), False, "higher below lower"),
        (feet(3_000), fl(20), True, "which is higher is not known from the numbers"),
        ({"reference": "GND"}, {"reference": "UNL"}, True, "all heights"),
        ({"reference": "UNL"}, fl(100), False, "nothing is above"),
        (fl(100), {"reference": "GND"}, False, "nothing is below"),
    ],
)
def test_a_floor_lies_below_its_ceiling(floor, ceiling, fits, because):
    values = {"area": "D", "time": "2026-11-26T14:00:00Z", "floor": floor, "ceiling": ceiling}
    assert isinstance(check("A13", values), Phrase) is fits, because


def test_heights_times_and_positions_are_read_back_as_integers():
    phrase = check(
        "L03", {"callsign": "HAL 21", "position": at(12.57, -45.205), "height": fl(130), "until": SENT["until"]}
    )
    assert isinstance(phrase, Phrase)
    assert read_back(phrase) == (
        Value(ValueKind.POSITION, (12_570_000_000, -45_205_000_000)),
        Value(ValueKind.HEIGHT, (3_962_400,), "FL"),
        Value(ValueKind.TIME, (TODAY_US + 15 * HOUR_US,)),
    )
    assert all(value.is_whole for value in read_back(phrase))


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_position_read_off_the_screen_is_the_position_that_was_sent(lat, lon):
    """Who reads 12°34.20′N and types it has the same integers, or no read-back would ever be right."""
    value = said(Kind.POSITION, at(lat, lon))
    assert value is not None
    typed = []
    for part in shown(value, 0).split("\u00a0"):
        degrees, rest = part[:-1].rstrip("′").split("°")
        typed.append((int(degrees) + float(rest.rstrip("′")) / 60) * (-1 if part[-1] in "SW" else 1))
    again = said(Kind.POSITION, at(*typed))
    assert again == value
    assert abs(value.numbers[0] / PARTS - lat) < 0.5001 / PARTS


MEMBERS = st.sampled_from(["lat", "lon", "value", "units", "reference", "FL"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=90) | MEMBERS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(MEMBERS, inner),
)


@given(st.sampled_from(list(Kind)), JSON)
def test_whatever_is_sent_fits_or_is_refused(kind, sent):
    value = said(kind, sent)
    if value is not None:
        for text in (shown(value, TODAY_US - DAY_US), spoken(value, TODAY_US - DAY_US)):
            assert text
            assert not set(text) & set("\u2066\u2067\u2068\u2069\n")


def test_each_kind_of_value_is_in_some_phrase():
    assert {kind for entry in PHRASES.values() for kind in entry.values.values()} == set(Kind)
