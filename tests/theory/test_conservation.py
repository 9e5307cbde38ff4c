"""Nothing is created or lost: every drone and every soldier is accounted for, every day."""

import datetime as dt

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sim.verification.conservation import soldiers, strange_recruits, unaccounted
from sim.war.columns import TABLES
from sim.war.model import Simulation
from sim.war.record import Recorder
from tests.settings import SMALL, configured, examples
from tests.strategies import configs

few = settings(
    max_examples=examples(25),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


DEAL = configured({**SMALL, "deal.signed": True, "deal.start": dt.date(2025, 10, 20)})
"""So that exports are seen whatever is drawn."""


def check_day(model: Simulation, strengths: dict[str, int]) -> None:
    for side in model.sides:
        for producers in side.producers:
            armoury = producers.armoury
            assert not unaccounted(armoury).any(), (producers.side, producers.role, model.day)
            assert (armoury.stock >= 0).all()
            assert armoury.refitted[: armoury.count].sum() == 0
            assert (producers.exported + producers.delivered <= producers.made).all()
            assert armoury.stock[:, armoury.ids < 0].sum() == 0
        units = side.units
        assert strange_recruits(side, strengths[side.name]) == 0
        assert (units.strength >= 0).all()
        assert (units.passed <= units.sorties).all()
        assert (units.hits <= units.passed).all()
    assert 0 <= model.sky_ua.intercepted <= model.sky_ua.neutralised
    for sky in model.skies:
        assert 0 <= sky.neutralised <= sky.launched
        assert sky.forces.raid.sum() == sky.launched <= sky.forces.launchers.sum()
        most = sky.leaked + sky.missiles_leaked * sky.forces.parameters.missiles.hits_each
        for sites in sky.sites.values():
            assert (sites.damage >= 0).all()
            assert (sites.damage <= sites.capacity).all()
            assert sites.hits.sum() <= most


@few
@given(config=configs(small=True), replicate=st.integers(0, 5))
@example(config=DEAL, replicate=0)
def test_every_drone_and_soldier_is_accounted_for_every_day(config, replicate):
    model = Simulation(config, replicate)
    for side in model.sides:
        for producers in side.producers:
            assert not unaccounted(producers.armoury).any(), "day 0"
    while model.day < min(config.run.days, 40):
        strengths = {side.name: soldiers(side) for side in model.sides}
        model.step()
        check_day(model, strengths)
    model.finish()


@few
@given(config=configs(small=True))
def test_columns_are_finite_and_not_negative_where_they_cannot_be(config):
    model = Simulation(config)
    recorder = Recorder(model)
    while model.day < min(config.run.days, 40):
        model.step()
    model.finish()
    daily = recorder.tables()["daily"]
    signed = {"area_change_km2", "balance_km", "territory_held_share"}
    for column in TABLES["daily"]:
        values = daily[column.name].astype(float)
        missing = np.isnan(values)
        assert column.missing or not missing.any(), column.name
        assert np.isfinite(values[~missing]).all(), column.name
        assert column.name in signed or (values[~missing] >= 0).all(), column.name
        if column.unit == "1" and column.name not in {*signed, "temptation_ru"}:
            assert (values[~missing] <= 1 + 1e-12).all(), column.name
