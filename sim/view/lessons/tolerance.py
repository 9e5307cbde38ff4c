"""Where the expected results of a lesson lie with other random numbers.

``python -m sim.view.lessons.tolerance 3`` runs the experiment of lesson 3 with another seed and
twice its replicates, and prints for each expected result the mean and the 99% prediction interval
(Student): where the mean of one more run, with as many replicates as the lesson's, should lie.
lesson.yaml holds that interval, rounded outwards. The lesson's own run has no part in it.
"""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import stdtrit

from sim.experiment.design.reading import read_experiment
from sim.experiment.runner import sweep
from sim.lesson.reading import read_lesson
from sim.view.lessons.running import values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.lesson.lesson import Lesson

OTHER_SEED = 1
TIMES = 2
CONFIDENCE = 0.99


class Tolerance(NamedTuple):
    """A mean, and the ends of the prediction interval of another one."""

    mean: float
    low: float
    high: float


def tolerances(lesson: Lesson, seed: int = OTHER_SEED) -> list[Tolerance]:
    """Return where each expected result lies, from a run with another seed."""
    experiment = read_experiment(lesson.experiment, [f"run.seed={seed}"])
    count = experiment.most_replicates
    results = sweep(replace(experiment, replicates=TIMES * count))
    return [prediction(values(each, results), count) for each in lesson.expected]


def prediction(seen: Iterable[float], count: int) -> Tolerance:
    """Return the interval in which the mean of `count` more values like those `seen` is to lie."""
    numbers = np.fromiter(seen, float)
    quantile = float(stdtrit(numbers.size - 1, (1 + CONFIDENCE) / 2))
    error = float(numbers.std(ddof=1)) * math.sqrt(1 / numbers.size + 1 / count)
    mean = float(numbers.mean())
    return Tolerance(mean, mean - quantile * error, mean + quantile * error)


def main(arguments: list[str]) -> None:
    """Print the tolerances of the lessons that are named."""
    for which in arguments:
        lesson = read_lesson(which)
        for expected, found in zip(lesson.expected, tolerances(lesson), strict=True):
            mean, low, high = (f"{number:.4g}" for number in found)
            sys.stdout.write(f"{which}: {expected.says}: {mean}, {low} to {high}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
