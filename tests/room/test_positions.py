"""A pasted position at the door: read and said in each notation, or refused in the reader's language with its place."""

import asyncio

import pytest

from tansiq.airspace.coordinates import Notation
from tansiq.gateways.room.words import LANGUAGES

from .house import room


def told(story):
    """Run a story of one room."""
    asyncio.run(story())


def test_a_pasted_position_is_read_and_said_in_each_notation(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            hal = house.leads["HAL"]
            read = await hal.done("POST", "/positions", {"text": "١٥٫٣٥٢٥، ٤٤٫٢٠٧٥"})
            assert (read["lat"], read["lon"], read["accuracy_m"]) == (15.3525, 44.2075, 15.42)
            assert read["notation"] == "degrees"
            assert read["written"] == {
                "degrees": "15.3525000, 44.2075000",
                "minutes": "15°21.15000' N, 44°12.45000' E",
                "seconds": "15°21'09.000\" N, 44°12'27.000\" E",
                "aviation": "152109.00N 0441227.00E",
                "mgrs": "38P MB 14939 97470",
                "utm": "38 north 414939.16 1697470.42",
            }
            assert set(read["written"]) == set(Notation)
            pole = await hal.done("POST", "/positions", {"text": "89.5 N 10 E"})
            assert "utm" not in pole["written"]
            before = house.state.position
            assert (await house.stranger.ask("POST", "/positions", {"text": "1 2"})).status_code == 401
            assert house.state.position == before, "nothing of it is in the log"

    told(story)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        (" ", "empty", ""),
        ("1" * 300, "too_long", ""),
        ("15.3 <b>", "sign", "<"),
        ("48.85 N 2.29 O", "letter_o", "14"),
        ("15,44", "comma", "3"),
        ("15.3", "incomplete", "15.3"),
        ("1 N 2 N", "same_axis", "N"),
        ("-1 S 2 E", "twice_signed", "-"),
        ("1.5 20 N 2 E", "order", "1.5"),
        ("1 60 N 2 0 E", "sixty", "60"),
        ("91 2", "latitude", "91"),
        ("1 181", "longitude", "181"),
        ("15213N 044123E", "figures", "15213"),
        ("152130 0441230", "letters_needed", "152130"),
        ("38PMB", "square_digits", "38PMB"),
        ("38PMC 1 9", "no_square", "38PMC"),
        ("38S 415000 3697000", "utm_half", "S"),
        ("61N 415000 3697000", "utm_values", "61N"),
    ],
)
def test_what_is_not_read_is_said_in_each_language_with_its_place(tmp_path, text, code, place):
    async def story():
        async with room(tmp_path) as house:
            for language in (each for each in LANGUAGES if (each, code) != ("fr", "letter_o")):
                refused = await house.leads["HAL"].ask("POST", "/positions", {"text": text}, accept_language=language)
                assert (refused.status_code, refused.json()["code"]) == (400, f"position.{code}")
                assert refused.json()["where"] == "$.text"
                assert place in refused.json()["message"]
                assert refused.json()["hint"]

    told(story)


def test_o_is_read_as_west_by_who_speaks_french(tmp_path):
    async def story():
        async with room(tmp_path) as house:
            body = {"text": "48,85 N 2,29 O"}
            answer = await house.leads["HAL"].ask("POST", "/positions", body, accept_language="fr")
            assert answer.json()["lon"] == -2.29

    told(story)
