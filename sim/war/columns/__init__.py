"""What is observed: the one registry of columns, each with unit and definition.

Tables, units, labels of figures and documentation all follow from it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sim.config.behaviours import BEHAVIOURS, COLUMNS
from sim.config.errors import ConfigError, Place, Problem
from sim.war.columns.column import AMOUNT, SHARE, UNBOUNDED, Bounds, Column, Observed, Sum
from sim.war.columns.domains import GROUND, NAVAL
from sim.war.columns.front import FRONT, RACE
from sim.war.columns.holding import HOLDING
from sim.war.columns.money import ECONOMY, MONEY
from sim.war.columns.own import own_columns
from sim.war.columns.raids import BOTH, DEEP, SKY
from sim.war.sides import SIDES

if TYPE_CHECKING:
    from sim.config.behaviours import Behaviour

__all__ = [
    "AMOUNT",
    "DAILY",
    "SHARE",
    "TABLES",
    "UNBOUNDED",
    "Bounds",
    "Column",
    "Observed",
    "Sum",
    "columns_of",
    "daily_columns",
    "own_columns",
]

DAILY: list[Observed] = [
    *HOLDING,
    *FRONT,
    *RACE,
    *MONEY,
    *ECONOMY,
    *SKY,
    *BOTH,
    *DEEP,
    *GROUND,
    *NAVAL,
]
"""The daily columns: what is observed each day, and how it is read off the model."""

_DESIGNS = (
    Column("id", "id", "Number of the design, in this replicate.", "int64"),
    Column("parent", "id", "Design it replaced at its producer; -1 for none.", "int64"),
    Column("producer", "id", "Slot of its producer among those of its role and side.", "int64"),
    Column(
        "role", "choice", "Role: fpv, interceptor, strike, deep_strike, ground or naval.", "string"
    ),
    Column("side", "choice", "Side that makes it: ua or ru.", "string"),
    Column("family", "id", "Family of designs that it belongs to.", "int64"),
    Column(
        "released",
        "day",
        "Day on which it was released; below 0 in the spin-up, 0 for those of day 0 without one.",
        "int64",
    ),
    Column(
        "replaced",
        "day",
        "Day on which its producer replaced it, 0 for any before; -1 if never.",
        "int64",
    ),
    Column(
        "obsolete",
        "day",
        "First day on which its expected pass rate was at most half of that at release, 0 for any "
        "before; -1 if "
        "never while it was in production or on a shelf.",
        "int64",
    ),
    Column(
        "released_pass_rate",
        "1",
        "Expected pass rate at release, mean over sectors or the enemy's regions.",
        missing="for roles that countermeasures do not hunt",
    ),
    Column(
        "reach_km",
        "km",
        "Depth over which the density of its hits falls to 1/e.",
        missing="for roles other than fpv",
    ),
    Column(
        "altitude_m",
        "m",
        "Altitude at which it flies.",
        missing="for roles other than strike and deep_strike",
    ),
    Column("peak_stock", "drones", "Most of it that lay on shelves at the end of a day.", "int64"),
    Column("produced", "drones", "Built, with those on the shelves of day 0.", "int64"),
    Column("lost_in_transit", "drones", "Lost on the way to the units.", "int64"),
    Column("exported", "drones", "Sent abroad under the joint deal.", "int64"),
    Column("refitted", "drones", "Brought up from (+) or to (-) another design.", "int64"),
    Column("expired", "drones", "Too old to fly, on the shelf.", "int64"),
    Column("stocked", "drones", "On the shelves at the end of the run.", "int64"),
    Column("sorties", "sorties", "Flown, launched, sent up or lost on a trip.", "int64"),
    Column(
        "hits",
        "hits",
        "Hits; for interceptors kills, for long-range drones those that got through.",
        "int64",
    ),
)  # fmt: skip

_SPACE = (
    Column("day", "day", "Day of the snapshot.", "int64"),
    Column("kind", "choice", "design or countermeasure, of the front.", "string"),
    Column("side", "choice", "Side that owns it: ua or ru.", "string"),
    Column("id", "id", "Its number among those of its kind and side, in this replicate.", "int64"),
    Column("family", "id", "Family of designs that it belongs to or works against.", "int64"),
    Column("weight", "drones or 1", "Drones on the shelf, or strength of the countermeasure."),
)

_SECTORS = (
    Column("day", "day", "Day, from 0.", "int64"),
    Column("sector", "id", "Sector of the front.", "int64"),
    Column("line_km", "km", "How far the line has moved since day 0; + is Ukrainian gain."),
    *(
        Column(f"{name}_{side}", unit, f"{meaning} {country}.", dtype)
        for name, unit, meaning, dtype in (
            ("kill_zone_km", "km", "Depth of the kill zone imposed by", "float64"),
            ("strength", "soldiers", "Soldiers of", "int64"),
            ("posture", "id", "Posture (0 hold, 1 assault, 2 pull back) of", "int64"),
            ("sorties", "sorties/day", "Sorties flown by", "int64"),
            ("hits", "hits/day", "Hits scored by", "int64"),
            ("losses", "soldiers/day", "Soldiers lost by", "int64"),
        )
        for side, country in SIDES.items()
    ),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "daily": (Column("day", "day", "Day, from 0.", "int64"), *(seen.column for seen in DAILY)),
    "designs": _DESIGNS,
    "space": _SPACE,
    "sectors": _SECTORS,
}


@cache
def daily_columns(behaviours: tuple[Behaviour, ...]) -> tuple[Observed, ...]:
    """Return the daily columns of a configuration with such behaviours: killzone's, then theirs.

    Raises
    ------
    ConfigError
        If one from outside is not allowed, no column, or has the name of another.
    """
    found = (*DAILY, *own_columns(behaviours))
    names = [each.column.name for each in found]
    for name in names:
        if names.count(name) > 1:
            place = Place(f"{BEHAVIOURS}.{COLUMNS}")
            raise ConfigError([Problem(place, f"two daily columns are called {name}")])
    return found


def columns_of(
    table: str, dimensions: int, behaviours: tuple[Behaviour, ...] = ()
) -> tuple[Column, ...]:
    """Return the columns of a table; those of designs and space end with coordinates.

    Parameters
    ----------
    table
        A key of `TABLES`.
    dimensions, behaviours
        `race.dimensions` and `behaviours` of the configuration.
    """
    if table == "daily":
        own = daily_columns(behaviours)[len(DAILY) :]
        return (*TABLES[table], *(each.column for each in own))
    if table not in ("designs", "space"):
        return TABLES[table]
    meaning = "Coordinate in the design space; of interceptors, x_1 is the ceiling in m."
    missing = "for interceptors but x_1, for ground and naval drones"
    axes = (
        Column(f"x_{axis + 1}", "breadths", meaning, missing=missing) for axis in range(dimensions)
    )
    return (*TABLES[table], *axes)
