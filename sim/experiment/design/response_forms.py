"""Responses and replicates as they are written in a file."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from sim.analysis.measures import (
    COLUMNS,
    STATISTICS,
    SUMMARIES,
    TIME_TO,
    Direction,
    Measure,
)
from sim.config.errors import Fault, refuse
from sim.config.parameters.parameter import Component
from sim.config.reading.shapes import OneOf
from sim.experiment.design.experiment import Auto
from sim.experiment.design.names import Name

SYNONYMS = {
    "avg": "mean",
    "average": "mean",
    "sum": "total",
    "end": "last",
    "final": "last",
    "lowest": "min",
    "highest": "max",
    "integral": "area",
}
"""What other programs call the statistics."""
MOST_REPLICATES = 1_000_000
MOST_DAYS = 36_500

Day = Annotated[int, Field(ge=0, le=MOST_DAYS)]
Count = Annotated[int, Field(ge=1, le=MOST_REPLICATES)]
Several = Annotated[int, Field(ge=2, le=MOST_REPLICATES)]


class ColumnForm(Component):
    """A statistic of a daily column."""

    column: Annotated[str, OneOf(COLUMNS, outside=True), Field(examples=["kill_zone_km"])]
    statistic: Annotated[str, OneOf((*STATISTICS, TIME_TO), SYNONYMS), Field(examples=["mean"])]
    from_day: Day = 0
    to_day: Day | None = None
    threshold: float | None = None
    direction: Direction = "above"

    def measure(self, name: str) -> Measure:
        """Return the response of a name."""
        return Measure(name, **dict(self))

    @model_validator(mode="after")
    def _agrees(self) -> ColumnForm:
        refuse(self._refusals())
        return self

    def _refusals(self) -> list[Fault]:
        found = []
        if self.statistic != TIME_TO:
            for key in ("threshold", "direction"):
                if key in self.model_fields_set:
                    what = f"{key} goes with {TIME_TO} only"
                    found.append(Fault((key,), what, at_key=True))
        elif self.threshold is None:
            what, cure = f"{TIME_TO} has no threshold", "write threshold: 30, say"
            found.append(Fault(what=what, cure=cure))
        if self.to_day is not None and self.to_day < self.from_day:
            what = f"to_day is {self.to_day}, before from_day {self.from_day}"
            found.append(Fault(("to_day",), what, cure="raise it"))
        return found


class SummaryForm(Component):
    """A column of summary.csv."""

    summary: Annotated[str, OneOf(SUMMARIES, outside=True)]

    def measure(self, name: str) -> Measure:
        """Return the response of a name."""
        return Measure(name, summary=self.summary)


def _without_column(written: Any) -> Any:
    if isinstance(written, dict) and "summary" in written:
        extra = [key for key in written if key in ColumnForm.model_fields]
        cure = "drop it, or name a column"
        refuse(
            Fault((key,), f"{key} goes not with summary", cure=cure, at_key=True) for key in extra
        )
    return written


def _tag(written: Any) -> str:
    return "of summary" if isinstance(written, dict) and "summary" in written else "of column"


ResponseForm = Annotated[
    Annotated[ColumnForm, Tag("of column")] | Annotated[SummaryForm, Tag("of summary")],
    Discriminator(_tag),
    BeforeValidator(_without_column),
]


class AutoForm(Component):
    """Replicates until a response is known well enough.

    Attributes
    ----------
    auto : str
        The response.
    half_width : float
        Half the width of the 95% interval of its mean that is narrow enough, in its unit.
    minimum, maximum : int
        The fewest and the most replicates of a point.
    """

    auto: Name
    half_width: Annotated[float, Field(gt=0, examples=[0.1])]
    minimum: Several = Auto.minimum
    maximum: Several | None = None

    @property
    def replicates(self) -> Auto:
        """The replicates that are asked for."""
        maximum = self.maximum or max(Auto.maximum, self.minimum)
        return Auto(self.auto, self.half_width, self.minimum, maximum)

    @model_validator(mode="after")
    def _ascends(self) -> AutoForm:
        if self.maximum is not None and self.maximum < self.minimum:
            what = f"maximum is {self.maximum}, below minimum {self.minimum}"
            refuse([Fault(("maximum",), what, cure="raise it")])
        return self


def _kind_of_replicates(written: Any) -> str:
    return "until known" if isinstance(written, dict | AutoForm) else "number"


Replicates = Annotated[
    Annotated[Count, Tag("number")] | Annotated[AutoForm, Tag("until known")],
    Discriminator(_kind_of_replicates),
]
