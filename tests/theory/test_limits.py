"""Limits in which the answer is known: switches, symmetry, layers of defence, Wright's law.

What is one number of theory is a law of `sim.verification`.
"""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.verification.setups import of_both
from sim.verification.symmetry import UNEQUAL, both_ways
from sim.war.equations import economy, sky
from sim.war.model import Simulation
from sim.war.numerics.streams import Purpose, Streams
from sim.war.record import Recorder
from tests.settings import SMALL, configured


def daily_of(settings: dict, replicate: int = 0, **keys) -> dict[str, np.ndarray]:
    model = Simulation(configured(settings), replicate, **keys)
    recorder = Recorder(model)
    model.run()
    return recorder.tables()["daily"]


def test_without_innovation_pass_rates_fall_and_stay_low():
    """Fewer designs than a sector has countermeasures, all fresh on day 0; mean of 5 replicates.

    Units fly what they have: could they choose, they would fly what is hunted least.
    """
    settings = {
        **SMALL,
        "run.days": 400,
        "race.start": "apart",
        "ukraine.fpv.producers": 4,
        "russia.fpv.producers": 4,
        "ukraine.fpv.innovates": False,
        "russia.fpv.innovates": False,
        "ukraine.fpv.fly_sensitivity": 0.0,
        "russia.fpv.fly_sensitivity": 0.0,
    }
    replicates = [daily_of(settings, replicate) for replicate in range(5)]
    for side in ("ua", "ru"):
        assert not any(daily[f"designs_released_{side}"].any() for daily in replicates)
        rate = np.mean([daily[f"pass_rate_{side}"] for daily in replicates], axis=0)
        assert rate[-150:].max() < 0.75 * rate[1:15].mean()
        assert rate[-150:].mean() < 0.6 * rate[1:15].mean()


def test_swapping_sides_and_stream_keys_swaps_the_front_bit_for_bit():
    one, other = both_ways(UNEQUAL)
    assert one["designs_released_ru"].sum() > 0
    assert (one["area_change_km2"] == -other["area_change_km2"]).all()
    assert one["kill_zone_km"].tobytes() == other["kill_zone_km"].tobytes()


def alone(stock: Sequence[int]) -> tuple[np.ndarray, ...]:
    """Shelves of one holder, with a slot for each design, and which design has which."""
    designs = len(stock)
    counts = np.array(stock, dtype=np.int64)[:, np.newaxis]
    shelves = np.ones(designs, int), np.zeros((designs, 1), int), counts, np.ones((designs, 1))
    return *shelves, np.arange(designs)


def defend_once(
    incoming: int, crews: int, day: int, chance: float, groups: float
) -> tuple[int, int]:
    """One region, one strike design far below one interceptor design: kills and leaks."""
    streams = Streams(3, 0, 0)
    keys = [
        streams.key(purpose, day)
        for purpose in (Purpose.ENGAGEMENT, Purpose.INTERCEPTION, Purpose.BASE_DEFENCE)
    ]
    one = np.zeros(1, dtype=np.int64)
    intercepted, leaked = one.copy(), one.copy()
    sky.defend(
        *keys, np.array([[incoming]]), one, one, np.zeros(1), one.copy(), *alone([10**6]),
        one, np.full((1, 1), 1e6), np.full(1, chance), np.ones(1), np.array([crews]), 1, 100.0,
        groups, one.copy(), one.copy(), intercepted, leaked,
    )  # fmt: skip
    return int(intercepted[0]), int(leaked[0])


def test_engagements_follow_stock_crews_and_shots_with_many_designs():
    """Every target that crews can take on and salvos are there for is engaged."""
    streams = Streams(4, 0, 0)
    for night in range(200):
        stock = 1 + np.floor(streams.uniforms(Purpose.CREWS, night, np.arange(12)) * 8)
        stock = stock.astype(np.int64)
        drones, limit, shots = np.array([[9, 0, 14, 5]]), 17, 3
        wanted = min(int(drones.sum()), limit, int((stock // shots).sum()))
        keys = [
            streams.key(purpose, night)
            for purpose in (Purpose.ENGAGEMENT, Purpose.INTERCEPTION, Purpose.BASE_DEFENCE)
        ]
        used, intercepted, leaked = np.zeros(12, int), np.zeros(1, int), np.zeros(1, int)
        shelves = alone(stock)
        sky.defend(
            *keys, drones, np.arange(4), np.arange(4), np.zeros(4), np.zeros(4, int), *shelves,
            np.arange(12), np.full((12, 1), 1e6), np.ones(12), np.ones(1), np.array([limit]), shots,
            100.0, 0.0, used, np.zeros(12, int), intercepted, leaked,
        )  # fmt: skip
        assert used.sum() == shots * wanted
        assert intercepted[0] == wanted
        assert leaked[0] == drones.sum() - wanted
        assert (shelves[2] >= 0).all()


def test_cover_is_the_share_of_targets_that_can_be_engaged_at_all():
    """However many interceptors there are, once a target; 4 standard errors of 20,000 drones."""
    streams, one, through = Streams(5, 0, 0), np.zeros(1, dtype=np.int64), 0
    for night in range(500):
        keys = [
            streams.key(purpose, night)
            for purpose in (Purpose.ENGAGEMENT, Purpose.INTERCEPTION, Purpose.BASE_DEFENCE)
        ]
        leaked = one.copy()
        sky.defend(
            *keys, np.array([[40]]), one, one, np.zeros(1), one.copy(), *alone([10**6]), one,
            np.full((1, 1), 1e6), np.ones(1), np.full(1, 0.6), np.array([100]), 1, 100.0, 0.0,
            one.copy(), one.copy(), one.copy(), leaked,
        )  # fmt: skip
        through += int(leaked[0])
    assert through / 20_000 == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / 20_000))


def test_more_get_through_when_interceptors_are_limited():
    leaks = [
        np.mean([defend_once(40, crews, night, 0.45, 0.6)[1] for night in range(500)])
        for crews in (40, 20, 0)
    ]
    assert leaks[0] < leaks[1] < leaks[2]
    assert leaks[2] == pytest.approx(40 * 0.4, abs=4 * np.sqrt(40 * 0.24 / 500))


@given(
    cost=st.floats(1, 1e6),
    output=st.floats(1, 1e9),
    prior=st.floats(1, 1e9),
    rate=st.floats(0, 0.9),
)
def test_unit_cost_at_double_the_output_is_one_minus_the_learning_rate(cost, output, prior, rate):
    once = economy.unit_cost(cost, output, prior, rate)
    twice = economy.unit_cost(cost, 2 * output, prior, rate)
    assert twice == pytest.approx((1 - rate) * once)
    assert economy.unit_cost(cost, prior, prior, rate) == cost


def test_scale_refines_the_sky_without_enlarging_it():
    """What all crews can engage stays as it was, within noise; alarms a region do not grow."""
    means = {}
    for scale in (1, 4):
        few = {"front.sectors": 2, "ukraine.fpv.producers": 5, "run.days": 60}
        model = Simulation(configured({**few, "scale": scale}))
        limits = []
        while model.day < 60:
            model.step()
            limits.append(model.sky_ua.units.limits(model.day).sum())
            means.setdefault((scale, "alarms"), []).append(model.sky_ua.alarms)
        means[scale, "limits"] = limits
    # Crews and radars are log-normal, so 24 regions tell their sum to about a tenth.
    assert np.mean(means[4, "limits"]) == pytest.approx(np.mean(means[1, "limits"]), rel=0.25)
    # With smaller raids over smaller regions, some stops of a route get no drone.
    assert 0.5 < np.mean(means[4, "alarms"]) / np.mean(means[1, "alarms"]) <= 1


def test_no_alarm_without_a_drone():
    model = Simulation(configured({**SMALL, "russia.strike.deliveries_per_month": 20.0}))
    for _ in range(60):
        model.day += 1
        model.strike()
        reached = (model.sky_ua.forces.incoming.sum(axis=1) > 0).sum()
        assert reached <= model.sky_ua.forces.raided.sum() <= 4 * reached


def test_a_platform_gives_back_part_of_the_experience():
    rich = of_both({"revenue_usd_per_year": 2e12})
    settings = {**SMALL, **rich, "run.days": 120, "race.release_below": 1.0}
    kept = daily_of({**settings, "economy.platform_setback": 0.0})
    given_back = daily_of({**settings, "economy.platform_setback": 1.0})
    assert given_back["unit_cost_usd_fpv_ua"][-1] > kept["unit_cost_usd_fpv_ua"][-1]
    # Everything but the price is the same, so the difference is the setback's alone.
    assert (kept["produced_fpv_ua"] == given_back["produced_fpv_ua"]).all()


def test_orders_stop_at_what_the_treasury_holds():
    income = {"ukraine.revenue_usd_per_year": 1e8, "ukraine.aid_usd_per_year": 0.0}
    poor = daily_of({**SMALL, "run.days": 40, **income})
    assert (poor["purse_usd_ua"] >= 0).all()
    assert poor["orders_fpv_ua"][1:].sum() * 430 <= 40 / 365 * 0.27 * 1e8 * 1.05
    assert (poor["spend_usd_ua"][1:] > 0).all()


capacities = st.lists(st.floats(0.1, 1e4), min_size=1, max_size=30).map(np.array)


@given(capacity=capacities, growth=st.floats(0, 5), limit=st.floats(0, 1e6))
def test_capacity_grows_up_to_its_limit_and_never_shrinks(capacity, growth, limit):
    before, coming = capacity.copy(), np.zeros((capacity.size, 1))
    none, weights = np.zeros_like(capacity), capacity.copy()
    assert economy.expansion(capacity, coming, weights, none, 30, growth, limit) == 0
    full = 100 * before
    wanted = economy.expansion(capacity, coming, weights, full, 30, growth, limit)
    economy.expand(capacity, coming, weights, full, 30, wanted, 2)
    assert (capacity >= before).all()
    assert capacity.sum() <= max(limit, before.sum()) * (1 + 1e-9)


@given(capacity=capacities, sensitivity=st.floats(0, 5))
def test_orders_favour_better_reports_and_skip_full_producers(capacity, sensitivity):
    reported = np.linspace(0.2, 0.9, capacity.size)
    work, weights = np.zeros(capacity.size), np.empty(capacity.size)
    alike = np.full(capacity.size, 10.0)
    economy.weigh_reports(alike, reported, sensitivity, weights)
    assert economy.share_orders(7.0, alike, weights, 30, work) == 7
    assert work.sum() == pytest.approx(7)
    assert (np.diff(work) >= -1e-12).all()
    full = 30 * capacity
    economy.weigh_reports(capacity, reported, sensitivity, weights)
    assert economy.share_orders(7.0, capacity, weights, 30, full) == 0
    assert (full == 30 * capacity).all()


@given(capacity=capacities, days=st.integers(1, 20))
def test_producers_build_whole_drones_up_to_capacity_and_orders(capacity, days):
    orders = capacity * days / 2
    work, line = orders.copy(), np.zeros_like(capacity)
    made, built = np.zeros(capacity.size, dtype=np.int64), np.zeros(capacity.size, dtype=np.int64)
    running, standing = np.zeros(capacity.size, dtype=bool), np.ones(capacity.size, dtype=bool)
    for _ in range(days):
        economy.build(capacity, running, 1.0, 1.0, work, line, made)
        assert (made <= np.ceil(capacity)).all()
        built += made
    assert built + line + work == pytest.approx(orders)
    assert (work <= 1e-9 * orders).all()
    assert economy.build(capacity, standing, 1.0, 1.0, orders, line, made) == 0
