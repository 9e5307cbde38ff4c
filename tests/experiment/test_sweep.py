"""Sweeps: the same tables whatever the workers, the order and the interruptions."""

import json
import random
import shutil

import duckdb
import pandas as pd
import polars as pl
import pytest

import sim
from sim.experiment.campaign import Campaign
from sim.experiment.design.reading import read_experiment
from sim.experiment.errors import FailedRunsError, FolderError, ResumeError, StoppedError
from sim.experiment.results.estimating import estimate
from sim.experiment.results.status import status
from sim.experiment.results.summarising import main_responses, overview
from sim.experiment.store import parts
from sim.experiment.store.ledger_view import LedgerView
from sim.experiment.store.store import Store
from sim.experiment.store.verify import verify
from sim.experiment.workers import order
from tests import fake_model
from tests.commands import put_stand_in
from tests.folders import digests

pytestmark = pytest.mark.usefixtures("model")

EXPERIMENT = """
name: small
base: baseline
set: {run.days: 10}
factors:
  race.obsolescence_days: {values: [30, 45, 60]}
  ukraine.fpv.imitation: {range: [0, 1], levels: 2}
design: {kind: grid}
replicates: 3
responses:
  zone: {column: kill_zone_km, statistic: mean, from_day: 3}
  stale: {summary: stale_stock_share_ua_mean}
outputs: {figures: false}
seconds_per_run: 1000
"""
RUNS = 18


@pytest.fixture
def experiment(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(EXPERIMENT)
    return path


def change(experiment, old, new):
    text = experiment.read_text()
    assert old in text
    experiment.write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """Return the folder of an unbroken sweep on one worker."""
    folder = tmp_path_factory.mktemp("unbroken")
    (folder / "small.yaml").write_text(EXPERIMENT)
    with pytest.MonkeyPatch.context() as patch:
        put_stand_in(patch)
        return sim.sweep(folder / "small.yaml", out=folder / "out", workers=1).folder


@pytest.fixture
def whole(unbroken):
    return digests(unbroken)


def stop_after(count, monkeypatch):
    """Let the coordinator fall dead after `count` commits."""
    commit, committed = Store.commit, []

    def limited(store, part):
        if len(committed) == count:
            raise KeyboardInterrupt
        committed.append(part)
        return commit(store, part)

    monkeypatch.setattr(Store, "commit", limited)


def test_a_sweep_leaves_few_files_and_a_row_a_run(unbroken):
    assert sorted(path.name for path in unbroken.iterdir()) == [
        "config.yaml",
        "daily.parquet",
        "designs.parquet",
        "experiment.yaml",
        "failures.parquet",
        "ledger.sqlite",
        "manifest.json",
        "runs.parquet",
        "timings.parquet",
    ]
    results = sim.read(unbroken)
    assert list(results.runs.columns) == [
        "run",
        "point",
        "replicate",
        "race.obsolescence_days",
        "ukraine.fpv.imitation",
        "zone",
        "stale",
    ]
    assert len(results.runs) == results.runs["run"].nunique() == RUNS
    assert (results.runs.groupby("point").size() == 3).all()
    assert len(results.daily) == RUNS * 11
    assert len(results.timings) == RUNS
    assert results.failures.empty
    assert list(verify(unbroken)) == []


def test_the_overview_is_of_the_points_and_of_the_factors_that_vary(unbroken):
    results = sim.read(unbroken)
    found = overview(results, list(main_responses(results)))
    assert [each.response for each in found] == ["zone", "stale"]
    for each in found:
        means = results.points.query("response == @each.response")["mean"]
        assert (each.lowest, each.highest) == (means.min(), means.max())
        assert {span.factor for span in each.spans} == set(results.factors)


def test_rows_are_in_the_order_of_replicates_and_of_the_design(unbroken):
    runs = sim.read(unbroken).runs
    assert runs["replicate"].is_monotonic_increasing
    levels = runs.iloc[:6, 3:5].to_numpy().tolist()
    assert levels == [[30, 0], [30, 1], [45, 0], [45, 1], [60, 0], [60, 1]]
    assert (runs["point"].to_numpy().reshape(3, 6) == runs["point"].to_numpy()[:6]).all()


def test_a_response_is_what_its_statistic_says_of_the_daily_table(unbroken):
    results = sim.read(unbroken)
    days = results.daily[results.daily["day"] >= 3]
    means = days.groupby("run")["kill_zone_km"].mean()
    assert results.runs.set_index("run")["zone"].to_dict() == pytest.approx(means.to_dict())


def test_final_tables_open_in_duckdb_and_polars_as_they_are(unbroken):
    path = unbroken / "runs.parquet"
    assert pl.read_parquet(path).height == RUNS
    (count,) = duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()
    assert count == (RUNS,)


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.long), 2])
def test_bytes_do_not_depend_on_workers_and_order(
    experiment, tmp_path, whole, workers, monkeypatch
):
    def shuffled(count):
        return random.Random(count).sample(range(count), count)

    monkeypatch.setattr(order, "spread", shuffled)
    results = sim.sweep(experiment, out=tmp_path / "out", workers=workers)
    assert digests(results.folder) == whole


@pytest.mark.parametrize(
    "commits", [1, *(pytest.param(each, marks=pytest.mark.long) for each in (0, 4))]
)
def test_a_stopped_sweep_is_resumed_to_the_same_bytes(
    experiment, tmp_path, whole, commits, monkeypatch
):
    with monkeypatch.context() as patch:
        stop_after(commits, patch)
        with pytest.raises(KeyboardInterrupt):
            sim.sweep(experiment, out=tmp_path / "out", workers=1)
    with pytest.warns(UserWarning, match="of 18 runs are done"):
        partial = sim.read(tmp_path / "out")
    assert partial.counts.done == len(partial.runs) >= commits
    assert "stopped" in status(tmp_path / "out").words
    results = sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    assert digests(results.folder) == whole
    assert results.timings["attempt"].max() == 1


def test_resuming_a_complete_sweep_or_an_empty_folder(experiment, tmp_path, whole, model):
    (tmp_path / "out").mkdir()
    sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    record = (tmp_path / "out" / "manifest.json").read_bytes()
    model(fake_model.broken)
    results = sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    assert digests(results.folder) == whole
    assert (tmp_path / "out" / "manifest.json").read_bytes() == record


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("replicates: 3", "replicates: 5", id="replicates", marks=pytest.mark.long),
        pytest.param("[30, 45, 60]", "[20, 30, 45, 60]", id="a level"),
    ],
)
def test_growth_runs_only_what_is_new_and_leaves_the_rest_as_it_was(
    experiment, tmp_path, unbroken, old, new
):
    shutil.copytree(unbroken, tmp_path / "out")
    change(experiment, old, new)
    grown = sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    at_once = sim.sweep(experiment, out=tmp_path / "at-once", workers=1)
    assert digests(grown.folder) == digests(at_once.folder)
    before = sim.read(unbroken)
    for name in ("runs", "daily", "designs"):
        table, old_rows = getattr(grown, name), getattr(before, name)
        kept = table[table["run"].isin(before.runs["run"])].reset_index(drop=True)
        assert kept.equals(old_rows)
    epochs = grown.timings.set_index("run")["epoch"]
    assert (epochs[before.runs["run"]] == 1).all()
    assert (epochs.drop(before.runs["run"]) == 2).all()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[30, 45, 60]", "[30, 45]", "points: 6 then, 4 now"),
        ("run.days: 10", "run.days: 11", "run.days: 10 then, 11 now"),
        ("replicates: 3", "replicates: 2", "replicates: 3 then, 2 now"),
        ("statistic: mean", "statistic: last", "response zone"),
    ],
)
def test_a_changed_experiment_is_named_and_refused(experiment, tmp_path, unbroken, old, new, said):
    shutil.copytree(unbroken, tmp_path / "out")
    change(experiment, old, new)
    with pytest.raises(ResumeError) as refusal:
        sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    assert refusal.value.exit_code == 3
    assert said in str(refusal.value)


def test_comments_and_order_of_keys_are_no_change(experiment, tmp_path, unbroken, model):
    shutil.copytree(unbroken, tmp_path / "out")
    model(fake_model.broken)
    lines = experiment.read_text().replace("run.days: 10", "run.days: 1_0").splitlines()
    lines.remove("replicates: 3")
    experiment.write_text("# a comment\nreplicates:    3\n" + "\n".join(lines) + "\n")
    sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)


def test_changed_software_is_refused_unless_accepted_and_marks_its_rows(
    experiment, tmp_path, whole, monkeypatch
):
    with monkeypatch.context() as patch:
        stop_after(2, patch)
        with pytest.raises(KeyboardInterrupt):
            sim.sweep(experiment, out=tmp_path / "out", workers=1)
    monkeypatch.setattr("sim.experiment.store.manifest.code_digest", lambda: "edited")
    with pytest.raises(ResumeError, match=r"--accept-code-change(.|\n)*own source: edited"):
        sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    results = sim.sweep(
        experiment, out=tmp_path / "out", workers=1, resume=True, accept_code_change=True
    )
    assert digests(results.folder) == whole
    assert (results.timings["code"] == "edited").sum() == (results.timings["epoch"] == 2).sum() > 0


def test_one_that_raises_one_that_never_ends_and_one_that_kills_its_worker(
    experiment, tmp_path, model, whole
):
    change(experiment, "{range: [0, 1], levels: 2}", "{values: [0.7]}")
    model(fake_model.mixed)
    with pytest.raises(FailedRunsError, match="3 of 9 runs failed"):
        sim.sweep(experiment, out=tmp_path / "out", workers=2)
    results = sim.read(tmp_path / "out")
    assert len(results.runs) == 6
    assert set(results.runs["replicate"]) == {0, 2}
    stages = dict(zip(results.failures["exception"], results.failures["stage"], strict=True))
    assert stages == {
        "ZeroDivisionError": "simulate",
        "TimeoutError": "time limit",
        "WorkerDied": "killed",
    }
    assert (results.failures["seed"] == results.config.run.seed).all()
    model(fake_model.simulate)
    healed = sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    assert healed.counts.failed == 0
    assert digests(healed.folder) == digests(
        sim.sweep(experiment, out=tmp_path / "at-once", workers=1).folder
    )


def test_on_error_stop_begins_nothing_more(experiment, tmp_path, model, whole):
    model(fake_model.partly_broken)
    with pytest.raises(StoppedError) as stop:
        sim.sweep(experiment, out=tmp_path / "out", workers=1, on_error="stop")
    assert stop.value.resumable
    with LedgerView.read(tmp_path / "out") as ledger:
        counts = ledger.counts()
    assert counts.failed > 0
    assert counts.pending > 0
    model(fake_model.simulate)
    results = sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    assert digests(results.folder) == whole


def test_a_run_done_again_alone_gives_the_same_rows(unbroken, model):
    run = sim.read(unbroken).runs["run"].iloc[7]
    assert "gives the same rows" in sim.rerun(unbroken, run)
    with pytest.raises(FolderError, match="has no run 0000"):
        sim.rerun(unbroken, "0000")


AUTO = "replicates: {auto: zone, half_width: 0.25, minimum: 3, maximum: 12}"


def test_replicates_are_added_until_the_interval_is_narrow_enough(experiment, tmp_path):
    change(experiment, "replicates: 3", AUTO)
    results = sim.sweep(experiment, out=tmp_path / "out", workers=1)
    points = results.points[results.points["response"] == "zone"]
    half_width = (points["high"] - points["low"]) / 2
    assert ((half_width <= 0.25) | (points["replicates"] == 12)).all()
    assert points["replicates"].between(3, 12).all()
    known = results.precision
    assert (known.points, known.unmet) == (6, (half_width > 0.25).sum())
    assert status(results.folder).precision == known


@pytest.mark.long
def test_two_workers_add_the_same_replicates(experiment, tmp_path):
    change(experiment, "replicates: 3", AUTO)
    one, two = (
        sim.sweep(experiment, out=tmp_path / str(workers), workers=workers) for workers in (1, 2)
    )
    assert digests(two.folder) == digests(one.folder)


@pytest.mark.parametrize(
    "ahead", [*(pytest.param(each, marks=pytest.mark.long) for each in (30, 45)), 60]
)
def test_points_keep_their_order_whichever_gets_more_replicates(
    experiment, tmp_path, monkeypatch, ahead
):
    """All get more in the second round too, and the one that is ahead only later replicates."""
    change(experiment, "{range: [0, 1], levels: 2}", "{values: [0.7]}")
    change(experiment, "replicates: 3", "replicates: {auto: zone, half_width: 0.25, minimum: 3}")
    point = {each.levels[0]: each.id for each in read_experiment(experiment).points()}[ahead]

    def wanted(_campaign, planned, _auto):
        rounds = {3: 4, 4: 7, 6: 8}
        first = dict.fromkeys(planned, 3) == planned
        return {
            each: 6 if first and each == point else rounds.get(count, count)
            for each, count in planned.items()
        }

    monkeypatch.setattr(Campaign, "_wanted", wanted)
    runs = sim.sweep(experiment, out=tmp_path / "out", workers=1).runs
    assert runs["race.obsolescence_days"][:3].tolist() == [30, 45, 60]
    assert len(runs) == 7 + 7 + 8


def test_a_part_damaged_before_replicates_are_added_is_done_again(
    experiment, tmp_path, monkeypatch, capfd
):
    """How many replicates are enough is read from the parts."""
    change(experiment, "replicates: 3", AUTO)
    whole = sim.sweep(experiment, out=tmp_path / "whole", workers=1)
    with monkeypatch.context() as patch:
        stop_after(3, patch)
        with pytest.raises(KeyboardInterrupt):
            sim.sweep(experiment, out=tmp_path / "out", workers=1)
    with LedgerView.read(tmp_path / "out") as ledger:
        part = tmp_path / "out" / min(each for each in ledger.file_names() if ".runs." in each)
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    results = sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    assert digests(results.folder) == digests(whole.folder)
    assert f"{part} is damaged" in capfd.readouterr().err
    (discarded,) = status(results.folder).discarded
    assert part.name in discarded.name
    assert str(part) in discarded.why


def test_damage_to_any_file_is_found_and_mended(experiment, tmp_path, unbroken, whole):
    shutil.copytree(unbroken, tmp_path / "out")
    daily = tmp_path / "out" / "daily.parquet"
    content = bytearray(daily.read_bytes())
    content[len(content) // 2] ^= 1
    daily.write_bytes(content)
    (line,) = verify(tmp_path / "out")
    assert str(daily) in line
    sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    assert list(verify(tmp_path / "out")) == []
    assert digests(tmp_path / "out") == whole


def test_what_stands_beside_the_tables_is_checked_and_mended_without_a_run(
    experiment, tmp_path, model
):
    change(experiment, "figures: false", "figures: true")
    change(experiment, "{range: [0, 1], levels: 2}", "{values: [0.7]}")
    out = sim.sweep(experiment, out=tmp_path / "out", workers=1).folder
    before = digests(out)
    assert list(verify(out)) == []
    model(fake_model.broken)
    beside = [*out.glob("*.yaml"), *out.glob("figures/*")]
    assert len(beside) > 2
    for path in beside:
        path.write_bytes(path.read_bytes()[:-1] + b" ")
        (line,) = verify(out)
        assert str(path) in line
        sim.sweep(experiment, out=out, workers=1, resume=True)
        assert digests(out) == before
    beside[-1].unlink()
    assert len(list(verify(out))) == 1
    sim.sweep(experiment, out=out, workers=1, resume=True)
    assert list(verify(out)) == []
    assert digests(out) == before


def test_runs_without_their_ledger_are_refused(experiment, tmp_path, unbroken):
    shutil.copytree(unbroken, tmp_path / "out")
    place = tmp_path / "out" / "ledger.sqlite"
    place.unlink()
    before = digests(tmp_path / "out")
    with pytest.raises(ResumeError, match="is gone") as refusal:
        sim.sweep(experiment, out=tmp_path / "out", workers=1, resume=True)
    assert str(place) in str(refusal.value)
    assert digests(tmp_path / "out") == before
    sim.sweep(experiment, out=tmp_path / "out", workers=1, force=True)
    assert digests(tmp_path / "out") == before


def test_the_estimate_counts_points_and_runs_and_writes_nothing(experiment, tmp_path):
    cost = estimate(read_experiment(experiment), workers=2)
    assert (cost.points, cost.runs, cost.workers) == (6, RUNS, 2)
    at_work = cost.seconds - cost.seconds_to_start
    assert at_work == pytest.approx(RUNS * cost.seconds_per_run / 2)
    assert cost.seconds_to_start > 0
    assert cost.bytes > 0
    assert cost.slowest < cost.limit == 1000
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]


def test_the_estimate_of_a_resume_counts_what_is_done(experiment, tmp_path, unbroken):
    small = read_experiment(experiment)
    assert estimate(small, 1, tmp_path / "nothing").done == 0
    assert (estimate(small, 1, unbroken).done, estimate(small, 1, unbroken).seconds) == (RUNS, 0)
    change(experiment, "replicates: 3", "replicates: 5")
    grown = estimate(read_experiment(experiment), 1, unbroken)
    assert (grown.done, grown.runs) == (RUNS, 30)
    change(experiment, "statistic: mean", "statistic: last")
    with pytest.raises(ResumeError):
        estimate(read_experiment(experiment), 1, unbroken)


def test_the_folder_tells_what_it_holds(unbroken):
    results = sim.read(unbroken)
    assert results.experiment.name == "small"
    assert results.factors == ["race.obsolescence_days", "ukraine.fpv.imitation"]
    assert results.responses == {"zone": "km", "stale": "1"}
    assert status(unbroken).words == "complete"
    assert json.loads((unbroken / "manifest.json").read_text())["points"] == 6
    assert not (unbroken / parts.FOLDER).exists()
    assert isinstance(results.points, pd.DataFrame)
