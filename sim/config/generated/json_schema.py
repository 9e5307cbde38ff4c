"""The JSON Schema of a configuration file, with which editors complete and check keys."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic_core import to_jsonable_python

from sim.config.behaviours import LISTS, USE, legal_keys
from sim.config.behaviours import NAME as NAME_OF_BEHAVIOUR
from sim.config.catalogue import Parameter, components, join, meaning, parameters
from sim.config.event_rules import CHANGES, ENDS, STARTS
from sim.config.events import NAME, Event, legal_of
from sim.config.inputs import HOLD, LINEAR
from sim.config.parameters.parameter import limits_of
from sim.config.schema import Config

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

JSON_TYPES: dict[Any, dict[str, str]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    dt.date: {"type": "string", "format": "date"},
}
JSON_LIMITS = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "lt": "exclusiveMaximum",
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a configuration file."""
    root = _component("")
    extends = {"type": "string", "description": "A file, or a shipped name, that this one changes."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "killzone configuration",
        **root,
        "properties": {
            "extends": extends,
            **root["properties"],
            "events": _events(),
            "inputs": _inputs(),
            "behaviours": _behaviours(),
        },
    }


def _inputs() -> dict[str, Any]:
    between = {"enum": [HOLD, LINEAR]}
    at = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "number"}}
    written = {
        "type": "object",
        "properties": {"between": between, "at": at},
        "required": ["between", "at"],
        "additionalProperties": False,
    }
    changing = [
        path for path, each in parameters().items() if each.changes and each.kind is not bool
    ]
    return {
        "type": "object",
        "description": meaning(Config, "inputs"),
        "properties": dict.fromkeys(changing, written),
        "patternProperties": {"[.]csv$": between},
        "additionalProperties": False,
    }


def _behaviours() -> dict[str, Any]:
    name = {"type": "string", "pattern": f"^{NAME_OF_BEHAVIOUR}$"}
    with_parameters = {"type": "object", "properties": {USE: name}, "required": [USE]}
    return {
        "type": "object",
        "description": meaning(Config, "behaviours"),
        "propertyNames": {"enum": legal_keys()},
        "properties": {key: {"type": "array", "items": name} for key in LISTS},
        "additionalProperties": {"oneOf": [name, with_parameters]},
    }


def parameter_schema(parameter: Parameter) -> dict[str, Any]:
    """Return the schema of one parameter."""
    numeric = parameter.kind in {int, float}
    limits = parameter.limits if numeric else {}
    return {
        **_type(parameter.kind),
        **{JSON_LIMITS[name]: limit for name, limit in limits.items()},
        "description": parameter.note,
        "default": to_jsonable_python(parameter.default),
        **({"x-changes": True} if parameter.changes else {}),
    }


def _component(path: str) -> dict[str, Any]:
    component = components()[path]
    inside = {name: join(path, name) for name in component.model_fields}
    return {
        "type": "object",
        "description": component.__doc__,
        "additionalProperties": False,
        "properties": {
            name: _component(at) if at in components() else parameter_schema(parameters()[at])
            for name, at in inside.items()
            if at in components() or at in parameters()
        },
    }


def _events() -> dict[str, Any]:
    """Return the schema of the list of events."""
    keys = {name: _key(name, field) for name, field in Event.model_fields.items()}
    changing = [path for path, parameter in parameters().items() if parameter.changes]
    keys["path"]["enum"] = changing
    keys["name"]["pattern"] = NAME
    keys["set"] = {"type": ["boolean", "number"], "description": keys["set"]["description"]}
    return {
        "type": "array",
        "description": meaning(Config, "events"),
        "default": [],
        "items": {
            "type": "object",
            "description": (Event.__doc__ or "").partition("\n")[0],
            "additionalProperties": False,
            "required": ["path"],
            "properties": keys,
            "allOf": [_one_of(CHANGES), _one_of(STARTS), {"oneOf": [_none_of(ENDS), *_each(ENDS)]}],
        },
    }


def _key(name: str, field: FieldInfo) -> dict[str, Any]:
    kind = str if name == "path" else get_args(field.annotation)[0]
    limits = limits_of(kind, field)
    return {
        **JSON_TYPES[kind],
        **{JSON_LIMITS[each]: limit for each, limit in limits.items()},
        "description": f"{meaning(Event, name)} Legal: {legal_of(name)}.",
    }


def _each(keys: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"required": [key]} for key in keys]


def _one_of(keys: tuple[str, ...]) -> dict[str, Any]:
    return {"oneOf": _each(keys)}


def _none_of(keys: tuple[str, ...]) -> dict[str, Any]:
    return {"not": {"anyOf": _each(keys)}}


def _type(kind: Any) -> dict[str, Any]:
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if get_origin(kind) is tuple:
        items = [_type(each) for each in get_args(kind)]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    return JSON_TYPES[kind]
