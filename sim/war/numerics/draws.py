"""From one uniform to one draw, by the inverse of the distribution function.

Every draw takes exactly one uniform and rises with it, so that runs which share their uniforms
stay as close as their parameters are. Rejection samplers would consume a varying number.
"""

from __future__ import annotations

import math

from sim.war.numerics.compiled import Ints, kernel

_SMALL_MEAN = 30.0
_FEW_TRIALS = 32
_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)
_TAIL = 10.0


@kernel
def log_factorial(n: int) -> float:
    """Return ln n! by Stirling's series (error below 1e-13 relative), or the sum for small n.

    `math.lgamma` is not the same function compiled and not, so it can't be used here.
    """
    if n < 16:
        total = 0.0
        for k in range(2, n + 1):
            total += math.log(float(k))
        return total
    x = float(n)
    series = 1 / (12 * x) - 1 / (360 * x**3) + 1 / (1260 * x**5) - 1 / (1680 * x**7)
    return (x + 0.5) * math.log(x) - x + _HALF_LOG_TWO_PI + series


@kernel
def _lower_binomial(u: float, n: int, p: float) -> int:
    """Invert the binomial distribution for 0 < p <= 1/2, summing upwards from far below."""
    mean = n * p
    if n <= _FEW_TRIALS:
        k, mass = 0, 1.0
        for _ in range(n):
            mass *= 1.0 - p
    elif mean <= _SMALL_MEAN:
        k = 0
        mass = math.exp(n * math.log1p(-p))
    else:
        k = max(0, int(mean - _TAIL * math.sqrt(mean * (1 - p))))
        choose = log_factorial(n) - log_factorial(k) - log_factorial(n - k)
        mass = math.exp(choose + k * math.log(p) + (n - k) * math.log1p(-p))
    odds = p / (1 - p)
    total = mass
    while total < u and k < n:
        mass *= odds * (n - k) / (k + 1)
        k += 1
        if mass == 0.0:
            break
        total += mass
    return k


@kernel
def binomial(u: float, n: int, p: float) -> int:
    """Return the number of successes in `n` trials of chance `p` that belongs to uniform `u`."""
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    if n == 1:
        return 1 if u >= 1.0 - p else 0
    if p > 0.5:
        return n - _lower_binomial(1.0 - u, n, 1.0 - p)
    return _lower_binomial(u, n, p)


@kernel
def poisson(u: float, mean: float) -> int:
    """Return the Poisson count of the given mean that belongs to uniform `u`."""
    if mean <= 0.0:
        return 0
    if mean <= _SMALL_MEAN:
        k = 0
        mass = math.exp(-mean)
    else:
        k = max(0, int(mean - _TAIL * math.sqrt(mean)))
        mass = math.exp(k * math.log(mean) - mean - log_factorial(k))
    total = mass
    while total < u:
        k += 1
        mass *= mean / k
        if mass == 0.0:
            break
        total += mass
    return k


@kernel
def whole(u: float, amount: float) -> int:
    """Round `amount` up or down to a whole number so that the mean over `u` is `amount`."""
    return math.floor(amount + u)


@kernel
def share_out(u: float, total: int, parts: int, part: int) -> int:
    """Return part number `part` of `total` split evenly over `parts` by one systematic draw.

    The parts are whole, differ by at most one and add up to `total`.
    """
    return math.floor((part + 1) * total / parts + u) - math.floor(part * total / parts + u)


@kernel
def spread(u: float, total: int, parts: Ints) -> None:
    """Add `total` to `parts`, spread evenly and whole by one systematic draw, as by `share_out`."""
    before = math.floor(u)
    for part in range(parts.size):
        upto = math.floor((part + 1) * total / parts.size + u)
        parts[part] += upto - before
        before = upto
