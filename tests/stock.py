"""Stock that tests put on shelves."""

import numpy as np

from sim.war.shelves import Shelves


def put(shelves: Shelves, slot: int, amounts: np.ndarray, rate: float = 1.0) -> None:
    """Let the design in a slot be held as `amounts` (holders,) say, and pass at a rate."""
    width = shelves.counts.shape[1]
    shelves._pad(((0, 0), (0, shelves.size - width)))
    shelves.sizes[slot] = shelves.size
    shelves.holders[slot], shelves.counts[slot] = np.arange(shelves.size), amounts
    shelves.rates[slot] = rate
