"""Functions of two shares whose iso-lines and exchange rates are known, and runs of them."""

from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from sim.analysis.axis import Axis

UNIT = (Axis("a", "", 0.0, 1.0, False), Axis("b", "", 0.0, 1.0, False))
"""Axes on which levels are shares."""


class Product:
    """The product of two factors that go from 1 to 10."""

    @staticmethod
    def value(a, b):
        return (1 + 9 * a) * (1 + 9 * b)

    @staticmethod
    def line(a, level):
        """Return b on the line of a level."""
        return (level / (1 + 9 * a) - 1) / 9

    @staticmethod
    def rate(a, b):
        return -(1 + 9 * b) / (1 + 9 * a)


class Saturating:
    """A curve of Michaelis and Menten: what one has of b, less 60% of it for a whole way of a."""

    MOST, HALF = 20.0, 0.4

    @classmethod
    def value(cls, a, b):
        left = b * (1 - 0.6 * a)
        return cls.MOST * left / (cls.HALF + left)

    @classmethod
    def line(cls, a, level):
        return cls.HALF * level / (cls.MOST - level) / (1 - 0.6 * a)

    @staticmethod
    def rate(a, b):
        return 0.6 * b / (1 - 0.6 * a)


KNOWN = {"product": Product, "saturating": Saturating}


class Luck(NamedTuple):
    """What replicates add, in standard deviations of the response over the points.

    `shared` is the same at all points, as with common random numbers; `own` is another at each.
    """

    replicates: int
    shared: float
    own: float


def grid(first, second):
    """Return the points of a grid with so many levels of each factor."""
    ways = np.meshgrid(np.linspace(0, 1, first), np.linspace(0, 1, second), indexing="ij")
    return np.stack(ways, axis=-1).reshape(-1, 2)


def latin(points, random):
    """Return points of a Latin hypercube."""
    return qmc.LatinHypercube(2, rng=random).random(points)


def runs(function, points, luck, random):
    """Return the response, a row a point and a column a replicate."""
    true = function.value(*points.T)[:, np.newaxis]
    shared = luck.shared * random.normal(size=luck.replicates)
    own = luck.own * random.normal(size=(len(points), luck.replicates))
    return true + true.std() * (shared + own)


def places_on(function, level, count=101):
    """Return places on the known line of a level, those that are within the ways of both."""
    a = np.linspace(0, 1, count)
    b = function.line(a, level)
    inside = (b >= 0) & (b <= 1)
    return np.column_stack([a, b])[inside]
