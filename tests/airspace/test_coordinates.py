"""Positions as people paste them: read where one place is meant, refused with the place of the fault where two could be."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.airspace.coordinates import Notation, Position, Unread, Unreadable, read, written

from . import oracle

NDEG = 1_000_000_000
SANAA = (15_352_500_000, 44_207_500_000)


def ndeg(found):
    assert isinstance(found, Position), found
    return found.lat_ndeg, found.lon_ndeg


@pytest.mark.parametrize(
    "text",
    [
        "15.3525, 44.2075",
        "15.3525 44.2075",
        "15.3525,44.2075",
        "15,3525 44,2075",
        "15,3525; 44,2075",
        "(15.3525, 44.2075)",
        "+15.3525 +44.2075",
        "lat: 15.3525 lon: 44.2075",
        "lon=44.2075, lat=15.3525",
        "15.3525°N, 44.2075°E",
        "44.2075 E 15.3525 N",
        "N15.3525 E44.2075",
        "n 15.3525, e 44.2075",
        "15°21.15' N 44°12.45' E",
        "N15 21.150 E044 12.450",
        "15° 21′ 9″ N, 44° 12′ 27″ E",
        "15°21'09''N 44°12'27''E",
        "15:21:09N 44:12:27E",
        "15 21 09, 44 12 27",
        "15 21 09 44 12 27",
        "15-21-09N 044-12-27E",
        "152109N 0441227E",
        "152109N0441227E",
        "N152109 E0441227",
        "1521.15N 04412.45E",
        "152109.0N 0441227.0E",
        "١٥٫٣٥٢٥ ، ٤٤٫٢٠٧٥",
        "۱۵٫۳۵۲۵، ۴۴٫۲۰۷۵",
        "\u200f١٥٫٣٥٢٥ شمالًا ٤٤٫٢٠٧٥ شرقًا",
        "۱۵٫۳۵۲۵ شمالی، ۴۴٫۲۰۷۵ شرقی",
        "شمال 15.3525 شرق 44.2075",
        "15°21′09″ с.ш. 44°12′27″ в.д.",
        "широта 15,3525 долгота 44,2075",
        "15,3525 nord 44,2075 est",
        "15.3525\n44.2075",
    ],
)
def test_ways_to_write_one_place(text):
    assert ndeg(read(text)) == SANAA


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("33.8688 S, 151.2093 E", -33.8688, 151.2093),
        ("-33.8688 -70.5", -33.8688, -70.5),
        ("−33.8688, −70.5", -33.8688, -70.5),
        ("34°36′ ю.ш. 58°22.5′ з.д.", -34.6, -58.375),
        ("0 0", 0.0, 0.0),
        ("90N 180W", 90.0, -180.0),
        ("جنوب 12.5 غرب 30", -12.5, -30.0),
    ],
)
def test_halves_of_the_earth(text, lat, lon):
    assert ndeg(read(text)) == (round(lat * NDEG), round(lon * NDEG))


def test_o_is_west_in_french_alone():
    assert ndeg(read("48,85 N 2,5 O", "fr")) == (48_850_000_000, -2_500_000_000)
    assert read("48,85 N 2,5 O", "en") == Unread(Unreadable.LETTER_O, 12, "O"), "to a German it is east"


@pytest.mark.parametrize(
    ("text", "lat", "lon", "source"),
    [
        ("38SMB4488", 33.33424, 44.40363, "GeoConvert(1) of GeographicLib, examples"),
        ("38n 444500 3688500", 33.33424, 44.40363, "the same"),
        ("38n 444140.54 3684706.36", 33.3, 44.4, "GeoConvert(1), on UTM"),
        ("31 south 500000 9889470", -1.0, 3.0, "GeoConvert(1), on zones; to the metre"),
        ("17T 630084 4833438", 43.6425667, -79.387139, "the CN tower in Wikipedia's page on UTM, given to the metre"),
        (
            "18S UJ 23483 06479",
            38.889467,
            -77.035239,
            "the Washington Monument in the USNG (FGDC-STD-011), to the metre",
        ),
    ],
)
def test_grids_against_published_values(text, lat, lon, source):
    found = read(text)
    assert isinstance(found, Position)
    assert oracle.distance(lat, lon, found.lat_ndeg / NDEG, found.lon_ndeg / NDEG) < 2, source


def test_washington_monument_in_degrees_is_the_same_place_as_its_square():
    angles, square = read("38°53'22.08\"N 77°02'06.86\"W"), read("18SUJ2348306479")
    assert isinstance(angles, Position)
    assert isinstance(square, Position)
    away_m = oracle.distance(*(ndeg_ / NDEG for p in (angles, square) for ndeg_ in (p.lat_ndeg, p.lon_ndeg)))
    assert away_m * 100 < angles.accuracy_cm + square.accuracy_cm


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("", Unreadable.EMPTY, 0),
        (" \u200f ", Unreadable.EMPTY, 0),
        ("1" * 201, Unreadable.TOO_LONG, 200),
        ("15.35 N 44.2 X", Unreadable.SIGN, 13),
        ("15.35 near 44.2", Unreadable.SIGN, 6),
        ("15,44", Unreadable.COMMA, 2),
        ("15,35,44,20", Unreadable.COMMA, 2),
        ("15.35", Unreadable.INCOMPLETE, 0),
        ("15.35 N", Unreadable.INCOMPLETE, 6),
        ("N 15 E", Unreadable.ORDER, 5),
        ("15 21 44", Unreadable.INCOMPLETE, 6),
        ("15.3 N 44.2 N", Unreadable.SAME_AXIS, 12),
        ("-15.3 S 44.2 E", Unreadable.TWICE_SIGNED, 0),
        ("N 15.3, 44.2 E", Unreadable.ORDER, 13),
        ("15.5 21 44.5 12", Unreadable.ORDER, 0),
        ('15"21 N 44 12 E', Unreadable.ORDER, 2),
        ("15 60 N 44 12 E", Unreadable.SIXTY, 3),
        ("15 21 75 N 44 12 10 E", Unreadable.SIXTY, 6),
        ("156075N 0441230E", Unreadable.SIXTY, 0),
        ("115.3, 44.2", Unreadable.LATITUDE, 0),
        ("15.3, 244.2", Unreadable.LONGITUDE, 6),
        ("90.0000001 N 0 E", Unreadable.LATITUDE, 0),
        ("15213N 044123E", Unreadable.FIGURES, 0),
        ("152130N 441230E", Unreadable.FIGURES, 8),
        ("152130 0441230", Unreadable.LETTERS_NEEDED, 0),
        ("15-21-30 44-12-30", Unreadable.LETTERS_NEEDED, 2),
        ("15.3-44.2", Unreadable.LETTERS_NEEDED, 4),
        ("38SMB", Unreadable.SQUARE_DIGITS, 0),
        ("38SMB 123 45", Unreadable.SQUARE_DIGITS, 6),
        ("38SMB 12 3456", Unreadable.SQUARE_DIGITS, 6),
        ("38SAA 12 12", Unreadable.NO_SQUARE, 0),
        ("61SMB 12 12", Unreadable.NO_SQUARE, 0),
        ("38S 415000 3697000", Unreadable.UTM_HALF, 2),
        ("38P 415000 3697000", Unreadable.UTM_VALUES, 0),
        ("61N 415000 3697000", Unreadable.UTM_VALUES, 0),
        ("38N 415000 9900000", Unreadable.UTM_VALUES, 0),
    ],
)
def test_what_is_refused_and_where(text, code, at):
    found = read(text)
    assert isinstance(found, Unread), found
    assert (found.code, found.at) == (code, at)


def test_38s_is_read_where_one_half_alone_has_that_northing():
    assert ndeg(read("38S 415000 8300000"))[0] < 0, "in the band S there is no such northing"
    assert ndeg(read("38 north 415000 3697000"))[0] > 0
    assert ndeg(read("38 south 415000 3697000"))[0] < 0


@pytest.mark.parametrize(
    ("text", "least_m", "most_m"),
    [
        ("15N 044E", 150_000, 160_000),
        ("15.35 44.20", 1_500, 1_600),
        ("15.352500 44.207500", 0.15, 0.16),
        ("1521N 04412E", 2_500, 2_600),
        ("152109N 0441227E", 42, 43),
        ("38PMB 1 4", 7_000, 7_100),
        ("38PMB 14931 97471", 0.7, 0.72),
        ("38P 414931.12 1697471.55", 0.07, 0.08),
        ("89.5 10.5", 11_000, 11_200),
    ],
)
def test_the_accuracy_that_a_notation_can_carry(text, least_m, most_m):
    found = read(text)
    assert isinstance(found, Position), found
    assert least_m <= found.accuracy_cm / 100 <= most_m


lats = st.integers(-90 * NDEG, 90 * NDEG)
lons = st.integers(-180 * NDEG, 180 * NDEG)
ARABIC = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫،")
PERSIAN = str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫،")


@given(lats, lons, st.sampled_from(Notation))
@settings(deadline=None)
def test_what_is_written_is_read_as_the_same_place_within_its_accuracy(lat, lon, notation):
    text = written(lat, lon, notation)
    if text is None:
        assert notation is Notation.UTM
        assert not -80 <= lat / NDEG <= 84
        return
    found = read(text)
    assert isinstance(found, Position), (text, found)
    assert found.notation is notation
    away_m = oracle.distance(lat / NDEG, lon / NDEG, found.lat_ndeg / NDEG, found.lon_ndeg / NDEG)
    assert away_m * 100 <= found.accuracy_cm + 1, text


@given(
    lats,
    lons,
    st.sampled_from([Notation.DEGREES, Notation.MINUTES, Notation.SECONDS]),
    st.sampled_from([ARABIC, PERSIAN]),
)
@settings(deadline=None)
def test_digits_of_other_scripts_mean_the_same(lat, lon, notation, digits):
    text = written(lat, lon, notation)
    assert text is not None
    assert read(text.translate(digits)) == read(text)


@given(lats, lons)
@settings(deadline=None)
def test_a_decimal_comma_means_the_same(lat, lon):
    text = written(lat, lon, Notation.DEGREES)
    assert text is not None
    assert read(text.replace(", ", " ").replace(".", ",")) == read(text)


@given(st.text(max_size=40) | st.text("0123456789.,-+°'\"NSEWO ;", max_size=30))
@settings(deadline=None)
def test_any_text_is_read_or_refused_with_a_place_in_it(text):
    found = read(text)
    if isinstance(found, Unread):
        assert 0 <= found.at <= len(text)
    else:
        assert abs(found.lat_ndeg) <= 90 * NDEG
        assert abs(found.lon_ndeg) <= 180 * NDEG
        assert found.accuracy_cm >= 1
        assert math.isfinite(found.accuracy_cm)
