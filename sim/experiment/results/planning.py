"""How large a sample must be for indices that are known as well as is asked for."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.analysis.sensitivity.resampling import HALF_WIDTH
from sim.analysis.surrogate import POINTS_PER_FACTOR
from sim.experiment.design.designs import Morris, Saltelli

if TYPE_CHECKING:
    from sim.experiment.design.experiment import Experiment

PER_ROOT = HALF_WIDTH * math.sqrt(2) / 2
"""Half-width of a total order of one half, times the root of the blocks of a Saltelli sample."""
USUAL_TRAJECTORIES = 20


def advice(experiment: Experiment, half_width: float) -> str:
    """Return how many runs a design takes for total orders known to a half-width, in words.

    Of a Saltelli sample Jansen's total order is a mean of squared differences: where these are
    normal, an index T has the standard error T sqrt(2 / blocks), and 1.96 of them are told for T of
    one half. A Gaussian process wants ten points a factor (Loeppky, Sacks & Welch 2009,
    doi:10.1198/TECH.2009.08040), and its checks tell if that is too few. Elementary effects have no
    such rule; 10 to 50 trajectories are usual (Campolongo, Cariboni & Saltelli 2007,
    doi:10.1016/j.envsoft.2006.10.004).
    """
    design, factors = experiment.design, len(experiment.factors)
    replicates = experiment.most_replicates
    if isinstance(design, Saltelli):
        wanted = 1 << max(1, math.ceil(2 * math.log2(PER_ROOT / half_width)))
        runs = replace(design, points=wanted).size(experiment.factors) * replicates
        return (
            f"A total order of 50% is known to +-{PER_ROOT / math.sqrt(design.points):.1%} from "
            f"points: {design.points}; +-{half_width:.1%} takes points: {wanted}, at most "
            f"{runs:,} runs"
        )
    if isinstance(design, Morris):
        return (
            f"Elementary effects have no half-width to plan for; trajectories: "
            f"{USUAL_TRAJECTORIES} is usual, and this design has {design.trajectories}"
        )
    wanted = POINTS_PER_FACTOR * factors
    return (
        f"A surrogate takes about {POINTS_PER_FACTOR} points a factor, here {wanted}, "
        f"{wanted * replicates:,} runs; the design has {experiment.point_count:,} points"
    )
