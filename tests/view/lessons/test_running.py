"""A lesson's run: what it writes, measures and calls true, with the stand-in for the model."""

import numpy as np
import pytest

from sim.experiment.errors import FolderError
from sim.lesson.lesson import Choice
from sim.lesson.reading import read_lesson
from sim.view.lessons import tolerance
from sim.view.lessons.running import run_lesson, values
from sim.view.lessons.tolerance import prediction
from tests.folders import digests

pytestmark = pytest.mark.usefixtures("stand_in")
PNG = b"\x89PNG\r\n\x1a\n"


def test_it_writes_report_figure_page_and_worksheet_beside_the_results(ran):
    assert ran.files["figure"].read_bytes().startswith(PNG)
    assert ran.files["report"].read_text().startswith("<!DOCTYPE html>")
    assert ran.files["lesson"].read_text() == "README.md"
    assert ran.files["worksheet"].read_text() == "worksheet.html"
    assert len(ran.results.runs) == 12


def test_what_is_found_is_the_mean_over_pairs_of_replicates(ran):
    runs = ran.results.runs.set_index("replicate")
    usual = runs[runs["pace"] == "usual"]
    late, early = (usual[usual["ukraine.fpv.feedback_days"] == days]["zone"] for days in (60, 7))
    assert ran.found[0].interval.mean == pytest.approx((late - early).mean())
    level = runs[(runs["pace"] == "slow") & (runs["ukraine.fpv.feedback_days"] == 7)]["hits"]
    assert ran.found[1].interval.mean == pytest.approx(level.mean())


def test_a_prediction_came_true_if_its_range_has_the_whole_interval(ran):
    _, low, high = ran.found[0].interval
    held = [each for each in ran.lesson.prediction.choices if each.holds(low, high)]
    assert list(ran.came_true) == held
    assert all(isinstance(each, Choice) for each in held)


def test_a_second_run_finds_the_first(ran):
    folder = ran.results.folder
    before = digests(folder)
    again = run_lesson(ran.lesson, folder, workers=1)
    assert again.found == ran.found
    assert digests(folder) == before


def test_forced_or_elsewhere_the_same_is_found_and_drawn(ran, tmp_path):
    first = run_lesson(ran.lesson, tmp_path / "out", workers=1)
    forced = run_lesson(ran.lesson, tmp_path / "out", workers=1, force=True)
    for other in (first, forced):
        assert other.found == ran.found
        assert other.files["figure"].read_bytes() == ran.files["figure"].read_bytes()


def test_what_is_not_a_result_stays_as_it_is(folder, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(FolderError):
        run_lesson(read_lesson(folder.path), tmp_path / "mine", workers=1)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_a_prediction_interval_has_as_many_further_means_as_it_says():
    draw = np.random.default_rng(1)
    seen, further = draw.normal(3, 2, (4000, 8)), draw.normal(3, 2, (4000, 4)).mean(axis=1)
    found = [prediction(row, 4) for row in seen]
    inside = [each.low <= mean <= each.high for each, mean in zip(found, further, strict=True)]
    assert np.mean(inside) == pytest.approx(0.99, abs=0.005)


def test_tolerances_come_from_another_seed_and_twice_the_replicates(ran, monkeypatch):
    asked = []
    monkeypatch.setattr(tolerance, "sweep", lambda each: asked.append(each) or ran.results)
    found = tolerance.tolerances(ran.lesson, seed=3)
    [experiment] = asked
    assert (experiment.base.run.seed, experiment.replicates) == (3, 6)
    assert found == [prediction(values(each, ran.results), 3) for each in ran.lesson.expected]
    assert found[1].low < found[1].mean < found[1].high
