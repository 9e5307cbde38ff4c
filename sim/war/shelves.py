"""Who holds how many drones of each design: a list a design, so that empty shelves cost nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.equations import stock
from sim.war.numerics.totals import total

if TYPE_CHECKING:
    from sim.war.numerics.compiled import Floats, Ints
    from sim.war.numerics.streams import Key

_FIRST_WIDTH = 64


class Shelves:
    """The stock of one role, as a list of holders for each slot of a design.

    Parameters
    ----------
    size
        Number of those who may hold drones.
    slots
        Number of slots, for a start.

    Attributes
    ----------
    sizes : (slots,) int64
        Length of each slot's list.
    holders, counts : (slots, width) int64
        The lists: holders in rising order, and how many drones of the design each of them has. A
        delivery makes a list whole on which half of all holders would be, those with none
        included, so that it need not be searched. What comes after `sizes` means nothing.
    edges : (size + 1,) float64
        What share of each delivery the holders before each one get together; even at first.
    rates : (slots, width) float64
        What the drones of a holder are worth where it stands, `UNKNOWN` of those that have come
        since that was worked out.
    """

    sizes: Ints
    holders: Ints
    counts: Ints
    edges: Floats
    rates: Floats

    def __init__(self, size: int, slots: int) -> None:
        self.size, self.edges = size, np.linspace(0.0, 1.0, size + 1)
        width = min(size, _FIRST_WIDTH)
        self.sizes = np.zeros(slots, dtype=np.int64)
        self.holders = np.zeros((slots, width), dtype=np.int64)
        self.counts = np.zeros((slots, width), dtype=np.int64)
        self.rates = np.full((slots, width), stock.UNKNOWN)
        self._scratch = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)

    @property
    def lists(self) -> tuple[Ints, Ints, Ints, Floats]:
        """All of them, as kernels take them: sizes, holders, counts, rates."""
        return self.sizes, self.holders, self.counts, self.rates

    def add_slots(self, more: int) -> None:
        """Make room for more designs."""
        self.sizes = np.pad(self.sizes, (0, more))
        self._pad(((0, more), (0, 0)))

    def deliver(self, stream: Key, slot_of: Ints, designs: Ints, amounts: Ints) -> None:
        """Split each producer's delivery over the holders, by `edges`.

        Parameters
        ----------
        stream
            The stream of the split; producers have their rows for slots in it.
        slot_of : (all designs,) int64
            Where the list of each design is.
        designs, amounts : (producers,) int64
            What is delivered, and how many drones of it.
        """
        if self.counts.shape[1] < self.size:
            coming = np.zeros_like(self.sizes)
            self._widen(stock.longest(self.size, self.sizes, slot_of, designs, amounts, coming))
        stock.deliver(
            stream, self.size, *self.lists, self.edges, slot_of, designs, amounts, *self._scratch
        )  # fmt: skip

    def fill(self, slot: int, each: int) -> None:
        """Put so many drones of the design in a slot on every holder's shelf, where none is yet."""
        self._widen(self.size)
        self.sizes[slot] = self.size
        self.holders[slot], self.counts[slot] = np.arange(self.size), each
        self.rates[slot] = stock.UNKNOWN

    def move(self, stream: Key, old: int, new: int, key: int, share: float) -> int:
        """Move a share of each holder's stock to another slot; return how many moved.

        Parameters
        ----------
        stream, key
            The stream, in which holders have slots, and the new design's key as second slot.
        old, new
            Slots.
        share
            From 0 to 1; rounded up or down at random, holder by holder.
        """
        most = int(self.sizes[old] + self.sizes[new])
        self._widen(most if 2 * most < self.size else self.size)
        return stock.move(
            stream, self.size, *self.lists, old, new, key, share, *self._scratch
        )  # fmt: skip

    def count(self) -> Ints:
        """Return how many drones each holder has (holders,)."""
        held = np.empty(self.size, dtype=np.int64)
        stock.count(self.sizes, self.holders, self.counts, held)
        return held

    def table(self) -> Ints:
        """Return how many each holder has of the design in each slot (holders, slots)."""
        found = np.zeros((self.size, self.sizes.size), dtype=np.int64)
        slots, places = self._listed()
        found[self.holders[slots, places], slots] = self.counts[slots, places]
        return found

    def of(self, holder: int) -> tuple[Ints, Ints]:
        """Return the slots of the designs that a holder has, and how many of each."""
        slots, places = self._listed()
        counts = self.counts[slots, places]
        own = (self.holders[slots, places] == holder) & (counts > 0)
        return slots[own], counts[own]

    @property
    def entries(self) -> int:
        """Length of all lists together."""
        return total(self.sizes)

    def _listed(self) -> tuple[Ints, Ints]:
        slots, places = np.nonzero(np.arange(self.counts.shape[1]) < self.sizes[:, np.newaxis])
        return slots, places

    def _widen(self, most: int) -> None:
        width = self.counts.shape[1]
        if most > width:
            self._pad(((0, 0), (0, min(max(most, 2 * width), self.size) - width)))

    def _pad(self, more: tuple[tuple[int, int], tuple[int, int]]) -> None:
        self.holders, self.counts = np.pad(self.holders, more), np.pad(self.counts, more)
        self.rates = np.pad(self.rates, more, constant_values=stock.UNKNOWN)
