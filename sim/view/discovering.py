"""From results and a condition to the boxes in which it holds: tables, figures and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.experiment.errors import disk_errors
from sim.experiment.results.discovery import DENSITY, discovery
from sim.experiment.results.exporting import refuse_overwriting, write_frame
from sim.experiment.results.results import Results
from sim.experiment.store import files

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from sim.config.paths import Given
    from sim.experiment.results.discovery import Discovery
    from sim.view.figures.pages import Plate

TABLES = ("boxes", "trajectory", "repeats", "stability", "tree")
FIGURES = ("trade_off", "box_limits", "box_pairs", "tree")
FILES = (*(f"{name}.csv" for name in TABLES), *(f"{name}.png" for name in FIGURES))


@dataclass(frozen=True)
class Discovered:
    """Where a condition holds: what `sim.discover` returns.

    Attributes
    ----------
    found : Discovery
        The boxes themselves, and all that tables and figures are made of.
    """

    found: Discovery

    @property
    def words(self) -> str:
        """What comes out, in words."""
        return "\n".join(self.found.words)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """``boxes``, ``trajectory``, ``repeats``, ``stability`` and ``tree``: docs/discovery.md."""
        return self.found.tables

    @cached_property
    def figures(self) -> dict[str, Plate]:
        """``trade_off``, ``box_limits``, ``box_pairs``, ``tree``; without what would be empty."""
        from sim.view.figures import (  # noqa: PLC0415 (matplotlib is slow to import)
            box_limits,
            box_pairs,
            decision_tree,
            trade_off,
        )
        from sim.view.figures.pages import house_style  # noqa: PLC0415

        parts = (trade_off, box_limits, box_pairs, decision_tree)
        with house_style():
            drawn = {name: each.draw(self.found) for name, each in zip(FIGURES, parts, strict=True)}
        return {name: figure for name, figure in drawn.items() if figure is not None}

    def refuse_overwriting(self, folder: Path, *, force: bool = False) -> None:
        """Refuse a folder that holds one of the files to be written, unless forced.

        Raises
        ------
        FolderError
            It names the file.
        """
        refuse_overwriting([folder / name for name in FILES], force=force)

    def write(self, folder: Path, *, force: bool = False) -> list[Path]:
        """Write the tables as CSV and the figures as PNG into a folder; return the files.

        Those of an earlier discovery that this one does not have are removed.

        Raises
        ------
        FolderError
            As `refuse_overwriting`.
        """
        from sim.view.figures.pages import house_style  # noqa: PLC0415 (matplotlib is slow to import)
        from sim.view.figures.run_figures import save  # noqa: PLC0415

        self.refuse_overwriting(folder, force=force)
        tables = {folder / f"{name}.csv": table for name, table in self.tables.items()}
        figures = {folder / f"{name}.png": figure for name, figure in self.figures.items()}
        with disk_errors(folder), house_style():
            files.make_folder(folder)
            written = [write_frame(path, table) for path, table in tables.items()]
            written += [save(figure, path) for path, figure in figures.items()]
            for path in {folder / name for name in FILES} - {*written}:
                files.DISK.unlink(path)
        return written


def discover(results: Given | Results, when: str, density: float = DENSITY) -> Discovered:
    """Find the levels of the factors at which something happens, by PRIM.

    Points are the cases, and how much each is of interest is the share of its replicates that meet
    the condition. See docs/discovery.md.

    Parameters
    ----------
    results
        A sweep, or its folder.
    when
        A condition on its responses, with < <= > >=; several are joined by "and".
    density
        The share of runs that is to meet it in a box, above 0 and at most 1. Of the boxes that
        PRIM comes by, the one is taken that has that density and covers most.

    Returns
    -------
    Discovered
        With ``words``, ``tables`` and ``figures``; ``write(folder)`` writes them.

    Raises
    ------
    DiscoveryError
        If the condition cannot be read, or all or none of the runs meet it; a `RunError`.

    References
    ----------
    Friedman & Fisher 1999, doi:10.1023/A:1008894516817; Bryant & Lempert 2010,
    doi:10.1016/j.techfore.2009.08.002.

    Examples
    --------
    >>> import sim
    >>> experiment = sim.Experiment(
    ...     "deep",
    ...     "one-race",
    ...     set={"run.days": 30},
    ...     factors={"race.obsolescence_days": {"range": [20, 180], "scale": "log"}},
    ...     design={"kind": "lhs", "points": 40},
    ...     replicates=1,
    ...     responses={"pass": {"column": "pass_rate_ua", "statistic": "mean"}},
    ... )
    >>> results = sim.sweep(experiment, workers=1)
    >>> found = sim.discover(results, f"pass > {results.runs['pass'].median()}")
    >>> found.tables["boxes"]["factor"].tolist()
    ['race.obsolescence_days']
    """
    opened = results if isinstance(results, Results) else Results(results)
    return Discovered(discovery(opened, when, density))
