"""A class from outside plays a part: on its side only, against the documented hooks only."""

import subprocess
import sys

import numpy as np
import pytest

import sim.war
from sim.war import (
    Attribute,
    Countermeasures,
    FpvProducers,
    FrontLineUnits,
    Governments,
    InterceptorUnits,
    Parts,
    Purpose,
    Simulation,
    StrikeForces,
    simulate,
)
from sim.war.agents.population import Population
from sim.war.parts import OWN
from tests.settings import SMALL, configured
from tests.war.test_same_bits import TINY, digest


class NewestFirst(Countermeasures):
    """Countermeasures that hunt the newest design instead of the one that hit most."""

    def weights(self, day, known):
        newest = np.full(self.sectors, -1)
        np.maximum.at(newest, known.sectors, known.released)
        return known.released == newest[known.sectors]


class Originals(FpvProducers):
    """Producers that copy nobody."""

    def imitation_share(self, row, day):
        return 0.0


class BestFirst(FrontLineUnits):
    """Units that fly the designs with the best pass rates first."""

    def fly_shares(self, day, stock, pass_rates, fly_share):
        sorties = np.minimum(fly_share * stock.sum(axis=1), self.crew_sorties)
        order = np.argsort(-pass_rates, axis=1, kind="stable")
        held = np.take_along_axis(stock, order, axis=1)
        before = held.cumsum(axis=1) - held
        flown = np.clip(sorties[:, np.newaxis] - before, 0, held)
        shares = np.zeros(stock.shape)
        np.put_along_axis(shares, order, flown / np.maximum(held, 1), axis=1)
        return shares


def test_a_countermeasure_that_hunts_the_newest_design():
    """One system a sector: whenever it starts to hunt, its target is the newest one known."""

    class Watched(NewestFirst):
        def weights(self, day, known):
            self.known = known
            return super().weights(day, known)

    settings = {
        **SMALL,
        "race.breakthroughs_per_year": 0.0,
        "race.release_below": 1.0,
        "ukraine.fpv.platform_days": 20.0,
        "russia.countermeasures.per_sector": 1,
        "russia.countermeasures.diffusion_per_day": 0.0,
    }
    model = Simulation(configured(settings), parts=Parts({"russia.countermeasures": Watched}))
    systems, starts = model.ru.countermeasures, 0
    while model.day < 250:
        before = systems.hunting.copy()
        model.step()
        for row in np.flatnonzero(systems.hunting & ~before):
            known = systems.known
            mine = known.sectors == systems.sector[row]
            newest = known.released[mine] == known.released[mine].max()
            assert (known.places[mine][newest] == systems.target[row]).all(axis=1).any()
            starts += known.released[mine].max() > 0
    assert starts > 10


def test_a_producer_that_copies_nobody():
    settings = {**SMALL, "ukraine.fpv.boldness_spread": 0.0, "russia.fpv.boldness_spread": 0.0}
    model = Simulation(configured(settings), parts=Parts({"ukraine.fpv": Originals}))
    for _ in range(250):
        model.step()

    def jumps(producers):
        """How far each release lies from the design it replaced, less the producer's boldness."""
        armoury, extent = producers.armoury, model.config.race.extent
        new = np.flatnonzero(armoury.parent[: armoury.count] >= 0)
        ways = np.abs(armoury.place[new] - armoury.place[armoury.parent[new]])
        distances = np.sqrt((np.minimum(ways, extent - ways) ** 2).sum(axis=1))
        return distances - producers.boldness[armoury.producer[new]]

    assert len(jumps(model.ua.fpv)) > 10
    assert np.allclose(jumps(model.ua.fpv), 0)
    assert not np.allclose(jumps(model.ru.fpv), 0)


def test_a_unit_that_flies_the_best_designs_first():
    settings = {**SMALL, "ukraine.fpv.shelf_life_days": 1e9}
    model = Simulation(configured(settings), parts=Parts({"ukraine.units": BestFirst}))
    for _ in range(150):
        model.step()
    model.day += 1
    for phase in (model.fund, model.order, model.produce, model.supply):
        phase()
    before, rates = model.ua.fpv.armoury.stock.copy(), model.ua.fpv.pass_rates().T
    model.engage()
    left = model.ua.fpv.armoury.stock
    flown = before - left
    assert flown.sum() > 0
    for unit in range(model.ua.units.size):
        flew, stayed = flown[unit] > 0, left[unit] > 0
        assert rates[unit][flew].min() >= rates[unit][stayed].max()


def test_units_that_ask_for_too_much_or_too_little_fly_what_they_have_or_nothing():
    class Greedy(FrontLineUnits):
        def fly_shares(self, day, stock, pass_rates, fly_share):
            return np.where(np.arange(self.size) < 3, 7, -7)[:, np.newaxis]

    model = Simulation(configured(SMALL), parts=Parts({"ukraine.units": Greedy}))
    held = model.ua.fpv.armoury.stock.sum(axis=1)
    model.ua.fly(1, fighting=True)
    left = model.ua.fpv.armoury.stock.sum(axis=1)
    assert (model.ua.units.sorties == np.where(np.arange(6) < 3, held, 0)).all()
    assert left.sum() == (held - model.ua.units.sorties).sum() - model.ua.fpv.armoury.total(
        "expired"
    )


WRONG = [
    (Countermeasures, "weights", r"gave shape \(1,\), not \(0,\)", np.ones(1)),
    (StrikeForces, "raid_shares", r"gave shape \(\), not \(3,\)", 0.5),
    (StrikeForces, "routes", r"gave shape \(3, 1\), not \(3, 2\)", np.zeros((3, 1))),
    (StrikeForces, "routes", "gave a region outside 0 to 3", np.full((3, 2), 4)),
    (InterceptorUnits, "limits", r"gave shape \(9,\), not \(4,\)", np.zeros(9)),
    (FrontLineUnits, "fly_shares", "gave shape", np.zeros((2, 2))),
]


@pytest.mark.parametrize(("own", "hook", "message", "given"), WRONG)
def test_an_answer_of_the_wrong_shape_never_reaches_compiled_code(own, hook, message, given):
    wrong = type("Wrong", (own,), {hook: lambda self, *received: given})
    part = next(part for part, played in OWN.items() if played is own)
    model = Simulation(configured(SMALL), parts=Parts({part: wrong}))
    with pytest.raises(ValueError, match=message):
        model.step()


def test_what_own_methods_answer_would_pass_the_looks_that_they_are_spared(monkeypatch):
    looked = set()

    def outside(self, hook):
        looked.add(hook)
        return True

    spared = simulate(configured({**SMALL, "run.days": 40}))["daily"]
    monkeypatch.setattr(Population, "is_from_outside", outside)
    found = simulate(configured({**SMALL, "run.days": 40}))["daily"]
    assert looked == {"weights", "raid_shares", "routes", "limits", "fly_shares"}
    for name, values in spared.items():
        np.testing.assert_array_equal(found[name], values)


def test_nobody_from_outside_breaks_a_ceasefire():
    class Eager(StrikeForces):
        def raid_shares(self, day):
            return np.ones(self.size)

    class Fighting(FrontLineUnits):
        def fly_shares(self, day, stock, pass_rates, fly_share):
            return np.ones((self.size, 1))

    parts = Parts({"strike_force": Eager, "units": Fighting})
    for truce in (True, False):
        daily = simulate(configured({**TINY, "peace.ceasefire": truce}), parts=parts)["daily"]
        for name in ("sorties_ua", "sorties_ru", "launched_ua", "launched_ru"):
            assert daily[name].any() != truce


@pytest.fixture(scope="module")
def plain():
    return digest(simulate(configured(TINY)))


@pytest.mark.parametrize("part", OWN)
def test_a_subclass_that_changes_nothing_and_draws_for_itself_leaves_every_bit(part, plain):
    own, made = OWN[part], []

    class Curious(own):
        mood = Attribute("1", "What it drew for itself.")

        def __init__(self, *given, **named):
            super().__init__(*given, **named)
            made.append(self)
            if hasattr(self, "streams"):
                self.mood[:] = self.streams.uniforms(Purpose.BEHAVIOUR, 0, self.rows)

    assert digest(simulate(configured(TINY), parts=Parts({part: Curious}))) == plain
    sides = {"ua": "ukraine", "ru": "russia"}
    assert made
    assert {sides[population.side] for population in made} == {part.partition(".")[0]}


def test_a_part_of_one_side_leaves_the_other_side_its_class_and_its_draws():
    plain, model = (
        Simulation(configured(SMALL), parts=Parts(classes))
        for classes in ({}, {"russia.countermeasures": NewestFirst})
    )
    assert type(model.ru.countermeasures) is NewestFirst
    assert type(model.sky_ru.countermeasures) is NewestFirst
    assert type(model.ua.countermeasures) is Countermeasures
    while (model.ru.countermeasures.target == plain.ru.countermeasures.target).all():
        model.step()
        plain.step()
    for name in ("centre", "target", "family", "hunting"):
        mine, other = (getattr(each.ua.countermeasures, name) for each in (model, plain))
        assert mine.tobytes() == other.tobytes()


def test_a_key_without_a_side_is_of_both_unless_one_has_its_own():
    class Theirs(StrikeForces):
        pass

    class Mine(StrikeForces):
        pass

    parts = Parts({"ukraine.strike_force": Mine, "strike_force": Theirs})
    model = Simulation(configured(SMALL), parts=parts)
    assert type(model.sky_ru.forces) is Mine
    assert type(model.sky_ua.forces) is Theirs
    assert parts.of("russia.units") is FrontLineUnits


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("russia.countermeasure", "russia.countermeasures"),
        ("unit", "units"),
        ("ukraine.strike", "ukraine.strike_force, ukraine.deep_strike"),
        ("", "countermeasures, deep_strike"),
    ],
)
def test_an_unknown_part_is_named_with_the_nearest(key, nearest):
    with pytest.raises(ValueError, match=rf"there is no part '{key}'; nearest: {nearest}"):
        Parts({key: Countermeasures})


def test_a_class_of_another_part_is_refused_by_both_names():
    with pytest.raises(TypeError, match="units: NewestFirst is no subclass of FrontLineUnits"):
        Parts({"units": NewestFirst})
    with pytest.raises(TypeError, match="fpv: 'NewestFirst' is no subclass of FpvProducers"):
        Parts({"fpv": "NewestFirst"})


def test_the_facade_has_what_it_names_and_imports_nothing_by_itself():
    for name in sim.war.__all__:
        assert getattr(getattr(sim.war, name), "__name__", name) == name
        assert name in dir(sim.war)
    with pytest.raises(AttributeError, match=r"module 'sim\.war' has no attribute 'Makers'"):
        sim.war.Makers  # noqa: B018 (reading it is the test)
    code = "import sys, sim.war; assert 'numpy' not in sys.modules and 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


class OneADay(Governments):
    """Orders one drone of each role a day."""

    def order(self, day):
        for drones in self.drones.values():
            self.pay(drones, drones.producers.take_orders(1.0) * drones.producers.price_usd)


def test_a_government_of_ones_own_keeps_its_account_of_a_day():
    model = Simulation(configured(SMALL), parts=Parts({"ukraine.government": OneADay}))
    government = model.ua.governments
    for _ in range(3):
        model.fund()
        assert not government.spent_cents.any()
        held = government.held_cents
        model.order()
        prices = [producers.price_usd for producers in model.ua.producers if producers.size]
        assert government.spent_cents.sum() == pytest.approx(100 * sum(prices), abs=len(prices))
        assert government.held_cents == held - government.spent_cents.sum()
