"""How a parameter is declared: one call with everything known about it, its meaning below."""

from __future__ import annotations

import datetime as dt
from collections import ChainMap
from typing import Any, ClassVar, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from sim.config.scalars import write_value

ARTICLE = "the article (Kempe, Atlantic Council, 10 Oct 2025)"
"""A source that many parameters name."""

CALENDAR = (dt.date(1900, 1, 1), dt.date(2200, 1, 1))
"""The legal range of dates."""

NOUNS: dict[Any, str] = {int: "a whole number ", float: "a number ", dt.date: "a date "}


class Facts(NamedTuple):
    """What a reader needs to judge a number: its unit, plausible span and source.

    `changes` tells whether an event may change it during a run.
    """

    unit: str
    sweep: tuple[Any, Any]
    source: str
    changes: bool


class Restatement(NamedTuple):
    """One side's value, plausible span and source of an inherited parameter."""

    default: Any
    sweep: tuple[Any, Any]
    source: str

    def of(self, inherited: FieldInfo) -> FieldInfo:
        """Return the inherited parameter with what is restated."""
        field = FieldInfo.merge_field_infos(inherited, default=self.default)
        facts = facts_of(inherited)._replace(sweep=self.sweep, source=self.source)
        field.json_schema_extra = facts._asdict()
        return field


class Component(BaseModel):
    """A part of the configuration: frozen, strict about types and unknown keys."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True
    )

    def __init_subclass__(cls, **options: Any) -> None:
        """Give a part the type of its default, and what is restated all that is inherited."""
        super().__init_subclass__(**options)
        for name, default in list(vars(cls).items()):
            if isinstance(default, Component):
                cls.__annotations__[name] = type(default)
            elif isinstance(default, Restatement):
                setattr(cls, name, default.of(_inherited(cls, name)))


def parameter(
    default: Any,
    unit: str,
    *,
    sweep: tuple[Any, Any],
    legal: tuple[Any, Any] | None = None,
    source: str,
    changes: bool = False,
) -> Any:
    """Declare a parameter; the docstring below it says what it means in the model.

    Parameters
    ----------
    default
        The baseline's value.
    unit
        Unit of the value, "1" for a pure number or a share.
    sweep
        The span that sources or judgement support; what a sweep would cover.
    legal
        The legal range, its ends included unless they are `above` or `below` something.
    source
        Who says so and when; or a sentence that begins with "tuned", and names the pattern that it
        was tuned to, or with "assumption".
    changes
        Whether an event may change it during a run: only a number or a truth value that the
        model reads at each use, and never keeps a copy of.
    """
    facts = Facts(unit, sweep, source, changes)._asdict()
    return Field(default, json_schema_extra=facts, **_limits(legal))


def above(limit: float) -> dict[str, float]:
    """Return the lower end of a legal range that does not include it."""
    return {"gt": limit}


def below(limit: float) -> dict[str, float]:
    """Return the upper end of a legal range that does not include it."""
    return {"lt": limit}


def restate(default: Any, *, sweep: tuple[Any, Any], source: str) -> Any:
    """Declare an inherited parameter again with one side's value, plausible span and source.

    Meaning, unit, legal range and whether it may change stay as they are inherited.
    """
    return Restatement(default, sweep, source)


def facts_of(field: FieldInfo) -> Facts:
    """Return the facts declared with `parameter`."""
    extra = field.json_schema_extra
    if not isinstance(extra, dict):
        raise TypeError("a parameter must be declared with parameter()")
    return Facts(**extra)  # type: ignore[arg-type]


def range_in_words(limits: dict[str, Any]) -> str:
    """Return limits, as pydantic's ``ge``, ``gt``, ``le`` and ``lt``, in words."""
    words = {"ge": "from", "gt": "above", "le": "to", "lt": "below"}
    ends = [f"{word} {write_value(limits[name])}" for name, word in words.items() if name in limits]
    closed = "ge" in limits and "le" in limits
    return (" " if closed else ", ").join(ends)


def limits_of(kind: Any, field: FieldInfo) -> dict[str, Any]:
    """Return the limits of a field, as pydantic's ``ge``, ``gt``, ``le`` and ``lt``."""
    return {
        name: typed(kind, getattr(constraint, name))
        for constraint in field.metadata
        for name in ("ge", "gt", "le", "lt")
        if hasattr(constraint, name)
    }


def typed(kind: Any, value: Any) -> Any:
    """Return a number as its type has it."""
    if get_origin(kind) is tuple:
        return tuple(typed(part, each) for part, each in zip(get_args(kind), value, strict=True))
    return float(value) if kind is float else value


def _limits(legal: tuple[Any, Any] | None) -> dict[str, Any]:
    """Return a legal range as pydantic's ``ge``, ``gt``, ``le`` and ``lt``."""
    if legal is None:
        return {}
    low, high = legal
    lower = low if isinstance(low, dict) else {"ge": low}
    return lower | (high if isinstance(high, dict) else {"le": high})


def _inherited(component: type[Component], name: str) -> FieldInfo:
    bases = [base for base in component.__mro__[1:] if issubclass(base, Component)]
    return ChainMap(*(base.model_fields for base in bases))[name]
