"""Stock that tests put on shelves, and the lives of designs."""

import numpy as np

from sim.war.armoury import Armoury
from sim.war.equations import race
from sim.war.shelves import Shelves


def put(shelves: Shelves, slot: int, amounts: np.ndarray, rate: float = 1.0) -> None:
    """Let the design in a slot be held as `amounts` (holders,) say, and pass at a rate."""
    width = shelves.counts.shape[1]
    shelves._pad(((0, 0), (0, shelves.size - width)))
    shelves.sizes[slot] = shelves.size
    shelves.holders[slot], shelves.counts[slot] = np.arange(shelves.size), amounts
    shelves.rates[slot] = rate


def followed_days(armoury: Armoury, today: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how long each design of the run was followed, and whether it became obsolete then."""
    of_run = slice(armoury.before, armoury.count)
    size = armoury.count - armoury.before
    days, event = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.bool_)
    race.follow(
        armoury.released[of_run], armoury.replaced[of_run], armoury.obsolete[of_run], today, days,
        event,
    )  # fmt: skip
    return days, event
