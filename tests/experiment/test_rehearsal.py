"""What a behaviour from outside must keep to, it is told before the first run."""

import random

import numpy as np
import pytest

from sim.analysis.responses import Response
from sim.config import ConfigError, behaviours
from sim.config.values import with_values
from sim.experiment.design.experiment import Experiment
from sim.experiment.errors import BehaviourError
from sim.experiment.rehearsal import rehearse
from sim.testing import configured
from sim.war import Column, Countermeasures, FrontLineUnits, Observed, Purpose

SMALL = {"run.days": 45, "front.sectors": 4, "ukraine.fpv.producers": 6, "russia.fpv.producers": 4}


class Hits(Countermeasures):
    """Countermeasures as killzone's own, but for their weights."""

    def weights(self, day, known):
        return known.hits * self.odds(day, known.hits.size)

    def odds(self, day, size):
        return self.streams.uniforms(Purpose.BEHAVIOUR, day, np.arange(size))


class FromNumpy(Hits):
    def odds(self, day, size):
        return np.random.random(size)  # noqa: NPY002 (what is refused)


class FromRandom(Hits):
    def odds(self, day, size):
        return random.random()


class Unseeded(Hits):
    def odds(self, day, size):
        return np.random.default_rng().random(size)


class Short(Hits):
    def weights(self, day, known):
        return known.hits[1:]


class NoNumbers(Hits):
    def odds(self, day, size):
        return np.nan


class Misspelt(Countermeasures):
    def weight(self, day, known):
        return known.hits


class Asserting(Hits):
    def odds(self, day, size):
        raise AssertionError


class Raising(Hits):
    def odds(self, day, size):
        return {}["odds"]


empty = Observed(Column("empty", "1", "Nothing."), lambda model: None)
words = Observed(Column("words", "1", "No number."), lambda model: "two")
halves = Observed(Column("halves", "1", "Halves.", "int64"), lambda model: model.day / 2)
noisy = Response("noisy", "1", lambda tables: np.random.default_rng().random())
missing = Observed(Column("missing", "1", "Never missing."), lambda model: np.nan)
misnamed = Observed(Column("another", "1", "Called otherwise."), lambda model: 0.0)
hits_ua = Observed(Column("hits_ua", "1", "A name that is taken."), lambda model: 0.0)


def rehearsed(part, name, **settings):
    given = {part: f"{__name__}:{name}"}
    rehearse(Experiment.of(configured(given, SMALL | settings), "trial"))


@pytest.fixture(autouse=True)
def allowed(monkeypatch):
    monkeypatch.setattr(behaviours, "_allowed", set())


def test_draws_from_its_own_streams_are_right():
    rehearsed("countermeasures", "Hits")


@pytest.mark.parametrize(
    ("part", "name", "words"),
    [
        ("countermeasures", "FromNumpy", "a generator that all share"),
        ("countermeasures", "FromRandom", "a generator that all share"),
        ("countermeasures", "Unseeded", "differs between two runs of one seed"),
        ("countermeasures", "Short", r"Short.weights gave shape \(\d+,\), not \(\d+,\)"),
        ("countermeasures", "NoNumbers", "gave nan, which is no number"),
        ("countermeasures", "Raising", r"KeyError at \S+test_rehearsal.py:\d+: 'odds'"),
        ("columns", "empty", "empty is nan in the table daily"),
        ("columns", "words", "the column words reads 'two', which is no number"),
        ("columns", "halves", "the column halves reads 0.5, which is no whole number"),
        ("responses", "noisy", "noisy in the table runs differs between two runs of one seed"),
        ("countermeasures", "Asserting", "AssertionError"),
        ("columns", "missing", "missing is nan in the table daily"),
    ],
)
def test_what_it_does_not_keep_to_is_told(part, name, words):
    with pytest.raises(BehaviourError, match=words) as caught:
        rehearsed(part, name)
    assert f"in a rehearsal with {part} ({__name__}:{name})" in str(caught.value)


@pytest.mark.parametrize(
    ("part", "name", "words"),
    [
        (
            "countermeasures",
            "Misspelt",
            r"overrides nothing of .*\(it has weight\); nearest: weights",
        ),
        ("units", "Hits", "units: Hits is no subclass of FrontLineUnits"),
        ("columns", "Hits", "must be sim.war.Observed"),
        ("columns", "misnamed", "column and variable must have one name"),
        ("columns", "hits_ua", "two daily columns are called hits_ua"),
        ("responses", "empty", "must be a sim.Response called 'empty'"),
        ("fpv", "Nobody", "has no attribute 'Nobody'"),
    ],
)
def test_what_does_not_fit_its_part_is_told(part, name, words):
    with pytest.raises(ConfigError, match=words):
        rehearsed(part, name)


def test_without_permission_nothing_is_rehearsed():
    config = configured({"units": f"{FrontLineUnits.__module__}:FrontLineUnits"})
    behaviours._allowed.clear()
    with pytest.raises(ConfigError, match="nobody has allowed"):
        rehearse(Experiment.of(with_values(config, {"run.days": 41}), "trial"))
