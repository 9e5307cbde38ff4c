"""Whether a worker runs the model that its parent would run.

A class or constant of the package that was replaced in the parent's memory is not replaced in its
workers, which load the package anew. So the parent notes a digest of each name in the model's
modules, and a worker compares its own with them before its first run.
"""

from __future__ import annotations

import hashlib
import sys
import types
from typing import TYPE_CHECKING, Any

from sim.experiment.errors import BehaviourError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOMS = ("sim.war.", "sim.analysis.")
"""Where the model is, and what is measured of it."""

PLAIN = (bool, int, float, str, bytes)
MOST_TOLD = 3


def names_now() -> dict[str, str]:
    """Return a digest of each name of the model's modules, as they stand in this process."""
    return {
        f"{module.__name__}.{name}": _digest(value)
        for module in _modules()
        for name, value in sorted(vars(module).items())
        if not name.startswith("__") and not isinstance(value, types.ModuleType)
    }


def require_alike(expected: Mapping[str, str]) -> None:
    """Refuse to work if a name of the model is not here what it is in the parent.

    Raises
    ------
    BehaviourError
        With the names, and how to have a behaviour of one's own in every worker.
    """
    here = names_now()
    others = [name for name, digest in expected.items() if here.get(name, digest) != digest]
    if others:
        told = ", ".join(others[:MOST_TOLD])
        more = f" and {len(others) - MOST_TOLD} more" if len(others) > MOST_TOLD else ""
        raise BehaviourError(
            f"{told}{more} was replaced in the process that asked for the runs, and is killzone's "
            "own in its workers; name a class of your own under behaviours: in the configuration "
            "(docs/extending.md), or run with one worker"
        )


def _modules() -> Iterator[types.ModuleType]:
    """Yield the modules of the model that this process has loaded."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith(ROOMS):
            yield module


def _digest(value: Any) -> str:
    return hashlib.sha256(repr(_described(value)).encode()).hexdigest()[:16]


def _described(value: Any) -> Any:
    """Return what a value is, in terms that are the same in every process."""
    code = _code_of(value)
    if code is not None:
        return _code(code)
    if isinstance(value, type):
        return _class(value)
    if isinstance(value, dict):
        value = list(value.items())
    elif isinstance(value, (set, frozenset)):
        value = sorted(value, key=repr)
    if isinstance(value, (tuple, list)):
        return [_described(each) for each in value]
    return value if isinstance(value, PLAIN) else type(value).__qualname__


def _class(value: type) -> Any:
    own = vars(value) if value.__module__.startswith("sim.") else {}
    codes = ((name, _code_of(member)) for name, member in own.items())
    members = [(name, _code(code)) for name, code in codes if code is not None]
    return value.__module__, value.__qualname__, members


def _code_of(member: Any) -> types.CodeType | None:
    """Return the code of a function, kernel, property or method of any kind."""
    for name in ("__func__", "fget", "func", "py_func", "__wrapped__"):
        member = getattr(member, name, member)
    code = getattr(member, "__code__", None)
    return code if isinstance(code, types.CodeType) else None


def _code(code: types.CodeType) -> Any:
    constants = [
        _code(each) if isinstance(each, types.CodeType) else _described(each)
        for each in code.co_consts
    ]
    return code.co_name, code.co_code, code.co_names, constants
