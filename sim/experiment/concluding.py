"""What is made of the final tables: the summary of a run, and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.analysis.responses import RESPONSES
from sim.config.catalogue import parameters
from sim.config.events import value_at
from sim.experiment.exporting import write_frame
from sim.experiment.folder import FIGURES, SUMMARY

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiment.plan import Level
    from sim.experiment.results import Results


def conclude(results: Results, *, figures: bool) -> list[Path]:
    """Write summary.csv for a run of one configuration, and the figures if they are wanted.

    Returns
    -------
    list of Path
        The files.
    """
    written = []
    if not results.experiment.factors:
        summary = results.runs.drop(columns=["run", "point"])
        written.append(write_frame(results.folder / SUMMARY, summary))
    return written + _draw(results) if figures else written


def _draw(results: Results) -> list[Path]:
    from sim.view.figures import draw_all  # noqa: PLC0415 (matplotlib is slow to import)
    from sim.view.sweep import draw_sweep  # noqa: PLC0415

    if not results.experiment.factors:
        return draw_all(results.folder)
    folder = results.folder / FIGURES
    return draw_sweep(
        results.runs, results.factors, main_responses(results), folder, article_levels(results)
    )


def main_responses(results: Results) -> dict[str, str]:
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
