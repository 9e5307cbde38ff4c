"""Writing an experiment: as YAML that `read_experiment` reads again, and as a digest."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from sim.analysis.measures import ASKS
from sim.config.catalogue import parameters
from sim.config.generated.writing import digest as digest_of_config
from sim.config.scalars import write_value
from sim.experiment.design.designs import Points
from sim.experiment.design.factors import (
    Bundles,
    Group,
    MultiplierRange,
    Multipliers,
    Range,
    is_category,
)
from sim.war.columns import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sim.analysis.measures import Measure
    from sim.experiment.design.experiment import Auto, Experiment
    from sim.experiment.design.factors import Factor

BASE = "config.yaml"
"""The resolved base, beside the experiment file."""


def to_yaml(experiment: Experiment) -> str:
    """Return `experiment` as an experiment file, all defaults written out.

    `read_experiment` reads an equal one from it if the base lies beside it as `BASE`.
    """
    return "".join(f"{line}\n" for line in _lines(experiment))


def digest(experiment: Experiment) -> str:
    """Return the SHA-256 of the typed values of `experiment`, whatever its file looks like."""
    text = f"{to_yaml(experiment)}{digest_of_config(experiment.base)}"
    return hashlib.sha256(text.encode()).hexdigest()


def factor_text(factor: Factor) -> str:
    """Return a factor as it is written, on one line."""
    return _flow(_factor(factor))


def design_text(experiment: Experiment) -> str:
    """Return the design as it is written, on one line; of a list, without its points."""
    design = experiment.design
    if isinstance(design, Points):
        return _flow({"kind": design.kind})
    options = {key: value for key, value in asdict(design).items() if value not in ({}, None)}
    return _flow({"kind": design.kind, **options})


def correlations_text(experiment: Experiment) -> str:
    """Return the correlations as they are written, on one line."""
    return f"[{', '.join(_correlations(experiment))}]"


def measure_text(measure: Measure) -> str:
    """Return a response as it is written, on one line."""
    return _flow(_measure(measure))


def replicates_text(replicates: int | Auto) -> str:
    """Return how often each point is run, as it is written, on one line."""
    if isinstance(replicates, int):
        return str(replicates)
    values = asdict(replicates)
    return _flow({"auto": values.pop("response"), **values})


def _lines(experiment: Experiment) -> Iterator[str]:
    yield f"name: {write_value(experiment.name)}"
    yield f"base: {BASE}"
    yield from _block("factors", {each.name: factor_text(each) for each in experiment.factors})
    yield from _list("correlation", _correlations(experiment))
    yield from _design(experiment)
    yield f"replicates: {replicates_text(experiment.replicates)}"
    yield from _block("responses", {each.name: measure_text(each) for each in experiment.measures})
    kept = {table: table in experiment.tables for table in TABLES}
    yield f"outputs: {_flow({**kept, 'figures': experiment.figures})}"
    yield f"seconds_per_run: {write_value(experiment.seconds_per_run)}"


def _block(key: str, entries: Mapping[str, str]) -> Iterator[str]:
    if entries:
        yield f"{key}:"
        yield from (f"  {name}: {text}" for name, text in entries.items())


def _list(key: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {item}" for item in items]
    if lines:
        yield f"{key}:"
        yield from lines


def _design(experiment: Experiment) -> Iterator[str]:
    design = experiment.design
    if not isinstance(design, Points):
        yield f"design: {design_text(experiment)}"
        return
    yield "design:"
    yield f"  kind: {design.kind}"
    if design.made_by:
        yield f"  made_by: {write_value(design.made_by)}"
    yield "  points:"
    names = [each.name for each in experiment.factors]
    for row in design.points:
        yield f"  - {_flow(dict(zip(names, row, strict=True)))}"


def _correlations(experiment: Experiment) -> Iterator[str]:
    for each in experiment.correlations:
        yield _flow(dict(each))


def _factor(factor: Factor) -> dict[str, Any]:
    if isinstance(factor, Bundles):
        return {"bundles": {name: dict(bundle) for name, bundle in factor.bundles}}
    if isinstance(factor, Group):
        return {"group": {each.name: _factor(each) for each in factor.members}, **_count(factor)}
    paths = {} if factor.driven == (factor.name,) else {"paths": factor.driven}
    if isinstance(factor, Multipliers):
        return {**paths, "multipliers": factor.levels, "digits": factor.digits}
    if isinstance(factor, MultiplierRange):
        return {**paths, "multipliers": _range(factor), "digits": factor.digits}
    if isinstance(factor, Range):
        return {**paths, **_range(factor)}
    category = is_category(parameters()[factor.driven[0]].kind)
    return {**paths, "categories" if category else "values": factor.levels}


def _range(factor: Range | MultiplierRange) -> dict[str, Any]:
    return {"range": (factor.low, factor.high), "scale": factor.scale, **_count(factor)}


def _count(factor: Range | MultiplierRange | Group) -> dict[str, Any]:
    return {} if factor.count is None else {"levels": factor.count}


def _measure(measure: Measure) -> dict[str, Any]:
    if measure.summary:
        return {"summary": measure.summary}
    asked = {key for keys in ASKS.values() for key in keys} - {*ASKS.get(measure.statistic, ())}
    wanted = [each.name for each in fields(measure) if each.name not in ("name", "summary")]
    return {
        key: value
        for key in wanted
        if key not in asked and (value := getattr(measure, key)) is not None
    }


def _flow(values: Mapping[str, Any]) -> str:
    """Return a mapping on one line, as YAML and people read it."""
    inside = (
        f"{key}: {_flow(value) if isinstance(value, dict) else write_value(value)}"
        for key, value in values.items()
    )
    return f"{{{', '.join(inside)}}}"
