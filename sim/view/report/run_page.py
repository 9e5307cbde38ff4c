"""What the report of a run of one configuration shows: main responses, and figures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sim.view.figures import pages, style
from sim.view.figures.run_figures import FIGURES
from sim.view.figures.run_tables import RunTables
from sim.view.report.exhibit import (
    Exhibit,
    curves_in_words,
    exhibit,
)
from sim.view.report.table import Table, ends, number, numeric, textual
from sim.war.columns import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from sim.experiment.results.results import Results
    from sim.war.columns import Column

SPACE = "design_space"
WEIGHT = "weight"
"""What the size of a marker shows in the design space."""


def headline_table(results: Results) -> Table | None:
    """Return the main responses with the article's figures, or None if nothing is done yet."""
    if results.daily.empty:
        return None
    rows = [
        (
            row["response"],
            number(row["mean"]),
            ends(row["low"], row["high"]),
            "" if row["unit"] == "1" else style.unit_label(row["unit"]),
            row["reference"],
        )
        for row in results.headline.to_dict("records")
    ]
    headings = (
        *textual("response"),
        *numeric("mean", "95% interval"),
        *textual("unit", "for comparison"),
    )
    count = results.daily["replicate"].nunique()
    over = "1 replicate" if count == 1 else f"{count} replicates"
    after = results.config.run.days // 2 + 1
    caption = f"Main responses of {over}; means from day {after} on unless a row says otherwise"
    return Table.of("headline", caption, headings, rows)


@dataclass(frozen=True)
class DrawnTables(RunTables):
    """Tables that remember which columns a figure is drawn from: the keys of `drawn`."""

    drawn: dict[str, None] = field(default_factory=dict)

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


def exhibits(results: Results) -> Iterator[Exhibit]:
    """Yield the figures of a run of one configuration, without those that have nothing to show."""
    run = DrawnTables.of(results)
    if run.daily.empty:
        return
    known = _columns(run)
    span = f", {run.date(0)} to {run.date(run.last_day)}"
    for name, draw in FIGURES.items():
        watched = replace(run, drawn={WEIGHT: None} if name == SPACE else {})
        with pages.house_style():
            figure = draw(watched)
            if figure is not None:
                told = _space_in_words(run) if name == SPACE else curves_in_words(figure)
                columns = [known[each] for each in watched.drawn]
                yield exhibit(name, figure, f"{span}. {told}", columns)


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
        whose = f"{row['kind']}s of {style.SIDE_STROKES[row['side']].label}"
        counts.setdefault(whose, []).append(f"{row['count']} on {run.date(row['day'])}")
    parts = (f"{whose}: {', '.join(each)}" for whose, each in counts.items())
    return f"{'; '.join(parts)}."
