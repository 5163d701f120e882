"""The steps of a long command: how long each took, and a bar while it lasts."""

import contextlib
import time
from collections.abc import Callable, Generator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Told = Callable[[int, int], None]  # done, in all


class Steps:
    """Shows one bar at a time, on the console given; none where nobody looks. took: seconds of each step, in order."""

    def __init__(self, console: Console) -> None:
        self.took: dict[str, float] = {}
        self._console = console

    @contextlib.contextmanager
    def step(self, name: str, what: str) -> Generator[Told]:
        """Time a step, and yield what tells its bar how far it is. name: for `took`. what: for the bar."""
        began = time.perf_counter()
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self._console, transient=True, disable=not self._console.is_terminal) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
        self.took[name] = self.took.get(name, 0.0) + time.perf_counter() - began
