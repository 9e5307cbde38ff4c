"""The first study (docs/first-study.md), with the model itself."""

import contextlib
import io
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim import cli
from tests.docs.blocks import COMMANDS, blocks
from tests.docs.test_blocks import commands
from tests.settings import longer

PAGE = "docs/first-study.md"
REPLICATES = 60
MOST_LINES = 10


def carry_out(block, replicates, names):
    """Do what a block says, with as many replicates as given."""
    if block.kind == "yaml":
        usual = f"replicates: {REPLICATES}\n"
        assert usual in block.text
        Path("week.yaml").write_text(block.text.replace(usual, f"replicates: {replicates}\n"))
    elif block.kind == COMMANDS:
        for command in commands(block.text):
            done = CliRunner().invoke(cli.app, command)
            assert done.exit_code == 0, done.output
    elif block.kind == "python":
        exec(compile(block.text, PAGE, "exec"), names)


def numbers(line):
    return [float(each) for each in re.findall(r"-?\d+\.\d*", line)]


def test_its_python_is_short():
    [python] = [block.text for block in blocks(PAGE) if block.kind == "python"]
    assert len([line for line in python.splitlines() if line]) <= MOST_LINES


@pytest.mark.long
def test_it_prints_what_the_page_prints(tmp_path, monkeypatch):
    """With fewer replicates, which are the first of the page's, what it prints lies around that."""
    monkeypatch.chdir(tmp_path)
    replicates, printed, names = longer(REPLICATES, 3), io.StringIO(), {}
    with contextlib.redirect_stdout(printed):
        for block in blocks(PAGE):
            carry_out(block, replicates, names)
    [shown] = [block.text for block in blocks(PAGE) if block.kind == ""]
    if replicates == REPLICATES:
        assert printed.getvalue().strip() == shown.strip()
    for ours, pages in zip(printed.getvalue().splitlines(), shown.splitlines(), strict=True):
        (low, _, high), (_, middle, _) = numbers(ours), numbers(pages)
        assert low <= middle <= high
