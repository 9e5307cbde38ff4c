"""What moves a response, from any sample, by a Gaussian process in the model's place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.sensitivity import rbd_fast
from sim.analysis.sensitivity.answer import (
    DUMMY,
    Gate,
    Movers,
    convergence_rows,
    cures,
    doublings,
    luck_row,
    moves_by,
    sum_gate,
    width_gate,
)
from sim.analysis.sensitivity.smooth import PLACES, Smooth, drawn
from sim.analysis.surrogate import TRUSTED_COVERAGE, TRUSTED_Q2

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from sim.analysis.surrogate import HeldOut

    Values = npt.NDArray[np.float64]

MOST_OF_DUMMY = 0.02
MOST_APART = 0.05
"""Of the first orders of two methods, beyond three deviations of what chance gives RBD-FAST."""
MOST_DISAGREEMENT = 0.05
"""Of total orders, beyond what both may be off by."""
LEAST_POINTS = 20


def by_process(
    shares: Values, values: Values, groups: Sequence[str], wanted: float, *, is_random: bool
) -> Movers:
    """Return first and total orders of factors or groups, with those of a dummy.

    Parameters
    ----------
    shares
        Points of the unit cube, shape (points, factors); of too many some are drawn.
    values
        The response, shape (points, replicates).
    groups
        The name of what each factor counts with.
    wanted
        Half-width of a total order that is narrow enough.
    is_random
        Whether the points have no pattern, so that RBD-FAST can be asked, too.
    """
    rows = drawn(len(shares))
    smooth = Smooth(shares[rows], values[rows])
    names = [*dict.fromkeys(groups), DUMMY]
    (first, total), spread = smooth.indices(groups)
    first_half, total_half = spread.half_width
    floor = total[-1] + total_half[-1]
    indices = pd.DataFrame(
        {
            "factor": names,
            "first": first,
            "first_half_width": first_half,
            "total": total,
            "total_half_width": total_half,
            "moves": moves_by(total, total_half, floor),
        }
    )
    tables = [indices, pd.DataFrame([luck_row(smooth.values)])]
    gates = [
        *_trust(smooth.surrogate.held_out, len(rows), len(shares)),
        width_gate(names, total_half, wanted, cures(spread, smooth.values.shape, wanted)),
        sum_gate(first, first_half),
        _dummy_gate(total[-1]),
        *(_spectral(smooth, groups, first) if is_random else []),
    ]
    return Movers(
        pd.concat(tables, ignore_index=True),
        _convergence(smooth, groups),
        gates,
        curves=curves_of(smooth),
    )


def _trust(held_out: HeldOut, drawn_points: int, points: int) -> list[Gate]:
    """Check how well a surrogate foretells what it was not shown."""
    q2, coverage = held_out
    of = f" of {drawn_points:,} points, drawn from {points:,}," if drawn_points < points else ""
    return [
        Gate(
            *("surrogate_q2", q2, TRUSTED_Q2, q2 >= TRUSTED_Q2),
            f"the surrogate{of} foretells {q2:.0%} of the variance at points that it was not shown",
        ),
        Gate(
            *("surrogate_coverage", coverage, TRUSTED_COVERAGE, coverage >= TRUSTED_COVERAGE),
            f"{coverage:.0%} of these points lie in its 90% interval",
        ),
    ]


def curves_of(smooth: Smooth) -> pd.DataFrame:
    """Return the response as one factor goes its way, the others half-way, by replicate."""
    cube = smooth.curves()
    index = pd.MultiIndex.from_product(
        [range(cube.shape[0]), np.linspace(0, 1, PLACES), range(cube.shape[2])],
        names=["factor", "share", "replicate"],
    )
    return pd.DataFrame({"value": cube.ravel()}, index).reset_index()


def _dummy_gate(total: float) -> Gate:
    words = f"a factor that does nothing has a total order of {total:.3f}"
    return Gate("dummy", total, MOST_OF_DUMMY, total <= MOST_OF_DUMMY, words)


def _spectral(smooth: Smooth, groups: Sequence[str], first: Values) -> list[Gate]:
    """Check first orders by another method, which knows factors alone and needs many points.

    It takes points that have no pattern: in the order of one factor, other factors of a grid or a
    Sobol sequence go up and down, and what they do is taken for the factor's.
    """
    if len(smooth.shares) < rbd_fast.LEAST_POINTS or len({*groups}) < len(groups):
        return []
    apart = np.abs(rbd_fast.first(smooth.shares, smooth.values) - first[:-1])
    most = float(apart.max())
    words = f"first orders by RBD-FAST differ by at most {most:.2f} ({groups[int(apart.argmax())]})"
    limit = MOST_APART + 3 * rbd_fast.deviation(len(smooth.shares))
    return [Gate("rbd_fast", most, limit, most <= limit, words)]


def _convergence(smooth: Smooth, groups: Sequence[str]) -> pd.DataFrame:
    names, found = list(dict.fromkeys(groups)), []
    for n in doublings(len(smooth.shares), LEAST_POINTS)[-4:]:
        (_, total), spread = smooth.indices(groups, n)
        half = spread.half_width[1]
        found.append(convergence_rows(n, names, total[:-1], half[:-1]))
    return pd.concat(found, ignore_index=True)


def beside(answer: Movers, smooth: Smooth, groups: Sequence[str]) -> Movers:
    """Return an answer with what the process says of the same, where the process is trusted."""
    if smooth.surrogate.held_out.q2 < TRUSTED_Q2:
        return answer
    (_, total), spread = smooth.indices(groups)
    half = spread.half_width[1]
    table = answer.indices
    own = table["total"].to_numpy()[: len(total) - 1]
    room = np.hypot(table["total_half_width"].to_numpy()[: len(total) - 1], half[:-1])
    apart = np.abs(own - total[:-1])
    most, limit = float(apart.max()), MOST_DISAGREEMENT + float(room[apart.argmax()])
    of = f"a surrogate of {len(smooth.shares)} points"
    words = f"total orders by {of} differ by at most {most:.2f}"
    gate = Gate("surrogate", most, limit, most <= limit, words)
    return replace(
        answer,
        indices=table.assign(total_by_surrogate=[*total, np.nan]),
        gates=[*answer.gates, gate],
        curves=curves_of(smooth),
    )
