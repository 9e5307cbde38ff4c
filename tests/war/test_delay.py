"""News is as old as it should be, whatever delays were before."""

from hypothesis import given
from hypothesis import strategies as st

from sim.war.delay import Delay


@given(delays=st.lists(st.integers(1, 40), min_size=1, max_size=200))
def test_news_grows_older_by_a_day_a_day_at_most_and_is_never_older_than_it_should_be(delays):
    news, known_before = Delay(0), 0
    for day, days in enumerate(delays, start=1):
        news.file(day, days)
        assert news.known >= known_before
        assert day - news.known < days or news.known == known_before
        known_before = news.known


def test_with_a_steady_delay_news_is_that_old():
    news = Delay(0)
    for day in range(1, 50):
        news.file(day, 7)
        assert news.known == max(0, day - 6)


def test_news_that_comes_to_take_longer_stands_still_until_it_is_old_enough():
    news, known = Delay(0), []
    for day in range(1, 40):
        news.file(day, 5 if day <= 10 else 15)
        known.append(news.known)
    assert known[9] == 6
    assert known[10:20] == [6] * 10
    assert known[20] == 7
