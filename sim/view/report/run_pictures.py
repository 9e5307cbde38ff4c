"""The figures of a run, each with the quantities that it was drawn from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sim.experiment import experiment_tables
from sim.experiment.store import tables
from sim.view.figures import style
from sim.view.figures.run_figures import FIGURES
from sim.view.figures.run_tables import RunTables
from sim.view.report.picture import (
    Picture,
    curves_in_words,
    curves_of,
    image_of,
    numbers_table,
    quantities_table,
)
from sim.war.columns import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from matplotlib.figure import Figure

    from sim.experiment.results.results import Results
    from sim.war.columns import Column

SPACE = "design_space"
WEIGHT = "weight"
"""What the size of a marker shows in the design space."""


@dataclass(frozen=True)
class Watched(RunTables):
    """Tables that remember which of their quantities a figure is drawn from.

    Attributes
    ----------
    drawn : dict
        Columns in the order in which they were first asked for, as keys.
    """

    drawn: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, results: Results) -> Watched:
        """Return the tables of a run that may not be complete."""
        schemas = experiment_tables.schemas(results.experiment)
        return cls(
            config=results.config,
            daily=results.daily,
            designs=results.designs,
            space=results.space,
            units=tables.units(schemas["daily"]) | tables.units(schemas["space"]),
        )

    def by_day(self, column: str) -> pd.DataFrame:
        """Return `column` by day."""
        self.drawn[column] = None
        return super().by_day(column)

    def by_week(self, column: str) -> pd.DataFrame:
        """Return weekly means of `column`."""
        self.drawn[column] = None
        return super().by_week(column)

    def unit(self, column: str) -> str:
        """Return the unit of `column`, which a panel is about if there is any of it."""
        if column not in self.daily or self.has(column):
            self.drawn[column] = None
        return super().unit(column)


def pictures(results: Results) -> Iterator[Picture]:
    """Yield the figures of a run of one configuration, without those that have nothing to show."""
    run = Watched.of(results)
    if run.daily.empty:
        return
    known = _columns(run)
    for name, draw in FIGURES.items():
        watched = replace(run, drawn={WEIGHT: None} if name == SPACE else {})
        with style.house_style():
            figure = draw(watched)
            if figure is not None:
                yield _picture(name, figure, watched, [known[each] for each in watched.drawn])


def _picture(name: str, figure: Figure, run: Watched, columns: list[Column]) -> Picture:
    title, caption = style.take_words(figure)
    first, last = (run.date(day) for day in (0, run.last_day))
    told = _space_in_words(run) if name == SPACE else curves_in_words(figure)
    return Picture(
        name,
        title,
        caption,
        f"{title}, {first} to {last}. {told}",
        image_of(figure),
        quantities_table(name, title, columns),
        numbers_table(name, title, curves_of(figure)),
    )


def _columns(run: RunTables) -> dict[str, Column]:
    dimensions = run.config.race.dimensions
    return {
        column.name: column
        for table in ("space", "daily")
        for column in columns_of(table, dimensions)
    }


def _space_in_words(run: RunTables) -> str:
    """Return how many designs and countermeasures each panel has."""
    space = run.space.query("replicate == replicate.min()")
    sizes = space.groupby(["kind", "side", "day"]).size().rename("count").reset_index()
    counts: dict[str, list[str]] = {}
    for row in sizes.to_dict("records"):
        whose = f"{row['kind']}s of {style.SIDES[row['side']].label}"
        counts.setdefault(whose, []).append(f"{row['count']} on {run.date(row['day'])}")
    parts = (f"{whose}: {', '.join(each)}" for whose, each in counts.items())
    return f"{'; '.join(parts)}."
