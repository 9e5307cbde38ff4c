"""Reading an experiment file: one call from a path to a checked `Experiment`."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from sim.config.errors import ConfigError, Findings, Problem, UnreadableError
from sim.config.reading.files import EXPERIMENTS, find
from sim.config.reading.layers import merge, read_layers, read_mapping, read_overrides
from sim.config.reading.load import check
from sim.config.reading.tree import Entry, Mapping, Scalar
from sim.experiment.design.checking import (
    check_bundles,
    check_columns,
    check_points,
    check_windows,
)
from sim.experiment.design.design_reading import read_correlations, read_design, tell_flaws
from sim.experiment.design.designs import Grid
from sim.experiment.design.experiment import KEPT_TABLES, SECONDS_PER_RUN, Experiment
from sim.experiment.design.factor_reading import FactorReader
from sim.experiment.design.keys import Group
from sim.experiment.design.response_reading import read_measures, read_replicates
from sim.experiment.design.telling import LIMITS
from sim.experiment.design.values import check_path
from sim.war.columns import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sim.config import Config
    from sim.config.errors import Place
    from sim.experiment.design.correlation import Correlation
    from sim.experiment.design.design import Design
    from sim.experiment.design.experiment import Auto

KEYS = (
    "name",
    "base",
    "set",
    "factors",
    "correlation",
    "design",
    "replicates",
    "responses",
    "outputs",
    "seconds_per_run",
)
FIGURES = "figures"
MOST_RUNS = 10_000_000
MOST_SECONDS = 1e6


def read_experiment(path: str | Path, overrides: Iterable[str] = ()) -> Experiment:
    """Read an experiment and check it, every point of its design too.

    Parameters
    ----------
    path
        A YAML file, or the name of an experiment that comes with killzone ("feedback"); `base` is
        found from its folder, or is a shipped name.
    overrides
        Parameters of the base to change, as given to ``--set``.

    Raises
    ------
    ConfigError
        With everything that is wrong, each with file, line, column and cure.
    """
    return _Reader(_found(path), overrides).experiment()


def _found(path: str | Path) -> Path:
    try:
        return find(path, kind=EXPERIMENTS)
    except UnreadableError as error:
        raise ConfigError([error.problem]) from None


class _Reader:
    """Reads one file, a key after the other."""

    def __init__(self, path: Path, overrides: Iterable[str]) -> None:
        self._path, self._overrides, self._findings = path, tuple(overrides), Findings()
        tree = read_mapping(path, self._findings, LIMITS)
        if self._findings.problems and not tree.entries:
            raise self._findings.error()
        self._group = Group(tree, "an experiment", KEYS, self._findings)
        self._factors = FactorReader(self._findings)

    def experiment(self) -> Experiment:
        """Return the experiment.

        Raises
        ------
        ConfigError
            With everything that is wrong.
        """
        group, findings = self._group, self._findings
        name = group.name("name") if group.require("name", "name the experiment") else ""
        if "factors" in group:
            self._factors.read(group.node("factors"))
        design, correlations = self._design()
        measures = {}
        if "responses" in group:
            measures = read_measures(group.node("responses"), self._factors.places, findings)
        replicates: int | Auto | None = None
        if "replicates" in group:
            replicates = read_replicates(group.node("replicates"), measures, findings)
        tables, figures = self._outputs()
        seconds = group.number("seconds_per_run", SECONDS_PER_RUN, above=0, most=MOST_SECONDS)
        base = self._base(figures=figures, sectors="sectors" in tables)
        experiment = Experiment(
            name,
            base,
            tuple(self._factors.factors),
            design or Grid(),
            correlations,
            replicates or base.run.replicates,
            tuple(measure for measure, _ in measures.values() if measure is not None),
            tables,
            figures,
            seconds,
        )
        self._check(experiment, {each: place for each, (_, place) in measures.items()})
        return experiment

    def _design(self) -> tuple[Design | None, tuple[Correlation, ...]]:
        group, findings = self._group, self._findings
        design: Design | None = Grid()
        places = {"kind": group.key_place("factors")}
        if "design" in group:
            node = group.node("design")
            design = read_design(node, self._factors, findings)
            places["kind"] = group.key_place("design")
            if isinstance(node, Mapping):
                places |= {key: entry.value.place for key, entry in node.entries.items()}
        correlations: tuple[Correlation, ...] = ()
        before = len(findings.problems)
        if "correlation" in group:
            correlations = read_correlations(group, self._factors, findings)
            places["correlation"] = group.key_place("correlation")
        if design is not None and self._factors.sound and len(findings.problems) == before:
            tell_flaws(design, correlations, self._factors, places, findings)
        return design, correlations

    def _outputs(self) -> tuple[tuple[str, ...], bool]:
        """Return the tables that are kept, and whether figures are drawn."""
        if "outputs" not in self._group:
            return KEPT_TABLES, True
        node = self._group.node("outputs")
        group = Group(node, "outputs", (*TABLES, FIGURES), self._findings)
        kept = [table for table in TABLES if group.flag(table, table in KEPT_TABLES)]
        return tuple(kept), group.flag(FIGURES, True)

    def _base(self, *, figures: bool, sectors: bool) -> Config:
        """Return the base with what the experiment sets, once all else is right too."""
        layers = (
            [self._base_layers()] if self._group.require("base", "write base: baseline") else []
        )
        if "set" in self._group:
            layers.append(self._set())
        layers += read_overrides(self._overrides, self._findings)
        tree = reduce(merge, layers, Mapping(self._group.place, {}))
        config = check(tree, self._findings)
        outputs = config.outputs.model_copy(update={"figures": figures, "sectors": sectors})
        return config.model_copy(update={"outputs": outputs})

    def _base_layers(self) -> Mapping:
        node = self._group.node("base")
        try:
            if not isinstance(node, Scalar) or not node.text:
                what = "base names no configuration"
                raise UnreadableError(Problem(node.place, what, cure="write base: baseline"))
            path = find(node.text, self._path.parent)
        except UnreadableError as error:
            self._findings.add(replace(error.problem, place=node.place))
            return Mapping(node.place, {})
        return read_layers(path, (), self._findings)

    def _set(self) -> Mapping:
        """Return a layer of what `set` says, each value at its line."""
        group = Group(self._group.node("set"), "set", None, self._findings)
        layer = Mapping(group.place, {})
        for path in group:
            try:
                check_path(path, group.key_place(path))
            except UnreadableError as error:
                self._findings.add(error.problem)
                continue
            inner = Entry(group.key_place(path), group.node(path))
            for key in reversed(path.split(".")):
                single = Mapping(inner.place, {key: inner})
                inner = Entry(inner.place, single)
            layer = merge(layer, single)
        return layer

    def _check(self, experiment: Experiment, measures: dict[str, Place]) -> None:
        """Check what depends on all parts, each right by itself."""
        runs = experiment.design.size(experiment.factors) * experiment.most_replicates
        if runs > MOST_RUNS:
            what = f"the experiment has {runs:,} runs; {MOST_RUNS:,} is the most"
            place = self._group.key_place("replicates")
            self._findings.add(Problem(place, what, cure="ask for fewer points or replicates"))
        check_bundles(experiment, self._factors.places, self._findings)
        check_columns(experiment, self._factors.places, self._findings)
        self._raise()
        shortest = check_points(experiment, self._factors.places, self._findings)
        check_windows(experiment, shortest, measures, self._findings)
        self._raise()

    def _raise(self) -> None:
        if self._findings.problems:
            raise self._findings.error()
