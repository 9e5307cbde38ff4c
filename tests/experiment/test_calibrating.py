"""An experiment held against what was observed: the runs, the words, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.experiment.calibrating import Simulator
from sim.experiment.errors import ExtraError, QuestionError
from sim.experiment.results import extra
from tests import fake_model
from tests.known_functions import RANGES, shares_of
from tests.toys import SLOPES, SPREAD, linear

pytest.importorskip("sklearn")

RESPONSES = {
    "sum": {"column": "kill_zone_km", "statistic": "last"},
    "difference": {"column": "kill_zone_ua_km", "statistic": "last"},
}
NAMES = list(RANGES)[:3]
TRUTH = np.array([0.4, 0.7, 0.5])
OBSERVED = dict(zip(RESPONSES, SLOPES @ TRUTH[:2], strict=True))


def toy(config, replicate, on_day):
    """Stand in for the model: the linear toy, with the luck that its seed gives."""
    tables, days = fake_model.simulate(config, replicate, on_day), config.run.days + 1
    values = linear(shares_of(config)[np.newaxis, :], config.run.seed)[0]
    for name, value in zip(("kill_zone_km", "kill_zone_ua_km"), values, strict=True):
        tables["daily"][name] = np.full(days, value)
    return tables


def experiment(**other):
    keys = {
        "factors": {name: RANGES[name] for name in NAMES},
        "design": {"kind": "lhs", "points": 40},
        "responses": RESPONSES,
        "set": {"run.days": 3},
    }
    return sim.Experiment("toy", **(keys | other))


@pytest.fixture
def put_toy(model):
    model(toy)


@pytest.fixture(scope="module")
def found():
    with pytest.MonkeyPatch.context() as patch:
        from tests.commands import put_stand_in

        put_stand_in(patch)
        patch.setattr("sim.experiment.runner.simulate", toy)
        yield sim.calibrate(experiment(), OBSERVED, waves=2, workers=1)


def test_known_levels_are_identified_and_the_idle_factor_is_not(found):
    table = found.factors.set_index("factor")
    assert table["identified"].tolist() == [True, True, False]
    for name, share in zip(NAMES[:2], TRUTH, strict=False):
        low, high = RANGES[name]["range"]
        level = low + share * (high - low)
        assert table.loc[name, "low"] < level < table.loc[name, "high"]
    assert "of that of the range alone" in table.loc[NAMES[2], "doubts"]


def test_waves_say_what_is_left_and_how_good_the_surrogates_are(found):
    waves = found.waves
    assert waves["response"].tolist() == [*RESPONSES] * 2
    left = waves.groupby("wave")["left"].first()
    assert 0 < left[2] <= left[1] < 0.5
    first = waves[waves["wave"] == 1]
    spread = np.array([SLOPES[0] @ SLOPES[0], SLOPES[1] @ SLOPES[1]]) / 12
    # The share of luck is known to a quarter of itself from 40 runs.
    assert first["luck"].to_numpy() == pytest.approx(SPREAD**2 / (spread + SPREAD**2), rel=0.6)
    assert (waves["coverage"] > 0.7).all()


def test_tables_are_in_the_units_of_the_factors(found):
    runs = len(found.estimate.recovery.truths)
    assert len(found.recovery) == 3 * runs
    assert found.recovery["rank"].between(0, 1).all()
    for name in NAMES:
        low, high = RANGES[name]["range"]
        assert found.posterior[name].between(low, high).all()
        trials = found.recovery[found.recovery["factor"] == name]
        assert trials["truth"].between(low, high).all()
        inside = trials["truth"].between(trials["low"], trials["high"]).mean()
        row = found.factors.set_index("factor").loc[name]
        assert inside == pytest.approx(row["coverage"])
        assert row["low"] < row["median"] < row["high"]


def test_words_say_all_that_must_be_said(found):
    words = str(found)
    assert words.count("of the ranges left") == 2
    assert words.count("NOT IDENTIFIED") == 1
    assert words.count("linear regression") == 3
    assert words.count("ranks even") + words.count("ranks uneven") == 3
    assert words.count("of the variance is luck") == 2
    assert repr(found) == "<Calibration: 2 of 3 factors identified>"


def test_the_first_line_says_what_fails(found):
    assert found.words[0] == "toy, held against sum, difference: 2 of 3 factors identified"
    ranks = np.zeros_like(found.estimate.recovery.ranks)
    recovery = replace(found.estimate.recovery, ranks=ranks)
    doubtful = replace(found, estimate=replace(found.estimate, recovery=recovery))
    assert doubtful.words[0].endswith(f"ranks of {NAMES[2]} are uneven")
    sure = replace(found.estimate.matching.waves[-1].surrogates[0], noise=np.full(1, 1e-9))
    waves = [
        replace(each, surrogates=(sure, each.surrogates[1]))
        for each in found.estimate.matching.waves
    ]
    matching = replace(found.estimate.matching, waves=tuple(waves))
    unsure = replace(found, estimate=replace(found.estimate, matching=matching))
    assert "NOT TRUSTED: the surrogate of sum is too sure of itself" in unsure.words[0]


def test_the_same_seed_gives_the_same_numbers(found, put_toy):
    again = sim.calibrate(experiment(), OBSERVED, waves=2, workers=1)
    assert again.factors.equals(found.factors)
    other = sim.calibrate(experiment(), OBSERVED, waves=2, workers=1, seed=2)
    assert not other.factors.equals(found.factors)


def test_each_point_has_luck_of_its_own(put_toy):
    simulate = Simulator(experiment(), list(RESPONSES), workers=1)
    shares = np.tile(TRUTH, (60, 1))
    found = simulate(shares, seed=3)
    # Four standard errors of a deviation from 60 values.
    assert found.std(axis=0) == pytest.approx([SPREAD, SPREAD], rel=0.37)
    assert np.array_equal(simulate(shares, seed=3), found)


def test_error_and_discrepancy_widen_what_is_left(found, put_toy):
    doubted = sim.calibrate(
        experiment(),
        OBSERVED,
        error={"sum": 0.2},
        discrepancy={"difference": 0.2},
        waves=1,
        workers=1,
    )
    first = found.waves.loc[0, "left"]
    assert doubted.waves.loc[0, "left"] > 1.5 * first
    assert (doubted.factors["width"][:2] > found.factors["width"][:2]).all()


def test_what_the_model_cannot_give_is_told(put_toy):
    with pytest.raises(QuestionError, match=r"after wave 1: .* sum is \d+\.\d standard") as caught:
        sim.calibrate(experiment(), {"sum": 9.0, "difference": 0.0}, workers=1)
    assert "discrepancy" in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("observed", "more", "told"),
    [
        ({"summ": 1.0}, {}, "no response summ; nearest: sum"),
        ({}, {}, "nothing is observed; the responses are sum, difference"),
        ({"sum": float("nan")}, {}, "sum: nan cannot be observed"),
        ({"sum": 1.0}, {"error": {"difference": 0.1}}, "no observed response difference"),
        ({"sum": 1.0}, {"error": {"sum": -0.1}}, "sum: -0.1 is no standard deviation"),
        ({"sum": 1.0}, {"waves": 0}, "0 waves: 1 is the least"),
    ],
)
def test_observations_that_cannot_be_used_are_refused(observed, more, told):
    with pytest.raises(QuestionError, match=told):
        sim.calibrate(experiment(), observed, **more)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"design": {"kind": "morris", "trajectories": 10}}, "the design morris is not even"),
        ({"design": {"kind": "lhs", "points": 29}}, "a wave of 29 points is too small; ask for 30"),
        (
            {"factors": {"race.obsolescence_days": {"values": [30, 60]}}},
            "race.obsolescence_days has listed levels",
        ),
        ({"factors": {"run.seed": {"range": [1, 9]}}}, "run.seed is no factor here"),
        (
            {"correlation": [{"between": NAMES[:2], "spearman": 0.5}]},
            "must not be correlated",
        ),
    ],
)
def test_experiments_that_cannot_be_calibrated_are_refused(keys, told):
    with pytest.raises(QuestionError, match=told):
        sim.calibrate(experiment(**keys), OBSERVED)


def test_a_response_that_is_missing_or_constant_is_refused(model):
    def empty(config, replicate, on_day):
        tables = toy(config, replicate, on_day)
        tables["daily"]["kill_zone_km"] = np.full(config.run.days + 1, np.nan)
        return tables

    def constant(config, replicate, on_day):
        tables = toy(config, replicate, on_day)
        tables["daily"]["kill_zone_km"] = np.full(config.run.days + 1, 7.0)
        return tables

    model(empty)
    with pytest.raises(QuestionError, match="sum has no value in 40 of 40 runs"):
        sim.calibrate(experiment(), OBSERVED, workers=1)
    model(constant)
    with pytest.raises(QuestionError, match="sum is 7 in all runs of a wave"):
        sim.calibrate(experiment(), OBSERVED, workers=1)


def test_a_point_that_cannot_be_run_is_named():
    factors = {
        "race.notice_share": {"range": [0.1, 0.6]},
        "race.develop_share": {"range": [0.1, 0.6]},
    }
    corner = {"kind": "list", "points": [{"race.notice_share": 0.1, "race.develop_share": 0.1}]}
    simulate = Simulator(experiment(factors=factors, design=corner), list(RESPONSES), workers=1)
    with pytest.raises(QuestionError, match=r"race\.notice_share=0\.6, race\.develop_share=0\.6"):
        simulate(np.ones((1, 2)), seed=1)


def test_without_scikit_learn_the_cure_is_told(monkeypatch):
    monkeypatch.setattr(extra, "has_scikit_learn", lambda: False)
    with pytest.raises(ExtraError, match=r"pip install 'killzone\[analysis\]'"):
        sim.calibrate(experiment(), OBSERVED)
