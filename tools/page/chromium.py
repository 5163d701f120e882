"""The browser that tests, measurements and pictures look at the page with: where it is, and what it is started with."""

import shutil
from typing import Final

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING: Final = "no Chromium to look at the page with. On Debian and Ubuntu: apt-get install chromium"
# As on a computer without a graphics card: the page is put together in software, and WebGL 2 alone is drawn by SwiftShader
# (Chromium's docs/gpu/swiftshader.md: "as the WebGL fallback"). With SwiftShader as the driver of all, which is meant to
# try the paths of a card, each frame of the page is composed by it as well: measured four times the processor time, and
# a fence says "drawn" up to 390 ms before its pixels can be read; here 4 ms at most.
# Nothing is asked for that the page did not ask for.
FLAGS: Final = (
    "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run",
)  # fmt: skip
