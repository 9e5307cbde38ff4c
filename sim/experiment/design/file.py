"""An experiment as it is written in a file: its keys, and what they must not be together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from sim.analysis.measures import SUMMARIES, TIME_TO
from sim.config.catalogue import parameters
from sim.config.errors import Fault, Keys, quote, refuse
from sim.config.parameters.parameter import Component
from sim.config.reading.nodes import said
from sim.config.reading.shapes import closest
from sim.experiment.design.correlation import Correlation
from sim.experiment.design.designs import (
    Design,
    Grid,
    Independent,
    LatinHypercube,
    Maximin,
    Morris,
    Orthogonal,
    Outside,
    Patterns,
    Points,
    Saltelli,
    Sobol,
    correlation_flaws,
)
from sim.experiment.design.experiment import KEPT_TABLES, SECONDS_PER_RUN, Experiment
from sim.experiment.design.factor_forms import FactorForm
from sim.experiment.design.factors import (
    Bundles,
    Factor,
    Group,
    MultiplierRange,
    Multipliers,
    Range,
    Values,
    is_level,
)
from sim.experiment.design.names import Name
from sim.experiment.design.response_forms import AutoForm, Replicates, ResponseForm
from sim.experiment.design.values import Path, legal_value, wrong_path, wrong_values
from sim.war.columns import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.config import Config
    from sim.experiment.plan import Level

OTHER_COLUMNS = {
    *("run", "point", "replicate", "day", "date"),
    *("response", "unit", "replicates", "mean", "low", "high", "standard_deviation"),
    *("factor", "level", "from", "to", "points", "effect", "effect_low", "effect_high"),
    *("line", "rate", "rate_low", "rate_high", "rate_unit", "generation", "steady"),
    *("row", "censored", "half_width", *(f"quantile_{percent}" for percent in (5, 25, 50, 75, 95))),
}
"""Names of other columns, in the tables of runs and in what is made of them."""

RELATIVE = (Multipliers, MultiplierRange, Group)
"""Factors whose levels are no values of their parameters."""

MOST_SECONDS = 1e6
MOST_WRITTEN = 20_000
"""Values in a list of points."""


class ListForm(Component):
    """Points that are listed, each with all factors."""

    kind: Literal["list"]
    points: Annotated[tuple[dict[str, Any], ...], Field(min_length=1)]
    made_by: str = ""


class OutputsForm(Component):
    """What is kept besides the responses."""

    daily: bool = "daily" in KEPT_TABLES
    designs: bool = "designs" in KEPT_TABLES
    space: bool = "space" in KEPT_TABLES
    sectors: bool = "sectors" in KEPT_TABLES
    figures: bool = False

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that are kept."""
        return tuple(table for table in TABLES if getattr(self, table))


def _right_factors(factors: dict[str, FactorForm]) -> dict[str, FactorForm]:
    """Refuse names that are taken, and what is not legal for the parameters of a factor."""
    refuse(
        fault.below(name)
        for name, form in factors.items()
        for fault in (list(_taken(name, factors)) or form.faults(name))
    )
    return factors


def _taken(name: str, factors: Mapping[str, Any]) -> Iterator[Fault]:
    what = ""
    if name.lower() in OTHER_COLUMNS:
        what = f"{name} is another column of the tables"
    elif name in SUMMARIES:
        what = f"{name} is a response"
    for other in factors:
        if other == name:
            break
        if other.lower() == name.lower():
            what = f"{name} and {other} differ in case only"
    if what:
        yield Fault(what=what, cure="choose another name", at_key=True)


class ExperimentFile(Component):
    """An experiment: a base configuration, what varies, over which points, how often."""

    name: Name = Field(examples=["trial"])
    base: str = Field(
        description="A configuration: a file, or a shipped name.", examples=["baseline"]
    )
    set: dict[Path, Any] = Field({}, description="What is changed in the base.")
    factors: Annotated[dict[Name, FactorForm], AfterValidator(_right_factors)] = Field(
        {}, description="What varies: parameters by their paths, or what has a name of its own."
    )
    correlation: Annotated[tuple[Correlation, ...], Field(min_length=1)] | None = Field(
        None, description="Rank correlations between ranges."
    )
    design: Annotated[
        Grid
        | ListForm
        | Independent
        | LatinHypercube
        | Maximin
        | Orthogonal
        | Sobol
        | Saltelli
        | Morris
        | Outside
        | Patterns,
        Field(discriminator="kind", examples=["lhs"]),
    ] = Field(
        Grid(),
        description="Which points of the factors are run; every combination if left out.",
    )
    replicates: Replicates | None = Field(None, description="How often each point is run.")
    responses: dict[Name, ResponseForm] = Field(
        {}, description="What is measured of each run; the columns of summary.csv if left out."
    )
    outputs: OutputsForm = OutputsForm()
    seconds_per_run: float = Field(
        SECONDS_PER_RUN, description="CPU time that one run may take.", gt=0, le=MOST_SECONDS
    )

    def experiment(self, base: Config) -> Experiment:
        """Return the experiment with its base."""
        replicates = self.replicates or base.run.replicates
        return Experiment(
            self.name,
            base,
            self.all_factors,
            self.full_design,
            self.correlation or (),
            replicates.replicates if isinstance(replicates, AutoForm) else replicates,
            tuple(form.measure(name) for name, form in self.responses.items()),
            self.outputs.tables,
            self.outputs.figures,
            self.seconds_per_run,
        )

    @cached_property
    def all_factors(self) -> tuple[Factor, ...]:
        """The factors, and one for each parameter that only the points of a list set."""
        made: dict[str, dict[Level, None]] = {}
        for point in self._points:
            for path in point:
                if path not in self.factors:
                    made.setdefault(path, {})[legal_value(path, point[path])] = None
        return (
            *(form.factor(name) for name, form in self.factors.items()),
            *(Values(path, (path,), tuple(values)) for path, values in made.items()),
        )

    @cached_property
    def full_design(self) -> Design:
        """The design, with the levels of all factors at the points of a list."""
        if isinstance(self.design, Outside) and not any(self.design.flaws(self.all_factors)):
            return self.design.listed(self.all_factors)
        if not isinstance(self.design, ListForm):
            return self.design
        points = (
            tuple(_level(factor, point[factor.name]) for factor in self.all_factors)
            for point in self._points
        )
        return Points(tuple(points), made_by=self.design.made_by)

    def where(self, name: str) -> Keys:
        """Return the keys at which a factor is written; of one that a list makes, its first."""
        points = enumerate(self._points)
        first = next((index for index, point in points if name in point), 0)
        if name in self.factors or not self._points:
            return ("factors", name)
        return ("design", "points", first, name)

    @property
    def _points(self) -> tuple[dict[str, Any], ...]:
        return self.design.points if isinstance(self.design, ListForm) else ()

    @model_validator(mode="after")
    def _agrees(self) -> ExperimentFile:
        refuse(self._wrong_points())
        refuse(
            (
                *self._doubles(),
                *self._wrong_factors(),
                *self._wrong_correlations(),
                *self._wrong_names(),
            )
        )
        refuse(self._wrong_design())
        refuse(self._wrong_patterns())
        return self

    def _wrong_points(self) -> Iterator[Fault]:
        """Yield what is wrong with each point of a list."""
        if sum(map(len, self._points)) > MOST_WRITTEN:
            what, cure = (
                f"the points hold more than {MOST_WRITTEN} values",
                "use a grid or a sample",
            )
            yield Fault(("design", "points"), what, cure=cure, at_key=True)
            return
        factors = {name: form.factor(name) for name, form in self.factors.items()}
        names = dict.fromkeys((*factors, *(name for point in self._points for name in point)))
        for index, point in enumerate(self._points):
            for fault in _wrong_point(point, names, factors):
                yield fault.below("design", "points", index)

    def _doubles(self) -> Iterator[Fault]:
        """Yield points of a list that are there before, unless a function has made them."""
        first: dict[tuple[Level, ...], int] = {}
        design = self.full_design
        rows = design.points if isinstance(design, Points) and not design.made_by else ()
        for index, row in enumerate(rows):
            if row in first:
                what, cure = "the point is there twice", "keep one of them"
                here, there = (("design", "points", each) for each in (index, first[row]))
                yield Fault(here, what, cure=cure, others=(there,))
            first.setdefault(row, index)

    def _wrong_factors(self) -> Iterator[Fault]:
        """Yield factors that drive a parameter which another one drives."""
        drivers: dict[str, str] = {}
        for factor in self.all_factors:
            for path in factor.driven:
                if path in drivers:
                    what = f"{quote(path)} is driven by factor {drivers[path]} already"
                    cure = "drive each parameter by one factor"
                    yield Fault(self.where(factor.name), what, cure=cure, at_key=True)
                drivers.setdefault(path, factor.name)

    def _wrong_correlations(self) -> Iterator[Fault]:
        factors = {each.name: each for each in self.all_factors}
        pairs = set()
        for index, each in enumerate(self.correlation or ()):
            keys: Keys = ("correlation", index)
            for place, name in enumerate(each.between):
                if name not in factors:
                    what, near = f"there is no factor {quote(name)}", closest(name, factors)
                    yield Fault((*keys, "between", place), what, nearest=near)
                elif not isinstance(factors[name], Range | MultiplierRange | Group):
                    what = f"factor {name} has no range to correlate"
                    yield Fault((*keys, "between", place), what, cure="give it a range")
            pair = {*each.between}
            if len(pair) < 2:
                yield Fault((*keys, "between"), "between names two factors", cure="as [a, b]")
            if frozenset(pair) in pairs:
                what = f"{' and '.join(each.between)} are correlated twice"
                yield Fault(keys, what, cure="keep one")
            pairs.add(frozenset(pair))

    def _wrong_names(self) -> Iterator[Fault]:
        """Yield responses whose name is taken, and one that replicates depend on but is none."""
        taken = {name.lower() for name in (*OTHER_COLUMNS, *(f.name for f in self.all_factors))}
        for name in self.responses:
            if name.lower() in taken:
                what = f"a response cannot be called {name}, as a factor or another column is"
                cure = "choose another name"
                yield Fault(("responses", name), what, cure=cure, at_key=True)
            taken.add(name.lower())
        known = list(self.responses) or list(SUMMARIES)
        if isinstance(self.replicates, AutoForm) and self.replicates.auto not in known:
            what = f"there is no response {quote(self.replicates.auto)}"
            near = closest(self.replicates.auto, known)
            yield Fault(("replicates", "auto"), what, nearest=near)

    def _wrong_design(self) -> Iterator[Fault]:
        """Yield what is wrong with the design of these factors."""
        design, factors = self.full_design, self.all_factors
        for fault in (
            *design.flaws(factors),
            *correlation_flaws(design, factors, self.correlation or ()),
        ):
            group, *names = fault.keys
            if group == "factors" and names:
                yield fault._replace(keys=self.where(str(names[0])))
            elif group == "design" and "design" not in self.model_fields_set:
                yield fault._replace(keys=("factors",))
            else:
                yield fault

    def _wrong_patterns(self) -> Iterator[Fault]:
        """Yield what patterns cannot be between, and replicates that change what came of them."""
        if not isinstance(self.design, Patterns):
            return
        known = list(self.responses) or list(SUMMARIES)
        for place, name in enumerate(self.design.between):
            keys: Keys = ("design", "between", place)
            if name not in known:
                near = closest(name, known)
                yield Fault(keys, f"there is no response {quote(name)}", nearest=near)
            elif name in self.responses and self.responses[name].measure(name).statistic == TIME_TO:
                what = f"{name} is a time that runs may end before, which has no median"
                yield Fault(keys, what, cure="take another, as with share_of_days")
        if isinstance(self.replicates, AutoForm):
            what = "patterns take the same number of replicates at each point"
            yield Fault(("replicates",), what, cure="write a number")


def _wrong_point(
    point: Mapping[str, Any], names: Mapping[str, Any], factors: Mapping[str, Factor]
) -> Iterator[Fault]:
    """Yield what is wrong with a point of a list, from there."""
    for name, value in point.items():
        if name in factors:
            yield from _wrong_level(factors[name], value)
        elif fault := wrong_path(name):
            yield fault._replace(keys=(name,), at_key=True)
        elif not is_level(parameters()[name].kind):
            what = f"{name} takes {parameters()[name].legal}"
            yield Fault((name,), what, cure="use bundles", at_key=True)
        else:
            yield from wrong_values((name,), value, (name,))
    if missing := [name for name in names if name not in point]:
        what = f"the point does not set {', '.join(missing)}"
        yield Fault((), what, cure="set every factor at every point")


def _wrong_level(factor: Factor, value: Any) -> Iterator[Fault]:
    name = factor.name
    if isinstance(factor, Bundles):
        levels = list(map(str, factor.levels))
        if value not in levels:
            near = closest(str(value), levels)
            yield Fault((name,), legal=" or ".join(levels), nearest=near)
        return
    if isinstance(factor, RELATIVE):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        wrong = [] if is_number else [Fault((name,), legal="a number")]
    else:
        wrong = list(wrong_values(factor.driven[:1], value, (name,)))
    yield from wrong
    if not wrong and not factor.holds(_level(factor, value)):
        what = f"{said(value)} is not among the levels of factor {name}"
        yield Fault((name,), what, cure="add it there, or take another")


def _level(factor: Factor, value: Any) -> Level:
    """Return the level of a factor that is written so."""
    if isinstance(factor, Bundles):
        return str(value)
    if isinstance(factor, RELATIVE):
        return float(value) + 0.0
    level: Level = legal_value(factor.driven[0], value)
    return level
