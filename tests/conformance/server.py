"""A server in a process of its own, on a port of its own, with an empty log."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from .tokens import AUDIENCE, PrivateKey, new_ed25519, new_rsa, public_pem

_SERVE = """
import sys, uvloop
from tansiq import assemble, config
from tansiq.gateways import logs
logs.set_up_logging()
uvloop.run(assemble.serve(config.load(sys.argv[1], {}), ready=lambda url: print(url, flush=True)))
"""


class Server(NamedTuple):
    """url: where its doors are. keys: of the authorisation servers that it trusts."""

    url: str
    keys: tuple[PrivateKey, ...]
    folder: Path


@contextlib.contextmanager
def serving(folder: Path, **settings: str | int | bool) -> Generator[Server]:
    """Run a server as long as the context lasts. Afterwards its own log must tell of no bug and no outage."""
    keys = (new_rsa(), new_ed25519())
    files = [folder / "rsa.pem", folder / "ed25519.pem"]
    for file, key in zip(files, keys, strict=True):
        file.write_bytes(public_pem(key))
    config = {
        "data": str(folder / "data"),
        "listen": "127.0.0.1:0",
        "metrics": "",
        "trust_key": [str(file) for file in files],
        "audience": [AUDIENCE],
    }
    toml = "".join(f"{name} = {json.dumps(value)}\n" for name, value in (config | settings).items())
    (folder / "tansiq.toml").write_text(toml)
    log = folder / "server.log"
    with (
        log.open("wb") as stderr,
        subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(folder / "tansiq.toml")], stdout=subprocess.PIPE, stderr=stderr
        ) as process,
    ):
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        try:
            assert url, f"the server did not start: {log.read_text()}"
            yield Server(url, keys, folder)
            assert process.poll() is None, f"the server died: {log.read_text()[-4_000:]}"
        finally:
            process.terminate()
    assert process.returncode in (0, -15), f"the server ended with {process.returncode}: {log.read_text()[-4_000:]}"
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    faults = [line for line in lines if line["level"] in ("ERROR", "CRITICAL") or "exception" in line]
    assert not faults, f"{len(faults)} faults in the server's log; the first: {faults[0]}"
