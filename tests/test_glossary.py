"""The glossary names keys and columns that are there, and each term once."""

import json
import re
from fnmatch import filter as matching
from pathlib import Path

from sim.config import Config
from sim.config.catalogue import components, parameters
from sim.experiment.design.json_schema import experiment_schema
from sim.war.columns import TABLES, columns_of

PAGE = Path(__file__).parents[1] / "docs" / "glossary.md"
ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| term", "| ---"))
]
ELSEWHERE = {
    *("run", "point", "replicate", "row", "censored"),  # columns of the tables of results
    *("sample.csv", "designs.parquet", "ledger.sqlite", "manifest.json", "parts/", "experiments/"),
    "exchange.csv",
    *("config_digest", "experiment_digest", "code_digest"),  # in the manifest
}


def test_what_it_names_is_there():
    keys = re.findall(r'"([a-z_]+)":', json.dumps(experiment_schema()))
    columns = [column.name for table in TABLES for column in columns_of(table, 2)]
    there = [*components(Config), *parameters(Config), "events", *keys, *columns, *ELSEWHERE]
    named = [name for _, _, where, _ in ROWS for name in re.findall("`([^` ]+)`", where)]
    assert len(named) > 100
    assert [name for name in named if not matching(there, name)] == []


def test_each_term_is_told_once():
    terms = [term for term, *_ in ROWS]
    assert len(set(terms)) == len(terms)
