"""Numbers over replicates: intervals, survival curves, summaries and the headline table."""

from sim.analysis.interval import Interval, interval, intervals
from sim.analysis.summary import headline, summarise_replicate
from sim.analysis.survival import Survival, obsolescence

__all__ = [
    "Interval",
    "Survival",
    "headline",
    "interval",
    "intervals",
    "obsolescence",
    "summarise_replicate",
]
