"""`tansiq serve` in a process of its own, to be killed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tansiq.token import sign

AUDIENCE = "crash.example"
START_S = 60  # far more than any start takes; only a start that hangs takes longer
SCOPES = "utm.strategic_coordination"


class Place:
    """Where servers live one after the other: a data folder, and the key that signs everybody's tokens."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.log = folder / "server.log"
        self._pem = folder / "try.pem.pub"
        self._key = Ed25519PrivateKey.generate()
        public = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self._pem.write_bytes(public)

    def token(self, sub: str) -> str:
        return sign(self._key, sub=sub, audience=AUDIENCE, scope=SCOPES, expires_s=time.time() + 86_400)

    def options(self) -> list[str]:
        options = ["--data", str(self.data), "--trust-key", str(self._pem), "--audience", AUDIENCE]
        return [*options, "--listen", "127.0.0.1:0", "--metrics", ""]

    def serve(self, *more: str) -> "Served":
        return Served([sys.executable, "-m", "tansiq.cli", "serve", *self.options(), *more], self.log)


class Served:
    """One server. It is killed at the end of the context, if not before."""

    def __init__(self, command: list[str], log: Path) -> None:
        self._log = log
        with log.open("ab") as stderr:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def port(self) -> int:
        """Wait until it serves, and return where."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert " at http://127.0.0.1:" in line, f"the server did not start: {self._log.read_text()[-4_000:]}"
        return int(line.rpartition(":")[2])

    def children(self) -> list[str]:
        """The processes that the server has started, where the system tells."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return listed.read_text().split() if listed.exists() else []

    def kill(self, *, with_children: bool = False) -> None:
        """`kill -9`; returns when it is dead. Children are left to end by themselves, unless the whole machine dies."""
        if self.process.poll() is None:
            children = self.children() if with_children else []
            os.kill(self.process.pid, signal.SIGKILL)
            for child in children:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
