"""Rank correlations that are asked for are had, and each factor keeps its values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from sim.config import Config
from sim.experiment.design.correlation import Correlation, reorder
from sim.experiment.design.designs import Independent, LatinHypercube, Sobol
from sim.experiment.design.experiment import Experiment
from sim.experiment.design.factors import LOG, Range
from tests.experiment.design.examples import SEEDS
from tests.settings import examples

TOLERANCE = 0.11
"""Of the Spearman correlation had from 128 points on; it is within 0.02 for two in three."""

NAMES = ("a", "b", "c")


@pytest.mark.parametrize("kind", [Independent, LatinHypercube, Sobol])
@settings(max_examples=examples(40))
@given(asked=st.floats(-0.95, 0.95), seed=SEEDS)
def test_a_pair_has_about_the_correlation_asked_for(kind, asked, seed):
    sample = kind(128, seed).sample(3)
    found = reorder(sample, NAMES, [Correlation(between=("a", "c"), spearman=asked)])
    assert abs(spearmanr(found[:, 0], found[:, 2]).statistic - asked) < TOLERANCE
    assert (np.sort(found, axis=0) == np.sort(sample, axis=0)).all()
    assert (found[:, 1] == sample[:, 1]).all()


@settings(max_examples=examples(40))
@given(first=st.floats(-0.6, 0.6), second=st.floats(-0.6, 0.6), seed=SEEDS)
def test_three_factors_have_all_correlations_at_once(first, second, seed):
    asked = [
        Correlation(between=("a", "b"), spearman=first),
        Correlation(between=("b", "c"), spearman=second),
    ]
    found = spearmanr(reorder(LatinHypercube(128, seed).sample(3), NAMES, asked)).statistic
    assert abs(found[0, 1] - first) < TOLERANCE
    assert abs(found[1, 2] - second) < TOLERANCE
    assert abs(found[0, 2]) < TOLERANCE


def test_levels_are_correlated_as_their_shares():
    factors = (
        Range("race.obsolescence_days", ("race.obsolescence_days",), 30.0, 90.0),
        Range("target", ("ukraine.output_target_per_year",), 1e6, 1e8, LOG),
    )
    correlation = (Correlation(between=("race.obsolescence_days", "target"), spearman=-0.7),)
    experiment = Experiment("trial", Config(), factors, LatinHypercube(200), correlation)
    days, target = np.array(list(experiment.rows())).T
    assert abs(spearmanr(days, target).statistic + 0.7) < TOLERANCE
    parts = np.sort(np.floor((days - 30) / 60 * 200 - 1e-9))
    assert (np.abs(parts - np.arange(200)) <= 1).all()
