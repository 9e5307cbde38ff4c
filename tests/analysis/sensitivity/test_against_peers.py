"""Indices and effects equal those of SALib, number by number, and agree with OpenTURNS."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze import morris as salib_morris
from SALib.analyze import rbd_fast as salib_rbd_fast
from SALib.analyze import sobol as salib_sobol

from sim.analysis.sensitivity import morris, rbd_fast, sobol
from sim.experiment.design import sampling
from tests.known_functions import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, ishigami
from tests.settings import examples

SEEDS = st.integers(0, 1000)
GROUPS = st.lists(st.sampled_from("ab"), min_size=3, max_size=3)


def problem(groups=()):
    return sampling.unit_problem(["x", "y", "z"], groups)


@given(SEEDS, st.booleans())
@settings(max_examples=examples(20), deadline=None)
def test_sobol_indices_are_those_of_salib(seed, second_order):
    shares = sampling.saltelli(problem(), 32, seed, second_order=second_order)
    values = ishigami(shares) + 40.0  # centring must not matter
    theirs = salib_sobol.analyze(
        problem(), values, calc_second_order=second_order, num_resamples=2, seed=7
    )
    blocks = sobol.blocks_of(values[:, None], 3, second_order=second_order)
    forward = blocks._replace(back=blocks.back[:0])
    first, total = sobol.first_and_total(forward)
    # They centre by the mean of all rows, and not of A and B alone.
    offset = (values.mean() - blocks.base.mean()) / blocks.base.var()
    by_centre = offset * (blocks.mixed - blocks.a).mean(axis=(1, 2))
    assert first == pytest.approx(theirs["S1"] + by_centre)
    assert total == pytest.approx(theirs["ST"])


def test_second_orders_are_those_of_salib_and_of_the_function():
    shares = sampling.saltelli(problem(), 1024, 1, second_order=True)
    values = ishigami(shares)
    theirs = salib_sobol.analyze(problem(), values, num_resamples=2, seed=7)["S2"]
    ours = sobol.second(sobol.blocks_of(values[:, None], 3, second_order=True))
    pairs = np.triu_indices(3, 1)
    assert ours[pairs] == pytest.approx(theirs[pairs], abs=0.03)  # other first orders are taken off
    assert ours[pairs] == pytest.approx([0, 0.2437, 0], abs=0.03)


@given(SEEDS, GROUPS)
@settings(max_examples=examples(20), deadline=None)
def test_elementary_effects_are_those_of_salib_in_groups_too(seed, groups):
    grouped = problem(groups)
    if len({*groups}) < 2:
        return  # SALib has no sample of one group
    shares = sampling.morris(grouped, 6, seed, 4)
    values = ishigami(shares)
    theirs = salib_morris.analyze(grouped, shares, values, num_levels=4, num_resamples=2, seed=7)
    names = list(dict.fromkeys(groups))
    order = [list(theirs["names"]).index(name) for name in names]
    effects = morris.effects_of(shares, values[:, None], groups)
    _, mu_star, _ = morris.statistics(effects)
    assert mu_star == pytest.approx(np.asarray(theirs["mu_star"], float)[order])


@given(SEEDS)
@settings(max_examples=examples(20), deadline=None)
def test_effects_of_single_factors_have_their_sign_and_spread(seed):
    shares = sampling.morris(problem(), 6, seed, 4)
    values = ishigami(shares)
    theirs = salib_morris.analyze(problem(), shares, values, num_levels=4, num_resamples=2, seed=7)
    found = morris.statistics(morris.effects_of(shares, values[:, None], "xyz"))
    for ours, name in zip(found, ("mu", "mu_star", "sigma"), strict=True):
        assert ours == pytest.approx(np.asarray(theirs[name], float))


@given(SEEDS, st.integers(60, 90))
@settings(max_examples=examples(20), deadline=None)
def test_first_orders_by_rbd_fast_are_those_of_salib(seed, points):
    shares = np.random.default_rng(seed).random((points, 3))
    values = ishigami(shares)
    theirs = salib_rbd_fast.analyze(problem(), shares, values, num_resamples=2, seed=7)
    assert rbd_fast.first(shares, values[:, None]) == pytest.approx(theirs["S1"])


def test_what_chance_gives_rbd_fast_has_the_deviation_that_is_told():
    random = np.random.default_rng(1)
    found = rbd_fast.first(random.random((200, 400)), random.normal(size=(200, 1)))
    assert found.mean() == pytest.approx(0.0, abs=0.01)
    # The deviation of 400 numbers is known to 4%; dividing by 1 - 2M/N widens it by a tenth.
    assert found.std() == pytest.approx(rbd_fast.deviation(200), rel=0.25)


def test_openturns_gives_the_same_totals():
    openturns = pytest.importorskip("openturns")
    blocks = 1024
    shares = sampling.saltelli(problem(), blocks, 1, second_order=False)
    values = ishigami(shares).reshape(blocks, 5)
    a, mixed, b = values[:, 0], values[:, 1:4], values[:, 4]
    rows = shares.reshape(blocks, 5, 3)
    inputs = np.concatenate([rows[:, 0], rows[:, 4], *(rows[:, 1 + i] for i in range(3))])
    outputs = np.concatenate([a, b, *mixed.T])[:, None]
    theirs = openturns.JansenSensitivityAlgorithm(
        openturns.Sample(inputs), openturns.Sample(outputs), blocks
    )
    found = sobol.blocks_of(values.reshape(-1, 1), 3, second_order=False)
    first, total = sobol.first_and_total(found)
    # Its variance is that of A alone, and its first order is Jansen's.
    assert total == pytest.approx(np.array(theirs.getTotalOrderIndices()), abs=0.02)
    assert first == pytest.approx(np.array(theirs.getFirstOrderIndices()), abs=0.05)
    assert total == pytest.approx(ISHIGAMI_TOTAL[:3], abs=0.03)
    assert first == pytest.approx(ISHIGAMI_FIRST[:3], abs=0.03)
