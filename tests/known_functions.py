"""Functions with published indices, in the model's place: a response of shares of factors.

Each takes the shares of `FACTORS` and leaves the last one alone.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tests import fake_model

FACTORS = {
    "race.obsolescence_days": (30.0, 90.0),
    "ukraine.fpv.hit_share": (0.4, 0.6),
    "ukraine.fpv.unit_cost_usd": (400.0, 500.0),
    "russia.fpv.hit_share": (0.4, 0.6),
}
RANGES = {name: {"range": list(ends)} for name, ends in FACTORS.items()}
RESPONSE = {"y": {"column": "kill_zone_km", "statistic": "last"}}


def ishigami(shares):
    """Return the function of Ishigami & Homma (1990, doi:10.1109/ISUMA.1990.151285)."""
    x, y, z = (2 * np.pi * np.asarray(shares)[..., :3] - np.pi).T
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


ISHIGAMI_FIRST = np.array([0.3139, 0.4424, 0.0, 0.0])
ISHIGAMI_TOTAL = np.array([0.5576, 0.4424, 0.2437, 0.0])
"""Saltelli et al. 2008, Global Sensitivity Analysis, ISBN 9780470059975, section 4.6."""

G = np.array([0.0, 1.0, 4.5])


def sobol_g(shares):
    """Return the G function of Sobol (1998, doi:10.1016/S0378-4754(98)00096-2)."""
    x = np.asarray(shares)[..., :3]
    return np.prod((np.abs(4 * x - 2) + G) / (1 + G), axis=-1)


_V = 1 / 3 / (1 + G) ** 2
G_FIRST = np.append(_V / (np.prod(1 + _V) - 1), 0.0)
G_TOTAL = np.append([_V[i] * np.prod(np.delete(1 + _V, i)) for i in range(3)], 0.0)
G_TOTAL = G_TOTAL / (np.prod(1 + _V) - 1)


def shares_of(config):
    values = (
        config.race.obsolescence_days,
        config.ukraine.fpv.hit_share,
        config.ukraine.fpv.unit_cost_usd,
        config.russia.fpv.hit_share,
    )
    ends = FACTORS.values()
    return np.array([(v - low) / (high - low) for v, (low, high) in zip(values, ends, strict=True)])


def luck_of(shares, replicate):
    """Return luck of unit variance over replicates, alike at points that are near each other."""
    phase, slope = np.random.default_rng(replicate).random(2)
    return np.sqrt(2) * np.cos(2 * np.pi * phase + slope * shares[0])


class StandIn(NamedTuple):
    """A simulation whose kill zone is a function of the shares and luck; Ukraine's side is 7 km."""

    function: Callable[[np.ndarray], float]
    noise: float = 0.0

    def __call__(self, config, replicate, on_day):
        tables, days = fake_model.simulate(config, replicate, on_day), config.run.days + 1
        shares = shares_of(config)
        value = self.function(shares) + self.noise * luck_of(shares, replicate)
        tables["daily"] |= {
            "kill_zone_km": np.full(days, value),
            "kill_zone_ua_km": np.full(days, 7.0),
        }
        return tables
