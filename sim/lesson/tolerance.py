"""Where the expected result of a lesson lies for other seeds.

``python -m sim.lesson.tolerance 3`` runs the experiment of lesson 3 with eight seeds that are not
its own and prints, for each expected result, the mean over the seeds and the 99% prediction
interval (Student) in which the mean of one more run of the same size is to lie. What stands in
lesson.yaml is that interval, rounded outwards.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import stdtrit

from sim.experiment.design.reading import read_experiment
from sim.experiment.runner import sweep
from sim.lesson.reading import read_lesson
from sim.lesson.running import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.lesson.lesson import Lesson

SEEDS = 8
CONFIDENCE = 0.99


class Tolerance(NamedTuple):
    """Mean over seeds, and the ends of the prediction interval of another one."""

    mean: float
    low: float
    high: float


def tolerances(lesson: Lesson, seeds: Sequence[int]) -> list[Tolerance]:
    """Return where each expected result lies, from runs with other seeds."""
    means = []
    for seed in seeds:
        experiment = read_experiment(lesson.experiment, [f"run.seed={seed}"])
        means.append([each.interval.mean for each in find(lesson, sweep(experiment))])
    return [prediction(values) for values in np.transpose(means)]


def prediction(values: Sequence[float]) -> Tolerance:
    """Return the interval in which one more value like `values` is to lie."""
    count, mean = len(values), float(np.mean(values))
    quantile = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2))
    half_width = quantile * float(np.std(values, ddof=1)) * math.sqrt(1 + 1 / count)
    return Tolerance(mean, mean - half_width, mean + half_width)


def main(arguments: list[str]) -> None:
    """Print the tolerances of the lessons that are named."""
    for which in arguments:
        lesson = read_lesson(which)
        for expected, found in zip(
            lesson.expected, tolerances(lesson, range(1, SEEDS + 1)), strict=True
        ):
            low, high = found.low, found.high
            sys.stdout.write(
                f"{which}: {expected.says}: {found.mean:.4g}, {low:.4g} to {high:.4g}\n"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
