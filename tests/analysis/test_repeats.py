"""Boxes looked for again, and how much of what runs differ by is luck."""

import numpy as np
import pytest

from sim.analysis.prim import Cases
from sim.analysis.repeats import RESAMPLES, over_points, over_replicates, share_of_luck
from tests.analysis.boxes import within_a_box


def test_the_factors_of_a_known_box_are_limited_in_every_resample_and_others_seldom():
    """A factor that does nothing is limited in some resamples by chance, but not in most."""
    found = list(over_points(within_a_box(count=300), 0.8))
    counts = np.bincount(np.concatenate([each.box.restricted for each in found]), minlength=5)
    assert len(found) == RESAMPLES
    assert counts[:2].tolist() == [RESAMPLES, RESAMPLES]
    assert counts[2:].max() < RESAMPLES / 2
    assert np.mean([each.density_elsewhere for each in found]) > 0.7


def test_where_nothing_does_anything_the_density_elsewhere_is_that_of_all_points():
    """Of 300 points, 100 resamples: the mean is within 0.05 of the share of all (seed fixed)."""
    rng = np.random.default_rng(2)
    cases = Cases(rng.random((300, 4)), (0,) * 4, (rng.random(300) < 0.3).astype(float))
    found = list(over_points(cases, 0.8))
    assert np.mean([each.box.density for each in found]) > cases.interest.mean() + 0.05
    elsewhere = np.nanmean([each.density_elsewhere for each in found])
    assert elsewhere == pytest.approx(cases.interest.mean(), abs=0.05)


def test_replicates_that_agree_give_one_box_and_are_told_of_exactly():
    cases = within_a_box()
    hits = np.column_stack([cases.interest] * 3)
    found = list(over_replicates(cases, hits, 0.8))
    assert [each.number for each in found] == [0, 1, 2]
    assert len({each.box.limits for each in found}) == 1
    for each in found:
        assert each.density_elsewhere == pytest.approx(each.box.density)
        assert each.coverage_elsewhere == pytest.approx(each.box.coverage)
    assert not list(over_replicates(cases, hits[:, :1], 0.8))


def test_a_replicate_without_anything_of_interest_has_no_box():
    cases = within_a_box()
    hits = np.column_stack([cases.interest, np.zeros(len(cases))])
    assert [each.number for each in over_replicates(cases, hits, 0.8)] == [0]


def test_points_without_a_replicate_are_left_out_of_it():
    cases = within_a_box()
    hits = np.column_stack([cases.interest, cases.interest])
    hits[::2, 0] = np.nan
    first, second = over_replicates(cases, hits, 0.8)
    assert len(first.box.members) == len(cases) / 2
    assert len(second.box.members) == len(cases)
    assert second.density_elsewhere == pytest.approx(second.box.density, abs=0.15)


def test_the_share_of_luck_is_that_of_the_variance_within_points():
    """Shares of p = 0.2 or 0.8 at a point: 0.16 of 0.25 is within; 4,000 runs, within 0.03."""
    rng = np.random.default_rng(5)
    chance = rng.choice([0.2, 0.8], 800)
    hits = (rng.random((800, 5)) < chance[:, None]).astype(float)
    assert share_of_luck(hits) == pytest.approx(0.64, abs=0.03)
    assert share_of_luck(np.repeat([[0.0], [1.0]], 4, axis=1)) == 0
    assert np.isnan(share_of_luck(hits[:, :1]))
    assert np.isnan(share_of_luck(np.ones((5, 2))))
