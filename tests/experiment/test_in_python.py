"""Experiments made and swept in Python, without a file of theirs."""

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.censoring import notes
from sim.experiment import runner
from tests import fake_model
from tests.folders import digests

pytestmark = pytest.mark.usefixtures("model")

DAYS = 20
KEYS = {
    "set": {"run.days": DAYS},
    "factors": {
        "money": {
            "multipliers": [0.5, 1, 2],
            "paths": ["ukraine.revenue_usd_per_year", "ukraine.aid_usd_per_year"],
        },
        "speed": {
            "group": {
                "race.obsolescence_days": {"range": [20, 180], "scale": "log"},
                "ukraine.fpv.feedback_days": {"range": [3, 60]},
            },
            "levels": 3,
        },
    },
    "replicates": 2,
    "responses": {
        "lead": {"column": "kill_zone_ua_km - kill_zone_ru_km", "statistic": "mean"},
        "wide": {"column": "kill_zone_km", "statistic": "share_of_days", "threshold": 5},
        "p90": {"column": "kill_zone_km", "statistic": "quantile", "probability": 0.9},
        "first": {"column": "kill_zone_km", "statistic": "time_to", "threshold": 10},
    },
    "outputs": {"figures": False},
}


def rising(config, replicate, on_day):
    """Simulate a kill zone that rises by a km a day, the longer the more replicate and money."""
    tables = fake_model.simulate(config, replicate, on_day)
    days = np.arange(config.run.days + 1)
    billions = config.ukraine.aid_usd_per_year / 1.37e9
    tables["daily"]["kill_zone_km"] = np.minimum(days, 4 * billions + 7 * replicate).astype(float)
    tables["daily"]["kill_zone_ua_km"] = days + 3.0
    tables["daily"]["kill_zone_ru_km"] = days + 1.0
    return tables


@pytest.fixture
def experiment(monkeypatch):
    monkeypatch.setattr(runner, "simulate", rising)
    return sim.Experiment("python", **KEYS)


def test_what_is_swept_is_read_and_resumed_and_is_that_of_the_file(experiment, tmp_path):
    results = sim.sweep(experiment, out=tmp_path / "python", workers=1)
    assert sim.read(tmp_path / "python").experiment == experiment
    before = digests(tmp_path / "python")
    sim.sweep(experiment, out=tmp_path / "python", workers=1, resume=True)
    assert digests(tmp_path / "python") == before
    again = sim.sweep(tmp_path / "python" / "experiment.yaml", workers=1)
    pd.testing.assert_frame_equal(again.runs, results.runs)


def test_levels_are_multipliers_and_shares_and_move_what_they_name(experiment):
    levels = experiment.sample()[["money", "speed"]].drop_duplicates()
    assert levels.to_numpy().tolist() == [
        [money, speed] for money in (0.5, 1.0, 2.0) for speed in (0.0, 0.5, 1.0)
    ]
    config = experiment.config_at((2.0, 0.5))
    base = experiment.base.ukraine
    assert config.ukraine.aid_usd_per_year == 2 * base.aid_usd_per_year
    assert config.ukraine.revenue_usd_per_year == 2 * base.revenue_usd_per_year
    assert config.race.obsolescence_days == pytest.approx((20 * 180) ** 0.5)
    assert config.ukraine.fpv.feedback_days == pytest.approx((3 + 60) / 2, abs=0.51)


def test_responses_by_closed_forms(experiment):
    runs = sim.sweep(experiment, workers=1).runs
    assert (runs["lead"] == 2).all()
    for row in runs.to_dict("records"):
        ceiling = 4 * row["money"] + 7 * row["replicate"]
        assert row["wide"] == max(DAYS - 5, 0) / (DAYS + 1) * (ceiling > 5)
        assert row["p90"] == min(ceiling, 0.9 * DAYS)
        assert row["first"] == 11 if ceiling > 10 else np.isnan(row["first"])


def test_times_that_are_not_reached_are_told(experiment):
    points = sim.sweep(experiment, workers=1).points
    first = points[points["response"] == "first"].set_index(["money", "speed"])
    assert first["censored"].tolist() == [2, 2, 2, 1, 1, 1, 1, 1, 1]
    assert first["mean"].isna().all()
    assert (points[points["response"] != "first"]["censored"] == 0).all()
    (note,) = notes(points)
    assert note.startswith("first: 12 runs, at 9 of 9 points, end before it is reached")


def test_results_by_named_dimensions(experiment):
    pytest.importorskip("xarray")
    results = sim.sweep(experiment, workers=1)
    dataset = results.to_xarray()
    assert dict(dataset["lead"].sizes) == {"money": 3, "speed": 3, "replicate": 2}
    assert dataset["lead"].attrs["units"] == "km"
    one = results.runs[(results.runs["money"] == 2.0) & (results.runs["speed"] == 0.5)]
    found = dataset["wide"].sel(money=2.0, speed=0.5).to_numpy()
    assert found.tolist() == one.sort_values("replicate")["wide"].tolist()
    assert dataset["daily_kill_zone_km"].sizes["day"] == DAYS + 1
