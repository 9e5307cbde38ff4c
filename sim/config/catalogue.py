"""Every parameter of the schema by its path, with what people are told about it."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args, get_origin

from sim.config.parameter import default_of, facts_of, is_component
from sim.config.scalars import write_value
from sim.config.schema import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from sim.config.parameter import Component

NO_UNIT = {"1", "choice", "date"}
NOUNS: dict[Any, str] = {int: "a whole number ", float: "a number ", dt.date: "a date "}
MOST_NEAREST = 3


class Parameter(NamedTuple):
    """One parameter at its place in the configuration.

    Attributes
    ----------
    path : str
        Keys from the top, joined by points.
    kind : Any
        Type of the value, as annotated.
    limits : dict
        The legal range, as pydantic's ``ge``, ``gt``, ``le`` and ``lt``.
    default, low, high
        The baseline's value and the span that a sweep would cover; numbers of `kind`.
    changes : bool
        Whether an event may change it during a run.
    """

    path: str
    kind: Any
    limits: dict[str, Any]
    default: Any
    low: Any
    high: Any
    unit: str
    description: str
    source: str
    changes: bool

    @property
    def range(self) -> str:
        """The legal range in words."""
        if get_origin(self.kind) is Literal:
            return " or ".join(get_args(self.kind))
        if self.kind is bool:
            return "true or false"
        words = {"ge": "from", "gt": "above", "le": "to", "lt": "below"}
        ends = [
            f"{word} {write_value(self.limits[name])}"
            for name, word in words.items()
            if name in self.limits
        ]
        closed = "ge" in self.limits and "le" in self.limits
        return (" " if closed else ", ").join(ends)

    @property
    def legal(self) -> str:
        """The legal values in words, with their unit."""
        unit = "" if self.unit in NO_UNIT else f" {self.unit}"
        if get_origin(self.kind) is tuple:
            return f"a list of {len(self.default)} numbers{unit}, as {write_value(self.default)}"
        return f"{NOUNS.get(self.kind, '')}{self.range}{unit}"

    @property
    def note(self) -> str:
        """Unit, meaning and source on one line."""
        return f"{self.unit}; {self.description.removesuffix('.')} ({self.source})"


@functools.cache
def components() -> dict[str, type[Component]]:
    """Return every component by its path, the whole configuration by an empty one."""
    return {"": Config, **dict(_components(Config, ""))}


@functools.cache
def parameters() -> dict[str, Parameter]:
    """Return every parameter by its path, in the schema's order."""
    return {
        join(path, name): _parameter(join(path, name), field)
        for path, component in components().items()
        for name, field in component.model_fields.items()
        if join(path, name) not in components()
    }


def nearest(component: str, key: str) -> str:
    """Return the valid paths that `key`, found in `component`, may stand for; may be empty.

    The same key elsewhere comes first, then one spelt alike here, then one elsewhere.
    """
    written = key.lower().replace("-", "_").rsplit(".", 1)[-1]
    here = components()[component].model_fields
    everywhere = _paths_by_name()
    if written in here:
        return join(component, written)
    if written in everywhere:
        return ", ".join(everywhere[written][:MOST_NEAREST])
    if alike := difflib.get_close_matches(written, here, n=1):
        return join(component, alike[0])
    if alike := difflib.get_close_matches(written, everywhere, n=1):
        return ", ".join(everywhere[alike[0]][:MOST_NEAREST])
    return ""


def join(component: str, name: str) -> str:
    """Return the path of `name` in the component at a path."""
    return f"{component}.{name}" if component else name


@functools.cache
def _paths_by_name() -> dict[str, list[str]]:
    paths: dict[str, list[str]] = {}
    for path in (*list(components())[1:], *parameters()):
        paths.setdefault(path.rsplit(".", 1)[-1], []).append(path)
    return paths


def _components(component: type[Component], path: str) -> Iterator[tuple[str, type[Component]]]:
    for name, field in component.model_fields.items():
        if is_component(field):
            part = cast("type[Component]", field.annotation)
            yield join(path, name), part
            yield from _components(part, join(path, name))


def _parameter(path: str, field: FieldInfo) -> Parameter:
    kind, facts = field.annotation, facts_of(field)
    limits = {
        name: _typed(kind, getattr(constraint, name))
        for constraint in field.metadata
        for name in ("ge", "gt", "le", "lt")
        if hasattr(constraint, name)
    }
    return Parameter(
        path=path,
        kind=kind,
        limits=limits,
        default=_typed(kind, default_of(field)),
        low=_typed(kind, facts.low),
        high=_typed(kind, facts.high),
        unit=facts.unit,
        description=field.description or "",
        source=facts.source,
        changes=facts.changes,
    )


def _typed(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(_typed(part, each) for part, each in zip(get_args(kind), value, strict=True))
    return float(value) if kind is float else value
