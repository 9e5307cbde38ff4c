"""How the factors of a sweep are written on axes: names with units, levels as ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from sim.analysis.axis import is_geometric
from sim.analysis.effects import is_ordered
from sim.analysis.numerals import broken, is_label
from sim.config.catalogue import parameters, unit_of
from sim.view.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TICK_PT = 8
CHARACTER_IN, LINE_IN = 0.068, 0.135
"""Room for a character and for a line of ticks, at `TICK_PT`."""

NAME_CHARACTER_IN, NAME_LINE_IN = 0.076, 0.15
LONGEST_LINE, MOST_LINES = 20, 4
FEWEST_DIGITS, MOST_DIGITS = 3, 12
DECADES = 1000.0

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


class Ticks(NamedTuple):
    """Texts of ticks, each folded, whether they stand on their side, and the room they take."""

    texts: list[str]
    upright: bool
    height_in: float


class Name(NamedTuple):
    """A factor's name with its unit, folded, and what its levels are divided by for that unit."""

    text: str
    divisor: float

    @property
    def height_in(self) -> float:
        """Room that the name takes below an axis, or left of it."""
        return NAME_LINE_IN * (self.text.count("\n") + 1)


def name_of(levels: pd.Series[Any], width_in: float) -> Name:
    """Return how the factor with `levels` is named on an axis of that width.

    Only parameters that are quantities have a unit; large numbers are in thousands or more.
    """
    parameter = parameters().get(str(levels.name))
    unit = "" if parameter is None else unit_of(parameter.unit)
    largest = float(levels.abs().max()) if _is_number(levels) else 0.0
    divisor, unit = style.scaled(unit, largest)
    text = f"{levels.name} ({unit})" if unit else str(levels.name)
    return Name(fold(text, int(width_in / NAME_CHARACTER_IN)), divisor)


def texts_of(levels: pd.Series[Any], divisor: float = 1.0) -> list[str]:
    """Return levels as ticks show them: numbers divided, and no longer than tells them apart."""
    if not _is_number(levels):
        return [text_of(level) for level in levels]
    if is_label(str(levels.name)):
        return [str(level) for level in levels]
    numbers = levels.to_numpy(float) / divisor
    for digits in range(FEWEST_DIGITS, MOST_DIGITS):
        texts = [style.number(_rounded(number, digits), 0) for number in numbers]
        if len(set(texts)) == len(set(numbers)):
            return texts
    return [style.number(number, 0) for number in numbers]


def fold(text: str, characters: int, lines: int = MOST_LINES) -> str:
    """Break text where `broken` does into lines of so many characters.

    What does not fit into the lines there are is replaced by an ellipsis.
    """
    cut = [_cut(line, characters) for line in broken(text, characters)]
    if len(cut) > lines:
        cut = [*cut[: lines - 1], _cut(cut[lines - 1] + " " * characters, characters)]
    return style.plain("\n".join(cut))


def text_of(level: Any) -> str:
    """Return a level as a tick or a caption shows it."""
    if isinstance(level, (bool, np.bool_)):
        return str(bool(level)).lower()
    if isinstance(level, (int, float, np.number)):
        return style.number(float(level), 0)
    if isinstance(level, pd.Timestamp):
        return str(level.date())
    return str(level)


def tick_texts(levels: pd.Series[Any], width_in: float, divisor: float = 1.0) -> Ticks:
    """Return the texts of levels side by side, on their side where they would be cut."""
    texts = texts_of(levels, divisor)
    room_in = width_in / max(len(texts), 1)
    room = int(room_in / CHARACTER_IN) - 1
    folded = [fold(text, room) for text in texts] if room > 0 else texts
    split = is_ordered(levels) and max(map(len, texts)) > room
    if room > 0 and not split and not any(ELLIPSIS in text for text in folded):
        return Ticks(folded, False, LINE_IN * max(text.count("\n") + 1 for text in folded))
    lines = min(max(int(room_in / LINE_IN) - 1, 1), 3)
    folded = [fold(text, LONGEST_LINE, lines) for text in texts]
    longest = max(len(line) for text in folded for line in text.split("\n"))
    return Ticks(folded, True, CHARACTER_IN * longest)


def draw_ticks(axes: Axes, levels: pd.Series[Any], width_in: float, *, few: bool) -> None:
    """Give the horizontal axis of a factor its scale, ticks and name, once the data is drawn.

    Texts and truth values lie at 0, 1, 2 and so on. Where levels are `few`, each has a tick if
    there is room.
    """
    name = name_of(levels, width_in)
    if is_datetime64_any_dtype(levels):
        locator = AutoDateLocator(minticks=2, maxticks=5)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    elif not is_ordered(levels):
        ticks = tick_texts(levels, width_in)
        axes.set_xticks(range(len(levels)), ticks.texts, rotation=90 if ticks.upright else 0)
        axes.set_xlim(-0.5, len(levels) - 0.5)
    else:
        _numeric_ticks(axes, levels, width_in, name.divisor, few=few)
    axes.tick_params(axis="x", labelsize=TICK_PT)
    axes.set_xlabel(name.text)


def _numeric_ticks(
    axes: Axes, levels: pd.Series[Any], width_in: float, divisor: float, *, few: bool
) -> None:
    logarithmic = is_geometric(levels)
    if logarithmic:
        axes.set_xscale("log")
    axis = axes.xaxis
    axis.set_minor_locator(NullLocator())
    texts = texts_of(levels, divisor)
    if few and _fit(levels, texts, width_in, logarithmic=logarithmic):
        axes.set_xticks(levels.to_numpy(), texts)
        return
    if logarithmic and levels.max() >= 10 * levels.min():
        wide = levels.max() >= DECADES * levels.min()
        axis.set_major_locator(LogLocator(subs=(1.0,) if wide else (1.0, 3.0), numticks=6))
    else:
        axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(lambda value, place: style.number(value / divisor, place))


def _fit(levels: pd.Series[Any], texts: list[str], width_in: float, *, logarithmic: bool) -> bool:
    """Tell whether a tick at each of the ascending levels leaves its neighbours room."""
    numbers = levels.to_numpy(float)
    places = np.log(numbers) if logarithmic else numbers
    gaps_in = 0.9 * width_in * np.diff(places) / (places[-1] - places[0])
    widths_in = CHARACTER_IN * np.array([len(text) + 1 for text in texts])
    return bool((gaps_in >= (widths_in[1:] + widths_in[:-1]) / 2).all())


def _rounded(number: float, digits: int) -> float:
    """Round to so many figures, but never what is left of the point."""
    left = len(f"{abs(number):.0f}")
    return float(f"{number:.{max(digits, left)}g}")


def _is_number(levels: pd.Series[Any]) -> bool:
    return is_numeric_dtype(levels) and not is_bool_dtype(levels)


def _cut(line: str, characters: int) -> str:
    return line if len(line) <= characters else f"{line[: characters - 1].rstrip()}{ELLIPSIS}"
