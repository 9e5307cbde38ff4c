"""Hypothesis strategies: random configurations that are valid."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from hypothesis import strategies as st
from pydantic import ValidationError

from sim.config import Config
from sim.config.catalogue import parameters
from tests.settings import shipped

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from sim.config.catalogue import Parameter

SMALL = {
    "scale": 1,
    "days": 30,
    "spin_up_days": 3,
    "replicates": 2,
    "sectors": 4,
    "producers": 6,
    "regions": 4,
    "forces": 3,
}
"""The most of each, by the last part of its path, that a small configuration has."""

MOST_EVENTS = 4


def configs(*, legal: bool = False, small: bool = False) -> SearchStrategy[Config]:
    """Draw valid configurations; each parameter is random or has its default.

    Some have events.

    Parameters
    ----------
    legal
        Draw from the whole legal range instead of from low to high.
    small
        Keep days, sectors, makers, regions and forces few, so that a model runs quickly.
    """
    limited = {path: SMALL[last] for path in parameters() if (last := _last(path)) in SMALL}
    required = {
        path: _values(parameters()[path], legal=legal, most=most)
        for path, most in limited.items()
        if small
    }
    optional = {
        path: _values(parameter, legal=legal)
        for path, parameter in parameters().items()
        if path not in required
    }
    drawn = st.fixed_dictionaries(required, optional=optional)
    settled = drawn.map(_settled).filter(lambda config: config is not None)
    return settled.flatmap(with_events)


def with_events(config: Config, *, fixed: bool = False) -> SearchStrategy[Config]:
    """Draw events for a configuration: up to four that agree with it and with each other.

    Parameters
    ----------
    config
        A valid configuration without events.
    fixed
        Let none of them start at random.
    """
    events = st.lists(_events(config, fixed=fixed), max_size=MOST_EVENTS)
    return events.map(lambda drawn: _agreeing(config, drawn))


@st.composite
def _events(draw: st.DrawFn, config: Config, *, fixed: bool) -> dict[str, Any]:
    changing = [parameter for parameter in parameters().values() if parameter.changes]
    target = draw(st.sampled_from(changing))
    event = {"path": target.path}
    if target.kind is bool or draw(st.booleans()):
        event["set"] = draw(_values(target, legal=draw(st.booleans())))
    else:
        event["scale"] = draw(st.sampled_from([0.0, 0.5, 1.5, 2.0]) | st.floats(0, 2))
    start = draw(st.integers(1, config.run.days))
    timings = {
        "day": start,
        "date": config.run.start + dt.timedelta(days=start),
        "per_year": draw(st.floats(0, 100)),
    }
    key = draw(st.sampled_from(["day", "date"] if fixed else list(timings)))
    event[key] = timings[key]
    return event | _end(draw, config, start)


def _end(draw: st.DrawFn, config: Config, start: int) -> dict[str, Any]:
    length = draw(st.integers(1, 100))
    ends = {
        "days": length,
        "until_day": min(start + length, 36500),
        "until_date": config.run.start + dt.timedelta(days=start + length),
    }
    key = draw(st.sampled_from([None, *ends]))
    return {} if key is None else {key: ends[key]}


def _agreeing(config: Config, events: list[dict[str, Any]]) -> Config:
    """Return the configuration with as many of the events as are legal one after the other."""
    for event in events:
        with_one_more = {**dict(config), "events": [*config.events, event]}
        with suppress(ValidationError):
            config = Config.model_validate(with_one_more)
    return config


def legal_values(parameter: Parameter) -> SearchStrategy[Any]:
    """Draw any legal value of a parameter."""
    return _values(parameter, legal=True)


def _values(parameter: Parameter, *, legal: bool, most: int | None = None) -> SearchStrategy[Any]:
    kind = parameter.kind
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is tuple:
        return st.tuples(*map(_floats, *_ends(parameter, legal=legal)))
    if kind is bool:
        return st.booleans()
    low, high = _ends(parameter, legal=legal)
    if most is not None:
        low, high = min(low, parameter.limits["ge"]), min(high, most)
    if kind is int:
        return st.integers(low, high)
    return st.dates(low, high) if kind is dt.date else _floats(low, high, parameter.limits)


def _ends(parameter: Parameter, *, legal: bool) -> tuple[Any, Any]:
    limits = parameter.limits
    if not legal:
        return parameter.low, parameter.high
    if get_origin(parameter.kind) is tuple:
        return [None] * len(parameter.low), [None] * len(parameter.high)
    return limits.get("ge", limits.get("gt")), limits.get("le", limits.get("lt"))


def _floats(low: float | None, high: float | None, limits: Any = ()) -> SearchStrategy[float]:
    return st.floats(
        low,
        high,
        exclude_min="gt" in limits and low == limits["gt"],
        exclude_max="lt" in limits and high == limits["lt"],
        allow_nan=False,
        allow_infinity=False,
    )


def _settled(values: dict[str, Any]) -> Config | None:
    """Return the configuration, with defaults for what a conflict is about."""
    while True:
        try:
            return shipped(values)
        except ValidationError as failure:
            conflict = failure.errors()[0]["ctx"]["conflicts"][0]
        words = f"{conflict.problem} {conflict.cure}"
        last = _last(conflict.path)
        left = {
            path: value
            for path, value in values.items()
            if _last(path) != last and path not in words
        }
        if len(left) == len(values):
            return None
        values = left


def _last(path: str) -> str:
    return path.rsplit(".", 1)[-1]
