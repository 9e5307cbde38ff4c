"""What can be launched in a night: launchers limit drones, and missiles meet one defence only."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.war.equations.economy import DAYS_PER_YEAR
from sim.war.model import Simulation
from sim.war.replicate import simulate
from tests.settings import SMALL, configured, examples

STRIKE = "russia.strike"
MANY = {
    **SMALL,
    f"{STRIKE}.launches_per_night": 30,
    f"{STRIKE}.attack_share": 1.0,
    f"{STRIKE}.tempo": 1.0,
    f"{STRIKE}.deliveries_per_month": 6000.0,
    f"{STRIKE}.launcher_growth_per_year": 2.0,
}
"""More drones than launchers."""


def nights_of(settings: dict, days: int = 60) -> dict[str, np.ndarray]:
    return simulate(configured({**settings, "run.days": days}))["daily"]


@pytest.mark.parametrize("forces", [1, 7])
def test_no_night_has_more_than_there_are_launchers(forces):
    model = Simulation(configured({**MANY, f"{STRIKE}.forces": forces}))
    force, most = model.sky_ua.forces, 0.0
    for _ in range(30):
        model.step()
        assert (force.raid <= force.launchers).all()
        most = max(most, float((force.raid / force.launchers).max()))
    # In whole drones, so that a force with few launchers may leave a part of one idle.
    assert most > 0.8
    model.finish()


def test_few_launchers_cut_all_designs_alike():
    """The first raid of a force that would launch all it has, far more than it can."""
    settings = {
        **MANY,
        f"{STRIKE}.forces": 1,
        f"{STRIKE}.producers": 6,
        f"{STRIKE}.launches_per_night": 300,
        f"{STRIKE}.deliveries_per_month": 10_000.0,
        f"{STRIKE}.tempo": 0.1,
        f"{STRIKE}.attack_share": 0.1,
        f"{STRIKE}.raid_spread": 0.0,
    }
    model = Simulation(configured(settings))
    force, shelves = model.sky_ua.forces, model.sky_ua.strike_producers.armoury.shelves
    held = np.array(
        [counts[:size].sum() for counts, size in zip(shelves.counts, shelves.sizes, strict=True)]
    )
    assert held.sum() > 5 * 300
    day = 0
    while force.raid.sum() == 0:
        day += 1
        force.launch(day, fighting=True)
    # Each is rounded by itself, and the last may find a few launchers less.
    assert np.abs(force.launched - 300 * held / held.sum()).max() <= 6
    model.finish()


def test_launchers_grow_by_their_rate_while_more_lies_ready_and_is_paid():
    rich = {**MANY, f"{STRIKE}.launcher_cost_usd": 1000.0, f"{STRIKE}.launcher_money_share": 0.5}
    table = nights_of(rich)
    grown = table["launchers_ru"][1:] / table["launchers_ru"][:-1]
    # On day 0 nothing lies ready, since all of it is launched each night.
    assert table["launchers_ru"][:2].tolist() == [30, 30]
    assert grown[1:] == pytest.approx(1 + 2.0 / DAYS_PER_YEAR)
    added = np.diff(table["launchers_ru"])
    assert table["launchers_usd_ru"][1:] == pytest.approx(1000.0 * added, abs=0.05)


@pytest.mark.parametrize(
    "changed",
    [
        {f"{STRIKE}.launcher_money_share": 0.0},
        {f"{STRIKE}.launcher_growth_per_year": 0.0},
        {f"{STRIKE}.launches_per_night": 1_000_000},
    ],
    ids=["not paid", "no growth", "nothing waits"],
)
def test_launchers_do_not_grow_otherwise(changed):
    table = nights_of({**MANY, **changed})
    assert len({*table["launchers_ru"]}) == 1
    assert not table["launchers_usd_ru"].any()


def test_little_money_buys_few_launchers():
    table = nights_of({**MANY, f"{STRIKE}.launcher_cost_usd": 1e7})
    added = np.diff(table["launchers_ru"])
    assert (added[1:] > 0).all()
    wanted = table["launchers_ru"][:-1] * 2.0 / DAYS_PER_YEAR
    assert (added <= wanted * (1 + 1e-9)).all()
    assert (added[:10] < wanted[:10] / 10).all()
    assert table["launchers_usd_ru"][1:] == pytest.approx(1e7 * added, abs=0.05)


MISSILES = {
    **SMALL,
    f"{STRIKE}.producers": 0,
    f"{STRIKE}.missiles.launched_per_month": 3000.0,
    **{f"ukraine.facilities.{kind}.sites": 3 for kind in ("energy", "plants", "depots")},
}


@pytest.fixture(scope="module")
def sky():
    """A sky in which nothing but a hundred missiles a night flies."""
    model = Simulation(configured(MISSILES))
    yield model.sky_ua
    model.finish()


def test_the_number_of_missiles_is_poisson_and_that_of_those_stopped_binomial(sky):
    nights = examples(2400)
    told = np.empty((nights, 2), dtype=np.int64)
    for day in range(1, nights + 1):
        sky.night(day, fighting=True)
        told[day - 1] = sky.missiles, sky.missiles_leaked
    launched, leaked = told.T
    share = 1 - sky.policy.air_defence.missile_defence
    spread = [
        ((launched - 100) ** 2 / 100).sum(),
        ((leaked - share * launched) ** 2 / (share * (1 - share) * launched)).sum(),
    ]
    for each in spread:
        # The seed is fixed; both would fail at one seed in a thousand.
        assert 0.0005 < stats.chi2.sf(each, nights) < 0.9995
    assert abs(launched.mean() - 100) < 4 * np.sqrt(100 / nights)
    left = leaked.sum() - share * launched.sum()
    assert abs(left) < 4 * np.sqrt(share * (1 - share) * launched.sum())


@given(day=st.integers(1, 10**6))
def test_no_missile_flies_in_a_ceasefire(sky, day):
    sky.night(day, fighting=False)
    assert (sky.missiles, sky.missiles_leaked) == (0, 0)
    assert not any(sites.hits.any() for sites in sky.sites.values())


@given(day=st.integers(1, 10**6))
def test_a_missile_that_gets_through_is_worth_its_hits_at_one_kind(sky, day):
    sky.night(day, fighting=True)
    each = sky.forces.parameters.missiles.hits_each
    hits = [int(sites.hits.sum()) for sites in sky.sites.values()]
    assert all(number % each == 0 for number in hits)
    assert sum(hits) <= each * sky.missiles_leaked


@pytest.mark.parametrize(("defence", "through"), [(0.0, 1.0), (1.0, 0.0)])
def test_missiles_meet_nothing_but_their_own_defence(defence, through):
    """Neither a thousand systems nor sure groups stop one."""
    closed = {
        **MISSILES,
        "ukraine.air_defence.missile_defence": defence,
        "ukraine.air_defence.groups.hazard": 20.0,
        "ukraine.air_defence.countermeasures.per_sector": 30,
    }
    table = nights_of(closed, 20)
    assert table["missiles_ru"].sum() > 1000
    assert (table["missiles_leaked_ru"] == through * table["missiles_ru"]).all()
