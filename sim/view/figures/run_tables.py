"""What the figures read: the tables of a result folder, by day and by week."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from sim.analysis.measures import COLUMNS
from sim.config import Config, load
from sim.experiment.store import tables
from sim.view.figures import style
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sim.experiment.results.results import Results
    from sim.war.columns import Bounds

WEEK = 7


@dataclass(frozen=True)
class RunTables:
    """The tables of a run, all replicates' rows, with the unit of each daily and space column."""

    config: Config
    daily: pd.DataFrame
    designs: pd.DataFrame
    space: pd.DataFrame
    units: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> RunTables:
        """Read the result folder."""
        daily, designs, space = (
            tables.read(folder / f"{name}.parquet") for name in ("daily", "designs", "space")
        )
        return cls(
            config=load(folder / "config.yaml", resolve=False),
            daily=tables.frame(daily),
            designs=tables.frame(designs),
            space=tables.frame(space),
            units=tables.units(daily.schema) | tables.units(space.schema),
        )

    @classmethod
    def of(cls, results: Results) -> Self:
        """Return the tables of a run that may not be complete."""
        schemas = results.schemas
        return cls(
            config=results.config,
            daily=results.daily,
            designs=results.designs,
            space=results.space,
            units=tables.units(schemas["daily"]) | tables.units(schemas["space"]),
        )

    @property
    def replicates(self) -> int:
        """Number of replicates."""
        return int(self.daily["replicate"].nunique())

    @property
    def last_day(self) -> int:
        """Day on which the run ended."""
        return self.config.run.days

    @property
    def span(self) -> tuple[np.datetime64, np.datetime64]:
        """First and last date."""
        first, last = self._dates(np.array([0, self.last_day])).to_numpy()
        return first, last

    def date(self, day: int) -> str:
        """Return the date of `day` as ISO 8601 writes it."""
        return str(self._dates(np.array([day])).to_numpy("datetime64[D]")[0])

    def by_day(self, column: str) -> pd.DataFrame:
        """Return `column` with one row per day, labelled by date, and one column per replicate."""
        table = self._by_day_number(column)
        return table.set_index(self._dates(table.index.to_numpy()))

    def by_week(self, column: str) -> pd.DataFrame:
        """Return weekly means of `column`, labelled by the middle of the week.

        Weeks begin on day 1, since nothing has been done by day 0.
        """
        table = self._by_day_number(column)
        table = table[table.index > 0]
        week = (table.index.to_numpy() - 1) // WEEK
        middle = pd.Series(table.index.to_numpy()).groupby(week).mean().to_numpy().round()
        return table.groupby(week).mean().set_index(self._dates(middle))

    def sides_with(self, pattern: str) -> list[str]:
        """Sides whose column, `pattern` with the side filled in, is ever other than 0."""
        return [side for side in SIDES if self.has(pattern.format(side))]

    def curves_by_side(self, pattern: str) -> list[tuple[pd.DataFrame, style.Stroke]]:
        """Return the curve of each side that has one: the column by day, and how it is drawn."""
        return [
            (self.by_day(pattern.format(side)), style.SIDE_STROKES[side])
            for side in self.sides_with(pattern)
        ]

    def has(self, column: str) -> bool:
        """Tell whether `column` is ever other than 0 or missing."""
        return bool(self.daily[column].fillna(0).ne(0).any())

    @property
    def spells(self) -> list[style.Spell]:
        """The times for which events run whose start is known beforehand."""
        found = []
        for event in self.config.events:
            start = event.starts_on(self.config.run.start)
            if start is not None and start < self.last_day:
                end = min(event.ends_on(start, self.config.run.start), self.last_day)
                found.append(style.Spell(event.label, *map(self._day, (start, end))))
        return found

    @property
    def told(self) -> str:
        """What captions say of lines, and of what is shaded."""
        shaded = [f"{each.name} ({each.start} to {each.end})" for each in self.spells]
        random = [event.label for event in self.config.events if event.per_year is not None]
        parts = [
            style.over_replicates(self.replicates),
            f"Grey: {'; '.join(shaded)}." if shaded else "",
            f"Not shaded, as they start at random: {'; '.join(random)}." if random else "",
        ]
        return " ".join(filter(None, parts))

    @staticmethod
    def bounds(column: str) -> Bounds:
        """Return what the values of a daily column lie within."""
        return COLUMNS[column].bounds

    def unit(self, column: str) -> str:
        """Return the unit of `column` as an axis shows it."""
        return style.unit_label(self.units[column])

    def _by_day_number(self, column: str) -> pd.DataFrame:
        table = self.daily.pivot(index="day", columns="replicate", values=column)
        return table.astype(float)

    def _day(self, day: int) -> dt.date:
        return self.config.run.start + dt.timedelta(days=day)

    def _dates(self, days: np.ndarray) -> pd.DatetimeIndex:
        start = np.datetime64(self.config.run.start, "s")
        return pd.DatetimeIndex(start + days.astype(int).astype("timedelta64[D]"))
