"""Every part of the model reads its parameters where events replace them."""

from sim.config.parameters.parameter import Component
from sim.verification.conservation import soldiers
from sim.war.model import Simulation
from tests.settings import SMALL, configured

NEW = {
    "ukraine.units.recruits_per_day": 0.0,
    "russia.fpv.hit_share": 0.0,
    "ukraine.deep_strike.attack_share": 0.0,
}


def test_events_reach_the_day():
    events = tuple({"path": path, "set": value, "day": 2} for path, value in NEW.items())
    model = Simulation(configured({**SMALL, "run.days": 5, "events": events}))
    model.step()
    assert model.ru.units.hits.any()
    assert model.sky_ru.launched > 0
    before = soldiers(model.ua)
    model.step()
    assert not model.ru.units.hits.any()
    assert model.sky_ru.launched == 0
    lost = model.ua.units.lost_to_drones + model.ua.units.lost_to_artillery
    assert soldiers(model.ua) == before - lost.sum()


def test_nobody_keeps_a_part_of_the_configuration():
    model = Simulation(configured({**SMALL, "run.days": 5}))
    parts = [*model.sides, *model.skies, model.sea, model.theatre, model.truce]
    populations = {agent.population for agent in model.agents}
    for part in (*parts, *populations, model.ua.governments.loans, model.ua.governments.deal):
        assert not [name for name, value in vars(part).items() if isinstance(value, Component)]
