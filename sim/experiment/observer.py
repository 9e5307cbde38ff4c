"""Who hears how a run goes."""

from __future__ import annotations

import sys


class Observer:
    """Hears how a run goes; this one speaks only while the model is compiled."""

    def compiling(self) -> None:
        """Hear that the kernels are compiled, which takes a while."""
        sys.stderr.write("Compiling the model for the first time; later runs start at once.\n")

    def found(self, finished: int) -> None:
        """Hear how many replicates an earlier run had finished."""

    def advanced(self, replicates: int, days: int) -> None:
        """Hear how many replicates are finished and how many days of all are simulated."""
