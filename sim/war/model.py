"""The Mesa model: builds the agents, and a day in eleven named lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from sim.war import spin_up
from sim.war.airspace import Airspace
from sim.war.belligerent import Belligerent
from sim.war.finance import JointDeal, Loans
from sim.war.numerics.compiled import drop_stale_kernels
from sim.war.numerics.streams import Streams
from sim.war.parts import Parts, parts_of
from sim.war.schedule import Schedule
from sim.war.sea import Sea
from sim.war.settings import CurrentSettings
from sim.war.theatre import Theatre
from sim.war.truce import Truce

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.config.schema import Config
    from sim.war.agents.population import Population


_STATE = (
    "settings", "ua", "ru", "sides", "sky_ua", "sky_ru", "skies", "sea", "truce", "theatre",
)  # fmt: skip
"""All of a model that the spin-up changes."""


class Simulation(mesa.Model):
    """One replicate of the war.

    Parameters
    ----------
    config
        The configuration.
    replicate
        Number of the replicate, from 0; all draws follow from it and `run.seed`. A negative one
        is a `ValueError`.
    stream_keys
        Which stream each side draws from. Exchanged together with the sides' parameters they
        exchange the sides' results at the front, bit for bit.
    parts
        Which classes play the parts; those of `config.behaviours`, if not given.

    Attributes
    ----------
    day : int
        The last day simulated; day 0 is the state after the spin-up, whose days come before it.
    settings : CurrentSettings
        The configuration that holds today, as every part reads it.
    ua, ru : Belligerent
        The two sides.
    theatre : Theatre
        The front between them.
    schedule : Schedule
        Which events run, and the configuration that holds today.
    truce : Truce
        Whether the sides fight.
    sky_ua, sky_ru : Airspace
        The sky over each side, where the other's raids fly.
    sea : Sea
        The sea, where naval drones hunt the Russian fleet.
    observers : list of callable
        Each is called with the model at the end of every day.

    Examples
    --------
    >>> import sim
    >>> model = sim.Simulation(sim.load("one-race"), replicate=0)
    >>> model.step()
    >>> model
    <Simulation day 1, replicate 0: ... agents>
    >>> model.finish()
    """

    ua: Belligerent
    ru: Belligerent
    theatre: Theatre
    sky_ua: Airspace
    sky_ru: Airspace
    sea: Sea
    truce: Truce
    schedule: Schedule
    day: int
    observers: list[Callable[[Simulation], None]]

    def __init__(
        self,
        config: Config,
        replicate: int = 0,
        stream_keys: tuple[int, int] = (0, 1),
        parts: Parts | None = None,
    ) -> None:
        if replicate < 0:
            raise ValueError(f"replicate is {replicate}; it must be 0 or more")
        drop_stale_kernels()
        super().__init__(rng=replicate)
        self.replicate, self.observers = replicate, []
        self.schedule = Schedule(config, Streams(config.run.seed, replicate, 0))
        self._reach_day_0(stream_keys, parts)
        for population in self._populations():
            population.create_agents(self)

    def _reach_day_0(self, stream_keys: tuple[int, int], parts: Parts | None) -> None:
        """Fight the war before day 0, or recall how it ended, and open the books."""
        config = self.planned
        ours = parts is None and not config.behaviours
        case = spin_up.case(config, self.replicate, stream_keys)
        state = spin_up.memory.recall(case) if ours else None
        if state is None:
            self.day = -config.run.spin_up_days
            self._build(stream_keys, parts or parts_of(config.behaviours))
            while self.day < 0:
                Simulation.step(self)  # Mesa counts the steps of `self.step`
            state = {name: getattr(self, name) for name in _STATE}
            if ours and config.run.spin_up_days > 0:
                spin_up.memory.keep(case, state)
        self.day = 0
        for name, part in state.items():
            setattr(self, name, part)
        self.settings.hold(self.schedule.first)
        if config.run.spin_up_days > 0:
            self._open_books()
        self.truce.assess_temptation(self.ua, self.ru, self.theatre.hazard)

    def _open_books(self) -> None:
        """Begin to count on day 0."""
        for population in self._populations():
            population.open_books()
        for place in (*self.skies, self.sea, self.theatre, self.truce):
            place.open_books()

    def _build(self, stream_keys: tuple[int, int], parts: Parts) -> None:
        """Build both sides and what lies between them, as they are before the first day."""
        seed, replicate = self.planned.run.seed, self.replicate
        self.settings = settings = CurrentSettings(self.schedule.config(self.day))
        ua, ru = (Streams(seed, replicate, key) for key in stream_keys)
        self.ua = Belligerent("ua", settings, ua, parts)
        self.ru = Belligerent("ru", settings, ru, parts)
        self.sky_ua = Airspace("ua", "ru", settings, ua, ru, parts)
        self.sky_ru = Airspace("ru", "ua", settings, ru, ua, parts)
        self.sea = Sea(settings, ua, parts)
        self.sides, self.skies = (self.ua, self.ru), (self.sky_ua, self.sky_ru)
        self.ua.producers.append(self.sea.producers)
        self.truce = Truce(settings)
        self.ua.join_race(self.ru)
        self.ru.join_race(self.ua)
        self.ua.form_government(self.sky_ua, self.sky_ru, Loans(settings), JointDeal(settings))
        self.ru.form_government(self.sky_ru, self.sky_ua)
        self.theatre = Theatre(settings, self.ua.units, self.ru.units, Streams(seed, replicate, 0))

    @property
    def config(self) -> Config:
        """The configuration that holds today."""
        return self.settings.config

    @property
    def planned(self) -> Config:
        """The configuration that repeats this run: as it was read, with what was set since.

        What `set` did is among its events; `sim.config.to_yaml` writes it as a file.
        """
        return self.schedule.planned

    def set(self, path: str, value: float) -> None:
        """Set a parameter from the next day on, until it is set again.

        This is an event, by the rules of those in a file: it is among the events of `planned`, and
        counts in the column ``events_running``.

        Parameters
        ----------
        path
            A parameter that may change during a run, as "ukraine.fpv.hit_share".
        value
            A number, or a truth value, that is legal for it.

        Raises
        ------
        ConfigError
            If such an event in a file would be refused: its path or value, a conflict with other
            parameters or events, or since the run is over.
        """
        self.schedule.add(path, value)

    def __repr__(self) -> str:
        """Return what is simulated, and how far."""
        agents = f"{len(self.agents):,} agents"
        return f"<{type(self).__name__} day {self.day}, replicate {self.replicate}: {agents}>"

    def _populations(self) -> list[Population]:
        owners = (*self.sides, *self.skies, self.sea)
        return [population for owner in owners for population in owner.populations()]

    def step(self) -> None:
        """Simulate one day."""
        self.day += 1
        self.fund()
        self.order()
        self.produce()
        self.supply()
        self.engage()
        self.strike()
        self.move()
        self.learn()
        self.innovate()
        self.recover()
        self.observe()

    def fund(self) -> None:
        """1. Events change parameters, and money flows to the governments."""
        self.settings.hold(self.schedule.config(self.day))
        for side in self.sides:
            side.governments.fund(self.day)

    def order(self) -> None:
        """2. Governments spend their purses."""
        for side in self.sides:
            side.order(self.day)

    def produce(self) -> None:
        """3. Producers build."""
        for side in self.sides:
            side.produce()

    def supply(self) -> None:
        """4. Drones reach the units, go abroad, or are lost on the way."""
        for side in self.sides:
            side.supply(self.day)

    def engage(self) -> None:
        """5. Units fly at each other and lose soldiers, all at once, unless there is truce."""
        self.truce.update(self.ua, self.ru, self.theatre.hazard)
        fighting = self.truce.fighting
        for side in self.sides:
            side.fly(self.day, fighting)
        self.ua.make_trips(self.day, self.ru, fighting)
        self.ru.make_trips(self.day, self.ua, fighting)
        ua, ru = self.ua.units, self.ru.units
        ua.expect_losses(ru, self.theatre.guns_kept_from_ua, self.ru.bombing, fighting)
        ru.expect_losses(ua, self.theatre.guns_kept_from_ru, self.ua.bombing, fighting)
        for side in self.sides:
            side.units.take_losses(self.day)

    def strike(self) -> None:
        """6. Raids fly at night, and naval drones sail."""
        for place in (*self.skies, self.sea):
            place.night(self.day, self.truce.fighting)

    def move(self) -> None:
        """7. The kill zone follows the hits, and the line moves where a side assaults."""
        if not self.truce.fighting:
            self.theatre.freeze()
            return
        self.theatre.move(
            self.ua.units, self.ru.units, self.sky_ua.speed_kept, self.sky_ru.speed_kept
        )

    def learn(self) -> None:
        """8. Countermeasures learn from what they saw."""
        self.ua.learn(self.day, self.ru)
        self.ru.learn(self.day, self.ua)
        for sky in self.skies:
            sky.learn(self.day)

    def innovate(self) -> None:
        """9. Producers develop and release designs."""
        for side in self.sides:
            side.innovate(self.day, self.truce.fighting)

    def recover(self) -> None:
        """10. Sites and fleet are repaired, losses felt, and units take in replacements."""
        for side in self.sides:
            side.home.repair()
            side.apply_damage()
            side.units.recruit(self.day)
        self.sea.recover()
        self.ua.governments.trade = self.sea.trade

    def observe(self) -> None:
        """11. Whoever observes the war looks at the day."""
        for look in self.observers:
            look(self)

    def run(self, on_day: Callable[[int], None] | None = None) -> None:
        """Simulate to `run.days`, and let Mesa forget this model.

        Parameters
        ----------
        on_day
            Called with the number of each day that is done.
        """
        while self.day < self.config.run.days:
            self.step()
            if on_day is not None:
                on_day(self.day)
        self.finish()

    def finish(self) -> None:
        """Let go of what Mesa 3.3 keeps of every model for ever."""
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
