"""How runs go, as a bar on a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING

import typer

from sim.experiment.workers.observer import Observer

if TYPE_CHECKING:
    from typing import Self

    from rich.progress import Progress

STDERR = 2
ENDING = "writing tables"
DRAWN_SECONDS = 0.1
"""Between two drawings of the bar, which takes as long as a day."""


class Bar(Observer):
    """The progress of runs: a bar on a terminal while its block lasts, and nothing elsewhere.

    `noun` is what a run is called, and `ending` what is done after the last one.

    Attributes
    ----------
    has_begun : bool
        Whether runs are planned, so that there is something to go on with.
    """

    def __init__(self, noun: str, ending: str = ENDING) -> None:
        self.has_begun = False
        self._noun, self._ending = noun, ending
        self._progress: Progress | None = None
        self._runs = self._days = self._found = 0
        self._start, self._drawn = time.monotonic(), 0.0

    def __enter__(self) -> Self:
        """Show the bar, on a terminal."""
        if sys.stderr.isatty():
            self._progress = _progress()
            self._task = self._progress.add_task("", total=None, text="starting")
            self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the bar as it is."""
        if self._progress is not None:
            self._progress.stop()

    def planned(self, runs: int, days: int, found: int) -> None:
        """Say how much was there before."""
        self.has_begun = True
        self._runs, self._days, self._found = runs, days, found
        self._start = time.monotonic()
        if found:
            typer.echo(f"{found:,} of {runs:,} {self._noun}s are there already.", err=True)

    def draining(self) -> None:
        """Say what Ctrl-C does, past Python's buffers, which may be in the middle of a write."""
        with contextlib.suppress(OSError):
            os.write(STDERR, b"Finishing what is under way; Ctrl-C again stops at once.\n")

    def drained(self, done: int) -> None:
        """Say how much is kept."""
        typer.echo(f"{done:,} of {self._runs:,} {self._noun}s are done.", err=True)

    def advanced(self, done: int, failed: int, days: float) -> None:
        """Move the bar."""
        now, ended = time.monotonic(), done + failed == self._runs
        if self._progress is None or (now < self._drawn + DRAWN_SECONDS and not ended):
            return
        self._drawn = now
        text = f"{done:,}/{self._runs:,} {self._noun}s"
        text += f", {failed:,} failed" if failed else ""
        text += f", {(done - self._found) / (now - self._start):.2g} a second"
        if ended:
            text = self._ending
        completed = (done + failed) * self._days + days
        total = self._runs * self._days
        self._progress.update(self._task, completed=completed, total=total, text=text, refresh=True)


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.fields[text]}"), TimeRemainingColumn())
    # A thread that refreshes it would stand in the way of a fork.
    return Progress(*columns, console=Console(stderr=True), auto_refresh=False)
