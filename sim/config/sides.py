"""The parameters of each belligerent."""

from __future__ import annotations

from sim.config.formations import Countermeasures, RussiaUnits, Units
from sim.config.fpv import Fpv, RussiaFpv, UkraineFpv
from sim.config.parameter import Component, parameter, restate
from sim.config.sky import AirDefence, Interceptor, Strike
from sim.config.sources import ARTICLE


class Side(Component):
    """What both belligerents have in common; countermeasures are the side's own."""

    output_target_per_year: float = parameter(
        5e6,
        "Output of drones of all roles that the government aims at.",
        unit="drones/year",
        low=4e6,
        high=1e7,
        source=f"{ARTICLE}: five million forecast for 2026",
        ge=0,
        le=1e9,
        changes=True,
    )
    funded_share: float = parameter(
        0.52,
        "Share of the output target that is ordered.",
        unit="1",
        low=0.2,
        high=1.0,
        source="capacity, funded orders and deliveries differ two- to fourfold; chosen to give "
        "200,000 front-line drones a month (Kyiv Independent Dec 2024)",
        ge=0,
        le=1,
        changes=True,
    )
    capacity_per_year: float = parameter(
        5e6,
        "Drones of all roles that the makers could build on day 0.",
        unit="drones/year",
        low=4e6,
        high=1e7,
        source="ministry Jun 2025 (>4m, up to 10m if funded)",
        ge=0,
        le=1e9,
    )
    capacity_limit_per_year: float = parameter(
        2e7,
        "Capacity that growth does not exceed.",
        unit="drones/year",
        low=1e7,
        high=2e7,
        source=f"{ARTICLE}: as many as twenty million",
        ge=0,
        le=1e9,
        changes=True,
    )
    capacity_growth_per_year: float = parameter(
        0.5,
        "Rate at which a maker with a full order book adds capacity.",
        unit="1/year",
        low=0.0,
        high=2.0,
        source="assumption",
        ge=0,
        le=10,
        changes=True,
    )
    order_book_days: float = parameter(
        15,
        "Work in hand, in days of capacity, at which a maker counts as full: it gets no "
        "more orders and adds capacity.",
        unit="days",
        low=5,
        high=60,
        source="assumption",
        gt=0,
        le=3650,
    )
    order_sensitivity: float = parameter(
        3.0,
        "Power of the reported pass rate by which orders favour better designs.",
        unit="1",
        low=0.0,
        high=5.0,
        source="assumption: a points market for reported results",
        ge=0,
        le=20,
        changes=True,
    )
    transit_loss_share: float = parameter(
        0.02,
        "Share of deliveries lost on the way to the units.",
        unit="1",
        low=0.0,
        high=0.1,
        source="assumption",
        ge=0,
        le=1,
        changes=True,
    )
    refit_share: float = parameter(
        0.0,
        "Share of the front-line drones on the shelf that are brought up to the maker's new "
        "platform; what is not keeps its design and goes stale.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption: stock already made keeps its old design",
        ge=0,
        le=1,
        changes=True,
    )
    fpv: Fpv = Fpv()
    units: Units = Units()
    countermeasures: Countermeasures = Countermeasures()


class Ukraine(Side):
    """Ukraine: front, interceptors, and the defence of its sky."""

    fpv: Fpv = UkraineFpv()
    interceptor: Interceptor = Interceptor()
    air_defence: AirDefence = AirDefence()


class Russia(Side):
    """Russia: front and long-range strikes."""

    output_target_per_year: float = restate(
        Side,
        "output_target_per_year",
        2.05e6,
        low=1e6,
        high=6e6,
        source="SZRU plan for 2025 (2m front-line drones) with 60,000 strike drones",
    )
    funded_share: float = restate(
        Side,
        "funded_share",
        1.0,
        low=0.5,
        high=1.0,
        source="assumption: the plan is what is ordered",
    )
    capacity_per_year: float = restate(
        Side,
        "capacity_per_year",
        2.8e6,
        low=1e6,
        high=6e6,
        source="assumption: a third above the plan",
    )
    capacity_limit_per_year: float = restate(
        Side,
        "capacity_limit_per_year",
        6e6,
        low=2e6,
        high=6e6,
        source="Syrskyi 2025 (Russia aims at 500,000 front-line drones a month)",
    )
    fpv: Fpv = RussiaFpv()
    strike: Strike = Strike()
    units: Units = RussiaUnits()
