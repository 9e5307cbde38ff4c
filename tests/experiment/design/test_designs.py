"""What each design promises of its points."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.config import Config
from sim.experiment.design import sampling
from sim.experiment.design.designs import (
    KINDS,
    Grid,
    Independent,
    LatinHypercube,
    Maximin,
    Morris,
    Orthogonal,
    Saltelli,
    Sobol,
)
from sim.experiment.design.experiment import Experiment
from sim.experiment.design.factors import Range
from tests.experiment.design.examples import SEEDS, designs, factors
from tests.settings import examples

BASE = Config()
SHARE = Range("economy.learning_rate", ("economy.learning_rate",), 0.0, 0.5)
SIZES = st.integers(1, 40)


def rows(design, chosen):
    return list(Experiment("trial", BASE, chosen, design).rows())


@settings(max_examples=examples(100))
@given(chosen=factors(counted=True, least=1), design=designs())
def test_every_design_stays_within_its_factors(chosen, design):
    experiment = Experiment("trial", BASE, chosen, design)
    assert not list(design.flaws(chosen)) or design.kind == "grid"
    sample = list(experiment.rows())
    assert len(sample) == design.size(chosen)
    for row in sample:
        assert [type(level) for level in row] == [each.kind for each in chosen]
        assert all(each.holds(level) for each, level in zip(chosen, row, strict=True))


@settings(max_examples=examples(50))
@given(chosen=factors(counted=True), design=designs())
def test_points_are_those_of_the_sample_no_two_alike(chosen, design):
    experiment = Experiment("trial", BASE, chosen, design)
    points = experiment.points()
    assert len({point.id for point in points}) == len(points)
    assert [point.levels for point in points] == list(dict.fromkeys(experiment.rows()))


@settings(max_examples=examples(50))
@given(chosen=factors(counted=True))
def test_a_grid_is_every_combination_of_levels(chosen):
    found = rows(Grid(), chosen)
    assert len(set(found)) == len(found) == math.prod(len(each.levels) for each in chosen)
    assert all(
        set(column) == set(each.levels)
        for each, column in zip(chosen, zip(*found, strict=True), strict=True)
    )


@pytest.mark.parametrize("kind", [LatinHypercube, pytest.param(Maximin, marks=pytest.mark.long)])
@settings(max_examples=examples(30))
@given(points=SIZES, dimensions=st.integers(1, 5), seed=SEEDS)
def test_a_latin_hypercube_has_one_point_in_each_part_of_each_factor(
    kind, points, dimensions, seed
):
    sample = kind(points, seed).sample(dimensions)
    parts = np.sort(np.floor(sample * points), axis=0)
    assert (parts == np.arange(points)[:, None]).all()


@given(seed=SEEDS, root=st.sampled_from([3, 5, 7]))
def test_an_orthogonal_design_fills_the_squares_of_each_pair(seed, root):
    sample = Orthogonal(root**2, seed).sample(3)
    for first, second in ((0, 1), (0, 2), (1, 2)):
        cells = np.floor(sample[:, [first, second]] * root)
        assert len({tuple(cell) for cell in cells}) == root**2


@settings(max_examples=15)
@given(seed=SEEDS)
def test_maximin_moves_the_points_of_its_hypercube_apart(seed):
    def least(sample):
        distances = np.linalg.norm(sample[:, None] - sample[None], axis=2)
        return distances[np.triu_indices(len(sample), 1)].min()

    apart = least(sampling.maximin(20, 3, seed))
    assert apart >= least(sampling.latin_hypercube(20, 3, seed))
    assert apart > 0.15


@given(power=st.integers(1, 6), dimensions=st.integers(1, 6), seed=SEEDS)
def test_a_sobol_sequence_is_balanced_and_grows_at_its_end(power, dimensions, seed):
    sample = Sobol(2**power, seed).sample(dimensions)
    assert sample.shape == (2**power, dimensions)
    assert ((sample < 0.5).sum(axis=0) == 2 ** (power - 1)).all()
    assert (Sobol(2 ** (power + 1), seed).sample(dimensions)[: 2**power] == sample).all()


@given(power=st.integers(1, 4), dimensions=st.integers(1, 4), seed=SEEDS)
def test_saltelli_blocks_swap_one_column_of_two_matrices(power, dimensions, seed):
    for second_order in (False, True):
        block = (2 if second_order else 1) * dimensions + 2
        sample = Saltelli(2**power, second_order, seed).sample(dimensions)
        assert sample.shape == (2**power * block, dimensions)
        for rows_of_block in sample.reshape(2**power, block, dimensions):
            first, last = rows_of_block[0], rows_of_block[-1]
            for column in range(dimensions):
                expected = first.copy()
                expected[column] = last[column]
                assert (rows_of_block[1 + column] == expected).all()


@given(
    trajectories=st.integers(1, 6),
    dimensions=st.integers(1, 5),
    levels=st.sampled_from([2, 4, 6, 8]),
    seed=SEEDS,
)
def test_morris_trajectories_change_one_factor_a_row(trajectories, dimensions, levels, seed):
    sample = Morris(trajectories, levels, seed).sample(dimensions)
    assert sample.shape == (trajectories * (dimensions + 1), dimensions)
    steps = np.diff(sample.reshape(trajectories, dimensions + 1, dimensions), axis=1)
    assert ((steps != 0).sum(axis=2) == 1).all()
    assert np.allclose(np.abs(steps).sum(axis=1), levels / (2 * (levels - 1)))
    assert np.allclose(sample * (levels - 1), np.round(sample * (levels - 1)))
    more = Morris(trajectories + 1, levels, seed).sample(dimensions)
    assert (more[: len(sample)] == sample).all()


@given(
    groups=st.lists(st.sampled_from("abc"), min_size=2, max_size=6).filter(lambda g: len({*g}) > 1),
    seed=SEEDS,
)
def test_groups_count_as_one(groups, seed):
    moves = len({*groups})
    paths = Morris(2, seed=seed).sample(len(groups), groups)
    assert len(paths) == 2 * (moves + 1)
    for steps in np.diff(paths.reshape(2, moves + 1, -1), axis=1):
        changed = [{groups[column] for column in np.flatnonzero(step)} for step in steps]
        assert sorted(map(sorted, changed)) == sorted([name] for name in {*groups})
        for step, names in zip(steps, changed, strict=True):
            assert {groups.count(name) for name in names} == {np.count_nonzero(step)}
    blocks = Saltelli(2, second_order=False, seed=seed).sample(len(groups), groups)
    for block in blocks.reshape(2, moves + 2, -1):
        for row, name in zip(block[1:-1], dict.fromkeys(groups), strict=True):
            own = np.array(groups) == name
            assert (row == np.where(own, block[-1], block[0])).all()


@settings(max_examples=examples(50))
@given(
    chosen=factors(), trajectories=st.integers(1, 4), levels=st.sampled_from([2, 4, 6]), seed=SEEDS
)
def test_each_step_of_a_trajectory_changes_one_level(chosen, trajectories, levels, seed):
    sample = rows(Morris(trajectories, levels, seed), chosen)
    for index in range(0, len(sample), len(chosen) + 1):
        walk = sample[index : index + len(chosen) + 1]
        changed = [sum(map(lambda a, b: a != b, *pair)) for pair in itertools.pairwise(walk)]
        assert changed == [1] * len(chosen)


SEEDED = [kind for kind in KINDS if kind not in ("grid", "list", "outside", "patterns")]


@pytest.mark.parametrize("kind", SEEDED)
def test_a_seed_is_a_sample_and_no_global_generator_is_touched(kind):
    options = (
        {"trajectories": 3} if kind == "morris" else {"points": 25 if kind == "orthogonal" else 16}
    )
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first, again, other = (KINDS[kind](**options, seed=seed).sample(3) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


def test_size_is_known_without_building():
    huge = Range("run.seed", ("run.seed",), 0, 10**9, count=10**9)
    design = Grid()
    assert design.size([huge] * 10) == 10**90
    assert design.size([SHARE.__class__(*("x", ("x",), 0.0, 1.0, "linear", 100))] * 10) == 10**20


@given(number=st.integers(1, 10**6))
def test_nearest_power_of_two(number):
    near = sampling.nearest_power_of_two(number)
    assert near & (near - 1) == 0
    assert all(abs(number - near) <= abs(number - 2**each) for each in range(21))


@given(number=st.integers(1, 5000), least=st.integers(1, 30))
def test_nearest_prime_square(number, least):
    squares = [each**2 for each in range(2, 200) if sampling.is_prime(each) and each >= least]
    near = sampling.nearest_prime_square(number, least)
    assert abs(number - near) == min(abs(number - square) for square in squares)


def test_independent_points_are_uniform():
    sample = Independent(4000, 3).sample(2)
    assert np.abs(sample.mean(axis=0) - 0.5).max() < 4 * math.sqrt(1 / 12 / 4000)
