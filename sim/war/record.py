"""Recording: reads what the registry names off the model, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.war.agents.racing_producer import RacingProducers
from sim.war.columns import TABLES, Column, Sum, daily_columns
from sim.war.equations.race import NOT_YET
from sim.war.numerics.totals import totals

if TYPE_CHECKING:
    from sim.war.agents.producer import Producers
    from sim.war.belligerent import Belligerent
    from sim.war.model import Simulation

Table = dict[str, npt.NDArray[Any]]


class Recorder:
    """The record of one replicate.

    Parameters
    ----------
    model
        The war to observe, on day 0; its configuration says how long the run is and what is
        written.

    Examples
    --------
    >>> import sim
    >>> model = sim.Simulation(sim.load("one-race"))
    >>> recorder = sim.Recorder(model)
    >>> model.step()
    >>> recorder.tables()["daily"]["day"].tolist()
    [0, 1]
    """

    def __init__(self, model: Simulation) -> None:
        self._model, config = model, model.config
        days = config.run.days
        self._day = DailyRow(model)
        self._values = {
            dtype: np.zeros((len(places), days + 1), dtype=dtype)
            for dtype, places in self._day.places.items()
        }
        self._space: list[Table] = []
        self._space_days = {days // 4, days // 2, days}
        self._sectors: list[Table] | None = [] if config.outputs.sectors else None
        self._days = 0
        self.record(model)
        model.observers.append(self.record)

    def record(self, model: Simulation) -> None:
        """Record a day of the model.

        Raises
        ------
        IndexError
            After `run.days`, for which there is no room.
        """
        today = model.day
        row = self._day.read()
        for dtype, values in self._values.items():
            if today >= values.shape[1]:
                raise IndexError(f"day {today} is after the last one: raise run.days")
            values[:, today] = [row[place] for place in self._day.places[dtype]]
        if today in self._space_days:
            self._space.append(space_of(model))
        if self._sectors is not None:
            self._sectors.append(sectors_of(model))
        self._days = today + 1

    def tables(self) -> dict[str, Table]:
        """Return all tables as recorded so far, column by column."""
        tables = {
            "daily": self._daily(),
            "designs": _designs(self._model),
            "space": _joined(self._space),
        }
        if self._sectors is not None:
            tables["sectors"] = _joined(self._sectors)
        return tables

    def _daily(self) -> Table:
        found: Table = {"day": np.arange(self._days)}
        rows = {dtype: iter(values) for dtype, values in self._values.items()}
        for column in self._day.columns:
            found[column.name] = next(rows[column.dtype])[: self._days]
        return found


class DailyRow:
    """The values of today's row of the daily table, without the day.

    Parameters
    ----------
    model
        The war to read it off.

    Attributes
    ----------
    columns : list of Column
        What the values are, in their order.
    places : dict of str to list of int
        Where the values of each type are.
    """

    columns: list[Column]
    places: dict[str, list[int]]

    def __init__(self, model: Simulation) -> None:
        self._model = model
        observed = daily_columns(model.config.behaviours)
        self.columns = [each.column for each in observed]
        self.places = {}
        for place, column in enumerate(self.columns):
            self.places.setdefault(column.dtype, []).append(place)
        reads = list(enumerate(each.read for each in observed))
        self._reads = [(place, read) for place, read in reads if not _is_vector(read, model)]
        self._sums = [
            (place, read.of(model), name)
            for place, read in reads
            if isinstance(read, Sum) and _is_vector(read, model)
            for name in read.attributes
        ]
        self._checked = range(len(observed)) if model.config.behaviours else range(0)

    def read(self) -> list[Any]:
        """Return its values today.

        Raises
        ------
        TypeError
            If, with classes or columns from outside, one reads what is no number, or no whole
            number where it says so.
        """
        model = self._model
        counts = np.empty(len(self._sums), dtype=np.int64)
        totals(tuple([getattr(agents, name) for _, agents, name in self._sums]), counts)
        row: list[Any] = [0] * len(self.columns)
        for place, read in self._reads:
            row[place] = read(model)
        for (place, _, _), count in zip(self._sums, counts.tolist(), strict=True):
            row[place] += count
        for place in self._checked:
            self._check(self.columns[place], row[place])
        return row

    def _check(self, column: Column, value: object) -> None:
        try:
            with np.errstate(invalid="ignore"):
                number = np.asarray(value).astype(column.dtype)
        except (TypeError, ValueError):
            number = np.zeros(0)
        if number.ndim > 0 or isinstance(value, str):
            raise TypeError(f"the column {column.name} reads {value!r}, which is no number")
        if column.dtype == "int64" and number != value:
            raise TypeError(f"the column {column.name} reads {value!r}, which is no whole number")


def _is_vector(read: object, model: Simulation) -> bool:
    """Tell whether a column adds up plain vectors of counts, as `totals` takes them."""
    if not isinstance(read, Sum):
        return False
    counted = [np.asarray(getattr(read.of(model), name)) for name in read.attributes]
    return all(each.dtype == np.int64 and each.ndim == 1 for each in counted) and all(
        each.flags.c_contiguous for each in counted
    )


def space_of(model: Simulation) -> Table:
    """Return today's rows of the space table.

    Both sides' front-line designs that are on the shelf or in production, and countermeasures.
    """
    return _joined([_space_of_side(model.day, side) for side in model.sides])


def sectors_of(model: Simulation) -> Table:
    """Return today's rows of the sectors table."""
    sectors = np.arange(model.ua.units.size)
    table: Table = {
        "day": np.full(sectors.size, model.day),
        "sector": sectors,
        "line_km": model.theatre.line_km.copy(),
    }
    for side in model.sides:
        units = side.units
        table[f"kill_zone_km_{side.name}"] = getattr(model.theatre, f"depth_{side.name}")
        for name in ("strength", "posture", "sorties", "hits"):
            table[f"{name}_{side.name}"] = getattr(units, name).copy()
        table[f"losses_{side.name}"] = units.lost_to_drones + units.lost_to_artillery
    return {column.name: table[column.name] for column in TABLES["sectors"]}


def _joined(parts: list[Table]) -> Table:
    if not parts:
        return {}
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _coordinates(places: npt.NDArray[np.float64], dimensions: int) -> Table:
    """Return the columns x_1 ... x_d; those that a role has not are missing."""
    padded = np.full((len(places), dimensions), np.nan)
    padded[:, : places.shape[1]] = places
    return {f"x_{axis + 1}": padded[:, axis] for axis in range(dimensions)}


def _space_of_side(day: int, side: Belligerent) -> Table:
    armoury, systems = side.fpv.armoury, side.countermeasures
    living, fielded = armoury.ids >= 0, systems.fielded
    designs = armoury.ids[living]
    kinds = ["design"] * designs.size + ["countermeasure"] * fielded.size
    places = np.concatenate([armoury.place[designs], systems.centre[fielded]])
    stock, strength = armoury.held[living].astype(float), systems.strength[fielded]
    return {
        "day": np.full(len(kinds), day),
        "kind": np.array(kinds, dtype=object),
        "side": np.full(len(kinds), side.name, dtype=object),
        "id": np.concatenate([designs, fielded]),
        "family": np.concatenate([armoury.family[designs], systems.family[fielded]]),
        "weight": np.concatenate([stock, strength]),
        **_coordinates(places, places.shape[1]),
    }


def _designs(model: Simulation) -> Table:
    dimensions = model.config.race.dimensions
    parts: list[Table] = []
    first = 0
    for side in model.sides:
        for producers in side.producers:
            parts.append(_designs_of(producers, first, dimensions))
            first += producers.armoury.count
    return _joined(parts)


def _designs_of(producers: Producers, first: int, dimensions: int) -> Table:
    """Return the designs of one role and side, numbered from `first`."""
    armoury = producers.armoury
    # Of the spin-up, those that were in production or on a shelf on day 0.
    rows = np.arange(armoury.count)
    rows = rows[(armoury.replaced[rows] != 0) | (armoury.first_stock[rows] > 0)]
    stocked = np.zeros(armoury.count, dtype=np.int64)
    stocked[armoury.living()] = armoury.held[armoury.ids >= 0]
    parent = np.where(np.isin(armoury.parent[rows], rows), armoury.parent[rows] + first, NOT_YET)
    return {
        "id": first + rows,
        "parent": parent,
        "producer": armoury.producer[rows],
        "role": np.full(rows.size, producers.role, dtype=object),
        "side": np.full(rows.size, producers.side, dtype=object),
        "family": armoury.family[rows],
        "released": armoury.released[rows],
        "replaced": armoury.replaced[rows],
        "obsolete": armoury.obsolete[rows],
        "released_pass_rate": _where_judged(producers, armoury.released_rate[rows]),
        "reach_km": np.where(armoury.reach_km[rows] > 0, armoury.reach_km[rows], np.nan),
        "altitude_m": np.where(armoury.altitude_m[rows] > 0, armoury.altitude_m[rows], np.nan),
        "peak_stock": armoury.peak_stock[rows],
        "produced": armoury.produced[rows],
        "lost_in_transit": armoury.lost_in_transit[rows],
        "exported": armoury.exported[rows],
        "refitted": armoury.refitted[rows],
        "expired": armoury.expired[rows],
        "stocked": stocked[rows],
        "sorties": armoury.sorties[rows],
        "hits": armoury.hits[rows],
        **_coordinates(armoury.place[rows], dimensions),
    }


def _where_judged(producers: Producers, rates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Only designs that race countermeasures have a pass rate; it is missing for the others."""
    return rates if isinstance(producers, RacingProducers) else np.full_like(rates, np.nan)
