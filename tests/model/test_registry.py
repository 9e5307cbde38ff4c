"""The registry is the only truth of outputs."""

from pathlib import Path

import numpy as np

from sim.model import Simulation
from sim.registry import TABLES, columns
from sim.registry.reference import markdown
from tests.settings import SMALL, configured

DOCS = Path(__file__).parents[2] / "docs"


def test_tables_have_exactly_the_registered_columns_and_types():
    model = Simulation(configured({**SMALL, "run.days": 8, "outputs.sectors": True}))
    model.run()
    tables = model.tables()
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        registered = columns(name, 2)
        assert list(table) == [column.name for column in registered]
        for column in registered:
            kind = object if column.dtype == "string" else np.dtype(column.dtype)
            assert table[column.name].dtype == kind, (name, column.name)
        assert len({len(values) for values in table.values()}) == 1


def test_every_column_has_unit_and_definition():
    for table in TABLES:
        for column in columns(table, 3):
            assert column.unit
            assert column.definition.endswith("."), column.name
            assert "{}" not in column.name + column.definition


def test_only_columns_that_say_so_have_missing_values():
    model = Simulation(configured({**SMALL, "run.days": 8, "outputs.sectors": True}))
    model.run()
    for name, table in model.tables().items():
        for column in columns(name, 2):
            values = table[column.name]
            if values.dtype == np.float64 and not column.missing:
                assert not np.isnan(values).any(), (name, column.name)


def test_day_0_and_the_last_day_are_there_and_snapshots_are_of_three_days():
    model = Simulation(configured({**SMALL, "run.days": 8}))
    model.run()
    tables = model.tables()
    assert tables["daily"]["day"].tolist() == list(range(9))
    assert np.unique(tables["space"]["day"]).tolist() == [2, 4, 8]


def test_sectors_add_up_to_the_day():
    model = Simulation(configured({**SMALL, "run.days": 8, "outputs.sectors": True}))
    model.run()
    daily, sectors = model.tables()["daily"], model.tables()["sectors"]
    for name in ("hits_ua", "losses_ru", "strength_ua", "sorties_ru"):
        totals = np.bincount(sectors["day"], weights=sectors[name])
        assert (totals == daily[name]).all(), name


def test_the_reference_is_up_to_date():
    """Mend with: python -m sim.registry.reference --write."""
    assert (DOCS / "columns.md").read_text(encoding="utf-8") == markdown()
