"""``import sim``: what README promises of it, with the real model."""

import gc
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sim
from sim.config import to_yaml
from sim.experiment.errors import FolderError
from tests.folders import digests

SIZE = {"days": 8, "replicates": 2}
ROOT = Path(__file__).parents[1]


def python(arguments, folder):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def results():
    return sim.run("baseline", **SIZE, workers=1)


def test_import_is_light(tmp_path):
    heavy = "{'pandas', 'numpy', 'matplotlib', 'mesa', 'numba', 'pydantic', 'pyarrow', 'yaml'}"
    code = f"import sim, sys; sys.exit(str({heavy} & set(sys.modules) or ''))"
    assert python(["-c", code], tmp_path).stderr == "\n"


def test_results_are_read_without_the_model(tmp_path):
    heavy = {"mesa", "numba", "scipy", "matplotlib"}
    code = f"import sim, sys; sim.read; sys.exit(str({heavy} & set(sys.modules) or ''))"
    assert python(["-c", code], tmp_path).stderr == "\n"


def test_the_public_names_are_those_listed_and_each_is_there():
    assert set(sim.__all__) <= set(dir(sim))
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'sweeep'"):
        _ = sim.sweeep


def test_version_is_that_of_the_distribution():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert sim.__version__ == project["version"]


def test_a_run_gives_frames_of_every_replicate(results):
    assert len(results.daily) == 2 * 9
    first = sim.Simulation(results.config, replicate=0)
    assert results.daily["kill_zone_km"].iloc[0] == first.theatre.width_km
    assert set(results.designs["replicate"]) == {0, 1}
    assert set(results.space["kind"]) == {"design", "countermeasure"}
    assert list(results.summary["replicate"]) == [0, 1]
    assert {"response", "mean", "low", "high"} <= set(results.headline.columns)
    assert results.config.run.days == 8
    assert results.manifest["state"] == "complete"
    assert "2 of 2 runs" in repr(results)


def test_a_frame_is_read_once(results):
    assert results.daily is results.daily


def test_sectors_are_there_only_if_asked_for(results):
    with pytest.raises(FolderError, match="has no table sectors"):
        _ = results.sectors
    with_sectors = sim.load("baseline", ["outputs.sectors=true", "run.days=2"])
    sectors = sim.run(with_sectors, replicates=1).sectors
    assert len(sectors) == 3 * with_sectors.front.sectors


def test_without_a_folder_nothing_is_written_to_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    results = sim.run("baseline", days=2, replicates=1)
    folder = results.folder
    assert folder.exists()
    assert list(tmp_path.iterdir()) == []
    del results
    gc.collect()
    assert not folder.exists()


def test_a_run_is_read_again_from_its_folder(tmp_path, results):
    config = sim.load("baseline", ["outputs.figures=true"])
    sim.run(config, **SIZE, out=tmp_path / "run", workers=1)
    again = sim.read(str(tmp_path / "run"))
    for name in ("daily", "designs", "space", "summary", "headline"):
        assert getattr(again, name).equals(getattr(results, name)), name
    assert again.config == sim.load(results.config, ["outputs.figures=true"])
    assert len(list((tmp_path / "run" / "figures").glob("*.png"))) >= 5


def test_results_are_compared_from_folders_or_as_they_are(tmp_path, results):
    shorter = sim.run("baseline", days=6, replicates=2, out=tmp_path / "run", workers=1)
    table = sim.compare(shorter.folder, results, str(shorter.folder), responses=["kill_zone_km"])
    assert list(table["result"]) == [str(results.folder), str(shorter.folder)]
    assert (table["difference"] == 0).all()  # the first days are the same however many follow
    assert (table["pairs"] == 2).all()
    with pytest.raises(sim.RunError, match="nearest: kill_zone_km"):
        sim.compare(results, results, responses=["kill_zone"])


@pytest.mark.parametrize("place", ["missing", "."])
def test_what_is_no_result_is_not_read(tmp_path, place):
    with pytest.raises(FolderError, match=r"not a result of killzone|no such folder"):
        sim.read(tmp_path / place)


def test_a_configuration_may_be_a_name_a_path_or_an_object(tmp_path, results):
    path = tmp_path / "mine.yaml"
    path.write_text("extends: baseline\n")
    for config in ("baseline", path, str(path), sim.load("baseline")):
        resolved = sim.experiment.runner.resolve(config, days=8, replicates=2, seed=None)
        assert resolved == results.config


def test_a_wrong_number_is_an_error_of_the_configuration():
    for config in ("baseline", sim.Config()):
        with pytest.raises(sim.ConfigError, match=r"run\.days"):
            sim.run(config, days=0)


def test_stepping_by_hand_gives_the_run(results):
    simulation = sim.Simulation(sim.load("baseline", ["run.days=8"]), replicate=1)
    recorder = sim.Recorder(simulation)
    for _ in range(8):
        simulation.step()
    by_hand = recorder.tables()["daily"]["kill_zone_km"]
    simulation.finish()
    daily = results.daily
    assert by_hand.tolist() == daily[daily["replicate"] == 1]["kill_zone_km"].tolist()


def test_a_script_needs_no_main_guard_and_workers_change_no_byte(tmp_path):
    """Spawned workers would import the script again, and start workers without end."""
    config = sim.load("baseline", ["outputs.figures=false", "run.days=8", "run.replicates=2"])
    (tmp_path / "mine.yaml").write_text(to_yaml(config))
    (tmp_path / "script.py").write_text("import sim\nsim.run('mine.yaml', workers=2, out='two')\n")
    done = python(["script.py"], tmp_path)
    assert done.returncode == 0, done.stderr
    one = sim.run(config, workers=1, out=tmp_path / "one")
    assert digests(tmp_path / "two") == digests(one.folder)
