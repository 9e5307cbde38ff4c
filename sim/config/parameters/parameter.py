"""How a parameter is declared: one call that holds everything known about it."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined


class Facts(NamedTuple):
    """What a reader needs to judge a number: its unit, plausible span and source.

    `changes` tells whether an event may change it during a run.
    """

    unit: str
    low: Any
    high: Any
    source: str
    changes: bool


class Component(BaseModel):
    """A part of the configuration: frozen, strict about types and unknown keys."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True
    )

    def __init_subclass__(cls, **options: Any) -> None:
        """Give a part the type of its default, so that what is left out takes its values."""
        super().__init_subclass__(**options)
        for name, default in vars(cls).items():
            if isinstance(default, Component):
                cls.__annotations__[name] = type(default)


def parameter(
    default: Any,
    description: str,
    *,
    unit: str,
    low: Any,
    high: Any,
    source: str,
    changes: bool = False,
    **limits: Any,
) -> Any:
    """Declare a parameter.

    Parameters
    ----------
    default
        The baseline's value.
    description
        One sentence: what the number means in the model.
    unit
        Unit of the value, "1" for a pure number or a share.
    low, high
        The span that sources or judgement support; what a sweep would cover.
    source
        Who says so and when, or a sentence that begins with "assumption".
    changes
        Whether an event may change it during a run: only a number or a truth value that the
        model reads at each use, and never keeps a copy of.
    **limits
        The legal range, as pydantic's ``ge``, ``gt``, ``le`` and ``lt``.
    """
    facts = Facts(unit, low, high, source, changes)._asdict()
    return Field(default, description=description, json_schema_extra=facts, **limits)


def restate(
    component: type[Component], name: str, default: Any, *, low: Any, high: Any, source: str
) -> Any:
    """Declare an inherited parameter anew with one side's value and source.

    Meaning, unit, legal range and whether it may change stay those of `component`'s field `name`.
    """
    inherited = component.model_fields[name]
    field = FieldInfo.merge_field_infos(inherited, default=default)
    facts = facts_of(inherited)._replace(low=low, high=high, source=source)
    field.json_schema_extra = facts._asdict()
    return field


def facts_of(field: FieldInfo) -> Facts:
    """Return the facts declared with `parameter`."""
    extra = field.json_schema_extra
    if not isinstance(extra, dict):
        raise TypeError("a parameter must be declared with parameter()")
    return Facts(**extra)  # type: ignore[arg-type]


def is_component(field: FieldInfo) -> bool:
    """Tell whether `field` is a whole component rather than one parameter."""
    annotation = field.annotation
    return isinstance(annotation, type) and issubclass(annotation, Component)


def is_list(field: FieldInfo) -> bool:
    """Tell whether `field` is a list of components, as the events are."""
    first = next(iter(get_args(field.annotation)), None)
    is_tuple = get_origin(field.annotation) is tuple
    return is_tuple and isinstance(first, type) and issubclass(first, Component)


def default_of(field: FieldInfo) -> Any:
    """Return the baseline's value of a parameter."""
    value = field.get_default(call_default_factory=True)
    if value is PydanticUndefined:
        raise TypeError("every parameter has a default")
    return value
