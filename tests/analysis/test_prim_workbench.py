"""Boxes by PRIM are those of the EMA Workbench, on its own examples and on others."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.covering import choose, cover, find, quasi_p
from sim.analysis.prim import Between, Prim
from tests.analysis.boxes import coded, mixed

pytestmark = pytest.mark.filterwarnings("ignore")  # the workbench's own

LOW = 0.1
"""A threshold that every trajectory reaches: below it the workbench shows no trajectory."""
SPANS = [30, 90], [60, 200], [1, 60]


@pytest.fixture
def workbench():
    """Return the workbench's module of PRIM and the folder of its data."""
    ema = pytest.importorskip("ema_workbench")
    from ema_workbench.analysis import prim

    return prim, Path(ema.__file__).parent / "examples" / "data"


def theirs(workbench, levels, interest, peel=0.05):
    return workbench[0].Prim(levels, interest, threshold=LOW, peel_alpha=peel)


def ours(cases, peel=0.05, remaining=None):
    everything = np.ones(len(cases), dtype=bool)
    return Prim(cases, everything if remaining is None else remaining, peel).trajectory()


def require_equal(boxes, trajectory, levels):
    """Compare a trajectory with one of the workbench's box for box, every number exactly."""
    assert len(boxes) == len(trajectory.box_lims)
    for step, (box, limits) in enumerate(zip(boxes, trajectory.box_lims, strict=True)):
        row = trajectory.peeling_trajectory.iloc[step]
        stands = (row["coverage"], row["density"], row["mass"], row["n"], row["res_dim"])
        size = box.size, len(box.restricted)
        assert (box.coverage, box.density, box.mass, *size) == stands
        for name, limit in zip(levels, box.limits, strict=True):
            if isinstance(limit, Between):
                assert (limit.low, limit.high) == tuple(limits[name])
            else:
                known = np.sort(levels[name].unique())
                assert {*known[[*limit.codes]]} == limits[name].iloc[0]


def test_boxes_are_those_of_the_workbench_on_its_example_of_bryant_and_lempert(workbench):
    """Its examples/sd_prim_bryant_and_lempert.py: peeling by 10%, and the quasi-p values."""
    table = pd.read_csv(workbench[1] / "bryant et al 2010 data.csv", index_col=False)
    levels, interest = table.iloc[:, 2:11], table.iloc[:, 15].to_numpy()
    expected = theirs(workbench, levels, interest, peel=0.1).find_box()
    cases = coded(levels, interest)
    boxes = ours(cases, peel=0.1)
    require_equal(boxes, expected, levels)
    step = 21  # the one that the example looks at
    found = find(cases, 1.0)._replace(box=boxes[step])
    assert {levels.columns[each] for each in boxes[step].restricted} == {*expected.qp[step]}
    for name, values in expected.qp[step].items():
        value = quasi_p(cases, found, levels.columns.get_loc(name))
        known = [np.nan if each == -1 else each for each in values]
        np.testing.assert_allclose([value.low, value.high], known, rtol=1e-12)


@pytest.mark.parametrize("seed", [0, 5, 7])
def test_boxes_are_those_of_the_workbench_with_categories_and_pasting(workbench, seed):
    levels, interest = mixed(seed)
    boxes = ours(coded(levels, interest))
    require_equal(boxes, theirs(workbench, levels, interest).find_box(), levels)
    if seed:  # else nothing tells that pasting agrees
        assert boxes[-1].pasted


def test_a_second_box_is_the_workbenchs_after_the_same_first_one(workbench):
    levels, interest = mixed(0)
    cases, search = coded(levels, interest), theirs(workbench, levels, interest)
    first = search.find_box()
    boxes = ours(cases)
    taken = choose(boxes, 0.8)
    first.select(boxes.index(taken))
    require_equal(ours(cases, remaining=~taken.members), search.find_box(), levels)
    assert cover(cases, 0.8, 2)[0].box.limits == taken.limits


def test_shares_of_runs_are_peeled_as_the_workbench_peels_a_quantity(workbench):
    """Its regression mode; coverage is then no share of interest there, and is not compared."""
    levels, _ = mixed(3, 200)
    interest = np.random.default_rng(3).integers(0, 6, 200) / 5 * levels["a"].to_numpy()
    prim = workbench[0]
    mode = prim.sdutil.RuleInductionType.REGRESSION
    expected = prim.Prim(levels, interest, threshold=LOW, mode=mode).find_box()
    boxes = ours(coded(levels, interest))
    means = expected.peeling_trajectory["mean"].to_numpy()
    np.testing.assert_allclose([box.density for box in boxes], means, rtol=1e-12)
    assert [box.size for box in boxes] == expected.peeling_trajectory["n"].tolist()


def test_boxes_are_those_of_the_workbench_on_a_sweep_of_the_model(workbench):
    names = ["race.obsolescence_days", "ukraine.fpv.platform_days", "ukraine.fpv.feedback_days"]
    experiment = sim.Experiment(
        "aging",
        "one-race",
        set={"run.days": 60, "run.spin_up_days": 0},
        factors={name: {"range": span} for name, span in zip(names, SPANS, strict=True)},
        design={"kind": "lhs", "points": 50},
        replicates=1,
        responses={"passes": {"column": "pass_rate_ua", "statistic": "mean"}},
    )
    results = sim.sweep(experiment, workers=1)
    middle = results.runs["passes"].median()
    cases = sim.discover(results, f"passes > {middle}").found.cases
    levels, interest = results.runs[names].astype(float), results.runs["passes"] > middle
    expected = theirs(workbench, levels, interest.to_numpy()).find_box()
    boxes = ours(cases)
    require_equal(boxes, expected, levels)
    assert len(boxes) > 5


@pytest.mark.long
@pytest.mark.parametrize("name", ["1000 flu cases no policy", "5000 runs WCM"])
def test_boxes_are_those_of_the_workbench_on_its_larger_examples(workbench, name):
    """Its sd_prim_flu.py, whose box is pasted 18 times, and sd_prim_wcm.py, with truth values."""
    from ema_workbench import load_results

    levels, outcomes = load_results(str(workbench[1] / f"{name}.tar.gz"))
    levels = levels.drop(columns=["scenario", "policy", "model"])
    interest = {
        "1000 flu cases no policy": lambda: (
            outcomes["deceased_population_region_1"][:, -1] > 1000000
        ),
        "5000 runs WCM": lambda: outcomes["throughput Rotterdam"] / 2.178849944502783e7 < 1,
    }[name]()
    boxes = ours(coded(levels, interest))
    require_equal(boxes, theirs(workbench, levels, interest).find_box(), levels)
