"""Opening the page in the browser of whoever started the demo."""

import os
import sys
import webbrowser


def open_page(url: str) -> bool:
    """Open a URL in a new tab; return whether there was a browser for it. Blocks no longer than starting one takes.

    On a machine without a screen nothing is tried: a text browser would take the terminal.
    """
    has_screen = sys.platform in ("darwin", "win32") or any(os.environ.get(v) for v in ("DISPLAY", "WAYLAND_DISPLAY"))
    try:
        return has_screen and webbrowser.open_new_tab(url)
    except webbrowser.Error:
        return False
