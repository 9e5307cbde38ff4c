"""The JSON Schema of an experiment file, with which editors complete and check keys.

Pydantic makes it of `ExperimentFile`; what it cannot know is added: which values each parameter
takes.
"""

from __future__ import annotations

import re
from typing import Any

from sim.config.catalogue import Parameter, parameters
from sim.config.generated.json_schema import parameter_schema
from sim.experiment.design.designs import KINDS
from sim.experiment.design.factors import is_category, is_level, is_number
from sim.experiment.design.file import ExperimentFile
from sim.experiment.design.identities import NOT_PART

Schema = dict[str, Any]

DEFS = "#/$defs/"
UNUSED = {"title", "examples", "discriminator", "propertyNames"}
OF_ONE_PARAMETER = ("description", "default", "x-changes")


def experiment_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of an experiment file."""
    schema = _tidy(ExperimentFile.model_json_schema())
    forms, keys = schema.pop("$defs"), schema.pop("properties")
    kinds = {each.__name__: each for each in KINDS.values()}
    for name, form in forms.items():
        about = form.pop("description", "")
        about = kinds[name].__doc__ if name in kinds else about
        forms[name] = {**form, "description": (about or "").partition("\n")[0]}
        if name in kinds:
            forms[name]["required"] = ["kind", *form.get("required", [])]
        if "paths" in form["properties"]:
            form["properties"]["paths"]["items"] = _ref("path")
    forms["BundlesForm"]["properties"]["bundles"]["additionalProperties"] = _ref("settings")
    keys["set"] = {"description": keys["set"]["description"], **_ref("settings")}
    keys["factors"] |= _factors(keys["factors"]["additionalProperties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "killzone experiment",
        "properties": keys,
        "$defs": {**forms, **_of_parameters()},
    }


def _tidy(node: Any) -> Any:
    """Return a schema without what says nothing, and alike whatever version pydantic has."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return int(node) if isinstance(node, float) and node.is_integer() else node
    tidy = {key: _tidy(node[key]) for key in sorted(node.keys() - UNUSED)}
    for key in ("properties", "$defs"):
        if key in node:
            tidy[key] = {name: _tidy(value) for name, value in node[key].items()}
    options = [each for each in tidy.pop("anyOf", []) if each != {"type": "null"}]
    if len(options) == 1:
        del tidy["default"]
        tidy |= options[0]
    elif options:
        tidy["anyOf"] = options
    for pattern, below in tidy.pop("patternProperties", {}).items():
        tidy |= {"propertyNames": {"pattern": pattern}, "additionalProperties": below}
    if tidy.get("additionalProperties") is True:
        del tidy["additionalProperties"]
    return tidy


def _factors(form: Schema) -> Schema:
    """Return the keys of the factors: parameters, and names of their own, which need paths."""
    direct = {
        path: {"description": f"{each.unit}; {each.description}", **_ref(f"factor-{_name(each)}")}
        for path, each in _settable().items()
        if is_level(each.kind)
    }
    own = {**form, "anyOf": [{"required": [key]} for key in ("paths", "group", "bundles")]}
    return {"properties": direct, "additionalProperties": own}


def _of_parameters() -> Schema:
    """Return what parameters take: the values of each, and factors of them, once for all alike."""
    found = _settable()
    settings = {
        path: {"description": each.note, **_ref(_name(each))} for path, each in found.items()
    }
    levels = [each for each in found.values() if is_level(each.kind)]
    several = {_form(each) for each in levels} - {"ValuesForm"}
    forms = {name: {"oneOf": list(map(_ref, name.split("-or-")))} for name in sorted(several)}
    return {
        "path": {"enum": list(found)},
        "settings": {"type": "object", "additionalProperties": False, "properties": settings},
        **{_name(each): _values(each) for each in found.values()},
        **{f"factor-{_name(each)}": _factor(each) for each in levels},
        **forms,
    }


def _settable() -> dict[str, Parameter]:
    return {path: each for path, each in parameters().items() if path not in NOT_PART}


def _name(parameter: Parameter) -> str:
    """Return what parameters of the same type and range are called."""
    words = parameter._replace(unit="1").legal
    return re.sub("[^A-Za-z0-9.]+", "-", words)


def _values(parameter: Parameter) -> Schema:
    schema = parameter_schema(parameter)
    return {key: value for key, value in schema.items() if key not in OF_ONE_PARAMETER}


def _form(parameter: Parameter) -> str:
    """Return the forms that a factor of a parameter may have, as the name of their definition."""
    if is_number(parameter.kind):
        return "ValuesForm-or-RangeForm"
    return "ValuesForm-or-CategoriesForm" if is_category(parameter.kind) else "ValuesForm"


def _factor(parameter: Parameter) -> Schema:
    items = {"items": _ref(_name(parameter))}
    keys = ["values", *(["range"] if is_number(parameter.kind) else ["categories"])]
    return {
        **_ref(_form(parameter)),
        "properties": {"paths": False, **dict.fromkeys(keys, items)},
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"{DEFS}{name}"}
