"""Values of parameters in an experiment file: typed and checked by the schema, each alone."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError

from sim.config.catalogue import components, nearest, parameters
from sim.config.errors import Problem, UnreadableError, quote
from sim.config.reading.nodes import remedy, shown
from sim.config.reading.tree import Sequence
from sim.config.scalars import SpellingError
from sim.experiment.design.identity import NOT_PART
from sim.experiment.design.keys import scalar

if TYPE_CHECKING:
    from sim.config.errors import Place
    from sim.config.reading.tree import Node

STRICT = ConfigDict(strict=True, allow_inf_nan=False)


def legal_value(path: str, node: Node) -> Any:
    """Return the value that a node gives to the parameter at `path`.

    Raises
    ------
    UnreadableError
        If it is of the wrong type or out of range.
    """
    parameter = parameters()[path]
    try:
        value = (
            [scalar(each) for each in node.items] if isinstance(node, Sequence) else scalar(node)
        )
        typed = _adapter(path).validate_python(value)
        return typed + 0.0 if isinstance(typed, float) else typed  # -0.0 is 0.0
    except SpellingError as error:
        what = f"{path}: {shown(node)} {error.reason}"
        problem = Problem(node.place, what, legal=parameter.legal, cure=error.cure)
    except ValidationError:
        what, cure = f"{path} is {shown(node)}", remedy(node, parameter.kind)
        problem = Problem(node.place, what, legal=parameter.legal, cure=cure)
    raise UnreadableError(problem)


def check_path(path: str, place: Place) -> None:
    """Refuse a path that is not that of a parameter which an experiment can change.

    Raises
    ------
    UnreadableError
        With the nearest paths.
    """
    if path in NOT_PART:
        cure = "write replicates or outputs beside factors"
        raise UnreadableError(Problem(place, f"{path} is not set in an experiment", cure=cure))
    if path not in parameters():
        what, cure = f"unknown parameter {quote(path) or '(empty)'}", _cure(path)
        near = "" if cure else _nearest(path)
        raise UnreadableError(Problem(place, what, nearest=near, cure=cure))


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
