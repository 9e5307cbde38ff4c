"""Telling an experiment from a configuration, where people may name either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.config import load
from sim.config.errors import Findings, UnreadableError
from sim.config.reading.characters import EXPERIMENT
from sim.config.reading.files import EXPERIMENTS, find, shipped
from sim.config.reading.layers import read_mapping

if TYPE_CHECKING:
    from sim.config import Config
    from sim.experiment.design.experiment import Experiment

ONLY_OF_EXPERIMENTS = {"base", "factors", "design", "replicates", "responses"}
"""Keys at the top of a file that no configuration has."""


def read(source: str) -> Config | Experiment:
    """Read a configuration or an experiment, whichever a file or a shipped name is, and check it.

    Raises
    ------
    ConfigError
        With everything that is wrong.
    """
    if not is_experiment(source):
        return load(source)
    from sim.experiment.design.reading import read_experiment  # noqa: PLC0415 (slow to import)

    return read_experiment(source)


def is_experiment(source: str) -> bool:
    """Tell whether `source` is an experiment; what cannot be read is taken for a configuration."""
    try:
        path = find(source)
    except UnreadableError:
        return source in shipped(EXPERIMENTS)
    return not ONLY_OF_EXPERIMENTS.isdisjoint(read_mapping(path, Findings(), EXPERIMENT).entries)
