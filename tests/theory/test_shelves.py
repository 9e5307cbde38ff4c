"""Lists of holders say the same as a table with a cell for every holder and design."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.war.equations import stock
from sim.war.numerics.draws import share_out, whole
from sim.war.numerics.streams import Purpose, Streams
from sim.war.shelves import Shelves

STREAMS = Streams(1, 0, 0)
SLOTS = 5
deliveries = st.lists(
    st.tuples(st.integers(0, SLOTS - 1), st.integers(0, 300)), min_size=1, max_size=12
)


def filled(size: int, amounts: list[tuple[int, int]], day: int = 1) -> tuple[Shelves, np.ndarray]:
    """Return shelves after deliveries, one after the other, and the table that they come to."""
    shelves, table = Shelves(size, SLOTS), np.zeros((size, SLOTS), dtype=np.int64)
    for producer, (slot, amount) in enumerate(amounts):
        key = STREAMS.key(Purpose.SPLIT, day + producer)
        shelves.deliver(key, np.array([slot]), np.array([0]), np.array([amount]))
        u = STREAMS.uniform(Purpose.SPLIT, day + producer)
        table[:, slot] += [share_out(u, amount, size, part) for part in range(size)]
    return shelves, table


def check(shelves: Shelves) -> None:
    """Holders are in rising order, once each; who has nothing is only on a whole list."""
    for slot in range(SLOTS):
        size = shelves.sizes[slot]
        assert (np.diff(shelves.holders[slot, :size]) > 0).all()
        assert size == shelves.size or (shelves.counts[slot, :size] > 0).all()


@given(st.integers(1, 400), deliveries)
def test_deliveries_are_split_evenly_and_add_up(size, amounts):
    shelves, table = filled(size, amounts)
    check(shelves)
    assert (shelves.table() == table).all()
    assert (shelves.count() == table.sum(axis=1)).all()
    assert table.sum() == sum(amount for _, amount in amounts)
    for holder in range(0, size, 7):
        slots, counts = shelves.of(holder)
        assert (slots == table[holder].nonzero()[0]).all()
        assert (counts == table[holder][slots]).all()


@given(st.integers(1, 300), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 90)), min_size=1))
def test_several_producers_may_deliver_one_design(size, given):
    designs, amounts = (np.array(column) for column in zip(*given, strict=True))
    shelves, key = Shelves(size, SLOTS), STREAMS.key(Purpose.SPLIT, 1)
    for _ in range(2):
        shelves.deliver(key, np.array([0, 1, 0]), designs, amounts)
    check(shelves)
    assert shelves.count().sum() == 2 * amounts.sum()
    assert (shelves.sizes <= shelves.counts.shape[1]).all()


@given(st.integers(1, 200), deliveries, st.floats(0, 1))
def test_a_share_of_what_each_holder_has_moves(size, amounts, share):
    shelves, table = filled(size, amounts)
    moved = shelves.move(STREAMS.key(Purpose.REFIT, 1), 0, 1, 77, share)
    u = STREAMS.uniforms(Purpose.REFIT, 1, np.arange(size), 77)
    expected = np.array([whole(*each) for each in zip(u, share * table[:, 0], strict=True)])
    table[:, 0] -= expected
    table[:, 1] += expected
    check(shelves)
    assert (shelves.table() == table).all()
    assert moved == expected.sum()


@given(st.integers(1, 200), deliveries, st.integers(1, 3))
def test_what_is_left_of_each_shelf_is_put_back(size, amounts, most):
    shelves, table = filled(size, amounts)
    offsets, (slots, held) = np.empty(size + 1, int), np.empty((2, shelves.entries), int)
    stock.by_holder(*shelves.lists[:3], np.arange(SLOTS), offsets, slots, held)
    for holder in range(size):
        own = slice(offsets[holder], offsets[holder + 1])
        assert (slots[own] == table[holder].nonzero()[0]).all()
        assert (held[own] == table[holder][slots[own]]).all()
    stock.leave(*shelves.lists, offsets, np.maximum(held - most, 0))
    check(shelves)
    assert (shelves.table() == np.maximum(table - most, 0)).all()
