"""Tables for benchmarks: what was measured, how much, against what was asked."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table


class Row(NamedTuple):
    """One measured figure. ratio: to what the row says; "" for none. aim: as asked, "" for none."""

    what: str
    measured: str
    ratio: str = ""
    aim: str = ""


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a table, as Markdown too when the output is not a terminal."""
    console = Console()
    if console.is_terminal:
        table = Table(title=title, title_justify="left")
        for head in ("what", "measured", "ratio", "aim"):
            table.add_column(head, justify="left" if head == "what" else "right")
        for row in rows:
            table.add_row(*row)
        console.print(table)
        return
    print(f"\n### {title}\n\n| what | measured | ratio | aim |\n|---|---:|---:|---:|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
