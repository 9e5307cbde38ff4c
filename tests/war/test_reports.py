"""What producers hear of the race is what it was when the report was filed."""

import pytest

from sim.war.model import Simulation
from tests.settings import SMALL, configured

ALONE = {"front.sectors": 1, "russia.countermeasures.per_sector": 1}


@pytest.mark.parametrize(
    "settings", [{}, {"race.dimensions": 1}, {"race.dimensions": 3}, ALONE], ids=str
)
def test_a_report_stays_as_it_was_when_countermeasures_move_on(settings):
    model = Simulation(configured({**SMALL, **settings}))
    producers, systems = model.ua.fpv, model.ru.countermeasures
    assert systems.size > 0
    report = producers._reports.known
    before = [values.copy() for values in report.systems]
    systems.centre += 0.1
    systems.family += 1
    systems.strength *= 0.5
    producers.assess()
    for then, now in zip(before, report.systems, strict=True):
        assert (then == now).all()
