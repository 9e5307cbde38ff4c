"""The JSON Schema of a configuration file, with which editors complete and check keys."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, get_args, get_origin

from pydantic_core import to_jsonable_python

from sim.config.catalogue import Parameter, components, join, parameters

JSON_TYPES: dict[Any, dict[str, str]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
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
        "properties": {"extends": extends, **root["properties"]},
    }


def _component(path: str) -> dict[str, Any]:
    component = components()[path]
    inside = {name: join(path, name) for name in component.model_fields}
    return {
        "type": "object",
        "description": component.__doc__,
        "additionalProperties": False,
        "properties": {
            name: _component(at) if at in components() else _parameter(parameters()[at])
            for name, at in inside.items()
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    numeric = parameter.kind in {int, float}
    limits = parameter.limits if numeric else {}
    return {
        **_type(parameter.kind),
        **{JSON_LIMITS[name]: limit for name, limit in limits.items()},
        "description": parameter.note,
        "default": to_jsonable_python(parameter.default),
        **({"x-changes": True} if parameter.changes else {}),
    }


def _type(kind: Any) -> dict[str, Any]:
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if get_origin(kind) is tuple:
        items = [_type(each) for each in get_args(kind)]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    return JSON_TYPES[kind]
