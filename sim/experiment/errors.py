"""What can go wrong with a run through no fault of the code; each message is for people."""

from __future__ import annotations

import contextlib
import errno
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sim.experiment.plan import Run


class RunError(Exception):
    """A run that cannot begin or go on.

    Attributes
    ----------
    exit_code : int
        What the command ends with.
    resumable : bool
        Whether the same run can go on with ``resume``.

    Examples
    --------
    >>> import sim
    >>> try:
    ...     sim.read("nowhere")
    ... except sim.RunError as error:
    ...     error.exit_code
    2
    """

    exit_code = 1
    resumable = False


class FolderError(RunError):
    """A folder that is in use, holds results already or does not hold any."""

    exit_code = 2


class BehaviourError(RunError):
    """A behaviour from outside that does not keep to what every part of the model keeps to."""

    exit_code = 2


class ResumeError(RunError):
    """A run that was begun with another configuration or other software."""

    exit_code = 3


class DiskError(RunError):
    """The file system refused: full, read-only, gone."""

    exit_code = 4
    resumable = True


class LedgerError(DiskError):
    """A ledger that does not say what was written to it: nothing in its folder can be trusted."""

    resumable = False


class PartError(RunError):
    """A part that must not be committed: of an earlier start, or of runs not in the plan."""


class DeterminismError(RunError):
    """A run that was done twice, with other numbers the second time.

    Attributes
    ----------
    run : Run
        Which one.
    """

    def __init__(self, run: Run, seed: str = "unknown") -> None:
        super().__init__(
            f"run {run.id} (point {run.point}, replicate {run.replicate}, seed {seed}) "
            "was done twice and its numbers differ"
        )
        self.run = run


class QuestionError(RunError):
    """A question to results, or to an experiment, that cannot be answered, or not as asked."""

    exit_code = 2


class FilmError(RunError):
    """A film that cannot be made, or not as asked."""

    exit_code = 2


class ExtraError(RunError):
    """A package or program that only some commands need, and that is not installed."""

    exit_code = 2


class WorkerError(RunError):
    """Workers that cannot start, or are gone."""

    resumable = True


class StoppedError(RunError):
    """Runs that were not begun because an earlier one failed."""

    resumable = True


class FailedRunsError(RunError):
    """Runs that failed; the others are done, and what they wrote is there.

    Attributes
    ----------
    folder : Path
        The result folder.
    """

    def __init__(self, folder: Path, message: str) -> None:
        self.folder = folder
        super().__init__(message)


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn an error of the file system into a `DiskError` of one line."""
    try:
        yield
    except OSError as error:
        place = error.filename or folder
        raise DiskError(f"{place}: {error.strerror or error}{_room(error, folder)}") from error


def _room(error: OSError, folder: Path) -> str:
    if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
        return ""
    place = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    return f" ({shutil.disk_usage(place).free:,} bytes free)"
