"""The runs of a sweep as arrays with named dimensions, and as a NetCDF file of them."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype

from sim.analysis.effects import is_ordered
from sim.analysis.points import points_of
from sim.config.catalogue import parameters
from sim.experiment.design.designs import Grid
from sim.experiment.errors import ExtraError, disk_errors
from sim.experiment.results.exporting import refuse_overwriting
from sim.experiment.store import files
from sim.experiment.store.tables import ROW_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import xarray as xr

    from sim.experiment.results.results import Results

MODULES = ("xarray", "h5netcdf", "h5py")
INSTALL = "NetCDF needs {}, which is not installed: pip install 'killzone[netcdf]'"
# A quantity in "days" would be read back as a time difference; to UDUNITS "day" means the same.
SINGULAR = {"days": "day", "hours": "hour", "minutes": "minute", "seconds": "second"}
# They stand between the names in NetCDF's list of coordinates, and of its groups.
UNNAMABLE = re.compile(r"[\s/]")


class Daily(NamedTuple):
    """Days of the runs.

    Attributes
    ----------
    table : DataFrame
        ``point``, ``replicate``, ``day`` and the columns.
    columns : mapping of str to str
        Columns of numbers to take, with the unit of each.
    """

    table: pd.DataFrame
    columns: Mapping[str, str]


class Axis(NamedTuple):
    """A dimension: its name, its labels, and where on it each of some rows lies."""

    name: str
    labels: np.ndarray
    places: np.ndarray

    def at(self, rows: np.ndarray) -> Axis:
        """Return the axis for other rows, each given as the number of one of these."""
        return self._replace(places=self.places[rows])


def results_as_netcdf(results: Results, path: Path, *, force: bool = False) -> Path:
    """Write the responses of all runs, and their days if kept, as NetCDF; return the path."""
    return export_netcdf(dataset_of(results), path, force=force)


def dataset_of(results: Results) -> xr.Dataset:
    """Return the responses of all runs, and their days if kept, as `to_xarray` does."""
    experiment = results.experiment
    daily = None
    if "daily" in experiment.tables:
        numbers = {name: unit for name, unit in results.units.items() if name not in ROW_KEYS}
        daily = Daily(results.daily, numbers)
    return to_xarray(
        results.runs,
        results.factors,
        results.responses,
        grid=bool(results.factors) and isinstance(experiment.design, Grid),
        daily=daily,
    )


def to_xarray(
    runs: pd.DataFrame,
    factors: Sequence[str],
    responses: Mapping[str, str],
    *,
    grid: bool = False,
    daily: Daily | None = None,
) -> xr.Dataset:
    """Return the responses, and days if given, as arrays with named dimensions.

    Parameters
    ----------
    runs : DataFrame
        A row per run: ``point``, ``replicate``, a column per factor, a column per response.
    factors : sequence of str
        Columns of the factors.
    responses : mapping of str to str
        Columns of the responses, with the unit of each.
    grid : bool
        Whether the points are those of a grid: then each factor is a dimension, numbers and
        dates ascending, others in the order of the points. If not, ``point`` is a dimension,
        and the factors are coordinates along it. Blanks and slashes in their names become "_".
    daily : Daily, optional
        Days of the same runs.

    Returns
    -------
    Dataset
        Float variables by these dimensions and ``replicate``: the responses; and, by ``day``
        too, the columns of `daily`, each named ``daily_`` and its own name. NaN where a run, a
        day or a value is missing. The attribute ``units`` has the unit of each. On a grid,
        ``point`` is a variable, empty where no run is.

    Raises
    ------
    ExtraError
        If xarray is not installed.
    """
    (xarray,) = _modules("xarray")
    names = {name: UNNAMABLE.sub("_", name) for name in factors}
    runs, factors = runs.rename(columns=names), list(names.values())
    points = points_of(runs, factors)
    axes = [_axis(name, points[name]) for name in (factors if grid else ["point"])]
    replicate = _axis("replicate", runs["replicate"])
    dataset: xr.Dataset = xarray.Dataset(coords=dict(_coordinates([*axes, replicate])))
    if grid:
        dataset["point"] = _names(axes), _filled(points["point"].to_numpy(str), axes, "")
    else:
        along = {name: ("point", _labels(points[name]), _attributes(name)) for name in factors}
        dataset = dataset.assign_coords(along)
    of_runs = [axis.at(_places(points["point"], runs["point"])) for axis in axes]
    dataset = dataset.assign(dict(_variables(runs, responses, [*of_runs, replicate])))
    if daily is None:
        return dataset
    of_days = [axis.at(_places(points["point"], daily.table["point"])) for axis in axes]
    return _with_days(dataset, daily, [*of_days, _on(replicate, daily.table["replicate"])])


def export_netcdf(dataset: xr.Dataset, path: Path, *, force: bool = False) -> Path:
    """Write what `to_xarray` returns as a NetCDF file, whole or not at all.

    Parameters
    ----------
    dataset : Dataset
        Any dataset.
    path : Path
        The file; its folder is made if it is not there.
    force : bool
        Replace a file that is there already.

    Raises
    ------
    ExtraError
        If h5netcdf or h5py is not installed.
    FolderError
        If `path` is there, and `force` is not given.
    DiskError
        If the disk is full.
    """
    _modules(*MODULES)
    refuse_overwriting([path], force=force)
    with disk_errors(path.parent):
        files.make_folder(path.parent)
        with files.staging(path) as file:
            # By name, as HDF5 reads while it writes; it is the same file, and flushed with it.
            dataset.to_netcdf(file.hidden, engine="h5netcdf")
        files.publish([file])
    return path


def _modules(*names: str) -> list[Any]:
    try:
        return [importlib.import_module(name) for name in names]
    except ModuleNotFoundError as error:
        raise ExtraError(INSTALL.format(error.name)) from error


def _axis(name: str, values: pd.Series[Any]) -> Axis:
    ascending = is_ordered(values) or is_bool_dtype(values)
    places, labels = pd.factorize(values, sort=ascending)
    return Axis(name, _labels(pd.Series(labels)), places)


def _on(axis: Axis, values: pd.Series[Any]) -> Axis:
    """Return `axis` for rows that have labels `values`."""
    return axis._replace(places=_places(axis.labels, values))


def _places(labels: Any, values: pd.Series[Any]) -> np.ndarray:
    places: np.ndarray = pd.Index(labels).get_indexer(pd.Index(values))
    if (places < 0).any():
        raise ValueError(f"days of a {values.name} that no run has")
    return places


def _labels(values: pd.Series[Any]) -> np.ndarray:
    """Return labels of a type that NetCDF has."""
    if is_datetime64_any_dtype(values):
        return values.to_numpy("datetime64[ns]")
    plain = is_ordered(values) or is_bool_dtype(values)
    return values.to_numpy() if plain else values.to_numpy(str)


def _names(axes: Sequence[Axis]) -> list[str]:
    return [axis.name for axis in axes]


def _coordinates(axes: Sequence[Axis]) -> Iterator[tuple[str, Any]]:
    for name, labels, _ in axes:
        yield name, (name, labels, _attributes(name) if labels.dtype.kind in "if" else {})


def _attributes(factor: str) -> dict[str, str]:
    """Return the unit of a factor that is a parameter and a number."""
    parameter = parameters().get(factor)
    is_number = parameter is not None and parameter.kind in {int, float}
    return _units(parameter.unit) if parameter is not None and is_number else {}


def _units(unit: str) -> dict[str, str]:
    return {"units": SINGULAR.get(unit, unit)}


def _variables(
    table: pd.DataFrame, columns: Mapping[str, str], axes: Sequence[Axis], prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    for name, unit in columns.items():
        values = _filled(table[name].to_numpy(float), axes, np.nan)
        yield f"{prefix}{name}", (_names(axes), values, _units(unit))


def _filled(values: np.ndarray, axes: Sequence[Axis], missing: object) -> np.ndarray:
    """Return an array by `axes` with the values at their places."""
    array = np.full([len(axis.labels) for axis in axes], missing, dtype=values.dtype)
    array[tuple(axis.places for axis in axes)] = values
    return array


def _with_days(dataset: xr.Dataset, daily: Daily, axes: list[Axis]) -> xr.Dataset:
    day = _axis("day", daily.table["day"])
    variables = _variables(daily.table, daily.columns, [*axes, day], "daily_")
    return dataset.assign_coords(day=day.labels).assign(dict(variables))
