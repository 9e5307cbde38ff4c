"""Killzone's own parts keep the contract that behaviours from outside inherit."""

from sim.config.behaviours import PARTS
from sim.testing import BehaviourContract
from sim.war.parts import OWN


class TestOwnParts(BehaviourContract):
    behaviours = {part: f"{own.__module__}:{own.__name__}" for part, own in OWN.items()}  # noqa: RUF012


def test_a_configuration_may_name_every_part():
    assert {f"{side}.{part}" for part, sides in PARTS.items() for side in sides} == set(OWN)
