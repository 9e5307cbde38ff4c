"""The first month of some configurations, number by number.

``python -m tests.golden.month`` writes them anew after a change that is meant to alter numbers,
which the changelog then marks as REGRESSION.
"""

from pathlib import Path

import pandas as pd

from sim.config import load
from sim.war.replicate import simulate

NAMES = ("baseline", "scenarios/all-domains", "lessons/one-race")
DAYS = 30


def simulated(name: str) -> pd.DataFrame:
    """Return the daily table of the first replicate."""
    return pd.DataFrame(simulate(load(name, [f"run.days={DAYS}"]))["daily"])


def path(name: str) -> Path:
    """Return where the numbers of a configuration are kept."""
    return Path(__file__).with_name(f"{name.rpartition('/')[2]}.csv")


if __name__ == "__main__":
    for each in NAMES:
        simulated(each).to_csv(path(each), index=False, float_format="%.12g")
