"""Facilities: damage and repair lose no capacity, and queue as theory says."""

import math
import os
import subprocess
import sys
from types import SimpleNamespace

import mesa
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.parameters.facilities import (
    Airfields,
    Depots,
    Energy,
    Plants,
    Refineries,
    RussiaPlants,
    Sites,
)  # fmt: skip
from sim.war.agents.facility import KINDS, SLOTS_PER_KIND, Facilities, Facility
from sim.war.equations import damage
from sim.war.numerics.streams import Purpose, Streams
from sim.war.settings import CurrentSettings

EQUAL = {"capacity_spread": 0.0}
PLAIN = {**EQUAL, "scarcity": 0.0}
SMALL_PART = 1e-6
"""Of a site, which a hit puts out: so little that the next one finds all of it at work."""


def facilities(
    kind: str = "refinery", seed: int = 1, side: int = 1, **parameters: float
) -> Facilities:
    return Facilities(("ua", "ru")[side], kind, only(Sites(**parameters)), Streams(seed, 0, side))


def only(sites: Sites) -> CurrentSettings:
    """Settings in which every kind on both sides has the same parameters."""
    kinds = SimpleNamespace(facilities=SimpleNamespace(**dict.fromkeys(KINDS.values(), sites)))
    return CurrentSettings(SimpleNamespace(ukraine=kinds, russia=kinds))


sites = st.fixed_dictionaries(
    {
        "sites": st.integers(0, 60),
        "capacity_spread": st.floats(0, 2),
        "damage_per_hit": st.floats(0, 3),
        "repair_days": st.floats(0.1, 900),
        "scarcity": st.floats(0, 2),
        "repair_crews": st.integers(0, 60),
        "spare_share": st.floats(0, 0.99),
        "dependence": st.floats(0, 1),
    }
)
nights = st.lists(st.integers(0, 40), max_size=30)


@given(parameters=sites, nights=nights, seed=st.integers(0, 99))
def test_capacity_is_either_online_or_offline_every_day(parameters, nights, seed):
    kind = facilities(seed=seed, **parameters)
    total = kind.capacity.sum()
    assert total == pytest.approx(float(kind.size > 0))
    for day, drones in enumerate(nights, start=1):
        kind.strike(day, drones)
        assert kind.hits.sum() == (drones if kind.size else 0)
        for _ in range(2):  # after the strike, and after the day's repair
            assert (kind.damage >= 0).all()
            assert (kind.damage <= kind.capacity).all()
            assert kind.capacity.sum() == total
            assert 0 <= kind.lost_share <= kind.offline_share <= 1
            assert 1 - kind.parameters.dependence <= kind.kept <= 1
            before = kind.damage.copy()
            kind.repair()
            assert (kind.damage <= before).all()
            assert kind.crewed.sum() <= kind.parameters.repair_crews
            assert (before[kind.crewed] > 0).all()


@given(
    count=st.integers(1, 30),
    crews=st.integers(1, 30),
    repair_days=st.integers(1, 20),
    hits=st.integers(1, 4),
    damage_per_hit=st.floats(0.01, 0.25),
)
def test_equal_sites_are_repaired_in_rounds_of_as_many_as_there_are_crews(
    count, crews, repair_days, hits, damage_per_hit
):
    kind = facilities(
        **PLAIN, sites=count, repair_crews=crews, repair_days=repair_days / damage_per_hit,
        damage_per_hit=damage_per_hit,
    )  # fmt: skip
    kind.damage[:] = hits * kind.damage_per_hit
    damaged, days = kind.damage.sum(), 0
    while kind.damage.any():
        kind.repair()
        days += 1
    assert days == math.ceil(count / crews) * hits * repair_days
    work = kind.damage_per_hit / repair_days
    if count % crews == 0:
        assert days == pytest.approx(damaged / (crews * work))
    assert not kind.crewed.any()


def test_crews_go_to_the_largest_loss_and_stay():
    kind = facilities(**PLAIN, sites=3, repair_crews=1, repair_days=10.0, damage_per_hit=0.2)
    hit = kind.damage_per_hit
    kind.damage[:] = np.array([1, 2, 1]) * hit
    kind.repair()
    assert kind.crewed.tolist() == [False, True, False]
    kind.damage[2] = 4 * hit
    for _ in range(3):
        assert kind.crewed[1]
        kind.repair()
    assert kind.damage.tolist() == pytest.approx([hit, 0, 4 * hit])
    kind.repair()
    assert kind.crewed.tolist() == [False, False, True]


def test_rare_hits_follow_littles_law():
    repair_days, days = 30, 6000
    kind = facilities(
        **PLAIN, sites=1000, repair_crews=1000, repair_days=repair_days / SMALL_PART,
        damage_per_hit=SMALL_PART,
    )  # fmt: skip
    total = 0.0
    for day in range(1, days + 1):
        kind.strike(day, 1)
        kind.repair()
        total += kind.offline_share
    expected = 1 * kind.damage_per_hit * (repair_days - 1) / 2
    # Load 0.03: one hit in 30 waits for another at its site, which adds about 3%.
    assert total / days == pytest.approx(expected, rel=0.05)


def test_a_queue_grows_by_what_crews_can_not_repair():
    crews, repair_days, drones = 5, 20, 2
    kind = facilities(
        **PLAIN, sites=40, repair_crews=crews, repair_days=repair_days / SMALL_PART,
        damage_per_hit=SMALL_PART,
    )  # fmt: skip
    offline = [0.0]
    for day in range(1, 121):
        kind.strike(day, drones)
        kind.repair()
        offline.append(kind.offline_share)
    daily = (drones - crews / repair_days) * kind.damage_per_hit
    # All crews are busy from day 20 on.
    assert offline[120] - offline[20] == pytest.approx(100 * daily, rel=1e-4)


@given(hits=st.integers(0, 60), damage_per_hit=st.floats(0.01, 2))
def test_each_hit_takes_its_share_of_what_still_works(hits, damage_per_hit):
    kind = facilities(sites=1, damage_per_hit=damage_per_hit)
    kind.strike(1, hits)
    assert 1 - kind.offline_share == pytest.approx(math.exp(-damage_per_hit * hits), abs=1e-12)
    assert kind.lost_tonight == pytest.approx(kind.offline_share)


def test_repair_takes_longer_as_spare_parts_run_out():
    """By the scarcity for each time that all capacity was hit, of which a year forgets 1/e."""
    at_ease, short = (
        facilities(**EQUAL, sites=1, damage_per_hit=1.0, repair_days=50.0, scarcity=scarcity)
        for scarcity in (0.0, 0.5)
    )
    for kind in (at_ease, short):
        kind.strike(1, 50)
        kind.repair()
    assert (1 - at_ease.offline_share) == pytest.approx(1 / 50)
    assert (1 - short.offline_share) == pytest.approx(1 / 75)
    for day in range(2, 367):
        short.strike(day, 0)
    assert short.hit_lately == pytest.approx(math.exp(-1), rel=0.01)


def test_more_hits_in_a_night_never_leave_a_site_better_off():
    few, many = (facilities(sites=30, damage_per_hit=0.4) for _ in range(2))
    few.strike(1, 20)
    many.strike(1, 35)
    assert (many.hits >= few.hits).all()
    assert (many.damage >= few.damage).all()
    assert many.offline_share > few.offline_share
    assert many.lost_share > few.lost_share > 0
    assert many.kept < few.kept < 1


@given(
    one=st.floats(0, 1),
    other=st.floats(0, 1),
    spare=st.floats(0, 0.99),
    dependence=st.floats(0, 1),
)
def test_spare_capacity_absorbs_the_first_losses(one, other, spare, dependence):
    less, more = sorted((one, other))
    lost = [damage.lost_share(offline, spare) for offline in (less, more)]
    assert 0 <= lost[0] <= lost[1] <= 1
    if less <= spare:
        assert lost[0] == 0
        assert damage.kept(lost[0], dependence) == 1.0
    if more > spare:
        assert (1 - lost[1]) * (1 - spare) == pytest.approx(1 - more)
    assert damage.lost_share(1.0, spare) == 1.0
    assert damage.kept(1.0, dependence) == 1 - dependence


def test_reported_refinery_losses_leave_three_percent_less_output():
    spare = Refineries().spare_share
    # Reuters: 14 to 17% offline went with about 3% less output over a year.
    assert damage.lost_share(0.155, spare) == pytest.approx(0.03, abs=0.005)


def test_hits_fall_in_proportion_to_capacity_online():
    kind = facilities(sites=20, capacity_spread=0.8, damage_per_hit=0.01)
    kind.damage[:5] = kind.capacity[:5] / 2
    kind.damage[5] = kind.capacity[5]
    works, drones = kind.capacity - kind.damage, 20_000
    online = works / works.sum()
    kind.strike(1, drones)
    assert kind.hits[5] == 0
    # 3.5 standard errors at each of 19 sites; chi-square with 18 degrees, 99.9% below 42.3.
    error = np.sqrt(drones * online * (1 - online))
    assert (abs(kind.hits - drones * online) <= 3.5 * error).all()
    hit = online > 0
    assert ((kind.hits - drones * online)[hit] ** 2 / (drones * online[hit])).sum() < 42.3


def test_where_nothing_is_online_hits_change_nothing():
    kind = facilities(sites=10)
    kind.damage[:] = kind.capacity
    kind.strike(1, 50)
    assert kind.hits.sum() == 50
    assert kind.damage.tobytes() == kind.capacity.tobytes()
    assert kind.offline_share == kind.lost_share == 1.0


def test_a_kind_left_out_costs_nothing():
    kind = facilities(sites=0, spare_share=0.0)
    kind.strike(1, 10)
    kind.repair()
    assert (kind.offline_share, kind.lost_share, kind.kept) == (0.0, 0.0, 1.0)


def test_one_more_site_takes_hits_but_moves_none_between_the_others():
    few, more = facilities(**EQUAL, sites=20), facilities(**EQUAL, sites=21)
    key = Streams(1, 0, 1).key(Purpose.FACILITY_TARGET, 3)
    chosen = [
        [damage.aim(key, kind.slots, kind.capacity, drone) for drone in range(500)]
        for kind in (few, more)
    ]
    moved = [new for old, new in zip(*chosen, strict=True) if old != new]
    assert set(moved) == {20}
    unequal = [facilities(sites=count).capacity for count in (20, 21)]
    assert unequal[0] / unequal[0][0] == pytest.approx(unequal[1][:20] / unequal[1][0])


def test_kinds_and_sides_draw_apart():
    sizes = [
        np.log(facilities(name, side=side, sites=1000).capacity)
        for name in KINDS
        for side in (0, 1)
    ]
    # 4 standard errors of a correlation of 1,000 independent pairs.
    off_diagonal = np.corrcoef(sizes) - np.eye(len(sizes))
    assert abs(off_diagonal).max() < 4 / math.sqrt(1000)
    for each in sizes:
        assert each.std() == pytest.approx(0.8, abs=0.08)
    most = Sites.model_fields["sites"].metadata
    assert max(limit.le for limit in most if hasattr(limit, "le")) <= SLOTS_PER_KIND


@pytest.mark.parametrize("kind", [Refineries, Energy, Plants, RussiaPlants, Airfields, Depots])
def test_defaults_repair_hits_that_are_few_and_drown_in_many(kind):
    parameters = kind()
    crews = min(parameters.repair_crews, parameters.sites)
    sustained = crews / parameters.repair_days / parameters.damage_per_hit
    ends = []
    for factor in (0.25, 4):
        sites = Facilities("ru", "refinery", only(parameters), Streams(1, 0, 1))
        for day in range(1, 401):
            drones = math.floor(day * factor * sustained) - math.floor(
                (day - 1) * factor * sustained
            )
            sites.strike(day, drones)
            sites.repair()
        ends.append(sites.offline_share)
    assert ends[0] < 0.3
    assert ends[1] > 0.5


def test_agents_are_live_and_can_be_selected_by_kind():
    model = mesa.Model(rng=1)
    kinds = {name: facilities(name, sites=4) for name in KINDS}
    for population in kinds.values():
        population.create_agents(model)
    plants = model.agents_by_type[Facility].select(lambda agent: agent.kind == "plant")
    assert len(plants) == 4
    plants.set("damage", 0.01)
    assert kinds["plant"].damage.tolist() == [0.01] * 4
    assert not kinds["energy"].damage.any()


SCRIPT = """
from tests.theory.test_damage import bits
print(bits())
"""


def bits() -> str:
    """All state after 60 days of unequal sites with a queue."""
    kind = facilities(sites=20, repair_crews=4, repair_days=7.5, damage_per_hit=0.3)
    for day in range(1, 61):
        kind.strike(day, day % 4)
        kind.repair()
    return "".join(column.tobytes().hex() for column in (kind.damage, kind.hits, kind.crewed))


def test_the_compiler_does_not_change_a_bit():
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    plain = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", SCRIPT],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert plain.stdout.strip() == bits()
