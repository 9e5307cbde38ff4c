"""Every parameter of the configuration by its path, with what people are told about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.config import paths
from sim.config.paths import Parameter, join
from sim.config.schema import Config

if TYPE_CHECKING:
    from sim.config.parameters.parameter import Component

__all__ = ["Parameter", "components", "join", "nearest", "parameters"]


def components() -> dict[str, type[Component]]:
    """Return every component by its path, the whole configuration by an empty one."""
    return paths.components(Config)


def parameters() -> dict[str, Parameter]:
    """Return every parameter by its path, in the schema's order."""
    return paths.parameters(Config)


def nearest(component: str, key: str) -> str:
    """Return the valid paths that `key`, found in `component`, may stand for; may be empty."""
    return paths.nearest(Config, component, key)
