"""The parameters that producers of every role share."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, above, below, parameter

# fmt: off


class ProducerParameters(Component):
    """The producers of one role of drones on one side."""

    producers: int = parameter(10, "producers", sweep=(1, 50), legal=(0, 5000), source="assumption")
    """Number of producers of this role; 0 leaves the role out."""
    output_share: float = parameter(0.5, "1", sweep=(0.0, 1.0), legal=(0, 1), source="assumption")
    """Share of the side's output target and capacity that falls to this role."""
    deliveries_per_month: float = parameter(10_000, "drones/month", sweep=(5_000, 20_000),
        legal=(0, 1e8), source="assumption")
    """Deliveries to the units in the last months before day 0, which fill the shelves of day
    0; those of front-line drones also set the hits that its kill zone is anchored to."""
    capacity_spread: float = parameter(0.8, "1", sweep=(0.3, 1.5), legal=(0, 3),
        source="assumption: firm sizes are log-normal")
    """Standard deviation of the logarithm of capacity between producers."""
    unit_cost_usd: float = parameter(450, "USD", sweep=(300, 610), legal=(above(0), 1e8),
        source="Economist Feb 2024; procurement reports 2023-2025")
    """Price of one drone on day 0; falls with output by Wright's law."""
    money_share: float = parameter(0.1, "1", sweep=(0.05, 0.2), legal=(0, 1), changes=True,
        source="assumption")
    """Share of the side's money that policy gives to this role, beside the shares of all other
    uses; what a use can't spend goes round again by the same shares."""
    stock_days: float = parameter(60, "days", sweep=(30, 120), legal=(0, 36500), changes=True,
        source="assumption: two months")
    """While more lies in stock than is used up in so many days, no more of it is ordered."""
    prior_output: float = parameter(1e6, "drones", sweep=(1e5, 4e6), legal=(above(0), 1e10),
        source="assumption: about a year of output")
    """Drones of this role made before day 0: where Wright's law starts from."""


class Innovator(ProducerParameters):
    """Producers that research, develop and release new designs."""

    innovates: bool = parameter(True, "choice", sweep=(False, True), changes=True,
        source="assumption: the article's race has both sides innovate")
    """Whether these producers release new designs at all."""
    platform_days: float = parameter(90, "days", sweep=(90, 180), legal=(above(0), 36500),
        changes=True, source="Carnegie 2026 (3-6 months)")
    """Mean time that research and development of a new platform takes, at the reference spending on
    research."""
    development_noise: float = parameter(0.5, "1", sweep=(0.0, 1.0), legal=(0, 1), changes=True,
        source="assumption")
    """Half-width of the daily progress of development about its mean, as a share of it."""
    feedback_days: int = parameter(7, "days", sweep=(3, 60), legal=(1, 730), changes=True,
        source="assumption: producers work beside the units they supply")
    """Age of the reports from the front that producers and government act on, at the reference
    spending on liaison."""
    retooling_days: float = parameter(7, "days", sweep=(3, 30), legal=(0, 730), changes=True,
        source="assumption")
    """Time for which the line of a producer of average capacity stands still for a new platform."""
    retooling_exponent: float = parameter(0.3, "1", sweep=(0.0, 0.6), legal=(0, 2),
        source="assumption: the six-tenths rule of plant engineering, halved")
    """Power of relative capacity by which retooling takes longer for larger producers."""


class Racer(Innovator):
    """How producers move in the design space."""

    imitation: float = parameter(0.7, "1", sweep=(0.3, 0.9), legal=(0, 1), changes=True,
        source="assumption: many small producers exchange openly")
    """Chance that a new platform copies the side's best reported design."""
    boldness: float = parameter(2.5, "breadths", sweep=(1.5, 3.5), legal=(above(0), 100),
        source="assumption: as far as a fresh design lies from a countermeasure")
    """Mean distance of a new platform from the design it replaces."""
    boldness_spread: float = parameter(0.2, "1", sweep=(0.0, 0.5), legal=(0, 2),
        source="assumption")
    """Standard deviation of the logarithm of boldness between producers."""


class Economy(Component):
    """What holds for the producers of both sides."""

    learning_rate: float = parameter(0.15, "1", sweep=(0.10, 0.20), legal=(0, below(1)),
        source="Wright 1936; Nagy et al. 2013 doi:10.1371/journal.pone.0052669")
    """Fall of unit cost with each doubling of the role's cumulative output (unit convention)."""
    platform_setback: float = parameter(0.5, "1", sweep=(0.0, 1.0), legal=(0, 1),
        source="assumption")
    """Share of the experience gained on the old platform that a new one gives back."""
