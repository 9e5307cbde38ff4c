"""Every figure of a run, by the name of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.experiment.store import files
from sim.view.figures import damage, design_space, front, kill_zone, money, output, race, sky
from sim.view.figures.pages import house_style
from sim.view.figures.run_tables import RunTables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure

    from sim.view.figures.pages import Plate

FIGURES: dict[str, Callable[[RunTables], Plate | None]] = {
    "kill_zone": kill_zone.draw,
    "race": race.draw,
    "output": output.draw,
    "sky": sky.draw,
    "damage": damage.draw,
    "front": front.draw,
    "money": money.draw,
    "design_space": design_space.draw,
}


METADATA = {
    "png": ("Software",),
    "svg": ("Creator", "Date", "Format", "Type"),
    "pdf": ("Creator", "Producer", "CreationDate"),
}
"""What matplotlib writes into a file by default, its version and the date, and is left out."""


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
    """Write a figure in the format of its name, whole or not at all, and return its path.

    The same figure gives the same bytes.
    """
    FigureCanvasAgg(figure)
    kind = path.suffix.removeprefix(".")
    with files.replacing(path) as file:
        figure.savefig(file, format=kind, metadata=dict.fromkeys(METADATA[kind]))
    return path
