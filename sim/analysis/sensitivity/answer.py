"""What moves a response, as tables, with the checks that such an answer has to pass."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.sensitivity.luck import luck
from sim.analysis.sensitivity.resampling import jackknifed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from sim.analysis.sensitivity.resampling import Spread

    Values = npt.NDArray[np.float64]

DUMMY, LUCK = "(dummy)", "(luck)"
"""Rows of tables beside the factors; no factor can be called so."""
MOVES, UNCLEAR, IDLE = "yes", "unclear", "no"
COMPLETE = 0.95
"""Least share of the rows that must have a value in all replicates."""
WANTED = 0.05
"""Half-width of a total order index that is narrow enough, if nothing else is asked for."""
MOST_SURPLUS = 0.05
"""What first orders may sum to above 1; for independent factors their sum is at most 1."""


class Gate(NamedTuple):
    """A check of an answer.

    Attributes
    ----------
    gate : str
        What is checked.
    value : float
        What was found.
    limit : float
        The least or the most that passes.
    passed : bool
        Whether it does.
    words : str
        What that means.
    """

    gate: str
    value: float
    limit: float
    passed: bool
    words: str


@dataclass(frozen=True)
class Movers:
    """What moves one response.

    Attributes
    ----------
    indices : DataFrame
        A row per factor or group, then one for the dummy and one for luck.
    convergence : DataFrame
        The same number of each factor from the first ``n`` of the sample: ``factor``, ``value``,
        ``half_width``.
    gates : list of Gate
        The checks.
    interactions : DataFrame
        Second order indices, a row per pair, where the design tells them.
    curves : DataFrame
        The response as one factor goes its way: ``factor``, ``share``, ``replicate``, ``value``.
    """

    indices: pd.DataFrame
    convergence: pd.DataFrame
    gates: list[Gate]
    interactions: pd.DataFrame = field(default_factory=pd.DataFrame)
    curves: pd.DataFrame = field(default_factory=pd.DataFrame)

    def factors_that(self, moves: str) -> list[str]:
        """Return the factors that move the response: yes, unclear or no."""
        chosen = self.indices[self.indices["moves"] == moves]
        return [each for each in chosen["factor"] if each not in {DUMMY, LUCK}]


def luck_row(values: Values) -> dict[str, float | str]:
    """Return the row of luck: its shares of the variance over points and replicates."""
    points, replicates = values.shape
    found, half = luck(values), np.full(2, np.nan)
    if replicates > 2:
        half = jackknifed(
            lambda rows, columns: np.array(luck(values[np.ix_(rows, columns)])[:2]),
            points,
            replicates,
        ).half_width
    return {
        "factor": LUCK,
        "first": found.first,
        "first_half_width": half[0],
        "total": found.total,
        "total_half_width": half[1],
        "moves": MOVES if found.total > 0 else UNCLEAR,
    }


def moves_by(total: Values, half_width: Values, floor: float) -> list[str]:
    """Tell of each factor whether it moves the response more than a factor that does nothing."""
    sure = [MOVES if each > 0 else UNCLEAR for each in total - half_width - floor]
    return [IDLE if each == 0 else word for each, word in zip(total, sure, strict=True)]


def complete_gate(share: float) -> Gate:
    """Check how much of the sample has a value in all replicates."""
    words = f"{share:.0%} of the sample has a value in all replicates"
    return Gate("complete", share, COMPLETE, share >= COMPLETE, words)


def cures(spread: Spread, size: tuple[int, ...], wanted: float) -> list[str]:
    """Return what narrows the interval of each total order to what is wanted.

    Of its variance the part that other points, or other replicates, would change falls with their
    number; `size` has that of both.
    """
    (points, replicates), found = size, []
    for half, part in zip(spread.half_width[1], spread.by_replicates[1], strict=True):
        luck, place = (half**2 * each for each in (part, 1 - part))
        if part > 0.5:
            found.append(_enough("replicates", replicates * luck, wanted**2 - place))
        else:
            found.append(_enough("points", points * place, wanted**2 - luck))
    return found


def _enough(what: str, variance: float, room: float) -> str:
    if room <= 0:
        return "more points and replicates narrow it"
    return f"some {math.ceil(float(f'{variance / room:.2g}')):,} {what} would do"


def replicates_gate(replicates: int) -> Gate:
    """Check that there is luck to be told."""
    words = "with one replicate nobody knows what other luck would give"
    return Gate("replicates", replicates, 2, replicates >= 2, words)


def width_gate(
    names: Sequence[str], half_widths: Values, wanted: float, cures: Sequence[str]
) -> Gate:
    """Check the widest interval of a total order; `cures` are what narrows that of each factor."""
    widest = int(np.argmax(half_widths))
    value = float(half_widths[widest])
    cure = f"; {cures[widest]}" if value > wanted else ""
    words = f"the widest interval of a total order is +-{value:.2g} ({names[widest]}){cure}"
    return Gate("half_width", value, wanted, value <= wanted, words)


def sum_gate(first: Values, half_widths: Values) -> Gate:
    """Check the sum of first orders, less what it may be off by."""
    total, off = float(first.sum()), float(np.sqrt((half_widths**2).sum()))
    limit = 1 + MOST_SURPLUS + off
    words = f"first orders sum to {total:.2f}, of at most 1"
    return Gate("sum_of_first_orders", total, limit, total <= limit, words)


def doublings(most: int, least: int) -> list[int]:
    """Return `most` and its halves down to `least`, ascending."""
    found = [most]
    while found[-1] // 2 >= least:
        found.append(found[-1] // 2)
    return found[::-1]


def convergence_rows(n: int, names: Sequence[str], values: Values, halves: Values) -> pd.DataFrame:
    """Return what is known of each factor from the first `n` of a sample."""
    return pd.DataFrame({"n": n, "factor": names, "value": values, "half_width": halves})
