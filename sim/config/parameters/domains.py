"""The parameters of ground and naval drones, roles that are off in the baseline."""

from __future__ import annotations

from sim.config.parameters.maker import Maker
from sim.config.parameters.parameter import parameter, restate


class Ground(Maker):
    """Ground drones, off by default, which make trips to the front line in place of soldiers."""

    producers: int = restate(
        Maker, "producers", 0, low=0, high=30, source="assumption: off in the baseline"
    )
    output_share: float = restate(
        Maker,
        "output_share",
        0.0,
        low=0.0,
        high=0.006,
        source="assumption: off in the baseline; 0.0055 gives about the 15,000 that Ukraine's "
        "ministry planned for 2025 (Ekonomichna Pravda Mar 2025)",
    )
    deliveries_per_month: float = restate(
        Maker,
        "deliveries_per_month",
        1_000,
        low=50,
        high=1_500,
        source="assumption: between the 8,000 ordered (procurement agency May 2025) and the 15,000 "
        "planned for 2025",
    )
    unit_cost_usd: float = restate(
        Maker,
        "unit_cost_usd",
        18_000,
        low=10_000,
        high=30_000,
        source="UAH 6bn of contracts (ministry Mar 2025) for about 8,000 (procurement agency May "
        "2025)",
    )
    budget_usd_per_year: float = restate(
        Maker,
        "budget_usd_per_year",
        2.85e8,
        low=1e8,
        high=6e8,
        source="assumption: a tenth above 14,300 a year at the price of day 0",
    )
    prior_output: float = restate(
        Maker,
        "prior_output",
        8_000,
        low=1_000,
        high=15_000,
        source="assumption: about what had been ordered (procurement agency May 2025)",
    )
    initial_stock_days: float = parameter(
        14,
        "Days of deliveries that lie with the formations on day 0.",
        unit="days",
        low=0,
        high=60,
        source="assumption",
        ge=0,
        le=3650,
    )
    trips_per_drone: float = parameter(
        0.5,
        "Trips that a formation's ground drones make in a day, each, where so many are needed.",
        unit="trips/day",
        low=0.2,
        high=1.0,
        source="assumption: one a night, half of the drones being under repair",
        ge=0,
        le=1,
        changes=True,
    )
    logistics_share: float = parameter(
        0.4,
        "Share of a formation's exposed targets that are trips for supply and the wounded, which "
        "ground drones can make instead.",
        unit="1",
        low=0.2,
        high=0.6,
        source="assumption",
        ge=0,
        le=1,
        changes=True,
    )
    losses_per_hit: float = parameter(
        0.6,
        "Ground drones lost to a hit while targets are not scarce.",
        unit="drones/hit",
        low=0.3,
        high=1.0,
        source="assumption: more than soldiers, since it is the drone that is hit",
        ge=0,
        le=1000,
        changes=True,
    )


class Naval(Maker):
    """Naval drones, off by default, which cost the Russian fleet its freedom of movement."""

    producers: int = restate(
        Maker, "producers", 0, low=0, high=10, source="assumption: off in the baseline"
    )
    output_share: float = restate(
        Maker,
        "output_share",
        0.0,
        low=0.0,
        high=0.0005,
        source="assumption: off in the baseline; 0.0003 gives about two a day",
    )
    deliveries_per_month: float = restate(
        Maker, "deliveries_per_month", 60, low=10, high=120, source="assumption: two a day"
    )
    unit_cost_usd: float = restate(
        Maker,
        "unit_cost_usd",
        250_000,
        low=200_000,
        high=300_000,
        source="assumption: the order of prices that the press names",
    )
    budget_usd_per_year: float = restate(
        Maker,
        "budget_usd_per_year",
        2.15e8,
        low=5e7,
        high=5e8,
        source="assumption: a tenth above 780 a year at the price of day 0",
    )
    prior_output: float = restate(
        Maker, "prior_output", 500, low=100, high=2_000, source="assumption: two years of output"
    )
    tempo: float = parameter(
        0.1,
        "Share of the naval drones at hand that is launched in a night.",
        unit="1/night",
        low=0.03,
        high=0.3,
        source="assumption: some ten nights of stock",
        ge=0.01,
        le=1,
        changes=True,
    )
    hit_share: float = parameter(
        0.15,
        "Share of the naval drones launched that hit a ship or its base.",
        unit="1",
        low=0.05,
        high=0.3,
        source="assumption",
        ge=0,
        le=1,
        changes=True,
    )
    freedom_lost_per_hit: float = parameter(
        0.05,
        "Share of its freedom of movement that a hit takes from the fleet.",
        unit="1",
        low=0.01,
        high=0.1,
        source="assumption: a fleet of some tens of ships",
        ge=0,
        le=1,
        changes=True,
    )
    recovery_days: float = parameter(
        90,
        "Time constant with which the fleet's freedom returns by repair and better protection.",
        unit="days",
        low=30,
        high=365,
        source="assumption",
        gt=0,
        le=36500,
        changes=True,
    )
    trade_gain: float = parameter(
        0.1,
        "Rise of Ukraine's own revenue, as a share, if the fleet could not move at all: trade by "
        "sea that its freedom of day 0 keeps down.",
        unit="1",
        low=0.0,
        high=0.2,
        source="assumption",
        ge=0,
        le=10,
        changes=True,
    )
