"""Every command and Python block of the pages runs as it stands, or says why not.

The blocks of a page run one after another in a folder of their own, with the stand-in for the
model: what is tested is that a reader who types them gets no error. Blocks that need the model
itself are run by the test that their comment names.
"""

import ast
import re
import shlex
import sys
from pathlib import Path

import pytest
import typer.main
import yaml
from typer.testing import CliRunner

from sim import cli
from sim.view import concluding
from tests.commands import stand_in
from tests.docs.blocks import ALL, COMMANDS, MARK, PAGES, ROOT, blocks

RUNNABLE = (COMMANDS, "python")
KINDS = {*RUNNABLE, "yaml", "toml", "{eval-rst}", "{toctree}", "{commands}", ""}
ELSEWHERE = {"lesson": "tests/view/lessons/test_expected.py"}
"""Commands that only the model can carry out, with the test that does."""


def runs_here(page):
    return any(each.kind in RUNNABLE and not each.mark for each in blocks(page))


OURS = [page for page in PAGES if runs_here(page)]


def test_the_pages_have_blocks_and_every_kind_is_known():
    assert sum(each.kind == COMMANDS for each in ALL) > 20
    assert sum(each.kind == "python" for each in ALL) > 8
    assert {each.kind for each in ALL} <= KINDS


@pytest.mark.parametrize(
    "block", [each for each in ALL if each.mark], ids=lambda each: f"{each.page}:{each.line}"
)
def test_a_mark_says_why_or_names_a_test_that_knows_the_page(block):
    how, _, what = block.mark.partition(" by ")
    if how == "run":
        test = (ROOT / what).read_text(encoding="utf-8")
        called = {
            f'"{words[1]}' for line in block.text.splitlines() if len(words := line.split()) > 1
        }
        assert block.page in test or all(each in test for each in called if block.kind == COMMANDS)
    else:
        assert len(block.mark.removeprefix("not run: ")) > 5


def test_no_comment_is_nearly_a_mark():
    for page in PAGES:
        for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
            if line.startswith("<!--") and "run" in line and "Generated" not in line:
                assert MARK.fullmatch(line), (page, line)


@pytest.fixture
def study(tmp_path, monkeypatch):
    """An empty folder but for configurations and experiments; the stand-in in the model's place."""
    for name in ("configs", "experiments"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    # Of made-up numbers a picture has a thousand curves; other tests draw, and look.
    monkeypatch.setattr(concluding, "draw_figures", lambda results: [])
    with stand_in():
        yield tmp_path


@pytest.mark.parametrize("page", OURS)
def test_the_blocks_of_a_page_run(page, study, monkeypatch):
    names = {}
    for block in blocks(page):
        if block.kind == "yaml":
            write(block)
        elif block.mark:
            continue
        elif block.kind == "python":
            exec(compile(block.text, f"{page}:{block.line}", "exec"), names)
        elif block.kind == COMMANDS:
            for command in commands(block.text):
                if command[0] in ELSEWHERE:
                    continue
                monkeypatch.setattr(sys, "argv", ["killzone", *command])
                done = CliRunner().invoke(cli.app, command)
                assert done.exit_code == 0, (block.page, block.line, command, done.output)


def write(block):
    """Write a block of YAML to the file that its first line names."""
    name = re.match(r"# (\S+\.yaml)\n", block.text)
    assert name, f"{block.page}:{block.line} does not name its file"
    Path(name.group(1)).write_text(block.text, encoding="utf-8")
    yaml.safe_load(block.text)


def commands(text):
    """Return the arguments of each line, as a shell would give them to `killzone`."""
    for line in text.replace("\\\n", " ").splitlines():
        program, *words = shlex.split(line, comments=True) or [""]
        if program:
            assert program == "killzone", f"{line}: say above it why it is not run"
            yield [found for word in words for found in expanded(word)]


def expanded(word):
    """Return the files that a word with a star stands for."""
    return sorted(map(str, Path().glob(word))) if "*" in word else [word]


INLINE = [
    (page, span)
    for page in PAGES
    for span in re.findall(r"`(killzone [^`]+)`", (ROOT / page).read_text(encoding="utf-8"))
]


def test_commands_within_sentences_are_spelled_right():
    known = typer.main.get_command(cli.app).commands
    assert len(INLINE) > 30
    for page, span in INLINE:
        _, name, *words = span.split()
        if name.startswith("-") or name == "COMMAND":
            continue
        assert name in known, (page, span)
        options = {each for param in known[name].params for each in param.opts} | {"--help"}
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert given <= options, (page, span)


def test_python_within_sentences_names_what_is_there():
    import sim

    spans = [
        (page, span)
        for page in PAGES
        for span in re.findall(r"`(sim\.[a-z_.]+)\(", (ROOT / page).read_text(encoding="utf-8"))
    ]
    assert len(spans) > 3
    for page, span in spans:
        names = [each.attr for each in ast.walk(ast.parse(span)) if isinstance(each, ast.Attribute)]
        assert hasattr(sim, names[-1]), (page, span)
