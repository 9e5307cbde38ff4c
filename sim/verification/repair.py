"""Repair as a queue: damage that waits for its site's one crew.

The work w at a site, in days, follows w' = max(0, w + T n - 1), n a day's hits on it. The
stationary mean of its square gives

    E[w] = (T^2 E[n^2] - r) / (2 (1 - r)),    r = T E[n],

the discrete form of Pollaczek and Khinchine's formula. For rare hits it is Little's r (T - 1) / 2,
for the parts of a hit's damage stay 0 to T - 1 evenings.

References
----------
Pollaczek 1930, doi:10.1007/BF01194620. Little 1961, A proof for the queuing formula L = lambda W,
doi:10.1287/opre.9.3.383.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.verification.law import Law, mean_of
from sim.verification.setups import configured
from sim.war.agents.facility import Facilities
from sim.war.numerics.compiled import drop_stale_kernels
from sim.war.numerics.streams import Streams
from sim.war.settings import CurrentSettings

if TYPE_CHECKING:
    from sim.verification.law import Comparison
    from sim.war.numerics.compiled import Floats

SITES, REPAIR_DAYS = 100, 10

SMALL_PART = 1e-6
"""Of a site, which a hit puts out: so little that no site is ever out of action."""

BATCH = 500
"""Days, far longer than work stays at a site, so that means of batches are independent."""


def days_of_work(hits_a_day: int, days: int) -> Floats:
    """Return the mean work at a site, in days, of batches of days (batches,).

    Hits fall on `SITES` equal sites, each with a crew of its own.
    """
    drop_stale_kernels()
    equal = {
        "capacity_spread": 0.0,
        "sites": SITES,
        "repair_crews": SITES,
        "repair_days": REPAIR_DAYS / SMALL_PART,
        "scarcity": 0.0,
        "damage_per_hit": SMALL_PART,
    }
    config = configured({f"russia.facilities.refineries.{key}": equal[key] for key in equal})
    sites = Facilities("ru", "refinery", CurrentSettings(config), Streams(1, 0, 1))
    offline = np.empty(days)
    for day in range(days):
        sites.strike(day + 1, hits_a_day)
        sites.repair()
        offline[day] = sites.offline_share
    batches = offline[BATCH:].reshape(-1, BATCH).mean(axis=1)
    return np.asarray(batches * REPAIR_DAYS / SMALL_PART)


def expected_work(hits_a_day: int) -> float:
    """Return E[w] where each of a day's hits falls on any of `SITES` sites."""
    share = 1 / SITES
    load = REPAIR_DAYS * hits_a_day * share
    square = hits_a_day * share * (1 - share) + (hits_a_day * share) ** 2
    return (REPAIR_DAYS**2 * square - load) / (2 * (1 - load))


def _queue(effort: int) -> list[Comparison]:
    return [
        mean_of(
            f"days of work at a site, its crew busy {REPAIR_DAYS * hits / SITES:.0%} of them",
            expected_work(hits),
            days_of_work(hits, BATCH * (1 + 12 * effort)),
        )
        for hits in (1, 4, 8)
    ]


LAWS = (
    Law(
        "repair-queue",
        "Damage waits for repair as Pollaczek and Khinchine say.",
        "Pollaczek 1930, doi:10.1007/BF01194620",
        _queue,
    ),
)
