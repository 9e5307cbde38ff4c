"""The parameters of ground and naval drones, roles that are off in the baseline."""

from __future__ import annotations

from sim.config.parameters.parameter import above, parameter, restate
from sim.config.parameters.producer import ProducerParameters

# fmt: off


class Ground(ProducerParameters):
    """Ground drones, off by default, which make trips to the front line in place of soldiers."""

    producers: int = restate(0, sweep=(0, 30), source="assumption: off in the baseline")
    output_share: float = restate(0.0, sweep=(0.0, 0.006),
        source="assumption: off in the baseline; 0.0055 gives about the 15,000 that Ukraine's "
        "ministry planned for 2025 (Ekonomichna Pravda Mar 2025)")
    deliveries_per_month: float = restate(1_000, sweep=(50, 1_500),
        source="assumption: between the 8,000 ordered (procurement agency May 2025) and the "
        "15,000 planned for 2025")
    unit_cost_usd: float = restate(18_000, sweep=(10_000, 30_000),
        source="UAH 6bn of contracts (ministry Mar 2025) for about 8,000 (procurement agency May "
        "2025)")
    money_share: float = restate(0.07, sweep=(0.02, 0.15),
        source="assumption: some 15,000 a year at the price of day 0")
    stock_days: float = restate(365, sweep=(90, 730),
        source="assumption: they last longer than drones that fly once")
    prior_output: float = restate(8_000, sweep=(1_000, 15_000),
        source="assumption: about what had been ordered (procurement agency May 2025)")
    initial_stock_days: float = parameter(14, "days", sweep=(0, 60), legal=(0, 3650),
        source="assumption")
    """Days of deliveries that lie with the units on day 0."""
    trips_per_drone: float = parameter(0.5, "trips/day", sweep=(0.2, 1.0), legal=(0, 1),
        changes=True, source="assumption: one a night, half of the drones being under repair")
    """Trips that each of a unit's ground drones makes in a day, where that many are needed."""
    logistics_share: float = parameter(0.4, "1", sweep=(0.2, 0.6), legal=(0, 1), changes=True,
        source="assumption")
    """Share of a unit's exposed targets that are trips for supply and the wounded, which
    ground drones can make instead."""
    losses_per_hit: float = parameter(0.6, "drones/hit", sweep=(0.3, 1.0), legal=(0, 1000),
        changes=True, source="assumption: more than soldiers, since it is the drone that is hit")
    """Ground drones lost to a hit while targets are not scarce."""


class Naval(ProducerParameters):
    """Naval drones, off by default, which cost the Russian fleet its freedom of movement."""

    producers: int = restate(0, sweep=(0, 10), source="assumption: off in the baseline")
    output_share: float = restate(0.0, sweep=(0.0, 0.0005),
        source="assumption: off in the baseline; 0.0003 gives about two a day")
    deliveries_per_month: float = restate(60, sweep=(10, 120), source="assumption: two a day")
    unit_cost_usd: float = restate(250_000, sweep=(200_000, 300_000),
        source="assumption: the order of prices that the press names")
    money_share: float = restate(0.05, sweep=(0.01, 0.1),
        source="assumption: some two a day at the price of day 0")
    prior_output: float = restate(500, sweep=(100, 2_000), source="assumption: two years of output")
    tempo: float = parameter(0.1, "1/night", sweep=(0.03, 0.3), legal=(0.01, 1), changes=True,
        source="assumption: some ten nights of stock")
    """Share of the naval drones at hand that is launched in a night."""
    hit_share: float = parameter(0.15, "1", sweep=(0.05, 0.3), legal=(0, 1), changes=True,
        source="assumption")
    """Share of the naval drones launched that hit a ship or its base."""
    freedom_lost_per_hit: float = parameter(0.05, "1", sweep=(0.01, 0.1), legal=(0, 1),
        changes=True, source="assumption: a fleet of some tens of ships")
    """Share of its freedom of movement that a hit takes from the fleet."""
    recovery_days: float = parameter(90, "days", sweep=(30, 365), legal=(above(0), 36500),
        changes=True, source="assumption")
    """Time constant with which the fleet's freedom returns by repair and better protection."""
    trade_gain: float = parameter(0.1, "1", sweep=(0.0, 0.2), legal=(0, 10), changes=True,
        source="assumption")
    """Rise of Ukraine's own revenue, as a share, if the fleet could not move at all: trade by sea
    that it keeps down where it moves freely."""
