"""What is wrong with an experiment file, in words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import parameters
from sim.config.errors import Problem
from sim.config.reading.findings import Teller, spot
from sim.config.reading.mending import Wanted, guesses
from sim.config.reading.nodes import shown
from sim.config.reading.tree import Mapping, Scalar, Sequence
from sim.config.scalars import write_value

if TYPE_CHECKING:
    from sim.config.errors import Fault, Keys
    from sim.config.reading.findings import Spot
    from sim.config.reading.tree import Node


class ExperimentTeller(Teller):
    """Puts into words what is wrong with an experiment file."""

    def no_keys(self, at: Spot) -> Problem:
        """Return that a value stands where keys belong; of a factor, that it is to be values."""
        group, *names = at.keys
        if group != "factors" or len(names) != 1 or names[0] not in parameters():
            return super().no_keys(at)
        name = str(names[0])
        what = f"factor {name} is {shown(at.node)}, without the key values"
        levels = ", ".join(map(write_value, _levels(at.node, name)))
        return Problem(at.node.place, what, cure=f"write {{values: [{levels}]}}")

    def refused(self, fault: Fault, loc: Keys) -> Problem:
        """Return what a check of its own refuses; of a key that is a level, how to write a list."""
        problem = super().refused(fault, loc)
        above, at = spot(self.tree, loc[:-1]), spot(self.tree, loc)
        levels = _stray_levels(above.node) if loc[:1] == ("factors",) else ""
        if not levels or not _is_empty(at.node):
            return problem
        return replace(problem, nearest="", legal="", cure=f"write {levels}")


def _stray_levels(node: Node) -> str:
    """Return a factor whose levels stand without brackets, as in {values: a, b}, with them."""
    entries = node.entries if isinstance(node, Mapping) else {}
    for key in ("values", "categories"):
        if key in entries and isinstance(first := entries[key].value, Scalar):
            others = (name for name, (_, value) in entries.items() if _is_empty(value))
            return f"{{{key}: [{', '.join((first.text, *others))}]}}"
    return ""


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _levels(node: Node, path: str) -> list[Any]:
    """Return the levels that are meant; the ends of what sources support where none are written."""
    parameter = parameters()[path]
    items = node.items if isinstance(node, Sequence) else []
    if isinstance(node, Scalar) and node.text:
        texts = re.split(", +|; *", node.text)
        items = [Scalar(node.place, each, plain=True) for each in texts]
    found = (next(guesses(each, Wanted.of(parameter))).value for each in items)
    return list(dict.fromkeys(found)) or [parameter.low, parameter.high]
