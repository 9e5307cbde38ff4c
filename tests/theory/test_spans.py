"""What each parameter does over its span stands in docs/spans.csv; every one does something."""

import csv
from pathlib import Path

import pytest

from benchmarks.spans import NO_WAR, PLACES, RESPONSES, acting, largest, row
from sim.config.catalogue import parameters
from tests.settings import thinned

DOCS = Path(__file__).parents[2] / "docs"
with (DOCS / "spans.csv").open(newline="", encoding="utf-8") as file:
    SPANS = {each["parameter"]: each for each in csv.DictReader(file)}
EXPLAINED = (DOCS / "spans.md").read_text(encoding="utf-8")
THREEFOLD = 3


def test_the_table_has_every_parameter_that_a_war_depends_on():
    assert list(SPANS) == list(acting())
    assert all(path.startswith(NO_WAR) for path in parameters().keys() - SPANS.keys())


@pytest.mark.parametrize("path", SPANS)
def test_every_parameter_matters_somewhere(path):
    place = SPANS[path]["place"]
    assert place in PLACES
    assert any(set(SPANS[path][name].split()) != {"1"} for name in RESPONSES)


@pytest.mark.parametrize("path", [path for path in SPANS if largest(SPANS[path])[0] > THREEFOLD])
def test_what_moves_a_response_threefold_is_explained(path):
    assert f"`{path}`" in EXPLAINED


@pytest.mark.long
@pytest.mark.parametrize("path", thinned(list(SPANS), 120))
def test_a_parameter_matters_where_the_table_says(path):
    assert row(path, 1)["place"] == SPANS[path]["place"]
