"""The registry is the only truth of outputs."""

from pathlib import Path

import numpy as np
import pytest

from sim.config import load
from sim.war.columns import DAILY, SHARE, TABLES, UNBOUNDED, columns_of
from sim.war.replicate import simulate
from tests.settings import SMALL, configured

DOCS = Path(__file__).parents[2] / "docs"


def test_tables_have_exactly_the_registered_columns_and_types():
    tables = simulate(configured({**SMALL, "run.days": 8, "outputs.sectors": True}))
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        registered = columns_of(name, 2)
        assert list(table) == [column.name for column in registered]
        for column in registered:
            kind = object if column.dtype == "string" else np.dtype(column.dtype)
            assert table[column.name].dtype == kind, (name, column.name)
        assert len({len(values) for values in table.values()}) == 1


def test_every_column_has_unit_and_definition():
    for table in TABLES:
        for column in columns_of(table, 3):
            assert column.unit
            assert column.definition.endswith("."), column.name
            assert "{}" not in column.name + column.definition


def test_only_columns_that_say_so_have_missing_values():
    for name, table in simulate(
        configured({**SMALL, "run.days": 8, "outputs.sectors": True})
    ).items():
        for column in columns_of(name, 2):
            values = table[column.name]
            if values.dtype == np.float64 and not column.missing:
                assert not np.isnan(values).any(), (name, column.name)


def test_day_0_and_the_last_day_are_there_and_snapshots_are_of_three_days():
    tables = simulate(configured({**SMALL, "run.days": 8}))
    assert tables["daily"]["day"].tolist() == list(range(9))
    assert np.unique(tables["space"]["day"]).tolist() == [2, 4, 8]


def test_sectors_add_up_to_the_day():
    tables = simulate(configured({**SMALL, "run.days": 8, "outputs.sectors": True}))
    daily, sectors = tables["daily"], tables["sectors"]
    for name in ("hits_ua", "losses_ru", "strength_ua", "sorties_ru"):
        totals = np.bincount(sectors["day"], weights=sectors[name])
        assert (totals == daily[name]).all(), name


@pytest.mark.parametrize("name", ["baseline", "scenarios/all-domains", "scenarios/fake-peace"])
def test_what_is_observed_lies_within_the_bounds_of_its_column(name):
    small = [f"{path}={value}" for path, value in {**SMALL, "run.days": 190}.items()]
    daily = simulate(load(name, small))["daily"]
    for column in columns_of("daily", 2):
        values = daily[column.name][~np.isnan(daily[column.name])]
        low, high = column.bounds
        assert ((low <= values) & (values <= high)).all(), column.name


def test_only_what_can_fall_as_well_as_rise_is_unbounded():
    daily = [each.column for each in DAILY]
    assert [each.name for each in daily if each.bounds == UNBOUNDED] == [
        "balance_km",
        "area_change_km2",
    ]
    assert {each.unit for each in daily if each.bounds == SHARE} == {"1"}
