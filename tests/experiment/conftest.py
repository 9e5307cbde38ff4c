import pytest

from sim.config import Config
from sim.experiment import runner
from tests import fake_model

CONFIG = Config.model_validate(
    {"run": {"days": 10, "replicates": 3}, "outputs": {"figures": False, "sectors": True}}
)


@pytest.fixture
def model(monkeypatch):
    """Put the stand-in in the model's place; return a function that puts another there."""

    def put(simulate):
        monkeypatch.setattr(runner, "simulate", simulate)

    put(fake_model.simulate)
    monkeypatch.setattr(runner, "compile_model", fake_model.compile_nothing)
    return put


@pytest.fixture
def config():
    return CONFIG
