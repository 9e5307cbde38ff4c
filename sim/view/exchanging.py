"""What a unit of one factor is worth in units of another: table, picture and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.analysis.exchange.wording import sentences
from sim.experiment.results.exchange import exchange as analyse
from sim.view.answer import Answer, complete

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sim.analysis.exchange.answer import Exchange
    from sim.config.paths import Given
    from sim.experiment.results.results import Results
    from sim.view.figures.pages import Plate

NAME = "exchange"


@dataclass(frozen=True)
class Exchanged(Answer):
    """Iso-lines of a response over two factors, and what a unit of the one is worth in the other.

    Attributes
    ----------
    found : Exchange
        The numbers.
    """

    found: Exchange

    @property
    def question(self) -> str:
        """What was asked, in a sentence."""
        first, second = (axis.name for axis in self.found.axes)
        return f"What is a unit of {first} worth in {second}, by {self.found.response}?"

    @property
    def words(self) -> list[str]:
        """Whether to trust the answer, the rate in words, and how it was had."""
        return list(sentences(self.found))

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``exchange``: a row per line and level of the first factor, with the rate there.

        Columns ``line`` (reference or level), ``level`` of the response, a column of each factor,
        that of the second with the ends of its band (``_low`` and ``_high``; missing where the band
        goes beyond what was run), ``rate``, ``rate_low`` and ``rate_high`` in units of the second
        for one of the first (missing where there is no rate), ``rate_unit`` and ``replicates``.
        """
        return {NAME: self.found.table}

    @cached_property
    def figures(self) -> dict[str, Plate]:
        """``exchange``: the lines with their bands, and the rate along the first."""
        from sim.view.figures import iso_lines  # noqa: PLC0415 (matplotlib is slow to import)
        from sim.view.figures.pages import house_style  # noqa: PLC0415

        with house_style():
            return {NAME: iso_lines.draw(self.found)}


def exchange(
    results: Given | Results,
    *,
    response: str,
    between: tuple[str, str],
    at: tuple[float, float] | None = None,
    in_units_of: Sequence[str] = (),
) -> Exchanged:
    """Return what a unit of one factor of a sweep is worth in units of another.

    A surface of the response over the two factors is laid through the runs of each replicate (a
    Gaussian process; needs ``killzone[analysis]``), other factors being averaged out. Along an
    iso-line the response stays as it is, and the line's slope is the exchange rate: how much of the
    second factor makes up for a unit more of the first.

    Parameters
    ----------
    results
        The folder of a sweep, or what `sim.sweep` and `sim.read` return.
    response
        Column of the response.
    between
        The two factors, numbers of three levels or more.
    at
        Levels of the two that the first line goes through; the base's, if not given, or the middle
        of what was run where the base is not among it.
    in_units_of
        Paths of parameters: a factor of multipliers or a group that drives one is told in its
        unit, as drones a year.

    Raises
    ------
    RunError
        If there is no such response or factor, no line can be had, or scikit-learn is not
        installed.

    Examples
    --------
    >>> import sim
    >>> experiment = sim.Experiment(
    ...     "worth",
    ...     base="one-race",
    ...     set={"run.days": 30},
    ...     factors={
    ...         "race.obsolescence_days": {"values": [30, 45, 60]},
    ...         "race.extent": {"values": [6.0, 6.5, 7.0]},
    ...     },
    ...     replicates=3,
    ...     responses={"pass_rate": {"column": "pass_rate_ua", "statistic": "mean"}},
    ... )
    >>> results = sim.sweep(experiment, workers=1)
    >>> between = ("race.obsolescence_days", "race.extent")
    >>> worth = sim.exchange(results, response="pass_rate", between=between)
    >>> list(worth.tables["exchange"]["line"].unique())[0]
    'reference'
    """
    opened = complete(results)
    return Exchanged(opened, analyse(opened, response, between, at, in_units_of))
