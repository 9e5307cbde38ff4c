"""The first study (docs/first-study.md), with the model itself."""

import contextlib
import io
import math
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim import cli
from tests.docs.blocks import COMMANDS, blocks
from tests.docs.test_blocks import commands
from tests.settings import longer

pytest.importorskip("sklearn")

PAGE = "docs/first-study.md"
REPLICATES = 20
MOST_LINES = 10


def carry_out(block, replicates, names):
    """Do what a block says, with as many replicates as given, and print what commands print."""
    if block.kind == "yaml":
        usual = f"replicates: {REPLICATES}\n"
        assert usual in block.text
        Path("week.yaml").write_text(block.text.replace(usual, f"replicates: {replicates}\n"))
    elif block.kind == COMMANDS:
        for command in commands(block.text):
            done = CliRunner().invoke(cli.app, command)
            assert done.exit_code == 0, done.output
            print(done.stdout)
    elif block.kind == "python":
        exec(compile(block.text, PAGE, "exec"), names)


def numbers(line):
    return [float(each) for each in re.findall(r"-?\d+\.\d*|nan", line)]


def test_its_python_is_short():
    [python] = [block.text for block in blocks(PAGE) if block.kind == "python"]
    assert len([line for line in python.splitlines() if line]) <= MOST_LINES


@pytest.mark.long
def test_it_prints_what_the_page_prints(tmp_path, monkeypatch):
    """With fewer replicates, which are the first of the page's, what it prints lies around that."""
    monkeypatch.chdir(tmp_path)
    replicates, printed, names = longer(REPLICATES, 2), io.StringIO(), {}
    with contextlib.redirect_stdout(printed):
        for block in blocks(PAGE):
            carry_out(block, replicates, names)
    sentences, [shown] = (block.text.splitlines() for block in blocks(PAGE) if not block.kind)
    lines = printed.getvalue().splitlines()
    if replicates == REPLICATES:
        assert {*sentences, shown} <= {*lines}
    _, low, high = numbers(lines[-1])
    middle, *_ = numbers(shown)
    # An end of a band that is missing lies beyond what was run.
    assert math.isnan(low) or low <= middle
    assert math.isnan(high) or middle <= high
    assert (Path("results/week/exchange") / "exchange.png").exists()
