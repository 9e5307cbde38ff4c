"""The configuration of a run: every parameter, read from YAML and checked."""

from sim.config.errors import ConfigError, ConfigWarning, Problem
from sim.config.generated.writing import digest, to_yaml
from sim.config.reading.files import shipped, shipped_folder
from sim.config.reading.load import load
from sim.config.schema import Config

__all__ = [
    "Config",
    "ConfigError",
    "ConfigWarning",
    "Problem",
    "digest",
    "load",
    "shipped",
    "shipped_folder",
    "to_yaml",
]
