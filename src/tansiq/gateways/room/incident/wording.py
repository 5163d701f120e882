"""The words of a report: one Fluent file for each language, what is filled in escaped and isolated in direction."""

from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

RIGHT_TO_LEFT: Final = ("ar", "fa")
_FOLDER: Final = Path(__file__).parent / "ftl"
_VOID: Final = ("meta", "rect", "line", "circle", "polygon", "polyline", "path")


class Html(str):
    """Text that may stand in a page as it is; told apart from other text at run time, so that all else is escaped, once."""

    __slots__ = ()


Piece = str | None


def tag(name: str, /, *within: Piece, **attributes: str | float | None) -> Html:
    """Return an element. What is within is escaped unless it is `Html`. Attributes: by their names, with _ for - and at the end
    where Python has the word; None leaves one out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(f"{value:g}" if isinstance(value, float) else str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID and not within:
        return Html(f"<{name}{said}/>")
    return Html(f"<{name}{said}>{joined(*within)}</{name}>")


def joined(*pieces: Piece) -> Html:
    """Return pieces one after the other."""
    return Html("".join(safe(piece) for piece in pieces if piece is not None))


def safe(piece: str) -> Html:
    """Return a piece as it may stand in a page."""
    return piece if isinstance(piece, Html) else Html(escape(piece))


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"

    def say(self, key: str, /, **values: str) -> Html:
        """Return a sentence. Each value is escaped, and isolated in an element of its own, so that it keeps its direction."""
        holes = {name: f"\0{n}\0" for n, name in enumerate(values)}
        parts = _said(self.language, key, holes).split("\0")
        filled = [tag("bdi", value) for value in values.values()]
        return joined(*(filled[int(part)] if n % 2 else part for n, part in enumerate(parts)))

    def each(self, prefix: str, keys: tuple[str, ...]) -> Html:
        """Return several words in a row."""
        pieces: list[Piece] = []
        for n, key in enumerate(keys):
            pieces += ["، " if n and self.direction == "rtl" else ", " if n else None, self.say(f"{prefix}-{key}")]
        return joined(*pieces)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((_FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))
    return bundle


def _said(language: str, key: str, values: dict[str, str]) -> str:
    pattern = _bundle(language).get_message(key).value
    assert pattern is not None, f"{language}: {key} has no words"
    text, errors = _bundle(language).format_pattern(pattern, values)
    assert isinstance(text, str), f"{language}: {key}: {errors}"
    assert not errors, f"{language}: {key}: {errors}"
    return text
