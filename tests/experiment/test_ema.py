"""An experiment as a model of the EMA Workbench."""

import math
import pickle
import sys

import numpy as np
import pytest

import sim
from sim.experiment import runner
from sim.experiment.ema import PointModel, identifier
from sim.experiment.errors import ExtraError
from tests import fake_model

pytestmark = pytest.mark.usefixtures("model")

FACTORS = {
    "race.candidates": {"range": [2, 12]},
    "ukraine.fpv.feedback_days": {"range": [3, 60], "scale": "log"},
    "front.reach_km": {"values": [3, 8]},
    "money": {
        "multipliers": {"range": [0.5, 2]},
        "paths": ["ukraine.revenue_usd_per_year", "ukraine.aid_usd_per_year"],
    },
    "speed": {"group": {"race.obsolescence_days": {"range": [30, 60]}}},
    "aid": {"bundles": {"none": {"russia.revenue_usd_per_year": 0.0}, "some": {}}},
}
RESPONSES = {
    "zone": {"column": "kill_zone_km", "statistic": "mean"},
    "late": {"column": "kill_zone_km", "statistic": "time_to", "threshold": 1e9},
}


@pytest.fixture
def experiment():
    return sim.Experiment(
        "for-ema",
        set={"run.days": 10},
        factors=FACTORS,
        design={"kind": "random", "points": 3},
        replicates=2,
        responses=RESPONSES,
        outputs={"figures": False},
    )


def test_a_point_has_the_means_that_a_sweep_gives_it(experiment):
    results, function = sim.sweep(experiment, workers=1), PointModel(experiment)
    for row in results.points[results.points["response"] == "zone"].to_dict("records"):
        found = function(**{identifier(name): row[name] for name in results.factors})
        assert found["zone"] == pytest.approx(row["mean"])
        assert math.isnan(found["late"])


def test_numbers_of_numpy_are_levels_and_the_function_travels(experiment):
    names = (identifier(each.name) for each in experiment.factors)
    levels = dict(zip(names, next(experiment.rows()), strict=True))
    as_numpy = levels | {"race_candidates": np.int64(levels["race_candidates"])}
    function = pickle.loads(pickle.dumps(PointModel(experiment)))
    assert function(**as_numpy)["zone"] == PointModel(experiment)(**levels)["zone"]


def test_the_workbench_runs_it(experiment, monkeypatch):
    workbench = pytest.importorskip("ema_workbench")
    monkeypatch.setattr(runner, "simulate", fake_model.simulate)
    model = sim.ema_model(experiment)
    table, outcomes = workbench.perform_experiments(model, scenarios=60)
    names = [identifier(name) for name in FACTORS]
    assert set(names) <= set(table.columns)
    function = PointModel(experiment)
    for row, zone in zip(table[names].head(5).to_dict("records"), outcomes["zone"], strict=False):
        assert zone == pytest.approx(function(**row)["zone"])
    assert np.isnan(outcomes["late"]).all()
    feedback = table["ukraine_fpv_feedback_days"]
    assert feedback.between(2.5, 60.5).all()
    assert feedback.median() == pytest.approx(math.sqrt(2.5 * 60.5), rel=0.15)


def test_without_the_workbench_the_cure_is_told(experiment, monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    with pytest.raises(ExtraError, match=r"pip install 'killzone\[ema\]'"):
        sim.ema_model(experiment)


def test_names_that_become_one_are_refused():
    pytest.importorskip("ema_workbench")
    clashing = sim.Experiment(
        "clash",
        factors={
            "a.b": {"paths": ["race.extent"], "values": [6, 7]},
            "a-b": {"paths": ["run.seed"], "values": [1, 2]},
        },
        responses=RESPONSES,
    )
    with pytest.raises(ValueError, match=r"a\.b and a-b are both a_b"):
        sim.ema_model(clashing)


def test_automatic_replicates_are_refused():
    auto = sim.Experiment(
        "auto", responses=RESPONSES, replicates={"auto": "zone", "half_width": 0.1}
    )
    with pytest.raises(ValueError, match="a number of replicates"):
        sim.ema_model(auto)
