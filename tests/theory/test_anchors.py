"""The two anchors: obsolescence after T days in the mean, and the kill zone on day 0."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.parameters.race import Race, obsolete_distance
from sim.verification.obsolescence import life_in_the_model, lives
from sim.war.equations import front, race
from sim.war.model import Simulation
from sim.war.record import Recorder
from sim.war.replicate import simulate
from tests.settings import SMALL, configured, longer, thinned

STRENGTH = 0.8


@pytest.mark.parametrize("days", [20, 45, 60, 90, 180])
def test_isolated_design_is_obsolete_after_the_anchored_time(days):
    found = lives(days)
    error = found.days.std(ddof=1) / math.sqrt(found.days.size)
    assert abs(found.days.mean() - days) < 3 * error
    # Noticing is geometric with a known mean; the rest of a life has no randomness at all.
    rest = found.days - found.noticed
    assert np.ptp(rest) == 0
    alone = Race(obsolescence_days=days, lone_hunter_factor=1.0)
    bias = rest[0] + 1 / race.cycle(alone, STRENGTH, 1.0).notice - days
    assert abs(bias) < 1e-9


@pytest.mark.long
@pytest.mark.parametrize("days", thinned([20, 60, 180], 3))
def test_isolated_design_in_the_whole_model(days):
    found = np.array([life_in_the_model(days, replicate) for replicate in range(longer(1000, 50))])
    error = found.std(ddof=1) / math.sqrt(found.size)
    print(f"T={days}: mean {found.mean():.2f}, standard error {error:.2f}, n={found.size}")
    assert abs(found.mean() - days) < 3 * error


@given(strength=st.floats(0.65, 1), first=st.floats(1.5, 4))
def test_pass_rate_halves_at_the_obsolete_distance(strength, first):
    distance = obsolete_distance(strength, first)
    fresh = 1 - strength * math.exp(-(first**2) / 2)
    if math.isnan(distance):
        assert 1 - strength > 0.5 * fresh - 1e-12
    else:
        assert 1 - strength * math.exp(-(distance**2) / 2) == pytest.approx(0.5 * fresh)


hits = st.floats(0.01, 100)
EVEN = {**SMALL, "front.openness_spread": 0.0}


@given(width=st.floats(1, 100), reference=hits, more=st.floats(1, 100), reach=st.floats(1, 20))
def test_depths_add_up_to_the_anchor_at_the_reference(width, reference, more, reach):
    """Half of it each; with `more` times the hits of the reference, deeper by reach x ln(more)."""
    hazard = front.anchored_hazard(width, reach, reference)
    depths = front.zone_depth_km(reference * np.array([1, more]), hazard, reach, 0.2)
    assert depths == pytest.approx(width / 2 + reach * np.log([1, more]))


@given(h=hits, reach=st.floats(1, 20))
def test_doubling_hits_widens_the_zone_by_reach_times_ln_2(h, reach):
    hazard = 1 / h  # deep enough that the zone isn't cut off at 0
    one, two = front.zone_depth_km(np.array([h, 2 * h]), hazard, reach, 0.2)
    assert two - one == pytest.approx(reach * math.log(2))


def test_chance_of_a_hit_at_the_edge_is_the_lethal_threshold():
    """Phi(W) = a h exp(-W/R) = c, so that 1 - exp(-Phi) is the threshold."""
    hazard, h, reach, threshold = 1.3, 2.0, 5.0, 0.2
    depth = front.zone_depth_km(np.array([h]), hazard, reach, threshold)[0]
    assert 1 - math.exp(-hazard * h * math.exp(-depth / reach)) == pytest.approx(threshold)


def test_the_zone_needs_hits():
    model = Simulation(configured({**EVEN, "ukraine.fpv.producers": 0}))
    daily = Recorder(model).tables()["daily"]
    assert daily["kill_zone_ua_km"][0] == 0
    scored = model.ru.units.hit_density[0] / model.config.front.reference_hits_per_km
    assert daily["kill_zone_ru_km"][0] == pytest.approx(10 + 5 * math.log(scored))


def test_where_the_zone_is_said_to_end_changes_what_is_said_of_it_and_nothing_else():
    """Each depth by R ln(c / c'), c = -ln(1 - threshold), while no sector's would be negative."""
    still = {**EVEN, "run.days": 40, "race.reach_gain": 0.0}
    half, fifth = (
        simulate(configured({**still, "front.lethal_threshold": threshold}))["daily"]
        for threshold in (0.5, 0.2)
    )
    said = {
        "kill_zone_km",
        "kill_zone_ua_km",
        "kill_zone_ru_km",
        "balance_km",
        "sectors_held_share",
    }
    for name, values in fifth.items():
        assert name in said or values.tobytes() == half[name].tobytes(), name
    nearer = 5 * math.log(math.log(0.5) / math.log(0.8))
    for side in ("ua", "ru"):
        found = fifth[f"kill_zone_{side}_km"] - half[f"kill_zone_{side}_km"]
        assert found[0] == pytest.approx(nearer)
        assert (found <= nearer + 1e-9).all()


@given(
    days=st.lists(st.tuples(st.integers(0, 50), st.floats(1, 20)), min_size=1, max_size=40),
    weight=st.floats(0.03, 1),
)
def test_the_mean_reach_is_that_of_the_hits_that_count(days, weight):
    """Of two running means, of hits and of hits times reach, it is the quotient."""
    density, reach = np.array([2.0]), np.array([5.0])
    hits_mean, product = 2.0, 10.0
    for hits, each in days:
        front.average(np.array([hits]), np.array([hits * each]), 4.0, weight, density, reach)
        hits_mean += weight * (hits / 4 - hits_mean)
        product += weight * (hits * each / 4 - product)
        assert density[0] == pytest.approx(hits_mean)
        if hits_mean > 1e-6:
            assert reach[0] == pytest.approx(product / hits_mean, rel=1e-6)


def test_reach_grows_by_own_platforms_and_copies_hand_it_on():
    settings = {**SMALL, "run.days": 400, "race.release_below": 1.0, "race.reach_gain": 0.1}
    model = Simulation(configured(settings))
    while model.day < 400:
        model.step()
    for side in model.sides:
        armoury = side.fpv.armoury
        known = slice(armoury.count)
        reach, parent = armoury.reach_km[known], armoury.parent[known]
        steps = np.log(reach / 5) / 0.1
        # Every reach is so many gains above that of day 0, and no design reaches less than its own
        # producer's before it.
        assert steps == pytest.approx(np.rint(steps), abs=1e-9)
        assert (reach[parent >= 0] >= reach[parent[parent >= 0]] - 1e-12).all()
        assert 0 < steps.max() <= 400 / model.config.ukraine.fpv.platform_days * 2 + 1
        assert side.units.reach_km.mean() > 5
    model.finish()


def test_without_a_gain_no_zone_reaches_farther_than_hits_make_it():
    still = simulate(configured({**SMALL, "run.days": 120, "race.reach_gain": 0.0}))["daily"]
    assert (still["reach_km_ua"] == 5).all()
    assert (still["reach_km_ru"] == 5).all()
