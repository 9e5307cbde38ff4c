"""What a model says of the values at a place: their type, limits and words."""

from __future__ import annotations

import dataclasses
import re
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo
from pydantic_core import core_schema

from sim.config import nearness
from sim.config.behaviours import NAME
from sim.config.parameters.parameter import NOUNS, range_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MOST_LISTED = 9
LIMITS = ("ge", "gt", "le", "lt")
LENGTHS = ("min_length", "max_length")


class OneOf:
    """One of many words.

    Parameters
    ----------
    words
        The words.
    synonyms
        Other words that people may write, with those that are meant.
    outside
        Whether `module:Name` is legal too, of something from outside.
    """

    def __init__(
        self,
        words: Iterable[str],
        synonyms: Mapping[str, str] | None = None,
        *,
        outside: bool = False,
    ) -> None:
        self.words, self.synonyms, self._outside = tuple(words), dict(synonyms or {}), outside

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        """Return the schema of the words."""
        words = core_schema.literal_schema(list(self.words))
        if not self._outside:
            return words
        return core_schema.no_info_wrap_validator_function(_from_outside, words)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """Return the JSON Schema of the words."""
        words: dict[str, Any] = handler(schema)
        name = {"type": "string", "pattern": f"^{NAME}$"}
        return {"anyOf": [words, name]} if self._outside else words

    def nearest(self, written: str) -> str:
        """Return the words that may be meant; may be empty."""
        return self.synonyms.get(written.lower()) or closest(written, self.words)


def _from_outside(written: Any, known: Callable[[Any], Any]) -> Any:
    is_name = isinstance(written, str) and re.fullmatch(NAME, written, re.ASCII)
    return written if is_name else known(written)


class Shape(NamedTuple):
    """A type with what narrows it, as pydantic's fields and annotations declare it."""

    annotation: Any
    metadata: tuple[Any, ...] = ()
    example: str = ""

    @property
    def options(self) -> list[Shape]:
        """The types of a union, or the type alone; None is no option."""
        if get_origin(self.annotation) not in (Union, UnionType):
            return [self]
        members = [each for each in get_args(self.annotation) if each is not type(None)]
        shapes = (shape_of(each, self.metadata, self.example) for each in members)
        return [option for shape in shapes for option in shape.options]

    @property
    def fields(self) -> dict[str, Shape]:
        """The keys of a mapping that is a model or a dataclass."""
        shape = self.annotation
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            found = shape.model_fields.items()
            return {field.alias or name: _of_field(field) for name, field in found}
        if dataclasses.is_dataclass(shape):
            hints = get_type_hints(shape, include_extras=True)
            return {each.name: shape_of(hints[each.name]) for each in dataclasses.fields(shape)}
        return {}

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return get_origin(self.annotation) is tuple

    @property
    def words(self) -> OneOf | None:
        """The words of which a value is one, if it is."""
        if get_origin(self.annotation) is Literal:
            return OneOf(map(str, get_args(self.annotation)))
        return next((each for each in self.metadata if isinstance(each, OneOf)), None)

    @property
    def legal(self) -> str:
        """The legal values in words; empty where that says nothing."""
        return " or ".join(dict.fromkeys(filter(None, map(_legal, self.options))))

    def has_tag(self, part: str | int) -> bool:
        """Tell whether `part` tells it apart from others of a union."""
        tags = [each.tag for each in self.metadata if isinstance(each, Tag)]
        constants = [each.words.words for each in self.fields.values() if each.words]
        return part in tags or (part,) in constants

    def limits(self, names: Iterable[str]) -> dict[str, Any]:
        """Return its limits of some names."""
        return {
            name: getattr(each, name)
            for each in self.metadata
            for name in names
            if getattr(each, name, None) is not None
        }

    def below(self, part: str | int) -> Shape | None:
        """Return the shape of what is at a key or place in it; of a union, by its tag."""
        for option in self.options:
            shape, arguments = option.annotation, get_args(option.annotation)
            if part in option.fields:
                return option.fields[str(part)]
            if option.has_tag(part):
                return option
            if get_origin(shape) is dict and isinstance(part, str):
                return shape_of(arguments[1])
            if get_origin(shape) is tuple and isinstance(part, int):
                every = arguments[1:] == (Ellipsis,)
                return shape_of(arguments[0 if every else min(part, len(arguments) - 1)])
        return None


def shape_of(annotation: Any, metadata: tuple[Any, ...] = (), example: str = "") -> Shape:
    """Return the shape that an annotation stands for."""
    if get_origin(annotation) is not Annotated:
        return Shape(annotation, metadata, example)
    inner, *more = get_args(annotation)
    for each in more:
        field = each if isinstance(each, FieldInfo) else None
        metadata = (*metadata, *(field.metadata if field else (each,)))
        example = _example(field) or example
    return shape_of(inner, metadata, example)


def shape_at(model: type, keys: Iterable[str | int]) -> Shape:
    """Return the shape of what is at `keys` in a model, or of the last that it knows."""
    shape = Shape(model)
    for key in keys:
        below = shape.below(key)
        if below is None:
            break
        shape = below
    return shape


def closest(written: str, choices: Iterable[str]) -> str:
    """Return in words the choices that are near `written`; may be empty."""
    return ", ".join(nearness.closest(written, choices))


def _of_field(field: FieldInfo) -> Shape:
    return shape_of(field.annotation, tuple(field.metadata), _example(field))


def _example(field: FieldInfo | None) -> str:
    return str(field.examples[0]) if field and field.examples else ""


def _legal(shape: Shape) -> str:
    if shape.words:
        words = shape.words.words
        return " or ".join(words) if len(words) <= MOST_LISTED else ""
    if shape.annotation is bool:
        return "true or false"
    if shape.annotation in NOUNS:
        return f"{NOUNS[shape.annotation]}{range_in_words(shape.limits(LIMITS))}".strip()
    length = _length(**shape.limits(LENGTHS))
    if shape.annotation is str:
        return f"text{length} characters" if length else "text"
    if shape.is_list:
        parts = get_args(shape.annotation)
        return f"a list{length}" if Ellipsis in parts else f"a list of {len(parts)}"
    return f"keys with values{length}" if get_origin(shape.annotation) is dict else ""


def _length(min_length: int = 0, max_length: int | None = None) -> str:
    if max_length is not None:
        return f" of {min_length} to {max_length}"
    return f" of {min_length} or more" if min_length else ""
