import math
import sys

import numpy as np
import pandas as pd
import pytest

from sim.experiment.errors import ExtraError, FolderError
from sim.experiment.results.netcdf import Daily, export_netcdf, to_xarray
from tests.grids import grid

xarray = pytest.importorskip("xarray")

DATES = list(pd.to_datetime(["2024-02-29", "2024-01-01"]).astype("datetime64[ms]"))
FACTORS = {
    "race.obsolescence_days": [60.0, 30.0, 45.0],
    "makers": ["small", "Київ", "large"],
    "facilities.on": [True, False],
    "run.start": DATES,
}
UNITS = {"response": "days"}


def response(days, text, on, start, replicate):
    return days + len(text) / 10 + on / 100 + start.day / 1000 + 1000 * replicate


@pytest.fixture
def runs():
    return grid(FACTORS, 2, response)


def days_of(runs, last):
    parts = [
        runs[["point", "replicate"]].assign(day=day, kill_zone_km=runs["response"] + 10_000 * day)
        for day in range(last + 1)
    ]
    return Daily(pd.concat(parts, ignore_index=True), {"kill_zone_km": "km"})


def test_each_cell_of_a_grid_has_the_value_of_its_levels(runs):
    dataset = to_xarray(runs.sample(frac=1, random_state=2), list(FACTORS), UNITS, grid=True)
    assert dataset["response"].dims == (*FACTORS, "replicate")
    assert dataset["response"].shape == (3, 3, 2, 2, 2)
    for _, run in runs.iterrows():
        cell = dataset.sel({name: run[name] for name in (*FACTORS, "replicate")})
        assert cell["response"].item() == run["response"]
        assert cell["point"].item() == run["point"]


def test_numbers_and_dates_ascend_and_texts_keep_the_order_of_the_points(runs):
    dataset = to_xarray(runs, list(FACTORS), UNITS, grid=True)
    assert dataset["race.obsolescence_days"].values.tolist() == [30, 45, 60]
    assert dataset["makers"].values.tolist() == FACTORS["makers"]
    assert dataset["facilities.on"].values.tolist() == [False, True]
    assert pd.DatetimeIndex(dataset["run.start"].values).tolist() == sorted(DATES)


def test_a_missing_run_is_nan_and_its_point_empty_if_it_has_none(runs):
    point = runs["point"].iloc[5]
    dataset = to_xarray(runs[runs["point"] != point].drop(index=0), list(FACTORS), UNITS, grid=True)
    assert int(dataset["response"].isnull().sum()) == 3
    assert int((dataset["point"] == "").sum()) == 1
    lost = dict(zip(FACTORS, (60.0, "Київ", True, DATES[1]), strict=True))
    assert runs.loc[5, list(FACTORS)].to_dict() == lost
    assert dataset["response"].sel(lost).isnull().all()


def test_other_designs_are_by_point_with_the_factors_along_it(runs):
    some = runs[runs["point"].isin(runs["point"].unique()[::7])].drop(index=7)
    dataset = to_xarray(some, list(FACTORS), UNITS)
    assert dict(dataset.sizes) == {"point": 6, "replicate": 2}
    assert math.isnan(dataset["response"].sel(point=runs["point"][7], replicate=0))
    for _, run in some.iterrows():
        cell = dataset.sel(point=run["point"], replicate=run["replicate"])
        assert cell["response"].item() == run["response"]
        assert cell["race.obsolescence_days"].item() == run["race.obsolescence_days"]
        assert cell["makers"].item() == run["makers"]
        assert cell["run.start"].values == np.datetime64(run["run.start"])


@pytest.mark.parametrize("grid", [True, False])
def test_days_lie_beside_the_responses_and_shorter_runs_end_in_nan(runs, grid):
    daily = days_of(runs, 3)
    short = daily._replace(table=daily.table.drop(index=daily.table.index[-1]))
    dataset = to_xarray(runs, list(FACTORS), UNITS, grid=grid, daily=short)
    days = dataset["daily_kill_zone_km"]
    assert days.dims == (*dataset["response"].dims, "day")
    expected = dataset["response"] + 10_000 * dataset["day"]
    assert int(days.isnull().sum()) == 1
    assert days.equals(expected.where(days.notnull()))


def test_days_without_a_run_of_the_table_are_refused_not_misplaced(runs):
    with pytest.raises(ValueError, match="no run"):
        to_xarray(runs[runs["replicate"] == 0], list(FACTORS), UNITS, daily=days_of(runs, 1))


def test_units_are_those_of_responses_and_parameters(runs):
    dataset = to_xarray(runs, list(FACTORS), {"response": "km"}, grid=True, daily=days_of(runs, 1))
    assert dataset["response"].attrs == {"units": "km"}
    assert dataset["daily_kill_zone_km"].attrs == {"units": "km"}
    assert dataset["race.obsolescence_days"].attrs == {"units": "day"}
    assert dataset["makers"].attrs == {}


@pytest.mark.parametrize("grid", [True, False])
def test_a_file_reads_back_as_it_was_written(runs, grid, tmp_path):
    dataset = to_xarray(
        runs.drop(index=3), list(FACTORS), UNITS, grid=grid, daily=days_of(runs.drop(index=3), 2)
    )
    path = export_netcdf(dataset, tmp_path / "new" / "runs.nc")
    with xarray.open_dataset(path, engine="h5netcdf") as opened:
        back = opened.load()
    xarray.testing.assert_identical(back, dataset)
    assert back["response"].dtype == float
    assert back["facilities.on"].dtype == bool
    assert [each.name for each in path.parent.iterdir()] == ["runs.nc"]


def test_a_file_is_replaced_only_if_forced(runs, tmp_path):
    dataset, path = to_xarray(runs, list(FACTORS), UNITS), tmp_path / "runs.nc"
    path.write_text("mine")
    with pytest.raises(FolderError, match="--force"):
        export_netcdf(dataset, path)
    assert path.read_text() == "mine"
    export_netcdf(dataset, path, force=True)
    assert path.read_bytes()[:4] == b"\x89HDF"


def test_a_name_that_netcdf_does_not_take_is_changed(runs, tmp_path):
    named = runs.rename(columns={"makers": "makers / size"})
    dataset = to_xarray(named, [*list(FACTORS)[:1], "makers / size"], UNITS)
    assert dataset["makers___size"].dims == ("point",)
    assert export_netcdf(dataset, tmp_path / "runs.nc").exists()


@pytest.mark.parametrize("missing", ["xarray", "h5netcdf", "h5py"])
def test_a_missing_package_is_told_with_the_command(runs, tmp_path, monkeypatch, missing):
    dataset = to_xarray(runs, list(FACTORS), UNITS)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ExtraError, match=rf"{missing}.*pip install 'killzone\[netcdf\]'"):
        export_netcdf(dataset, tmp_path / "runs.nc")
    assert not list(tmp_path.iterdir())
