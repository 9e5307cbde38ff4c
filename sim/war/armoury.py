"""The designs of one role on one side, and who holds how many of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.equations import race
from sim.war.equations.race import NOT_YET
from sim.war.equations.stock import drop_empty
from sim.war.numerics.compiled import Floats, Ints, kernel
from sim.war.numerics.totals import total
from sim.war.shelves import Shelves

if TYPE_CHECKING:
    from sim.war.numerics.streams import Key

SERIALS = 1 << 16
"""A design's stable key is its producer's slot times this, plus its serial number there."""

_DESIGN_COLUMNS: dict[str, type] = {
    "key": np.int64,
    "parent": np.int64,
    "producer": np.int64,
    "family": np.int64,
    "slot": np.int64,
    "released": np.int64,
    "replaced": np.int64,
    "obsolete": np.int64,
    "released_rate": np.float64,
    "rate": np.float64,
    "reach_km": np.float64,
    "altitude_m": np.float64,
    "kill_probability": np.float64,
}
_COUNTED = (
    "produced", "first_stock", "lost_in_transit", "exported", "refitted", "expired", "sorties",
    "hits", "peak_stock",
)  # fmt: skip
_DESIGN_COLUMNS |= dict.fromkeys(_COUNTED, np.int64)


class Armoury:
    """Every design of a role, with its life in numbers, and the stock of those that live.

    A design lives while it is in production or anybody holds one; it has a slot (a list of
    `shelves`) while it lives and a row of its own for ever. Nothing is merged or scrapped.

    Parameters
    ----------
    holders
        Number of units that hold stock.
    dimensions
        Coordinates of a design: those of the design space, or one height in metres.
    producers
        Number of producers, for a first size.

    Attributes
    ----------
    count, before : int
        Designs so far, and those of them of day 0 and of the spin-up before it; their rows are 0 to
        count - 1 of `place` and the design columns. What was released before day 0 has a day below
        0; what became of it before that is dated day 0.
    ids : (slots,) int64
        Which design has a slot; -1 marks a free one.
    shelves : Shelves
        Who holds how many.
    held : (slots,) int64
        Drones on all shelves, as of last evening.
    key, parent, producer, family, slot, released, replaced, obsolete : (rows,) int64
        Identity, place among `ids`, and days; -1 stands for none or not yet.
    released_rate, rate, reach_km, altitude_m, kill_probability : (rows,) float64
        Expected pass rate at release and now; reach of a front-line design, altitude of a strike
        drone, chance of a kill of an interceptor below its ceiling.
    produced, first_stock, lost_in_transit, exported : (rows,) int64
    refitted, expired, sorties, hits, peak_stock : (rows,) int64
        Drones; `first_stock` is the part of `produced` that lay on the shelf on day 0, `refitted`
        the balance of those brought up from or to another design.
    """

    key: Ints
    parent: Ints
    producer: Ints
    family: Ints
    slot: Ints
    released: Ints
    replaced: Ints
    obsolete: Ints
    released_rate: Floats
    rate: Floats
    reach_km: Floats
    altitude_m: Floats
    kill_probability: Floats
    produced: Ints
    first_stock: Ints
    lost_in_transit: Ints
    exported: Ints
    refitted: Ints
    expired: Ints
    sorties: Ints
    hits: Ints
    peak_stock: Ints

    def __init__(self, holders: int, dimensions: int, producers: int) -> None:
        self.count, self.before = 0, 0
        self.place: Floats = np.zeros((4 * producers + 4, dimensions))
        for name, kind in _DESIGN_COLUMNS.items():
            setattr(self, name, np.zeros(self.place.shape[0], dtype=kind))
        self.ids: Ints = np.full(producers + producers // 2 + 4, NOT_YET)
        self.shelves = Shelves(holders, self.ids.size)
        self.held: Ints = np.zeros(self.ids.size, dtype=np.int64)
        self._serials: dict[int, int] = {}

    def release(self, producer: int, place: Floats, family: int, parent: int, day: int) -> int:
        """Enter a new design of a producer and return its id; `parent` is replaced by it."""
        if self.count == self.key.size:
            self._add_rows()
        design = self.count
        self.count += 1
        serial = self._serials.get(producer, 0)
        self._serials[producer] = serial + 1
        self.key[design] = producer * SERIALS + serial
        self.parent[design], self.producer[design] = parent, producer
        self.family[design], self.released[design] = family, day
        self.replaced[design] = self.obsolete[design] = NOT_YET
        self.place[design] = place
        if parent >= 0:
            self.replaced[parent] = max(day, 0)
        self._settle(design)
        return design

    def open_books(self) -> None:
        """Begin to count on day 0, with what lies on the shelves."""
        self.before = self.count
        self.released[: self.count] = np.minimum(self.released[: self.count], -1)
        for name in _COUNTED:
            getattr(self, name).fill(0)
        living = self.ids >= 0
        for column in (self.produced, self.first_stock, self.peak_stock):
            column[self.ids[living]] = self.held[living]

    def living(self) -> Ints:
        """Return the ids of the designs that have a slot, in slot order."""
        return self.ids[self.ids >= 0]

    def close_day(self) -> None:
        """Count the shelves, note peaks, and free the slots of designs that are gone.

        A design is gone when it is out of production and nobody holds one.
        """
        if self.held.size != self.ids.size:
            self.held = np.zeros_like(self.ids)
        close(
            *self.shelves.lists, self.ids, self.slot, self.replaced, self.peak_stock, self.held
        )  # fmt: skip

    @property
    def stock(self) -> Ints:
        """How many drones of the design in each slot each holder has (holders, slots), a copy."""
        table = self.shelves.table()
        table.setflags(write=False)
        return table

    def watch_obsolescence(self, known: int, day: int) -> float:
        """Note what is obsolete from today on; return the median time that it took so far.

        The first `known` designs are those of before today, and so is what they passed at release.
        The median is of those that were released after day 0.
        """
        return race.watch_obsolescence(
            self.ids, self.rate, known, self.before, self.count, max(day, 0), self.released,
            self.replaced, self.released_rate, self.obsolete,
        )  # fmt: skip

    def total(self, name: str) -> int:
        """Return the sum of what counts drones, as `held`, over all designs."""
        return total(getattr(self, name))

    def stale(self) -> int:
        """Return the drones on the shelf whose design is past its obsolescence."""
        return count_stale(self.ids, self.obsolete, self.held)

    def stale_sorties(self) -> int:
        """Return the sorties so far of designs that are past their obsolescence by now."""
        return int(self.sorties[: self.count][self.obsolete[: self.count] != NOT_YET].sum())

    def refit(self, stream: Key, old: int, new: int, share: float) -> None:
        """Bring a share of every holder's stock of design `old` up to design `new`."""
        moved = self.shelves.move(stream, self.slot[old], self.slot[new], self.key[new], share)
        self.refitted[old] -= moved
        self.refitted[new] += moved

    def _settle(self, design: int) -> None:
        free = first_free(self.ids)
        if free == self.ids.size:
            more = self.ids.size // 2 + 1
            self.ids = np.concatenate([self.ids, np.full(more, NOT_YET)])
            self.shelves.add_slots(more)
        self.ids[free] = design
        self.slot[design] = free

    def _add_rows(self) -> None:
        more = self.key.size
        self.place = np.concatenate([self.place, np.zeros((more, self.place.shape[1]))])
        for name, kind in _DESIGN_COLUMNS.items():
            column = np.concatenate([getattr(self, name), np.zeros(more, dtype=kind)])
            setattr(self, name, column)


@kernel
def first_free(ids: Ints) -> int:
    """Return the first slot without a design, or how many there are if each has one."""
    for slot in range(ids.size):
        if ids[slot] == NOT_YET:
            return slot
    return ids.size


@kernel
def close(
    sizes: Ints, holders: Ints, counts: Ints, rates: Floats, ids: Ints, slot: Ints,
    replaced: Ints, peak_stock: Ints, held: Ints,
) -> None:  # fmt: skip
    """Count all shelves by slot into `held`, note peaks, and free the slots of designs gone.

    Lists of designs that are out of production get no deliveries, so that they shrink.
    """
    for place in range(ids.size):
        design = ids[place]
        if design == NOT_YET:
            held[place] = 0
            continue
        held[place] = counts[place, : sizes[place]].sum()
        peak_stock[design] = max(peak_stock[design], held[place])
        if replaced[design] != NOT_YET:
            drop_empty(sizes, holders, counts, rates, place)
            if held[place] == 0:
                slot[design] = ids[place] = NOT_YET


@kernel
def count_stale(ids: Ints, obsolete: Ints, held: Ints) -> int:
    """Return how many drones are `held` (slots,) of designs in `ids` that are obsolete.

    `ids` may be longer, by the slots of designs that nobody holds yet.
    """
    stale = 0
    for place in range(held.size):
        if ids[place] != NOT_YET and obsolete[ids[place]] != NOT_YET:
            stale += held[place]
    return stale
