"""Answers as JSON, and log lines as JSON."""

import io
import json
import logging
import sys

import pytest

from tansiq.gateways.logs import JsonLines, set_up_logging
from tansiq.gateways.replies import F3548Error, RoomError, json_reply


@pytest.mark.parametrize(
    ("body", "expected", "because"),
    [
        (
            RoomError("stale", "It changed.", "$.ovn", "Fetch it again."),
            {"code": "stale", "message": "It changed.", "where": "$.ovn", "hint": "Fetch it again."},
            "the room's shape, whole",
        ),
        (
            RoomError("bug", "It failed."),
            {"code": "bug", "message": "It failed.", "where": "", "hint": ""},
            "each member is there, also where it is empty",
        ),
        (F3548Error("It failed."), {"message": "It failed."}, "the standard's shape"),
        (b'{"raw": 1}', {"raw": 1}, "bytes go as they are"),
        ({"a": [1]}, {"a": [1]}, "plain values"),
    ],
)
def test_json_reply(body, expected, because):
    reply = json_reply(409, body, {"Tansiq-Position": "7"})
    assert reply.status_code == 409, because
    assert json.loads(reply.body) == expected, because
    assert reply.headers["content-type"] == "application/json", because
    assert reply.headers["content-length"] == str(len(reply.body)), because
    assert reply.headers["tansiq-position"] == "7", because


def line(message: str = "told", /, *args: object, exc_info=None, **fields: object) -> dict:
    record = logging.LogRecord("tansiq.x", logging.WARNING, "", 0, message, args, exc_info)
    record.created = 1_714_996_800.5
    record.fields = fields
    text = JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_record_is_one_line():
    assert line("%s of %d", "one", 2, answer=42) == {
        "time": "2024-05-06T12:00:00.500000Z",
        "level": "WARNING",
        "logger": "tansiq.x",
        "message": "one of 2",
        "answer": 42,
    }


@pytest.mark.parametrize(
    "hostile",
    ['a\n{"level":"INFO"}', "a\r\nb", "\x1b[2J", "\x00", 'quote" and \\', "طيران", "\udcff", "\u2028"],
    ids=ascii,
)
def test_no_value_can_begin_a_line_or_be_lost(hostile):
    assert line(hostile)["message"] == hostile
    assert line(value=hostile)["value"] == hostile


def test_fields_cannot_replace_what_the_record_says():
    told = line(level="INFO", logger="other", message="other", time="never")
    assert (told["level"], told["logger"], told["message"]) == ("WARNING", "tansiq.x", "told")
    assert told["time"].startswith("2024")


def test_values_of_any_kind_are_written():
    assert line(value=ValueError("x"))["value"] == "x"
    assert line(text="\udcff", value=ValueError("x"))["value"] == "x", "also beside what is no Unicode"


def test_a_trace_is_one_field():
    try:
        raise KeyError("gone\naway")
    except KeyError:
        told = line(exc_info=sys.exc_info())
    assert told["exception"].startswith("Traceback (most recent call last):\n")
    assert "KeyError" in told["exception"]


@pytest.fixture
def root():
    """The root logger, put back afterwards as it was."""
    logger = logging.getLogger()
    kept, level, httpx_level = logger.handlers[:], logger.level, logging.getLogger("httpx").level
    yield logger
    logger.handlers[:] = kept
    logger.setLevel(level)
    logging.getLogger("httpx").setLevel(httpx_level)


def test_set_up_logging(root):
    old, new = io.StringIO(), io.StringIO()
    set_up_logging("DEBUG", old)
    set_up_logging("INFO", new)
    logging.getLogger("tansiq.y").info("told", extra={"fields": {"n": 1}})
    logging.getLogger("tansiq.y").debug("not told")
    logging.getLogger("httpx").info("GET https://issuer.example/?secret")
    assert old.getvalue() == "", "the handlers before are gone"
    (only,) = new.getvalue().splitlines()
    assert (json.loads(only)["message"], json.loads(only)["n"]) == ("told", 1)
    with pytest.raises(ValueError, match="LOUD"):
        set_up_logging("LOUD")
