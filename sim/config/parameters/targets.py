"""Figures to set beside the results."""

from __future__ import annotations

from typing import Annotated

from pydantic import Strict

from sim.config.parameters.parameter import ARTICLE, Component, parameter

Span = Annotated[tuple[float, float], Strict(False)]

# fmt: off


class Targets(Component):
    """Figures of the article and of reports to set beside the results; nothing depends on them."""

    neutralised_share: Span = parameter((0.77, 0.98), "1", sweep=((0.77, 0.98), (0.77, 0.98)),
        source="Air Force bulletins 2024-2025, monthly")
    """Share of strike drones shot down, jammed or lost."""
    leak_share: float = parameter(0.115, "1", sweep=(0.05, 0.25), legal=(0, 1),
        source="assumption: where both sides' answers were at rest in a fit to Air Force bulletins "
        "of 2022-2024")
    """Share of the drones over a region that get through, below which its sky counts as held."""
    refinery_offline_share: Span = parameter((0.17, 0.38), "1", sweep=((0.14, 0.38), (0.17, 0.38)),
        source=f"{ARTICLE}: 17 to 38 percent; Reuters Mar 2024 (14%) and Aug 2025 (17%)")
    """Share of Russian refinery capacity offline."""
    alarms_per_night: float = parameter(2, "1/night", sweep=(0.7, 2), legal=(0, 1000),
        source=f"{ARTICLE}: two a night; Kyiv City recorded 0.7-0.8 in 2024-25")
    """Air-raid alarms a night."""
    drone_share_of_losses: Span = parameter((0.60, 0.80), "1", sweep=((0.60, 0.80), (0.60, 0.80)),
        source="FT and press 2025; Syrskyi Dec 2025, claims")
    """Share of casualties that drones cause."""
    losses_ru_per_day: Span = parameter((1089, 1550), "soldiers/day",
        sweep=((1089, 1550), (1089, 1550)),
        source="Ukrainian General Staff claims, January to June 2025")
    """Russian losses a day, lowest and highest monthly mean."""
    area_change_km2_per_month: Span = parameter((-498, -130), "km2/month",
        sweep=((-498, -130), (-498, -130)), source="DeepState geometry, January to June 2025")
    """Change of the area that Ukraine holds, lowest and highest month."""
