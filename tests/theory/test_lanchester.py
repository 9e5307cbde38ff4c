"""Attrition follows Lanchester: exactly for duels, by the square and linear laws in the large."""

from functools import cache

import numpy as np
import pytest

from sim.war.model import Simulation
from tests.settings import NO_SKY, configured, thinned
from tests.stock import put

UNLIMITED = 10**9

QUIET = {
    **NO_SKY,
    "ukraine.countermeasures.per_sector": 0,
    "russia.countermeasures.per_sector": 0,
    "ukraine.fpv.innovates": False,
    "russia.fpv.innovates": False,
    "front.exposed_per_km": 1e9,
    **{
        f"{side}.units.{name}": value
        for side in ("ukraine", "russia")
        for name, value in (
            ("recruits_per_day", 0.0),
            ("assault_threshold", 1000.0),
            ("pull_back_threshold", 1000.0),
        )
    },
}
"""Units that hold, are never replaced, meet no countermeasures and never lack targets."""


def aimed_fire(sectors: int, scale: int, ua: int, ru: int, rate: float) -> Simulation:
    """Duels of `ua` against `ru` soldiers, one a sector, each soldier killing `rate` a day.

    A hundred sorties a soldier and day, all of which hit, keep a day's kills Poisson.
    """
    per_soldier = {"crews_per_thousand": 1000.0, "sorties_per_crew": 100.0}
    settings = {
        **QUIET,
        "scale": scale,
        "front.sectors": sectors,
        "front.length_km": float(sectors * scale),
        "front.casualties_per_hit": rate / 100,
        "artillery.losses_per_target": 0.0,
    }
    for side, strength in (("ukraine", ua), ("russia", ru)):
        settings[f"{side}.fpv.producers"] = 1
        settings[f"{side}.fpv.hit_share"] = 1.0
        settings[f"{side}.units.strength"] = strength * sectors * scale
        settings |= {f"{side}.units.{name}": value for name, value in per_soldier.items()}
    model = Simulation(configured(settings))
    for side in model.sides:
        shelves = side.fpv.armoury.shelves
        put(shelves, 0, np.full(shelves.size, UNLIMITED))
    return model


def fight(model: Simulation, days: int) -> tuple[np.ndarray, np.ndarray]:
    for _ in range(days):
        model.engage()
        model.day += 1
    return model.ua.units.strength, model.ru.units.strength


@cache
def wins(red: int, blue: int) -> float:
    """Chance that red is left: p(r,b) = r/(r+b) p(r,b-1) + b/(r+b) p(r-1,b)."""
    if blue == 0 or red == 0:
        return float(blue == 0)
    return (red * wins(red, blue - 1) + blue * wins(red - 1, blue)) / (red + blue)


@cache
def survivors(red: int, blue: int) -> float:
    """Mean number of red soldiers left at the end."""
    if blue == 0 or red == 0:
        return float(red)
    return (red * survivors(red, blue - 1) + blue * survivors(red - 1, blue)) / (red + blue)


def test_the_recursion_gives_the_published_numbers():
    assert wins(2, 1) == pytest.approx(5 / 6)
    assert wins(3, 2) == pytest.approx(31 / 40)
    assert wins(4, 3) == pytest.approx(233 / 315)
    assert survivors(10, 8) == pytest.approx(5.22, abs=0.01)


@pytest.mark.parametrize(("red", "blue"), thinned([(2, 1), (3, 2), (4, 3)], 3))
def test_small_duels_follow_the_exact_solution(red, blue):
    duels, rate = 8000, 0.01
    ua, ru = fight(aimed_fire(1000, 8, red, blue, rate), 700)
    over = (ua == 0) | (ru == 0)
    assert over.mean() > 0.99
    share = (ua[over] > 0).mean()
    # 4 standard errors, and the chance `rate` that a day sees a loss on both sides.
    assert abs(share - wins(red, blue)) < 4 * 0.5 / np.sqrt(duels) + rate


def test_ten_against_eight_leave_5_22_and_not_6():
    ua, ru = fight(aimed_fire(1000, 2, 10, 8, 0.005), 1500)
    assert ((ua == 0) | (ru == 0)).mean() > 0.99
    error = ua.std() / np.sqrt(ua.size)
    assert abs(ua.mean() - survivors(10, 8)) < 4 * error + 0.05
    assert ua.mean() < 6 - 4 * error


def test_large_forces_follow_the_square_law():
    first = (10_000.0, 8_000.0)
    ua, ru = fight(aimed_fire(20, 1, 10_000, 8_000, 0.005), 200)
    assert ru.mean() < 0.5 * first[1]
    before = first[0] ** 2 - first[1] ** 2
    # Euler steps of half a per cent a day, and Poisson noise of 20 sectors.
    assert (ua.mean() ** 2 - ru.mean() ** 2) / before == pytest.approx(1, abs=0.02)


def test_area_fire_follows_the_linear_law():
    settings = {
        **QUIET,
        "front.sectors": 20,
        "front.length_km": 20.0,
        "front.exposed_per_km": 1.0,
        "artillery.losses_per_target": 50.0,
        "ukraine.fpv.producers": 0,
        "russia.fpv.producers": 0,
        "ukraine.units.strength": 20 * 10_000,
        "russia.units.strength": 20 * 8_000,
    }
    ua, ru = fight(Simulation(configured(settings)), 300)
    assert ru.mean() < 0.5 * 8_000
    # Both lose the same mean number, as each loses in proportion to both: A - B is conserved.
    error = np.sqrt((ua - ru).var() / ua.size)
    assert abs((ua - ru).mean() - 2_000) < 4 * error
