"""An experiment: a base configuration, what varies, over which points, how often."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.config import Config
from sim.config.behaviours import DESIGN, Behaviour
from sim.config.values import split
from sim.experiment.design import sampling
from sim.experiment.design.designs import Grid, Grouped, Points, Sampled
from sim.experiment.design.identities import Heads, Identities, head, point_id, run_id
from sim.experiment.plan import Run
from sim.war.columns import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from sim.analysis.measures import Measure
    from sim.experiment.design.correlation import Correlation
    from sim.experiment.design.designs import Design
    from sim.experiment.design.factors import Factor
    from sim.experiment.design.sampling import Matrix
    from sim.experiment.plan import Level

SECONDS_PER_RUN = 3600.0
KEPT_TABLES = ("daily", "designs")
"""Tables that an experiment keeps if nothing else is asked for."""


class Point(NamedTuple):
    """A point of a design.

    Attributes
    ----------
    id : str
        The first 12 hexadecimal digits of the identity.
    levels : tuple of Level
        What each factor is set to.
    identity : str
        SHA-256 of its configuration.
    """

    id: str
    levels: tuple[Level, ...]
    identity: str


@dataclass(frozen=True)
class Auto:
    """Replicates until a response is known well enough.

    Attributes
    ----------
    response : str
        The response, by name.
    half_width : float
        Half the width of the 95% interval of its mean that is narrow enough, in its unit.
    minimum, maximum : int
        The fewest and the most replicates of a point.
    """

    response: str
    half_width: float
    minimum: int = 5
    maximum: int = 100


@dataclass(frozen=True)
class Experiment:
    """An experiment.

    Attributes
    ----------
    name : str
        What it is called.
    base : Config
        The configuration that the factors change.
    factors : tuple of Factor
        What varies; no two drive one parameter.
    design : Design
        Over which points.
    correlations : tuple of Correlation
        Rank correlations between factors with a range.
    replicates : int or Auto
        How often each point is run.
    measures : tuple of Measure
        What is asked of each run; the standard responses if empty.
    tables : tuple of str
        Tables that are kept besides `runs`.
    figures : bool
        Whether figures are drawn.
    seconds_per_run : float
        CPU time that one run may take.
    """

    name: str
    base: Config
    factors: tuple[Factor, ...] = ()
    design: Design = Grid()  # noqa: RUF009 (frozen)
    correlations: tuple[Correlation, ...] = ()
    replicates: int | Auto = 1
    measures: tuple[Measure, ...] = ()
    tables: tuple[str, ...] = KEPT_TABLES
    figures: bool = False
    seconds_per_run: float = SECONDS_PER_RUN

    @classmethod
    def of(cls, config: Config, name: str) -> Experiment:
        """Return the experiment of one point that runs `config` as often as it says."""
        outputs = config.outputs
        return cls(
            name,
            config,
            replicates=config.run.replicates,
            tables=tuple(table for table in TABLES if table != "sectors" or outputs.sectors),
            figures=outputs.figures,
        )

    @property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """What it takes from outside: its base, and its design where it has made the points."""
        name = self.design.made_by if isinstance(self.design, Points) else ""
        own = (Behaviour(part=DESIGN, name=name),) if name else ()
        return (*self.base.behaviours, *own)

    @property
    def most_replicates(self) -> int:
        """The most replicates that a point can have."""
        return self.replicates.maximum if isinstance(self.replicates, Auto) else self.replicates

    @property
    def grows(self) -> bool:
        """Whether what is run depends on what earlier runs show."""
        return isinstance(self.replicates, Auto) or self.design.grows

    def rows(self) -> Iterator[tuple[Level, ...]]:
        """Yield the levels of all rows of the design, in its order; rows may be alike."""
        return self.design.rows(self.factors, self.correlations)

    def sample(self) -> pd.DataFrame:
        """Return the sample of the design, in the order that what analyses it expects.

        Rows may be alike, as in a Saltelli or Morris design of factors with few levels. They are
        one point then, which is run once; the analysis needs them all.

        Returns
        -------
        DataFrame
            A row per row of the design: ``point``, its id, and a column per factor.
        """
        import pandas as pd  # noqa: PLC0415 (slow to import)

        rows = list(self.rows())
        columns = {"point": [point_id(self._identity(levels)) for levels in rows]}
        for index, factor in enumerate(self.factors):
            columns[factor.name] = [levels[index] for levels in rows]  # type: ignore[misc]
        return pd.DataFrame(columns)

    def shares(self) -> Matrix:
        """Return where on the way through each factor the rows of a sampled design are.

        This is what SALib's analyses take as the inputs ``X``, beside `problem`: a share is the
        same for a range on a logarithmic scale, values, multipliers or bundles, and indices and
        elementary effects are of a factor's whole way.

        Returns
        -------
        ndarray
            A row per row of `sample`, a column per factor, from 0 to 1.

        Raises
        ------
        ValueError
            If the design is a grid or a list, which is no sample of shares.
        """
        if not isinstance(self.design, Sampled):
            raise ValueError(f"the design {self.design.kind} is no sample of shares")
        return self.design.shares(self.factors, self.correlations)

    @property
    def problem(self) -> dict[str, Any]:
        """What SALib calls the problem: the factors by name, each with shares from 0 to 1."""
        names = [each.name for each in self.factors]
        if not isinstance(self.design, Grouped):
            return sampling.unit_problem(names)
        return sampling.unit_problem(names, self.design.groups_of(names))

    def points(self) -> list[Point]:
        """Return the points, in the order of the design; no two are one configuration."""
        return list(self.each_point())

    def each_point(self) -> Iterator[Point]:
        """Yield the points; only identities that rows have in common are kept."""
        repeated, seen = self._heads.repeated, set[str]()
        for levels in self.rows():
            identity = self._identity(levels)
            if repeated and head(identity) in repeated:
                if identity in seen:
                    continue
                seen.add(identity)
            yield _point(identity, levels)

    @property
    def point_count(self) -> int:
        """Number of points."""
        return self._heads.points

    @property
    def most_points(self) -> int:
        """Number of points; of a design that grows, the most there can be."""
        return self.design.size(self.factors) if self.design.grows else self.point_count

    def config_at(self, levels: Sequence[Level]) -> Config:
        """Return the configuration at a point.

        Raises
        ------
        ValidationError
            If its parameters are in conflict; reading an experiment finds that out before.
        """
        return Config.model_validate(_with_values(self._base_values, self.settings_at(levels)))

    def runs(self, first: int, last: int) -> Iterator[Run]:
        """Yield replicates `first` to `last` - 1 of all points, by replicate and point."""
        for replicate in range(first, last):
            for point in self.each_point():
                yield _run(point, replicate)

    def run_at(self, levels: tuple[Level, ...], replicate: int) -> Run:
        """Return a replicate of the point that has these levels."""
        return _run(_point(self._identity(levels), levels), replicate)

    def settings_at(self, levels: Sequence[Level]) -> dict[str, Any]:
        """Return the values that a point sets, by the paths of their parameters."""
        settings: dict[str, Any] = {}
        for factor, level in zip(self.factors, levels, strict=True):
            settings |= factor.settings(level, self.base)
        return settings

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what can be worked out again: workers don't need the points."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def _identity(self, levels: Sequence[Level]) -> str:
        return self._identities.at(self.settings_at(levels))

    @cached_property
    def _identities(self) -> Identities:
        return Identities(self.base)

    @cached_property
    def _heads(self) -> Heads:
        return Heads.of(map(self._identity, self.rows()))

    @cached_property
    def _base_values(self) -> dict[str, Any]:
        return self.base.model_dump()


def _point(identity: str, levels: tuple[Level, ...]) -> Point:
    return Point(point_id(identity), levels, identity)


def _run(point: Point, replicate: int) -> Run:
    return Run(run_id(point.identity, replicate), point.id, point.levels, replicate)


def _with_values(base: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested values with others at some paths; what does not change is shared."""
    own, below = split(values)
    inner = {key: _with_values(base[key], each) for key, each in below.items()}
    return {**base, **own, **inner}
