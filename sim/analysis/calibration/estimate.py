"""What is known of the factors of a model once it is held against what was observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.calibration.matching import match
from sim.analysis.calibration.posterior import posterior, with_noise
from sim.analysis.calibration.recovery import doubts, recover

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from sim.analysis.calibration.matching import Matching, Observation, Simulate
    from sim.analysis.calibration.posterior import Posterior
    from sim.analysis.calibration.recovery import Recovery

    Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """What is known of the factors.

    Attributes
    ----------
    matching
        What each wave ruled out.
    posterior
        How likely each value of the factors is, from the runs of the last wave.
    recovery
        How well factors that are known are recovered there.
    """

    matching: Matching
    posterior: Posterior
    recovery: Recovery

    @property
    def doubts(self) -> list[list[str]]:
        """Why each factor is not identified: an empty list for one that is."""
        return doubts(self.posterior, self.recovery)


def estimate(
    simulate: Simulate, observation: Observation, first: Values, waves: int, seed: int
) -> Estimate:
    """Return what is known of a model's factors, given what was observed.

    A history match in waves rules out most of the cube. What the runs of the last wave gave, which
    are even over what was left before it, then makes the posterior.

    Parameters
    ----------
    simulate, observation, first, waves, seed
        As `match` takes them.

    Raises
    ------
    NothingLeftError
        If no point can have given what was observed.
    ValueError
        If a response is the same at all points, or there are too few of these.
    """
    matching = match(simulate, observation, first, waves, seed)
    last = matching.waves[-1]
    noisy = with_noise(last.responses, observation.variance, seed)
    of_observed = posterior(last.shares, noisy, observation.values)
    return Estimate(matching, of_observed, recover(last.shares, noisy))
