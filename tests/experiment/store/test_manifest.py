import json
import platform
import shutil
import subprocess
from pathlib import Path

import pytest

import sim
from sim.config import digest
from sim.experiment.design.experiment import Experiment
from sim.experiment.errors import FolderError
from sim.experiment.store import manifest


def test_it_says_what_made_the_run(config):
    record = manifest.begin(Experiment.of(config, "run"))
    assert record["state"] == "running"
    assert record["killzone"] == sim.__version__
    assert record["python"] == platform.python_version()
    assert record["seed"] == config.run.seed
    assert record["config_digest"] == digest(config)
    assert {"mesa", "numba", "numpy", "pyarrow"} <= record["packages"].keys()
    json.dumps(record)


def test_it_comes_back_as_written(config, tmp_path):
    record = manifest.begin(Experiment.of(config, "run"))
    manifest.write(tmp_path, record)
    assert manifest.read(tmp_path) == record


def test_a_folder_without_one_has_none(tmp_path):
    assert manifest.read(tmp_path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"name": "a web app"}', "\0"])
def test_a_manifest_of_something_else_is_an_error_that_names_the_file(tmp_path, content):
    path = tmp_path / "manifest.json"
    path.write_text(content)
    with pytest.raises(FolderError, match=str(path)):
        manifest.read(tmp_path)


def test_other_software_is_named_with_both_versions(config):
    now = manifest.begin(Experiment.of(config, "run"))
    packages = now["packages"] | {"numpy": "1.0"}
    then = now | {"killzone": "0.0.1", "code_digest": "0", "packages": packages}
    assert list(manifest.software_changes(then, now)) == [
        f"killzone: 0.0.1 then, {sim.__version__} now",
        "killzone's own source: edited since the run began",
        f"numpy: 1.0 then, {now['packages']['numpy']} now",
    ]
    assert list(manifest.software_changes(now, now)) == []


def test_an_edited_model_is_other_software(tmp_path, monkeypatch):
    package = tmp_path / "sim"
    shutil.copytree(Path(sim.__file__).parent, package, ignore=lambda *_: ["__pycache__"])
    monkeypatch.setattr(manifest, "PACKAGE", package)
    current = manifest.code_digest.__wrapped__
    first = current()
    (package / "__pycache__").mkdir()
    assert current() == first
    source = package / "war" / "model.py"
    source.write_text(source.read_text() + "\n# edited\n")
    second = current()
    source.rename(package / "war" / "models.py")
    assert len({first, second, current()}) == 3


def test_a_checkout_is_named_by_its_commit_and_an_installed_package_by_nothing(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(manifest, "PACKAGE", tmp_path / "sim")
    checkout = manifest.checkout.__wrapped__
    assert checkout() is None

    def git(*arguments):
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        subprocess.run(["git", "-C", tmp_path, *identity, *arguments], check=True)

    git("init", "--quiet")
    (tmp_path / "old").touch()
    git("add", "old")
    git("commit", "--quiet", "--message", "first")
    clean = checkout()
    assert len(clean["commit"]) == 40
    assert clean["dirty"] is False
    (tmp_path / "new").touch()
    assert checkout() == clean  # a study, say
    (tmp_path / "old").write_text("changed")
    assert checkout() == clean | {"dirty": True}
