"""The parameters of makers whose designs race countermeasures in the design space."""

from __future__ import annotations

from sim.config.parameters.maker import Innovator
from sim.config.parameters.parameter import parameter


class Racer(Innovator):
    """How makers move in the design space."""

    imitation: float = parameter(
        0.7,
        "Chance that a new platform copies the side's best reported design.",
        unit="1",
        low=0.3,
        high=0.9,
        source="assumption: many small makers exchange openly",
        ge=0,
        le=1,
        changes=True,
    )
    boldness: float = parameter(
        2.5,
        "Mean distance of a new platform from the design it replaces.",
        unit="breadths",
        low=1.5,
        high=3.5,
        source="assumption: as far as a fresh design lies from a countermeasure",
        gt=0,
        le=100,
    )
    boldness_spread: float = parameter(
        0.2,
        "Standard deviation of the logarithm of boldness between makers.",
        unit="1",
        low=0.0,
        high=0.5,
        source="assumption",
        ge=0,
        le=2,
    )
