import csv
import datetime as dt
import errno
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.errors import DiskError, FolderError
from sim.experiment.results import exporting
from sim.experiment.results.exporting import ROWS_AT_ONCE, export_csv
from sim.experiment.store import files
from tests.grids import grid

FACTORS = {"race.obsolescence_days": [30.0, 60.5], "side": ["ua", "ru"], "on": [True, False]}
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def write(folder, **tables):
    for name, table in tables.items():
        pq.write_table(pa.table(table), folder / f"{name}.parquet")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "results"
    place.mkdir()
    runs = grid(FACTORS, 2, lambda days, side, on, r: days / 3 + r)
    pq.write_table(pa.Table.from_pandas(runs, preserve_index=False), place / "runs.parquet")
    return place


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))


def test_runs_read_back_equal_and_points_are_each_there_once(folder, tmp_path):
    written = export_csv(folder, tmp_path / "out", list(FACTORS))
    assert [path.name for path in written] == ["runs.csv", "points.csv"]
    runs = pd.read_parquet(folder / "runs.parquet")
    back = pd.read_csv(written[0], dtype={"run": str, "point": str})
    pd.testing.assert_frame_equal(back, runs, check_dtype=False, check_exact=True)
    points = pd.read_csv(written[1], dtype={"point": str})
    assert points.columns.tolist() == ["point", *FACTORS]
    expected = runs[runs["replicate"] == 0][["point", *FACTORS]]
    pd.testing.assert_frame_equal(points, expected, check_dtype=False, check_exact=True)


def test_every_table_of_results_is_written_and_nothing_else(folder, tmp_path):
    for name in ("daily", "designs", "space", "sectors", "timings", "failures", "stray"):
        write(folder, **{name: {"point": ["a"]}})
    written = export_csv(folder, tmp_path / "out", [])
    names = "runs daily designs space sectors timings failures points"
    assert [path.stem for path in written] == names.split()
    assert sorted(written) == sorted((tmp_path / "out").iterdir())


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_run_by_a_spreadsheet(folder, tmp_path, text):
    write(
        folder,
        failures={text: [1.0], "message": [text], "large": pa.array([text], pa.large_string())},
    )
    export_csv(folder, tmp_path, [])
    header, row = rows_of(tmp_path / "failures.csv")
    assert header == [f"'{text}", "message", "large"]
    assert row == ["1", f"'{text}", f"'{text}"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cell_that_is_read_back_is_the_text_with_at_most_a_quote_before_it(text):
    file = io.BytesIO()
    schema = pa.schema({"text": pa.string(), "number": pa.int64()})
    batch = pa.record_batch([[text], [-1]], schema=schema)
    exporting.write_batches(file, schema, [batch])
    _, (cell, number) = csv.reader(io.StringIO(file.getvalue().decode(), newline=""))
    assert number == "-1"
    assert cell == (f"'{text}" if text[:1] in tuple("=+-@\t\r") else text)
    assert cell[:1] not in tuple("=+-@\t\r")


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_numbers_stay_numbers_and_read_back_bit_for_bit(numbers):
    file = io.BytesIO()
    batch = pa.record_batch({"number": numbers})
    exporting.write_batches(file, batch.schema, [batch])
    cells = file.getvalue().decode().splitlines()[1:]
    assert np.array([float(cell) for cell in cells]).tobytes() == np.array(numbers).tobytes()


def test_missing_is_told_from_empty_and_dates_are_iso(folder, tmp_path):
    columns = {"text": ["", None], "date": [dt.date(2024, 2, 29), None], "number": [None, 1.5]}
    write(folder, daily=columns)
    export_csv(folder, tmp_path, [])
    lines = (tmp_path / "daily.csv").read_text().splitlines()
    assert lines == ['"text","date","number"', '"",2024-02-29,', ",,1.5"]


def test_a_table_longer_than_a_batch_is_whole(folder, tmp_path):
    numbers = np.arange(2 * ROWS_AT_ONCE + 3)
    write(folder, daily={"day": numbers})
    export_csv(folder, tmp_path, [])
    assert pd.read_csv(tmp_path / "daily.csv")["day"].tolist() == numbers.tolist()


def test_an_empty_table_has_its_header(folder, tmp_path):
    write(folder, failures={"run": pa.array([], pa.string())})
    export_csv(folder, tmp_path, [])
    assert (tmp_path / "failures.csv").read_text() == '"run"\n'


@pytest.mark.parametrize("name", ["runs.csv", "points.csv"])
def test_nothing_is_written_over_a_file_unless_forced(folder, tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(FolderError, match="--force"):
        export_csv(folder, tmp_path, [])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["results", name])
    export_csv(folder, tmp_path, [], force=True)
    assert "mine" not in (tmp_path / name).read_text()


def test_a_place_that_is_a_file_is_refused(folder, tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(FolderError, match="is a file"):
        export_csv(folder, tmp_path / "out", [], force=True)
    assert (tmp_path / "out").read_text() == "mine"


def test_a_damaged_table_is_told_and_leaves_what_was_there(folder, tmp_path):
    export_csv(folder, tmp_path, [])
    before = (tmp_path / "runs.csv").read_bytes()
    pq.write_table(
        pq.read_table(folder / "runs.parquet"), folder / "runs.parquet", write_page_checksum=True
    )
    content = bytearray((folder / "runs.parquet").read_bytes())
    chunk = pq.read_metadata(folder / "runs.parquet").row_group(0).column(6)
    content[chunk.data_page_offset + chunk.total_compressed_size - 1] ^= 1
    (folder / "runs.parquet").write_bytes(content)
    with pytest.raises(DiskError, match=r"runs\.parquet is damaged"):
        export_csv(folder, tmp_path, [], force=True)
    assert (tmp_path / "runs.csv").read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_a_full_disk_is_told_in_a_line(folder, tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DiskError, match="No space left"):
        export_csv(folder, tmp_path / "results", [])
    assert not list(folder.glob("*.csv"))
