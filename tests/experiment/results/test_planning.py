"""How many runs are told to be enough is what a sample of that size gives."""

import numpy as np
import pytest

import sim
from sim.analysis.sensitivity.by_blocks import by_blocks
from sim.analysis.sensitivity.sobol import blocks_of
from sim.experiment.design import sampling
from sim.experiment.results.planning import PER_ROOT, advice

RANGES = {
    "race.obsolescence_days": {"range": [30, 90]},
    "ukraine.fpv.hit_share": {"range": [0.4, 0.6]},
}


def experiment(**design):
    return sim.Experiment("planned", factors=RANGES, design=design, replicates=3)


def test_the_half_width_of_one_half_is_as_told():
    problem = sampling.unit_problem(["x", "y"])
    shares = sampling.saltelli(problem, 1024, 1, second_order=False)
    from scipy.stats import norm

    values = norm.ppf(np.clip(shares, 1e-6, 1 - 1e-6)).sum(axis=1)  # both have one half
    answer = by_blocks(blocks_of(values[:, None], 2, second_order=False), ["x", "y"], 0.05)
    told = PER_ROOT / np.sqrt(1024)
    # A bootstrap of 400 knows a deviation to 4%, and the variance that it is divided by varies too.
    assert answer.indices["total_half_width"][:2].to_numpy() == pytest.approx(told, rel=0.25)


def test_advice_for_each_kind_of_design():
    saltelli = experiment(kind="saltelli", points=64, second_order=False)
    assert "+-17.3% from points: 64; +-5.0% takes points: 1024, at most 12,288 runs" in advice(
        saltelli, 0.05
    )
    assert "points: 256, at most 3,072 runs" in advice(saltelli, 0.1)
    assert "this design has 7" in advice(experiment(kind="morris", trajectories=7), 0.05)
    assert "here 20, 60 runs; the design has 16 points" in advice(
        experiment(kind="lhs", points=16), 0.05
    )
