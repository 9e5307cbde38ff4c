"""The figures of a sweep, and in words what they show."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from sim.analysis.effects import pair_means
from sim.view.concluding import article_levels
from sim.view.figures import style
from sim.view.figures.sweep_figures import figures, pair_of
from sim.view.report.effects import Levels
from sim.view.report.picture import Picture, image_of, quantities_table
from sim.view.report.table import number, with_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.figure import Figure

    from sim.experiment.results.results import Results
    from sim.view.report.effects import Effect
    from sim.war.columns import Column


def pictures(
    results: Results, response: Column, factors: Sequence[Column], effects: Sequence[Effect]
) -> Iterator[Picture]:
    """Yield the figures about one response.

    Parameters
    ----------
    results : Results
        A sweep's, with at least one run.
    response : Column
        What was measured, with its unit and definition.
    factors : sequence of Column
        What was varied.
    effects : sequence of Effect
        What these do to the response.
    """
    names = [factor.name for factor in factors]
    units, article = {response.name: response.unit}, article_levels(results)
    with style.house_style():
        for name, figure in figures(results.runs, names, units, article):
            if figure is not None:
                is_pair = name.startswith("heat_map")
                told = (
                    _pair_in_words(results, response, names)
                    if is_pair
                    else _effects_in_words(response, effects)
                )
                yield _picture(name, figure, told, [response, *factors])


def _picture(name: str, figure: Figure, told: str, columns: Sequence[Column]) -> Picture:
    title, caption = style.take_words(figure)
    quantities = quantities_table(name, title, columns)
    return Picture(name, title, caption, f"{title}. {told}", image_of(figure), quantities)


def _effects_in_words(response: Column, effects: Sequence[Effect]) -> str:
    unit = style.unit_label(response.unit)
    parts = [
        f"{each.factor}: least {with_unit(number(each.least), unit)} at {each.least_level}, "
        f"most {with_unit(number(each.most), unit)} at {each.most_level}"
        for each in effects
    ]
    return f"Means over all else. {'; '.join(parts)}."


def _pair_in_words(results: Results, response: Column, factors: Sequence[str]) -> str:
    levels = Levels(results.runs, factors)
    pair = pair_of(levels.points, factors)
    if pair is None:
        return ""
    unit = style.unit_label(response.unit)
    means = pair_means(results.runs, factors, pair, response.name).dropna(subset="mean")
    cells = means.to_dict("records")
    least, most = (end(cells, key=itemgetter("mean")) for end in (min, max))
    places = {"least": least, "most": most, "first cell": cells[0], "last cell": cells[-1]}
    parts = [
        f"{which} {with_unit(number(cell['mean']), unit)} at "
        + ", ".join(f"{factor} {levels.text(factor, cell[factor])}" for factor in pair)
        for which, cell in places.items()
    ]
    return f"{len(cells)} cells: {'; '.join(parts)}."
