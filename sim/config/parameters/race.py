"""The parameters of the race of designs against countermeasures, and its anchor."""

from __future__ import annotations

import math
from typing import Literal

from sim.config.parameters.parameter import ARTICLE, Component, above, below, parameter

# fmt: off


class Race(Component):
    """The race of designs against countermeasures, in a space both sides share."""

    dimensions: int = parameter(2, "1", sweep=(1, 4), legal=(1, 6),
        source="assumption: two, so that it can be drawn")
    """Dimensions of the design space."""
    extent: float = parameter(6.4, "breadths", sweep=(6.0, 7.5), legal=(2, 100),
        source="assumption: at 8 and more the race dies (prototype)")
    """Side of the design space, a torus."""
    obsolescence_days: float = parameter(60, "days", sweep=(30, 90), legal=(10, 720),
        source=f"{ARTICLE}: obsolete in two months")
    """Time in which designs become obsolete where many countermeasures hunt them: an anchor."""
    lone_hunter_factor: float = parameter(1.35, "1", sweep=(1.0, 1.5), legal=(0.1, 10),
        source="tuned: the median age at which designs are obsolete, two months (the article)")
    """Time in which one countermeasure alone makes one design obsolete on average, relative to
    race.obsolescence_days."""
    notice_share: float = parameter(0.30, "1", sweep=(0.1, 0.5), legal=(above(0), below(1)),
        source="assumption")
    """Share of the obsolescence time that passes before a design is noticed."""
    develop_share: float = parameter(0.25, "1", sweep=(0.1, 0.5), legal=(0, below(1)),
        source="assumption")
    """Share of the obsolescence time that developing the answer takes; the rest is fielding."""
    first_distance: float = parameter(2.5, "breadths", sweep=(2.0, 3.0), legal=(above(0.5), 100),
        source="assumption")
    """Distance of a fresh design from the countermeasure that will hunt it, for the anchor."""
    start: Literal["scattered", "apart"] = parameter("scattered", "choice",
        sweep=("apart", "scattered"), source="assumption")
    """Where things lie on day 0: all scattered over the design space, or each side's designs at
    race.first_distance from the enemy's countermeasures."""
    candidates: int = parameter(6, "1", sweep=(2, 12), legal=(1, 1000),
        source="assumption: a single one lets the race die (prototype)")
    """Candidate points from which a producer picks a new platform."""
    release_below: float = parameter(0.6, "1", sweep=(0.4, 1.0), legal=(above(0), 1), changes=True,
        source="assumption")
    """A finished platform is released once the reported pass rate is below this."""
    copying_error: float = parameter(0.3, "breadths", sweep=(0.0, 1.0), legal=(0, 10), changes=True,
        source="assumption")
    """Standard deviation of a copy about its original, in each dimension."""
    reach_gain: float = parameter(0.085, "1", sweep=(0.0, 0.15), legal=(0, 1), changes=True,
        source="tuned: a zone of 20 km that is 25 to 30 km wide a year later (Zaluzhny, The "
        "National, Feb 2026: a drone zone of 30 km)")
    """Logarithm by which the reach of a front-line platform of a producer's own exceeds that of the
    design it replaces; copies gain nothing."""
    update_days: float = parameter(0, "days", sweep=(14, 30), legal=(0, 3650), changes=True,
        source="US DIU 2025 (3-4 weeks); off, since the article's two months include tinkering")
    """Mean time between updates of a platform in service; 0 switches updates off."""
    update_step: float = parameter(0.4, "breadths", sweep=(0.1, 1.0), legal=(0, 10), changes=True,
        source="assumption")
    """Distance that an update moves a platform in service."""
    breakthroughs_per_year: float = parameter(0.3, "1/year", sweep=(0.0, 1.0), legal=(0, 365),
        changes=True, source="assumption: wired links, once in three years of war, of both sides")
    """Families of designs that a side opens in a year; 0 switches them off."""
    breakthrough_counter_days: int = parameter(90, "days", sweep=(60, 365), legal=(0, 36500),
        source="assumption")
    """Time before countermeasures can follow into a new family, and new ones are fielded."""

    def stages(self, cycle_factor: float) -> tuple[float, int, int]:
        """Return the mean days of noticing, and the whole days of developing and fielding.

        The three add up to the time that one of the side's countermeasures takes: noticing takes
        what whole days leave.

        Parameters
        ----------
        cycle_factor
            The side's obsolescence time relative to the common one.
        """
        days = self.obsolescence_days * self.lone_hunter_factor * cycle_factor
        field_days = max(1, round((1 - self.notice_share - self.develop_share) * days))
        develop_days = round(self.develop_share * days)
        return days - field_days - develop_days, develop_days, field_days


def obsolete_distance(strength: float, first_distance: float) -> float:
    """Distance at which a design's pass rate is half of that at `first_distance`.

    Both in breadths; NaN where no distance halves it (docs/odd.md, "Anchors").
    """
    fresh = 1 - strength * math.exp(-(first_distance**2) / 2)
    if strength <= 1 - 0.5 * fresh:
        return math.nan
    return math.sqrt(-2 * math.log((1 - 0.5 * fresh) / strength))


def anchor_exists(strength: float, first_distance: float) -> bool:
    """Tell whether one such countermeasure can make a design obsolete while it closes in."""
    return first_distance > obsolete_distance(strength, first_distance) > 0.5
