import numpy as np
import pandas as pd
import pytest

from sim.war.columns import TABLES


@pytest.fixture
def make_daily():
    """Return a function that makes a daily table of zeros, but for the columns it is given."""

    def make(days=4, replicate=0, **columns):
        table = pd.DataFrame(
            0.0, index=np.arange(days + 1), columns=[column.name for column in TABLES["daily"]]
        )
        return table.assign(day=np.arange(days + 1), replicate=replicate, **columns)

    return make


@pytest.fixture
def no_designs():
    names = ["replicate", *(column.name for column in TABLES["designs"])]
    return pd.DataFrame({name: [] for name in names})
