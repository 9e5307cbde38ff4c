"""Every parameter that events may change reaches the part of the model that reads it."""

import pytest

from sim.config.catalogue import parameters
from sim.config.parameter import Component
from sim.model import Simulation
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
            if name not in {"schedule", "model", "recorder", "_config"}:
                yield from held(value, seen)


CHANGING = sorted(path for path, parameter in parameters().items() if parameter.changes)


@pytest.mark.parametrize("path", CHANGING)
def test_no_part_keeps_the_component_that_an_event_replaced(path):
    value = other_value(path, parameters()[path])
    event = {"path": path, "set": value, "day": 2}
    shared = configured({**SMALL, "run.days": 5, "events": (event,)})
    # Both sides' defaults may be one object; read anew, each component is its own.
    model = Simulation(type(shared).model_validate(shared.model_dump()))
    before = model.config
    model.step()
    assert model.config is before
    model.step()
    parents = [model.config]
    for name in path.split(".")[:-1]:
        parents.append(getattr(parents[-1], name))
    assert getattr(parents[-1], path.rsplit(".", 1)[-1]) == value
    stale = before
    for name in path.split(".")[:-1]:
        stale = getattr(stale, name)
    skies = [model.sky_ua, model.sky_ru]
    parts = [model.ua, model.ru, *skies, model.sea, model.theatre, model.truce]
    assert all(component is not stale for component in held(parts, set()))
