"""A stand-in for the model whose responses are known functions of its parameters.

`kill_zone_ua_km` is 10 where a design is obsolete within 60 days and Ukraine's producers hear
within 20 days what works, or else 5; each replicate shifts it by up to a kilometre. `losses_ru` is
proportional to `front.reach_km`.
"""

import numpy as np

from tests import fake_model


def simulate(config, replicate, on_day):
    tables = fake_model.simulate(config, replicate, on_day)
    daily = tables["daily"]
    rows = len(daily["day"])
    fast = config.race.obsolescence_days <= 60 and config.ukraine.fpv.feedback_days <= 20
    luck = np.random.default_rng([replicate, round(config.race.obsolescence_days)]).uniform(-1, 1)
    daily["kill_zone_ua_km"] = np.full(rows, (10.0 if fast else 5.0) + luck)
    daily["losses_ru"] = np.full(rows, 100.0 * config.front.reach_km)
    return tables
