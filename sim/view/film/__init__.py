"""One run as a film: the design space, the front and time series, day by day."""

from sim.view.film.making import film

__all__ = ["film"]
