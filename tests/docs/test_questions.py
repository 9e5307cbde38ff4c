"""The table of README that says which column answers which question."""

import re

from sim.war.columns import columns_of
from tests.docs.blocks import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = README.partition("| question | columns | mind that |\n")[2].partition("\n\n")[0]


def test_its_columns_are_there():
    rows = [line.split("|")[2] for line in TABLE.splitlines()[1:]]
    named = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    there = {column.name for column in columns_of("daily", 2)}
    assert len(rows) >= 10
    assert set(named) <= there


def test_the_two_depths_add_up_to_the_width():
    from sim.config import load
    from sim.war.replicate import simulate

    daily = simulate(load("baseline", ["run.days=1"]))["daily"]
    width = daily["kill_zone_ua_km"] + daily["kill_zone_ru_km"]
    assert abs(width - daily["kill_zone_km"]).max() < 1e-9
