"""What units fly: shares that add up, better designs first, crews and shelves that come and go."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.verification.setups import NO_SKY, SMALL, configured, of_both
from sim.war.agents.front_line_unit import FrontLineUnits
from sim.war.equations import front
from sim.war.model import Simulation
from sim.war.parts import Parts
from sim.war.shelves import Shelves
from tests.stock import put


def chosen(table, odds, sorties):
    """Return what share of each of its designs each unit flies (units, slots)."""
    units, slots = table.shape
    shelves = Shelves(units, slots)
    for slot in range(slots):
        put(shelves, slot, table[:, slot])
    factor = np.empty(units)
    front.choose(
        shelves.sizes, shelves.holders, shelves.counts, odds, np.argsort(odds, kind="stable"),
        sorties, *np.empty((3, units)), factor,
    )  # fmt: skip
    return np.minimum(1, np.multiply.outer(factor, odds))


@st.composite
def shelves_of_units(draw):
    units, slots = draw(st.integers(1, 6)), draw(st.integers(1, 12))
    counts = st.lists(st.integers(0, 50), min_size=slots, max_size=slots)
    table = np.array([draw(counts) for _ in range(units)])
    rates = np.array(draw(st.lists(st.floats(0.01, 1), min_size=slots, max_size=slots)))
    return table, rates, np.array(draw(st.lists(st.floats(0, 1), min_size=units, max_size=units)))


@given(drawn=shelves_of_units(), power=st.floats(0, 50))
def test_shares_add_up_to_the_sorties_and_better_designs_fly_first(drawn, power):
    table, rates, fly_share = drawn
    sorties = fly_share * table.sum(axis=1)
    shares = chosen(table, rates**power, sorties)
    assert (shares * table).sum(axis=1) == pytest.approx(sorties, rel=1e-9, abs=1e-9)
    assert (np.diff(shares[:, np.argsort(rates)], axis=1) >= -1e-12).all()


@given(drawn=shelves_of_units())
def test_without_choice_all_designs_fly_alike(drawn):
    table, rates, fly_share = drawn
    stock = table.sum(axis=1)
    shares = chosen(table, rates**0.0, fly_share * stock)
    for unit in np.flatnonzero(stock):
        assert shares[unit] == pytest.approx(np.full(rates.size, fly_share[unit]))


def test_choice_never_makes_less_pass():
    """What passes on average rises with the power: units only exchange worse designs for better."""
    rng = np.random.default_rng(1)
    table, rates = rng.integers(0, 40, (20, 15)), rng.random(15)
    wanted = 0.15 * table.sum(axis=1)
    passed = [
        (chosen(table, rates**power, wanted) * table * rates).sum() for power in (0, 1, 2, 5, 10)
    ]
    assert (np.diff(passed) > 0).all()


STILL = {**SMALL, **NO_SKY, "peace.ceasefire": True, "run.days": 90}


def test_in_a_ceasefire_what_lies_on_a_shelf_expires_by_its_share_a_day():
    """Without deliveries stock falls by 1 / shelf life a day; whole drones, so within 4 errors."""
    settings = {**STILL, **of_both({"output_target_per_year": 0.0})}
    model = Simulation(configured({**settings, "ukraine.fpv.shelf_life_days": 45.0}))
    armoury = model.ua.fpv.armoury
    first = armoury.total("held")
    for _ in range(30):
        model.step()
    left, share = armoury.total("held"), (1 - 1 / 45) ** 30
    assert armoury.total("expired") == first - left
    assert abs(left - share * first) < 4 * np.sqrt(first * share * (1 - share))
    model.finish()


def test_crews_are_lost_as_soldiers_are_and_replaced_by_those_who_were_trained():
    settings = {**SMALL, "run.days": 120, "ukraine.units.crew_training_days": 30}
    model = Simulation(configured({**settings, "ukraine.units.recruits_per_day": 0.0}))
    units, trained = model.ua.units, []
    while model.day < 120:
        crews, strength = units.crews.copy(), units.strength.copy()
        model.step()
        trained.append(model.ua.governments.crews.placed)
        left = crews.sum() * units.strength.sum() / strength.sum()
        joined = trained[-31] if len(trained) > 30 else 0.0
        # Crews are lost sector by sector; the sum follows within what sectors differ by.
        assert units.crews.sum() == pytest.approx(left + joined, rel=2e-3)
    assert sum(trained) > 0
    model.finish()


def test_crews_limit_sorties_where_there_are_few():
    few = {"ukraine.units.crews_per_thousand": 1.0, "ukraine.units.crews_trained_per_day": 0.0}
    model = Simulation(configured({**SMALL, **few, "run.days": 20}))
    for _ in range(20):
        able = model.ua.units.crew_sorties
        model.step()
        rounded = np.sqrt(model.ua.units.size * model.ua.fpv.armoury.ids.size) / 2
        assert abs(model.ua.units.total("sorties") - able.sum()) < 5 * rounded
        assert model.ua.units.short_of_crews.all()
    model.finish()


def test_nobody_wants_crews_in_a_ceasefire_or_where_nobody_could_use_them():
    for changed in (
        {"peace.ceasefire": True},
        {"ukraine.units.sorties_per_crew": 0.0},
        {"ukraine.units.strength": 0, "ukraine.units.recruits_per_day": 0.0},
    ):
        settings = {**SMALL, "run.days": 15, "ukraine.units.crews_per_thousand": 0.5, **changed}
        model = Simulation(configured(settings))
        while model.day < 15:
            model.step()
            assert model.ua.governments.crews.placed == 0
        model.finish()


def test_both_sides_count_their_crews_by_the_same_rule_whoever_chooses():
    """Also a side whose units choose by a class of their own."""

    class Evenly(FrontLineUnits):
        def fly_shares(self, day, stock, pass_rates, fly_share):
            return np.full((self.size, 1), 0.05)

    few = {**SMALL, **of_both({"units.crews_per_thousand": 1.0}), "run.days": 5}
    model = Simulation(configured(few), parts=Parts({"russia.units": Evenly}))
    placed = []
    for _ in range(3):
        model.step()
        placed.append([side.governments.crews.placed for side in model.sides])
    # Russia's share of money is enough for five and a bit.
    assert placed[0] == [0, 0]
    assert placed[1] == pytest.approx([6, 5.41], abs=0.01)
    assert placed[2] == pytest.approx(placed[1], rel=0.01)
    model.finish()


def test_after_a_ceasefire_what_is_used_up_in_a_day_is_what_was_before():
    """Orders go on in a ceasefire until stock_days are full, and again from the day it ends."""
    truce = ({"path": "peace.ceasefire", "set": True, "day": 20, "days": 150},)
    model = Simulation(configured({**SMALL, "run.days": 200, "events": truce}))
    while model.day < 19:
        model.step()
    before = model.ua.fpv.consumption
    while model.day < 169:
        model.step()
        assert model.ua.fpv.consumption == before
        # What is on order when the shelves are full still comes.
        full = model.ua.fpv.parameters.stock_days
        most = full + model.config.ukraine.order_book_days
        assert model.ua.fpv.armoury.total("held") < most * before
    assert model.ua.fpv.armoury.total("held") > 0.8 * full * before
    model.finish()
