"""What a film shows of a run: looked up in the model as it runs, kept as arrays."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.view.figures.run_tables import RunTables
from sim.war.columns import columns_of
from sim.war.model import Simulation
from sim.war.record import Recorder, sectors_of, space_of
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sim.config import Config
    from sim.war.armoury import Armoury
    from sim.war.record import Table

RECENT_DAYS = 14
"""Days for which a release and an obsolescence are shown."""
EVENTS_CHARACTERS = 125


class Moments(NamedTuple):
    """Recent moments in the lives of designs: the day of each, and where the design was today."""

    days: npt.NDArray[np.int64]
    places: Table


@dataclass(frozen=True)
class Frame:
    """A day of a run as a film shows it.

    Attributes
    ----------
    released, obsolete : mapping of str to Moments
        By side, front-line designs that were released, or became obsolete, of late.
    depth_km : mapping of str to array
        By side, the depth of the kill zone that it imposes in each sector.
    news : str
        The events that run, and whether there is a ceasefire.
    """

    day: int
    space: Table
    released: Mapping[str, Moments]
    obsolete: Mapping[str, Moments]
    depth_km: Mapping[str, npt.NDArray[np.float64]]
    news: str


@dataclass(frozen=True)
class Footage:
    """A run as a film shows it: some of its days, the first and the last among them.

    `every` is the days from one frame to the next, and `recorded` the tables as the model gave
    them.
    """

    run: RunTables
    frames: Sequence[Frame]
    every: int
    recorded: Mapping[str, Table]

    @property
    def recent_days(self) -> int:
        """For how many days a moment is shown: at least on one frame."""
        return max(RECENT_DAYS, self.every)

    def sides(self) -> list[str]:
        """Return the sides that ever have a front-line design."""
        designs = self.run.designs
        having = set(designs.loc[designs["role"] == "fpv", "side"])
        return [side for side in SIDES if side in having]


def frame_days(last_day: int, every: int) -> list[int]:
    """Return the days that a film shows: one in `every`, and the last one."""
    return [*range(0, last_day, every), last_day]


def shoot(config: Config, replicate: int, every: int, on_frame: Callable[[int], None]) -> Footage:
    """Simulate a replicate and keep what a film of it shows, a frame every so many days.

    `on_frame` is called with the number of frames that are there.
    """
    wanted = set(frame_days(config.run.days, every))
    recent = max(RECENT_DAYS, every)
    model = Simulation(config, replicate)
    recorder = Recorder(model)
    frames = [_look(model, recent)]

    def watch(day: int) -> None:
        if day in wanted:
            frames.append(_look(model, recent))
            on_frame(len(frames))

    model.run(watch)
    recorded = recorder.tables()
    return Footage(_run_tables(config, replicate, recorded), frames, every, recorded)


def _run_tables(config: Config, replicate: int, recorded: Mapping[str, Table]) -> RunTables:
    names = ("daily", "designs", "space")
    daily, designs, space = (
        pd.DataFrame(recorded[name]).assign(replicate=replicate) for name in names
    )
    known = [column for name in names for column in columns_of(name, config.race.dimensions)]
    units = {column.name: column.unit for column in known}
    return RunTables(config, daily, designs, space, units)


def _look(model: Simulation, recent: int) -> Frame:
    sectors = sectors_of(model)
    armouries = {side.name: side.fpv.armoury for side in model.sides}
    return Frame(
        day=model.day,
        space=space_of(model),
        released={
            side: _moments(armoury, armoury.released, model.day, recent)
            for side, armoury in armouries.items()
        },
        obsolete={
            side: _moments(armoury, armoury.obsolete, model.day, recent)
            for side, armoury in armouries.items()
        },
        depth_km={side: sectors[f"kill_zone_km_{side}"].copy() for side in SIDES},
        news=_news(model),
    )


def _moments(armoury: Armoury, days: npt.NDArray[np.int64], today: int, recent: int) -> Moments:
    """Return what happened to designs in the last days; what is there on day 0 is no news."""
    days = days[: armoury.count]
    designs = np.flatnonzero((days > 0) & (days > today - recent))
    places = armoury.place[designs]
    table = {f"x_{axis + 1}": column for axis, column in enumerate(places.T)}
    return Moments(days[designs], table)


def _news(model: Simulation) -> str:
    """Name what runs today, in one line."""
    running = "; ".join(model.schedule.active(model.day))
    news = [] if model.truce.fighting else ["ceasefire"]
    if running:
        news.append(f"events: {running}")
    return textwrap.shorten("; ".join(news), EVENTS_CHARACTERS, placeholder=" ...")
