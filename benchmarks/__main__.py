"""`make bench`: tables of speed and memory. ARGS="core http" runs some parts; the figures kept are in docs/benchmarks.md."""

import sys

from benchmarks import airspace, core, http, log, page, places, room, start
from benchmarks.table import show

PARTS = {
    "core": ("The core", core.rows),
    "log": ("The log", log.rows),
    "airspace": ("Airspace", airspace.rows),
    "start": ("Start", start.rows),
    "http": ("The F3548 door over HTTP", http.rows),
    "room": ("The room over HTTP", room.rows),
    "places": ("Places", places.rows),
    "page": ("The page in a browser", page.rows),
}

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        sys.exit(f"There is no part {unknown[0]!r}; there are: {', '.join(PARTS)}.")
    for name in wanted:
        title, rows = PARTS[name]
        show(title, rows())
