"""What is wrong with an experiment file, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sim.config.catalogue import parameters
from sim.config.errors import Problem
from sim.config.reading.findings import Teller
from sim.config.reading.mending import Wanted, guesses
from sim.config.reading.nodes import shown
from sim.config.reading.tree import Scalar, Sequence
from sim.config.scalars import write_value

if TYPE_CHECKING:
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


def _levels(node: Node, path: str) -> list[Any]:
    """Return the levels that are meant; the ends of what sources support where none are written."""
    parameter = parameters()[path]
    items = node.items if isinstance(node, Sequence) else []
    if isinstance(node, Scalar) and node.text:
        texts = re.split(", +|; *", node.text)
        items = [Scalar(node.place, each, plain=True) for each in texts]
    found = (next(guesses(each, Wanted.of(parameter))).value for each in items)
    return list(dict.fromkeys(found)) or [parameter.low, parameter.high]
