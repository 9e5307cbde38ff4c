"""The parameters of a ceasefire and of what keeps it."""

from __future__ import annotations

from sim.config.parameters.parameter import Component, parameter

# fmt: off


class Peace(Component):
    """A ceasefire: who keeps it, and what goes on meanwhile."""

    ceasefire: bool = parameter(False, "choice", sweep=(False, True), changes=True,
        source="assumption: war in the baseline")
    """Whether a ceasefire is in force: nobody flies, fires, strikes or advances; producers build
    and develop, stock ages, and intelligence goes on."""
    intelligence_share: float = parameter(0.01, "1/day", sweep=(0.0, 0.1), legal=(0, 1),
        changes=True, source="assumption")
    """Share of the enemy's drones on the shelf that intelligence sees in a day of a ceasefire;
    countermeasures learn from it."""
    resume_above: float = parameter(1000, "1", sweep=(0.05, 1000), legal=(0, 1000), changes=True,
        source="assumption: so high that only an event ends a ceasefire")
    """Russia breaks a ceasefire, from its second day on, when its chance to cross the kill zone,
    times the ratio of strengths, exceeds this on average over all sectors."""
    backstop_soldiers: int = parameter(0, "soldiers", sweep=(0, 50_000), legal=(0, 10_000_000),
        source="assumption: none in the baseline; 10,000 to 30,000 discussed in 2025 (press)")
    """Soldiers of guarantors who come to Ukraine's side, once, when a ceasefire ends."""
