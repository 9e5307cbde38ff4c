"""News that takes days to arrive."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

News = TypeVar("News")


class Delay(Generic[News]):
    """What was reported day by day, of which only what is old enough is known.

    Where news comes to take longer, what is known stands still until it is old enough; where it
    comes faster, days are skipped.

    Parameters
    ----------
    first
        What is known until there is other news.
    """

    def __init__(self, first: News) -> None:
        self._filed: deque[News] = deque([first])

    def file(self, news: News, on_file: int) -> None:
        """File the news of a day, and keep so many days of it, this one included."""
        self._filed.append(news)
        while len(self._filed) > on_file:
            self._filed.popleft()

    @property
    def known(self) -> News:
        """The oldest on file."""
        return self._filed[0]
