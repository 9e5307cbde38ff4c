"""What the page of a run of one configuration shows beside its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import style
from sim.view.report.table import Table, ends, number, numeric, textual

if TYPE_CHECKING:
    from sim.experiment.results.results import Results


def headline_table(results: Results) -> Table | None:
    """Return the main responses beside the article's figures, or None if nothing is done yet."""
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
