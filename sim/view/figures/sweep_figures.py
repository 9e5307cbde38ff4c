"""Every figure of a sweep, by the name of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.effects import is_sampled
from sim.analysis.points import points_of
from sim.experiment.store import files
from sim.view.figures import heat_map, main_effects
from sim.view.figures.pages import house_style
from sim.view.figures.run_figures import save

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from sim.experiment.plan import Level
    from sim.view.figures.pages import Plate
    from sim.war.columns import Column


def draw_sweep(
    runs: pd.DataFrame,
    factors: Sequence[str],
    responses: Mapping[str, Column],
    folder: Path,
    article: Mapping[str, Level] | None = None,
) -> list[Path]:
    """Draw main effects on each response, and a heat map where two factors make a grid.

    The same runs give the same bytes. A response without a value, and factors that do not
    vary, are left out.

    Parameters
    ----------
    runs, factors, responses
        One row per run, the columns of the factors, and those of the responses.
    folder
        Where to write main_effects_<response>.png and heat_map_<response>.png.
    article
        Where a figure of the article lies on the factors.
    """
    files.make_folder(folder)
    with house_style():
        drawn = figures(runs, factors, responses, article)
        return [save(figure, folder / f"{name}.png") for name, figure in drawn if figure]


def pair_of(points: pd.DataFrame, factors: Sequence[str]) -> tuple[str, str] | None:
    """Return the two factors that vary, if there are no more and most of their pairs are there."""
    varying = [factor for factor in factors if points[factor].nunique() > 1]
    if len(varying) != 2 or any(is_sampled(points, factors, factor) for factor in varying):
        return None
    one, other = varying
    cells = points[one].nunique() * points[other].nunique()
    return (one, other) if 2 * len(points) > cells else None


def figures(
    runs: pd.DataFrame,
    factors: Sequence[str],
    responses: Mapping[str, Column],
    article: Mapping[str, Level] | None,
) -> Iterator[tuple[str, Plate | None]]:
    """Yield the name and figure of each, None for one that has nothing to show.

    Takes what `draw_sweep` takes.
    """
    pair = pair_of(points_of(runs, factors), factors)
    for name, response in responses.items():
        yield f"main_effects_{name}", main_effects.draw(runs, factors, response)
        if pair:
            drawn = heat_map.draw(runs, factors, pair, response, article)
            yield f"heat_map_{name}", drawn
