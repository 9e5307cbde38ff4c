"""Cases for tests of boxes: of known functions, and as the EMA Workbench takes them."""

import numpy as np
import pandas as pd

from sim.analysis.prim import Cases


def mixed(seed, count=250):
    """Return levels of five numbers, a choice and a truth value, and a noisy condition on them."""
    rng = np.random.default_rng(seed)
    levels = pd.DataFrame(rng.random((count, 5)), columns=list("abcde"))
    levels["side"] = rng.choice(["l", "m", "h"], count)
    levels["flag"] = rng.random(count) > 0.5
    noise = 0.25 * rng.standard_normal(count)
    smooth = 2 * levels.a + levels.b**2 + levels.c * levels.d
    value = smooth + 0.3 * (levels.side == "h") + 0.2 * levels.flag + noise
    return levels, (value > 2.2).to_numpy()


def coded(levels, interest):
    """Return levels as cases; categories have their codes in order of the alphabet."""
    columns, counts = [], []
    for name in levels:
        values = levels[name]
        if values.dtype.kind in "fi":
            columns.append(values.to_numpy(float))
            counts.append(0)
        else:
            codes, known = pd.factorize(values, sort=True)
            columns.append(codes.astype(float))
            counts.append(len(known))
    return Cases(np.column_stack(columns), tuple(counts), np.asarray(interest, float))


def within_a_box(seed=1, count=600, factors=5):
    """Return cases of interest just where the first two factors are in a known box."""
    levels = np.random.default_rng(seed).random((count, factors))
    inside = (levels[:, 0] > 0.4) & (levels[:, 0] < 0.8) & (levels[:, 1] < 0.5)
    return Cases(levels, (0,) * factors, inside.astype(float))
