"""Measures `front.reference_hits_per_km`: `python -m benchmarks.reference_hits`.

The hits at which the baseline's kill zone is as wide on day 0, on average, as its anchor says.
"""

from __future__ import annotations

import argparse
import math
import statistics
from concurrent.futures import ProcessPoolExecutor

from sim.config.schema import Config
from sim.war.model import Simulation


def width_km(replicate: int) -> float:
    """Return the width of the baseline's kill zone on day 0."""
    model = Simulation(Config(), replicate)
    model.finish()
    return model.theatre.width_km


def main() -> None:
    """Print the width of day 0, and the reference that would make it the anchor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    with ProcessPoolExecutor(given.workers) as pool:
        widths = list(pool.map(width_km, range(given.replicates)))
    front, mean = Config().front, statistics.fmean(widths)
    error = statistics.stdev(widths) / math.sqrt(len(widths))
    print(f"width on day 0: {mean:.2f} km, standard error {error:.2f} km, n={len(widths)}")
    factor = math.exp((mean - front.kill_zone_km) / (2 * front.reach_km))
    print(f"front.reference_hits_per_km: {front.reference_hits_per_km * factor:.3f}")


if __name__ == "__main__":
    main()
