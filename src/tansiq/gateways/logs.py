"""Logging as JSON: one record, one line, on stderr, ready for any collector."""

import json
import logging
import sys
from typing import Any, Final, TextIO

import msgspec

from tansiq.gateways.rfc3339 import format_us

_encoder: Final = msgspec.json.Encoder(enc_hook=str)


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON.

    Members: time, level, logger, message; then those of `extra={"fields": {...}}`, which cannot replace the first four;
    then `exception`, the whole trace as one string. JSON escapes line breaks, so no value can begin a line of its own.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end; or the lines of a record that brings them ready-made."""
        ready: str = getattr(record, "lines", "")
        if ready:
            return ready
        line: dict[str, Any] = {
            "time": format_us(int(record.created * 1_000_000)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name, value in getattr(record, "fields", {}).items():
            line.setdefault(name, value)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        try:
            return _encoder.encode(line).decode()
        except UnicodeEncodeError:  # half a surrogate pair, from a hostile name or a broken file system
            return json.dumps(line, default=str)


def set_up_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send all logging of the process to `stream` (stderr if None) as JSON lines, in place of any handlers before.

    Raises ValueError for a level that `logging` does not know. Run uvicorn with `log_config=None, access_log=False`: its own
    access log would hold raw paths and queries.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.setLevel(level)
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs each URL with its query
