"""The armoury's counts are those that their definitions give, design by design."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.war.armoury import Armoury
from sim.war.equations import race
from sim.war.equations.race import NOT_YET, TOLERANCE
from tests.stock import followed_days, put

TODAY = 100

lives = st.lists(
    st.tuples(
        st.integers(0, 40),  # released
        st.one_of(st.just(NOT_YET), st.integers(41, TODAY)),  # replaced
        st.one_of(st.just(NOT_YET), st.integers(1, TODAY)),  # obsolete
        st.floats(0.0, 1.0),  # rate relative to that at release
    ),
    max_size=30,
)


def held(design: int) -> int:
    """Drones on the shelf: none of every third design, which is gone once it is replaced."""
    return design % 3


def armoury_of(lives) -> Armoury:
    armoury = Armoury(1, 1, 4)
    for released, replaced, obsolete, worn in lives:
        design = armoury.release(0, np.zeros(1), 0, -1, released)
        armoury.replaced[design], armoury.obsolete[design] = replaced, obsolete
        armoury.released_rate[design], armoury.rate[design] = 0.8, 0.8 * worn
        put(armoury.shelves, armoury.slot[design], np.array([held(design)]))
    armoury.close_day()
    return armoury


@given(lives)
def test_a_design_is_followed_until_obsolete_replaced_or_today(lives):
    days, event = followed_days(armoury_of(lives), TODAY)
    assert len(days) == len(event) == len(lives)
    for (released, replaced, obsolete, _), followed, seen in zip(lives, days, event, strict=True):
        end = TODAY if replaced == NOT_YET else replaced
        assert seen == (obsolete != NOT_YET and obsolete <= end)
        assert followed == (obsolete if seen else end) - released


@given(lives)
def test_stale_drones_are_those_of_obsolete_designs(lives):
    stale = sum(
        held(design) for design, (_, _, obsolete, _) in enumerate(lives) if obsolete != NOT_YET
    )
    assert armoury_of(lives).stale() == stale


@given(lives)
def test_stale_sorties_are_those_of_obsolete_designs(lives):
    armoury = armoury_of(lives)
    armoury.sorties[: armoury.count] = 1 + np.arange(armoury.count)
    stale = (1 + design for design, (_, _, obsolete, _) in enumerate(lives) if obsolete != NOT_YET)
    assert armoury.stale_sorties() == sum(stale)


@given(lives)
def test_a_living_design_is_marked_on_the_first_day_at_half_its_rate_and_never_again(lives):
    armoury = armoury_of(lives)
    for day in (TODAY + 1, TODAY + 2):
        race.mark_obsolete(
            armoury.ids, armoury.rate, armoury.released_rate, day, armoury.obsolete
        )  # fmt: skip
    for design, (_, replaced, obsolete, worn) in enumerate(lives):
        lives_on = replaced == NOT_YET or held(design) > 0
        falls = lives_on and obsolete == NOT_YET and worn <= 0.5 * (1 + TOLERANCE)
        assert armoury.obsolete[design] == (TODAY + 1 if falls else obsolete)
