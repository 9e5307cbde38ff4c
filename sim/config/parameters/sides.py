"""The parameters of each belligerent."""

from __future__ import annotations

from sim.config.parameters.domains import Ground, Naval
from sim.config.parameters.effort import Liaison, Research, RussiaLiaison, RussiaResearch
from sim.config.parameters.facilities import Facilities, RussiaFacilities
from sim.config.parameters.fpv import Fpv, RussiaFpv, UkraineFpv
from sim.config.parameters.parameter import ARTICLE, Component, above, parameter, restate
from sim.config.parameters.raids import DeepStrike, Strike
from sim.config.parameters.sky import AirDefence, Interceptor, RussiaAirDefence, RussiaInterceptor
from sim.config.parameters.units import CountermeasureParameters, RussiaUnits, Units

# fmt: off


class Side(Component):
    """What both belligerents have in common; countermeasures are the side's own."""

    revenue_usd_per_year: float = parameter(3.5e9, "USD/year", sweep=(1.75e9, 7e9),
        legal=(0, 1e13), changes=True,
        source="tuned: with the aid, and less what raids cost, pays for what is delivered on "
        "day 0")
    """The side's own money for drones of all roles and for what goes with them."""
    sanctions_share: float = parameter(0.0, "1", sweep=(0.0, 0.5), legal=(0, 1), changes=True,
        source="assumption: none, since revenue is what sanctions in force have left")
    """Share of own revenue that further sanctions take away."""
    aid_usd_per_year: float = parameter(1.37e9, "USD/year", sweep=(0, 2.74e9), legal=(0, 1e13),
        changes=True,
        source="tuned: a third of what pays for what is delivered on day 0")
    """Aid for the same."""
    output_target_per_year: float = parameter(5e6, "drones/year", sweep=(4e6, 1e7), legal=(0, 1e9),
        changes=True, source=f"{ARTICLE}: five million forecast for 2026")
    """Output of drones of all roles that the government aims at: no more is ordered, however much
    money there is."""
    capacity_per_year: float = parameter(5e6, "drones/year", sweep=(4e6, 1e7), legal=(0, 1e9),
        source="ministry Jun 2025 (>4m, up to 10m if funded)")
    """Drones of all roles that the producers could build on day 0."""
    capacity_limit_per_year: float = parameter(2e7, "drones/year", sweep=(1e7, 2e7), legal=(0, 1e9),
        changes=True, source=f"{ARTICLE}: as many as twenty million")
    """Capacity that growth does not exceed."""
    capacity_growth_per_year: float = parameter(1.5, "1/year", sweep=(0.5, 2.0), legal=(0, 10),
        changes=True, source="assumption: from 4m (ministry Jun 2025) to 8m (NSDC Jan 2026) in "
        "half a year")
    """Rate at which a producer with a full order book adds capacity, as far as there is money."""
    capacity_money_share: float = parameter(0.02, "1", sweep=(0.0, 0.1), legal=(0, 1), changes=True,
        source="assumption")
    """Share of the side's money that policy gives to capacity, where order books are full; what no
    other use can spend goes there, too."""
    capacity_cost_share: float = parameter(0.2, "1", sweep=(0.0, 1.0), legal=(0, 100),
        source="assumption: light assembly needs little plant")
    """Price of capacity for one more drone a year, as a share of the role's unit cost on day 0."""
    capacity_delay_days: int = parameter(90, "days", sweep=(30, 365), legal=(0, 1825),
        source="assumption: a quarter to set up a line")
    """Time from the order of capacity until it can build."""
    order_book_days: float = parameter(15, "days", sweep=(5, 60), legal=(above(0), 3650),
        source="assumption")
    """Work in hand, in days of capacity, at which a producer counts as full: it gets no more orders
    and adds capacity."""
    order_sensitivity: float = parameter(3.0, "1", sweep=(0.0, 5.0), legal=(0, 20), changes=True,
        source="assumption: a points market for reported results")
    """Power of the reported pass rate by which orders favour better designs."""
    import_share: float = parameter(0.65, "1", sweep=(0.60, 0.90), legal=(0, 1),
        source="industry statements 2025 (Chinese component share)")
    """Share of components that is imported."""
    import_flow: float = parameter(1.0, "1", sweep=(0.5, 1.2), legal=(0, 10), changes=True,
        source="assumption: imports meet need")
    """Imported components that arrive, relative to need; below 1 is a supply shock, above 1 refills
    stocks."""
    component_stock_days: float = parameter(30, "days", sweep=(7, 90), legal=(0, 3650),
        source="assumption: a month of stock")
    """Components in stock, in days of use: what producers hold on day 0, judged by past deliveries,
    and the level up to which they buy."""
    transit_loss_share: float = parameter(0.02, "1", sweep=(0.0, 0.1), legal=(0, 1), changes=True,
        source="assumption")
    """Share of deliveries lost on the way to the units."""
    refit_share: float = parameter(0.0, "1", sweep=(0.0, 1.0), legal=(0, 1), changes=True,
        source="assumption: stock already made keeps its old design")
    """Share of the front-line drones on the shelf that are brought up to the producer's new
    platform; what is not keeps its design and goes stale."""
    bomb_losses_per_target: float = parameter(0.01, "soldiers/target/day", sweep=(0.0, 0.04),
        legal=(0, 100), changes=True, source="assumption: a quarter of Russia's")
    """Soldiers of the enemy lost a day to glide bombs for each exposed target, while all airfields
    are online."""
    fpv: Fpv = Fpv()
    units: Units = Units()
    countermeasures: CountermeasureParameters = CountermeasureParameters()
    ground: Ground = Ground()
    research: Research = Research()
    liaison: Liaison = Liaison()
    interceptor: Interceptor = Interceptor()
    air_defence: AirDefence = AirDefence()
    facilities: Facilities = Facilities()


class Ukraine(Side):
    """Ukraine, whose long-range drones are called deep strikes, and who has naval drones."""

    fpv: Fpv = UkraineFpv()
    deep_strike: DeepStrike = DeepStrike()
    naval: Naval = Naval()

    @property
    def raider(self) -> DeepStrike:
        """The parameters of its long-range drones."""
        return self.deep_strike


class Russia(Side):
    """Russia, and its long-range strike drones."""

    revenue_usd_per_year: float = restate(2.99e9, sweep=(1.5e9, 6e9),
        source="tuned: pays for what is delivered on day 0")
    aid_usd_per_year: float = restate(0, sweep=(0, 1e9), source="assumption: components are bought")
    output_target_per_year: float = restate(4e6, sweep=(2e6, 6e6),
        source="assumption: twice the plan for 2025 (SZRU: 2m front-line drones), toward the "
        "500,000 a month that Syrskyi names (2025)")
    capacity_per_year: float = restate(2.8e6, sweep=(1e6, 6e6),
        source="assumption: a third above the plan")
    capacity_limit_per_year: float = restate(6e6, sweep=(2e6, 6e6),
        source="Syrskyi 2025 (Russia aims at 500,000 front-line drones a month)")
    fpv: Fpv = RussiaFpv()
    bomb_losses_per_target: float = restate(0.06, sweep=(0.02, 0.1),
        source="assumption: a few thousand glide bombs a month")
    strike: Strike = Strike()
    interceptor: Interceptor = RussiaInterceptor()
    air_defence: AirDefence = RussiaAirDefence()
    facilities: Facilities = RussiaFacilities()
    units: Units = RussiaUnits()
    research: Research = RussiaResearch()
    liaison: Liaison = RussiaLiaison()

    @property
    def raider(self) -> Strike:
        """The parameters of its long-range drones."""
        return self.strike
