"""Answers that were written stand in the report, until the runs are others."""

import pytest

import sim
from sim.experiment.errors import FolderError
from sim.view.answer import ASKED, WORDS
from sim.view.report.asked import STALE
from tests.commands import stand_in

EXPERIMENT = """
name: asked
base: baseline
set: {run.days: 3}
factors:
  race.obsolescence_days: {range: [20, 100]}
  ukraine.fpv.feedback_days: {range: [1, 30]}
design: {kind: lhs, points: 30}
replicates: 2
responses:
  zone: {column: kill_zone_ua_km, statistic: mean}
outputs: {daily: false, designs: false}
"""
pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def swept(tmp_path):
    """A function that does the sweep with as many replicates as are asked for."""

    def do(replicates):
        (tmp_path / "asked.yaml").write_text(
            EXPERIMENT.replace("replicates: 2", f"replicates: {replicates}")
        )
        with stand_in():
            return sim.sweep(
                tmp_path / "asked.yaml", out=tmp_path / "asked", resume=True, workers=1
            )

    return do


def discovered(results, share=0.5):
    return sim.discover(results, f"zone > {results.runs['zone'].quantile(share)}")


def reported(results):
    return sim.report(results.folder, force=True).read_text()


def test_the_report_has_what_was_asked_and_says_when_the_runs_are_others(swept):
    results = swept(2)
    before = reported(results)
    assert "Where is" not in before
    answer = discovered(results)
    answer.write(results.folder / "discovery")
    page = reported(results)
    assert answer.question.replace(">", "&gt;") in page
    assert page.count("<img") == before.count("<img") + len(answer.figures)
    assert STALE not in page
    more = swept(3)
    assert STALE in reported(more)
    discovered(more).write(more.folder / "discovery", force=True)
    assert STALE not in reported(more)


def test_what_somebody_removed_is_left_out(swept):
    results = swept(2)
    folder = results.folder / "discovery"
    discovered(results).write(folder)
    whole = reported(results).count("<img")
    (folder / "box_pairs.png").unlink()
    assert reported(results).count("<img") == whole - 1
    (folder / ASKED).write_text("{")
    assert "Where is" not in reported(results)


def test_an_answer_takes_the_place_of_another_only_if_forced(swept, tmp_path):
    results = swept(2)
    folder = tmp_path / "own"
    discovered(results).write(folder)
    with pytest.raises(FolderError, match="--force replaces it"):
        discovered(results).write(folder)
    mine = folder / "mine.txt"
    mine.write_text("kept")
    other = sim.exchange(
        swept(2), response="zone", between=("race.obsolescence_days", "ukraine.fpv.feedback_days")
    )
    written = other.write(folder, force=True)
    assert {*folder.iterdir()} == {*written, folder / ASKED, mine}
    assert (folder / WORDS).read_text().splitlines() == other.words
