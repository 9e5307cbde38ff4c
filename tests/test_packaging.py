"""What is told about the package beside its code agrees with it; the wheel is whole."""

import json
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.version import Version

import sim

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FOR_USERS = ("analysis", "cluster", "dashboard", "netcdf")
PLACEHOLDER = "https://example.org/killzone"
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def names_in_wheel(root, folder):
    """Return the names of the files of the wheel of a checkout."""
    [path] = WheelBuilder(str(root)).build(directory=str(folder))
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return names_in_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


def test_the_wheel_says_that_it_is_typed_and_has_all_that_is_shipped(wheel):
    assert "sim/py.typed" in wheel
    for folder in ("configs", "experiments"):
        shipped = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert {f"sim/{path.relative_to(ROOT).as_posix()}" for path in shipped} <= wheel
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sim").rglob("*.py")}
    sources |= {"killzone/__init__.py", "killzone/__main__.py"}
    assert sources <= wheel


def test_what_the_container_copies_makes_the_same_wheel(wheel, tmp_path):
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    hidden = shutil.ignore_patterns("__pycache__")
    for name in copied:
        source, target = ROOT / name, tmp_path / "here" / name
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=hidden)
        else:
            shutil.copy(source, target)
    assert names_in_wheel(tmp_path / "here", tmp_path) == wheel


@pytest.mark.parametrize("name", ["CITATION.cff", "codemeta.json"])
def test_version_licence_and_keywords_are_the_same_everywhere(name):
    told = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    assert told["version"] == sim.__version__
    assert told["license"].rpartition("/")[2] == "MIT"
    assert told["keywords"] == PROJECT["keywords"]


def test_the_citation_has_what_the_format_asks_for():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    for reference in citation["references"]:
        assert {"type", "title", "authors"} <= reference.keys()
    assert citation["authors"] == [{"name": each["name"]} for each in PROJECT["authors"]]


def test_addresses_of_the_project_are_placeholders_and_named_as_such():
    assert PROJECT["urls"]
    for label, address in PROJECT["urls"].items():
        assert "placeholder" in label
        assert address.startswith(PLACEHOLDER)
    told = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert "placeholders" in told["disambiguatingDescription"]


def locked():
    """Return the versions of constraints.txt by name; each may have one for some Pythons only."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            requirement = Requirement(HASH.sub("", line))
            assert HASH.search(line), f"{requirement.name} has no hash"
            [pin] = requirement.specifier
            assert pin.operator == "=="
            found.setdefault(requirement.name, set()).add(Version(pin.version))
    return found


def test_every_dependency_of_users_is_in_the_constraints_within_its_bounds():
    versions = locked()
    extras = [each for name in FOR_USERS for each in PROJECT["optional-dependencies"][name]]
    for requirement in map(Requirement, (*PROJECT["dependencies"], *extras)):
        name = requirement.name.lower()
        assert versions[name], name
        assert all(version in requirement.specifier for version in versions[name]), name


def test_the_constraints_name_no_address():
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")
