"""Where something happens in a sweep, from a condition to tables and words."""

import builtins
import math

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.prim import Among, Between
from sim.experiment import runner
from sim.experiment.errors import FolderError, QuestionError
from sim.experiment.results.coding import Coding
from sim.experiment.results.conditions import hits, parse
from tests import known_model
from tests.commands import put_stand_in

FACTORS = {
    "race.obsolescence_days": {"range": [20, 180], "scale": "log"},
    "ukraine.fpv.feedback_days": {"range": [1, 60]},
    "front.reach_km": {"values": [3, 5, 8]},
    "front.sectors": {"range": [4, 9]},
    "aid": {"bundles": {"usual": {}, "none": {"ukraine.aid_usd_per_year": 0}}},
}
RESPONSES = {
    "zone": {"column": "kill_zone_ua_km", "statistic": "mean"},
    "losses": {"column": "losses_ru", "statistic": "mean"},
    "late": {
        "column": "kill_zone_ua_km",
        "statistic": "time_to",
        "threshold": 8,
        "from_day": 1,
    },
}


def swept(folder, **keys):
    given = {"factors": FACTORS, "responses": RESPONSES, "replicates": 3} | keys
    given.setdefault("design", {"kind": "lhs", "points": 150})
    outputs = {"daily": False, "designs": False}
    experiment = sim.Experiment("known", set={"run.days": 3}, outputs=outputs, **given)
    with pytest.MonkeyPatch.context() as patch:
        put_stand_in(patch)
        patch.setattr(runner, "simulate", known_model.simulate)
        return sim.sweep(experiment, workers=1, out=folder)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return swept(tmp_path_factory.mktemp("known") / "out")


@pytest.fixture(scope="module")
def found(results):
    return sim.discover(results, "zone > 7")


def test_the_levels_at_which_it_happens_are_told_in_the_factors_own_units(found):
    """The known ones, to within the gaps of 150 points that are drawn."""
    boxes = found.tables["boxes"].query("box == 1").set_index("factor")
    restricted = boxes[boxes["restricted"]]
    assert {"race.obsolescence_days", "ukraine.fpv.feedback_days"} <= {*restricted.index}
    assert boxes.loc["race.obsolescence_days", "high"] == pytest.approx(60, abs=8)
    assert boxes.loc["ukraine.fpv.feedback_days", "high"] in {18, 19, 20, 21, 22}
    assert restricted["density"].iloc[0] >= 0.8
    assert restricted["coverage"].iloc[0] > 0.8
    assert boxes.loc["race.obsolescence_days", "quasi_p_high"] < 1e-4
    assert found.words[1].startswith("Box 1: race.obsolescence_days ")
    assert " days and " in found.words[1]


def test_tables_agree_with_one_another_and_with_the_runs(found, results):
    trajectory, boxes = found.tables["trajectory"], found.tables["boxes"]
    chosen = trajectory[trajectory["chosen"]]
    for name in ("coverage", "density", "mass", "points"):
        assert chosen[name].tolist() == boxes.groupby("box")[name].first().tolist()
    first = trajectory.iloc[0]
    assert (first["coverage"], first["mass"], first["limits"]) == (1, 1, "anywhere")
    assert first["density"] == pytest.approx((results.runs["zone"] > 7).mean())
    limits = boxes.query("box == 1").set_index("factor")
    runs = results.runs
    inside = np.ones(len(runs), bool)
    for name in FACTORS:
        if not math.isnan(limits.loc[name, "high"]):
            inside &= runs[name] <= limits.loc[name, "high"]
        if not math.isnan(limits.loc[name, "low"]):
            inside &= runs[name] >= limits.loc[name, "low"]
    if not limits.loc["aid", "restricted"]:
        assert (runs.loc[inside, "zone"] > 7).mean() == pytest.approx(chosen["density"].iloc[0])
        assert inside.sum() == 3 * chosen["points"].iloc[0]


def test_the_factors_that_matter_are_limited_in_all_that_is_looked_for_again(found):
    stability = found.tables["stability"]
    often = stability.groupby(["over", "factor"])["restricted"].first()
    for over in ("points", "replicates"):
        assert often[over, "race.obsolescence_days"] == 1
        assert often[over, "ukraine.fpv.feedback_days"] == 1
    assert often["points", "front.reach_km"] < 0.5
    assert {*stability.loc[stability["factor"] == "aid", "level"]} == {"usual", "none"}
    repeats = found.tables["repeats"]
    assert repeats["over"].value_counts().to_dict() == {"points": 100, "replicates": 3}
    spread = stability.query("over == 'points' and factor == 'race.obsolescence_days'").iloc[0]
    quantiles = spread[[f"high_quantile_{each}" for each in (5, 50, 95)]]
    assert list(quantiles) == sorted(quantiles)


def test_the_same_results_and_condition_give_the_same_bytes(found, results, tmp_path):
    found.write(tmp_path / "one")
    sim.discover(results.folder, "zone > 7").write(tmp_path / "other")
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    tables = ("boxes", "trajectory", "repeats", "stability", "tree")
    pictures = ("trade_off", "box_limits", "box_pairs", "tree")
    assert files == sorted(
        [
            *(f"{name}.{kind}" for name in tables for kind in ("csv", "parquet")),
            *(f"{name}.png" for name in pictures),
            *("answer.txt", "asked.json"),
        ]
    )
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    boxes = pd.read_csv(tmp_path / "one" / "boxes.csv")
    assert boxes["factor"].tolist() == found.tables["boxes"]["factor"].tolist()


def test_a_density_that_no_box_reaches_is_told_first(results):
    """Losses go by one factor, the zone by two others; in no box do nearly all runs meet this."""
    words = sim.discover(results, "zone > 10", density=0.99).words
    assert any(line.startswith("No box reaches") for line in words[:2])


def test_what_is_chance_is_told_to_be(results):
    """Luck alone moves the zone past 5.9 where designs last."""
    words = sim.discover(results, "zone > 5.97 and zone < 6").words
    assert words[0].startswith("Not to be relied on")


def test_a_missing_tree_costs_the_tree_only_and_says_how_to_get_it(
    found, results, monkeypatch, tmp_path
):
    """Files are replaced only if forced; those that are not drawn again go."""
    found.write(tmp_path)
    with pytest.raises(FolderError, match="--force"):
        found.write(tmp_path)
    imported = builtins.__import__

    def without(name, *rest):
        if name.startswith("sklearn"):
            raise ModuleNotFoundError(name=name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    other = sim.discover(results, "zone > 7")
    assert "pip install 'killzone[analysis]'" in other.words[-1]
    assert "tree" not in other.tables
    assert {*other.figures} == {"trade_off", "box_limits", "box_pairs"}
    other.write(tmp_path, force=True)
    assert not list(tmp_path.glob("tree.*"))


def test_runs_of_which_nobody_knows_are_left_out_and_told(results):
    """A time that is never reached is later than the run; other missing values are unknown."""
    late = results.runs["late"].to_numpy(float)
    assert np.isnan(late).any()
    known = hits("late < 2", results)
    assert not np.isnan(known).any()
    assert (known[np.isnan(late)] == 0).all()
    assert (hits("late >= 2", results) == 1 - known).all()
    with pytest.raises(QuestionError, match="before 3 only"):
        hits("late > 3", results)
    partly = sim.Results(results.folder)
    partly.runs = results.runs.assign(zone=results.runs["zone"].where(results.runs.index % 5 > 0))
    unknown = hits("zone > 7 and losses > 0", partly)
    assert np.isnan(unknown).sum() == 90
    fails = hits("zone > 7 and losses > 1e9", partly)
    assert (fails == 0).all()  # whatever the zone is
    words = "\n".join(sim.discover(partly, "zone > 7").words)
    assert "Left out: 90 runs" in words


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("zon > 7", "nearest: zone"),
        ("zone = 7", "no condition"),
        ("zone > 7km", "no number"),
        ("zone > nan", "no number"),
        ("zone > 7 or losses > 3", "no condition"),
        ("3 < zone < 7", "no condition"),
        ("", "no condition"),
        ("__import__('os') > 1", "there is no response"),
        ("zone > 1e9", "none of the 450 runs"),
        ("zone > 0", "all of the 450 runs"),
    ],
)
def test_what_is_no_condition_is_told_with_a_cure(results, text, problem):
    with pytest.raises(QuestionError, match=problem) as raised:
        sim.discover(results, text)
    assert raised.value.exit_code == 2


def test_conditions_are_read_as_they_are_written():
    (one, other) = parse(" zone>=7.5   and losses <3e5", ["zone", "losses"])
    assert (str(one), str(other)) == ("zone >= 7.5", "losses < 300000")
    values = np.array([7.4, 7.5, 7.6, np.nan])
    assert one.holds(values).tolist() == [False, True, True, False]


def test_without_factors_or_with_few_points_there_are_no_boxes(tmp_path):
    few = swept(tmp_path / "few", design={"kind": "lhs", "points": 12})
    with pytest.raises(QuestionError, match="12 points"):
        sim.discover(few, "zone > 7")
    with pytest.raises(QuestionError, match="above 0"):
        sim.discover(few, "zone > 7", density=0)
    one = swept(tmp_path / "one", design={"kind": "grid"}, factors={})
    with pytest.raises(QuestionError, match="no factor varies"):
        sim.discover(one, "zone > 7")


def test_points_that_are_no_even_sample_are_told_of(tmp_path):
    names = "race.obsolescence_days", "ukraine.fpv.feedback_days"
    points = [dict(zip(names, (20 + n, 1 + n // 2), strict=True)) for n in range(60)]
    listed = swept(
        tmp_path / "list", factors={}, design={"kind": "list", "points": points}, replicates=1
    )
    words = "\n".join(sim.discover(listed, "zone > 7").words)
    assert "does not spread its points evenly" in words
    assert "Luck" not in words


def test_limits_are_told_as_levels_that_can_be_set():
    steps = np.array([30.0, 45.0, 60.0])
    coding = Coding("speed", "days", (), steps)
    whole = Between(30.0, 60.0)
    assert coding.phrase(Between(37.5, 60.0), whole) == "speed at least 45 days"
    assert coding.phrase(Between(37.5, 52.5), whole) == "speed exactly 45 days"
    assert coding.phrase(Between(30.0, 52.5), whole) == "speed at most 45 days"
    assert coding.phrase(whole, whole) == ""
    choice = Coding("aid", "", ("usual", "half", "none"), np.empty(0))
    assert choice.phrase(Among((0, 2)), Among((0, 1, 2))) == "aid is usual or none"
    assert choice.numbers(pd.Series(["none", "usual"])).tolist() == [2, 0]
    date = Coding("start", "", (), np.array([19000.0, 19010.0]), is_date=True)
    assert date.phrase(Between(19005.0, 19010.0), Between(19000.0, 19010.0)) == (
        "start at least 2022-01-18"
    )
    log = Coding("speed", "days", (), np.empty(0), is_log=True)
    assert log.places(np.array([10.0, 100.0]), Between(1.0, 100.0)).tolist() == [0.5, 1.0]
    assert log.number_at(0.5, Between(1.0, 100.0)) == pytest.approx(10)
