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
from tests.settings import SIZE

PAGE = "docs/first-study.md"
SMALLER = {
    "run.days: 365": "run.days: 40",
    "from_day: 180": "from_day: 20",
    "replicates: 60": "replicates: 8",
}


def study(folder, monkeypatch, smaller):
    """Do what the page says; return what its Python prints."""
    monkeypatch.chdir(folder)
    printed = io.StringIO()
    for block in blocks(PAGE):
        text = block.text
        if block.kind == "yaml":
            for usual, small in smaller.items():
                assert usual in text
                text = text.replace(usual, small)
            Path("week.yaml").write_text(text)
        elif block.kind == COMMANDS:
            for command in commands(text):
                done = CliRunner().invoke(cli.app, command)
                assert done.exit_code == 0, done.output
        elif block.kind == "python":
            assert len(text.splitlines()) <= 10
            with contextlib.redirect_stdout(printed):
                exec(compile(text, PAGE, "exec"), {})
    return printed.getvalue()


def test_its_steps_lead_to_an_answer(tmp_path, monkeypatch):
    loss, worth = study(tmp_path, monkeypatch, SMALLER).splitlines()
    assert loss.endswith("km are lost to another week")
    assert worth.endswith("drones a year make up for it")
    assert len(re.findall(r"-?\d+\.\d*", worth)) == 3


@pytest.mark.long
@pytest.mark.skipif(SIZE < 1, reason="at full size only: 180 years")
def test_it_prints_what_the_page_prints(tmp_path, monkeypatch):
    printed = study(tmp_path, monkeypatch, {})
    [shown] = [block.text for block in blocks(PAGE) if block.kind == ""]
    assert printed.strip() == shown.strip()
