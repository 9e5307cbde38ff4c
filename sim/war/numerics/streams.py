"""Named random numbers: a draw depends on what it is for, never on what was drawn before.

One uniform belongs to each (seed, replicate, purpose, side, day, slot, second slot). The
generator is Philox 4x32-10 of Salmon et al. 2011, doi:10.1145/2063384.2063405: a block of four
32-bit words is a fixed function of a counter (slots, day, purpose, side) and a key (seed and
replicate). Common random numbers for agent-based models need this and not only a seed for each
run: Klein et al. 2024, arXiv:2409.02086.
"""

from __future__ import annotations

import enum

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from sim.war.numerics.compiled import Floats, Ints, inlined, kernel

Word = np.uint64
Key = npt.NDArray[np.uint64]
"""A stream as kernels take it: key words 0 and 1, and the word of day, purpose, role, side."""

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_MASK = np.uint64(0xFFFFFFFF)
_WORD = np.uint64(32)
_ELEVEN = np.uint64(11)
_DAY_BITS = 17
_DAY_MASK = (1 << _DAY_BITS) - 1
_ROLE_BITS = 4
_ULP = 2.0**-53
_SHORT_ULP = 2.0**-32


@enum.unique
class Purpose(enum.IntEnum):
    """The purpose of a draw; numbers of two purposes are independent.

    The values are part of the results' definition: append, never renumber.
    """

    CAPACITY = 0
    BOLDNESS = 1
    HEAD_START = 2
    DESIGN_PLACE = 3
    COUNTERMEASURE_PLACE = 4
    FIRST_STOCK = 5
    TRANSIT = 6
    SPLIT = 7
    SORTIE = 8
    LOSS = 9
    RECRUIT = 10
    NOTICE = 11
    TARGET = 12
    TAKEOVER = 13
    SOURCE = 14
    DEVELOPMENT = 15
    IMITATION = 16
    CANDIDATE = 17
    COPY = 18
    UPDATE = 19
    BREAKTHROUGH = 20
    REFIT = 21
    CREWS = 22
    RADARS = 23
    ATTACK = 24
    RAID_SIZE = 25
    ROUTE = 26
    LAUNCH = 27
    WAVE = 28
    ENGAGEMENT = 29
    INTERCEPTION = 30
    BASE_DEFENCE = 31
    FIRST_SPLIT = 32
    UPDATE_STEP = 33
    PENETRATION = 35
    DAMAGE = 36
    INTELLIGENCE = 38
    FACILITY_SIZE = 40
    FACILITY_TARGET = 41
    EXPORT = 50
    EVENT = 34
    GROUND_TRIP = 51
    NAVAL_ATTACK = 52
    FIELDING = 54
    MISSILE = 55
    WANDER = 56
    INTERCEPTOR_LIMIT = 57
    OPENNESS = 58
    BEHAVIOUR = 53
    """What classes from outside draw; nothing in the package does."""


@inlined
def philox(
    c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word
) -> tuple[Word, Word, Word, Word]:
    """Return the four words of one Philox 4x32-10 block; every argument a uint64 below 2**32."""
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (
            (p1 >> _WORD) ^ c1 ^ k0,
            p1 & _MASK,
            (p0 >> _WORD) ^ c3 ^ k1,
            p0 & _MASK,
        )
        k0 = (k0 + _W0) & _MASK
        k1 = (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@inlined
def uniform_pair(stream: Key, slot: int, other: int) -> tuple[float, float]:
    """Return the two uniforms in (0, 1), 53 bits each, of a stream and two slots.

    `slot` is below 2**32, `other` below 2**64; both are stable ids.
    """
    second = np.uint64(other)
    w0, w1, w2, w3 = philox(
        np.uint64(slot) & _MASK, second & _MASK, second >> _WORD, stream[2], stream[0], stream[1]
    )
    first = (np.float64(np.int64(((w0 << _WORD) | w1) >> _ELEVEN)) + 0.5) * _ULP
    return first, (np.float64(np.int64(((w2 << _WORD) | w3) >> _ELEVEN)) + 0.5) * _ULP


@inlined
def fill_quads(
    stream: Key, slots: Ints, other: int, one: Floats, two: Floats, three: Floats, four: Floats
) -> None:
    """Write four uniforms in (0, 1), 32 bits each, for each of `slots` and one second slot.

    For the many small counts of the front: four draws for the price of one block, and the blocks
    of a shelf in one loop that runs on vector instructions.
    """
    second = np.uint64(other)
    low, high = second & _MASK, second >> _WORD
    for i in range(slots.size):
        w0, w1, w2, w3 = philox(
            np.uint64(slots[i]) & _MASK, low, high, stream[2], stream[0], stream[1]
        )
        one[i] = (np.float64(np.int64(w0)) + 0.5) * _SHORT_ULP
        two[i] = (np.float64(np.int64(w1)) + 0.5) * _SHORT_ULP
        three[i] = (np.float64(np.int64(w2)) + 0.5) * _SHORT_ULP
        four[i] = (np.float64(np.int64(w3)) + 0.5) * _SHORT_ULP


@kernel
def fill_uniforms(stream: Key, slots: Ints, other: int, out: Floats) -> None:
    """Write the first uniform of each of `slots` and one second slot to `out`."""
    for i in range(slots.size):
        out[i] = uniform_pair(stream, slots[i], other)[0]


@kernel
def one_uniform(stream: Key, slot: int) -> float:
    """Return the uniform that `fill_uniforms` writes for a slot and 0."""
    return uniform_pair(stream, slot, 0)[0]


class Streams:
    """The random numbers of one side in one replicate, or of one role of its producers.

    Parameters
    ----------
    seed
        `run.seed`.
    replicate
        Number of the replicate, from 0.
    side
        The side's stream key, 0 or 1.
    role
        0, or the number of a role, 1 to 15, whose producers have slots of their own.
    """

    def __init__(self, seed: int, replicate: int, side: int, role: int = 0) -> None:
        words = np.random.SeedSequence(seed, spawn_key=(replicate,)).generate_state(2)
        self._keys: dict[Purpose, tuple[Key, int]] = {}
        for purpose in Purpose:
            stream = ((int(purpose) << _ROLE_BITS | role) << 1 | side) << _DAY_BITS
            self._keys[purpose] = np.array([*words, 0], dtype=np.uint64), stream
        self._seed, self._replicate, self._side = seed, replicate, side

    def of_role(self, role: int) -> Streams:
        """Return the random numbers of a role's producers."""
        return Streams(self._seed, self._replicate, self._side, role)

    def key(self, purpose: Purpose, day: int) -> Key:
        """Return the stream of one purpose and day; the next call for the purpose reuses it.

        Days before day 0 have those at the end of the range.
        """
        key, stream = self._keys[purpose]
        key[2] = stream | (day & _DAY_MASK)
        return key

    def uniforms(self, purpose: Purpose, day: int, slots: Ints, other: int = 0) -> Floats:
        """Return one uniform for each slot."""
        out = np.empty(slots.size)
        fill_uniforms(self.key(purpose, day), slots, other, out)
        return out

    def uniform(self, purpose: Purpose, day: int, slot: int = 0) -> float:
        """Return the uniform of one slot, as `uniforms` does for many."""
        return one_uniform(self.key(purpose, day), slot)

    def normals(self, purpose: Purpose, day: int, slots: Ints, other: int = 0) -> Floats:
        """Return one standard normal for each slot, by inverse distribution."""
        normals: Floats = ndtri(self.uniforms(purpose, day, slots, other))
        return normals
