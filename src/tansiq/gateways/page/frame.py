"""The frame of every plain page. Text that comes from anywhere else must be escaped before it is put into `body`."""

from html import escape
from typing import Final

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}


def frame(title: str, body: str) -> str:
    """Return a page. title: plain text. body: HTML."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/page.css"></head>'
        f"<body><main>{body}</main></body></html>"
    )
