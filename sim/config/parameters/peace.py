"""The parameters of a ceasefire and of what keeps it."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, parameter


class Peace(Component):
    """A ceasefire: who keeps it, and what goes on meanwhile."""

    ceasefire: bool = parameter(
        False,
        "Whether a ceasefire is in force: nobody flies, fires, strikes or advances; makers build "
        "and develop, stock ages, and intelligence goes on.",
        unit="choice",
        low=False,
        high=True,
        source="assumption: war in the baseline",
        changes=True,
    )
    intelligence_share: float = parameter(
        0.01,
        "Share of the enemy's drones on the shelf that intelligence sees in a day of a ceasefire; "
        "countermeasures learn from it.",
        unit="1/day",
        low=0.0,
        high=0.1,
        source="assumption",
        ge=0,
        le=1,
        changes=True,
    )
    resume_above: float = parameter(
        1000,
        "Russia breaks a ceasefire, from its second day on, when its chance to cross the kill "
        "zone, times the ratio of strengths, exceeds this in the mean of all sectors.",
        unit="1",
        low=0.05,
        high=1000,
        source="assumption: so high that only an event ends a ceasefire",
        ge=0,
        le=1000,
        changes=True,
    )
    backstop_soldiers: int = parameter(
        0,
        "Soldiers of guarantors who come to Ukraine's side, once, when a ceasefire ends.",
        unit="soldiers",
        low=0,
        high=50_000,
        source="assumption: none in the baseline; 10,000 to 30,000 discussed in 2025 (press)",
        ge=0,
        le=10_000_000,
    )
