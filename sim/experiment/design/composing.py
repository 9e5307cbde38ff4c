"""An experiment made in Python: the keys of a file as arguments, read and checked like one."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config import Config
from sim.config.behaviours import allow
from sim.config.errors import Findings, Place
from sim.config.reading import tree
from sim.config.scalars import write_value
from sim.experiment.design.file import ExperimentFile
from sim.experiment.design.reading import base_of, experiment_of, settings_of
from sim.experiment.design.teller import ExperimentTeller

if TYPE_CHECKING:
    from sim.config.errors import Fault, Keys, Problem
    from sim.experiment.design.experiment import Experiment

LOADED = "a configuration that is loaded already"


def compose(
    name: str,
    base: str | Path | Config = "baseline",
    *,
    behaviours: Iterable[str | type] = (),
    **keys: Any,
) -> Experiment:
    """Return an experiment, checked like one that is read from a file, every point too.

    Parameters
    ----------
    name
        What it is called.
    base
        The configuration that the factors change: the path of a file, the name of one that
        killzone ships, or one that is loaded already.
    behaviours
        Modules that the configuration may load, by name or as classes that are in them.
    **keys
        The other keys of an experiment file, with dicts, lists, numbers and text as YAML has
        them: ``set``, ``factors``, ``correlation``, ``design``, ``replicates``, ``responses``,
        ``outputs``, ``seconds_per_run``. One that is None is left out.

    Raises
    ------
    ConfigError
        With everything that is wrong, each with its keys and a cure.

    Examples
    --------
    >>> import sim
    >>> experiment = sim.Experiment(
    ...     "speed",
    ...     set={"run.days": 90},
    ...     factors={"race.obsolescence_days": {"range": [20, 180], "scale": "log"}},
    ...     design={"kind": "sobol", "points": 4},
    ...     responses={"zone": {"column": "kill_zone_km", "statistic": "mean"}},
    ... )
    >>> len(experiment.sample())
    4
    """
    allow(behaviours)
    loaded = base if isinstance(base, Config) else None
    written = {"name": name, "base": LOADED if loaded else base, **keys}
    there = {key: value for key, value in written.items() if value is not None}
    top, findings = tree.Mapping(Place(f"experiment {name}"), _entries(there, ())), Findings()
    layers = [] if loaded else list(base_of(top, Path.cwd(), findings))
    teller = _KeyTeller(top, ExperimentFile, "an experiment")
    return experiment_of(teller, layers, list(settings_of(top)), findings, loaded)


class _KeyTeller(ExperimentTeller):
    """Puts into words what is wrong with an experiment that has keys, but no lines."""

    def refused(self, fault: Fault, loc: Keys) -> Problem:
        """Return what a check of its own refuses at a place; others have no line to tell."""
        return super().refused(fault._replace(others=()), loc)


def _entries(written: Mapping[str, Any], keys: Keys) -> dict[str, tree.Entry]:
    return {
        str(key): tree.Entry(_place((*keys, key)), _node(value, (*keys, key)))
        for key, value in written.items()
    }


def _node(written: Any, keys: Keys) -> tree.Node:
    """Return a value as a file would have it; a set, which has no order, is not a list."""
    place = _place(keys)
    if isinstance(written, Mapping):
        return tree.Mapping(place, _entries(written, keys))
    if isinstance(written, Iterable) and not isinstance(written, str | bytes | Set):
        items = [_node(each, (*keys, index)) for index, each in enumerate(written)]
        return tree.Sequence(place, items)
    if isinstance(written, str | Path):
        return tree.Scalar(place, str(written), plain=False)
    return tree.Scalar(place, _text(written), plain=True)


def _text(written: Any) -> str:
    """Return a number, a date, a truth value or None as it is written without quotes."""
    if written is None:
        return ""
    if isinstance(written, float):
        return write_value(float(written))  # NumPy's own has another repr
    if isinstance(written, bool | int | dt.date):
        return write_value(written)
    try:
        return str(operator.index(written))  # a whole number of NumPy's
    except TypeError:
        return str(written)


def _place(keys: Keys) -> Place:
    return Place(".".join(map(str, keys)))
