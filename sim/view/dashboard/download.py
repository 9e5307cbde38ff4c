"""What is on the screen as files: the configuration that repeats it, and its daily table.

The table is, byte for byte, what ``killzone run`` on that configuration and ``killzone export``
write as daily.csv.
"""

from __future__ import annotations

from itertools import pairwise
from typing import IO, TYPE_CHECKING

from sim.config import Config, to_yaml
from sim.config.behaviours import options
from sim.experiment.design.experiment import Experiment
from sim.experiment.results.exporting import write_batches
from sim.experiment.store import tables
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from sim.view.dashboard.course import Course

TABLE = "daily"
ROWS = 4096
HEADING = """\
# What the live page of killzone {version} showed on day {day}. To get its daily table again:
#
#   killzone run FILE --out results/again{options}
#   killzone export results/again --out again   # again/daily.csv

"""


def reproducing(config: Config, day: int) -> Config:
    """Return a configuration that ends on `day`, from 1, with the same days up to then.

    Events that start later are left out, since a run must not end before its events. Where
    one that starts at random stands after them in the list, its draws go by its place there; then
    they stay, and the run ends when the last of them starts.
    """
    starts = [event.starts_on(config.run.start) for event in config.events]
    last_random = max((place for place, start in enumerate(starts) if start is None), default=-1)
    kept = [
        (event, start)
        for place, (event, start) in enumerate(zip(config.events, starts, strict=True))
        if start is None or start <= day or place < last_random
    ]
    end = max([day, *(start for _, start in kept if start is not None)])
    values = config.model_dump()
    values["run"]["days"] = end
    values["events"] = [event.model_dump() for event, _ in kept]
    return Config.model_validate(values)


def yaml_of(course: Course) -> str:
    """Return the configuration that repeats what is on the screen."""
    more = "".join(f" {each}" for each in options(course.config.behaviours))
    heading = HEADING.format(version=__version__, day=course.day, options=more)
    return heading + to_yaml(reproducing(course.config, course.day))


def write_csv(course: Course, file: IO[bytes]) -> None:
    """Write the daily table up to today, all replicates one after the other."""
    day = course.day
    config = reproducing(course.config, day)
    schema = tables.schema(TABLE, config)
    write_batches(file, schema, _batches(course, config, day))


def _batches(course: Course, config: Config, day: int) -> Iterator[pa.RecordBatch]:
    runs = Experiment.of(config, TABLE).runs(0, len(course.journals))
    ends = [*range(0, day + 1, ROWS), day + 1]
    for run, journal in zip(runs, course.journals, strict=True):
        for first, last in pairwise(ends):
            yield from tables.table(TABLE, journal.read(first, last), run, config).to_batches()
