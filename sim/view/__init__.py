"""Figures, drawn from the files of a result folder."""

from sim.view.figures import draw_all

__all__ = ["draw_all"]
