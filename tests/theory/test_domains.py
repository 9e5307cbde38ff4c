"""Ground and naval drones: exact where closed forms exist, and without trace when off."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.config import load
from sim.verification.conservation import soldiers, unaccounted
from sim.war.agents.fleet import Fleets
from sim.war.columns.domains import GROUND, NAVAL
from sim.war.equations.logistics import kept, make_trips
from sim.war.model import Simulation
from sim.war.numerics.streams import Purpose, Streams
from sim.war.parts import Parts
from sim.war.replicate import simulate
from sim.war.sea import Sea, attack
from sim.war.settings import CurrentSettings
from tests.settings import SMALL, configured, examples
from tests.theory.test_conservation import check_day

ON = {
    **SMALL,
    "run.days": 40,
    "ukraine.ground.producers": 3,
    "ukraine.ground.output_share": 0.0055,
    "russia.fpv.output_share": 0.96,
    "russia.ground.producers": 2,
    "russia.ground.output_share": 0.005,
    "ukraine.naval.producers": 2,
    "ukraine.naval.output_share": 0.0005,
    "ukraine.aid_usd_per_year": 1.87e9,
    "russia.revenue_usd_per_year": 3.2e9,
}
"""A small war in all domains."""

GROUND_OFF = {"ukraine.ground.producers": 0, "russia.ground.producers": 0}
NAVAL_OFF = {"ukraine.naval.producers": 0}
shares = st.floats(0, 1)
quick = settings(max_examples=examples(100), derandomize=True, deadline=None)


def daily(config: dict) -> dict[str, np.ndarray]:
    return simulate(configured(config))["daily"]


def names(observed) -> set[str]:
    return {seen.column.name for seen in observed}


class TestOff:
    """A role without producers leaves no trace, whatever its other parameters are."""

    @pytest.mark.parametrize(
        ("off", "others"),
        [
            (
                GROUND_OFF,
                {
                    "ukraine.ground.output_share": 0.0,
                    "ukraine.ground.logistics_share": 0.6,
                    "ukraine.ground.money_share": 0.5,
                    "ukraine.ground.deliveries_per_month": 9999.0,
                    "russia.ground.output_share": 0.0,
                    "russia.ground.losses_per_hit": 0.0,
                    "russia.ground.trips_per_drone": 1.0,
                },
            ),
            (
                NAVAL_OFF,
                {
                    "ukraine.naval.output_share": 0.0,
                    "ukraine.naval.money_share": 0.5,
                    "ukraine.naval.trade_gain": 1.0,
                    "ukraine.naval.hit_share": 1.0,
                    "ukraine.naval.recovery_days": 1.0,
                },
            ),
        ],
    )
    def test_its_parameters_change_no_bit(self, off, others):
        one, other = daily({**ON, **off}), daily({**ON, **off, **others})
        for name, values in one.items():
            assert values.tobytes() == other[name].tobytes(), name

    def test_its_columns_stay_as_on_day_0(self):
        table = daily({**ON, **GROUND_OFF, **NAVAL_OFF})
        for name in names([*GROUND, *NAVAL]):
            assert (table[name] == (1 if name == "fleet_freedom_ru" else 0)).all(), name

    def test_without_trade_what_naval_drones_hit_touches_nothing_but_the_fleet(self):
        quiet = {**ON, "ukraine.naval.trade_gain": 0.0}
        one, other = daily(quiet), daily({**quiet, "ukraine.naval.hit_share": 0.0})
        touched = {name for name in one if one[name].tobytes() != other[name].tobytes()}
        assert touched == {"hits_naval_ua", "fleet_freedom_ru"}


class TestOn:
    def test_every_column_moves(self):
        table = daily(ON)
        for name in names([*GROUND, *NAVAL]):
            assert np.ptp(table[name]) > 0, name

    def test_every_drone_and_soldier_is_accounted_for_every_day(self):
        model = Simulation(configured(ON))
        flown = 0
        for _ in range(40):
            strengths = {side.name: soldiers(side) for side in model.sides}
            model.step()
            check_day(model, strengths)
            flown += model.sea.launched
        for producers in (model.ua.ground, model.ru.ground, model.sea.producers):
            assert not unaccounted(producers.armoury).any()
            assert producers.armoury.sorties.sum() > 0
        assert model.sea.producers.armoury.sorties.sum() == flown

    def test_nobody_drives_or_sails_in_a_ceasefire(self):
        table = daily({**ON, "peace.ceasefire": True, "peace.resume_above": 1000.0})
        assert not table["fighting"].any()
        for name in ("trips_ground_ua", "trips_ground_ru", "launched_naval_ua", "hits_naval_ua"):
            assert not table[name].any(), name

    def test_soldiers_lost_on_the_first_day_are_fewer_in_the_mean_and_never_more(self):
        """On day 1 both runs fly the same sorties, so what is lost is comparable."""
        with_drones, without = Simulation(configured(ON)), Simulation(configured(ON | GROUND_OFF))
        for model in (with_drones, without):
            model.step()
        for side in ("ua", "ru"):
            ours, theirs = getattr(with_drones, side).units, getattr(without, side).units
            assert (ours.lost_to_drones <= theirs.lost_to_drones).all()
            assert (ours.exposure_kept < 1).any()

    def test_trade_rises_as_the_fleet_loses_its_freedom(self):
        powered = {**ON, "ukraine.facilities.energy.sites": 0}
        table = daily(powered)
        gain = 0.1 * (1 - table["fleet_freedom_ru"][:-1])
        expected = configured(powered).ukraine.revenue_usd_per_year / 365 * (1 + gain)
        assert table["revenue_usd_ua"][1:] == pytest.approx(expected, abs=0.01)


def driven(stock: int, hits: int = 0, trips_per_drone: float = 0.5, day: int = 1) -> tuple:
    """Make trips for one unit of a 100 km sector that holds, with 40 of 100 targets trips."""
    held, trips, left = np.array([[stock]]), np.zeros(1, dtype=np.int64), np.ones(1)
    lost, one = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    make_trips(
        Streams(1, 0, 0).key(Purpose.GROUND_TRIP, day), one, np.zeros((1, 1), dtype=np.int64),
        held, np.zeros(1, dtype=np.int64), one, trips_per_drone, 0.4, 0.6,
        np.zeros(1, dtype=np.int64), 100 * one, 100 * one, np.array([1.0, 3.0, 0.5]), hits * one,
        100.0, lost, *np.empty((3, 1)), trips, left,
    )  # fmt: skip
    return int(held[0, 0]), int(lost[0]), int(trips[0]), float(left[0])


class TestGround:
    @pytest.mark.parametrize(("stock", "trips"), [(0, 0), (20, 10), (40, 20), (80, 40), (500, 40)])
    def test_trips_are_what_drones_can_make_or_what_is_needed(self, stock, trips):
        held, lost, made, left = driven(stock)
        assert (held, lost, made) == (stock, 0, trips)
        assert left == pytest.approx(1 - 0.4 * trips / 40)

    @quick
    @given(
        share=shares, few=st.integers(0, 1000), more=st.integers(0, 1000), needed=st.floats(1, 999)
    )
    def test_more_trips_never_leave_more_exposed(self, share, few, more, needed):
        few, more = sorted((few, more))
        assert 1 - share <= kept(more, needed, share) <= kept(few, needed, share) <= 1

    def test_drones_are_lost_like_the_targets_they_replace(self):
        """With h hits on n targets each is hit with chance 1 - exp(-m h / n)."""
        risk = 1 - math.exp(-0.6 * 50 / 100)
        counts = [driven(60, hits=50, day=day) for day in range(1, 2001)]
        lost, trips = (sum(count[place] for count in counts) for place in (1, 2))
        assert all(held + gone == 60 for held, gone, _, _ in counts)
        assert abs(lost - risk * trips) < 4 * math.sqrt(trips * risk * (1 - risk))

    def test_expected_losses_of_a_formation_fall_by_what_is_replaced(self):
        model = Simulation(configured({**ON, "front.sectors": 1}))
        model.step()
        ours, theirs = model.ru.units, model.ua.units
        depth = model.theatre.guns_kept_from_ru
        for share in (1.0, 0.75, 0.5, 0.0):
            ours.exposure_kept[:] = share
            ours.expect_losses(theirs, depth, 0.03, fighting=True)
            means = ours._to_drones[0], ours._to_artillery[0]
            if share == 1.0:
                whole = means
            assert means == pytest.approx((share * whole[0], share * whole[1]))
            assert min(whole) > 0


class TestFleet:
    @quick
    @given(left=shares, days=st.integers(0, 500), recovery=st.floats(1, 1000))
    @example(left=0.0, days=500, recovery=1.0)
    def test_without_hits_freedom_returns_exponentially(self, left, days, recovery):
        fleet = Fleets("ru")
        fleet.freedom[:] = left
        for _ in range(days):
            fleet.recover(recovery)
        expected = 1 - (1 - left) * math.exp(-days / recovery)
        assert fleet.freedom[0] == pytest.approx(expected, abs=1e-9)

    @pytest.mark.parametrize("hits", [1, 3])
    @pytest.mark.parametrize("loss", [0.01, 0.1])
    def test_steady_hits_settle_where_they_balance_repair(self, hits, loss):
        fleet, regained = Fleets("ru"), math.exp(-1 / 30)
        for _ in range(2000):
            fleet.take_hits(hits, loss)
            fleet.recover(30.0)
        left = (1 - loss) ** hits
        assert fleet.freedom[0] == pytest.approx((1 - regained) / (1 - left * regained))

    @quick
    @given(
        raids=st.lists(st.integers(0, 50), max_size=50), loss=shares, recovery=st.floats(0.1, 1000)
    )
    def test_freedom_is_a_share_and_never_rises_with_hits(self, raids, loss, recovery):
        fleet, harder = Fleets("ru"), Fleets("ru")
        for hits in raids:
            for one, struck in ((fleet, hits), (harder, hits + 1)):
                one.take_hits(struck, loss)
                one.recover(recovery)
                assert 0 <= one.freedom[0] <= 1
            assert harder.freedom[0] <= fleet.freedom[0]

    def test_launches_and_hits_have_their_shares_in_the_mean(self):
        launched, struck = 0, 0
        one = np.ones(1, dtype=np.int64)
        for day in range(1, 2001):
            flown, hit = attack(
                Streams(1, 0, 0).key(Purpose.NAVAL_ATTACK, day), one, np.array([[0]]),
                np.array([[33]]), 0 * one, one, 0.1, 0.15, 0 * one, 0 * one,
            )  # fmt: skip
            launched, struck = launched + flown, struck + hit
        assert launched == pytest.approx(2000 * 3.3, rel=0.02)
        assert abs(struck - 0.15 * launched) < 4 * math.sqrt(launched * 0.15 * 0.85)

    def test_a_fleet_that_nobody_hits_leaves_trade_exactly_as_it_was(self):
        sea = Sea(CurrentSettings(configured(SMALL)), Streams(1, 0, 0), Parts({}))
        for day in range(1, 50):
            sea.night(day, fighting=True)
            sea.recover()
        assert sea.freedom == sea.trade == 1.0


def test_the_scenario_switches_all_roles_on_and_pays_for_them():
    scenario, baseline = load("all-domains"), load("baseline")
    roles = [scenario.ukraine.ground, scenario.ukraine.naval, scenario.russia.ground]
    assert all(role.producers > 0 and role.output_share > 0 for role in roles)
    for side, before, added in (
        (scenario.ukraine, baseline.ukraine, roles[:2]),
        (scenario.russia, baseline.russia, roles[2:]),
    ):
        income = [each.revenue_usd_per_year + each.aid_usd_per_year for each in (before, side)]
        # The shares of the baseline add up to 1, so that what they pay for stays as it was.
        more = 1 + sum(role.money_share for role in added)
        assert income[1] == pytest.approx(more * income[0], rel=0.01)
