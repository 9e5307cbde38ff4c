"""What moves a response, from the runs along Morris's trajectories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.sensitivity.answer import (
    DUMMY,
    LUCK,
    MOVES,
    UNCLEAR,
    Gate,
    Movers,
    convergence_rows,
    doublings,
    moves_by,
)
from sim.analysis.sensitivity.morris import Effects, statistics
from sim.analysis.sensitivity.resampling import jackknifed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Values = npt.NDArray[np.float64]

LEAST_TRAJECTORIES = 4
RESOLVED = 0.25
"""Half-width of the largest mu*, as a part of it, up to which factors count as ranked."""


def by_trajectories(effects: Effects, values: Values, names: Sequence[str]) -> Movers:
    """Return mu, mu* and sigma of the factors or groups `names`, in the unit of the response.

    Luck's mu* is how far two replicates are apart at one point, on average. `values` has a row per
    row of the sample.
    """
    (mu, mu_star, sigma), half = _with_half_widths(effects)
    indices = pd.DataFrame(
        {
            "factor": names,
            "mu": mu,
            "mu_star": mu_star,
            "mu_star_half_width": half[1],
            "sigma": sigma,
            "moves": moves_by(mu_star, half[1], 0.0),
        }
    )
    apart = _apart(values)
    others = [
        {"factor": DUMMY, "mu": 0.0, "mu_star": 0.0, "mu_star_half_width": 0.0, "sigma": 0.0}
        | {"moves": "no"},
        {"factor": LUCK, "mu_star": apart, "moves": MOVES if apart > 0 else UNCLEAR},
    ]
    indices = pd.concat([indices, pd.DataFrame(others)], ignore_index=True)
    gates = [_resolution(names, mu_star, half[1])]
    return Movers(indices, _convergence(effects, names), gates)


def _with_half_widths(effects: Effects) -> tuple[Values, Values]:
    def estimate(rows: npt.NDArray[np.intp], replicates: npt.NDArray[np.intp]) -> Values:
        chosen = [each[:, rows][..., replicates] for each in effects]
        return statistics(Effects(*chosen))

    return statistics(effects), jackknifed(estimate, *effects.size.shape[1:]).half_width


def _apart(values: Values) -> float:
    """Return the mean distance of two replicates at one row; missing with one replicate."""
    replicates = values.shape[1]
    if replicates < 2:
        return np.nan
    ranks = 2 * np.arange(replicates) - replicates + 1  # Gini's mean difference, of sorted values
    in_order = np.sort(values, axis=1)
    return float((in_order @ ranks).mean() * 2 / (replicates * (replicates - 1)))


def _resolution(names: Sequence[str], mu_star: Values, half_widths: Values) -> Gate:
    first = int(np.argmax(mu_star))
    value = float(half_widths[first] / mu_star[first])
    words = f"mu* of {names[first]}, the largest, is known to +-{value:.0%}"
    return Gate("resolution", value, RESOLVED, value <= RESOLVED, words)


def _convergence(effects: Effects, names: Sequence[str]) -> pd.DataFrame:
    found = []
    for n in doublings(effects.size.shape[1], LEAST_TRAJECTORIES):
        some = Effects(*(each[:, :n] for each in effects))
        (_, mu_star, _), half = _with_half_widths(some)
        found.append(convergence_rows(n, names, mu_star, half[1]))
    return pd.concat(found, ignore_index=True)
