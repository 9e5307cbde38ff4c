"""A result folder as one HTML file that needs nothing else: no network, no script."""

from sim.view.report.page import report

__all__ = ["report"]
