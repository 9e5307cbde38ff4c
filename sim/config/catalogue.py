"""Every parameter of the configuration by its path, with what people are told about it."""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import sys
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args, get_origin

from sim.config.draft import Draft
from sim.config.nearness import MOST_NEAREST, alike_in_parts, closest
from sim.config.parameters.parameter import (
    NOUNS,
    Component,
    facts_of,
    limits_of,
    range_in_words,
    typed,
)
from sim.config.scalars import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

NO_UNIT = {"1", "choice", "date"}
FAR_BUT_ALIKE = 0.75
"""How alike the spelling of a name of another component must be to be told of."""


def unit_of(unit: str) -> str:
    """Return a unit as words have it: empty where there is none."""
    return "" if unit in NO_UNIT else unit


class Parameter(NamedTuple):
    """One parameter at its place in the configuration.

    Attributes
    ----------
    path : str
        Keys from the top, joined by points.
    part : type
        The component that it belongs to.
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
    part: type[Component]
    kind: Any
    limits: dict[str, Any]
    default: Any
    low: Any
    high: Any
    unit: str
    source: str
    changes: bool

    @property
    def description(self) -> str:
        """What it means in the model."""
        return meaning(self.part, last(self.path))

    @property
    def range(self) -> str:
        """The legal range in words."""
        if get_origin(self.kind) is Literal:
            return " or ".join(get_args(self.kind))
        return "true or false" if self.kind is bool else range_in_words(self.limits)

    @property
    def legal(self) -> str:
        """The legal values in words, with their unit."""
        unit = "" if self.unit in NO_UNIT else f" {self.unit}"
        if get_origin(self.kind) is tuple:
            return f"a list of {len(self.default)} numbers{unit}, as {write_value(self.default)}"
        return f"{NOUNS.get(self.kind, '')}{self.range}{unit}"

    @property
    def status(self) -> str:
        """How its value is known: "measured", "tuned" to a pattern, or "free", an assumption."""
        known = {"tuned": "tuned", "assumption": "free"}
        return known.get(self.source.split(":")[0].split(";")[0].split()[0], "measured")

    @property
    def note(self) -> str:
        """Unit, meaning and source on one line."""
        return f"{self.unit}; {self.description.removesuffix('.')} ({self.source})"


@functools.cache
def components(root: type[Component] = Draft) -> dict[str, type[Component]]:
    """Return every component by its path, `root` itself by an empty one."""
    return {"": root, **dict(_components(root, ""))}


@functools.cache
def parameters(root: type[Component] = Draft) -> dict[str, Parameter]:
    """Return every parameter by its path, in the schema's order; lists of parts are none."""
    return {
        join(path, name): _parameter(join(path, name), component, field)
        for path, component in components(root).items()
        for name, field in component.model_fields.items()
        if join(path, name) not in components(root) and not _is_list(field)
    }


def nearest(component: str, key: str) -> str:
    """Return the valid paths that `key`, found in `component`, may stand for; may be empty.

    The same key elsewhere comes first, then those near it here, then those near it elsewhere; of
    what is elsewhere, what is below `component` first.
    """
    written = last(key.lower().replace("-", "_"))
    here = components()[component].model_fields
    if written in here:
        return join(component, written)
    everywhere = _paths_by_name()
    is_elsewhere = written in everywhere
    near = alike_in_parts(written, here) if is_elsewhere else closest(written, here)
    names = [written] if is_elsewhere else closest(written, everywhere, 1, FAR_BUT_ALIKE)
    elsewhere = sorted(
        (path for name in names for path in everywhere[name]),
        key=lambda path: not path.startswith(f"{component}."),
    )
    inside = [join(component, each) for each in near]
    found = [*elsewhere, *inside] if is_elsewhere else inside or elsewhere
    return ", ".join(found[:MOST_NEAREST])


def nearest_changing(path: str) -> str:
    """Return the paths of parameters that may change and that `path` may stand for.

    Those with the same last key, or with one near it, of the same group first; without any, what
    changes in the same group.
    """
    changing = [each for each, parameter in parameters().items() if parameter.changes]
    by_name: dict[str, list[str]] = {}
    for each in changing:
        by_name.setdefault(last(each), []).append(each)
    written = last(path.lower().replace("-", "_"))
    alike = [written] if written in by_name else closest(written, by_name, most=1)
    group = path if path in components() else path.rpartition(".")[0]
    inside = [each for each in changing if each.startswith(f"{group}.")]
    found = sorted(by_name[alike[0]], key=lambda each: each not in inside) if alike else inside
    return ", ".join(found[:MOST_NEAREST])


def join(component: str, name: str) -> str:
    """Return the path of `name` in the component at a path."""
    return f"{component}.{name}" if component else name


def last(path: str) -> str:
    """Return the last key of a path."""
    return path.rsplit(".", 1)[-1]


def meaning(component: type[Component], name: str) -> str:
    """Return the docstring below a parameter where it is declared, on one line."""
    bases = (base for base in component.__mro__ if issubclass(base, Component))
    found = (_docstrings(base.__module__).get((base.__name__, name)) for base in bases)
    return " ".join(next(filter(None, found), "").split())


# pydantic reads these docstrings too, but at each import, which then takes a fifth longer.
@functools.cache
def _docstrings(module: str) -> dict[tuple[str, str], str]:
    """Return the docstrings below the attributes of a module's classes, by class and name."""
    try:
        source = inspect.getsource(sys.modules[module])
    except OSError:  # as in a frozen program
        return {}
    return {
        (part.name, ast.unparse(line.target)): str(below.value.value)
        for part in ast.parse(source).body
        if isinstance(part, ast.ClassDef)
        for line, below in itertools.pairwise(part.body)
        if isinstance(line, ast.AnnAssign)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
    }


@functools.cache
def _paths_by_name() -> dict[str, list[str]]:
    paths: dict[str, list[str]] = {}
    for path in (*list(components())[1:], *parameters()):
        paths.setdefault(last(path), []).append(path)
    return paths


def _components(component: type[Component], path: str) -> Iterator[tuple[str, type[Component]]]:
    for name, field in component.model_fields.items():
        if _is_component(field.annotation):
            part = cast("type[Component]", field.annotation)
            yield join(path, name), part
            yield from _components(part, join(path, name))


def _is_component(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Component)


def _is_list(field: FieldInfo) -> bool:
    """Tell whether a field is a list of components, as the events are."""
    return get_origin(field.annotation) is tuple and _is_component(get_args(field.annotation)[0])


def _parameter(path: str, part: type[Component], field: FieldInfo) -> Parameter:
    kind, facts = field.annotation, facts_of(field)
    low, high = facts.sweep
    return Parameter(
        path=path,
        part=part,
        kind=kind,
        limits=limits_of(kind, field),
        default=typed(kind, field.default),
        low=typed(kind, low),
        high=typed(kind, high),
        unit=facts.unit,
        source=facts.source,
        changes=facts.changes,
    )
