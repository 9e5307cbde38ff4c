"""Reading a configuration: one call from a name or file to a checked `Config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.config.errors import Findings
from sim.config.reading.checking import check
from sim.config.reading.layers import read_layers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sim.config.schema import Config


def load(source: str | Path, overrides: Iterable[str] = (), *, resolve: bool = True) -> Config:
    """Read a configuration and check it.

    Parameters
    ----------
    source
        A YAML file, or the name of a configuration that comes with killzone ("baseline",
        "lessons/one-race" or, where that is unique, "one-race").
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
    return check(read_layers(source, overrides, findings), findings, resolve=resolve)
