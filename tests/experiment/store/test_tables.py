import datetime as dt
import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.experiment.plan import Run
from sim.experiment.store import tables
from sim.war.columns import TABLES, Column, columns_of
from tests import fake_model
from tests.experiment.conftest import CONFIG

ADDED = {"run", "point", "replicate", "date"}
RUN = Run("00" * 8, "00" * 6, (), 2)


@pytest.fixture
def daily(config):
    return tables.table("daily", fake_model.recorded(config, 2)["daily"], RUN, config)


def written(table):
    file = io.BytesIO()
    tables.write(file, table.schema, [table])
    return file.getvalue()


@pytest.mark.parametrize("name", TABLES)
def test_every_column_says_its_unit_and_definition_in_the_file(name, config):
    table = tables.table(name, fake_model.recorded(config, 0)[name], RUN, config)
    fields = pq.read_schema(io.BytesIO(written(table)))
    registered = columns_of(name, config.race.dimensions)
    assert [field.name for field in fields if field.name not in ADDED] == [
        column.name for column in registered
    ]
    for column in registered:
        metadata = fields.field(column.name).metadata
        assert metadata[b"unit"].decode() == column.unit
        assert metadata[b"definition"].decode().startswith(column.definition)
        assert column.missing in metadata[b"definition"].decode()
    for field in fields:
        assert {b"unit", b"definition"} <= set(field.metadata)


def test_keys_day_and_date_come_first(daily, config):
    assert daily.column_names[:5] == ["run", "point", "replicate", "day", "date"]
    assert set(daily["run"].to_pylist()) == {RUN.id}
    assert set(daily["point"].to_pylist()) == {RUN.point}
    assert set(daily["replicate"].to_pylist()) == {2}
    assert daily["date"][0].as_py() == config.run.start
    assert daily["date"][10].as_py() == config.run.start + dt.timedelta(days=10)


def test_pandas_gets_dates_and_missing_values_of_its_own(daily):
    frame = tables.frame(daily)
    assert frame["date"].dtype.kind == "M"
    assert frame["sorties_ua"].dtype == "int64"
    assert frame["pass_rate_ua"].dtype == "float64"


@given(arrays(np.float64, 11, elements=st.floats(allow_infinity=True, allow_nan=True)))
def test_numbers_come_back_bit_for_bit_and_nan_as_missing(values):
    columns = fake_model.recorded(CONFIG, 0)["daily"] | {"kill_zone_km": values}
    table = pq.read_table(io.BytesIO(written(tables.table("daily", columns, RUN, CONFIG))))
    back = table["kill_zone_km"]
    assert back.is_null().to_pylist() == np.isnan(values).tolist()
    known = ~np.isnan(values)
    assert back.to_numpy()[known].tobytes() == values[known].tobytes()


def test_the_same_numbers_give_the_same_bytes(daily):
    assert written(daily) == written(daily.select(daily.column_names))


def test_each_replicate_is_a_row_group(config, daily):
    other = tables.table("daily", fake_model.recorded(config, 1)["daily"], RUN, config)
    file = io.BytesIO()
    tables.write(file, daily.schema, [other, daily])
    assert pq.ParquetFile(file).num_row_groups == 2
    assert pq.ParquetFile(file).read().equals(pa.concat_tables([other, daily]))


def test_a_column_outside_the_registry_or_missing_is_an_error(config):
    recorded = fake_model.recorded(config, 0)["daily"]
    with pytest.raises(ValueError, match="surprise"):
        tables.table("daily", recorded | {"surprise": recorded["day"]}, RUN, config)
    del recorded["hits_ru"]
    with pytest.raises(ValueError, match="hits_ru"):
        tables.table("daily", recorded, RUN, config)


def test_a_page_that_changed_on_disk_is_never_read(tmp_path, daily):
    content = bytearray(written(daily))
    chunk = pq.read_metadata(io.BytesIO(content)).row_group(0).column(5)
    content[chunk.data_page_offset + chunk.total_compressed_size - 1] ^= 1
    path = tmp_path / "daily.parquet"
    path.write_bytes(content)
    with pytest.raises(OSError, match="CRC"):
        tables.read(path)


def test_runs_has_the_keys_what_the_factors_are_set_to_and_the_responses():
    levels = (True, 3, 0.5, "ua", dt.date(2026, 1, 1))
    kinds = ("bool", "int64", "float64", "string", "date")
    factors = [Column(kind, "1", "A factor.", kind) for kind in kinds]
    responses = [Column(name, "1", "A response.") for name in ("known", "unknown")]
    schema = tables.runs_schema(factors, responses)
    run = Run("1" * 16, "2" * 12, levels, 4)
    row = tables.runs_row(run, {"unknown": float("nan"), "known": 1.5}, schema)
    assert row.to_pylist() == [
        {"run": run.id, "point": run.point, "replicate": 4}
        | dict(zip(kinds, levels, strict=True))
        | {"known": 1.5, "unknown": None}
    ]
    with pytest.raises(ValueError, match="surprise"):
        tables.runs_row(run, {"known": 1.0, "unknown": 1.0, "surprise": 1.0}, schema)


def test_bytes_do_not_depend_on_the_layout_of_memory(daily):
    pieces = pa.concat_tables([daily.slice(0, 1), daily.slice(1, 4), daily.slice(5)])
    taken = daily.take(pa.array(range(daily.num_rows)))
    assert written(pieces) == written(taken) == written(daily)
