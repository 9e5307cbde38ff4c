"""A module of the user's own that has the name of the package is named, not run."""

import os
import subprocess
import sys

import pytest

from tests.commands import ROOT


def killzone(folder, first):
    """Call the command with a path on which `first` comes before the package."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "killzone", "--version"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([first, str(ROOT)])},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["sim.py", "sim/__init__.py"])
def test_a_package_that_hides_ours_is_one_sentence_and_exit_code_2(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("raise SystemExit('this is not to be run')")
    done = killzone(tmp_path, ".")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{path} hides killzone's own package sim; rename it")
    assert len(done.stderr.splitlines()) == 1


def test_a_mere_folder_of_that_name_hides_nothing(tmp_path):
    (tmp_path / "sim").mkdir()
    done = killzone(tmp_path, ".")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("killzone ")
