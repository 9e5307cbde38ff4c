"""From a configuration, or results, to a film of one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment.errors import FilmError, disk_errors
from sim.experiment.results.exporting import refuse_overwriting
from sim.experiment.runner import QUIET, warm_up
from sim.experiment.store import files
from sim.view.figures.pages import house_style
from sim.view.film.footage import frame_days, shoot
from sim.view.film.page import FilmPage
from sim.view.film.source import find_run
from sim.view.film.writing import Reel, writer_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sim.config import Config
    from sim.config.paths import Given
    from sim.experiment.workers.observer import Observer
    from sim.view.film.page import Pixels

FPS = 12
MOST_FPS = 50
"""GIF counts in hundredths of a second, and browsers slow down frames of a single one."""
SECONDS = 30
"""How long a film lasts by default."""
STEPS = 2
"""Each frame is first simulated and then drawn."""


def film(
    source: Given | Config,
    out: Given | None = None,
    *,
    settings: Iterable[str] = (),
    replicate: int = 0,
    point: int | None = None,
    every: int | None = None,
    fps: int | None = None,
    force: bool = False,
    observer: Observer = QUIET,
) -> Path:
    """Make a film of one run: the design space, the front, and time series up to the day shown.

    The run is simulated again, even if its results are stored; if it comes out differently, as
    another version may make it, a warning says so. The same configuration, seed and replicate
    give the same bytes of GIF and WebP.

    Parameters
    ----------
    source
        A result folder; or a configuration, the path of one, or the name of one that killzone
        ships.
    out
        The file, whose name ends in .gif, .webp or .mp4 (needs ffmpeg); film.gif in a result
        folder, or results/NAME.gif of a configuration, if not given.
    settings
        Changes of a configuration that is a path or name, as given to ``--set``.
    replicate
        Which replicate, from 0.
    point
        Which point of a sweep's design, from 0; the first, if not given.
    every
        Days from one frame to the next; so many that the film lasts about 30 seconds, if not
        given. The last day is always there.
    fps
        Frames per second; 12, if not given.
    force
        Replace a file that is there already.
    observer
        Told how it goes.

    Returns
    -------
    Path
        The film.

    Raises
    ------
    ConfigError
        If the configuration is not valid.
    RunError
        If the film cannot be made as asked.

    Examples
    --------
    >>> import sim
    >>> sim.film("one-race", "race.gif", settings=["run.days=12"], every=4).name
    'race.gif'
    """
    fps = FPS if fps is None else fps
    _check(every, fps, replicate)
    found = find_run(source, settings, replicate, point)
    path = files.located(found.out if out is None else out)
    write = writer_for(path)
    refuse_overwriting([path], force=force)
    every = default_every(found.config.run.days, fps) if every is None else every
    count = len(frame_days(found.config.run.days, every))
    warm_up(observer)
    observer.planned(count, STEPS, 0)
    footage = shoot(found.config, replicate, every, lambda frames: observer.advanced(0, 0, frames))
    if found.stored:
        found.stored.compare(found.config, footage.recorded)
    with house_style(), disk_errors(path.parent):
        page = FilmPage(footage, found.title())
        files.make_folder(path.parent)
        with files.replacing(path) as file:
            write(file, Reel(count, _draw(page, count, observer), fps))
    return path


def default_every(days: int, fps: int) -> int:
    """Return the days per frame with which a film lasts about 30 seconds."""
    return max(1, round(days / (SECONDS * fps)))


def _check(every: int | None, fps: int, replicate: int) -> None:
    if replicate < 0:
        raise FilmError(f"replicate must be 0 or more, not {replicate}")
    if every is not None and every < 1:
        raise FilmError(f"every must be a day or more, not {every}")
    if not 1 <= fps <= MOST_FPS:
        raise FilmError(f"fps must be 1 to {MOST_FPS}, not {fps}")


def _draw(page: FilmPage, count: int, observer: Observer) -> Iterator[Pixels]:
    for index in range(count):
        yield page.frame(index)
        observer.advanced(index + 1, 0, count - index - 1)
