"""The experiments of lessons, each run once for all who ask."""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from sim.experiment.workers.observer import Observer
from sim.view.lessons.running import run_lesson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

    from sim.lesson.lesson import Lesson
    from sim.view.lessons.running import LessonRun


class WithdrawnError(Exception):
    """The server ends before the experiment does."""


class Progress(Observer):
    """The progress of an experiment: runs in all and done, and the share of the days simulated.

    Once it is `withdrawn`, the experiment ends before its time.
    """

    def __init__(self) -> None:
        self.runs = self.done = self._days = 0
        self.share, self.withdrawn = 0.0, False

    def compiling(self) -> None:
        """Stay silent: the server has compiled the model before it answers."""

    def planned(self, runs: int, days: int, found: int) -> None:
        """Hear how many runs there are."""
        self.runs, self._days, self.done = runs, days, found

    def advanced(self, done: int, failed: int, days: float) -> None:
        """Hear how it goes; end it by an error once it is withdrawn."""
        if self.withdrawn:
            raise WithdrawnError
        self.done = done
        self.share = min(1.0, ((done + failed) * self._days + days) / (self.runs * self._days))

    def lost(self, parts: Iterable[str]) -> None:
        """Stay silent: the runs are done again."""


class Experiments:
    """The experiments of lessons, run one at a time, with their results in `folder` until the end.

    An experiment gives everybody the same results, so all readers who press the button wait for
    the same run.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="killzone-lessons-"))
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="lessons")
        self._asked: dict[int, tuple[Progress, Future[LessonRun]]] = {}

    def ask(self, lesson: Lesson) -> tuple[Progress, Future[LessonRun]]:
        """Return how far the experiment of a lesson is, and what becomes of it.

        It starts unless it is under way or done; one that failed starts again.
        """
        known = self._asked.get(lesson.number)
        if known is None or (known[1].done() and known[1].exception()):
            progress = Progress()
            folder = self.folder / str(lesson.number)
            known = progress, self._pool.submit(run_lesson, lesson, folder, progress)
            self._asked[lesson.number] = known
        return known

    def outcome(self, number: int) -> LessonRun | None:
        """Return what the experiment of a lesson showed, if it is done."""
        _, future = self._asked.get(number, (None, None))
        done = future is not None and future.done() and future.exception() is None
        return future.result() if future is not None and done else None

    def close(self) -> None:
        """End what is under way, and remove all results."""
        for progress, _ in self._asked.values():
            progress.withdrawn = True
        self._pool.shutdown(cancel_futures=True)
        shutil.rmtree(self.folder, ignore_errors=True)
