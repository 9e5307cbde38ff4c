"""Replacements fill units up to their establishment, in proportion to what they lack."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.war.equations import front
from sim.war.model import Simulation
from sim.war.numerics.streams import Purpose, Streams
from tests.settings import SMALL, configured

STREAMS = Streams(1, 0, 0)


@given(
    strength=st.lists(st.integers(0, 2000), min_size=1, max_size=30).map(np.array),
    establishment=st.integers(0, 1500),
    waiting=st.integers(0, 5000),
    recruits=st.integers(0, 3000),
    day=st.integers(1, 1000),
)
def test_all_of_them_are_in_a_unit_or_wait_and_nobody_is_filled_beyond(
    strength, establishment, waiting, recruits, day
):
    before, lacking = strength.copy(), np.maximum(0, establishment - strength)
    key = STREAMS.key(Purpose.RECRUIT, day)
    left = front.recruit(key, float(recruits), waiting, float(establishment), strength)
    joined = strength - before
    assert joined.sum() + left == waiting + recruits
    assert (joined >= 0).all()
    assert (joined <= lacking).all()
    assert left == max(0, waiting + recruits - lacking.sum())
    if lacking.sum():
        # Whole soldiers: within one of the share.
        share = min(1.0, (waiting + recruits) / lacking.sum())
        assert (np.abs(joined - share * lacking) <= 1).all()


def test_with_more_recruits_than_losses_strength_stays_and_the_rest_waits():
    many = {"ukraine.units.recruits_per_day": 5000.0, "run.days": 60}
    model = Simulation(configured({**SMALL, **many}))
    units = model.ua.units
    for _ in range(60):
        model.step()
        # A sixth of it is no whole number, and a unit lacks nobody below one soldier.
        assert units.parameters.establishment - units.size < units.total("strength")
        assert units.total("strength") <= units.parameters.establishment
    lost = 60 * 5000 - units.waiting
    assert 0 < lost < 60 * 5000
    model.finish()
