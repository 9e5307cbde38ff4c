"""The exchange rate of two factors: how much of one makes up for a unit of the other.

At a place it is the slope of the iso-line there, ``-(dY/da) / (dY/db)``, of the mean surface. Its
interval is Fieller's: the rates that the data do not speak against. Where the denominator is not
told from 0 no rate is bounded, and none is given.

References
----------
Fieller 1954, Some problems in interval estimation, doi:10.1111/j.2517-6161.1954.tb00159.x.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.interval import CONFIDENCE

if TYPE_CHECKING:
    import numpy.typing as npt

    from sim.analysis.axis import Axis
    from sim.analysis.exchange.surface import Estimate, Surface

    Values = npt.NDArray[np.float64]

STEP = 1e-3
"""Half the way over which a slope is taken, as a share of the factor's."""


class Rates(NamedTuple):
    """Exchange rates at places, with the ends of their 95% intervals.

    They are in units of the second factor for a unit of the first; positive where more of the
    second makes up for more of the first, negative where it can be less. Missing where the second
    factor's effect is not told from nothing.
    """

    rate: Values
    low: Values
    high: Values


def rates(surface: Surface, axes: tuple[Axis, Axis], places: Values) -> Rates:
    """Return the exchange rates at places, shape (places, 2), given as shares of the axes."""
    across, up = (_slope(surface, places, factor) for factor in (0, 1))
    found = ratio(
        -across.mean,
        up.mean,
        surface.covariance(across, across),
        -surface.covariance(across, up),
        surface.covariance(up, up),
        surface.replicates - 1,
    )
    first, second = (
        axis.stretch(axis.levels(shares)) for axis, shares in zip(axes, places.T, strict=True)
    )
    return Rates(*(each * second / first for each in found))


def ratio(
    above: Values, below: Values, of_above: Values, of_both: Values, of_below: Values, freedom: int
) -> Rates:
    """Return ratios of means with Fieller's 95% intervals.

    Parameters
    ----------
    above, below
        Means.
    of_above, of_both, of_below
        Variances of these means and, in the middle, their covariance.
    freedom
        Degrees of freedom of these.

    Returns
    -------
    Rates
        Missing where `below` is not told from 0.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 (SciPy is slow to import)

    square = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) ** 2
    leading = below**2 - square * of_below
    leading = np.where(leading > 0, leading, np.nan)
    middle = (above * below - square * of_both) / leading
    last = (above**2 - square * of_above) / leading
    half = np.sqrt(np.maximum(middle**2 - last, 0))
    value = above / np.where(np.isnan(leading), np.nan, below)
    return Rates(value, middle - half, middle + half)


def _slope(surface: Surface, places: Values, factor: int) -> Estimate:
    aside = STEP * np.eye(2)[factor]
    return (surface.at(places + aside) - surface.at(places - aside)) / (2 * STEP)
