"""The browser that tests, measurements and pictures look at the page with: where it is, and what it is started with."""

import shutil
from typing import Final

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING: Final = "no Chromium to look at the page with. On Debian and Ubuntu: apt-get install chromium"
# WebGL 2 without a graphics card; and nothing asked for that the page did not ask for.
FLAGS: Final = (
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run",
)  # fmt: skip
