"""Raids: routes follow their weights."""

import numpy as np
from scipy import stats

from sim.war.equations import sky
from sim.war.numerics.streams import Purpose, Streams


def routes(weights, stops: int, forces: int) -> np.ndarray:
    targeted = np.empty((forces, stops), dtype=np.int64)
    stream = Streams(5, 0, 1).key(Purpose.ROUTE, 1)
    sky.choose_routes(stream, weights, np.empty(weights.size), targeted)
    return targeted


def test_stops_are_drawn_one_after_the_other_with_odds_by_weight():
    """The first by w_i / W, the second likewise among those that are left."""
    weights = np.array([1.0, 2.0, 3.0, 6.0])
    targeted = routes(weights, stops=2, forces=20_000)
    share = weights / weights.sum()
    chances = np.outer(share, share) / (1 - share)[:, None]
    np.fill_diagonal(chances, 0.0)
    drawn = np.zeros_like(chances)
    np.add.at(drawn, (targeted[:, 0], targeted[:, 1]), 1)
    possible = chances > 0
    assert not drawn[~possible].any()
    # The seed is fixed; a right sampler fails at one seed in a thousand.
    test = stats.chisquare(drawn[possible], chances[possible] * len(targeted))
    assert test.pvalue > 0.001


def test_a_route_that_covers_all_regions_visits_each_once():
    targeted = routes(np.array([0.01, 1.0, 0.5]), stops=3, forces=50)
    assert (np.sort(targeted, axis=1) == np.arange(3)).all()
