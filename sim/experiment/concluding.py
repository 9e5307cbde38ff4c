"""What is made of the final tables: the summary of a run, and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.responses import RESPONSES
from sim.config.catalogue import parameters
from sim.config.events import value_at
from sim.experiment import files
from sim.experiment.folder import FIGURES, SUMMARY

if TYPE_CHECKING:
    from sim.experiment.plan import Level
    from sim.experiment.results import Results


def conclude(results: Results, *, figures: bool) -> None:
    """Write summary.csv for a run of one configuration, and the figures if they are wanted."""
    if not results.experiment.factors:
        summary = results.runs.drop(columns=["run", "point"])
        with files.replacing(results.folder / SUMMARY) as file:
            file.write(summary.to_csv(index=False, lineterminator="\n").encode())
    if figures:
        _draw(results)


def _draw(results: Results) -> None:
    from sim.view.figures import draw_all  # noqa: PLC0415 (matplotlib is slow to import)
    from sim.view.sweep import draw_sweep  # noqa: PLC0415

    if not results.experiment.factors:
        draw_all(results.folder)
        return
    folder = results.folder / FIGURES
    draw_sweep(
        results.runs, results.factors, drawn_responses(results), folder, article_levels(results)
    )


def drawn_responses(results: Results) -> dict[str, str]:
    """Return the responses that are asked for, or those of the headline table, with their units."""
    if results.experiment.measures:
        return results.responses
    return {response.name: response.unit for response in RESPONSES if response.label}


def article_levels(results: Results) -> dict[str, Level]:
    """Return the factors on which the base has a figure of the article, with that figure."""
    known = parameters()
    return {
        name: value_at(results.config, name)
        for name in results.factors
        if name in known and "article" in known[name].source
    }
