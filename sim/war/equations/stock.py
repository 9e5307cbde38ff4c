"""Lists of who holds how many drones of each design, as `sim.war.shelves.Shelves` keeps them."""

from __future__ import annotations

import math

from sim.war.numerics.compiled import Floats, Ints, kernel
from sim.war.numerics.draws import whole
from sim.war.numerics.streams import Key, uniform_pair

UNKNOWN = -1.0
"""The rate of drones that came to a shelf after rates were last worked out."""


@kernel
def longest(
    size: int, sizes: Ints, slot_of: Ints, designs: Ints, amounts: Ints, coming: Ints
) -> int:  # fmt: skip
    """Return how long a list may get by deliveries, as of `deliver`; `coming` (slots,) is 0."""
    most = 0
    for i in range(amounts.size):
        slot = slot_of[designs[i]]
        coming[slot] += min(amounts[i], size)
        most = max(most, sizes[slot] + coming[slot])
    return most if 2 * most < size else size


@kernel
def deliver(
    stream: Key, size: int, sizes: Ints, holders: Ints, counts: Ints, rates: Floats,
    edges: Floats, slot_of: Ints, designs: Ints, amounts: Ints, who: Ints, gets: Ints,
) -> None:  # fmt: skip
    """Split each producer's delivery over the holders, by one systematic draw each.

    Parameters
    ----------
    edges : (holders + 1,)
        What share the holders before each one get together; from 0 to 1.
    slot_of : (all designs,)
        Where the list of a design is.
    designs, amounts : (producers,)
        What is delivered, and how many drones of it.
    who, gets : (holders,)
        Scratch.
    """
    for i in range(amounts.size):
        if amounts[i] == 0:
            continue
        u = uniform_pair(stream, i, 0)[0]
        slot = slot_of[designs[i]]
        if 2 * (sizes[slot] + min(amounts[i], size)) >= size:
            make_whole(size, sizes, holders, counts, rates, slot)
            for holder in range(size):
                upto = math.floor(edges[holder + 1] * amounts[i] + u)
                counts[slot, holder] += upto - math.floor(edges[holder] * amounts[i] + u)
        else:
            receivers = split(u, amounts[i], edges, who, gets)
            add(sizes, holders, counts, rates, slot, who, gets, receivers)


@kernel
def make_whole(
    size: int, sizes: Ints, holders: Ints, counts: Ints, rates: Floats, slot: int
) -> None:  # fmt: skip
    """Put all holders on the list of a slot."""
    if sizes[slot] == size:
        return
    place = sizes[slot] - 1
    for holder in range(size - 1, -1, -1):
        listed = place >= 0 and holders[slot, place] == holder
        counts[slot, holder] = counts[slot, place] if listed else 0
        rates[slot, holder] = rates[slot, place] if listed else UNKNOWN
        holders[slot, holder] = holder
        place -= int(listed)
    sizes[slot] = size


@kernel
def split(u: float, amount: int, edges: Floats, who: Ints, gets: Ints) -> int:
    """Write who gets how much of a delivery, as of `deliver`; return how many get any."""
    found, part = 0, 0
    for drone in range(1, amount + 1):
        while math.floor(edges[part + 1] * amount + u) < drone:
            part += 1
        if found > 0 and who[found - 1] == part:
            gets[found - 1] += 1
        else:
            who[found], gets[found] = part, 1
            found += 1
    return found


@kernel
def add(
    sizes: Ints, holders: Ints, counts: Ints, rates: Floats, slot: int, who: Ints, gets: Ints,
    receivers: int,
) -> None:  # fmt: skip
    """Add what the first `receivers` of `who`, in rising order, get to the list of a slot."""
    i, j = sizes[slot] - 1, receivers - 1
    sizes[slot] += receivers - common(holders[slot], sizes[slot], who, receivers)
    place = sizes[slot] - 1
    while j >= 0:
        last = holders[slot, i] if i >= 0 else -1
        holders[slot, place] = max(last, who[j])
        held = counts[slot, i] if last >= who[j] else 0
        got = gets[j] if who[j] >= last else 0
        rates[slot, place] = rates[slot, i] if last >= who[j] else UNKNOWN
        counts[slot, place] = held + got
        i -= int(last >= who[j])
        j -= int(got > 0)
        place -= 1


@kernel
def common(one: Ints, length: int, other: Ints, other_length: int) -> int:
    """Return how many numbers are in the first parts of both of two rising lists."""
    found, i, j = 0, 0, 0
    while i < length and j < other_length:
        first, second = one[i], other[j]
        found += int(first == second)
        i += int(first <= second)
        j += int(second <= first)
    return found


@kernel
def move(
    stream: Key, size: int, sizes: Ints, holders: Ints, counts: Ints, rates: Floats, old: int,
    new: int, key: int, share: float, who: Ints, gets: Ints,
) -> int:  # fmt: skip
    """Move a share of each holder's stock between two slots; return how many moved.

    The share is rounded up or down at random, keyed by holder and the `key` of the new design.
    """
    receivers, total = 0, 0
    for place in range(sizes[old]):
        u = uniform_pair(stream, holders[old, place], key)[0]
        moved = whole(u, share * counts[old, place])
        if moved > 0:
            who[receivers], gets[receivers] = holders[old, place], moved
            counts[old, place] -= moved
            receivers += 1
            total += moved
    drop_empty(sizes, holders, counts, rates, old)
    if 2 * (sizes[new] + receivers) >= size:
        make_whole(size, sizes, holders, counts, rates, new)
    add(sizes, holders, counts, rates, new, who, gets, receivers)
    return total


@kernel
def drop_empty(sizes: Ints, holders: Ints, counts: Ints, rates: Floats, slot: int) -> None:
    """Take those who hold nothing any more off the list of a slot."""
    left = 0
    for place in range(sizes[slot]):
        holders[slot, left], counts[slot, left] = holders[slot, place], counts[slot, place]
        rates[slot, left] = rates[slot, place]
        left += int(counts[slot, place] > 0)
    sizes[slot] = left


@kernel
def by_holder(
    sizes: Ints, holders: Ints, counts: Ints, ids: Ints, offsets: Ints, designs: Ints, stock: Ints
) -> None:  # fmt: skip
    """Write what each holder has, in the order of slots: which designs, and how many drones.

    What a holder has is from `offsets` (holders + 1,) of it up to that of the next; `designs` and
    `stock` are as long as all lists together. `ids` (slots,) says which design has a slot.
    """
    offsets[:] = 0
    for slot in range(sizes.size):
        for place in range(sizes[slot]):
            offsets[holders[slot, place] + 1] += int(counts[slot, place] > 0)
    for holder in range(1, offsets.size):
        offsets[holder] += offsets[holder - 1]
    for slot in range(sizes.size):
        for place in range(sizes[slot]):
            if counts[slot, place] > 0:
                at = offsets[holders[slot, place]]
                designs[at], stock[at] = ids[slot], counts[slot, place]
                offsets[holders[slot, place]] += 1
    for holder in range(offsets.size - 1, 0, -1):
        offsets[holder] = offsets[holder - 1]
    offsets[0] = 0


@kernel
def leave(
    sizes: Ints, holders: Ints, counts: Ints, rates: Floats, offsets: Ints, stock: Ints
) -> None:  # fmt: skip
    """Put what is left of `stock`, as `by_holder` wrote it, back; `offsets` are used up."""
    for slot in range(sizes.size):
        for place in range(sizes[slot]):
            if counts[slot, place] > 0:
                at = offsets[holders[slot, place]]
                counts[slot, place] = stock[at]
                offsets[holders[slot, place]] += 1
        drop_empty(sizes, holders, counts, rates, slot)


@kernel
def count(sizes: Ints, holders: Ints, counts: Ints, held: Ints) -> None:
    """Write how many drones each holder has (holders,)."""
    held[:] = 0
    for slot in range(sizes.size):
        for place in range(sizes[slot]):
            held[holders[slot, place]] += counts[slot, place]
