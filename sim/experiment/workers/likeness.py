"""Whether a worker runs the model that its parent would run.

A class or constant of the package that was replaced in the parent's memory is not replaced in its
workers that load the package afresh. So the parent notes a digest of each name in the model's
modules, and a worker compares its own with them before its first run.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sys
import types
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment.errors import BehaviourError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sim.config.behaviours import Behaviour

ROOMS = ("sim.war.", "sim.analysis.")
"""Where the model is, and what is measured of it."""

PLAIN = (bool, int, float, str, bytes)
MOST_TOLD = 3
DEEPEST = 8
"""Functions hold functions; what lies deeper is told by its type."""


def names_now(behaviours: Iterable[Behaviour]) -> dict[str, str]:
    """Return a digest of each name of the model's modules, and of those from outside, as of now.

    Parameters
    ----------
    behaviours
        What an experiment takes from outside.
    """
    outside = {each.module.partition(".")[0] for each in behaviours} - {"sim"}
    return {
        f"{module.__name__}.{name}": _digest(value, {"sim", *outside})
        for module in _modules(outside)
        for name, value in sorted(vars(module).items())
        if not name.startswith("__") and not isinstance(value, types.ModuleType)
    }


def require_alike(expected: Mapping[str, str], behaviours: Iterable[Behaviour]) -> None:
    """Refuse to work if a name of the model is not here what it is in the parent.

    Parameters
    ----------
    expected
        What the parent noted; empty where a worker has its memory.
    behaviours
        What the experiment takes from outside.

    Raises
    ------
    BehaviourError
        With the names, and how to have a behaviour of one's own in every worker.
    """
    if not expected:
        return
    here = names_now(behaviours)
    loaded = {name.rpartition(".")[0] for name in here}
    others = [
        name
        for name, digest in expected.items()
        if here.get(name) != digest and name.rpartition(".")[0] in loaded
    ]
    if others:
        told = ", ".join(others[:MOST_TOLD])
        more = f" and {len(others) - MOST_TOLD} more" if len(others) > MOST_TOLD else ""
        raise BehaviourError(
            "replaced in the memory of the process that asked for the runs, and not in its "
            f"workers: {told}{more}; name a class of your own under behaviours: in the "
            "configuration (docs/extending.md), or run with one worker"
        )


def _modules(outside: Iterable[str]) -> Iterator[types.ModuleType]:
    """Yield the modules of the model, and from outside, that this process has loaded."""
    rooms = (*ROOMS, *(f"{package}." for package in outside))
    for name, module in sorted(sys.modules.items()):
        if f"{name}.".startswith(rooms) and name != "sim.war":
            yield module
    if "sim.war.model" in sys.modules:
        facade = sys.modules["sim.war"]
        for name in facade.__all__:
            getattr(facade, name)  # it has each name once it was asked for
        yield facade


def _digest(value: Any, packages: set[str]) -> str:
    return hashlib.sha256(repr(_described(value, packages, 0)).encode()).hexdigest()[:16]


def _described(value: Any, packages: set[str], depth: int) -> Any:
    """Return what a value is, in terms that are the same in every process."""

    def below(each: Any) -> Any:
        return _described(each, packages, depth + 1)

    function = _function(value)
    if isinstance(value, PLAIN) or depth > DEEPEST:
        return value if isinstance(value, PLAIN) else type(value).__qualname__
    if function is not None:
        cells = [each.cell_contents for each in function.__closure__ or ()]
        held = (function.__defaults__, function.__kwdefaults__, cells)
        return _code(function.__code__), *map(below, held)
    if isinstance(value, type):
        return value.__module__, value.__qualname__, _members(value, packages, below)
    if isinstance(value, np.ndarray):
        return str(value.dtype), value.shape, value.tobytes()
    if dataclasses.is_dataclass(value):
        value = [getattr(value, each.name) for each in dataclasses.fields(value)]
    return _collection(value, below)


def _collection(value: Any, below: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        value = list(value.items())
    elif isinstance(value, (set, frozenset)):
        value = sorted(value, key=repr)
    if isinstance(value, (tuple, list)):
        return [below(each) for each in value]
    return type(value).__qualname__


def _members(value: type, packages: set[str], below: Callable[[Any], Any]) -> list[Any]:
    """Return the functions and plain values of a class that is not somebody else's."""
    if value.__module__.partition(".")[0] not in packages:
        return []
    return [
        (name, below(member))
        for name, member in vars(value).items()
        if _function(member) is not None or (isinstance(member, PLAIN) and name[:2] != "__")
    ]


def _function(member: Any) -> types.FunctionType | None:
    """Return the function behind a kernel, a property or a method of any kind."""
    for name in ("__func__", "fget", "func", "py_func", "__wrapped__"):
        member = getattr(member, name, member)
    return member if isinstance(member, types.FunctionType) else None


def _code(code: types.CodeType) -> Any:
    constants = [
        _code(each) if isinstance(each, types.CodeType) else _described(each, set(), DEEPEST - 1)
        for each in code.co_consts
    ]
    return code.co_name, code.co_code, code.co_names, constants
