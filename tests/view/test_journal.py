"""Figures for an article: no titles, letters, sizes of columns, the same bytes."""

import shutil

import matplotlib as mpl
import pytest
from matplotlib.dates import num2date
from PIL import Image
from typer.testing import CliRunner

import sim
from sim import cli
from sim.experiment import runner
from sim.experiment.errors import FailedRunsError, FolderError, StoppedError
from sim.experiment.results.results import Results
from sim.view.figures import kill_zone, pages, run_figures
from sim.view.figures.run_tables import RunTables
from sim.view.journal import figures
from tests import fake_model
from tests.commands import put_stand_in, stand_in
from tests.experiment.test_sweep import EXPERIMENT
from tests.settings import thinned

EVENTS = """
events:
  - {name: a winter, path: ukraine.import_flow, scale: 0.5, day: 3, days: 4}
  - {name: a shortage, path: russia.import_flow, set: 0.4, per_year: 0.5, days: 60}
"""
RUN = f"run: {{days: 12, replicates: 3}}\noutputs: {{figures: false}}\n{EVENTS}"


@pytest.fixture(autouse=True)
def _two_figures(monkeypatch):
    """Draw two of the figures of a run: to draw all takes a minute."""
    two = {name: run_figures.FIGURES[name] for name in ("kill_zone", "front")}
    monkeypatch.setattr(run_figures, "FIGURES", two)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Result folders by kind; one was stopped by a run that failed."""
    place = tmp_path_factory.mktemp("results")
    (place / "run.yaml").write_text(RUN)
    (place / "sweep.yaml").write_text(EXPERIMENT)
    with stand_in(), pytest.MonkeyPatch.context() as patch:
        sim.run(place / "run.yaml", workers=1, out=place / "run")
        sim.sweep(place / "sweep.yaml", workers=1, out=place / "sweep")
        patch.setattr(runner, "simulate", fake_model.partly_broken)
        with pytest.raises(StoppedError):
            sim.sweep(place / "sweep.yaml", workers=1, out=place / "stopped", on_error="stop")
    return {kind: place / kind for kind in ("run", "sweep", "stopped")}


def captions(written):
    return written[-1].read_text()


@pytest.mark.parametrize(("columns", "width_mm"), thinned([(1, 89), (2, 183)], 2))
def test_figures_are_as_wide_as_the_columns_of_a_journal(results, tmp_path, columns, width_mm):
    written = figures(results["run"], tmp_path, formats=["png"], columns=columns)
    for path in written[:-1]:
        with Image.open(path) as picture:
            dots_per_mm = picture.info["dpi"][0] / 25.4
            assert picture.width / dots_per_mm == pytest.approx(width_mm, abs=0.2)
            assert picture.info["dpi"][0] == pytest.approx(600, abs=1)
        assert path.name.endswith(("1-column.png", "2-columns.png"))


@pytest.mark.parametrize(
    ("kind", "formats"), [("run", ["pdf"]), ("sweep", ["svg"]), ("stopped", ["png", "svg"])]
)
def test_the_same_folder_gives_the_same_bytes_in_each_format(results, tmp_path, kind, formats):
    first = figures(results[kind], tmp_path / "one", formats=formats)
    with mpl.rc_context({"font.size": 30, "svg.hashsalt": None}):
        second = figures(results[kind], tmp_path / "two", formats=formats)
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert {path.suffix for path in first} == {".md", *(f".{each}" for each in formats)}
    assert len(first) > len(formats)


def test_a_title_is_in_the_caption_and_not_in_the_picture(results, tmp_path):
    written = figures(results["run"], tmp_path, formats=["svg"])
    assert "Kill zone. (a) Width of the kill zone; (b) Depth that each side imposes." in captions(
        written
    )
    for path in written[:-1]:
        drawn = path.read_text()
        for title in ("Kill zone", "Losses and the line", "Width of the kill zone</"):
            assert f"<!-- {title} -->" not in drawn


def test_panels_have_letters_where_there_are_several(results, tmp_path):
    def letters(path):
        return [each for each in "abcdef" if f"<!-- {each} -->" in path.read_text()]

    drawn = {path.stem: path for path in figures(results["run"], tmp_path, formats=["svg"])}
    assert letters(drawn["kill_zone-2-columns"]) == ["a", "b"]
    assert letters(drawn["front-2-columns"]) == ["a", "b", "c", "d"]
    swept = {
        path.stem: path for path in figures(results["sweep"], tmp_path, formats=["svg"], force=True)
    }
    assert letters(swept["heat_map_zone-2-columns"]) == []
    assert letters(swept["main_effects_zone-2-columns"]) == ["a", "b"]


def test_events_are_named_in_picture_and_caption(results, tmp_path):
    with pages.house_style(pages.ONE_COLUMN):
        plate = kill_zone.draw(RunTables.of(Results(results["run"])))
    assert [text.get_text() for text in plate.axes[0].texts][1:] == [" a winter"]
    for axes in plate.axes:
        (spell,) = axes.patches
        ends = num2date(spell.get_x()), num2date(spell.get_x() + spell.get_width())
        assert [str(each.date()) for each in ends] == ["2025-10-18", "2025-10-22"]
    assert "Grey: a winter (2025-10-18 to 2025-10-22)." in plate.told
    assert "Not shaded, as they start at random: a shortage." in plate.told


def test_what_was_stopped_is_drawn_as_far_as_it_is(results, tmp_path):
    written = figures(results["stopped"], tmp_path)
    assert "main_effects_zone-2-columns.pdf" in {path.name for path in written}


def test_the_command_draws_what_it_is_asked_for(results, tmp_path):
    how = ["--format", "svg", "--format", "png", "--columns", "1", "--out", str(tmp_path / "paper")]
    done = CliRunner().invoke(cli.app, ["figures", str(results["run"]), *how])
    assert done.exit_code == 0, done.output
    written = {path.suffix for path in (tmp_path / "paper").iterdir()}
    assert written == {".svg", ".png", ".md"}


def test_figures_stand_beside_those_of_the_run_and_never_over_others(results, tmp_path):
    folder = shutil.copytree(results["run"], tmp_path / "run")
    written = figures(folder)
    assert {path.parent for path in written} == {folder / "figures"}
    with pytest.raises(FolderError, match="is there already; --force replaces it"):
        figures(folder)
    assert figures(folder, force=True) == written


def test_without_a_run_there_is_nothing_to_draw(results, tmp_path, monkeypatch):
    put_stand_in(monkeypatch)
    monkeypatch.setattr(runner, "simulate", fake_model.broken)
    with pytest.raises(FailedRunsError):
        sim.run("baseline", days=5, replicates=1, workers=1, out=tmp_path / "none")
    with pytest.raises(FolderError, match="no run is done yet"):
        figures(tmp_path / "none")


@pytest.mark.parametrize("how", [{"columns": 3}, {"formats": ["gif"]}])
def test_other_sizes_and_formats_are_refused(results, tmp_path, how):
    with pytest.raises(ValueError, match="columns is 1 or 2"):
        figures(results["run"], tmp_path, **how)
