"""Levels and values of an experiment that are legal, but that nobody may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.config.catalogue import parameters
from sim.config.idle import idle
from sim.config.reading.doubts import of_idle, own, switched_off, unsupported, written
from sim.config.reading.findings import plain
from sim.config.reading.tree import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.config.errors import Problem
    from sim.config.reading.doubts import Written
    from sim.config.reading.tree import Node
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.plan import Level

TIMED = ("run", "deal", "finance")
"""Groups of the parameters that decide whether a value can act in a run."""


def of_experiment(tree: Mapping, base: Mapping, experiment: Experiment) -> Iterator[Problem]:
    """Yield what is doubtful in an experiment that is valid.

    Parameters
    ----------
    tree
        What is written in its file.
    base
        What is written in the base, and of it in the file and in overrides.
    experiment
        The experiment.
    """
    timed = [each for each in experiment.factors if _is_timed(each.driven)]
    if timed:
        yield from _idle_at_points(base, experiment, [each.name for each in timed])
    else:
        yield from (of_idle(each, base) for each in idle(experiment.base))
    values = list(own((*_levels(tree), *written(base))))
    driven = {path for factor in experiment.factors for path in factor.driven}
    yield from unsupported(values)
    yield from switched_off(values, experiment.base, driven)


def _is_timed(paths: tuple[str, ...]) -> bool:
    return any(path.split(".")[0] in TIMED for path in paths)


def _idle_at_points(base: Mapping, experiment: Experiment, names: list[str]) -> Iterator[Problem]:
    """Yield values that cannot act at the first point at which they cannot."""
    places = [index for index, each in enumerate(experiment.factors) if each.name in names]
    seen: set[tuple[Level, ...]] = set()
    told: set[tuple[str, ...]] = set()
    for levels in experiment.design.rows(experiment.factors, experiment.correlations):
        setting = tuple(levels[place] for place in places)
        if setting in seen:
            continue
        seen.add(setting)
        for found in idle(experiment.config_at(levels)):
            if found.paths not in told:
                told.add(found.paths)
                yield of_idle(found, base)


def _levels(tree: Mapping) -> Iterator[Written]:
    """Yield the levels that are written for parameters."""
    for name, factor in _entries(_below(tree, "factors")):
        paths = [str(plain(each)) for each in _items(_below(factor, "paths"))] or [name]
        for key in ("values", "range"):
            yield from ((paths[0], item) for item in _items(_below(factor, key)))
        for _, bundle in _entries(_below(factor, "bundles")):
            yield from _entries(bundle)
    for point in _items(_below(_below(tree, "design"), "points")):
        yield from ((path, node) for path, node in _entries(point) if path in parameters())


def _below(node: Node | None, key: str) -> Node | None:
    entry = node.entries.get(key) if isinstance(node, Mapping) else None
    return entry.value if entry else None


def _entries(node: Node | None) -> Iterator[Written]:
    if isinstance(node, Mapping):
        yield from ((key, entry.value) for key, entry in node.entries.items())


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []
