"""What the tests of theory share."""

import pytest

from sim.war.numerics.compiled import drop_stale_kernels


@pytest.fixture(scope="session", autouse=True)
def current_kernels():
    """Equations are called without a simulation, which would see to this."""
    drop_stale_kernels()
