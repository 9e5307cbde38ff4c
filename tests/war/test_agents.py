"""Agents are live views: what Mesa shows is the state, and writing it changes the simulation."""

import copy
import gc
import weakref

import mesa
import numpy as np
import pytest

from sim.war.agents.air_defence_command import AirDefenceCommand
from sim.war.agents.countermeasure import Countermeasure
from sim.war.agents.facility import Facility
from sim.war.agents.fleet import Fleet
from sim.war.agents.front_line_unit import FrontLineUnit
from sim.war.agents.government import Government
from sim.war.agents.interceptor_unit import InterceptorUnit
from sim.war.agents.population import LiveAgent
from sim.war.agents.producer import DroneProducer
from sim.war.agents.strike_bureau import StrikeBureau
from sim.war.agents.strike_force import StrikeForce
from sim.war.model import Simulation
from sim.war.record import Recorder
from tests.settings import SMALL, configured

TYPES = [
    DroneProducer,
    FrontLineUnit,
    Countermeasure,
    InterceptorUnit,
    AirDefenceCommand,
    StrikeForce,
    StrikeBureau,
    Government,
    Facility,
    Fleet,
]


@pytest.fixture
def model():
    model = Simulation(configured({**SMALL, "run.days": 30}))
    for _ in range(5):
        model.step()
    return model


def test_the_baseline_has_some_1400_agents_of_every_type():
    model = Simulation(configured())
    assert 1300 <= len(model.agents) <= 1500
    assert set(model.agents_by_type) == set(TYPES)


class PopulationContract:
    """What holds for every agent type; each subclass names its own."""

    agent_type: type

    @pytest.fixture
    def agents(self, model):
        return model.agents_by_type[self.agent_type]

    def test_attributes_read_the_columns(self, agents):
        for agent in agents:
            for name in agent.population.attributes():
                assert name in dir(agent)
                stored = getattr(agent.population, name)[agent.row]
                assert np.array_equal(getattr(agent, name), stored, equal_nan=True)

    def test_writing_an_attribute_writes_its_row_only(self, agents):
        agent = next(iter(agents))
        for name in agent.population.attributes():
            column = getattr(agent.population, name)
            before = column.copy()
            setattr(agent, name, 1 - before[0] if before.dtype != bool else ~before[0])
            changed = (column != before).reshape(len(column), -1).any(axis=1)
            assert changed[agent.row]
            assert changed.sum() == 1
            setattr(agent, name, before[0])

    def test_every_row_has_one_agent(self, agents):
        rows = {(agent.side, agent.population, agent.row) for agent in agents}
        sizes = {agent.population: agent.population.size for agent in agents}
        assert len(rows) == len(agents) == sum(sizes.values())

    def test_every_attribute_states_unit_and_meaning(self, agents):
        for name, attribute in next(iter(agents)).population.attributes().items():
            assert getattr(type(next(iter(agents)).population), name) is attribute
            assert attribute.unit
            assert attribute.meaning.endswith(".")

    def test_agents_and_populations_say_what_they_are(self, agents):
        for agent in agents:
            assert f"<{type(agent).__name__} {agent.side} " in repr(agent)
            assert f" {agent.row}: {agent.telling} " in repr(agent)
            assert repr(agent.population).startswith(f"<{type(agent.population).__name__} ")


class TestDroneProducer(PopulationContract):
    agent_type = DroneProducer

    def test_roles_can_be_selected(self, model):
        producers = model.agents_by_type[DroneProducer]
        fpv = producers.select(lambda agent: agent.role == "fpv" and agent.side == "ua")
        assert len(fpv) == 12

    def test_a_producer_without_capacity_builds_nothing(self, model):
        producer = next(iter(model.agents_by_type[DroneProducer]))
        producer.capacity = 0.0
        model.step()
        assert producer.made == 0


class TestFrontLineUnit(PopulationContract):
    agent_type = FrontLineUnit

    def test_mesa_sets_and_gets_through_the_view(self, model):
        units = model.agents_by_type[FrontLineUnit].select(lambda unit: unit.side == "ua")
        units.set("strength", 7)
        assert units.get("strength") == [7] * 6
        assert (model.ua.units.strength == 7).all()

    def test_stock_is_by_design(self, model):
        unit = next(iter(model.agents_by_type[FrontLineUnit]))
        held = model.ua.fpv.armoury.stock[unit.row]
        assert sum(unit.stock.values()) == held.sum()
        assert all(count > 0 for count in unit.stock.values())

    def test_a_formation_without_crews_flies_nothing(self, model):
        unit = next(iter(model.agents_by_type[FrontLineUnit]))
        unit.crews = 0.0
        model.step()
        assert unit.sorties == 0


class TestCountermeasure(PopulationContract):
    agent_type = Countermeasure

    def test_countermeasures_without_strength_let_every_sortie_pass(self, model):
        for agent in model.agents_by_type[Countermeasure]:
            agent.strength = 0.0
        model.innovate()
        assert (model.ua.fpv.pass_rates()[model.ua.fpv.armoury.ids >= 0] == 1).all()


class TestInterceptorUnit(PopulationContract):
    agent_type = InterceptorUnit

    def test_a_unit_without_crews_intercepts_nothing(self, model):
        model.agents_by_type[InterceptorUnit].set("crews", 0.0)
        model.step()
        assert model.sky_ua.intercepted == 0

    def test_ceiling_is_that_of_the_stock(self, model):
        unit = next(iter(model.agents_by_type[InterceptorUnit]))
        assert unit.ceiling_m == pytest.approx(model.config.ukraine.interceptor.ceiling_m)


class TestStrikeForce(PopulationContract):
    agent_type = StrikeForce

    def test_a_force_with_tempo_0_saves_up(self, model):
        forces = model.agents_by_type[StrikeForce]
        forces.set("tempo", 0.0)
        before = [force.stockpile for force in forces]
        for _ in range(5):
            model.step()
        assert all(force.raid == 0 for force in forces)
        assert sum(force.stockpile for force in forces) > sum(before)


class TestAirDefenceCommand(PopulationContract):
    agent_type = AirDefenceCommand

    def test_without_groups_nobody_stops_what_meets_them(self, model):
        model.agents_by_type[AirDefenceCommand].set("groups", 0.0)
        assert all(sky.command.stopping_share(1.0) == 0 for sky in model.skies)


class TestStrikeBureau(PopulationContract):
    agent_type = StrikeBureau

    def test_tactics_take_their_share_of_the_hazard_each(self, model):
        model.agents_by_type[StrikeBureau].set("tactics", 3)
        assert all(sky.bureau.hazard_left == pytest.approx(0.85**3) for sky in model.skies)


class TestFacility(PopulationContract):
    agent_type = Facility

    def test_a_damaged_refinery_counts_as_offline_until_it_is_repaired(self, model):
        sites = model.agents_by_type[Facility]
        refinery = next(site for site in sites if site.kind == "refinery")
        before = model.sky_ru.sites["refineries"].offline_share
        refinery.damage = refinery.capacity
        assert model.sky_ru.sites["refineries"].offline_share > before
        model.sky_ru.repair()
        assert refinery.damage < refinery.capacity


class TestFleet(PopulationContract):
    agent_type = Fleet

    def test_a_fleet_that_cannot_move_lets_trade_through(self, model):
        model.agents_by_type[Fleet].set("freedom", 0.0)
        assert model.sea.trade == 1 + model.config.ukraine.naval.trade_gain


class TestGovernment(PopulationContract):
    agent_type = Government

    def test_a_penniless_government_orders_next_to_nothing(self, model):
        government = next(iter(model.agents_by_type[Government]))
        government.purse_cents = 0
        model.order()
        assert model.ua.fpv.ordered == 0


def test_what_is_shown_of_a_model_its_agents_and_populations():
    model = Simulation(configured({**SMALL, "run.days": 30}), replicate=3)
    model.step()
    assert repr(model) == f"<Simulation day 1, replicate 3: {len(model.agents)} agents>"
    unit = list(model.agents_by_type[FrontLineUnit])[2]
    unit.strength = 9958
    assert repr(unit) == "<FrontLineUnit ua 2: strength 9,958>"
    assert repr(model.ua.units) == "<FrontLineUnits ua: 6 agents>"
    assert repr(model.ru.governments) == "<Governments ru: 1 agent>"
    assert repr(model.sky_ua.strike_producers) == "<StrikeProducers ru strike: 3 agents>"
    refinery = next(
        iter(model.agents_by_type[Facility].select(lambda site: site.kind == "refinery"))
    )
    refinery.damage = 0.012345
    assert repr(refinery) == "<Facility ru refinery 0: damage 0.01235>"


def test_an_attribute_that_no_agent_has_is_an_error(model):
    agent = next(iter(model.agents_by_type[Fleet]))
    with pytest.raises(AttributeError, match="'Fleet' object has no attribute 'strength'"):
        agent.strength  # noqa: B018 (reading it is the test)
    agent.note = "own attributes stay the agent's own"
    assert vars(agent)["note"] == agent.note
    assert isinstance(copy.copy(agent), LiveAgent)


def test_a_finished_model_is_collected():
    model = Simulation(configured({**SMALL, "run.days": 3}))
    model.run()
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_a_hundred_models_leave_memory_flat():
    resource = pytest.importorskip("resource")

    def build_and_run(count: int) -> int:
        for replicate in range(count):
            Simulation(configured({**SMALL, "run.days": 5}), replicate).run()
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = build_and_run(20)
    # A model of this size holds some 2 MiB; keeping a hundred of them would show.
    assert build_and_run(100) - before < 20 * 1024


def test_producers_of_two_roles_draw_different_numbers(model):
    fpv, interceptor = model.ua.fpv, model.sky_ua.interceptor_producers
    assert not (fpv.progress[:3] == interceptor.progress[:3]).any()


def test_a_day_too_many_is_refused_with_its_cure():
    model = Simulation(configured({**SMALL, "run.days": 1}))
    Recorder(model)
    model.step()
    with pytest.raises(IndexError, match=r"raise run\.days"):
        model.step()


def test_draws_do_not_touch_mesas_generators(model):
    state = model.random.getstate()
    model.step()
    assert model.random.getstate() == state
    assert isinstance(model, mesa.Model)
