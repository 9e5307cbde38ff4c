"""Who hears how runs go."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Observer:
    """Hears how runs go; this one reports only a compilation and damage."""

    def compiling(self) -> None:
        """Hear that the kernels are compiled, which takes a while."""
        _tell("Compiling the model for the first time; later runs start at once.")

    def planned(self, runs: int, days: int, found: int) -> None:
        """Hear how many runs there are, of how many days, and how many were done before."""

    def advanced(self, done: int, failed: int, days: float) -> None:
        """Hear how many runs are done and failed, and how many days of others are done."""

    def draining(self) -> None:
        """Hear that what is under way is finished and nothing more begun."""

    def drained(self, done: int) -> None:
        """Hear that nothing is under way any more, and how many runs are done in all."""

    def lost(self, parts: Iterable[str]) -> None:
        """Hear which parts are damaged, so that their runs are done again."""
        for line in parts:
            _tell(line)


def _tell(line: str) -> None:
    """Write a line to standard error, where there is one."""
    if sys.stderr is not None:
        sys.stderr.write(f"{line}\n")
