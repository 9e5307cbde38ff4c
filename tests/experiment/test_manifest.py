import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.config import digest
from sim.experiment import manifest
from sim.experiment.errors import FolderError


def test_it_says_what_made_the_run(config):
    record = manifest.begin(config)
    assert record["state"] == "running"
    assert record["killzone"] == sim.__version__
    assert record["python"] == platform.python_version()
    assert record["seed"] == config.run.seed
    assert record["config_digest"] == digest(config)
    assert {"mesa", "numba", "numpy", "pyarrow"} <= record["packages"].keys()
    json.dumps(record)


def test_it_comes_back_as_written(config, tmp_path):
    record = manifest.begin(config)
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
    now = manifest.begin(config)
    packages = now["packages"] | {"numpy": "1.0"}
    then = now | {"killzone": "0.0.1", "code_digest": "0", "packages": packages}
    assert list(manifest.software_changes(then, now)) == [
        f"killzone: 0.0.1 then, {sim.__version__} now",
        "killzone's own source: edited since the run began",
        f"numpy: 1.0 then, {now['packages']['numpy']} now",
    ]
    assert list(manifest.software_changes(now, now)) == []


def test_an_edited_model_is_other_software(tmp_path, config):
    code = "import sim.experiment.manifest as m; print(m.code_digest())"
    package = Path(sim.__file__).parent
    copy = tmp_path / "sim"
    subprocess.run(["cp", "-r", package, copy], check=True)

    def in_copy():
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True,
            env={"PYTHONPATH": str(tmp_path)},
        )  # fmt: skip
        return done.stdout.strip()

    first = in_copy()
    (copy / "front.py").write_text((copy / "front.py").read_text() + "\n# edited\n")
    assert in_copy() != first


def test_a_checkout_is_named_by_its_commit_and_an_installed_package_by_nothing(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(sim, "__file__", str(tmp_path / "sim" / "__init__.py"))
    manifest.checkout.cache_clear()
    assert manifest.checkout() is None

    def git(*arguments):
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        subprocess.run(["git", "-C", tmp_path, *identity, *arguments], check=True)

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "--message", "first")
    manifest.checkout.cache_clear()
    clean = manifest.checkout()
    assert len(clean["commit"]) == 40
    assert clean["dirty"] is False
    (tmp_path / "new").touch()
    manifest.checkout.cache_clear()
    assert manifest.checkout() == clean | {"dirty": True}
    manifest.checkout.cache_clear()
