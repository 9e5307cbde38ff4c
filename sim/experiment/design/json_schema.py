"""The JSON Schema of an experiment file, with which editors complete and check keys."""

from __future__ import annotations

import inspect
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sim.analysis.measures import COLUMNS, DIRECTIONS, STATISTICS, SUMMARIES, TIME_TO
from sim.config.catalogue import parameters
from sim.config.generated.json_schema import parameter_schema
from sim.experiment.design import names
from sim.experiment.design.designs import KINDS, Points
from sim.experiment.design.experiment import KEPT_TABLES, SECONDS_PER_RUN, Auto
from sim.experiment.design.factor_reading import MOST_LEVELS
from sim.experiment.design.factors import LINEAR, SCALES, is_category, is_level, is_number
from sim.experiment.design.identity import NOT_PART
from sim.experiment.design.reading import FIGURES, MOST_SECONDS
from sim.experiment.design.response_reading import MOST_DAYS, MOST_REPLICATES
from sim.war.columns import TABLES

if TYPE_CHECKING:
    from sim.config.catalogue import Parameter
    from sim.experiment.design.design import Design

Schema = dict[str, Any]

NAME: Schema = {"type": "string", "pattern": names.PATTERN, "description": names.LEGAL}
LEVEL: Schema = {"type": ["number", "boolean", "string"]}


def experiment_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of an experiment file."""
    properties = {
        "name": NAME,
        "base": {"type": "string", "description": "A configuration: a file, or a shipped name."},
        "set": {**_settings(), "description": "What is changed in the base."},
        "factors": _factors(),
        "correlation": _list_of(_correlation(), "Rank correlations between ranges."),
        "design": {
            "description": "Which points of the factors are run; every combination if left out.",
            "oneOf": [_design(kind) for kind in KINDS.values()],
        },
        "replicates": {"oneOf": [_whole(1, MOST_REPLICATES), _auto()]},
        "responses": {
            "description": "What is measured of each run; the columns of summary.csv if left out.",
            "type": "object",
            "propertyNames": NAME,
            "additionalProperties": {"oneOf": [_of_column(), _group(summary=_one_of(SUMMARIES))]},
        },
        "outputs": _outputs(),
        "seconds_per_run": {
            "description": "Time limit of one run.",
            "type": "number",
            "exclusiveMinimum": 0,
            "maximum": MOST_SECONDS,
            "default": SECONDS_PER_RUN,
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "killzone experiment",
        **_group(required=("name", "base"), **properties),
        "$defs": {
            "values": {path: parameter_schema(each) for path, each in _settable().items()},
            "settings": _settings_of_all(),
            **_forms(),
        },
    }


def _settable() -> dict[str, Parameter]:
    return {path: each for path, each in parameters().items() if path not in NOT_PART}


def _settings() -> Schema:
    return {"$ref": "#/$defs/settings"}


def _settings_of_all() -> Schema:
    return _group((), **{path: _value(path) for path in _settable()})


def _value(path: str) -> Schema:
    return {"$ref": f"#/$defs/values/{path}"}


def _factors() -> Schema:
    levels = [path for path, each in _settable().items() if is_level(each.kind)]
    return {
        "description": "What varies: parameters by their paths, or what has a name of its own.",
        "type": "object",
        "propertyNames": NAME,
        "properties": {path: _direct(path) for path in levels},
        "additionalProperties": {"oneOf": [_named(), _bundles()]},
    }


def _direct(path: str) -> Schema:
    kind, unit = parameters()[path].kind, parameters()[path].unit
    form = next(
        (name for name, fits in (("number", is_number), ("category", is_category)) if fits(kind)),
        "date",
    )
    item = {"items": _value(path)}
    keys = {"number": ("values", "range"), "category": ("values", "categories")}
    return {
        "description": f"{unit}; {parameters()[path].description}",
        "$ref": f"#/$defs/{form}",
        "properties": dict.fromkeys(keys.get(form, ("values",)), item),
    }


def _forms() -> dict[str, Schema]:
    """Return what a factor of one parameter may look like, by the type of its values."""
    many = {"type": "array", "minItems": 1}
    two = {"type": "array", "minItems": 2, "maxItems": 2}
    values = _group(("values",), values=many)
    count = _whole(2, MOST_LEVELS)
    numbers = _group(("range",), range=two, scale=_scale(), levels=count)
    categories = _group(("categories",), categories=many)
    return {
        "number": {"oneOf": [values, numbers]},
        "category": {"oneOf": [values, categories]},
        "date": values,
    }


def _named() -> Schema:
    paths = _list_of({"enum": list(_settable())}, "Parameters of one type that have one value.")
    many = _list_of(LEVEL, "The values.")
    two = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    count = _whole(2, MOST_LEVELS)
    return {
        "oneOf": [
            _group(("paths", "values"), paths=paths, values=many),
            _group(("paths", "categories"), paths=paths, categories=many),
            _group(("paths", "range"), paths=paths, range=two, scale=_scale(), levels=count),
        ]
    }


def _bundles() -> Schema:
    bundles = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": NAME,
        "additionalProperties": _settings(),
    }
    return _group(("bundles",), bundles=bundles)


def _design(kind: type[Design]) -> Schema:
    options: dict[str, Schema] = {"kind": {"const": kind.kind}}
    required = ["kind"]
    for option in fields(kind):
        if kind is Points:
            point = {"type": "object", "additionalProperties": LEVEL}
            options[option.name] = _list_of(point, "The points, each with all factors.")
        elif "low" in option.metadata:
            options[option.name] = _whole(option.metadata["low"], option.metadata["high"])
        else:
            options[option.name] = {"type": "boolean"}
        if isinstance(option.default, int):
            options[option.name]["default"] = option.default
        else:
            required.append(option.name)
    return {"description": inspect.getdoc(kind), **_group(tuple(required), **options)}


def _correlation() -> Schema:
    between = {"type": "array", "items": NAME, "minItems": 2, "maxItems": 2}
    figure = {"type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 1}
    return _group(("between", "spearman"), between=between, spearman=figure)


def _auto() -> Schema:
    return {
        "description": inspect.getdoc(Auto),
        **_group(
            ("auto", "half_width"),
            auto=NAME,
            half_width={"type": "number", "exclusiveMinimum": 0},
            minimum=_whole(2, MOST_REPLICATES, Auto.minimum),
            maximum=_whole(2, MOST_REPLICATES, Auto.maximum),
        ),
    }


def _of_column() -> Schema:
    return _group(
        ("column", "statistic"),
        column=_one_of(COLUMNS),
        statistic=_one_of((*STATISTICS, TIME_TO)),
        from_day=_whole(0, MOST_DAYS),
        to_day=_whole(0, MOST_DAYS),
        threshold={"type": "number"},
        direction=_one_of(DIRECTIONS),
    )


def _outputs() -> Schema:
    kept = {**dict.fromkeys(TABLES, False), **dict.fromkeys((*KEPT_TABLES, FIGURES), True)}
    return _group((), **{key: {"type": "boolean", "default": kept[key]} for key in kept})


def _scale() -> Schema:
    return {**_one_of(SCALES), "default": LINEAR}


def _one_of(words: Any) -> Schema:
    return {"enum": list(words)}


def _whole(low: int, high: int, default: int | None = None) -> Schema:
    limits = {"type": "integer", "minimum": low, "maximum": high}
    return limits if default is None else {**limits, "default": default}


def _list_of(items: Schema, description: str) -> Schema:
    return {"description": description, "type": "array", "items": items, "minItems": 1}


def _group(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        "additionalProperties": False,
        **needed,
        "properties": properties,
    }
