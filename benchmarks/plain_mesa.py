"""The front race of killzone in plain Mesa, written a second time from docs/odd.md alone.

Producers of front-line drones, front-line units, countermeasures and governments are Mesa agents
with methods of their own, as in Mesa's examples; random numbers come from the model's generator.
Left out are the sky, the sea, ground drones, ceasefires, events, loans and the joint deal. The two
models share a configuration and the documents, and no code: `python -m benchmarks.docking`
compares what comes out of them.
"""

from __future__ import annotations

import operator
from collections import Counter, deque
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import mesa
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim import Config

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

YEAR_DAYS = 365
TINY = 1e-300  # keeps a division by nothing finite
ANCHOR_CHANCE = 0.2  # of being hit where the zone of day 0 ends, and guns keep away from
FREE_WITHIN = 0.5  # breadths: a countermeasure this close to its target is free again
ROUNDS = 8  # that a purse goes round at most
USE_DAYS = 30  # time constant of the running mean of drones used up
OLDEST_DAYS = 730  # age that no report exceeds


class Posture(IntEnum):
    """What a unit does."""

    HOLD = 0
    ASSAULT = 1
    PULL_BACK = 2


class Platform(NamedTuple):
    """A place in the design space and a family: all that countermeasures can know of a design."""

    place: Floats
    family: int


class Report(NamedTuple):
    """What a producer built on an evening: platform, reach in km, and mean pass rate."""

    platform: Platform
    reach: float
    pass_rate: float


@dataclass(eq=False)
class Design:
    """A kind of drone of one producer, `number` being its place on its side's shelves."""

    number: int
    platform: Platform
    reach: float  # km
    released: int
    pass_rates: Floats  # by sector, against the countermeasures of tonight
    replaced: int | None = None
    obsolete: int | None = None
    built: int = 0
    released_pass_rate: float = field(init=False)
    history: dict[int, float] = field(init=False)  # mean pass rate by day

    def __post_init__(self) -> None:
        """Keep the pass rate whose half makes it obsolete."""
        self.released_pass_rate = float(self.pass_rates.mean())
        self.history = {self.released: self.released_pass_rate}

    def reported(self, day: int) -> float:
        """Return the pass rate of a day, or that at release of a design that is younger."""
        return self.history.get(day, self.released_pass_rate)

    def judge(self, systems: Systems, day: int) -> None:
        """Meet the countermeasures of tonight."""
        self.pass_rates = systems.pass_rates(self.platform)
        self.history[day] = float(self.pass_rates.mean())
        half = self.released_pass_rate / 2 * (1 + 1e-9)
        if self.obsolete is None and self.history[day] <= half:
            self.obsolete = day

    def lifetime(self, day: int) -> tuple[int, bool]:
        """Return the days until it was obsolete or censored, and whether it was obsolete."""
        end = day if self.replaced is None else self.replaced
        if self.obsolete is not None and self.obsolete <= end:
            return self.obsolete - self.released, True
        return end - self.released, False


class Systems(NamedTuple):
    """All countermeasures of one side as they stand on one evening."""

    centres: Floats
    families: Integers
    sectors: Integers  # where each of them stands
    front: int  # number of sectors
    strength: float
    extent: float

    def pass_rates(self, platform: Platform) -> Floats:
        """Return the chance of a sortie to pass, by sector."""
        gap = np.abs(self.centres - platform.place)
        gap = np.minimum(gap, self.extent - gap)  # the shortest way round the torus
        cover = np.exp(-0.5 * np.square(gap).sum(axis=1)) * (self.families == platform.family)
        rates = np.ones(self.front)
        np.multiply.at(rates, self.sectors, 1 - self.strength * cover)
        return rates

    def pass_rate(self, platform: Platform) -> float:
        """Return the mean chance over all sectors."""
        return float(self.pass_rates(platform).mean())


class Cycle:
    """How fast countermeasures of a side notice, develop and field: the anchor of obsolescence."""

    def __init__(self, config: Config, strength: float, factor: float) -> None:
        race = config.race
        days = race.obsolescence_days * factor
        field_days = round((1 - race.notice_share - race.develop_share) * days)
        self.develop_days = round(race.develop_share * days)
        self.notice_chance = min(1.0, 1 / (days - field_days - self.develop_days))
        fresh = 1 - strength * np.exp(-(race.first_distance**2) / 2)
        halved_at = np.sqrt(-2 * np.log((1 - fresh / 2) / strength))
        self.closing_share = 1 - (halved_at / race.first_distance) ** (1 / field_days)


@dataclass
class Use:
    """Something that a government spends money on today."""

    share: float  # of the money, by policy
    price: float
    wanted: float
    bought: float = 0.0
    refused: bool = False

    @property
    def is_open(self) -> bool:
        """Whether more money could be of use."""
        return self.bought < self.wanted and not self.refused

    @property
    def spent(self) -> float:
        """Money that it took."""
        return self.bought * self.price

    def buy(self, money: float) -> float:
        """Buy what is wanted and money allows, and return what that cost."""
        left = self.wanted - self.bought
        number = min(money / self.price, left) if self.price else left
        taken = self.take(number)
        self.refused = taken < number - 1e-6
        self.bought += taken
        return taken * self.price

    def take(self, number: float) -> float:
        """Return how much of it can be had."""
        return number


class Drones(Use):
    """Front-line drones, of which producers take what fits into their order books."""

    def __init__(self, side: Side, price: float, wanted: float) -> None:
        super().__init__(side.parameters.fpv.money_share, price, wanted)
        self.producers = side.producers
        capacity, self.work, reported = np.array(
            self.producers.get(["capacity", "work", "reported"])
        ).T
        mean = np.average(reported, weights=capacity)
        power = side.parameters.order_sensitivity
        self.weights = capacity * (reported / max(mean, TINY)) ** power
        self.worth = np.minimum(capacity, self.weights)  # what a line is to build in a day
        self.full = side.parameters.order_book_days * self.worth
        self.room = np.where(self.work < self.full, self.full + self.worth - self.work, 0.0)

    @property
    def filled(self) -> Floats:
        """What each producer whose book is full is to build in a day, and 0 for the others."""
        return np.where(self.work >= self.full, self.worth, 0.0)

    def take(self, number: float) -> float:
        """Place orders with producers."""
        placed = share_out(number, self.weights, self.room)
        self.room -= placed
        self.work += placed
        for producer, new in zip(self.producers, placed, strict=True):
            producer.work += new
        return float(placed.sum())


class Government(mesa.Agent):  # type: ignore[misc]
    """Spends the purse of one side on front-line drones and on all that goes with them."""

    def __init__(self, model: FrontRace, side: Side) -> None:
        super().__init__(model)
        self.side = side
        self.income = 0.0
        self.in_training = deque([0.0] * side.parameters.units.crew_training_days)
        self.begin()

    def begin(self) -> None:
        """Have an empty purse and the experience of day 0, and count from now on."""
        self.purse = self.orders = self.spent = self.invested = 0.0
        self.experience = self.side.parameters.fpv.prior_output

    @property
    def price(self) -> float:
        """Price of one more drone today, by Wright's law."""
        fpv, rate = self.side.parameters.fpv, self.model.config.economy.learning_rate
        return float(fpv.unit_cost_usd * (self.experience / fpv.prior_output) ** np.log2(1 - rate))

    @property
    def capacity_cost(self) -> float:
        """Price of capacity for one more drone a day."""
        side = self.side.parameters
        return float(side.capacity_cost_share * side.fpv.unit_cost_usd * YEAR_DAYS)

    def fund(self) -> None:
        """Receive a day's money, and what reports have come in by now."""
        side = self.side.parameters
        income = side.revenue_usd_per_year * (1 - side.sanctions_share) + side.aid_usd_per_year
        self.income = income / YEAR_DAYS
        self.purse += self.income
        self.side.hear()

    def order(self) -> None:
        """Spend the purse on what is wanted today."""
        side, parameters, held = self.side, self.side.parameters, self.purse
        drones = Drones(side, self.price, self.wanted_drones())
        crews, systems = self.new_crews(), self.new_systems()
        research, liaison = self.effort(parameters.research), self.effort(parameters.liaison)
        growth = parameters.capacity_growth_per_year / YEAR_DAYS
        share, wanted = parameters.capacity_money_share, growth * drones.filled.sum()
        aside = Use(share, self.capacity_cost, wanted)
        self.go_round([drones, crews, systems, research, liaison, aside])
        self.purse += aside.spent
        self.expand(growth * drones.filled)
        self.orders, self.spent = drones.bought, held - self.purse
        self.in_training.append(crews.bought)
        side.assign_crews(self.in_training.popleft())
        side.fielding_share = systems.bought / max(systems.wanted, TINY)
        side.research_factor = time_factor(parameters.research, research.spent)
        side.liaison_factor = time_factor(parameters.liaison, liaison.spent)

    def go_round(self, uses: list[Use]) -> None:
        """Let all uses buy by their shares, and again of what others leave."""
        for _ in range(ROUNDS):
            uses = [use for use in uses if use.is_open]
            held, shares = self.purse, sum(use.share for use in uses)
            for use in uses if shares else ():
                self.purse -= use.buy(held * use.share / shares)

    def wanted_drones(self) -> float:
        """Return the drones wanted today: none while enough lie in stock."""
        side, fpv = self.side.parameters, self.side.parameters.fpv
        if self.side.stock().sum() > fpv.stock_days * self.side.daily_use:
            return 0.0
        return float(side.output_target_per_year * fpv.output_share / YEAR_DAYS)

    def new_crews(self) -> Use:
        """Return crews as a use of money: as many as units lack and schools can take."""
        units = self.side.parameters.units
        lacking = sum(self.side.units.get("crews_lacking")) - sum(self.in_training)
        wanted = min(max(lacking, 0.0), units.crews_trained_per_day)
        return Use(units.crew_money_share, units.crew_cost_usd, wanted)

    def new_systems(self) -> Use:
        """Return additional countermeasures as a use of money."""
        counter = self.side.parameters.countermeasures
        wanted = counter.fielding_per_day * len(self.side.openings())
        return Use(counter.money_share, counter.unit_cost_usd, wanted)

    def effort(self, parameters: Any) -> Use:
        """Return research or liaison as a use of money."""
        return Use(parameters.money_share, 1.0, parameters.money_share * self.income)

    def expand(self, wanted: Floats) -> None:
        """Order capacity, as far as money and its limit allow, and take into use what is due."""
        side, producers, cost = self.side.parameters, self.side.producers, self.capacity_cost
        limit = side.capacity_limit_per_year * side.fpv.output_share / YEAR_DAYS
        left = limit - sum(one.capacity + sum(one.capacity_on_order) for one in producers)
        left = min(left, self.purse / cost) if cost else left
        wanted = wanted * np.clip(left / max(wanted.sum(), TINY), 0.0, 1.0)
        for producer, new in zip(producers, wanted, strict=True):
            producer.capacity_on_order.append(new)
            producer.capacity += producer.capacity_on_order.popleft()
        self.invested = wanted.sum() * cost
        self.purse -= self.invested


class DroneProducer(mesa.Agent):  # type: ignore[misc]
    """Builds front-line drones of one design at a time, and develops the next platform."""

    def __init__(
        self, model: FrontRace, side: Side, capacity: float, boldness: float, progress: float
    ) -> None:
        super().__init__(model)
        self.side = side
        self.capacity, self.boldness, self.progress = capacity, boldness, progress
        self.capacity_on_order = deque([0.0] * side.parameters.capacity_delay_days)
        self.work = self.part = 0.0  # orders in hand, and of the drone that is half built
        self.built = 0
        self.next_platform: Platform | None = None  # while the line is retooled for it
        self.retooling_days = 0.0
        self.reports: dict[int, Report] = {}  # by day
        self.design: Design

    @property
    def report(self) -> Report:
        """Report of some days ago on what was in production then."""
        return self.reports[self.side.known_day]

    @property
    def reported(self) -> float:
        """Pass rate that it tells."""
        return self.report.pass_rate

    @property
    def workload(self) -> float:
        """Drones that it would build today if components allow."""
        return 0.0 if self.next_platform else min(self.capacity, self.work)

    def build(self) -> None:
        """Build whole drones and send them to the units; some are lost on the way."""
        done = self.workload * self.side.components_share
        self.work -= done
        self.built = int(self.part + done)
        self.part += done - self.built
        self.design.built += self.built
        self.side.government.experience += self.built
        arriving = self.rng.binomial(self.built, 1 - self.side.parameters.transit_loss_share)
        self.side.deliveries[:, self.design.number] += self.side.split(arriving)

    def innovate(self) -> None:
        """Develop, retool or release, and update what is in production."""
        fpv, race = self.side.parameters.fpv, self.model.config.race
        if not fpv.innovates:
            return
        noise = self.rng.uniform(-fpv.development_noise, fpv.development_noise)
        self.progress += (1 + noise) / (fpv.platform_days * self.side.research_factor)
        if self.next_platform:
            self.retooling_days -= 1
        elif self.progress >= 1 and self.reported < race.release_below:
            self.decide()
        if self.next_platform and self.retooling_days <= 0:
            self.release(self.next_platform)
        if race.update_days and self.rng.random() < 1 / race.update_days:
            family = self.design.platform.family
            self.design.platform = self.best_step(race.update_step, family)

    def decide(self) -> None:
        """Fix the next platform and stop the line; the one after it is developed meanwhile."""
        fpv, producers = self.side.parameters.fpv, self.side.producers
        best = max(producers, key=operator.attrgetter("reported"))
        copies = self.rng.random() < fpv.imitation and best is not self
        self.next_platform = self.copy(best.report.platform) if copies else self.search()
        own, gain = self.design.reach, np.exp(self.model.config.race.reach_gain)
        self.next_reach = max(own, best.report.reach) if copies else own * gain
        self.progress = 0.0
        size = self.capacity / np.mean(producers.get("capacity"))
        self.retooling_days = fpv.retooling_days * size**fpv.retooling_exponent

    def copy(self, original: Platform) -> Platform:
        """Return a platform near another one."""
        race = self.model.config.race
        error = self.rng.normal(0, race.copying_error, race.dimensions)
        return Platform((original.place + error) % race.extent, original.family)

    def search(self) -> Platform:
        """Return the best platform at the producer's boldness, of a new family if one is due."""
        family = self.design.platform.family
        if self.side.breakthrough_due:
            self.side.breakthrough_due = False
            self.side.families += 1
            family = self.side.families
        return self.best_step(self.boldness, family)

    def best_step(self, distance: float, family: int) -> Platform:
        """Return the best of some platforms at a distance, as far as one knows."""
        race = self.model.config.race
        steps = self.rng.normal(size=(race.candidates, race.dimensions))
        steps *= distance / np.linalg.norm(steps, axis=1, keepdims=True)
        places = (self.design.platform.place + steps) % race.extent
        known = self.side.enemy.evenings[self.side.known_day]
        return max((Platform(place, family) for place in places), key=known.pass_rate)

    def release(self, platform: Platform) -> None:
        """Put the next platform into production, and lose experience with the old one."""
        old, self.design = self.design, self.side.release(platform, self.next_reach)
        old.replaced, self.next_platform = self.model.day, None
        self.side.refit(old, self.design)
        setback = self.model.config.economy.platform_setback
        self.side.government.experience -= setback * old.built

    def observe(self) -> None:
        """Send tonight's report on its way."""
        design = self.design
        report = Report(design.platform, design.reach, float(design.pass_rates.mean()))
        self.reports[self.model.day] = report


class FrontLineUnit(mesa.Agent):  # type: ignore[misc]
    """The soldiers and drone crews that hold one sector for one side.

    Attributes
    ----------
    shelf
        Drones by the number of their design.
    to_fly
        Sorties for which it had drones on the last day.
    fielded
        Additional countermeasures in its sector, by family.
    average_hits
        Running mean of the hits that it scores, a kilometre and day.
    seen
        What hit it, and how often, on the last days.
    """

    def __init__(self, model: FrontRace, side: Side, sector: int, strength: int) -> None:
        super().__init__(model)
        self.side, self.sector, self.first_strength = side, sector, strength
        self.to_fly = 0.0
        self.fielded: Counter[int] = Counter()
        self.posture = Posture.HOLD
        self.shelf = np.zeros(0, dtype=np.int64)
        self.average_hits, self.reached = 0.0, 0.0
        self.reach = model.config.front.reach_km  # km, of what hits
        self.begin()
        self.seen: deque[list[tuple[Platform, int]]] = deque(maxlen=side.cycle.develop_days + 1)
        self.enemy: FrontLineUnit

    def begin(self) -> None:
        """Have the configured soldiers and crews, and count from now on."""
        self.strength = self.first_strength
        self.crews = self.side.parameters.units.crews_per_thousand * self.strength / 1000
        self.sorties = self.passed = self.hits = 0
        self.losses = self.losses_artillery = 0

    def receive(self) -> None:
        """Put today's deliveries on the shelf."""
        self.shelf += self.side.deliveries[self.sector]

    @property
    def crews_lacking(self) -> float:
        """Crews that it lacks to have a margin over those that fly what there is to fly."""
        units = self.side.parameters.units
        needed = units.crew_margin * self.to_fly / max(units.sorties_per_crew, TINY)
        return max(0.0, float(needed - self.crews))

    def fly(self) -> None:
        """Fly what is reported to get through, and hit with a share of what passes."""
        fpv, units = self.side.parameters.fpv, self.side.parameters.units
        self.to_fly = fpv.fly_share * self.shelf.sum()
        number = min(self.to_fly, self.crews * units.sorties_per_crew)
        held = np.flatnonzero(self.shelf)
        stock = self.shelf[held]
        chosen = choose(number, stock, self.side.reported[held], fpv.fly_sensitivity)
        flown = np.minimum(self.round(chosen), stock)
        left = stock - flown
        self.shelf[held] = left - np.minimum(self.round(left / fpv.shelf_life_days), left)
        passed = self.rng.binomial(flown, self.side.pass_rates[self.sector, held])
        hits = self.rng.binomial(passed, fpv.hit_share)
        self.sorties, self.passed, self.hits = flown.sum(), passed.sum(), hits.sum()
        designs = self.side.designs
        self.reached = float(sum(designs[held[i]].reach * hits[i] for i in np.flatnonzero(hits)))
        seen = [(designs[held[i]].platform, hits[i]) for i in np.flatnonzero(hits)]
        self.enemy.seen.append(seen)

    def round(self, numbers: Floats) -> Integers:
        """Round up or down at random."""
        whole: Integers = (numbers + self.rng.random(numbers.size)).astype(np.int64)
        return whole

    def suffer(self) -> None:
        """Draw the soldiers lost to the enemy's drones and artillery."""
        config, enemy, km = self.model.config, self.enemy, self.model.sector_km
        front, posture = config.front, self.posture
        targets = front.exposed_per_km * self.strength / self.first_strength
        targets *= (1.0, front.exposure_assault, front.exposure_pull_back)[posture]
        hits_per_target = enemy.hits / km / max(targets, TINY)
        by_drones = targets * -np.expm1(-front.casualties_per_hit * hits_per_target)
        fire = config.artillery.losses_per_target * enemy.strength / enemy.first_strength
        fire *= np.exp(-self.depth_at(ANCHOR_CHANCE) / config.artillery.range_km)
        self.losses_artillery = min(self.rng.poisson(fire * targets * km), self.strength)
        self.losses = min(self.rng.poisson(by_drones * km) + self.losses_artillery, self.strength)

    def take_stock(self) -> None:
        """Lose soldiers and crews, once both sides have fired, and take hits into the mean."""
        self.crews *= 1 - self.losses / max(1, self.strength)
        self.strength -= self.losses
        hits, reached = self.hits / self.model.sector_km, self.reached / self.model.sector_km
        days, before = self.model.config.front.reaction_days, self.average_hits * self.reach
        self.average_hits += (hits - self.average_hits) / days
        if self.average_hits:
            self.reach = (before + (reached - before) / days) / self.average_hits

    @property
    def depth_km(self) -> float:
        """Depth of the kill zone that the unit imposes, as it is told."""
        return self.depth_at(self.model.config.front.lethal_threshold)

    def depth_at(self, chance: float) -> float:
        """Return the depth at which a move is hit with a chance."""
        density = self.model.hazard[self.sector] * self.average_hits / -np.log(1 - chance)
        return float(self.reach * np.log(max(density, 1.0)))

    @property
    def strength_ratio(self) -> float:
        """Strength relative to the enemy's."""
        return self.strength / max(self.enemy.strength, TINY)

    @property
    def prospects(self) -> float:
        """Chance to cross the enemy's kill zone, times the ratio of strengths."""
        crossing = np.exp(-self.model.hazard[self.sector] * self.enemy.average_hits)
        return float(crossing * self.strength_ratio)

    def choose_posture(self) -> None:
        """Assault where one would get across, or else pull back where the enemy would."""
        units = self.side.parameters.units
        if self.prospects > units.assault_threshold:
            self.posture = Posture.ASSAULT
        elif self.enemy.prospects > units.pull_back_threshold:
            self.posture = Posture.PULL_BACK
        else:
            self.posture = Posture.HOLD

    @property
    def advance_km(self) -> float:
        """How far the unit advances today, were it not for the enemy's own assault."""
        if self.posture != Posture.ASSAULT and self.enemy.posture != Posture.PULL_BACK:
            return 0.0
        speed = self.model.config.front.advance_km_per_day
        return float(speed * self.prospects / (1 + self.strength_ratio))


class Countermeasure(mesa.Agent):  # type: ignore[misc]
    """Defeats drones of designs near its centre in one sector, and hunts one that hit there."""

    def __init__(
        self,
        model: FrontRace,
        side: Side,
        unit: FrontLineUnit,
        centre: Floats,
        family: int = 0,
    ) -> None:
        super().__init__(model)
        self.side, self.unit, self.centre, self.family = side, unit, centre, family
        self.target: Platform | None = None

    def learn(self) -> None:
        """Approach the target; or, while free, pick one or take over another's."""
        if self.target is None:
            self.target = self.noticed() or self.taken_over()
            self.family = self.target.family if self.target else self.family
        else:
            self.approach(self.target.place)

    def approach(self, place: Floats) -> None:
        """Close a share of the distance; nearby, be free again."""
        extent, share = self.model.config.race.extent, self.side.cycle.closing_share
        way = (place - self.centre + extent / 2) % extent - extent / 2
        self.centre = (self.centre + share * way) % extent
        if (1 - share) * np.linalg.norm(way) <= FREE_WITHIN:
            self.target = None

    def noticed(self) -> Platform | None:
        """Return, on some days, one of the platforms that hit when its development began."""
        seen, cycle = self.unit.seen, self.side.cycle
        if self.rng.random() >= cycle.notice_chance or len(seen) <= cycle.develop_days:
            return None
        known = [sighting for sighting in seen[0] if self.side.can_follow(sighting[0].family)]
        if not known:
            return None
        platforms, hits = zip(*known, strict=True)
        odds = np.cumsum(hits)
        target: Platform = platforms[np.searchsorted(odds, self.rng.random() * odds[-1])]
        return target

    def taken_over(self) -> Platform | None:
        """Return, on some days, what another countermeasure of the side has been hunting."""
        hunted: list[Platform] = self.side.hunted
        chance = self.side.parameters.countermeasures.diffusion_per_day
        if not hunted or self.rng.random() >= chance:
            return None
        return hunted[int(self.rng.integers(len(hunted)))]


class Side:
    """Ukraine or Russia: its agents, and the designs, drones and reports they share.

    Attributes
    ----------
    pass_rates
        Chance to pass the enemy's countermeasures tonight, by sector and number of the design.
    deliveries
        Drones that reach the units today, by sector and number of the design.
    evenings
        How the countermeasures stood, by day.
    watched_from
        Number of the first design whose time to obsolescence counts.
    known_day
        The day of which the latest reports tell.
    reported
        Pass rate that units know of, by number of the design.
    daily_use
        Running mean of the drones that are used up in a day.
    """

    def __init__(self, model: FrontRace, name: str, country: str) -> None:
        self.model, self.name, self.country = model, name, country
        parameters = self.parameters
        counter, fpv = parameters.countermeasures, parameters.fpv
        self.cycle = Cycle(model.config, counter.strength, counter.cycle_factor)
        self.past_deliveries = fpv.deliveries_per_month * 12 / YEAR_DAYS
        self.components = parameters.component_stock_days * self.past_deliveries
        self.components_share: float = 1.0
        self.designs: list[Design] = []
        self.living: list[Design] = []  # in production or on a shelf
        self.pass_rates = np.zeros((model.sectors, 0))
        self.deliveries: Integers = np.zeros((model.sectors, 0), dtype=np.int64)
        self.breakthrough_due = False
        self.families = self.waiting = 0
        self.opened: dict[int, int] = {}
        self.watched_from = 0
        self.hunted: list[Platform] = []
        self.evenings: dict[int, Systems] = {}
        self.known_day = model.day
        self.reported = np.zeros(0)
        self.daily_use: float = self.past_deliveries
        self.research_factor = self.liaison_factor = 1.0  # what they make of times
        self.fielding_share = 0.0  # of the additional countermeasures that are due
        self.effort = np.ones(model.sectors)
        self.enemy: Side
        self.government: Government = Government(model, self)
        strength = split_evenly(parameters.units.strength, model.sectors, 0.0)
        self.units: mesa.agent.AgentSet = FrontLineUnit.create_agents(
            model, model.sectors, self, [*range(model.sectors)], strength
        )

    @property
    def parameters(self) -> Any:
        """Its part of the configuration that holds today."""
        return getattr(self.model.config, self.country)

    def begin(self) -> None:
        """Count from now on, with the soldiers, crews, money and prices of day 0."""
        self.units.do("begin")
        self.government.begin()
        self.watched_from, self.waiting = len(self.designs), 0
        for design in self.designs:
            design.built = 0
        for producer in self.producers:
            producer.built = 0

    def set_up_countermeasures(self, places: Floats) -> None:
        """Create the countermeasures, some in each sector."""
        each = self.parameters.countermeasures.per_sector
        units = [unit for unit in self.units for _ in range(each)]
        self.countermeasures = Countermeasure.create_agents(
            self.model, len(units), self, units, places
        )
        self.evenings[self.model.day] = self.stand()

    def found_producers(self, places: Floats) -> None:
        """Create the producers, each with a design and its drones on the shelves."""
        rng, fpv, number = self.model.rng, self.parameters.fpv, len(places)
        share = rng.lognormal(0, fpv.capacity_spread, number)
        share /= share.sum()
        capacity = self.parameters.capacity_per_year * fpv.output_share / YEAR_DAYS * share
        spread = fpv.boldness_spread
        boldness = fpv.boldness * rng.lognormal(-(spread**2) / 2, spread, number)
        self.producers = DroneProducer.create_agents(
            self.model, number, self, capacity, boldness, rng.random(number)
        )
        for producer, place in zip(self.producers, places, strict=True):
            producer.design = self.release(Platform(place, 0), self.model.config.front.reach_km)
            producer.observe()
        self.fill_shelves(share * self.past_deliveries)

    def fill_shelves(self, deliveries: Floats) -> None:
        """Give units the steady evening stock of past deliveries, and hits as from that."""
        fpv, rng = self.parameters.fpv, self.model.rng
        stock = (deliveries * (1 / fpv.fly_share - 1) + rng.random(len(deliveries))).astype(int)
        promised = 0.0
        for design, daily, drones in zip(self.designs, deliveries, stock, strict=True):
            self.deliveries[:, design.number] = self.split(drones)
            promised += daily * design.released_pass_rate * fpv.hit_share
        self.units.do("receive")
        crews = self.total("crews") * self.parameters.units.sorties_per_crew
        promised *= min(1.0, crews / max(self.past_deliveries, TINY))
        self.units.set("average_hits", promised / self.model.config.front.length_km)

    def split(self, number: float) -> Integers:
        """Split a number over the sectors by the main effort, in whole ones."""
        edges = np.append(0, np.cumsum(self.effort)) * (number / self.effort.sum())
        return np.diff((edges + self.model.rng.random() + 1e-9).astype(np.int64))

    def choose_effort(self) -> None:
        """Send more drones to sectors in which more is at stake for either side."""
        stakes = np.array(self.units.get("prospects")) + self.enemy.units.get("prospects")
        self.effort = np.maximum(stakes, 1e-9) ** self.parameters.units.main_effort

    def release(self, platform: Platform, reach: float) -> Design:
        """Enter a new design."""
        rates = self.enemy.evenings[self.model.day].pass_rates(platform)
        design = Design(len(self.designs), platform, reach, self.model.day, rates)
        self.designs.append(design)
        self.living.append(design)
        self.opened.setdefault(platform.family, self.model.day)
        if design.number >= self.pass_rates.shape[1]:
            self.make_room(design.number + 1)
        self.pass_rates[:, design.number] = rates
        return design

    def make_room(self, columns: int) -> None:
        """Make room for more designs on all shelves."""
        self.pass_rates = np.pad(self.pass_rates, ((0, 0), (0, columns)))
        self.deliveries = np.pad(self.deliveries, ((0, 0), (0, columns)))
        for unit in self.units:
            unit.shelf = np.pad(unit.shelf, (0, columns))

    def hear(self) -> None:
        """Receive reports; what is known stands still while they come to take longer."""
        age = round(self.parameters.fpv.feedback_days * self.liaison_factor)
        age = min(max(age, 1), OLDEST_DAYS)
        self.known_day = max(self.known_day, self.model.day - age)
        self.reported = np.array([design.reported(self.known_day) for design in self.designs])

    def assign_crews(self, number: float) -> None:
        """Send new crews where they are lacking, or else where soldiers are."""
        shares = np.array(self.units.get("crews_lacking"))
        if not shares.any():
            shares = np.array(self.units.get("strength"), dtype=float)
        shares /= max(shares.sum(), TINY)
        for unit, share in zip(self.units, shares, strict=True):
            unit.crews += number * share

    def supply(self) -> None:
        """Build and deliver what producers can build today."""
        self.deliveries[:] = 0
        self.allot_components()
        self.producers.do("build")
        self.units.do("receive")

    def allot_components(self) -> None:
        """Find the share of today's work for which there are components."""
        side, needed = self.parameters, sum(self.producers.get("workload"))
        at_hand = self.components + needed * (1 - side.import_share * (1 - side.import_flow))
        self.components_share = min(1.0, at_hand / max(needed, TINY))
        # Nothing is bought above the level; what is there already is kept.
        level = max(self.components, side.component_stock_days * needed)
        self.components = min(at_hand - self.components_share * needed, level)

    def refit(self, old: Design, new: Design) -> None:
        """Bring a part of the old design's stock up to the new platform."""
        share = self.parameters.refit_share
        for unit in self.units if share else ():
            moved = int(share * unit.shelf[old.number] + self.model.rng.random())
            unit.shelf[[old.number, new.number]] += (-moved, moved)

    def reckon(self) -> None:
        """Take what was used up today into its running mean."""
        self.daily_use += (self.total("sorties") - self.daily_use) / USE_DAYS

    def learn(self) -> None:
        """Let all countermeasures learn at once, and field additional ones."""
        self.hunted = [one.target for one in self.countermeasures if one.target is not None]
        self.countermeasures.do("learn")
        self.field()
        self.evenings[self.model.day] = self.stand()

    def field(self) -> None:
        """Field additional countermeasures, as far as they are paid for."""
        rng, race = self.model.rng, self.model.config.race
        chance = self.parameters.countermeasures.fielding_per_day * self.fielding_share
        for unit, family in self.openings():
            if rng.random() < chance:
                place = rng.uniform(0, race.extent, race.dimensions)
                self.countermeasures.add(Countermeasure(self.model, self, unit, place, family))
                unit.fielded[family] += 1

    def openings(self) -> list[tuple[FrontLineUnit, int]]:
        """Return in which sectors additional countermeasures are due, and for which family."""
        number = self.parameters.countermeasures.per_sector
        families = [family for family in self.enemy.opened if family and self.can_follow(family)]
        return [
            (unit, family)
            for family in families
            for unit in self.units
            if unit.fielded[family] < number
        ]

    def can_follow(self, family: int) -> bool:
        """Return whether one can hunt a family of the enemy's designs by now."""
        wait = self.model.config.race.breakthrough_counter_days
        return family == 0 or bool(self.model.day >= self.enemy.opened[family] + wait)

    def stand(self) -> Systems:
        """Return how the countermeasures stand tonight."""
        race, strength = self.model.config.race, self.parameters.countermeasures.strength
        centres = np.array(self.countermeasures.get("centre"), dtype=float)
        families = np.array(self.countermeasures.get("family"), dtype=np.int64)
        sectors = np.array([one.unit.sector for one in self.countermeasures], dtype=np.int64)
        centres = centres.reshape(-1, race.dimensions)
        return Systems(centres, families, sectors, self.model.sectors, strength, race.extent)

    def innovate(self) -> None:
        """Let producers innovate, judge all living designs and report on those in production."""
        chance = self.model.config.race.breakthroughs_per_year / YEAR_DAYS
        self.breakthrough_due |= self.model.rng.random() < chance
        self.producers.shuffle_do("innovate")
        stock = self.stock()
        self.living = [one for one in self.living if one.replaced is None or stock[one.number]]
        for design in self.living:
            design.judge(self.enemy.evenings[self.model.day], self.model.day)
            self.pass_rates[:, design.number] = design.pass_rates
        self.producers.do("observe")

    def recruit(self) -> None:
        """Fill units up to their establishment; who is not needed waits."""
        rules, sectors = self.parameters.units, self.model.sectors
        self.waiting += int(rules.recruits_per_day + self.model.rng.random())
        strength = np.array(self.units.get("strength"))
        lacking = np.maximum(0, rules.establishment / sectors - strength)
        taken = min(self.waiting, int(lacking.sum()))
        edges = np.append(0, lacking).cumsum() * (taken / max(lacking.sum(), TINY))
        joined = np.diff((edges + self.model.rng.random()).astype(np.int64))
        for unit, number in zip(self.units, joined, strict=True):
            unit.strength += number
        self.waiting -= int(joined.sum())

    def stock(self) -> Integers:
        """Return the drones on all shelves, by number of the design."""
        drones: Integers = np.sum(self.units.get("shelf"), axis=0)
        return drones

    def total(self, attribute: str) -> float:
        """Return the sum of an attribute of the units."""
        return float(sum(self.units.get(attribute)))


class FrontRace(mesa.Model):  # type: ignore[misc]
    """The race of designs against countermeasures along the front, and what it decides there.

    Parameters
    ----------
    config
        A configuration of killzone; only what concerns the front is read.
    replicate
        Seed of the random numbers.

    Attributes
    ----------
    hazard
        Hazard of a move at the line for each hit a kilometre, by sector; in one of average openness
        the kill zone is as wide as the anchor where both sides score the hits of the reference.
    line_km
        How far the line has moved since day 0, by sector; + is Ukrainian gain.

    Examples
    --------
    >>> import sim
    >>> model = FrontRace(sim.load("baseline"), replicate=0)
    >>> model.step()
    >>> model.datacollector.get_model_vars_dataframe()["day"].tolist()
    [0, 1]
    """

    def __init__(self, config: Config, replicate: int = 0) -> None:
        super().__init__(rng=replicate)
        before = config.run.spin_up_days
        self.config, self.day = steady(config) if before else config, -before
        self.sectors = config.front.sectors * config.scale
        self.sector_km = config.front.length_km / self.sectors
        self.line_km = np.zeros(self.sectors)
        self.area_change_km2 = 0.0
        self.ua, self.ru = Side(self, "ua", "ukraine"), Side(self, "ru", "russia")
        self.both = (self.ua, self.ru)
        self.confront()
        spread = config.front.openness_spread * self.rng.standard_normal(self.sectors)
        self.hazard = self.anchored_hazard() * np.exp(spread)
        while self.day < 0:
            self.live()
        if before:
            self.begin(config)
        self.datacollector = mesa.DataCollector(model_reporters=reporters())
        self.datacollector.collect(self)

    def begin(self, config: Config) -> None:
        """Begin on day 0, by a configuration that may have a direction."""
        self.config = config
        self.line_km, self.area_change_km2 = np.zeros(self.sectors), 0.0
        self.let_both("begin")

    def confront(self) -> None:
        """Set both sides against each other, along the line and in the design space."""
        self.ua.enemy, self.ru.enemy = self.ru, self.ua
        for ours, theirs in zip(self.ua.units, self.ru.units, strict=True):
            ours.enemy, theirs.enemy = theirs, ours
        for side in self.both:
            each = side.parameters.countermeasures.per_sector
            side.set_up_countermeasures(self.places(self.sectors * each, 0.0))
        for side in self.both:
            number = side.parameters.fpv.producers * self.config.scale
            side.found_producers(self.places(number, self.config.race.first_distance))

    def places(self, number: int, distance: float) -> Floats:
        """Return places for day 0: scattered, or all at one distance from the same point."""
        race = self.config.race
        if race.start == "scattered":
            anywhere: Floats = self.rng.uniform(0, race.extent, (number, race.dimensions))
            return anywhere
        together = np.zeros((number, race.dimensions))
        together[:, 0] = distance
        return together

    def anchored_hazard(self) -> float:
        """Return the hazard at which two sides with the hits of the reference have the anchor."""
        front = self.config.front
        half = np.exp(front.kill_zone_km / 2 / front.reach_km)
        return float(-np.log(1 - ANCHOR_CHANCE) * half / front.reference_hits_per_km)

    def step(self) -> None:
        """Simulate a day and record it."""
        self.live()
        self.datacollector.collect(self)

    def live(self) -> None:
        """Simulate a day; in each line both sides act at once."""
        self.day += 1
        self.agents_by_type[Government].do("fund")
        self.agents_by_type[Government].do("order")
        self.let_both("supply")
        for action in ("fly", "suffer", "take_stock", "choose_posture"):
            self.agents_by_type[FrontLineUnit].do(action)
        self.move_line()
        for action in ("choose_effort", "reckon", "learn", "innovate", "recruit"):
            self.let_both(action)

    def let_both(self, action: str) -> None:
        """Let both sides do something that the other side does not see before tonight."""
        for side in self.both:
            getattr(side, action)()

    def move_line(self) -> None:
        """Move the line by what both sides advance; opposed assaults net out."""
        ours, theirs = (np.array(side.units.get("advance_km")) for side in self.both)
        self.line_km += ours - theirs
        self.area_change_km2 = float((ours - theirs).sum() * self.sector_km)


def steady(config: Config) -> Config:
    """Return a configuration for the days before day 0, without what has a direction."""
    changes = {
        "race": {"breakthroughs_per_year": 0.0, "reach_gain": 0.0},
        "economy": {"learning_rate": 0.0},
        "ukraine": {"capacity_growth_per_year": 0.0},
        "russia": {"capacity_growth_per_year": 0.0},
    }
    parts = {name: getattr(config, name).model_copy(update=new) for name, new in changes.items()}
    return config.model_copy(update=parts)


def choose(number: float, stock: Any, pass_rates: Floats, power: float) -> Floats:
    """Return how many drones of each design fly: shares in proportion to a power, at most all."""
    return share_out(number, stock * pass_rates**power, np.asarray(stock, dtype=float))


def time_factor(effort: Any, spent: float) -> float:
    """Return what a day's spending makes of a time, relative to the reference spending."""
    relative = spent * YEAR_DAYS / effort.reference_usd_per_year
    return float(1 / max(relative**effort.exponent, TINY))


def share_out(number: float, weights: Floats, room: Floats) -> Floats:
    """Share a number out by weight; what somebody has no room for is shared out again."""
    placed = np.zeros_like(room)
    while number > 1e-9:
        odds = np.where(placed < room, weights, 0.0)
        if not odds.sum():
            break
        more = np.minimum(number * odds / odds.sum(), room - placed)
        placed += more
        number -= more.sum()
    return placed


def split_evenly(number: float, parts: int, start: float) -> Integers:
    """Split a number into whole parts by one systematic draw, `start` being uniform in 0 to 1."""
    edges = (np.arange(parts + 1) * (number / parts) + start + 1e-9).astype(np.int64)
    return np.diff(edges)


def kaplan_meier_median(lifetimes: Sequence[tuple[int, bool]]) -> float:
    """Return the time at which half of the designs are obsolete; NaN before that."""
    days, obsolete = np.array(lifetimes).reshape(-1, 2).T
    surviving = 1.0
    for day in np.unique(days[obsolete == 1]):
        surviving *= 1 - np.sum((days == day) & (obsolete == 1)) / np.sum(days >= day)
        if surviving <= 0.5:
            return float(day)
    return float("nan")


def obsolescence_days(side: Side) -> float:
    """Return the running median of the time to obsolescence."""
    watched = side.designs[side.watched_from :]
    return kaplan_meier_median([design.lifetime(side.model.day) for design in watched])


def stale_stock_share(side: Side) -> float:
    """Return the share of drones on the shelves whose design is obsolete."""
    stock = side.stock()
    stale = sum(stock[design.number] for design in side.living if design.obsolete is not None)
    return float(stale / max(1, stock.sum()))


def pass_rate(side: Side) -> float:
    """Return the share of today's sorties that countermeasures did not defeat."""
    sorties = side.total("sorties")
    return side.total("passed") / sorties if sorties else float("nan")


def mean_depth(side: Side) -> float:
    """Return the mean depth of the kill zone that a side imposes."""
    return side.total("depth_km") / side.model.sectors


def designs_released(side: Side) -> int:
    """Return the number of platforms released today."""
    day = side.model.day
    return sum(design.released == day for design in side.designs) if day else 0


SIDE_COLUMNS: dict[str, Callable[[Side], float]] = {
    "kill_zone_{}_km": mean_depth,
    "sorties_{}": lambda side: side.total("sorties"),
    "hits_{}": lambda side: side.total("hits"),
    "pass_rate_{}": pass_rate,
    "losses_{}": lambda side: side.total("losses"),
    "losses_artillery_{}": lambda side: side.total("losses_artillery"),
    "strength_{}": lambda side: side.total("strength"),
    "designs_released_{}": designs_released,
    "obsolescence_days_{}": obsolescence_days,
    "stale_stock_share_{}": stale_stock_share,
    "spend_usd_{}": lambda side: side.government.spent,
    "invested_usd_{}": lambda side: side.government.invested,
    "purse_usd_{}": lambda side: side.government.purse,
    "capacity_fpv_{}": lambda side: float(sum(side.producers.get("capacity"))),
    "orders_fpv_{}": lambda side: side.government.orders,
    "produced_fpv_{}": lambda side: float(sum(side.producers.get("built"))),
    "delivered_fpv_{}": lambda side: float(side.deliveries.sum() if side.model.day else 0),
    "components_share_fpv_{}": lambda side: side.components_share,
    "stock_fpv_{}": lambda side: float(side.stock().sum()),
    "unit_cost_usd_fpv_{}": lambda side: side.government.price,
}


def reporters() -> dict[str, Callable[[FrontRace], float]]:
    """Return what the data collector reads each day, by the names of docs/columns.md."""
    columns: dict[str, Callable[[FrontRace], float]] = {
        "day": lambda model: model.day,
        "kill_zone_km": lambda model: sum(mean_depth(side) for side in model.both),
        "area_change_km2": lambda model: model.area_change_km2,
    }
    for column, read in SIDE_COLUMNS.items():
        for name in ("ua", "ru"):
            columns[column.format(name)] = partial(read_side, name, read)
    return columns


def read_side(name: str, read: Callable[[Side], float], model: FrontRace) -> float:
    """Read a column of one side."""
    return read(getattr(model, name))


def run(config: Config, replicate: int = 0) -> dict[str, Floats]:
    """Return the daily series of one replicate, by the names of docs/columns.md."""
    model = FrontRace(config, replicate)
    for _ in range(config.run.days):
        model.step()
    series = model.datacollector.get_model_vars_dataframe()
    return {column: series[column].to_numpy(float) for column in series}
