"""Samples of the unit cube, a row a point and a column a factor.

Each takes its own seed; nothing is drawn from a global generator.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Matrix = npt.NDArray[np.float64]
    Problem = dict[str, Any]

SWAPS_PER_VALUE = 20
MOST_SWAPS = 20_000
NEAREST = 1e-20
"""Squared distance below which points count as this far apart."""


def independent(points: int, factors: int, seed: int) -> Matrix:
    """Return independent uniform shares."""
    return np.random.default_rng(seed).random((points, factors))


def latin_hypercube(points: int, factors: int, seed: int, strength: int = 1) -> Matrix:
    """Return a Latin hypercube: each factor has one point in each of `points` equal parts.

    With `strength` 2 it comes from an orthogonal array (Tang 1993), so that each pair of
    factors fills a square of equal parts too; `points` is then the square of a prime.
    """
    from scipy.stats import qmc  # noqa: PLC0415 (SciPy is slow to import)

    rng = np.random.default_rng(seed)
    sample: Matrix = qmc.LatinHypercube(factors, strength=strength, rng=rng).random(points)
    return sample


def sobol(points: int, factors: int, seed: int) -> Matrix:
    """Return the first `points`, a power of 2, of a scrambled Sobol sequence."""
    from scipy.stats import qmc  # noqa: PLC0415 (SciPy is slow to import)

    sequence = qmc.Sobol(factors, rng=np.random.default_rng(seed))
    sample: Matrix = sequence.random_base2(points.bit_length() - 1)
    return sample


def saltelli(problem: Problem, points: int, seed: int, *, second_order: bool) -> Matrix:
    """Return Saltelli's (2002) sample for Sobol indices: `points` blocks of rows.

    A block has the row of matrix A, a row a factor of A with its column of B, with
    `second_order` a row a factor of B with its column of A, and the row of B; groups of factors
    count as one.
    """
    from SALib.sample import sobol as sampler  # noqa: PLC0415 (slow to import)

    sample: Matrix = sampler.sample(problem, points, calc_second_order=second_order, seed=seed)
    return sample


def morris(problem: Problem, trajectories: int, seed: int, levels: int) -> Matrix:
    """Return Morris's (1991) trajectories, one after the other.

    Each has a row more than there are factors, or groups of them, and changes one a row.
    """
    from SALib.sample import morris as sampler  # noqa: PLC0415 (slow to import)

    sample: Matrix = sampler.sample(problem, trajectories, levels, seed=seed)
    return sample


def maximin(points: int, factors: int, seed: int) -> Matrix:
    """Return a Latin hypercube whose points lie far apart.

    From a first one, values of two points are swapped in one column as long as Morris and
    Mitchell's (1995, doi:10.1016/0378-3758(94)00035-T) criterion falls: the sum over pairs of
    the distance to the power of -16, near enough to the least distance alone.
    """
    sample = latin_hypercube(points, factors, seed)
    if points < 2:
        return sample
    rng = np.random.default_rng([seed, 1])
    for _ in range(min(SWAPS_PER_VALUE * sample.size, MOST_SWAPS)):
        first, second = rng.choice(points, 2, replace=False)
        column = rng.integers(factors)
        before = _closeness(sample, first, second)
        sample[[first, second], column] = sample[[second, first], column]
        if _closeness(sample, first, second) > before:
            sample[[first, second], column] = sample[[second, first], column]
    return sample


def _closeness(sample: Matrix, first: int, second: int) -> float:
    """Return the part of the criterion that two points have in it.

    Their own distance counts twice, before and after a swap alike: it does not change.
    """
    offsets = sample - sample[[first, second], None]
    squares = np.einsum("pij,pij->pi", offsets, offsets)
    squares[[0, 1], [first, second]] = np.inf
    power = 1 / np.maximum(squares, NEAREST)
    for _ in range(3):  # much faster than the power of 8
        power *= power
    return float(power.sum())


def unit_problem(names: Sequence[str], groups: Sequence[str] = ()) -> Problem:
    """Return what SALib calls a problem: these names, each from 0 to 1.

    `groups` are the names of what each moves with; they count where some are alike.
    """
    bounds = [[0.0, 1.0] for _ in names]
    problem = {"num_vars": len(names), "names": list(names), "bounds": bounds}
    return problem | ({"groups": list(groups)} if len({*groups}) < len(groups) else {})


def nearest_power_of_two(number: int) -> int:
    """Return the power of 2 that is nearest to `number`, the larger of two."""
    below = 1 << (max(number, 1).bit_length() - 1)
    return below if number - below < 2 * below - number else 2 * below


def nearest_prime_square(number: int, least: int) -> int:
    """Return the square of a prime from `least` on that is nearest to `number`."""
    root = max(math.isqrt(max(number, 1)), least)
    lower = next((prime for prime in range(root, least - 1, -1) if is_prime(prime)), None)
    upper = next(prime for prime in range(root + 1, 2 * root + 2) if is_prime(prime))
    if lower is not None and number - lower**2 <= upper**2 - number:
        return lower**2
    return upper**2


def is_prime(number: int) -> bool:
    """Tell whether a whole number is prime."""
    return number > 1 and all(number % each for each in range(2, math.isqrt(number) + 1))
