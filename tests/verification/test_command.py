"""`killzone verify` prints the table, names what fails, and ends with an exit code that tells."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim import cli
from sim.cli.verifying import cells
from sim.verification import verify
from sim.verification.law import Law, Relation, compared, none_of
from tests.settings import full

PAGE = Path(__file__).parents[2] / "docs" / "verification.md"
RIGHT = Law("right", "", "", lambda effort: [none_of("drones too many", 0, 7 * effort)])
WRONG = Law(
    "wrong",
    "",
    "",
    lambda effort: [
        compared("soldiers left", 5.22, 6.0, 2000, 0.3, "4 standard errors"),
        compared("pass rate", 0, 0.1, 8, 0.2, "4 standard errors", Relation.ABOVE),
    ],
)


@pytest.fixture
def laws(monkeypatch):
    monkeypatch.setattr(verify, "LAWS", {"right": RIGHT, "wrong": WRONG})


def run(*arguments):
    return CliRunner().invoke(cli.app, ["verify", *arguments])


def test_what_passes_ends_with_0(laws):
    done = run("right")
    assert done.exit_code == 0
    assert "All 1 comparisons pass" in done.output
    assert "cannot be expressed" not in done.output


def test_what_fails_is_named_and_ends_with_1(laws):
    done = run()
    assert done.exit_code == 1
    assert "2 of 3 comparisons fail: wrong" in done.output
    (row,) = [line for line in done.output.splitlines() if "soldiers left" in line]
    numbers = ["5.22", "6.00", "2,000", "0.300"]
    shown = [cell.strip() for cell in row.split("│")[1:-1]]
    assert shown == ["wrong", "soldiers left", *numbers, "4 standard errors", "NO"]
    assert "above 0" in done.output
    assert done.output.count("cannot be expressed: ") == len(verify.INEXPRESSIBLE)


def test_full_takes_ten_times_the_replicates(laws):
    assert " 70 " in run("right", "--full").output


def test_an_unknown_law_is_told_with_the_nearest(laws):
    done = run("rigth")
    assert done.exit_code == 2
    assert "there is no such law" in done.output
    assert "nearest: right" in done.output


def test_help_tells_it_from_the_check_of_results():
    texts = {
        name: CliRunner().invoke(cli.app, [name, "--help"]).output
        for name in ("verify", "verify-results")
    }
    assert "verify-results" in texts["verify"]
    assert "theory" in texts["verify-results"]


def test_the_page_names_every_law_and_form_with_its_source():
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    for law in verify.LAWS.values():
        assert f"| `{law.name}` | {law.statement} | {law.source} |" in page
    for form in verify.INEXPRESSIBLE:
        assert f"{form.name}: {form.reason}" in page


@full
def test_the_page_has_the_table_that_the_command_prints():
    """Of `killzone verify`, in docs/verification.md."""
    page = PAGE.read_text(encoding="utf-8")
    for law in verify.LAWS.values():
        for line in law.compare():
            assert f"| {' | '.join(cells(line))} |" in page
