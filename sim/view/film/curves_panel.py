"""Time series of a film, drawn up to its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from sim.view.figures.style import Stroke
    from sim.view.film.footage import Footage


class CurvesPanel:
    """A panel for daily columns of one unit; its axes are those of the whole run.

    Parameters
    ----------
    axes
        Where to draw.
    footage
        What to draw.
    title
        What the panel is called.
    strokes
        How each daily column is drawn.
    anchor
        A figure of the article, and what it is called.
    """

    def __init__(
        self,
        axes: Axes,
        footage: Footage,
        title: str,
        strokes: Mapping[str, Stroke],
        anchor: tuple[float, str] | None = None,
    ) -> None:
        self._frames, run = footage.frames, footage.run
        style.panel(axes, title, run.unit(next(iter(strokes))))
        if anchor:
            style.anchor(axes, *anchor)
        self._series = {column: run.by_day(column).iloc[:, 0] for column in strokes}
        self._lines = {
            column: axes.plot(
                self._series[column],
                label=stroke.label,
                color=stroke.colour,
                linestyle=stroke.dashes,
                marker=stroke.marker,
                markevery=[-1],
                markerfacecolor="white",
                clip_on=False,
            )[0]
            for column, stroke in strokes.items()
        }
        style.from_zero(axes, 1.0 if run.units[next(iter(strokes))] == "1" else float("inf"))
        axes.xaxis.get_offset_text().set_visible(False)  # the heading has the date
        style.legend(axes)

    def moving(self) -> Iterator[Artist]:
        """Yield what is not the same on every frame."""
        yield from self._lines.values()

    def show(self, index: int) -> None:
        """Show a frame."""
        for column, line in self._lines.items():
            upto = self._series[column].iloc[: self._frames[index].day + 1]
            line.set_data(upto.index.to_numpy(), upto.to_numpy())
