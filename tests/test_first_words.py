"""Commands that take seconds say what they do before they load anything that takes time."""

import subprocess
import sys

import pytest

from sim.cli.looking import MANIFEST
from sim.experiment.store import manifest

HEAVY = ("pandas", "numba", "mesa", "matplotlib", "scipy", "pyarrow", "uvicorn")
REFUSING = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {heavy}:
            sys.exit(70)

from sim.cli import app
sys.meta_path.insert(0, Refuse())
app({line})
"""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["serve"], "Starting the live page"),
        (["report", "results/mine"], "Writing the report of results/mine ..."),
    ],
)
def test_it_says_what_it_does_before_it_loads_anything_heavy(line, words, tmp_path):
    (tmp_path / "results" / "mine").mkdir(parents=True)
    (tmp_path / "results" / "mine" / MANIFEST).touch()
    code = REFUSING.format(heavy=set(HEAVY), line=line)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 70, done.stderr
    assert words in done.stderr
    assert done.stdout == ""


def test_it_knows_what_a_result_folder_is_without_the_store():
    assert MANIFEST == manifest.NAME
