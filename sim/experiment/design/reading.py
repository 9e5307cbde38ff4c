"""Reading an experiment file: one call from a path to a checked `Experiment`."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from sim.config.behaviours import allow
from sim.config.errors import ConfigError, Fault, Findings, Problem, UnreadableError
from sim.config.reading.characters import EXPERIMENT
from sim.config.reading.doubts import tell
from sim.config.reading.files import CONFIGURATIONS, EXPERIMENTS, find, taken_for
from sim.config.reading.layers import EXTENDS, merge, read_layers, read_mapping, read_overrides
from sim.config.reading.load import check
from sim.config.reading.tree import Entry, Mapping, Scalar
from sim.config.schema import Config
from sim.experiment.design.checking import as_a_whole, at_points, replaced_settings
from sim.experiment.design.doubts import of_experiment
from sim.experiment.design.file import ExperimentFile
from sim.experiment.design.teller import ExperimentTeller
from sim.experiment.design.values import wrong_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from sim.config.paths import Given
    from sim.config.reading.findings import Teller
    from sim.experiment.design.experiment import Experiment

OF_CONFIGURATIONS = {*Config.model_fields, EXTENDS} - {"outputs"}
"""Keys at the top that no experiment has."""


def read_experiment(
    path: Given,
    overrides: Iterable[str] = (),
    *,
    behaviours: Iterable[str | type] = (),
    resolve: bool = True,
) -> Experiment:
    """Read an experiment and check it, every point of its design too.

    Parameters
    ----------
    path
        A YAML file, or the name of an experiment that comes with killzone ("feedback"); `base` is
        found from its folder, or is a shipped name.
    overrides
        Parameters of the base to change, as given to ``--set``.
    behaviours, resolve
        As for `sim.load`, of its base.

    Raises
    ------
    ConfigError
        With everything that is wrong, each with file, line, column and cure.

    Warns
    -----
    ConfigWarning
        As `sim.load` does, of levels too.
    """
    allow(behaviours)
    found, findings = _found(path), Findings()
    tree = read_mapping(found, findings, EXPERIMENT)
    if findings.problems and not tree.entries:
        raise findings.error()
    _refuse_configuration(tree, path)
    settings = [*settings_of(tree), *read_overrides(overrides, findings)]
    layers = list(base_of(tree, found.parent, findings))
    teller = ExperimentTeller(tree, ExperimentFile, "an experiment")
    return experiment_of(teller, layers, settings, findings, resolve=resolve)


def experiment_of(
    teller: Teller,
    layers: Sequence[Mapping],
    settings: Sequence[Mapping],
    findings: Findings,
    base: Config | None = None,
    *,
    resolve: bool = True,
) -> Experiment:
    """Return the experiment in the tree of a teller, checked, every point of its design too.

    Parameters
    ----------
    teller
        Tells what is wrong.
    layers
        Its base configuration, the lowest first; none where `base` is given.
    settings
        What is changed in it, a layer a value.
    findings
        What was found wrong before.
    base, resolve
        As for `sim.config.reading.load.check`.

    Raises
    ------
    ConfigError
        With everything that is wrong.
    """
    tree = teller.tree
    name = tree.entries.get("name")
    text = {"name": name.value.text} if name and isinstance(name.value, Scalar) else {}
    file: ExperimentFile | None = teller.read(findings, **text)
    whole = reduce(merge, (*layers, *settings), Mapping(tree.place, {}))
    base = check(whole, findings, base, resolve=resolve)
    if file is None:  # which is told, so that `check` has raised
        raise findings.error()
    outputs = {"figures": file.outputs.figures, "sectors": file.outputs.sectors}
    base = base.model_copy(update={"outputs": base.outputs.model_copy(update=outputs)})
    experiment = file.experiment(base)
    for layer in settings:
        for problem in replaced_settings(layer, experiment):
            findings.add(problem)
    for checks in (as_a_whole, at_points):
        _raise(checks(file, experiment), teller, findings)
    if resolve:
        tell(of_experiment(tree, whole, experiment))
    return experiment


def _refuse_configuration(tree: Mapping, source: Given) -> None:
    for key in tree.entries if "base" not in tree.entries else ():
        if key in OF_CONFIGURATIONS:
            where = f" (it has {key})"
            place = tree.entries[key].place
            raise ConfigError([taken_for(place, os.fsdecode(source), CONFIGURATIONS, where)])


def _found(path: Given) -> Path:
    try:
        return find(path, kind=EXPERIMENTS)
    except UnreadableError as error:
        raise ConfigError([error.problem]) from None


def _raise(faults: Iterable[Fault], teller: Teller, findings: Findings) -> None:
    for fault in faults:
        findings.add(teller.refused(fault, fault.keys))
    if findings.problems:
        raise findings.error()


def base_of(tree: Mapping, folder: Path, findings: Findings) -> Iterable[Mapping]:
    """Yield the base, if it can be found."""
    if "base" in tree.entries:
        node = tree.entries["base"].value
        try:
            if not isinstance(node, Scalar) or not node.text:
                what = "base names no configuration"
                raise UnreadableError(Problem(node.place, what, cure="write base: baseline"))
            yield read_layers(find(node.text, folder), (), findings)
        except UnreadableError as error:
            findings.add(replace(error.problem, place=node.place))


def settings_of(tree: Mapping) -> Iterator[Mapping]:
    """Yield a layer for each value that is set above the base, where it is written."""
    settings = tree.entries["set"].value if "set" in tree.entries else None
    for path, entry in settings.entries.items() if isinstance(settings, Mapping) else ():
        if wrong_path(path) is None:
            yield _setting(path, entry)


def _setting(path: str, entry: Entry) -> Mapping:
    for key in reversed(path.split(".")):
        layer = Mapping(entry.place, {key: entry})
        entry = Entry(entry.place, layer)
    return layer
