"""An experiment that grows by what its runs show: one course, however it is carried out."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.config import ConfigError
from sim.experiment import campaign, runner
from sim.experiment.design.designs import LatinHypercube, Patterns
from sim.experiment.design.factors import Range
from sim.experiment.design.reading import read_experiment
from sim.experiment.errors import FailedRunsError, QuestionError, ResumeError
from sim.experiment.exploring import next_generation
from sim.experiment.results.estimating import estimate
from sim.experiment.results.exploration import exploration
from sim.experiment.results.status import status
from sim.experiment.store.store import Store
from sim.experiment.store.verify import verify
from tests import known_model
from tests.commands import put_stand_in
from tests.experiment.design.examples import factors
from tests.folders import digests

EXPERIMENT = """
name: possible
base: baseline
set: {run.days: 3}
factors:
  race.obsolescence_days: {range: [20, 180], scale: log}
  ukraine.fpv.feedback_days: {range: [1, 60]}
  front.reach_km: {range: [3, 8]}
  aid: {bundles: {usual: {}, none: {ukraine.aid_usd_per_year: 0}}}
design: {kind: patterns, between: [zone, losses], points: 6, generations: 4}
replicates: 2
responses:
  zone: {column: kill_zone_ua_km, statistic: mean}
  losses: {column: losses_ru, statistic: mean}
outputs: {daily: false, designs: false}
"""
DESIGN = "{kind: patterns, between: [zone, losses], points: 6, generations: 4}"


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch):
    put_stand_in(monkeypatch)
    monkeypatch.setattr(runner, "simulate", known_model.simulate)


@pytest.fixture
def experiment(tmp_path):
    path = tmp_path / "possible.yaml"
    path.write_text(EXPERIMENT)
    return path


def changed(experiment, old, new):
    text = experiment.read_text()
    assert old in text
    experiment.write_text(text.replace(old, new))
    return experiment


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unbroken")
    (folder / "possible.yaml").write_text(EXPERIMENT)
    with pytest.MonkeyPatch.context() as patch:
        put_stand_in(patch)
        patch.setattr(runner, "simulate", known_model.simulate)
        return sim.sweep(folder / "possible.yaml", out=folder / "out", workers=1).folder


def test_generations_come_after_each_other_and_each_point_is_new(unbroken):
    results = sim.Results(unbroken)
    assert len(results.plan) == 24
    assert len({run.point for run in results.plan}) == 24
    assert results.counts.done == 48
    found = exploration(results)
    assert np.bincount(found.generations).tolist() == [6, 6, 6, 6]
    first = {point.id for point in results.experiment.points()}
    assert {run.point for run in results.plan[:6]} == first
    assert not list(verify(unbroken))


def test_two_workers_and_a_stop_in_every_generation_change_no_byte(
    unbroken, experiment, tmp_path, monkeypatch
):
    sim.sweep(experiment, out=tmp_path / "two", workers=2)
    assert digests(tmp_path / "two") == digests(unbroken)
    commit, commits = Store.commit, itertools.count(1)

    def stopped(store, part):
        new = commit(store, part)
        if next(commits) % 2 == 0:
            raise KeyboardInterrupt
        return new

    monkeypatch.setattr(Store, "commit", stopped)
    for number in range(100):
        try:
            sim.sweep(experiment, out=tmp_path / "broken", workers=1, resume=number > 0)
        except KeyboardInterrupt:
            continue
        break
    assert 3 < number < 99
    assert digests(tmp_path / "broken") == digests(unbroken)


def test_a_stop_before_the_next_generation_is_planned_changes_no_byte(
    unbroken, experiment, tmp_path, monkeypatch
):
    following, calls = campaign.next_generation, itertools.count(1)

    def stopped(*given):
        if next(calls) == 2:
            raise KeyboardInterrupt
        return following(*given)

    monkeypatch.setattr(campaign, "next_generation", stopped)
    with pytest.raises(KeyboardInterrupt):
        sim.sweep(experiment, out=tmp_path / "out", workers=1)
    assert status(tmp_path / "out").counts.planned == 24
    sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    assert digests(tmp_path / "out") == digests(unbroken)


def test_more_generations_go_on_where_fewer_ended(unbroken, experiment, tmp_path):
    fewer = changed(experiment, "generations: 4", "generations: 2")
    sim.sweep(fewer, out=tmp_path / "out", workers=1)
    assert len(sim.Results(tmp_path / "out").plan) == 12
    more = changed(experiment, "generations: 2", "generations: 4")
    sim.sweep(more, out=tmp_path / "out", workers=1, resume=True)
    assert digests(tmp_path / "out") == digests(unbroken)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("generations: 4", "generations: 3"),
        ("points: 6", "points: 7"),
        ("generations: 4", "generations: 4, seed: 2"),
        ("generations: 4", "generations: 4, cells: [1, 50]"),
        ("[zone, losses]", "[losses, zone]"),
        ("replicates: 2", "replicates: 3"),
        (
            "{kind: patterns, between: [zone, losses], points: 6, generations: 4}",
            "{kind: lhs, points: 6}",
        ),
    ],
)
def test_nothing_else_can_change_once_it_has_begun(unbroken, experiment, old, new):
    """Other replicates, too, would have led to other points."""
    with pytest.raises(ResumeError):
        sim.sweep(changed(experiment, old, new), out=unbroken, workers=1, resume=True)


def test_a_latin_hypercube_with_the_points_of_a_first_generation_is_another_design():
    patterns = Patterns(("a", "b"), 6, 1)
    assert not LatinHypercube(6).goes_on_from(patterns)
    assert not patterns.goes_on_from(LatinHypercube(6))
    assert LatinHypercube(7).goes_on_from(LatinHypercube(6))  # the points tell


def test_runs_that_fail_leave_their_points_without_an_outcome(experiment, tmp_path, monkeypatch):
    def partly(config, replicate, on_day):
        if config.ukraine.fpv.feedback_days > 30:
            raise ZeroDivisionError("a bug in the model")
        return known_model.simulate(config, replicate, on_day)

    monkeypatch.setattr(runner, "simulate", partly)
    with pytest.raises(FailedRunsError):
        sim.sweep(experiment, out=tmp_path / "out", workers=1)
    results = sim.Results(tmp_path / "out")
    assert len(results.plan) == 24
    found = exploration(results)
    failed = np.isnan(found.outcomes).any(axis=1)
    slow = [run.levels[1] > 30 for run in results.plan]
    assert failed.tolist() == slow
    assert found.patterns["points"].sum() == 24 - sum(slow)


def test_where_there_are_no_more_points_it_ends(tmp_path):
    """Two factors of three levels each have nine points."""
    levels = {"values": [3, 5, 8]}
    experiment = sim.Experiment(
        "few",
        set={"run.days": 3},
        factors={"front.reach_km": levels, "ukraine.fpv.feedback_days": levels},
        design={"kind": "patterns", "between": ["zone", "losses"], "points": 4, "generations": 9},
        responses={
            "zone": {"column": "kill_zone_ua_km", "statistic": "mean"},
            "losses": {"column": "losses_ru", "statistic": "mean"},
        },
        replicates=1,
        outputs={"daily": False, "designs": False},
    )
    results = sim.sweep(experiment, workers=1, out=tmp_path / "out")
    assert len(results.plan) == 9
    assert results.is_complete
    assert not next_generation(results.experiment, results.plan, results.runs)


def test_points_in_conflict_are_not_bred(tmp_path):
    """Where the reach is above 5 km, this experiment says, its parameters are in conflict."""
    experiment = sim.Experiment(
        "conflict",
        set={"run.days": 3},
        factors={
            "race.obsolescence_days": {"range": [20, 180]},
            "front.reach_km": {"range": [3, 8]},
        },
        design={"kind": "patterns", "between": ["zone", "losses"], "points": 4, "generations": 3},
        responses={
            "zone": {"column": "kill_zone_ua_km", "statistic": "mean"},
            "losses": {"column": "losses_ru", "statistic": "mean"},
        },
        replicates=1,
        outputs={"daily": False, "designs": False},
    )
    config_at = type(experiment).config_at
    refused = []

    def narrow(self, levels):
        config = config_at(self, levels)
        if levels[1] > 5 and tuple(levels) not in set(self.rows()):
            refused.append(levels)
            config_at(self, ("a", levels[1]))  # as a conflict, a ValidationError
        return config

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(experiment), "config_at", narrow)
        results = sim.sweep(experiment, workers=1, out=tmp_path / "out")
    assert refused
    assert all(run.levels[1] <= 5 for run in results.plan[4:])
    assert len(results.plan) == 12


def test_the_cost_is_told_before(experiment):
    cost = estimate(read_experiment(experiment), 1)
    assert (cost.points, cost.runs, cost.trials) == (24, 48, 3)


def test_the_cost_of_what_is_left_is_told_on_a_resume(experiment, unbroken):
    assert estimate(read_experiment(experiment), 1, unbroken).done == 48


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[zone, losses]", "[zone, loses]", "losses"),
        ("[zone, losses]", "[zone, zone]", "two responses"),
        ("[zone, losses]", "[zone]", "between"),
        ("replicates: 2", "replicates: {auto: zone, half_width: 0.1}", "write a number"),
        ("points: 6", "points: 0", "points"),
        ("generations: 4", "generations: 4, cells: [0, 1]", "cells"),
        (
            "column: losses_ru, statistic: mean",
            "column: losses_ru, statistic: time_to, threshold: 1",
            "median",
        ),
    ],
)
def test_what_cannot_be_explored_is_told_with_a_cure(experiment, old, new, problem):
    with pytest.raises(ConfigError, match=problem):
        read_experiment(changed(experiment, old, new))


def test_written_and_read_again_it_is_the_same(experiment, unbroken):
    given = read_experiment(experiment)
    again = read_experiment(unbroken / "experiment.yaml")
    assert again.design == given.design
    sized = dataclasses.replace(given.design, cells=(0.5, 10.0))
    assert sized.goes_on_from(sized)
    assert not sized.goes_on_from(given.design)


def test_its_rows_are_its_points_in_the_tables_of_a_sample(unbroken):
    results = sim.Results(unbroken)
    assert len(results.sample) == 48
    assert results.sample["zone"].notna().all()


def test_another_design_has_no_patterns(tmp_path, experiment):
    other = changed(experiment, DESIGN, "{kind: lhs, points: 6}")
    with pytest.raises(QuestionError, match="write design"):
        sim.explore(other, workers=1)


@given(factors(), st.data())
def test_a_level_has_a_share_that_gives_it_again(chosen, data):
    for factor in chosen:
        share = data.draw(st.floats(0, 1))
        level = factor.at(share)
        again = factor.at(factor.share(level))
        if factor.kind is float:
            assert again == pytest.approx(level, rel=1e-9, abs=1e-9)
        elif factor.kind is int:  # beyond, a share has too few digits to tell one from the next
            assert again == pytest.approx(level, rel=1e-6, abs=0)
        else:
            assert again == level


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("low", [1, 2**62])
def test_neighbours_have_shares_of_their_own_however_large_they_are(scale, low):
    factor = Range("run.seed", ("run.seed",), low, low + 1, scale)
    assert 0 < factor.share(low) < factor.share(low + 1) < 1


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_whole_number_has_the_middle_of_its_part(scale):
    factor = Range("race.candidates", ("race.candidates",), 2, 12, scale)
    for level in range(2, 13):
        assert factor.at(factor.share(level)) == level
