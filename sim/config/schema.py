"""The configuration of a run: every parameter with unit, range, default and source."""

from __future__ import annotations

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from sim.config.conflicts import conflicts
from sim.config.draft import Draft
from sim.config.event_rules import EventFlaw, clashes, flaws, typed


class Config(Draft):
    """A whole configuration whose parts agree; its defaults are the baseline.

    Examples
    --------
    >>> import sim
    >>> sim.Config() == sim.load("baseline")
    True
    """

    @model_validator(mode="after")
    def _agrees(self) -> Config:
        found, wrong = list(conflicts(self)), self._wrong_events()
        if found or wrong:
            told = [f"{each.path}: {each.problem}" for each in found]
            told += [f"events.{each.event}: {each.problem}" for each in wrong]
            context = {"text": "; ".join(told), "conflicts": found, "flaws": wrong}
            raise PydanticCustomError("conflict", "{text}", context)
        return self

    def _wrong_events(self) -> list[EventFlaw]:
        wrong = [
            flaw for index, event in enumerate(self.events) for flaw in flaws(index, typed(event))
        ]
        return wrong or list(clashes(self))
