"""A picture of the phrases that run right to left, as a browser sets them: whether numbers and names stand where they belong.

Run it as `python -m tools.phrases.picture [CODE …]`; it writes docs/pictures/phrases-rtl.png.
"""

import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Final

from tansiq.phrasebook import PHRASES, render
from tools.page.chromium import CHROMIUM, FLAGS, MISSING
from tools.phrases.book import RIGHT_TO_LEFT, TODAY_US, sample

ROOT: Final = Path(__file__).parent.parent.parent
PICTURE: Final = ROOT / "docs" / "pictures" / "phrases-rtl.png"
FONT: Final = ROOT / "src/tansiq/gateways/page/static/vendor/fonts/noto-sans-arabic-400.woff2"
SHOWN: Final = ("F05", "A06", "W04", "W06", "L06", "L16", "D01", "D02", "S04", "G08", "Q10", "R02")
WIDTH: Final = 1_100
_STYLE: Final = """
@font-face {{ font-family: "Noto Sans Arabic"; src: url("{font}"); }}
body {{ font: 15px/1.6 "Noto Sans", "Noto Sans Arabic", sans-serif; margin: 12px; }}
table {{ border-collapse: collapse; width: 100%; }}
td {{ border: 1px solid #ccc; padding: 3px 8px; vertical-align: top; width: 48%; }}
td:first-child {{ width: 4%; direction: ltr; }}
"""


def page(codes: tuple[str, ...]) -> str:
    """Return the phrases as a page of HTML."""
    rows = "".join(
        f"<tr><td>{code}</td>"
        + "".join(
            f'<td dir="rtl" lang="{language}">{escape(render(sample(PHRASES[code]), language, TODAY_US))}</td>'
            for language in RIGHT_TO_LEFT
        )
        + "</tr>"
        for code in codes
    )
    style = _STYLE.format(font=FONT.as_uri())
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style><table>{rows}</table>'


def main(codes: tuple[str, ...]) -> None:
    """Write the picture."""
    if CHROMIUM is None:
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "phrases.html"
        source.write_text(page(codes), encoding="utf-8")
        height = 24 + 46 * len(codes)
        subprocess.run(
            [
                CHROMIUM, "--headless", *FLAGS, f"--window-size={WIDTH},{height}", f"--screenshot={PICTURE}",
                f"--user-data-dir={folder}/profile", source.as_uri(),
            ],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or SHOWN)
