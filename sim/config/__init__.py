"""The configuration of a run: every parameter, read from YAML and checked."""

from sim.config.errors import ConfigError, Problem
from sim.config.files import shipped, shipped_folder
from sim.config.reading import load
from sim.config.schema import Config
from sim.config.writing import digest, to_yaml

__all__ = [
    "Config",
    "ConfigError",
    "Problem",
    "digest",
    "load",
    "shipped",
    "shipped_folder",
    "to_yaml",
]
