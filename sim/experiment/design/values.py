"""Paths of parameters in an experiment, and their values: checked by the schema, each alone."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import AfterValidator, ConfigDict, TypeAdapter

from sim.config.catalogue import components, nearest, parameters
from sim.config.errors import Fault, quote
from sim.experiment.design.identities import NOT_PART

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.config.errors import Keys

STRICT = ConfigDict(strict=True, allow_inf_nan=False)


def legal_value(path: str, value: Any) -> Any:
    """Return a value as the parameter at `path` has it.

    Raises
    ------
    ValidationError
        If it is of the wrong type or out of range.
    """
    typed = _adapter(path).validate_python(value)
    return typed + 0.0 if isinstance(typed, float) else typed  # -0.0 is 0.0


def wrong_values(paths: Iterable[str], value: Any, keys: Keys) -> Iterator[Fault]:
    """Yield that a value is not legal for the first of the paths for which it is not."""
    for path in paths:
        try:
            legal_value(path, value)
        except ValueError:
            yield Fault(keys, path=path)
            return


def wrong_path(path: str) -> Fault | None:
    """Return what is wrong with a path if it is none of a parameter that an experiment changes."""
    if path in NOT_PART:
        cure = "write replicates or outputs beside factors"
        return Fault(what=f"{path} is not set in an experiment", cure=cure)
    if path in parameters():
        return None
    what, cure = f"unknown parameter {quote(path) or '(empty)'}", _cure(path)
    return Fault(what=what, nearest="" if cure else _nearest(path), cure=cure)


def _settable(path: str) -> str:
    if fault := wrong_path(path):
        raise fault.error()
    return path


Path = Annotated[str, AfterValidator(_settable)]
"""The path of a parameter that an experiment can change."""


def _nearest(path: str) -> str:
    """Return the valid paths that `path` may stand for; may be empty."""
    keys = path[:200].split(".")
    known = max(
        (size for size in range(len(keys)) if ".".join(keys[:size]) in components()), default=0
    )
    return nearest(".".join(keys[:known]), ".".join(keys[known:]))


def _cure(path: str) -> str:
    if path in components():
        return "write the path of one parameter, as race.obsolescence_days"
    return "write events into the base" if path == "events" else ""


@functools.cache
def _adapter(path: str) -> TypeAdapter[Any]:
    group, _, name = path.rpartition(".")
    field = components()[group].model_fields[name]
    annotated = cast("Any", Annotated[cast("Any", field.annotation), field])
    return TypeAdapter(annotated, config=STRICT)
