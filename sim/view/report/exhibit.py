"""A figure as the report shows it: inside the file, defined, and told in words and numbers."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from sim.view.figures import pages, style
from sim.view.report.table import Table, number, numeric, textual

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from sim.war.columns import Column

MARGIN_IN = 0.08


class Image(NamedTuple):
    """An image inside the page: its data as an address, width and height in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Exhibit:
    """An exhibit of the report: a figure, with what it says of itself.

    Attributes
    ----------
    name : str
        Its anchor.
    alternative : str
        What it shows, for those who do not see it.
    quantities : Table
        Unit and definition of each quantity in it.
    numbers : Table or None
        Its curves in numbers, if it has any.
    """

    name: str
    title: str
    caption: str
    alternative: str
    image: Image
    quantities: Table
    numbers: Table | None = None


def exhibit(name: str, figure: Figure, told: str, columns: Sequence[Column]) -> Exhibit:
    """Return a figure of `pages.frame` as an exhibit; what is `told` follows its title."""
    title, caption = map(_taken_off, figure.texts[:2])
    return Exhibit(
        name,
        title,
        caption,
        f"{title}{told}",
        image_of(figure),
        quantities_table(name, title, columns),
        numbers_table(name, title, curves_of(figure)),
    )


def _taken_off(words: Text) -> str:
    """Take words off a figure, for a page that sets them itself, unfolded and as they were."""
    words.remove()
    return words.get_text().replace(r"\$", "$").replace("\n", " ")


class Curve(NamedTuple):
    """A curve in numbers, those of the panel's axis."""

    panel: str
    unit: str
    name: str
    first: float
    last: float
    least: float
    most: float

    @property
    def told(self) -> str:
        """The curve in words."""
        return (
            f"{self.name} from {number(self.first)} to {number(self.last)}, "
            f"least {number(self.least)}, most {number(self.most)}"
        )


def image_of(figure: Figure) -> Image:
    """Return a figure as PNG inside an address, without the room of what was taken off it."""
    FigureCanvasAgg(figure)
    drawn = figure.get_tightbbox()
    ends = max(drawn.y0 - MARGIN_IN, 0.0), drawn.y1 + MARGIN_IN
    box = Bbox([[0.0, ends[0]], [pages.page().width_in, ends[1]]])
    content = io.BytesIO()
    metadata = {"Software": None}
    figure.savefig(content, format="png", bbox_inches=box, metadata=metadata)
    return image_in(content.getvalue())


def image_in(png: bytes) -> Image:
    """Return a PNG inside an address."""
    # Width and height come first, each in four bytes.
    width, height = (int.from_bytes(png[start : start + 4]) for start in (16, 20))
    return Image(f"data:image/png;base64,{base64.b64encode(png).decode()}", width, height)


def curves_of(figure: Figure) -> list[Curve]:
    """Return the curves over time in all panels of a figure, as they are drawn."""
    return [curve for axes in figure.axes for curve in _curves(axes)]


def curves_in_words(figure: Figure) -> str:
    """Return what each panel shows: its curves, what they are compared with, or why it is empty."""
    return " ".join(filter(None, map(_panel_in_words, figure.axes)))


def numbers_table(name: str, title: str, curves: Sequence[Curve]) -> Table | None:
    """Return curves as a table, or None without any."""
    rows = [(each.panel, each.name, each.unit, *map(number, each[3:])) for each in curves]
    headings = (*textual("panel", "curve", "unit"), *numeric("first", "last", "least", "most"))
    return Table.of(f"numbers:{name}", f"{title}, in numbers", headings, rows) if rows else None


def quantities_table(name: str, title: str, columns: Sequence[Column]) -> Table:
    """Return unit and definition of each quantity as a table."""
    rows = [(each.name, style.unit_label(each.unit), _definition(each)) for each in columns]
    headings = textual("quantity", "unit", "definition")
    return Table.of(f"quantities:{name}", f"What is shown: {title}", headings, rows)


def _definition(column: Column) -> str:
    missing = f" Missing {column.missing}." if column.missing else ""
    return column.definition + missing


def _panel_in_words(axes: Axes) -> str:
    if not axes.axison:
        return f"{axes.texts[0].get_text()}."
    parts = [curve.told for curve in _curves(axes)]
    parts += [label for handle, label in _labelled(axes) if not _is_curve(handle)]
    return f"{axes.get_title('left')} ({axes.get_ylabel()}): {'; '.join(parts)}." if parts else ""


def _curves(axes: Axes) -> Iterator[Curve]:
    for handle, label in _labelled(axes):
        if isinstance(handle, Line2D) and _is_curve(handle):
            values = np.asarray(handle.get_ydata(orig=True), dtype=float)
            there = values[~np.isnan(values)]
            if there.size:
                numbers = there[0], there[-1], there.min(), there.max()
                place = axes.get_title("left"), axes.get_ylabel()
                yield Curve(*place, label, *map(float, numbers))


def _labelled(axes: Axes) -> Iterator[tuple[object, str]]:
    handles, labels = axes.get_legend_handles_labels()
    yield from zip(handles, labels, strict=True)


def _is_curve(handle: object) -> bool:
    """Tell a curve over dates from a line or a band to compare them with."""
    return isinstance(handle, Line2D) and np.asarray(handle.get_xdata(orig=True)).dtype.kind == "M"
