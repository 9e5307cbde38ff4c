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
    from collections.abc import Iterator

    from rich.progress import Progress

STDERR = 2
ENDING = "writing tables and figures"


class Bar(Observer):
    """The progress of runs: a bar on a terminal, and nothing elsewhere.

    `noun` is what a run is called, and `ending` what is done after the last one.
    """

    def __init__(self, noun: str, progress: Progress | None, ending: str = ENDING) -> None:
        self._noun, self._progress, self._ending = noun, progress, ending
        self._task = progress.add_task("", total=None, text="starting") if progress else None
        self._runs = self._days = self._found = 0
        self._start = time.monotonic()

    def planned(self, runs: int, days: int, found: int) -> None:
        """Say how much was there before."""
        self._runs, self._days, self._found = runs, days, found
        self._start = time.monotonic()
        if found:
            typer.echo(f"{found:,} of {runs:,} {self._noun}s are there already.", err=True)

    def draining(self) -> None:
        """Say what Ctrl-C does, past Python's buffers, which may be in the middle of a write."""
        os.write(STDERR, b"Finishing what is under way; Ctrl-C again stops at once.\n")

    def drained(self, done: int) -> None:
        """Say how much is kept."""
        typer.echo(f"{done:,} of {self._runs:,} {self._noun}s are done.", err=True)

    def advanced(self, done: int, failed: int, days: float) -> None:
        """Move the bar."""
        if self._progress is None or self._task is None:
            return
        text = f"{done:,}/{self._runs:,} {self._noun}s"
        text += f", {failed:,} failed" if failed else ""
        text += f", {(done - self._found) / (time.monotonic() - self._start):.2g} a second"
        if done + failed == self._runs:
            text = self._ending
        completed = (done + failed) * self._days + days
        total = self._runs * self._days
        self._progress.update(self._task, completed=completed, total=total, text=text)


@contextlib.contextmanager
def bar(noun: str, ending: str = ENDING) -> Iterator[Bar]:
    """Show the progress of runs while the block lasts."""
    if not sys.stderr.isatty():
        yield Bar(noun, None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.fields[text]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield Bar(noun, progress, ending)
