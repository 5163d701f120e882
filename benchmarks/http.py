"""The F3548 door over HTTP: JWTs on, SQLite synchronous=FULL, one process, load by wrk from the same machine."""

import json
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.table import Row

LUA = Path(__file__).parent / "lua"
CONNECTIONS = 32
URL = "https://uss.example/f3548"


def rows(seconds: int = 10) -> list[Row]:
    """Run all scenarios, each on a server of its own."""
    if shutil.which("wrk") is None:
        sys.exit("The load generator wrk is missing. On Debian and Ubuntu: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder), seconds)
        return [*bench.puts(), *bench.field(), *bench.race(), *bench.reads()]


class _Load:
    """What wrk printed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.per_s = float(_found(r"Requests/sec:\s+([\d.]+)", text))
        self.p50, self.p99 = (_found(rf"{p}%\s+([\d.]+\w+)", text) for p in (50, 99))
        failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        self.failed = int(failed[1]) if failed else 0


class _Bench:
    def __init__(self, folder: Path, seconds: int) -> None:
        self.folder = folder
        self.seconds = seconds
        self.key = folder / "key.pem"
        self.token = folder / "token"
        made = subprocess.run(
            [sys.executable, "-m", "tansiq.cli", "token", "--key", self.key, "--hours", "4"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        self.token.write_text(made.stdout)
        self.base = ""

    def puts(self) -> list[Row]:
        bodies = self._file("bodies", (_body(*place) for place in _places(Random(1), 60_000)))
        with self._server():
            load = self._wrk("put_new.lua", bodies)
        self.base_per_s = load.per_s
        made = [
            Row("PUT of new intents, 32 connections", f"{load.per_s:,.0f}/s", "1.00", "2,500/s"),
            Row("· p99", load.p99, "", "25 ms"),
        ]
        _no_failures(load)
        bodies = self._file("bodies", (_body(*place) for place in _places(Random(2), 60_000)))
        with self._server("--snapshot-entries", "4000"):
            load = self._wrk("put_new.lua", bodies)
        _no_failures(load)
        return [
            *made,
            Row("… while snapshots are written all the time", f"{load.per_s:,.0f}/s", self._ratio(load), "2,500/s"),
            Row("· p99", load.p99, "", "25 ms"),
        ]

    def field(self) -> list[Row]:
        found: list[Row] = []
        for what, subscribed, in_time in (
            ("100 flights over one field, disjoint in height, replaced", False, False),
            ("100 flights over one field, disjoint in time, with subscriptions", True, True),
            ("100 flights over one field, disjoint in height, each told of all others", True, False),
        ):
            with self._server():
                flights = [
                    _body(
                        46.0,
                        7.0,
                        alt_m=500 if in_time else 100 + 20 * n,
                        start_min=5 + 15 * n if in_time else 5,
                        subscribed=subscribed,
                    )
                    for n in range(100)
                ]
                load = self._wrk("replace.lua", self._booked(flights))
            _no_failures(load)
            found.append(
                Row(what, f"{load.per_s:,.0f}/s", self._ratio(load), "0.60" if not (subscribed and not in_time) else "")
            )
        return found

    def race(self) -> list[Row]:
        with self._server():
            flights = [_body(46.0, 7.0, key="@KEY@") for _ in range(100)]
            load = self._wrk("replace.lua", self._booked(flights))
            accepted, refused = re.findall(r"accepted ([\d.]+) refused ([\d.]+)", load.text)[0]
            lone = self._file(
                "lone", [f"PUT\t/dss/v1/operational_intent_references/{uuid.uuid4()}\t{_body(46.0, 7.0)}"]
            )
            naming = self._wrk("lines.lua", lone, connections=1)
        return [
            Row("100 overlapping flights, racing keys: accepted", f"{float(accepted):,.0f}/s", "", "reported"),
            Row("· refused", f"{float(refused):,.0f}/s", "", "reported"),
            Row("a 409 naming 100, one connection: p50", naming.p50, "", "5 ms"),
            Row("· p99", naming.p99, "", "5 ms"),
        ]

    def reads(self) -> list[Row]:
        with self._server():
            booked = self._booked(
                [_body(lat, lon, start_min=5 + 10 * n) for n, (lat, lon, *_) in enumerate(_places(Random(3), 200))]
            )
            lines = [
                f"GET\t/dss/v1/operational_intent_references/{line.split()[0]}"
                for line in booked.read_text().splitlines()
            ]
            by_id = self._wrk("lines.lua", self._file("gets", lines))
            self._booked([_body(10.0, 20.0, alt_m=100 + 20 * n) for n in range(50)])
            asked = json.dumps({"area_of_interest": json.loads(_body(10.0, 20.0, alt_m=100, to_m=3_000))["extents"][0]})
            query = self._file("query", [f"POST\t/dss/v1/operational_intent_references/query\t{asked}"])
            area = self._wrk("lines.lua", query)
            assert (
                len(
                    self._call("POST", "/dss/v1/operational_intent_references/query", asked)[
                        "operational_intent_references"
                    ]
                )
                == 50
            )
        _no_failures(by_id)
        _no_failures(area)
        return [
            Row("GET by id", f"{by_id.per_s:,.0f}/s", self._ratio(by_id), "8,000/s"),
            Row("area query returning 50", f"{area.per_s:,.0f}/s", self._ratio(area), "1,500/s"),
        ]

    def _ratio(self, load: _Load) -> str:
        return f"{load.per_s / self.base_per_s:.2f}"

    @contextmanager
    def _server(self, *more: str) -> Iterator[None]:
        data = self.folder / secrets.token_hex(4)
        process = subprocess.Popen(
            [sys.executable, "-m", "tansiq.cli", "serve", "--data", data, "--listen", "127.0.0.1:0", "--metrics", "",
             "--trust-key", f"{self.key}.pub", "--audience", "localhost", "--party-writes-per-s", "100000", *more],
            stdout=subprocess.PIPE, stderr=(self.folder / "log").open("a"), text=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            self.base = process.stdout.readline().split()[-1]
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            shutil.rmtree(data)

    def _wrk(self, script: str, requests: Path, connections: int = CONNECTIONS) -> _Load:
        return _Load(
            subprocess.run(
                ["wrk", "-t1", f"-c{connections}", f"-d{self.seconds}s", "--latency", "-s", LUA / script, self.base, "--",
                 self.token, requests],
                check=True, capture_output=True, text=True, timeout=self.seconds + 60,
            ).stdout
        )  # fmt: skip

    def _booked(self, bodies: list[str]) -> Path:
        """Create flights, naming all others where a body asks for it; return the file that replace.lua reads."""
        ovns: list[str] = []
        lines: list[str] = []
        for body in bodies:
            flight = str(uuid.uuid4())
            sent = body.replace("@KEY@", '","'.join(ovns))
            ovn = self._call("PUT", f"/dss/v1/operational_intent_references/{flight}", sent)[
                "operational_intent_reference"
            ]["ovn"]
            ovns.append(ovn)
            lines.append(f"{flight}\t{ovn}\t{body.replace(chr(34) + '@KEY@' + chr(34), '@KEY@')}")
        return self._file("flights", lines)

    def _call(self, verb: str, path: str, body: str) -> Any:
        request = urllib.request.Request(
            self.base + path, body.encode(), {"Authorization": f"Bearer {self.token.read_text().strip()}"}, method=verb
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def _file(self, name: str, lines: "Iterator[str] | list[str]") -> Path:
        path = self.folder / name
        path.write_text("".join(f"{line}\n" for line in lines))
        return path


def _places(random: Random, count: int) -> Iterator[tuple[float, float, float, float]]:
    for _ in range(count):
        yield random.uniform(-60, 60), random.uniform(-179, 178), 500.0, random.uniform(5, 600)


def _body(
    lat: float,
    lon: float,
    alt_m: float = 500,
    start_min: float = 5,
    *,
    to_m: float = 0,
    subscribed: bool = True,
    key: str = "",
) -> str:
    now = datetime.now(UTC)

    def at(minutes: float) -> dict[str, str]:
        return {"value": (now + timedelta(minutes=minutes)).isoformat(), "format": "RFC3339"}

    def height(metres: float) -> dict[str, object]:
        return {"value": metres, "reference": "W84", "units": "M"}

    corners = ((0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01))
    volume = {
        "outline_polygon": {"vertices": [{"lat": lat + y, "lng": lon + x} for y, x in corners]},
        "altitude_lower": height(alt_m),
        "altitude_upper": height(to_m or alt_m + 10),
    }
    wish = {"new_subscription": {"uss_base_url": URL}} if subscribed else {}
    extents = [{"volume": volume, "time_start": at(start_min), "time_end": at(start_min + 10)}]
    return json.dumps(
        {"extents": extents, "key": [key] if key else [], "state": "Accepted", "uss_base_url": URL} | wish
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"wrk printed no {pattern}: {text}"
    return match[1]


def _no_failures(load: _Load) -> None:
    assert load.failed == 0, f"{load.failed} requests failed:\n{load.text}"
