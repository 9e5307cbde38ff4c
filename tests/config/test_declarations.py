"""How parameters are declared: what a side states anew, open ends, and meanings from docstrings."""

from __future__ import annotations

import inspect

import pytest

from sim.config import catalogue
from sim.config.parameters.parameter import Component, above, below, parameter, restate


class Ship(Component):
    """A ship."""

    speed: float = parameter(10, "knots", sweep=(5, 20), legal=(above(0), 50), source="a guess")
    """How fast it is, on average
    over a voyage."""
    load: float = parameter(
        0.5, "1", sweep=(0, 1), legal=(0, below(1)), source="a guess", changes=True
    )
    """How full it is."""


class Boat(Ship):
    """A small ship."""

    speed: float = restate(4, sweep=(2, 6), source="seen")


class Ferry(Boat):
    """A boat that takes cars."""

    load: float = restate(0.9, sweep=(0.8, 0.95), source="seen")


def test_the_docstring_below_is_the_meaning_on_one_line():
    declared = catalogue.parameters(Ship)
    assert declared["speed"].description == "How fast it is, on average over a voyage."
    assert declared["load"].note == "1; How full it is (a guess)"


def test_ends_are_legal_unless_they_are_open():
    declared = catalogue.parameters(Ship)
    assert declared["speed"].limits == {"gt": 0, "le": 50}
    assert declared["load"].limits == {"ge": 0, "lt": 1}
    assert declared["speed"].range == "above 0, to 50"


def test_what_is_restated_keeps_the_rest_of_the_nearest_declaration():
    ship, ferry = catalogue.parameters(Ship), catalogue.parameters(Ferry)
    assert ferry["speed"] == catalogue.parameters(Boat)["speed"]._replace(part=Ferry)
    for name, value, span in (("speed", 4, (2, 6)), ("load", 0.9, (0.8, 0.95))):
        found, first = ferry[name], ship[name]
        assert (found.default, (found.low, found.high), found.source) == (value, span, "seen")
        assert (found.unit, found.limits, found.changes) == (
            first.unit,
            first.limits,
            first.changes,
        )
        assert found.description == first.description
    assert list(Ferry.model_fields) == list(Ship.model_fields)


def test_only_what_is_inherited_can_be_restated():
    with pytest.raises(KeyError, match="sped"):
        type("Raft", (Ship,), {"__annotations__": {"sped": float}, "sped": _restated()})


def _restated():
    return restate(1, sweep=(1, 2), source="seen")


def test_without_sources_there_is_no_meaning_but_all_else(monkeypatch):
    def nothing(_module):
        raise OSError("could not get source code")

    catalogue._docstrings.cache_clear()
    monkeypatch.setattr(inspect, "getsource", nothing)
    declared = catalogue.parameters(Ship)["load"]
    assert (declared.description, declared.source) == ("", "a guess")
    catalogue._docstrings.cache_clear()
