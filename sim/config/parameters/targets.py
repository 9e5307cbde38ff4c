"""Figures to set beside the results."""

from __future__ import annotations

from typing import Annotated

from pydantic import Strict

from sim.config.parameters.parameter import Component, parameter
from sim.config.parameters.sources import ARTICLE

Span = Annotated[tuple[float, float], Strict(False)]


class Targets(Component):
    """Figures of the article and of reports to set beside the results; nothing depends on them."""

    neutralised_share: Span = parameter(
        (0.77, 0.98),
        "Share of strike drones shot down, jammed or lost.",
        unit="1",
        low=(0.77, 0.98),
        high=(0.77, 0.98),
        source="Air Force bulletins 2024-2025, monthly",
    )
    refinery_offline_share: Span = parameter(
        (0.17, 0.38),
        "Share of Russian refinery capacity offline.",
        unit="1",
        low=(0.14, 0.38),
        high=(0.17, 0.38),
        source=f"{ARTICLE}: 17 to 38 percent; Reuters Mar 2024 (14%) and Aug 2025 (17%)",
    )
    alarms_per_night: float = parameter(
        2,
        "Air-raid alarms a night.",
        unit="1/night",
        low=0.7,
        high=2,
        source=f"{ARTICLE}: two a night; Kyiv City recorded 0.7-0.8 in 2024-25",
        ge=0,
        le=1000,
    )
    drone_share_of_losses: Span = parameter(
        (0.60, 0.80),
        "Share of casualties that drones cause.",
        unit="1",
        low=(0.60, 0.80),
        high=(0.60, 0.80),
        source="FT and press 2025; Syrskyi Dec 2025, claims",
    )
    losses_ru_per_day: Span = parameter(
        (1089, 1550),
        "Russian losses a day, lowest and highest monthly mean.",
        unit="soldiers/day",
        low=(1089, 1550),
        high=(1089, 1550),
        source="Ukrainian General Staff claims, January to June 2025",
    )
    area_change_km2_per_month: Span = parameter(
        (-498, -130),
        "Change of the area that Ukraine holds, lowest and highest month.",
        unit="km2/month",
        low=(-498, -130),
        high=(-498, -130),
        source="DeepState geometry, January to June 2025",
    )
