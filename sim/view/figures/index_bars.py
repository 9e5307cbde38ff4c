"""Figure: which share of a response's variance each factor explains, by itself and in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.sensitivity.answer import DUMMY, LUCK
from sim.view.figures import pages, style
from sim.view.figures.factors import fold

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.analysis.sensitivity.answer import Movers
    from sim.view.figures.pages import Plate

MOST_BARS = 20
ROW_IN, NAME_IN, NAME_CHARACTERS, NAME_LINES = 0.36, 2.35, 30, 2
FIRST, TOTAL = (
    ("by itself (first order)", 0.19, "#a9cbe6"),
    ("in all (total order)", -0.19, "#3b82bd"),
)
BESIDE = {DUMMY: "a factor that does nothing", LUCK: "luck (of all runs)"}


def draw(answer: Movers, response: str, replicates: int) -> Plate:
    """Draw first and total orders with their 95% intervals, the largest total at the top.

    Intervals end at 0 and 1, as shares do.
    """
    rows = in_order(answer.indices, "total")
    figure, grid = pages.frame(
        1,
        1,
        f"What moves {style.plain(response)}",
        _caption(answer, len(rows), replicates),
        height_in=ROW_IN * len(rows) + 0.2,
        left_in=NAME_IN,
    )
    axes = grid[0, 0]
    axes.set_label(f"{pages.LETTERED}indices")
    for column, (label, offset, colour) in {"first": FIRST, "total": TOTAL}.items():
        _bars(axes, rows, column, offset, (label, colour))
    name_rows(axes, rows["factor"])
    axes.axhline(0.5 - (rows["factor"] != LUCK).sum(), color="0.75", linewidth=0.8)
    axes.set_xlim(min(0.0, float(rows["first"].min())) - 0.01, 1.05)
    axes.set_xlabel("share of variance")
    style.legend(axes)
    return figure


def in_order(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the largest factors of a table, the largest first, then the dummy and luck."""
    is_beside = table["factor"].isin([*BESIDE])
    factors = table[~is_beside].sort_values(by, ascending=False, kind="stable")
    beside = table[is_beside]
    return type(table)(
        [*factors.head(MOST_BARS).to_dict("records"), *beside.to_dict("records")],
        columns=table.columns,
    )


def name_rows(axes: Axes, factors: pd.Series[str]) -> None:
    """Name the rows of a panel, the first at the top."""
    names = [BESIDE.get(each, each) for each in factors]
    folded = [fold(name, NAME_CHARACTERS, NAME_LINES) for name in names]
    axes.set_yticks(-np.arange(len(names)), folded)
    axes.set_ylim(-len(names) + 0.4, 0.6)
    axes.grid(visible=False, axis="y")


def _bars(
    axes: Axes, rows: pd.DataFrame, column: str, offset: float, look: tuple[str, str]
) -> None:
    (label, colour), half, share = look, rows[f"{column}_half_width"], rows[column]
    ends = [np.fmin(half, room.clip(lower=0)) for room in (share, 1 - share)]
    axes.barh(
        -np.arange(len(rows)) + offset,
        share,
        0.36,
        xerr=ends,
        label=label,
        color=colour,
        error_kw={"elinewidth": 1.0, "capsize": 2.5, "ecolor": "0.25"},
    )


def _caption(answer: Movers, shown: int, replicates: int) -> str:
    left_out = len(answer.indices) - shown
    more = f" {left_out} smaller ones are left out." if left_out else ""
    failed = [gate.gate for gate in answer.gates if not gate.passed]
    trust = f" NOT TRUSTED: fails {', '.join(failed)}." if failed else ""
    return (
        f"Shares of the variance within a replicate, a mean over {replicates}; bars end in 95% "
        f"intervals.{more}{trust}"
    )
