"""Responses and replicates as they are written in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import core_schema

from sim.analysis.measures import (
    ASKS,
    COLUMNS,
    MINUS,
    STATISTICS,
    SUMMARIES,
    Direction,
    Measure,
    columns_in,
)
from sim.config.errors import Fault, refuse
from sim.config.parameters.parameter import Component
from sim.config.reading.shapes import OneOf
from sim.experiment.design.experiment import Auto
from sim.experiment.design.names import Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SYNONYMS = {
    "avg": "mean",
    "average": "mean",
    "sum": "total",
    "end": "last",
    "final": "last",
    "lowest": "min",
    "highest": "max",
    "integral": "area",
    "percentile": "quantile",
}
"""What other programs call the statistics."""
MOST_REPLICATES = 1_000_000
MOST_DAYS = 36_500

Day = Annotated[int, Field(ge=0, le=MOST_DAYS)]
Count = Annotated[int, Field(ge=1, le=MOST_REPLICATES)]
Several = Annotated[int, Field(ge=2, le=MOST_REPLICATES)]


EXAMPLES = {"threshold": "30", "probability": "0.9"}


class DailyColumn(OneOf):
    """A daily column, one from outside, or two with a minus between."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, outside=True)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Return the schema of one, which two are held against one by one."""
        one = super().__get_pydantic_core_schema__(source, handler)
        return core_schema.no_info_wrap_validator_function(_of_columns, one)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """Return the JSON Schema."""
        one = super().__get_pydantic_json_schema__(schema, handler)
        difference = {"type": "string", "pattern": r"^[^\s-]+\s*-\s*[^\s-]+$"}
        return {"anyOf": [*one["anyOf"], difference]}

    def nearest(self, written: str) -> str:
        """Return what may be meant; of a difference, with the nearest of each column."""
        columns = columns_in(written)
        if len(columns) != 2:
            return super().nearest(written)
        nearest = super().nearest
        near = [each if each in COLUMNS else nearest(each) for each in columns]
        return MINUS.join(each.split(", ")[0] for each in near) if all(near) else ""


def _of_columns(written: Any, one: Callable[[Any], Any]) -> Any:
    columns = columns_in(written) if isinstance(written, str) else ()
    return MINUS.join(map(one, columns)) if len(columns) == 2 else one(written)


class ColumnForm(Component):
    """A statistic of a daily column, or of the difference of two."""

    column: Annotated[str, DailyColumn(), Field(examples=["kill_zone_km"])]
    statistic: Annotated[str, OneOf((*STATISTICS, *ASKS), SYNONYMS), Field(examples=["mean"])]
    from_day: Day = 0
    to_day: Day | None = None
    threshold: float | None = None
    direction: Direction = "above"
    probability: Annotated[float, Field(ge=0, le=1)] | None = None

    def measure(self, name: str) -> Measure:
        """Return the response of a name."""
        return Measure(name, **dict(self))

    @model_validator(mode="after")
    def _agrees(self) -> ColumnForm:
        refuse(self._refusals())
        return self

    def _refusals(self) -> list[Fault]:
        found = [*self._wrong_options(), *self._wrong_difference()]
        if self.to_day is not None and self.to_day < self.from_day:
            what = f"to_day is {self.to_day}, before from_day {self.from_day}"
            found.append(Fault(("to_day",), what, cure="raise it"))
        return found

    def _wrong_options(self) -> Iterator[Fault]:
        """Yield options that the statistic does not ask for, and one that it lacks."""
        asked = ASKS.get(self.statistic, ())
        for key in dict.fromkeys(each for keys in ASKS.values() for each in keys):
            if key in self.model_fields_set and key not in asked:
                takers = " and ".join(name for name, keys in ASKS.items() if key in keys)
                yield Fault((key,), f"{key} goes with {takers} only", at_key=True)
            elif key in asked and getattr(self, key) is None:
                cure = f"write {key}: {EXAMPLES[key]}, say"
                yield Fault(what=f"{self.statistic} has no {key}", cure=cure)

    def _wrong_difference(self) -> Iterator[Fault]:
        columns = columns_in(self.column)
        units = {COLUMNS[each].unit: None for each in columns if each in COLUMNS}
        if len(columns) == 2 and columns[0] == columns[1]:
            what, cure = f"{self.column} is always 0", "name two columns, or one"
            yield Fault(("column",), what, cure=cure)
        elif len(units) > 1:
            one, other = units
            what = f"{columns[0]} is in {one}, and {columns[1]} in {other}"
            yield Fault(("column",), what, cure="subtract columns of one unit")


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
