"""Reading an experiment file: one call from a path to a checked `Experiment`."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from sim.config.behaviours import allow
from sim.config.errors import ConfigError, Fault, Findings, Problem, UnreadableError
from sim.config.reading.characters import EXPERIMENT
from sim.config.reading.files import EXPERIMENTS, find
from sim.config.reading.findings import Teller
from sim.config.reading.layers import merge, read_layers, read_mapping, read_overrides
from sim.config.reading.load import check
from sim.config.reading.tree import Entry, Mapping, Scalar
from sim.experiment.design.checking import as_a_whole, at_points
from sim.experiment.design.file import ExperimentFile
from sim.experiment.design.values import wrong_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sim.config.paths import Given
    from sim.experiment.design.experiment import Experiment


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
    """
    allow(behaviours)
    found, findings = _found(path), Findings()
    tree = read_mapping(found, findings, EXPERIMENT)
    if findings.problems and not tree.entries:
        raise findings.error()
    teller = Teller(tree, ExperimentFile, "an experiment")
    name = tree.entries.get("name")
    text = {"name": name.value.text} if name and isinstance(name.value, Scalar) else {}
    file: ExperimentFile | None = teller.read(findings, **text)
    layers = [*_base(tree, found.parent, findings), *read_overrides(overrides, findings)]
    whole = reduce(merge, layers, Mapping(tree.place, {}))
    base = check(whole, findings, resolve=resolve)
    if file is None:  # which is told, so that `check` has raised
        raise findings.error()
    outputs = {"figures": file.outputs.figures, "sectors": file.outputs.sectors}
    base = base.model_copy(update={"outputs": base.outputs.model_copy(update=outputs)})
    experiment = file.experiment(base)
    for checks in (as_a_whole, at_points):
        _raise(checks(file, experiment), teller, findings)
    return experiment


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


def _base(tree: Mapping, folder: Path, findings: Findings) -> Iterable[Mapping]:
    """Yield the layers of the base, and of what is set above it, each value at its line."""
    if "base" in tree.entries:
        node = tree.entries["base"].value
        try:
            if not isinstance(node, Scalar) or not node.text:
                what = "base names no configuration"
                raise UnreadableError(Problem(node.place, what, cure="write base: baseline"))
            yield read_layers(find(node.text, folder), (), findings)
        except UnreadableError as error:
            findings.add(replace(error.problem, place=node.place))
    settings = tree.entries["set"].value if "set" in tree.entries else None
    for path, entry in settings.entries.items() if isinstance(settings, Mapping) else ():
        if wrong_path(path) is None:
            yield _setting(path, entry)


def _setting(path: str, entry: Entry) -> Mapping:
    for key in reversed(path.split(".")):
        layer = Mapping(entry.place, {key: entry})
        entry = Entry(entry.place, layer)
    return layer
