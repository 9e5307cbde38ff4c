"""Runs and sweeps that end with figures."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ParamSpec

from sim.config.catalogue import parameters
from sim.config.values import value_at
from sim.experiment import runner
from sim.experiment.results.summarising import main_responses
from sim.experiment.store.folder import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sim.experiment.plan import Level
    from sim.experiment.results.results import Results

Request = ParamSpec("Request")


def draw_figures(results: Results) -> list[Path]:
    """Draw the figures of a run or a sweep into its folder, and return their files."""
    from sim.view.figures.run_figures import draw_all  # noqa: PLC0415 (matplotlib is slow to import)
    from sim.view.figures.sweep_figures import draw_sweep  # noqa: PLC0415

    if not results.experiment.factors:
        return draw_all(results.folder)
    folder = results.folder / FIGURES
    return draw_sweep(
        results.runs, results.factors, main_responses(results), folder, article_levels(results)
    )


def article_levels(results: Results) -> dict[str, Level]:
    """Return the factors on which the base has a figure of the article, with that figure."""
    known = parameters()
    return {
        name: value_at(results.config, name)
        for name in results.factors
        if name in known and "article" in known[name].source
    }


def _with_figures(request: Callable[Request, Results]) -> Callable[Request, Results]:
    """Let a request for runs draw figures of what it leads to, unless it says otherwise."""

    @functools.wraps(request)
    def drawn(*args: Request.args, **options: Request.kwargs) -> Results:
        return request(*args, **{"draw": draw_figures, **options})  # type: ignore[arg-type]

    return drawn


run = _with_figures(runner.run)
sweep = _with_figures(runner.sweep)
