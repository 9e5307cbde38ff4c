"""The parameters of front-line drones, for each side."""

from __future__ import annotations

from sim.config.parameters.parameter import above, parameter, restate
from sim.config.parameters.producer import Racer

# fmt: off


class Fpv(Racer):
    """Front-line first-person-view drones."""

    hit_share: float = parameter(0.5, "1", sweep=(0.40, 0.60), legal=(0, 1), changes=True,
        source="attributed to RUSI 2024 (not jammed)")
    """Share of the sorties not defeated by countermeasures that hit."""
    fly_share: float = parameter(0.15, "1/day", sweep=(0.05, 0.30), legal=(0.01, 1), changes=True,
        source="assumption: a week of stock at the front")
    """Share of a unit's stock that it flies in a day, crews allowing."""
    fly_sensitivity: float = parameter(5.0, "1", sweep=(0.0, 8.0), legal=(0, 50), changes=True,
        source="assumption: units know what gets through, and fly that first")
    """Power of the reported pass rate by which units prefer better designs; at 0 they fly all
    alike."""
    shelf_life_days: float = parameter(90, "days", sweep=(45, 365), legal=(above(0), 1e9),
        changes=True, source="assumption: batteries, and radio settings that change in a season")
    """Mean time after which a drone on the shelf is too old to fly."""
    unlimited_stock: bool = parameter(False, "choice", sweep=(False, True),
        source="assumption: off but where theory has no stocks, as Lanchester's laws")
    """Whether each unit has a million million drones of the designs of day 0 on its shelf, so that
    crews alone limit its sorties; what is delivered later counts for nothing beside them."""


class UkraineFpv(Fpv):
    """Ukraine's front-line drones: many small producers close to the front."""

    producers: int = restate(200, sweep=(160, 500),
        source="NSDC Jan 2026 (>160 making unmanned systems); ministry Mar 2025 (>500)")
    output_share: float = restate(0.93, sweep=(0.85, 0.97),
        source="assumption: what the other roles leave")
    deliveries_per_month: float = restate(200_000, sweep=(50_000, 670_000),
        source="Kyiv Independent Dec 2024 (>200,000 delivered in the month); NSDC Jan 2026")
    money_share: float = restate(0.25, sweep=(0.15, 0.45),
        source="tuned: pays for 200,000 a month (Kyiv Independent Dec 2024) at the price of "
        "day 0")
    prior_output: float = restate(2.5e6, sweep=(1e6, 4e6),
        source="assumption: about a year of deliveries")


class RussiaFpv(Fpv):
    """Russia's front-line drones: few, large producers, slow to retool."""

    producers: int = restate(12, sweep=(4, 60),
        source="assumption: the article has Russia building at scale over innovative dynamism")
    output_share: float = restate(0.97, sweep=(0.9, 0.99),
        source="assumption: gives 165,000 front-line drones a month (SZRU plan for 2025)")
    deliveries_per_month: float = restate(165_000, sweep=(40_000, 500_000),
        source="SZRU plan for 2025 (2m a year); Belousov Dec 2024 (40,000); Syrskyi (500,000)")
    money_share: float = restate(0.3, sweep=(0.15, 0.5),
        source="tuned: pays for 165,000 a month (SZRU plan for 2025) at the price of day 0")
    prior_output: float = restate(2.0e6, sweep=(5e5, 4e6),
        source="assumption: about a year of the SZRU plan for 2025")
    feedback_days: int = restate(21, sweep=(7, 90),
        source="assumption: reports pass through a central ministry")
    retooling_days: float = restate(21, sweep=(7, 60),
        source="assumption: mass production retools slowly")
    imitation: float = restate(0.5, sweep=(0.2, 0.9),
        source="assumption: fewer producers, less exchange")
