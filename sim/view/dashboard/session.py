"""What one page runs: a course, or two with the same seed, and how fast; knows no page."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from sim.view.dashboard.course import Course

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sim.view.dashboard.settings import Scenarios, Settings

RUNS = ("A", "B")
"""What the runs of a page are called."""

WORKERS = 2
POOL = ThreadPoolExecutor(WORKERS, thread_name_prefix="killzone")
"""Where all sessions simulate; kernels run without the interpreter's lock."""

SPEEDS = {"1": 1.0, "2": 2.0, "5": 5.0, "10": 10.0, "20": 20.0, "fastest": 0.0}
"""Days a second by name; the fastest draws what it can and leaves days out between."""

SPEED = "10"
SECONDS_A_FRAME = 0.1
"""Longest that the fastest speed simulates before it draws again."""

SHORTEST = 1e-4
"""Seconds that a step takes at least, by whatever clock."""

Value = TypeVar("Value")


async def in_pool(work: Callable[[], Value]) -> Value:
    """Do work in the common pool, so that no page waits for another one's arithmetic."""
    return await asyncio.get_running_loop().run_in_executor(POOL, work)


class Session:
    """The session of one page: what it shows, and what it runs.

    Attributes
    ----------
    settings : Settings
        What is on the screen.
    wanted : Settings
        What the next reset puts there.
    courses : tuple of Course
        Run A, and B if there is one; empty before the first reset and after the end.
    speed : str
        A key of `SPEEDS`.
    playing : bool
        Whether it goes on by itself.
    settling : asyncio.Lock
        Held while a change is taken over, so that what a reader does next comes after it.
    """

    def __init__(self, settings: Settings, scenarios: Scenarios) -> None:
        self.settings = self.wanted = settings
        self.scenarios = scenarios
        self.courses: tuple[Course, ...] = ()
        self.speed = SPEED
        self.playing = self.closed = False
        self.settling = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._plays = 0

    @property
    def day(self) -> int:
        """The last day simulated."""
        return self.courses[0].day if self.courses else 0

    @property
    def ended(self) -> bool:
        """Whether there is no day to go on to."""
        return not self.courses or self.courses[0].ended

    async def want(self, change: Callable[[Settings], Settings]) -> None:
        """Have the next reset put something else there; what is refused changes nothing."""
        wanted = change(self.wanted)
        self.wanted = await in_pool(lambda: wanted.complete(self.scenarios))

    async def reset(self) -> None:
        """Start again, with what is wanted; if that is refused, all stays as it is."""
        self.playing = False
        async with self._turn:
            if not self.closed:
                await self._begin(self.wanted)

    async def _begin(self, wanted: Settings) -> None:
        configs = await in_pool(lambda: wanted.configs(self.scenarios))
        begun = await asyncio.gather(*(in_pool(partial(Course, each)) for each in configs))
        self._forget()
        self.courses, self.settings = tuple(begun), wanted

    async def step(self, days: int = 1) -> None:
        """Simulate some days, of both runs at once."""
        async with self._turn:
            if not self.ended:
                await asyncio.gather(*(in_pool(partial(_go, each, days)) for each in self.courses))

    async def view(self, look: Callable[[tuple[Course, ...]], Value]) -> Value:
        """Return what `look` makes of the courses, which stand still in the meantime."""
        async with self._turn:
            return await in_pool(lambda: look(self.courses))

    async def play(self, draw: Callable[[], Awaitable[None]]) -> None:
        """Go on until paused or reset, and draw as often as the speed says."""
        self._plays += 1
        self.playing, days, this = True, 1, self._plays
        while self.playing and this == self._plays and not self.ended:
            began = time.monotonic()
            await self.step(days)
            took = max(time.monotonic() - began, SHORTEST)
            await draw()
            pace = SPEEDS[self.speed]
            days = 1 if pace else max(1, min(2 * days, round(days * SECONDS_A_FRAME / took)))
            rest = 1 / pace - (time.monotonic() - began) if pace else 0.0
            await asyncio.sleep(max(0.0, rest))
        if this == self._plays:
            self.playing = False

    def pause(self) -> None:
        """Stop after the day that is under way."""
        self.playing = False

    async def close(self) -> None:
        """End; what is under way finishes its day, and all is freed."""
        self.playing, self.closed = False, True
        async with self._turn:
            self._forget()

    def _forget(self) -> None:
        for course in self.courses:
            course.close()
        self.courses = ()


def _go(course: Course, days: int) -> None:
    for _ in range(days):
        if not course.ended:
            course.step()
