"""The parameters of makers whose designs race countermeasures in the design space."""

from __future__ import annotations

from sim.config.parameters.maker import Innovator
from sim.config.parameters.parameter import above, parameter

# fmt: off


class Racer(Innovator):
    """How makers move in the design space."""

    imitation: float = parameter(0.7, "1", sweep=(0.3, 0.9), legal=(0, 1), changes=True,
        source="assumption: many small makers exchange openly")
    """Chance that a new platform copies the side's best reported design."""
    boldness: float = parameter(2.5, "breadths", sweep=(1.5, 3.5), legal=(above(0), 100),
        source="assumption: as far as a fresh design lies from a countermeasure")
    """Mean distance of a new platform from the design it replaces."""
    boldness_spread: float = parameter(0.2, "1", sweep=(0.0, 0.5), legal=(0, 2),
        source="assumption")
    """Standard deviation of the logarithm of boldness between makers."""
