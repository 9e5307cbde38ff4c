"""Without standard output or error the job is done, or refused with the documented code."""

import os
import subprocess
import sys

import pytest

from tests.commands import ROOT
from tests.settings import thinned

CONFIG = "run: {days: 10, replicates: 2}\noutputs: {figures: false}\n"
RUN = "-m tests.fake_command run small.yaml --workers 1 --out out"
FULL = "standard output: No space left on device\n"


def shell(folder, script):
    """Run a line of bash in which `killzone` stands for Python; return code and errors."""
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; killzone() {{ '{sys.executable}' \"$@\"; }}; {script}"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


STREAMS = [
    ("<&- >&- 2>&-", (0, "")),
    ("2>&-", (0, "")),
    ("2>/dev/full", (0, "")),
    (">/dev/full", (4, FULL)),
    (">&-", (0, "")),
    (">/dev/full 2>&1", (4, "")),
    ("| true", (0, "")),
    ("| sleep 0", (0, "")),
]


@pytest.mark.parametrize(("streams", "expected"), thinned(STREAMS, 3))
def test_a_run_is_done_whatever_its_streams_are(tmp_path, streams, expected):
    (tmp_path / "small.yaml").write_text(CONFIG)
    assert shell(tmp_path, f"killzone {RUN} {streams}") == expected
    assert shell(tmp_path, "killzone -m sim verify-results out >&-") == (0, "")


@pytest.mark.parametrize("streams", thinned(["2>&-", "<&- >&- 2>&-", "2>/dev/full"], 3))
def test_workers_do_without_streams_too(tmp_path, streams):
    (tmp_path / "small.yaml").write_text(CONFIG)
    line = RUN.replace("--workers 1", "--workers 2")
    assert shell(tmp_path, f"killzone {line} {streams}") == (0, "")


PRINTING = [
    ("params >&-", (0, "")),
    ("params | head -n 1", (0, "")),
    ("params --format md >/dev/full", (4, FULL)),
    ("--version >/dev/full", (4, FULL)),
    ("--help | true", (0, "")),
    ("check nowhere.yaml baseline 2>&-", (2, "")),
    ("run --no-such-option 2>/dev/full", (2, "")),
]


@pytest.mark.parametrize(("line", "expected"), thinned(PRINTING, 2))
def test_what_only_prints_ends_as_it_should(tmp_path, line, expected):
    assert shell(tmp_path, f"killzone -m sim {line}") == expected


def test_what_is_wrong_is_told_by_the_code_to_a_reader_who_has_left(tmp_path):
    code, errors = shell(tmp_path, "killzone -m sim check baseline nowhere.yaml | true")
    assert code == 2
    assert errors.startswith("nowhere.yaml: ")


def test_a_name_that_the_terminal_cannot_show_is_shown_by_its_code(tmp_path):
    (tmp_path / "й.yaml").write_text(CONFIG)
    line = "PYTHONIOENCODING=latin-1 killzone -m sim check й.yaml | grep -qx '.u0439.yaml: valid'"
    assert shell(tmp_path, line) == (0, "")
