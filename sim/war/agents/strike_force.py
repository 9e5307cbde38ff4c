"""Planners of long-range strikes: they save up drones, launch raids and choose routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.war.agents.population import Attribute, Daily, LiveAgent, Population
from sim.war.equations import sky
from sim.war.equations.economy import DAYS_PER_YEAR
from sim.war.numerics.streams import Purpose

if TYPE_CHECKING:
    from sim.config.parameters.raids import Raider
    from sim.war.agents.strike_producer import StrikeProducers
    from sim.war.numerics.compiled import Floats, Ints
    from sim.war.numerics.streams import Streams


_LEAST_SHARE = 0.01
"""A region where nothing gets through stays worth a try."""


class StrikeForce(LiveAgent):
    """One launch area with its stockpile."""

    telling = "stockpile"
    population: StrikeForces

    @property
    def stockpile(self) -> int:
        """Drones it has saved up."""
        return int(self.population.armoury.shelves.count()[self.row])


class StrikeForces(Population):
    """All strike forces of a side.

    Parameters
    ----------
    producers
        The producers of the drones they launch.
    regions
        Number of the enemy's regions.
    streams
        Their random numbers.

    Attributes
    ----------
    launched : (slots,) int64
        Drones launched tonight, by design.
    incoming : (regions, slots) int64
        Those over each region.
    raided : (regions,) int64
        Raids that reached each region tonight, with a drone or more.
    passed : (regions,) float64
        Share of the drones over each region that got through, averaged over the time in which
        news arrives; 1 before there is any.
    usual, recent : float
        Share of all drones that got through: over all nights, and averaged likewise.
    """

    agent_type = StrikeForce

    tempo = Attribute("1/night", "Share of its stockpile that it launches in a night, on average.")
    launchers = Attribute("drones/night", "What it can launch in a night.")
    raid = Daily("drones", "Drones it launched tonight.", np.int64)

    def __init__(self, producers: StrikeProducers, regions: int, streams: Streams) -> None:
        armoury = producers.armoury
        super().__init__(producers.side, armoury.shelves.size)
        self.producers, self.streams, self.armoury = producers, streams, armoury
        parameters = self.parameters
        self.tempo[:] = parameters.tempo
        self.launchers[:] = parameters.launches_per_night / self.size
        self.route = min(parameters.regions_per_raid, regions)
        self.raided: Ints = np.zeros(regions, dtype=np.int64)
        self._reached = np.zeros((self.size, self.route), dtype=np.bool_)
        self.launched: Ints = np.zeros(armoury.ids.size, dtype=np.int64)
        self.incoming: Ints = np.zeros((regions, armoury.ids.size), dtype=np.int64)
        self.passed: Floats = np.ones(regions)
        self.usual, self.recent = 1.0, 1.0
        self._flown, self._through = 0, 0

    def open_books(self) -> None:
        """Begin to count on day 0."""
        super().open_books()
        for counted in (self.launched, self.incoming, self.raided):
            counted.fill(0)

    @property
    def parameters(self) -> Raider:
        """The parameters of the role whose drones they launch."""
        return self.producers.parameters

    def launch(self, day: int, fighting: bool) -> None:
        """Launch one night's raids, or keep still in a ceasefire."""
        armoury, regions = self.armoury, self.raided.size
        shape = (self.size, self.route)
        targeted = self.answer("routes", self.routes(day), shape, np.int64)
        outside = self.is_from_outside("routes")
        if outside and not ((targeted >= 0) & (targeted < regions)).all():
            raise ValueError(
                f"{type(self).__name__}.routes gave a region outside 0 to {regions - 1}"
            )
        shares = self.raid_shares(day) if fighting else np.zeros(self.size)
        shares = self.answer("raid_shares", shares, (self.size,), np.float64)
        self.launched = np.empty(armoury.ids.size, dtype=np.int64)
        self.incoming = np.empty((regions, armoury.ids.size), dtype=np.int64)
        shelves = armoury.shelves
        sky.launch(
            self.streams.key(Purpose.LAUNCH, day), self.streams.key(Purpose.WAVE, day),
            shelves.sizes, shelves.holders, shelves.counts, armoury.ids, armoury.key, shares,
            self.launchers, targeted, armoury.sorties, self.launched, self.incoming, self.raid,
            self.raided, self._reached,
        )  # fmt: skip

    @property
    def missing_launchers(self) -> float:
        """Launchers, in drones a night, that are to be added today: none while all can fly."""
        able = float(self.launchers.sum())
        growth = self.parameters.launcher_growth_per_year / DAYS_PER_YEAR
        return growth * able if self.armoury.total("held") > able else 0.0

    def add_launchers(self, drones: float) -> None:
        """Be able to launch so many more drones a night, all forces together."""
        self.launchers += drones / self.size

    def take_report(self, through: Ints) -> None:
        """Take in what got through over each region tonight."""
        weight = 1 / self.producers.feedback_days
        flown, got_through = sky.report_raids(self.incoming, through, weight, self.passed)
        if flown == 0:
            return
        share = got_through / flown
        first_news = self._flown == 0
        self._flown += flown
        self._through += got_through
        self.usual = self._through / self._flown
        self.recent = share if first_news else self.recent + weight * (share - self.recent)

    def raid_shares(self, day: int) -> Floats:
        """Return the share of its stockpile that each force launches tonight, (forces,), 0 to 1.

        To be overridden; not called in a ceasefire. Draws from `Purpose.ATTACK` and `RAID_SIZE`,
        your own are of `Purpose.BEHAVIOUR`.
        """
        rules, shares = self.parameters, np.empty(self.size)
        normals, spread = self.streams.normals(Purpose.RAID_SIZE, day, self.rows), rules.raid_spread
        sky.raid_shares(
            self.streams.key(Purpose.ATTACK, day), rules.attack_share, self.tempo, self.recent,
            self.usual, rules.hold_back, np.exp(spread * normals - spread**2 / 2), shares,
        )  # fmt: skip
        return shares

    def routes(self, day: int) -> Ints:
        """Return the regions on each force's route tonight, (forces, `route`), all different.

        To be overridden; here odds are the share of drones that got through there to the power
        `route_learning`. Draws from `Purpose.ROUTE`, your own are of `Purpose.BEHAVIOUR`.
        """
        weights = np.maximum(self.passed, _LEAST_SHARE) ** self.parameters.route_learning
        targeted = np.empty((self.size, self.route), dtype=np.int64)
        sky.choose_routes(
            self.streams.key(Purpose.ROUTE, day), weights, np.empty(weights.size), targeted
        )
        return targeted
