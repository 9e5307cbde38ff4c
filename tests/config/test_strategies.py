"""The random configurations that other tests rely on are what they promise."""

from __future__ import annotations

import operator

from hypothesis import HealthCheck, Phase, find, given, settings

from sim.config import Config
from sim.config.catalogue import parameters
from tests.settings import examples
from tests.strategies import SMALL, configs

few = settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])


@few
@given(config=configs())
def test_values_lie_between_low_and_high_or_are_the_default(config):
    for path, parameter in parameters().items():
        value = operator.attrgetter(path)(config)
        if isinstance(value, int | float) and value != parameter.default:
            assert parameter.low <= value <= parameter.high, path


@few
@given(config=configs(small=True))
def test_small_configurations_are_small(config):
    for path in parameters():
        value, most = operator.attrgetter(path)(config), SMALL.get(path.rsplit(".", 1)[-1])
        assert most is None or value <= most, path


def test_the_whole_legal_range_is_wider():
    def without_producers(config):
        return config.ukraine.fpv.producers == 0

    unshrunk = settings(few, max_examples=examples(200), phases=[Phase.generate])
    assert find(configs(legal=True, small=True), without_producers, settings=unshrunk) != Config()
