"""Points, their ids and the order of runs."""

from __future__ import annotations

import hashlib
import pickle
import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.config import Config
from sim.config.catalogue import parameters
from sim.config.generated.writing import normalised
from sim.config.values import value_at
from sim.experiment.design.designs import Grid, Points
from sim.experiment.design.experiment import Experiment, Point
from sim.experiment.design.factors import Group, Range, Values
from sim.experiment.design.identities import NOT_PART, Identities, _entries, run_id
from tests.experiment.design.examples import AID, PATHS, designs, factors, identity
from tests.settings import examples, shipped
from tests.strategies import configs, legal_values

DAYS = Values("race.obsolescence_days", ("race.obsolescence_days",), (30.0, 45.0, 60.0))


@settings(max_examples=examples(50))
@given(chosen=factors(counted=True), design=designs())
def test_a_points_configuration_has_its_levels_and_identity(chosen, design):
    experiment = Experiment("trial", Config(), chosen, design)
    for point in experiment.points()[:10]:
        config = experiment.config_at(point.levels)
        values = {
            path: value
            for factor, level in zip(chosen, point.levels, strict=True)
            for path, value in factor.settings(level, Config()).items()
        }
        assert config == shipped(values)
        assert identity(config) == point.identity
        assert point.id == point.identity[:12]


@settings(max_examples=examples(50))
@given(config=configs(), data=st.data())
def test_identity_is_of_typed_values_but_for_replicates_and_outputs(config, data):
    free = {
        "run": config.run.model_copy(update={"replicates": 77}),
        "outputs": {"figures": False, "sectors": True},
    }
    other = Config.model_validate({**dict(config), **free})
    assert identity(other) == identity(config)
    path = data.draw(st.sampled_from(PATHS))
    value = data.draw(legal_values(parameters()[path]))
    changed = Experiment("trial", config, (Values(path, (path,), (value,)),)).points()[0]
    same = repr(value_at(config, path)) == repr(value)
    assert (changed.identity == identity(config)) == same


def test_runs_are_by_replicate_then_by_point():
    experiment = Experiment("trial", Config(), (DAYS, AID), Grid(), replicates=3)
    points, runs = experiment.points(), list(experiment.runs(0, 3))
    assert [(run.replicate, run.point, run.levels) for run in runs] == [
        (replicate, point.id, point.levels) for replicate in range(3) for point in points
    ]
    assert len({run.id for run in runs}) == len(runs)
    assert all(len(run.id) == 16 for run in runs)
    assert list(experiment.runs(0, 2)) + list(experiment.runs(2, 3)) == runs


def test_ids_stay_when_levels_or_replicates_are_added():
    few = Experiment("few", Config(), (DAYS,), replicates=2)
    more = Values(DAYS.name, DAYS.driven, (20.0, *DAYS.levels))
    many = Experiment("many", shipped({"outputs.sectors": True}), (more,), replicates=3)
    assert {run.id for run in few.runs(0, 2)} <= {run.id for run in many.runs(0, 3)}


def test_an_id_tells_replicate_version_and_configuration(monkeypatch):
    first = identity(Config())
    ids = {run_id(first, 0), run_id(first, 1), run_id(identity(shipped({"scale": 2})), 0)}
    monkeypatch.setattr("sim.experiment.design.identities.__version__", "99")
    assert len({*ids, run_id(first, 0)}) == 4


def test_one_configuration_is_an_experiment_of_one_point():
    config = shipped({"run.replicates": 7, "outputs.sectors": True, "outputs.figures": False})
    experiment = Experiment.of(config, "alone")
    assert experiment.points() == [Point(identity(config)[:12], (), identity(config))]
    assert experiment.config_at(()) == config
    assert (experiment.replicates, experiment.figures) == (7, False)
    assert experiment.tables == ("daily", "designs", "space", "sectors")
    assert Experiment.of(Config(), "alone").tables == ("daily", "designs", "space")


def test_an_experiment_travels_without_its_points():
    experiment = Experiment("trial", Config(), (DAYS, AID))
    light = len(pickle.dumps(experiment))
    points = experiment.points()
    assert len(pickle.dumps(experiment)) == light
    arrived = pickle.loads(pickle.dumps(experiment))
    assert arrived == experiment
    assert arrived.points() == points


def test_rows_that_come_to_one_configuration_are_one_point():
    """Shares of a group that are apart may round to the same whole numbers."""
    seeds = Group("seeds", (Range("run.seed", ("run.seed",), 1, 3),))
    listed = Points(((0.0,), (0.9,), (0.95,), (0.0,)))
    experiment = Experiment("trial", Config(), (seeds,), listed)
    sample, points = experiment.sample(), experiment.points()
    assert [point.levels for point in points] == [(0.0,), (0.9,)]
    one, other = (point.id for point in points)
    assert list(sample["point"]) == [one, other, other, one]
    assert list(sample["seeds"]) == [0.0, 0.9, 0.95, 0.0]


def test_the_design_as_a_table():
    listed = Points(((45.0, "none"), (30.0, "more")))
    experiment = Experiment("trial", Config(), (DAYS, AID), listed)
    table = experiment.sample()
    assert list(table.columns) == ["point", DAYS.name, "aid"]
    assert list(table["point"]) == [point.id for point in experiment.points()]
    assert list(table["aid"]) == ["none", "more"]
    assert list(table[DAYS.name]) == [45.0, 30.0]


@settings(max_examples=examples(20))
@given(
    values=st.dictionaries(st.sampled_from(["run.days", "run.seed", "scale"]), st.integers(1, 99))
)
def test_an_identity_is_the_digest_of_all_values_in_order(values):
    flat = dict(_entries(normalised(Config()), "")) | {
        path: str(each) for path, each in values.items()
    }
    lines = (f"{path}: {flat[path]}" for path in sorted(flat.keys() - {*NOT_PART}))
    expected = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert Identities(Config()).at(values) == expected
    assert identity(shipped(values)) == expected


def peak_of_points(levels):
    """Return the most bytes in use while the points of a grid are gone through."""
    values = tuple(30.0 + level / 64 for level in range(levels))
    others = tuple(5.0 + level / 64 for level in range(100))
    factors = (
        Values("race.obsolescence_days", ("race.obsolescence_days",), values),
        Values("race.extent", ("race.extent",), others),
    )
    experiment = Experiment("trial", Config(), factors)
    experiment.points()  # what is cached once
    vars(experiment).pop("_heads")
    tracemalloc.start()
    count = sum(1 for _ in experiment.each_point())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == experiment.point_count == 100 * levels
    return peak


def test_points_are_gone_through_in_memory_that_hardly_grows_with_them():
    # A point takes some 500 bytes; the beginning of its identity eight, sorted and compared.
    few, many = peak_of_points(10), peak_of_points(100)
    assert (many - few) / 9_000 < 64
