import pytest

from sim.config import Config
from sim.experiment import runner
from tests.commands import put_stand_in

CONFIG = Config.model_validate(
    {"run": {"days": 10, "replicates": 3}, "outputs": {"figures": False, "sectors": True}}
)


@pytest.fixture
def model(monkeypatch):
    """Put the stand-in in the model's place; return a function that puts another there."""

    def put(simulate):
        monkeypatch.setattr(runner, "simulate", simulate)

    put_stand_in(monkeypatch)
    return put


@pytest.fixture
def config():
    return CONFIG
