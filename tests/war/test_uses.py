"""What money is spent on: speed, additional countermeasures, and what others leave."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.schema import Config
from sim.war.equations import economy
from sim.war.model import Simulation
from sim.war.record import space_of
from sim.war.replicate import simulate
from tests.settings import SMALL, configured

MONEY = st.floats(1e3, 1e12)


def daily(settings, days=60):
    return simulate(configured({**SMALL, "run.days": days, **settings}))["daily"]


@given(spent=MONEY, reference=MONEY, exponent=st.floats(0, 2), times=st.floats(1, 100))
def test_time_shrinks_with_a_power_of_what_is_spent(spent, reference, exponent, times):
    factor = economy.time_factor(spent, reference, exponent)
    more = economy.time_factor(times * spent, reference, exponent)
    assert more == pytest.approx(factor * times**-exponent)
    assert economy.time_factor(reference, reference, exponent) == 1
    assert economy.time_factor(spent, reference, 0.0) == economy.time_factor(0.0, 1.0, 0.0) == 1


def test_the_baseline_spends_what_its_times_refer_to():
    """Within the days that damage to revenue varies by: a sixth of the money, 5% of the times."""
    model = Simulation(Config())
    model.step()
    for side in model.sides:
        assert side.fpv.platform_factor == pytest.approx(1, rel=0.05)
        assert side.fpv.report_factor == pytest.approx(1, rel=0.05)
        assert side.fpv.feedback_days == side.fpv.parameters.feedback_days
    model.finish()


@pytest.mark.parametrize(("research", "faster"), [(0.2, True), (0.0125, False)])
def test_more_research_means_more_platforms(research, faster):
    """Four times as much, or a quarter, of the money; 200 days."""
    plain, other = (
        daily({"ukraine.research.money_share": share, "race.release_below": 1.0}, 200)
        for share in (0.05, research)
    )
    more = other["designs_released_ua"].sum() - plain["designs_released_ua"].sum()
    assert (more > 0) == faster
    assert more != 0


def test_liaison_makes_reports_younger():
    spent = {"ukraine.liaison.money_share": 0.04, "ukraine.liaison.reference_usd_per_year": 4.87e7}
    model = Simulation(configured({**SMALL, **spent}))
    model.step()
    # Four times the reference at exponent 0.3: 7 days become 4.6, in whole days 5.
    assert model.ua.fpv.feedback_days == 5
    assert model.ua.governments.liaison.time_factor == pytest.approx(4**-0.3, rel=0.02)
    model.finish()


def test_a_target_at_the_front_is_money_for_the_sky():
    """What front-line drones can't use is shared out among the other uses, and none is lost."""
    plain, capped = daily({}, 30), daily({"ukraine.fpv.output_share": 0.1}, 30)
    assert capped["target_binds_fpv_ua"][1:].all()
    for role in ("interceptor", "deep_strike"):
        name = f"spend_{role}_usd_ua"
        assert capped[name].sum() > 1.1 * plain[name].sum()
    spent = [table["spend_usd_ua"].sum() for table in (plain, capped)]
    assert spent[1] == pytest.approx(spent[0], rel=1e-3)


def test_a_target_that_never_binds_changes_no_bit():
    plain, more = daily({}), daily({"ukraine.output_target_per_year": 5e7})
    assert not plain["target_binds_fpv_ua"].any()
    for name, values in plain.items():
        assert values.tobytes() == more[name].tobytes(), name


BREAKTHROUGH = {**SMALL, "race.breakthroughs_per_year": 30.0, "race.breakthrough_counter_days": 20}


def test_additional_systems_are_fielded_against_new_families_one_by_one_and_paid_for():
    settings = {
        **BREAKTHROUGH,
        "run.days": 250,
        "russia.countermeasures.unit_cost_usd": 1e4,
        "russia.countermeasures.fielding_per_day": 0.5,
    }
    model = Simulation(configured(settings))
    systems, producers = model.ru.countermeasures, model.ua.fpv
    first, sectors, each = systems.size, systems.sectors, systems.per_sector
    use, paid = model.ru.governments.fielding[0], 0.0
    while model.day < 250:
        before = np.count_nonzero(systems.strength)
        model.step()
        paid += use.placed
        fielded = np.count_nonzero(systems.strength) - before
        families = systems.size // first - 1
        # One a day at most in each sector against each family that can be followed.
        assert 0 <= fielded <= sectors * families
        opened = np.count_nonzero(producers.open_families(model.day)) - 1
        assert families <= opened
        assert systems.sector.size == systems.size == len(systems.rows)
        assert (np.bincount(systems.sector, minlength=sectors) == each * (1 + families)).all()
    assert families > 1
    # Paid for are those that chance would field: within 4 errors of so many independent draws.
    total = np.count_nonzero(systems.strength) - first
    assert abs(total - paid) < 4 * np.sqrt(paid)
    # The first family has had time for all; they cover what they were fielded against, or hunt.
    assert (systems.strength[first : 2 * first] > 0).all()
    assert {*systems.family} != {0}
    model.finish()


def test_additional_systems_are_agents_like_the_others():
    model = Simulation(configured({**BREAKTHROUGH, "run.days": 150}))
    while model.day < 150:
        model.step()
    systems = [each.countermeasures for each in (*model.sides, *model.skies)]
    shown = sum(type(agent).__name__ == "Countermeasure" for agent in model.agents)
    assert shown == sum(each.size for each in systems)
    model.finish()


def test_without_money_or_before_their_time_none_is_fielded():
    for changed in (
        {"russia.countermeasures.money_share": 0.0, "race.breakthrough_counter_days": 20},
        {"race.breakthrough_counter_days": 200},
    ):
        model = Simulation(configured({**BREAKTHROUGH, "run.days": 150, **changed}))
        while model.day < 150:
            model.step()
        systems = model.ru.countermeasures
        assert np.count_nonzero(systems.strength) == systems.sectors * systems.per_sector
        model.finish()


def test_a_side_that_does_not_learn_pays_for_no_systems():
    frozen = {"russia.countermeasures.learns": False, "ukraine.countermeasures.learns": True}
    table = daily(
        {**BREAKTHROUGH, **frozen, "russia.air_defence.countermeasures.learns": False}, 150
    )
    assert not table["fielding_usd_ru"].any()
    assert table["fielding_usd_ua"].any()


def test_additional_systems_are_in_no_picture_before_they_are_there():
    model = Simulation(configured({**BREAKTHROUGH, "run.days": 100}))
    grown = 0
    while model.day < 100:
        model.step()
        space = space_of(model)
        for side in model.sides:
            systems = side.countermeasures
            shown = (space["kind"] == "countermeasure") & (space["side"] == side.name)
            assert (space["weight"][shown] > 0).all()
            assert shown.sum() == np.count_nonzero(systems.strength)
            grown += systems.size > shown.sum()
    assert grown
    model.finish()


def test_a_breakthrough_is_a_lead_that_ends():
    """The pass rate of what flies rises above that of its twin without one, and falls below it.

    The systems that were fielded against it stay and hunt, so that its side ends up worse off, by
    less than it had gained. One producer that opens a family on about day 60; mean over 12
    replicates.
    """
    settings = {
        **SMALL,
        "run.days": 420,
        "race.breakthrough_counter_days": 60,
        "russia.countermeasures.fielding_per_day": 0.2,
        "russia.countermeasures.money_share": 0.2,
    }
    once = ({"path": "race.breakthroughs_per_year", "set": 365.0, "day": 60, "days": 1},)
    none = {**settings, "race.breakthroughs_per_year": 0.0}
    leads = []
    for replicate in range(12):
        plain, led = (
            simulate(configured({**none, "events": events}), replicate)["daily"]["pass_rate_ua"]
            for events in ((), once)
        )
        leads.append(led - plain)
    lead = np.mean(leads, axis=0)
    early, late = lead[90:150].mean(), lead[330:420].mean()
    assert early > 0.05
    assert -early < late < 0


def test_a_role_of_which_enough_lies_in_stock_is_not_ordered_and_says_so():
    """Whatever the evening's stock is, what the morning's stopped is told of that day."""
    table = daily({"ukraine.fpv.stock_days": 4.0, "russia.fpv.stock_days": 4.0}, 90)
    for side in ("ua", "ru"):
        idle = table[f"orders_fpv_{side}"][1:] == 0
        assert idle.any()
        assert (idle == table[f"stock_binds_fpv_{side}"][1:].astype(bool)).all()
