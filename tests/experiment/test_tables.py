import datetime as dt
import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim import registry
from sim.experiment import tables
from tests import fake_model
from tests.experiment.conftest import CONFIG


@pytest.fixture
def daily(config):
    return tables.table("daily", fake_model.recorded(config, 2)["daily"], 2, config)


def written(table):
    file = io.BytesIO()
    tables.write(file, table.schema, [table])
    return file.getvalue()


@pytest.mark.parametrize("name", registry.TABLES)
def test_every_column_says_its_unit_and_definition_in_the_file(name, config):
    table = tables.table(name, fake_model.recorded(config, 0)[name], 0, config)
    fields = pq.read_schema(io.BytesIO(written(table)))
    registered = registry.columns(name, config.race.dimensions)
    assert [field.name for field in fields if field.name not in {"replicate", "date"}] == [
        column.name for column in registered
    ]
    for column in registered:
        metadata = fields.field(column.name).metadata
        assert metadata[b"unit"].decode() == column.unit
        assert metadata[b"definition"].decode().startswith(column.definition)
        assert column.missing in metadata[b"definition"].decode()
    for field in fields:
        assert set(field.metadata) == {b"unit", b"definition"}


def test_replicate_day_and_date_come_first(daily, config):
    assert daily.column_names[:3] == ["replicate", "day", "date"]
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
    table = pq.read_table(io.BytesIO(written(tables.table("daily", columns, 0, CONFIG))))
    back = table["kill_zone_km"]
    assert back.is_null().to_pylist() == np.isnan(values).tolist()
    known = ~np.isnan(values)
    assert back.to_numpy()[known].tobytes() == values[known].tobytes()


def test_the_same_numbers_give_the_same_bytes(daily):
    assert written(daily) == written(daily.select(daily.column_names))


def test_each_replicate_is_a_row_group(config, daily):
    other = tables.table("daily", fake_model.recorded(config, 1)["daily"], 1, config)
    file = io.BytesIO()
    tables.write(file, daily.schema, [other, daily])
    assert pq.ParquetFile(file).num_row_groups == 2
    assert pq.ParquetFile(file).read().equals(pa.concat_tables([other, daily]))


def test_a_column_outside_the_registry_or_missing_is_an_error(config):
    recorded = fake_model.recorded(config, 0)["daily"]
    with pytest.raises(ValueError, match="surprise"):
        tables.table("daily", recorded | {"surprise": recorded["day"]}, 0, config)
    del recorded["hits_ru"]
    with pytest.raises(ValueError, match="hits_ru"):
        tables.table("daily", recorded, 0, config)


def test_a_page_that_changed_on_disk_is_never_read(tmp_path, daily):
    content = bytearray(written(daily))
    chunk = pq.read_metadata(io.BytesIO(content)).row_group(0).column(5)
    content[chunk.data_page_offset + chunk.total_compressed_size - 1] ^= 1
    path = tmp_path / "daily.parquet"
    path.write_bytes(content)
    with pytest.raises(OSError, match="CRC"):
        tables.read(path)
