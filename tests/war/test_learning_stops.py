"""Countermeasures that do not learn stay where they are, and go on as they would have."""

import numpy as np
import pytest

from sim.war.model import Simulation
from tests.settings import SMALL, configured

WHERE = {
    "russia.countermeasures.learns": lambda model: model.ru.countermeasures,
    "ukraine.countermeasures.learns": lambda model: model.ua.countermeasures,
    "russia.air_defence.countermeasures.learns": lambda model: model.sky_ru.countermeasures,
}


@pytest.mark.parametrize("path", WHERE)
def test_only_those_that_are_frozen_stand_still_and_only_while_they_are(path):
    event = {"path": path, "set": False, "day": 31, "until_day": 61}
    model = Simulation(configured({**SMALL, "run.days": 120, "events": (event,)}))
    moved = {each: np.zeros(121, dtype=bool) for each in WHERE}
    while model.day < 120:
        before = {each: find(model).centre.copy() for each, find in WHERE.items()}
        model.step()
        for each, find in WHERE.items():
            moved[each][model.day] = (find(model).centre != before[each]).any()
    model.finish()
    for each, days in moved.items():
        assert days[31:61].any() == (each != path)
        assert days[21:31].any()
        assert days[61:].any()


def test_sightings_are_kept_meanwhile():
    """On the first day after the thaw they can pick what was seen while they stood still."""
    event = {"path": "russia.countermeasures.learns", "set": False, "day": 1, "until_day": 60}
    model = Simulation(configured({**SMALL, "run.days": 90, "events": (event,)}))
    for _ in range(59):
        model.step()
    hunters = model.ru.countermeasures
    assert not hunters.hunting.any()
    assert len(hunters._sightings) == hunters.cycle.develop_days + 1
    for _ in range(10):
        model.step()
    assert hunters.hunting.any()
    model.finish()
