"""Who ran out of front-line drones in the middle of the fighting, so that a duel stood still."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq

from sim.war.sides import SIDES

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiment.results.results import Results


class Shortage(NamedTuple):
    """A side that had drones and has none, while both sides have soldiers and fight.

    Attributes
    ----------
    country : str
        Whose units.
    runs, all_runs : int
        In how many runs, of so many.
    first_day : int
        The earliest day, over these runs, on which nothing flew and nothing was left.
    """

    country: str
    runs: int
    all_runs: int
    first_day: int

    @property
    def words(self) -> str:
        """All of it in one sentence, with what helps."""
        where = f"{self.runs:,} of {self.all_runs:,} runs"
        switch = f"{self.country.lower()}.fpv.unlimited_stock"
        return (
            f"{self.country} ran out of front-line drones in {where}, on day {self.first_day:,} at "
            f"the earliest; where stocks are not the question, set {switch}: true"
        )


def shortages(results: Results) -> list[Shortage]:
    """Return which sides ran out of front-line drones; nobody where no table says so."""
    daily = results.folder / "daily.parquet"
    if not daily.exists():
        return []  # not kept
    known = {*results.schemas["daily"].names}
    found = (
        _shortage(daily, side, results.counts.done) for side in SIDES if {*_columns(side)} <= known
    )
    return [each for each in found if each]


def _columns(side: str) -> list[str]:
    own = [f"sorties_{side}", f"stock_fpv_{side}"]
    return ["run", "day", "fighting", *own, *(f"strength_{each}" for each in SIDES)]


def _shortage(daily: Path, side: str, all_runs: int) -> Shortage | None:
    sorties, stock = f"sorties_{side}", f"stock_fpv_{side}"
    soldiers = [(f"strength_{each}", ">", 0) for each in SIDES]
    idle = [("day", ">", 0), ("fighting", "=", 1), (sorties, "=", 0), (stock, "=", 0), *soldiers]
    with daily.open("rb") as file:
        without = pq.read_table(file, columns=["run", "day"], filters=idle).to_pandas()
        if without.empty:
            return None
        runs = list(without["run"].unique())
        had = [[("run", "in", runs), (name, ">", 0)] for name in (sorties, stock)]
        with_drones = pq.read_table(file, columns=["run", "day"], filters=had).to_pandas()
    first = with_drones.groupby("run")["day"].min()
    after = without[without["day"] > without["run"].map(first)]
    if after.empty:
        return None
    return Shortage(SIDES[side], after["run"].nunique(), all_runs, int(after["day"].min()))
