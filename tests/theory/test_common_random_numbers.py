"""Common random numbers: agents keep their draws, and paired runs stay close while they can."""

import numpy as np
import pytest

from sim.verification.setups import of_both
from sim.war.model import Simulation
from sim.war.record import Recorder
from sim.war.replicate import simulate
from tests.settings import SMALL, configured, full


def test_one_more_producer_leaves_the_others_draws_bitwise_equal():
    few = Simulation(configured(SMALL))
    more = Simulation(configured({**SMALL, "ukraine.fpv.producers": 13}))
    for name in ("boldness", "progress"):
        one, other = getattr(few.ua.fpv, name), getattr(more.ua.fpv, name)
        assert one.tobytes() == other[:12].tobytes()
    one, other = few.ua.fpv.capacity, more.ua.fpv.capacity
    assert one / one[0] == pytest.approx(other[:12] / other[0])
    assert few.ru.fpv.capacity.tobytes() == more.ru.fpv.capacity.tobytes()
    assert few.ua.fpv.armoury.place[:12].tobytes() == more.ua.fpv.armoury.place[:12].tobytes()


def test_the_sky_does_not_feel_the_front():
    """But by money: where there is enough for all targets, nothing of the front reaches it."""
    rich = {**SMALL, "run.days": 40, **of_both({"revenue_usd_per_year": 1e12})}
    one = Simulation(configured(rich))
    other = Simulation(configured({**rich, "ukraine.fpv.producers": 5}))
    recorders = Recorder(one), Recorder(other)
    for model in (one, other):
        model.run()
    tables = [recorder.tables()["daily"] for recorder in recorders]
    for name in ("launched_ru", "leaked_ru", "alarms", "stock_interceptor_ua"):
        assert tables[0][name].tobytes() == tables[1][name].tobytes()


WINDOWS = (30, 60, 90, 365, 730)
MORE = {
    "ukraine.output_target_per_year": 5.25e6,
    "ukraine.aid_usd_per_year": 1.5745e9,
}
"""5% more output than in the baseline, and 5% more money."""
RESPONSES = ("kill_zone_ua_km", "pass_rate_ua", "hits_ua", "losses_ru")


def means(settings: dict[str, float], replicate: int, days: int) -> dict[tuple[str, int], float]:
    """Mean of each response over days 0 to each window that fits into `days`."""
    daily = simulate(configured({"run.days": days, **settings}), replicate)["daily"]
    return {
        (name, window): float(np.nanmean(daily[name][: window + 1]))
        for name in RESPONSES
        for window in WINDOWS
        if window <= days
    }


def variance_ratio(base: np.ndarray, more: np.ndarray) -> float:
    """Variance of the difference with independent seeds over that of paired runs."""
    paired = np.var(more - base, ddof=1)
    return (np.var(more, ddof=1) + np.var(base, ddof=1)) / paired


def bootstrap(base: np.ndarray, more: np.ndarray) -> tuple[float, float]:
    """95% interval of `variance_ratio` over 2,000 resamples of the pairs."""
    generator = np.random.default_rng(0)
    picks = generator.integers(0, base.size, (2000, base.size))
    ratios = [variance_ratio(base[pick], more[pick]) for pick in picks]
    return tuple(np.percentile(ratios, [2.5, 97.5]))


def paired(pairs: int, days: int) -> dict[tuple[str, int], tuple[np.ndarray, np.ndarray]]:
    runs = [(means({}, pair, days), means(MORE, pair, days)) for pair in range(pairs)]
    return {
        key: (np.array([run[0][key] for run in runs]), np.array([run[1][key] for run in runs]))
        for key in runs[0][0]
    }


@full
def test_pairing_cuts_the_variance_of_the_early_kill_zone_fourfold():
    pairs = 100
    base, more = paired(pairs, 60)["kill_zone_ua_km", 60]
    ratio, (low, high) = variance_ratio(base, more), bootstrap(base, more)
    print(f"{pairs} pairs, days 0-60: ratio {ratio:.1f}, 95% interval {low:.1f} to {high:.1f}")
    assert more.mean() > base.mean()
    assert ratio >= 4
    assert low > 2
