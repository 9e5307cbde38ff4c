"""The parameters of a run as such: how long it is, its random numbers, and what it writes."""

from __future__ import annotations

import datetime as dt

from sim.config.parameters.parameter import ARTICLE, CALENDAR, Component, parameter

# fmt: off


class RunParameters(Component):
    """How long, how often and from which seed."""

    days: int = parameter(730, "days", sweep=(180, 1095), legal=(1, 36500), source="two years")
    """Days simulated."""
    spin_up_days: int = parameter(360, "days", sweep=(240, 480), legal=(0, 3650),
        source="assumption: after as many the race drifts no more")
    """Days of war before day 0, without events, breakthroughs, learning or growth, from which the
    run takes designs, countermeasures, stocks and damage; they are not recorded."""
    replicates: int = parameter(5, "runs", sweep=(5, 100), legal=(1, 1_000_000),
        source="assumption: enough for a first interval")
    """Runs of the same configuration with independent random numbers."""
    seed: int = parameter(2025, "choice", sweep=(0, 2**63 - 1), legal=(0, 2**63 - 1),
        source="assumption: any number serves")
    """Seed of the counter-based generator; replicates need no seeds of their own."""
    start: dt.date = parameter(dt.date(2025, 10, 15), "date",
        sweep=(dt.date(2022, 2, 24), dt.date(2026, 12, 31)), legal=CALENDAR,
        source=f"{ARTICLE}: autumn 2025")
    """Date of day 0."""


class Outputs(Component):
    """What a run writes beyond the daily tables."""

    sectors: bool = parameter(False, "choice", sweep=(False, True),
        source="assumption: large and seldom needed")
    """Whether to write sectors.parquet, a row for each sector and day."""
    figures: bool = parameter(False, "choice", sweep=(False, True),
        source="assumption: to draw takes longer than to simulate a year")
    """Whether to draw the figures at the end."""
