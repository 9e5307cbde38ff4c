"""Every parameter that events may change reaches the part of the model that reads it."""

import pytest

from sim.config.catalogue import parameters
from sim.config.parameters.parameter import Component
from sim.war.model import Simulation
from tests.settings import SMALL, configured


def other_value(path, parameter):
    """A legal value of a parameter that isn't the baseline's."""
    if parameter.kind is bool:
        return not parameter.default
    low, high = parameter.low, parameter.high
    return high if high != parameter.default else low


def held(part, seen):
    """Yield every configuration component that something in the model still holds."""
    if id(part) in seen or isinstance(part, (str, bytes, int, float, type)):
        return
    seen.add(id(part))
    if isinstance(part, Component):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from held(value, seen)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from held(value, seen)
    elif type(part).__module__.startswith("sim."):
        for name, value in vars(part).items():
            if name not in {"schedule", "model", "_config"}:
                yield from held(value, seen)


PARENTS: dict[str, list[str]] = {}
for _path, _parameter in sorted(parameters().items()):
    if _parameter.changes:
        PARENTS.setdefault(_path.rsplit(".", 1)[0], []).append(_path)


def component(config, parent):
    for name in parent.split("."):
        config = getattr(config, name)
    return config


@pytest.mark.parametrize("parent", PARENTS)
def test_no_part_keeps_the_component_that_events_replaced(parent):
    values = {path: other_value(path, parameters()[path]) for path in PARENTS[parent]}
    events = tuple({"path": path, "set": value, "day": 2} for path, value in values.items())
    shared = configured({**SMALL, "run.days": 5, "events": events})
    # Both sides' defaults may be one object; read anew, each component is its own.
    model = Simulation(type(shared).model_validate(shared.model_dump()))
    before = model.config
    model.step()
    assert model.config is before
    model.step()
    now, stale = component(model.config, parent), component(before, parent)
    for path, value in values.items():
        assert getattr(now, path.rsplit(".", 1)[-1]) == value
    parts = [
        model.ua, model.ru, model.sky_ua, model.sky_ru, model.sea, model.theatre, model.truce,
    ]  # fmt: skip
    assert all(held_component is not stale for held_component in held(parts, set()))
