"""Directions and mechanisms: paired over replicates, one-sided, effect printed.

A claim holds where the mean paired difference is beyond 1.65 standard errors (one-sided, 5%); a
claim that something does *not* rise is refuted only by a rise beyond that.
"""

from functools import cache

import numpy as np
import pytest

from sim.war.replicate import simulate
from tests.settings import configured, full, longer, thinned

REPLICATES = longer(8, 4)
ONE_SIDED = 1.65
FAST = {"run.days": 400}
AFTER = 120


def responses(settings: dict, replicate: int, after: int = AFTER) -> dict[str, float]:
    """Means of all columns after a day, and the shares of what was launched."""
    return simulated(tuple({**FAST, **settings}.items()), replicate, after)


@cache  # several tests compare with the same runs
def simulated(settings: tuple, replicate: int, after: int) -> dict[str, float]:
    daily = {
        name: values[after:]
        for name, values in simulate(configured(dict(settings)), replicate)["daily"].items()
    }
    found = {
        name: float(values[~np.isnan(values)].mean())
        for name, values in daily.items()
        if not np.isnan(values).all()
    }
    launched = daily["launched_ru"].sum()
    found["intercepted_share"] = float(daily["intercepted_by_drones_ua"].sum() / launched)
    found["neutralised_share"] = float(daily["neutralised_ru"].sum() / launched)
    return found


@pytest.fixture(scope="module")
def baseline():
    return [responses({}, replicate) for replicate in range(REPLICATES)]


def effect(baseline, settings: dict, response: str) -> tuple[float, float]:
    """Mean paired difference from the baseline, and its standard error."""
    changed = [responses(settings, replicate) for replicate in range(REPLICATES)]
    pairs = zip(changed, baseline, strict=True)
    differences = np.array([new[response] - old[response] for new, old in pairs])
    mean, error = differences.mean(), differences.std(ddof=1) / np.sqrt(REPLICATES)
    print(f"{response}: {mean:+.4g} (standard error {error:.2g}) for {settings}")
    return mean, error


NOT_UP = [
    ({"ukraine.fpv.feedback_days": 60}, "pass_rate_ua"),
    ({"ukraine.interceptor.kill_probability": 0.1}, "intercepted_share"),
]
NOT_DOWN = [
    (
        {
            "ukraine.output_target_per_year": 7.5e6,
            "ukraine.aid_usd_per_year": 2.2e9,
        },
        "kill_zone_ua_km",
    ),
    ({"ukraine.capacity_per_year": 1e7}, "kill_zone_ua_km"),
    ({"ukraine.interceptor.ceiling_m": 4200.0}, "intercepted_share"),
]


@pytest.mark.long
@pytest.mark.parametrize(("settings", "response"), thinned(NOT_UP, 5), ids=str)
def test_response_does_not_rise(baseline, settings, response):
    mean, error = effect(baseline, settings, response)
    assert mean <= ONE_SIDED * error


@full
@pytest.mark.parametrize(("settings", "response"), NOT_DOWN, ids=str)
def test_response_does_not_fall(baseline, settings, response):
    mean, error = effect(baseline, settings, response)
    assert mean >= -ONE_SIDED * error


UP = [
    # More kills by interceptors; what gets through in the end, command and bureau have a say in.
    ({"ukraine.interceptor.kill_probability": 0.45}, "intercepted_share"),
    ({"race.breakthroughs_per_year": 6.0}, "pass_rate_ua"),
    ({"ukraine.deep_strike.hit_share": 0.7}, "refinery_offline_share"),
    ({"russia.strike.decoy_share": 0.0}, "energy_offline_share"),
]
DOWN = [
    ({"ukraine.interceptor.innovates": False}, "neutralised_share"),
    ({"ukraine.interceptor.producers": 0}, "neutralised_share"),
    ({"ukraine.air_defence.crews_per_region": 2.0}, "neutralised_share"),
    ({"russia.air_defence.groups.hazard": 3.0}, "refinery_offline_share"),
    ({"ukraine.deep_strike.producers": 0}, "plant_offline_share_ru"),
    (
        {"ukraine.facilities.energy.dependence": 1.0, "russia.strike.hit_share": 0.45},
        "produced_fpv_ua",
    ),
]


@pytest.mark.long
@pytest.mark.parametrize(("settings", "response"), thinned(UP, 5), ids=str)
def test_response_rises(baseline, settings, response):
    mean, error = effect(baseline, settings, response)
    assert mean > ONE_SIDED * error


@pytest.mark.long
@pytest.mark.parametrize(("settings", "response"), thinned(DOWN, 5), ids=str)
def test_response_falls(baseline, settings, response):
    mean, error = effect(baseline, settings, response)
    assert mean < -ONE_SIDED * error


@pytest.mark.long
def test_where_groups_are_the_only_layer_their_hazard_is_the_share_neutralised():
    groups = "ukraine.air_defence.groups"
    alone = {
        "ukraine.interceptor.producers": 0,
        "ukraine.air_defence.countermeasures.per_sector": 0,
        "russia.strike.tactics_per_month": 0.0,
        f"{groups}.answer_per_month": 0.0,
        f"{groups}.wander": 0.0,
        f"{groups}.money_share": 0.5,
    }
    share = responses(alone, 0)["neutralised_share"]
    print(f"neutralised by groups alone: {share:.3f}")
    # Groups are replaced as they go; 66,000 drones tell their chance to 0.002.
    expected = -np.expm1(-configured().ukraine.air_defence.groups.hazard)
    assert share == pytest.approx(expected, abs=0.01)


DEEP_SHELVES = {"ukraine.fpv.fly_share": 0.03}
"""A month of stock. With the baseline's week, which drains while lines retool, refitting what is
on the shelf moves nothing beyond its interval (docs/odd.md, section 8)."""

MECHANISMS = {
    "diffusion": ({}, {"russia.countermeasures.diffusion_per_day": 0.0}, "kill_zone_ua_km"),
    "imitation": ({}, {"ukraine.fpv.imitation": 0.0}, "stale_stock_share_ua"),
    "orders by results": ({}, {"ukraine.order_sensitivity": 0.0}, "pass_rate_ua"),
    "retooling": ({}, {"russia.fpv.retooling_days": 0.0}, "kill_zone_ru_km"),
    "stale stock": (DEEP_SHELVES, {"ukraine.refit_share": 1.0}, "pass_rate_ua"),
}


@full
@pytest.mark.parametrize("name", [*MECHANISMS])
def test_every_mechanism_matters(name):
    """Without it the mean response of 200 days moves beyond its interval (95%)."""
    common, without, response = MECHANISMS[name]
    days = {"run.days": 200, **common}
    pairs = [
        (responses(days, replicate, 1), responses({**days, **without}, replicate, 1))
        for replicate in range(12)
    ]
    differences = np.array([new[response] - old[response] for old, new in pairs])
    mean, error = differences.mean(), differences.std(ddof=1) / np.sqrt(differences.size)
    print(f"without {name}: {response} {mean:+.4g} (standard error {error:.2g})")
    assert abs(mean) > 2 * error
