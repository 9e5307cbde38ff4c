"""The two anchors: obsolescence after T days in the mean, and the kill zone on day 0."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.config.parameters.race import Race, obsolete_distance
from sim.war.equations import front, race
from sim.war.model import Simulation
from sim.war.numerics.streams import Purpose, Streams
from sim.war.record import Recorder
from tests.settings import ONE_RACE, SMALL, configured, longer, thinned

STRENGTH = 0.8


def lives_of_isolated_designs(days: float, races: int) -> tuple[np.ndarray, np.ndarray]:
    """Days to obsolescence of one design against one countermeasure, over independent races.

    Each sector is a race of its own: its one countermeasure sees the sector's one design hit
    every day from day 1 on. Also the days each countermeasure took to notice.
    """
    rules = Race(obsolescence_days=days)
    cycle = race.cycle(rules, STRENGTH, 1.0)
    streams = Streams(5, 0, 0)
    places = np.full((races, 2), 1.0)
    centres = places + np.array([rules.first_distance, 0.0])
    state = {
        "targets": centres.copy(),
        "families": np.zeros(races, int),
        "hunting": np.zeros(races, bool),
        "was_hunting": np.zeros(races, bool),
        "old_targets": centres.copy(),
        "old_families": np.zeros(races, int),
    }
    fresh = 1 - STRENGTH * math.exp(-(rules.first_distance**2) / 2)
    lives, noticed = np.zeros(races, int), np.zeros(races, int)
    day = 0
    while (lives == 0).any():
        day += 1
        seen = day > cycle.develop_days
        offsets = np.arange(races + 1) if seen else np.zeros(races + 1, int)
        keys = [streams.key(p, day) for p in (Purpose.NOTICE, Purpose.TARGET)]
        keys += [streams.key(p, day) for p in (Purpose.TAKEOVER, Purpose.SOURCE)]
        race.hunt(
            *keys, centres, *state.values(), offsets, np.arange(races), np.ones(races),
            np.zeros(races, int), places, np.ones(1, bool), cycle.notice, 0.0, cycle.field_share,
            rules.extent,
        )  # fmt: skip
        noticed[state["hunting"] & (noticed == 0)] = day - cycle.develop_days
        square = ((centres - places) ** 2).sum(axis=1)
        rate = 1 - STRENGTH * np.exp(-square / 2)
        lives[(lives == 0) & (rate <= 0.5 * fresh * (1 + race.TOLERANCE))] = day
    return lives, noticed


@pytest.mark.parametrize("days", [20, 45, 60, 90, 180])
def test_isolated_design_is_obsolete_after_the_anchored_time(days):
    lives, noticed = lives_of_isolated_designs(days, 1000)
    error = lives.std(ddof=1) / math.sqrt(lives.size)
    assert abs(lives.mean() - days) < 3 * error
    # Noticing is geometric with a known mean; the rest of a life has no randomness at all.
    rest = lives - noticed
    assert np.ptp(rest) == 0
    bias = rest[0] + 1 / race.cycle(Race(obsolescence_days=days), STRENGTH, 1.0).notice - days
    assert abs(bias) < 1e-9


def life_in_the_model(days: float, replicate: int) -> int:
    """Days to obsolescence of one design in the model itself, from day 0."""
    config = configured({**ONE_RACE, "race.obsolescence_days": days, "run.days": 5000})
    model = Simulation(config, replicate)
    while model.ua.fpv.armoury.obsolete[0] < 0:
        model.step()
        assert model.ua.units.hits[0] > 0
    model.finish()
    return int(model.ua.fpv.armoury.obsolete[0])


@pytest.mark.long
@pytest.mark.parametrize("days", thinned([20, 60, 180], 3))
def test_isolated_design_in_the_whole_model(days):
    lives = np.array([life_in_the_model(days, replicate) for replicate in range(longer(1000, 50))])
    error = lives.std(ddof=1) / math.sqrt(lives.size)
    print(f"T={days}: mean {lives.mean():.2f}, standard error {error:.2f}, n={lives.size}")
    assert abs(lives.mean() - days) < 3 * error


@given(strength=st.floats(0.65, 1), first=st.floats(1.5, 4))
def test_pass_rate_halves_at_the_obsolete_distance(strength, first):
    distance = obsolete_distance(strength, first)
    fresh = 1 - strength * math.exp(-(first**2) / 2)
    if math.isnan(distance):
        assert 1 - strength > 0.5 * fresh - 1e-12
    else:
        assert 1 - strength * math.exp(-(distance**2) / 2) == pytest.approx(0.5 * fresh)


@pytest.mark.parametrize("width", [10.0, 20.0, 30.0])
def test_kill_zone_on_day_0_is_the_anchor(width):
    daily = Recorder(Simulation(configured({"front.kill_zone_km": width}))).tables()["daily"]
    assert daily["kill_zone_km"][0] == pytest.approx(width, abs=1e-12)


hits = st.floats(0.01, 100)


@given(width=st.floats(1, 100), ua=hits, ru=hits, reach=st.floats(1, 20))
def test_depths_add_up_to_the_anchor(width, ua, ru, reach):
    hazard = front.anchored_hazard(width, reach, 0.2, ua, ru)
    depths = front.zone_depth_km(np.array([ua, ru]), hazard, reach, 0.2)
    assert depths.sum() == pytest.approx(width)


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
    assert front.anchored_hazard(20, 5, 0.2, 0, 0) == 0
    model = Simulation(configured({**SMALL, "ukraine.fpv.producers": 0}))
    daily = Recorder(model).tables()["daily"]
    assert daily["kill_zone_ua_km"][0] == 0
    assert daily["kill_zone_ru_km"][0] == pytest.approx(20)
