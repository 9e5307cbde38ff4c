"""In which order runs are done, and how many a worker does at a time.

Runs come in canonical order: replicate by replicate, in each point by point. A replicate's
points are cut into chunks of neighbours and these are visited far apart (in the order of van der
Corput's sequence), so that a sweep that is stopped has an even sample of the design.
"""

from __future__ import annotations

import itertools
from collections import deque
from statistics import median
from typing import TYPE_CHECKING

from sim.experiment.plan import Chunk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sim.experiment.plan import Run

CHUNK_SECONDS = 2.0
"""What a part costs hardly depends on how many runs are in it (docs/decisions.md)."""
MOST_RUNS = 1000
"""Runs in a chunk at most, however short."""
REMEMBERED = 50
"""Runs whose times are remembered: the first ones, which load the model, are soon forgotten."""


class Chunks:
    """Cuts runs into chunks as they are asked for.

    Parameters
    ----------
    runs
        In canonical order.
    """

    def __init__(self, runs: Iterable[Run]) -> None:
        self._left = deque(runs)
        self._seconds: deque[float] = deque(maxlen=REMEMBERED)
        self._stretch: deque[tuple[Run, ...]] = deque()
        self._alone: deque[tuple[Run, ...]] = deque()
        self._numbers = itertools.count()

    def __bool__(self) -> bool:
        """Tell whether any are left."""
        return bool(self._alone or self._stretch or self._left)

    def learn(self, seconds: Iterable[float]) -> None:
        """Take note of how long runs took."""
        self._seconds.extend(seconds)

    def put_back(self, runs: Sequence[Run], *, singly: bool) -> None:
        """Take back the runs of a dead worker; they come next."""
        parts = [(run,) for run in runs] if singly else [tuple(runs)]
        self._alone.extend(part for part in parts if part)

    def take(self, slots: int) -> Chunk:
        """Return the next chunk, where `slots` of them are done at once."""
        if not self._alone and not self._stretch:
            self._cut(slots)
        return Chunk(next(self._numbers), (self._alone or self._stretch).popleft())

    def _cut(self, slots: int) -> None:
        """Cut what is left of a replicate, or as many runs as make a chunk."""
        size, replicate = self._size(slots), self._left[0].replicate
        rest = itertools.takewhile(lambda run: run.replicate == replicate, self._left)
        count = max(size, sum(1 for _ in rest)) if self._seconds else slots
        runs = [self._left.popleft() for _ in range(min(count, len(self._left)))]
        parts = [tuple(runs[start : start + size]) for start in range(0, len(runs), size)]
        self._stretch.extend(parts[index] for index in spread(len(parts)))

    def _size(self, slots: int) -> int:
        """Return `CHUNK_SECONDS` of runs, but not more than leave enough for every worker."""
        if not self._seconds:
            return 1
        enough = CHUNK_SECONDS / max(median(self._seconds), CHUNK_SECONDS / MOST_RUNS)
        return max(1, min(round(enough), len(self._left) // (2 * slots)))


def spread(count: int) -> Iterator[int]:
    """Yield 0 to `count` - 1 so that the first few, however many, are spread evenly.

    The order is that of van der Corput's sequence: binary digits reversed.
    """
    bits = max(count - 1, 0).bit_length()
    for number in range(1 << bits):
        index = int(f"{number:0{bits}b}"[::-1], 2) if bits else 0
        if index < count:
            yield index
