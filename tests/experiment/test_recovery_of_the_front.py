"""The front race: what is called identified is recovered from runs of the model itself.

A hundred runs with known factors are each taken as observed. That they share the other runs of one
design, from which a first wave rules out points and a posterior is made, is how recovery is tested
where runs are dear.
"""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.analysis.calibration.matching import Remainder, Wave
from sim.analysis.calibration.posterior import posterior
from sim.analysis.calibration.recovery import WIDEST, doubts, recover, relative_width
from sim.experiment.calibrating import Simulator
from tests.settings import NO_SKY, longer
from tests.toys import enough, exactly, identified

RUNS, FIRST = longer(600, least=240), longer(200, least=60)
TRIALS = longer(100, least=10)
FACTORS = {
    "race.obsolescence_days": {"range": [30, 90], "scale": "log"},
    "ukraine.fpv.feedback_days": {"range": [3, 60]},
    "ukraine.fpv.platform_days": {"range": [45, 365], "scale": "log"},
}
RESPONSES = {
    "zone": {"column": "kill_zone_ua_km", "statistic": "mean"},
    "stale": {"column": "stale_stock_share_ua", "statistic": "mean"},
    "early": {"column": "pass_rate_ua", "statistic": "mean", "to_day": 60},
    "released": {"summary": "designs_released_ua_total"},
}

PLAIN = {"run.spin_up_days": 0, "front.openness_spread": 0.0}


def front_race():
    """Return an experiment on a small baseline without the sky: a run takes a fifth of a second."""
    few = {"front.sectors": 4, "ukraine.fpv.producers": 8, "russia.fpv.producers": 3}
    return sim.Experiment(
        "front-race",
        set={"run.days": 180, **PLAIN, **NO_SKY, **few},
        factors=FACTORS,
        design={"kind": "random", "points": RUNS + TRIALS},
        responses=RESPONSES,
    )


@pytest.mark.long
def test_what_is_called_identified_lies_in_its_interval():
    pytest.importorskip("sklearn")
    experiment = front_race()
    shares = experiment.shares()
    responses = Simulator(experiment, list(RESPONSES), workers=None)(shares, seed=1)
    runs, known = (shares[:RUNS], responses[:RUNS]), (shares[RUNS:], responses[RUNS:])
    first = Wave.of(runs[0][:FIRST], runs[1][:FIRST], exactly(known[1][0]))
    called, held, narrow, missed, lost = Counter(), Counter(), Counter(), Counter(), 0
    for truth, observed in zip(*known, strict=True):
        left = Remainder(runs[0], waves=(replace(first, observation=exactly(observed)),))
        lost += not left.holds(truth[np.newaxis])[0]
        of_runs = [each[left.holds(runs[0])] for each in runs]
        found = posterior(*of_runs, observed)
        low, high = found.quantiles([0.05, 0.95])
        for factor in np.flatnonzero(relative_width(low, high) <= WIDEST):
            narrow[factor] += 1
            missed[factor] += int(not low[factor] <= truth[factor] <= high[factor])
        for factor in identified(doubts(found, recover(*of_runs))):
            called[factor] += 1
            held[factor] += int(low[factor] <= truth[factor] <= high[factor])
    print(f"of {TRIALS} trials with {RUNS} runs: called {called}, held {held}, ruled out {lost};")
    print(f"narrow in one trial or another: {narrow}, of which missed: {missed}")
    assert called[2] >= 0.3 * TRIALS  # how long a platform lasts is told by how many are released
    assert all(enough(held[factor], called[factor]) for factor in called)
    assert lost <= 0.1 * TRIALS
