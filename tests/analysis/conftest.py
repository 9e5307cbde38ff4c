import numpy as np
import pandas as pd
import pytest

from sim.analysis.responses import RESPONSES, Tables
from sim.war.columns import TABLES


def responses(daily, designs, last_day):
    """Return the responses of one replicate by name: its row of summary.csv."""
    tables = Tables(daily, designs, last_day)
    return {response.name: response.measure(tables) for response in RESPONSES}


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
