"""The configurations that come with killzone, found by name from any folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sim
from sim.config import Config, ConfigError, load, shipped, shipped_folder
from sim.config.reading import files

KINDS = (files.CONFIGURATIONS, files.EXPERIMENTS)
ROOT = Path(sim.__file__).parents[1]


def told(source):
    with pytest.raises(ConfigError) as caught:
        load(source)
    [problem] = caught.value.problems
    return problem


def test_names():
    assert {"baseline", "lessons/one-race", "scenarios/all-domains"} <= shipped().keys()
    assert all(path.is_file() for path in shipped().values())
    assert all(path.is_relative_to(shipped_folder()) for path in shipped().values())


@pytest.mark.parametrize("name", shipped())
def test_everything_shipped_loads(name):
    assert isinstance(load(name), Config)


def test_names_lead_to_files_from_any_folder(tmp_path, monkeypatch):
    expected = load(shipped_folder() / "lessons" / "one-race.yaml")
    monkeypatch.chdir(tmp_path)
    assert load("one-race") == load("lessons/one-race") == expected


def test_a_name_without_its_folder_must_be_unique(monkeypatch):
    same = dict.fromkeys(["lessons/same", "history/same", "lessons/other"], shipped()["baseline"])
    monkeypatch.setattr(files, "shipped", lambda _kind: same)
    assert load("other") == load("history/same") == load("lessons/same")
    assert "nor a shipped configuration" in told("same").what


def test_a_file_is_found_by_its_path_only(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("baseline").write_text("scale: 2")
    Path("baseline.yaml").write_text("scale: 3")
    assert load("baseline") == load(shipped()["baseline"])
    assert load("./baseline").scale == 2
    assert load("baseline.yaml").scale == 3
    assert load(tmp_path / "baseline.yaml").scale == 3


def test_a_copy_of_the_folder_stands_alone(tmp_path):
    copy = shutil.copytree(shipped_folder(), tmp_path / "mine")
    baseline = (copy / "baseline.yaml").read_text(encoding="utf-8")
    (copy / "baseline.yaml").write_text(baseline.replace("\n  days: 730", "\n  days: 31"))
    assert load(copy / "lessons" / "one-race.yaml").run.days == 31


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("basline", "baseline"),
        ("basline.yaml", "baseline"),
        ("configs/basline.yaml", "baseline"),
        ("Baseline", "baseline"),
        ("onerace", "one-race"),
        ("qqq", ""),
    ],
)
def test_a_missing_file_is_told_with_the_nearest_name(name, nearest):
    problem = told(name)
    assert problem.place.file == name
    assert f"no file {name}" in problem.what
    assert problem.nearest.split(", ")[0] == nearest
    assert "baseline" in problem.cure


@pytest.mark.parametrize("name", ["", ".", "/", "configs", "x" * 5000, "\0", "\ud800", "a\nb"])
def test_what_is_no_file_is_told_on_one_line(name):
    assert "\n" not in str(told(name))


def test_what_never_ends_is_not_read():
    assert "no regular file" in told("/dev/zero").what


def test_a_file_without_permission(tmp_path, monkeypatch):
    path = tmp_path / "secret.yaml"
    path.write_text("scale: 1")

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be read: Permission denied" in told(path).what


def test_packed_files_are_found_beside_the_code(tmp_path):
    package = tmp_path / "sim"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "sim" / "config", package / "config", ignore=ignore)
    for kind in KINDS:
        shutil.copytree(shipped_folder(kind), package / kind.folder)
    (package / "__init__.py").touch()
    code = (
        "from sim.config import load; from sim.config.reading import files; load('one-race')\n"
        "for kind in (files.CONFIGURATIONS, files.EXPERIMENTS): print(files.shipped_folder(kind))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(package / kind.folder) for kind in KINDS]


def test_what_is_shipped_goes_into_the_wheel():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {kind.folder: f"sim/{kind.folder}" for kind in KINDS}


def test_one_race_is_one_maker_against_one_countermeasure():
    config = load("one-race")
    makers = {
        "ukraine.fpv": config.ukraine.fpv.producers,
        "ukraine.interceptor": config.ukraine.interceptor.producers,
        "russia.fpv": config.russia.fpv.producers,
        "russia.strike": config.russia.strike.producers,
    }
    assert makers == {
        "ukraine.fpv": 1,
        "ukraine.interceptor": 0,
        "russia.fpv": 0,
        "russia.strike": 0,
    }
    assert config.russia.countermeasures.per_sector * config.front.sectors == 1
    assert config.ukraine.countermeasures.per_sector == 0
    assert config.race.start == "apart"
    assert config.race.breakthroughs_per_year == config.artillery.losses_per_target == 0
    target, maker = config.ukraine.output_target_per_year, config.ukraine.fpv
    income = config.ukraine.revenue_usd_per_year * maker.money_share
    assert income > target * maker.unit_cost_usd
    assert maker.deliveries_per_month * 12 == pytest.approx(target, rel=1e-3)
    crews = config.ukraine.units.strength / 1000 * config.ukraine.units.crews_per_thousand
    assert crews * config.ukraine.units.sorties_per_crew > target / 365
