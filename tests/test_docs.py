"""The commands that README and documents show are run as they stand, in the order they stand in."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKE = re.compile(r"^make (\w+)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)(?:#[\w-]+)?\)")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.mark.parametrize("page", [p for p in PAGES if SHELL.search(p.read_text())], ids=lambda p: p.name)
def test_the_commands_of_a_page_work(page: Path, tmp_path: Path) -> None:
    port, metrics = _free_port(), _free_port()
    script = "set -euo pipefail\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n" + "\n".join(
        SHELL.findall(page.read_text())
    )
    script = script.replace("127.0.0.1:8080", f"127.0.0.1:{port}")
    script = re.sub(r"tansiq serve ", f"tansiq serve --listen 127.0.0.1:{port} --metrics 127.0.0.1:{metrics} ", script)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "DOCS": str(ROOT / "docs")}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{_tail(tmp_path / 'server.log')}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_what_a_page_tells_to_make_can_be_made(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in MAKE.findall(page.read_text()):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page.name} says `make {target}`"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_named_files_are_there(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        assert link.startswith("https://") or (page.parent / link).exists(), f"{page.name} links to {link}"
    for named in re.findall(r"`((?:tests|docs|src|benchmarks)/[\w./*-]+)`", page.read_text()):
        assert list(ROOT.glob(named.rstrip("/"))), f"{page.name} names {named}"


def _tail(path: Path) -> str:
    return path.read_text()[-2_000:] if path.exists() else ""
