"""Answers: known indices, noise that common random numbers take out, and checks that can fail."""

import numpy as np
import pytest

from sim.analysis import surrogate
from sim.analysis.sensitivity import rbd_fast, wording
from sim.analysis.sensitivity.answer import DUMMY, IDLE, LUCK, MOVES
from sim.analysis.sensitivity.by_blocks import by_blocks
from sim.analysis.sensitivity.by_process import by_process
from sim.analysis.sensitivity.by_trajectories import by_trajectories
from sim.analysis.sensitivity.morris import effects_of
from sim.analysis.sensitivity.sobol import blocks_of
from sim.experiment.design import sampling
from tests.known_functions import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, ishigami, luck_of

NAMES = ["x", "y", "z", "w"]
WANTED = 0.05
DEVIATION = 3.72
"""Of Ishigami's function over the cube."""


def is_trusted(answer):
    return all(gate.passed for gate in answer.gates)


def runs(shares, noise=0.0, replicates=5):
    """Return the function with luck that is nearly alike at points near each other."""
    lucks = [luck_of(shares.T, replicate) for replicate in range(replicates)]
    return ishigami(shares)[:, None] + noise * DEVIATION * np.column_stack(lucks)


def saltelli(noise=0.0, points=256):
    problem = sampling.unit_problem(NAMES)
    shares = sampling.saltelli(problem, points, 1, second_order=False)
    blocks = blocks_of(runs(shares, noise), 4, second_order=False)
    return by_blocks(blocks, NAMES, WANTED)


def process(noise=0.0, points=200):
    shares = sampling.latin_hypercube(points, 4, 1)
    return by_process(shares, runs(shares, noise), NAMES, WANTED, is_random=True)


def column(answer, name):
    return answer.indices.set_index("factor").loc[NAMES, name].to_numpy(float)


def row(answer, factor):
    return answer.indices.set_index("factor").loc[factor]


def gate(answer, name):
    (found,) = (each for each in answer.gates if each.gate == name)
    return found


def test_rbd_fast_takes_the_pattern_of_a_grid_for_a_factor():
    """Why it is not asked of designs that have one: of b alone, a seems to do most."""
    pytest.importorskip("sklearn")
    a, b = np.meshgrid(np.linspace(0, 1, 3), np.linspace(0, 1, 20), indexing="ij")
    grid = np.column_stack([a.ravel(), b.ravel()])
    assert rbd_fast.first(grid, grid[:, 1:])[0] > 0.5
    some = np.random.default_rng(1).random((200, 2))
    assert abs(rbd_fast.first(some, some[:, 1:])[0]) < 0.1
    answer = by_process(grid, grid[:, 1:], ["a", "b"], WANTED, is_random=False)
    assert "rbd_fast" not in {each.gate for each in answer.gates}


def test_a_sample_that_is_in_order_is_not_cut_by_it(monkeypatch):
    """Of a grid whose first rows have one level of the first factor."""
    pytest.importorskip("sklearn")
    monkeypatch.setattr(surrogate, "MOST_POINTS", 60)
    a, b = np.meshgrid(np.linspace(0, 1, 10), np.linspace(0, 1, 60), indexing="ij")
    grid = np.column_stack([a.ravel(), b.ravel()])
    answer = by_process(grid, grid[:, :1], ["a", "b"], WANTED, is_random=False)
    assert answer.indices["total"].to_numpy()[:2] == pytest.approx([1, 0], abs=0.02)
    assert "of 60 points, drawn from 600," in gate(answer, "surrogate_q2").words


@pytest.mark.parametrize("ask", [saltelli, process])
@pytest.mark.parametrize("noise", [0.0, 0.3, 1.0])
def test_noise_that_is_common_to_all_points_leaves_the_dummy_at_0(ask, noise):
    pytest.importorskip("sklearn")
    answer = ask(noise)
    assert abs(row(answer, DUMMY)["total"]) <= 0.02
    assert column(answer, "total")[3] == pytest.approx(0.0, abs=0.02)
    # The slope of luck along x, up to 1 of the deviation, is an effect of x of its own.
    room = 0.05 + 0.1 * noise + 1.5 * column(answer, "total_half_width")
    assert (np.abs(column(answer, "total") - ISHIGAMI_TOTAL) <= room).all()
    assert (np.abs(column(answer, "first") - ISHIGAMI_FIRST) <= room + 0.1 * noise).all()


@pytest.mark.parametrize("noise", [0.3, 1.0])
def test_luck_has_its_share(noise):
    share = noise**2 / (1 + noise**2)
    # Of the variance of five cosines of random phase: 40% off is within one standard error.
    assert row(saltelli(noise), LUCK)["total"] == pytest.approx(share, rel=0.6)


def test_intervals_narrow_with_the_sample_and_the_check_of_their_width_passes_at_last():
    small, large = saltelli(points=64), saltelli(points=8192)
    ratio = column(small, "total_half_width")[:3] / column(large, "total_half_width")[:3]
    # A half-width from 64 blocks is itself known to about a quarter: two standard errors.
    assert ratio == pytest.approx(np.sqrt(8192 / 64), rel=0.5)
    assert not gate(small, "half_width").passed
    assert not is_trusted(small)
    assert gate(large, "half_width").passed
    assert wording.verdict({"y": small}).startswith("NOT TRUSTED")
    assert wording.verdict({"y": large}) == "All checks are passed (y)."


def test_convergence_ends_at_the_answer():
    answer = saltelli()
    last = answer.convergence[answer.convergence["n"] == 256]
    assert last["value"].to_numpy() == pytest.approx(column(answer, "total"))
    assert sorted(answer.convergence["n"].unique()) == [16, 32, 64, 128, 256]


def test_a_factor_that_does_nothing_is_named():
    assert saltelli().factors_that(IDLE) == ["w"]
    assert saltelli().factors_that(MOVES) == ["x", "y", "z"]


def test_a_surrogate_that_foretells_nothing_is_not_trusted():
    pytest.importorskip("sklearn")
    shares = sampling.latin_hypercube(40, 4, 1)
    noise = np.random.default_rng(1).normal(size=(40, 2))
    answer = by_process(shares, noise, NAMES, WANTED, is_random=True)
    assert not gate(answer, "surrogate_q2").passed
    assert not is_trusted(answer)


def test_morris_finds_a_linear_effect_everywhere_and_nothing_else():
    problem = sampling.unit_problem(NAMES)
    shares = sampling.morris(problem, 12, 1, 4)
    values = (3 * shares[:, 0] - 2 * shares[:, 1])[:, None] + np.array([0.0, 1.0, 5.0])
    answer = by_trajectories(effects_of(shares, values, NAMES), values, NAMES)
    assert column(answer, "mu") == pytest.approx([3, -2, 0, 0])
    assert column(answer, "mu_star") == pytest.approx([3, 2, 0, 0])
    assert column(answer, "sigma") == pytest.approx(0, abs=1e-12)
    assert row(answer, LUCK)["mu_star"] == pytest.approx((1 + 4 + 5) / 3)
    assert answer.factors_that(IDLE) == ["z", "w"]
    assert is_trusted(answer)


def test_a_group_moves_what_its_factors_move():
    problem = sampling.unit_problem(NAMES, ["g", "g", "z", "w"])
    shares = sampling.saltelli(problem, 1024, 1, second_order=False)
    values = runs(shares, replicates=1)
    answer = by_blocks(blocks_of(values, 3, second_order=False), ["g", "z", "w"], WANTED)
    totals = answer.indices.set_index("factor")["total"]
    # x and y do nothing together, and z only with x.
    assert totals["g"] == pytest.approx(1.0, abs=0.05)
    assert totals["z"] == pytest.approx(ISHIGAMI_TOTAL[2], abs=0.05)
