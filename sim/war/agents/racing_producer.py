"""Producers whose designs flee the enemy's countermeasures in the design space."""

from __future__ import annotations

import abc
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.war.agents.innovating_producer import InnovatingProducers
from sim.war.delay import Delay
from sim.war.equations import race
from sim.war.equations.economy import DAYS_PER_YEAR
from sim.war.numerics.streams import Purpose

if TYPE_CHECKING:
    from sim.config.parameters.fpv import Fpv
    from sim.config.parameters.producer import Racer
    from sim.config.parameters.race import Race
    from sim.war.agents.countermeasure import Countermeasures
    from sim.war.equations.race import Systems
    from sim.war.numerics.compiled import Bools, Floats, Ints
    from sim.war.numerics.streams import Key


NEVER = np.iinfo(np.int64).max
ALWAYS = np.iinfo(np.int64).min
NOBODY = -1

UNLIMITED = 10**12
"""Drones of a unit whose stock has no end: more than ten thousand soldiers fly in a thousand years
at a hundred sorties a day each, and few enough for sums over all units."""


class Report(NamedTuple):
    """The race as it was one evening, as producers, government and units hear of it later.

    `designs`, their `rates`, `places` and `families` are what each producer built, `all_rates`
    those of each design.
    """

    all_rates: Floats
    designs: Ints
    rates: Floats
    places: Floats
    families: Ints
    systems: Systems


class RacingProducers(InnovatingProducers):
    """The producers of one side whose drones the other side's countermeasures hunt.

    Attributes
    ----------
    opened : (families,) int64
        Day of the first release in each family of designs, `NEVER` until there is one, `ALWAYS` of
        family 0.
    obsolescence_days : float
        Kaplan-Meier median so far; NaN until the curve reaches one half.
    """

    opened: Ints
    obsolescence_days: float

    @property
    @abc.abstractmethod
    def parameters(self) -> Racer:
        """The role's parameters."""

    @property
    def rules(self) -> Race:
        """The parameters of the race."""
        return self.settings.config.race

    @property
    def dimensions(self) -> int:
        """Those of the design space."""
        return self.rules.dimensions

    def begin(self, enemy: Countermeasures) -> None:
        """Join the race against the enemy's countermeasures.

        Kept apart from construction: both sides' pieces must lie in the design space first.
        """
        self.enemy = enemy
        self.opened = np.array([ALWAYS])
        self._breakthrough_due = False
        self.copied[:] = NOBODY
        self.obsolescence_days = math.nan
        spread = self.parameters.boldness_spread
        normals = self.streams.normals(Purpose.BOLDNESS, 0, self.rows)
        self.boldness[:] = self.parameters.boldness * np.exp(spread * normals - spread**2 / 2)
        for row in range(self.size):
            self.first_design(row, self._first_place(row))
        self.assess()
        self.armoury.released_rate[:] = self.armoury.rate
        self._reports = Delay(self._evening())
        self.reported[:] = self._reports.known.rates

    def open_books(self) -> None:
        """Begin to count on day 0: what is released from then on is watched."""
        super().open_books()
        self.obsolescence_days = math.nan

    def open_families(self, day: int) -> Bools:
        """Tell which families the enemy's countermeasures can follow into by now."""
        return np.asarray(self.opened <= day - self.rules.breakthrough_counter_days)

    def assess(self) -> None:
        """Judge every living design against the enemy's countermeasures as they stand."""
        self._systems = self.enemy.arranged()
        self._judge(self.armoury.rate, *self.judged())

    def _judge(self, expected: Floats, sizes: Ints, sectors: Ints, rates: Floats) -> None:
        armoury = self.armoury
        race.assess(
            armoury.ids, armoury.place, armoury.family, *self._systems, self.rules.extent,
            *_scratch(self._systems, self.enemy.sectors), expected, sizes, sectors, rates,
        )  # fmt: skip

    @abc.abstractmethod
    def judged(self) -> tuple[Ints, Ints, Floats]:
        """Return where each living design is to be judged, and where the result goes.

        Returns
        -------
        sizes : (slots,) int64
        sectors : (slots, width) int64
            The enemy's sectors or regions, of which the first `sizes` count.
        rates : (slots, width) float64
            Pass rates there, to be written.
        """

    def report(self) -> None:
        """File the evening's report, as last assessed; what is known is the oldest on file."""
        self._reports.file(self._evening(), self.feedback_days)
        self.reported[:] = self._reports.known.rates

    def _evening(self) -> Report:
        armoury = self.armoury
        return Report(
            armoury.rate[: armoury.count].copy(),
            self.design.copy(),
            armoury.rate[self.design],
            armoury.place.take(self.design, axis=0),
            armoury.family[self.design],
            self._systems,
        )

    def innovate(self, day: int) -> None:
        """Develop, update what is in service, judge the outcome and mark what is obsolete."""
        known = self.armoury.count
        self._draw_breakthrough(day)
        super().innovate(day)
        if self.parameters.innovates and self.rules.update_days > 0:
            self._update(day)
        self.assess()
        self.obsolescence_days = self.armoury.watch_obsolescence(known, day)
        self.report()

    def worthwhile(self) -> Bools:
        """Tell whose product is reported to pass too seldom, by `reported` (producers,)."""
        return self.reported < self.rules.release_below

    def next_platform(self, row: int, day: int) -> tuple[Floats, int]:
        """Return an imitation of the best reported design, or a design of the producer's own.

        Draws from `Purpose.IMITATION`, `COPY` and `CANDIDATE`.
        """
        u = self.streams.uniform(Purpose.IMITATION, day, row)
        if u < self.imitation_share(row, day):
            known = self._reports.known
            best = int(known.rates.argmax())
            if best != row:
                self.copied[row] = known.designs[best]
                error = self.rules.copying_error * self._normals(Purpose.COPY, row, day)[0]
                return self._wrap(known.places[best] + error), int(known.families[best])
        family = int(self.armoury.family[self.design[row]])
        if self._breakthrough_due:
            self._breakthrough_due = False
            family = self.opened.size
            self._open_up_to(family)
        return self._best_candidate(row, day, Purpose.CANDIDATE, self.boldness[row], family), family

    def imitation_share(self, row: int, day: int) -> float:
        """Return the chance, 0 to 1, that producer `row` imitates when a platform is finished.

        To be overridden; draws of your own are of `Purpose.BEHAVIOUR`, with slot `row`.
        """
        del row, day
        return self.parameters.imitation

    def release(self, row: int, day: int) -> None:
        """Release as every producer does; the first design of a family opens it."""
        super().release(row, day)
        family = int(self.next_family[row])
        if family < 0:
            raise ValueError(f"{type(self).__name__}.next_platform gave family {family}, below 0")
        self._open_up_to(family)
        self.opened[family] = min(self.opened[family], day)

    def _open_up_to(self, family: int) -> None:
        more = family + 1 - self.opened.size
        if more > 0:
            self.opened = np.append(self.opened, np.full(more, NEVER))

    def _best_candidate(
        self, row: int, day: int, purpose: Purpose, distance: float, family: int
    ) -> Floats:
        """Return the best of a few points at `distance` from the design in production.

        "Best" by the enemy's countermeasures as last reported.
        """
        known, best = self._reports.known, np.empty(self.rules.dimensions)
        race.best_candidate(
            self._normals(purpose, row, day, self.rules.candidates),
            self.armoury.place[self.design[row]], distance, family, *known.systems,
            self.rules.extent, *_scratch(known.systems, self.enemy.sectors), best,
        )  # fmt: skip
        return best

    def _update(self, day: int) -> None:
        """Move some of the designs in service a small step; their clocks run on."""
        u = self.streams.uniforms(Purpose.UPDATE, day, self.rows)
        for row in (u < 1 / self.rules.update_days).nonzero()[0].tolist():
            design = self.design[row]
            self.armoury.place[design] = self._best_candidate(
                row,
                day,
                Purpose.UPDATE_STEP,
                self.rules.update_step,
                int(self.armoury.family[design]),
            )

    def _draw_breakthrough(self, day: int) -> None:
        chance = self.rules.breakthroughs_per_year / DAYS_PER_YEAR
        if self.streams.uniform(Purpose.BREAKTHROUGH, day) < chance:
            self._breakthrough_due = True

    def _first_place(self, row: int) -> Floats:
        if self.rules.start == "apart" and self.enemy.size:
            step = self._normals(Purpose.DESIGN_PLACE, row, 0)[0]
            away = self.rules.first_distance * step / np.linalg.norm(step)
            return self._wrap(self.enemy.centre[0] + away)
        axes = np.arange(self.rules.dimensions)
        u = self.streams.uniforms(Purpose.DESIGN_PLACE, 0, axes, row)
        return np.asarray(self.rules.extent * u)

    def _normals(self, purpose: Purpose, row: int, day: int, points: int = 1) -> Floats:
        """Return standard normals for a producer, shaped (points, dimensions)."""
        shape = points, self.rules.dimensions
        axes = np.arange(points * self.rules.dimensions)
        return self.streams.normals(purpose, day, axes, row).reshape(shape)

    def _wrap(self, place: Floats) -> Floats:
        return np.asarray(place % self.rules.extent)


def _scratch(systems: Systems, sectors: int) -> tuple[Floats, Floats, Floats]:
    size = systems.strengths.size
    return np.empty(size), np.empty(size), np.empty(sectors)


def everywhere(slots: int, sectors: int) -> tuple[Ints, Ints, Floats]:
    """Return, as `judged` does, all sectors for each slot, and rates of 1 to be written over."""
    return (
        np.full(slots, sectors),
        np.tile(np.arange(sectors), (slots, 1)),
        np.ones((slots, sectors)),
    )


class FpvProducers(RacingProducers):
    """Producers of front-line drones, which are judged where they are."""

    role = "fpv"
    role_number = 1

    @property
    def parameters(self) -> Fpv:
        """The role's parameters."""
        return self.policy.fpv

    def judged(self) -> tuple[Ints, Ints, Floats]:
        """Return the shelves: units stand in the sectors of their numbers."""
        shelves = self.armoury.shelves
        return shelves.sizes, shelves.holders, shelves.rates

    @property
    def odds(self) -> Floats:
        """How much units prefer the design in each slot (slots,), by its reported pass rate.

        Of a design that is younger than the report, that at its release.
        """
        armoury, odds = self.armoury, np.empty(self.armoury.ids.size)
        race.prefer(
            armoury.ids, self._reports.known.all_rates, armoury.released_rate,
            self.parameters.fly_sensitivity, odds,
        )  # fmt: skip
        return odds

    def pass_rates(self) -> Floats:
        """Return the pass rate of each living design in each sector (slots, sectors).

        As of last evening; 1 of slots without a design.
        """
        sizes, sectors, rates = everywhere(self.armoury.ids.size, self.enemy.sectors)
        self._judge(self.armoury.rate.copy(), sizes, sectors, rates)
        return rates

    def stock_up(self, days: float) -> None:
        """Fill the shelves of day 0: with so many days of deliveries, or without end."""
        if not self.parameters.unlimited_stock:
            super().stock_up(days)
            return
        armoury, shelves = self.armoury, self.armoury.shelves
        each = UNLIMITED // max(self.size, 1)
        for design in self.design.tolist():
            shelves.fill(int(armoury.slot[design]), each)
        armoury.produced[self.design] += each * shelves.size
        armoury.first_stock[self.design] += each * shelves.size
        self._judge_new()
        armoury.close_day()

    def _deliver(self, stream: Key, amounts: Ints) -> None:
        super()._deliver(stream, amounts)
        self._judge_new()

    def _judge_new(self) -> None:
        armoury, shelves = self.armoury, self.armoury.shelves
        race.judge_new(
            armoury.ids, armoury.place, armoury.family, *self._systems, self.rules.extent,
            self.enemy.sectors, shelves.sizes, shelves.holders, shelves.counts, shelves.rates,
        )  # fmt: skip

    def first_design(self, row: int, place: Floats, family: int = 0) -> None:
        """Enter a design of day 0, with the reach that all have then."""
        super().first_design(row, place, family)
        self.armoury.reach_km[self.design[row]] = self.settings.config.front.reach_km

    def retool(self, row: int, place: Floats, family: int, day: int) -> None:
        """Develop a greater reach, or copy one if it is greater than the producer's own."""
        super().retool(row, place, family, day)
        reaches, copied = self.armoury.reach_km, int(self.copied[row])
        reach_km = reaches[self.design[row]]
        if copied == NOBODY:
            reach_km *= math.exp(self.rules.reach_gain)
        else:
            reach_km = max(reach_km, reaches[copied])
        self.next_reach_km[row], self.copied[row] = reach_km, NOBODY

    def release(self, row: int, day: int) -> None:
        """Refit what is on the shelf as far as policy says."""
        old = int(self.design[row])
        super().release(row, day)
        self.armoury.reach_km[self.design[row]] = self.next_reach_km[row]
        share = self.policy.refit_share
        if share > 0:
            stream = self.streams.key(Purpose.REFIT, day)
            self.armoury.refit(stream, old, int(self.design[row]), share)
