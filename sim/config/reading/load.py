"""Reading a configuration: one call from a name or file to a checked `Config`."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from sim.config.errors import Findings, Place
from sim.config.reading.checking import check
from sim.config.reading.layers import merge, read_layers, read_overrides
from sim.config.reading.tree import Mapping
from sim.config.schema import Config

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LOADED = "the configuration"


def load(
    source: str | Path | Config, overrides: Iterable[str] = (), *, resolve: bool = True
) -> Config:
    """Read a configuration and check it.

    Parameters
    ----------
    source
        A YAML file, or the name of a configuration that comes with killzone ("baseline",
        "lessons/one-race" or, where that is unique, "one-race"); or one that is loaded already.
    overrides
        Single parameters to change, as given to ``--set``: "race.obsolescence_days=45".

    resolve
        Whether the behaviours that it names are loaded, as far as that is allowed, and checked;
        without that it can be looked at, but not run.

    Returns
    -------
    Config
        Complete: what the file and those it extends leave out has the schema's default.

    Raises
    ------
    ConfigError
        With everything that is wrong, each with file, line, column and cure.
    """
    findings = Findings()
    if isinstance(source, Config):
        layers = read_overrides(overrides, findings)
        return check(reduce(merge, layers, Mapping(Place(LOADED), {})), findings, source)
    return check(read_layers(source, overrides, findings), findings, resolve=resolve)
