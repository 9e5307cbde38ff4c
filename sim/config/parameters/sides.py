"""The parameters of each belligerent."""

from __future__ import annotations

from sim.config.parameters.domains import Ground, Naval
from sim.config.parameters.facilities import RussiaFacilities, UkraineFacilities
from sim.config.parameters.formations import Countermeasures, RussiaUnits, Units
from sim.config.parameters.fpv import Fpv, RussiaFpv, UkraineFpv
from sim.config.parameters.parameter import Component, parameter, restate
from sim.config.parameters.raids import DeepStrike, Strike
from sim.config.parameters.sky import AirDefence, Interceptor, RussiaAirDefence
from sim.config.parameters.sources import ARTICLE


class Side(Component):
    """What both belligerents have in common; countermeasures are the side's own."""

    revenue_usd_per_year: float = parameter(
        2.72e9,
        "The side's own money for drones of all roles.",
        unit="USD/year",
        low=1.36e9,
        high=5.44e9,
        source="assumption: with the aid just covers the budgets; two thirds of them",
        ge=0,
        le=1e13,
        changes=True,
    )
    sanctions_share: float = parameter(
        0.0,
        "Share of own revenue that further sanctions take away.",
        unit="1",
        low=0.0,
        high=0.5,
        source="assumption: none, since revenue is what sanctions in force have left",
        ge=0,
        le=1,
        changes=True,
    )
    aid_usd_per_year: float = parameter(
        1.37e9,
        "Aid for drones of all roles.",
        unit="USD/year",
        low=0,
        high=2.74e9,
        source="assumption: with own revenue just covers the budgets; a third of them",
        ge=0,
        le=1e13,
        changes=True,
    )
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
    capacity_cost_share: float = parameter(
        0.2,
        "Price of capacity for one more drone a year, as a share of the role's unit cost on day 0.",
        unit="1",
        low=0.0,
        high=1.0,
        source="assumption: light assembly needs little plant",
        ge=0,
        le=100,
    )
    capacity_delay_days: int = parameter(
        90,
        "Time from the order of capacity until it can build.",
        unit="days",
        low=30,
        high=365,
        source="assumption: a quarter to set up a line",
        ge=0,
        le=1825,
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
    import_share: float = parameter(
        0.65,
        "Share of components that is imported.",
        unit="1",
        low=0.60,
        high=0.90,
        source="industry statements 2025 (Chinese component share)",
        ge=0,
        le=1,
    )
    import_flow: float = parameter(
        1.0,
        "Imported components that arrive, relative to need; below 1 is a supply shock, above 1 "
        "refills stocks.",
        unit="1",
        low=0.5,
        high=1.2,
        source="assumption: imports meet need",
        ge=0,
        le=10,
        changes=True,
    )
    component_stock_days: float = parameter(
        30,
        "Components in stock, in days of use: what makers hold on day 0, by past deliveries, and "
        "more than which they do not buy.",
        unit="days",
        low=7,
        high=90,
        source="assumption: a month of stock",
        ge=0,
        le=3650,
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
    ground: Ground = Ground()


class Ukraine(Side):
    """Ukraine: front, interceptors, the defence of its sky, deep strikes, and naval drones."""

    fpv: Fpv = UkraineFpv()
    interceptor: Interceptor = Interceptor()
    air_defence: AirDefence = AirDefence()
    deep_strike: DeepStrike = DeepStrike()
    naval: Naval = Naval()
    facilities: UkraineFacilities = UkraineFacilities()


class Russia(Side):
    """Russia: front, long-range strikes, and the defence of its sky."""

    revenue_usd_per_year: float = restate(
        Side,
        "revenue_usd_per_year",
        2.87e9,
        low=1.4e9,
        high=6e9,
        source="assumption: just covers the budgets",
    )
    aid_usd_per_year: float = restate(
        Side, "aid_usd_per_year", 0, low=0, high=1e9, source="assumption: components are bought"
    )
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
    air_defence: RussiaAirDefence = RussiaAirDefence()
    facilities: RussiaFacilities = RussiaFacilities()
    units: Units = RussiaUnits()
