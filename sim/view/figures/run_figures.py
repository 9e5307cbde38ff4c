"""Every figure of a run, by the name of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.experiment.store import files
from sim.view.figures import damage, design_space, front, kill_zone, money, output, race, sky
from sim.view.figures.run_tables import RunTables
from sim.view.figures.style import house_style

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure

FIGURES: dict[str, Callable[[RunTables], Figure | None]] = {
    "kill_zone": kill_zone.draw,
    "race": race.draw,
    "output": output.draw,
    "sky": sky.draw,
    "damage": damage.draw,
    "front": front.draw,
    "money": money.draw,
    "design_space": design_space.draw,
}


def draw_all(folder: Path) -> list[Path]:
    """Draw the figures of a result folder from its tables into ``figures/``; return their files.

    The same tables give the same bytes. A figure that has nothing to show, as the sky where
    nothing is launched, is left out. A reader never sees half a file.
    """
    run = RunTables.read(folder)
    files.make_folder(folder / "figures")
    written = []
    with house_style():
        for name, draw in FIGURES.items():
            figure = draw(run)
            if figure is not None:
                written.append(save(figure, folder / "figures" / f"{name}.png"))
    return written


def save(figure: Figure, path: Path) -> Path:
    """Write a figure as PNG, whole or not at all, and return its path."""
    FigureCanvasAgg(figure)
    with files.replacing(path) as file:
        # Without the version of matplotlib, which it would write by default.
        figure.savefig(file, format="png", metadata={"Software": None})
    return path
