"""The parameters that makers of every role share."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, parameter


class Maker(Component):
    """The makers of one role of drones on one side."""

    producers: int = parameter(
        10,
        "Number of makers of this role; 0 leaves the role out.",
        unit="makers",
        low=1,
        high=50,
        source="assumption",
        ge=0,
        le=5000,
    )
    output_share: float = parameter(
        0.5,
        "Share of the side's output target and capacity that falls to this role.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption",
        ge=0,
        le=1,
    )
    deliveries_per_month: float = parameter(
        10_000,
        "Deliveries to the formations in the last months before day 0, which fill the shelves of "
        "day 0; those of front-line drones also set the hits that its kill zone is anchored to.",
        unit="drones/month",
        low=5_000,
        high=20_000,
        source="assumption",
        ge=0,
        le=1e8,
    )
    capacity_spread: float = parameter(
        0.8,
        "Standard deviation of the logarithm of capacity between makers.",
        unit="1",
        low=0.3,
        high=1.5,
        source="assumption: firm sizes are log-normal",
        ge=0,
        le=3,
    )
    unit_cost_usd: float = parameter(
        450,
        "Price of one drone on day 0; falls with output by Wright's law.",
        unit="USD",
        low=300,
        high=610,
        source="Economist Feb 2024; procurement reports 2023-2025",
        gt=0,
        le=1e8,
    )
    budget_usd_per_year: float = parameter(
        1e9,
        "Money the government assigns to this role.",
        unit="USD/year",
        low=5e8,
        high=2e9,
        source="assumption: a tenth above target output at the price of day 0",
        ge=0,
        le=1e13,
        changes=True,
    )
    prior_output: float = parameter(
        1e6,
        "Drones of this role made before day 0: where Wright's law starts from.",
        unit="drones",
        low=1e5,
        high=4e6,
        source="assumption: about a year of output",
        gt=0,
        le=1e10,
    )


class Innovator(Maker):
    """Makers that research, develop and release new designs."""

    innovates: bool = parameter(
        True,
        "Whether these makers release new designs at all.",
        unit="choice",
        low=False,
        high=True,
        source="assumption: the article's race has both sides innovate",
        changes=True,
    )
    platform_days: float = parameter(
        90,
        "Mean time that research and development of a new platform takes.",
        unit="days",
        low=90,
        high=180,
        source="Carnegie 2026 (3-6 months)",
        gt=0,
        le=36500,
        changes=True,
    )
    development_noise: float = parameter(
        0.5,
        "Half-width of the daily progress of development about its mean, as a share of it.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption",
        ge=0,
        le=1,
        changes=True,
    )
    feedback_days: int = parameter(
        7,
        "Age of the reports from the front that makers and government act on.",
        unit="days",
        low=3,
        high=60,
        source="assumption: makers work beside the units they supply",
        ge=1,
        le=730,
    )
    retooling_days: float = parameter(
        7,
        "Time the line of a maker of mean capacity stands still for a new platform.",
        unit="days",
        low=3,
        high=30,
        source="assumption",
        ge=0,
        le=730,
        changes=True,
    )
    retooling_exponent: float = parameter(
        0.3,
        "Power of relative capacity by which retooling takes longer for larger makers.",
        unit="1",
        low=0.0,
        high=0.6,
        source="assumption: the six-tenths rule of plant engineering, halved",
        ge=0,
        le=2,
    )
