"""The figures of what moves the responses of a sweep, by the names of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.view.figures import elementary_effects, factor_curves, index_bars, index_convergence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiment.results.results import Results
    from sim.experiment.results.sensitivity import Sensitivity
    from sim.view.figures.pages import Plate


def figures(results: Results, found: Sensitivity) -> Iterator[tuple[str, Plate]]:
    """Yield each picture of what moves the responses, with its name."""
    factors = {each.name: each for each in results.experiment.factors}
    curves = found.curves
    for name, answer in found.answers.items():
        response = results.response_columns[name]
        if "mu_star" in answer.indices:
            yield f"effects_{name}", elementary_effects.draw(answer, response)
        else:
            yield f"indices_{name}", index_bars.draw(answer, name, found.replicates)
        yield f"convergence_{name}", index_convergence.draw(answer, response, found.counted)
        if len(answer.curves):
            own = curves[curves["response"] == name]
            yield f"curves_{name}", factor_curves.draw(own, factors, response)
