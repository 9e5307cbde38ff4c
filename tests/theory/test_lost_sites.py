"""What lost sites cost, on both sides by the same rule."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.war.model import Simulation
from sim.war.replicate import simulate
from tests.settings import SMALL, configured

FIRST = dt.date(2024, 1, 1)
BOTH = {
    **SMALL,
    "run.start": FIRST,
    "ukraine.facilities.refineries.sites": 4,
    "russia.facilities.energy.sites": 5,
}
"""Sites of all kinds on both sides, in a leap year."""

WINTER, SUMMER = dt.date(2024, 2, 1), dt.date(2024, 7, 1)
SIDES = ("ua", "ru")
KINDS = ("energy", "refineries", "plants", "airfields", "depots")
SHARES = st.fixed_dictionaries({kind: st.floats(0, 1) for kind in KINDS})


@pytest.fixture(scope="module")
def model():
    model = Simulation(configured(BOTH))
    yield model
    model.finish()


def put_out(side, date: dt.date, offline: dict[str, float]) -> None:
    """Let a side have such shares offline on a date without raids, and bear it."""
    for sites in side.home.sites.values():
        sites.damage[:] = 0.0
    side.home.night((date - FIRST).days, fighting=False)
    for kind, share in offline.items():
        sites = side.home.sites[kind]
        sites.damage[:] = share * sites.capacity
    side.apply_damage()


@pytest.mark.parametrize("name", SIDES)
@given(offline=SHARES, winter=st.booleans())
def test_each_kind_costs_what_depends_on_it(model, name, offline, winter):
    side = getattr(model, name)
    put_out(side, WINTER if winter else SUMMER, offline)
    rules, home = side.home.policy.facilities, side.home
    lost = {
        kind: max(0.0, offline[kind] - sites.spare_share) / (1 - sites.spare_share)
        for kind in KINDS
        for sites in (getattr(rules, kind),)
    }
    energy = min(1.0, (rules.energy.heating_factor if winter else 1.0) * lost["energy"])
    kept = {kind: 1 - getattr(rules, kind).dependence * lost[kind] for kind in KINDS}
    capacity = (1 - rules.energy.dependence * energy) * kept["plants"]
    revenue = (1 - rules.energy.revenue_dependence * energy) * kept["refineries"]
    for producers in side.at_work:
        assert producers.output_factor == pytest.approx(capacity)
        assert producers.arriving_share == pytest.approx(kept["depots"])
    assert side.governments.revenue_kept == pytest.approx(revenue)
    bombs = home.policy.bomb_losses_per_target
    assert side.bombing == pytest.approx(bombs * kept["airfields"])
    speed = 1 - rules.refineries.fuel_dependence * lost["refineries"]
    assert home.speed_kept == pytest.approx(speed)


@pytest.mark.parametrize("name", SIDES)
def test_without_damage_nothing_is_lost_to_the_bit(model, name):
    side = getattr(model, name)
    put_out(side, WINTER, {})
    assert {producers.output_factor for producers in side.at_work} == {1.0}
    assert {producers.arriving_share for producers in side.at_work} == {1.0}
    assert side.governments.revenue_kept == 1.0
    assert side.bombing == side.home.policy.bomb_losses_per_target


@pytest.mark.parametrize("name", SIDES)
def test_energy_weighs_more_from_15_october_up_to_15_april(model, name):
    """From 15 October, the first day, to 14 April, the last one, of a leap year."""
    side = getattr(model, name)
    heated = []
    for number in range(366):
        date = FIRST + dt.timedelta(days=number)
        put_out(side, date, {"energy": 0.4})
        factor = side.home.energy_lost / side.home.sites["energy"].lost_share
        assert factor == pytest.approx(1) or factor == pytest.approx(
            side.home.policy.facilities.energy.heating_factor
        )
        if factor > 1.01:
            heated.append((date.month, date.day))
    year = [FIRST + dt.timedelta(days=number) for number in range(366)]
    days = [(date.month, date.day) for date in year]
    assert heated == [day for day in days if day >= (10, 15) or day <= (4, 14)]


@pytest.mark.parametrize("name", SIDES)
@given(hits=st.integers(0, 40))
def test_work_and_components_go_with_plants(model, name, hits):
    side = getattr(model, name)
    put_out(side, SUMMER, {})
    before = []
    for producers in side.at_work:
        producers.work_in_hand[:], producers.on_the_line[:] = 50.0, 0.5
        producers.components = 1000.0
        before.append(producers.work_in_hand.sum())
    plants = side.home.sites["plants"]
    plants.strike(side.home.forces.raided.size + hits, hits)
    assert plants.lost_tonight == pytest.approx(plants.offline_share)
    left = 1 - plants.parameters.dependence * plants.lost_tonight
    side.apply_damage()
    for producers, work in zip(side.at_work, before, strict=True):
        assert producers.work_in_hand.sum() == pytest.approx(left * work)
        assert producers.on_the_line == pytest.approx(0.5 * left)
        assert producers.components == pytest.approx(1000.0 * left)
    # Only what went tonight takes work with it, not what is still in ruins.
    plants.strike(1, 0)
    side.apply_damage()
    assert producers.components == pytest.approx(1000.0 * left)


@pytest.mark.parametrize("name", SIDES)
@given(offline=st.floats(0, 1))
def test_depots_cut_deliveries_in_proportion(model, name, offline):
    side = getattr(model, name)
    put_out(side, SUMMER, {"depots": offline})
    producers = side.fpv
    producers.made[:] = 100_000
    lost_before = producers.armoury.lost_in_transit.sum()
    producers.supply(3, 0.0)
    made, delivered = int(producers.made.sum()), int(producers.delivered.sum())
    depots = side.home.sites["depots"].parameters
    arrive = (1 - producers.policy.transit_loss_share) * (1 - depots.dependence * offline)
    # 5 standard errors of a binomial number.
    assert abs(delivered - made * arrive) <= 5 * np.sqrt(made * arrive * (1 - arrive)) + 1e-6
    assert producers.armoury.lost_in_transit.sum() - lost_before == made - delivered


NO_GUNS = {**SMALL, "run.days": 40, "artillery.losses_per_target": 0.0}


@pytest.mark.parametrize(("name", "enemy"), [("ukraine", "ru"), ("russia", "ua")])
def test_glide_bombs_are_area_fire_that_airfields_set(name, enemy):
    def losses(settings: dict) -> float:
        table = simulate(configured({**NO_GUNS, **settings}))["daily"]
        return float(table[f"losses_artillery_{enemy}"][1:11].sum())

    bombs = f"{name}.bomb_losses_per_target"
    one, ten = losses({bombs: 0.04}), losses({bombs: 0.4})
    assert losses({bombs: 0.0}) == 0
    # Posture and strength hardly change in ten days; 4 standard errors of Poisson numbers.
    assert abs(ten - 10 * one) < 4 * np.sqrt(ten + 100 * one) + 0.1 * ten


@pytest.mark.parametrize("name", SIDES)
@given(offline=st.floats(0, 1))
def test_without_airfields_no_bomb_falls(model, name, offline):
    """Mean losses of each unit to area fire, guns silent, in proportion to what is online."""
    side = getattr(model, name)
    enemy = model.ru if name == "ua" else model.ua
    depth = np.full(enemy.units.size, 1e6)  # so deep that no gun reaches

    def expected() -> np.ndarray:
        enemy.units.expect_losses(side.units, depth, side.bombing, fighting=True)
        return enemy.units._to_artillery.copy()

    put_out(side, SUMMER, {})
    all_online = expected()
    assert (all_online > 0).all()
    put_out(side, SUMMER, {"airfields": offline})
    assert expected() == pytest.approx((1 - offline) * all_online, abs=1e-12)
    enemy.units.expect_losses(side.units, depth, side.bombing, fighting=False)
    assert not enemy.units._to_artillery.any()


def test_lost_energy_is_lost_money():
    """A day's own revenue falls by its factor on the next day, to the cent."""
    model = Simulation(configured(BOTH))
    for side in model.sides:
        put_out(side, WINTER, {"energy": 0.5})
    model.fund()
    for side in model.sides:
        policy = side.governments.policy
        daily = policy.revenue_usd_per_year * side.home.revenue_kept / 365
        assert side.home.revenue_kept < 1
        assert side.governments.received_cents[0, 0] == round(daily * 100)
    model.finish()
