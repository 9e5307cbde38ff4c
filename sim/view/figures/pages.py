"""Pages that figures are drawn for: a screen's, with title and caption, and a journal's, without.

On a screen's page a figure has its title above, its caption below, and a title on each panel. On a
journal's page, of one column or two, it has none of them: panels have letters, axes the names of
what they show, and title and caption are for the text of the article (`Plate.told`).
"""

from __future__ import annotations

import contextlib
import string
import textwrap
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RC: dict[Any, Any] = {
    "figure.dpi": 140,
    "savefig.dpi": 140,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titley": 1.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "0.9",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.5,
    "lines.markersize": 4.5,
    "hatch.color": "0.7",
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "killzone",
    "pdf.fonttype": 42,
}
JOURNAL_RC: dict[Any, Any] = {
    "savefig.dpi": 600,
    "font.size": 8,
    "axes.labelsize": 7.5,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "legend.fontsize": 7,
    "axes.linewidth": 0.6,
    "lines.linewidth": 1.1,
    "lines.markersize": 3.2,
}
MM_PER_IN = 25.4
CAPTION_LINE_IN, CAPTION_CHARACTERS, LETTER_PT = 0.145, 140, 9


class Page(NamedTuple):
    """A page for figures, with the room around their panels.

    Attributes
    ----------
    width_in : float
        Its width in inches.
    columns : int
        Most panels side by side, of those that may as well stand one above the other.
    left_in, right_in, above_in, below_in : float
        Room around the panels, for what is written there.
    column_gap_in, row_gap_in : float
        Room between panels.
    height_part : float
        Height of its panels, where those of a screen's page have 1.
    is_titled : bool
        Whether titles and captions are drawn.
    """

    width_in: float
    columns: int
    left_in: float
    right_in: float
    above_in: float
    below_in: float
    column_gap_in: float
    row_gap_in: float
    height_part: float
    is_titled: bool


SCREEN = Page(8.6, 3, 0.9, 0.3, 0.85, 0.6, 0.95, 0.9, 1.0, is_titled=True)
ONE_COLUMN = Page(89 / MM_PER_IN, 1, 0.88, 0.12, 0.54, 0.34, 0.5, 0.78, 0.75, is_titled=False)
TWO_COLUMNS = Page(183 / MM_PER_IN, 3, 0.88, 0.12, 0.4, 0.34, 1.02, 0.62, 0.75, is_titled=False)
"""Pages of a journal whose columns are 89 mm wide, or 183 mm together, as most are."""

_page: ContextVar[Page] = ContextVar("page", default=SCREEN)


def page() -> Page:
    """Return the page that figures are drawn for."""
    return _page.get()


@contextlib.contextmanager
def house_style(on: Page = SCREEN) -> Iterator[None]:
    """Draw in house style on a page, whatever a reader's own matplotlibrc says."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(RC)
        if not on.is_titled:
            mpl.rcParams.update(JOURNAL_RC)
        token = _page.set(on)
        try:
            yield
        finally:
            _page.reset(token)


class Plate(Figure):
    """A figure that knows its title and caption, drawn or not."""

    title = ""
    caption = ""

    @property
    def told(self) -> str:
        """What the text of an article says below it, panel by panel."""
        labels = [str(axes.get_label()) for axes in self.axes]
        panels = [label for label in labels if label.startswith(LETTERED)]
        named = (label.removeprefix(LETTERED) for label in panels)
        letters = "; ".join(
            f"({letter}) {name}"
            for letter, name in zip(string.ascii_lowercase, named, strict=False)
        )
        parts = [f"{self.title}.", f"{letters}." if len(panels) > 1 else "", self.caption]
        return " ".join(filter(None, parts)).replace(r"\$", "$")


LETTERED = "panel: "
"""Labels of axes that are panels begin with it; the rest is what is in them."""


def frame(
    rows: int,
    columns: int,
    title: str,
    caption: str,
    *,
    height_in: float | Sequence[float] = 2.0,
    left_in: float | None = None,
    right_in: float | None = None,
    above_in: float | None = None,
    below_in: float | None = None,
    column_gap_in: float | None = None,
    row_gap_in: float | None = None,
    is_stackable: bool = True,
) -> tuple[Plate, np.ndarray]:
    """Return a figure on the page, and its axes, shape (rows, columns).

    The layout is in inches rather than fitted to the text, so that panels line up and the room
    for title and legend is the same everywhere; `height_in` is the height of a panel, or of
    those in each row, and `left_in`, `right_in`, `above_in` and `below_in` the room for what is
    written around the panels, that of the page if not given. On a page for fewer columns the
    panels stand one above the other, if they are stackable.
    """
    on = page()
    shape, heights = (rows, columns), on.height_part * np.broadcast_to(height_in, rows)
    if is_stackable and columns > on.columns:
        heights = np.repeat(heights, columns)
        rows, columns = rows * columns, 1
    lines = textwrap.wrap(caption, CAPTION_CHARACTERS) if on.is_titled else []
    left, right = _given(left_in, on.left_in), _given(right_in, on.right_in)
    above = _given(above_in, on.above_in)
    bottom = _given(below_in, on.below_in) + CAPTION_LINE_IN * len(lines)
    column_gap, row_gap = _given(column_gap_in, on.column_gap_in), _given(row_gap_in, on.row_gap_in)
    height = above + heights.sum() + (rows - 1) * row_gap + bottom
    width = (on.width_in - left - right - (columns - 1) * column_gap) / columns
    figure = Plate(figsize=(on.width_in, height))
    figure.title, figure.caption = title, caption
    if on.is_titled:
        figure.text(0.012, 1 - 0.1 / height, title, va="top", fontsize=13, fontweight="bold")
        figure.text(0.012, 0.08 / height, "\n".join(lines), va="bottom", fontsize=8, color="0.25")
    figure.subplots_adjust(
        left=left / on.width_in,
        right=1 - right / on.width_in,
        top=1 - above / height,
        bottom=bottom / height,
        wspace=column_gap / width,
        hspace=row_gap / heights.mean(),
    )
    grid = figure.subplots(rows, columns, squeeze=False, gridspec_kw={"height_ratios": heights})
    if not on.is_titled and grid.size > 1:
        _letter(grid, min(left, column_gap if columns > 1 else left))
    return figure, grid.reshape(shape)


def _given(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _letter(grid: np.ndarray, gap_in: float) -> None:
    """Put a letter at the upper left of each panel, beside the legend, in the gap before it."""
    for letter, axes in zip(string.ascii_lowercase, grid.flat, strict=False):
        axes.annotate(
            letter,
            (0, 1),
            xytext=(-72 * (gap_in - 0.05), 5),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=LETTER_PT,
            fontweight="bold",
            annotation_clip=False,
        )
