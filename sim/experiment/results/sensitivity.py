"""What moves the responses of a sweep, whatever its design is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.sensitivity.answer import WANTED, Gate, complete_gate, replicates_gate
from sim.analysis.sensitivity.by_blocks import by_blocks
from sim.analysis.sensitivity.by_process import LEAST_POINTS, beside, by_process
from sim.analysis.sensitivity.by_trajectories import by_trajectories
from sim.analysis.sensitivity.morris import effects_of
from sim.analysis.sensitivity.smooth import Smooth, drawn
from sim.analysis.sensitivity.sobol import blocks_of
from sim.analysis.sensitivity.wording import idle_everywhere, sentences, verdict
from sim.experiment.design.designs import Grouped, Morris, Patterns, Saltelli, Sampled
from sim.experiment.errors import QuestionError
from sim.experiment.results.extra import has_scikit_learn, require_scikit_learn
from sim.experiment.results.summarising import main_responses, require_responses

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from sim.analysis.sensitivity.answer import Movers
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.results.results import Results

    Values = npt.NDArray[np.float64]

TOO_FEW = f"{{}} points are too few; from {LEAST_POINTS} on a surrogate is tried"
PATTERNLESS = {"random", "lhs", "maximin"}
"""Designs whose points, put in the order of one factor, are in no order of another."""
COUNTED = {"saltelli": "blocks of the sample", "morris": "trajectories"}


@dataclass(frozen=True)
class Sensitivity:
    """What moves the responses of a sweep.

    Attributes
    ----------
    kind : str
        The design's.
    replicates : int
        How often each row of the sample was run.
    factors : list of str
        Their names.
    units : dict of str to str
        Of the responses.
    answers : dict of str to Movers
        By response.
    silent : dict of str to str
        Responses of which nothing can be said, with the reason.
    left_out : int
        Replicates that were not run at all points, and are not counted.
    """

    kind: str
    replicates: int
    factors: list[str]
    units: dict[str, str]
    answers: dict[str, Movers]
    silent: dict[str, str]
    left_out: int = 0

    @property
    def counted(self) -> str:
        """What ``n`` of `convergence` counts."""
        return COUNTED.get(self.kind, "points")

    @property
    def indices(self) -> pd.DataFrame:
        """A row per response and factor, or group; then one for a dummy and one for luck."""
        return self._table("indices")

    @property
    def convergence(self) -> pd.DataFrame:
        """How each total order, or mu*, changes with ``n``, how much of the sample is taken."""
        return self._table("convergence")

    @property
    def interactions(self) -> pd.DataFrame:
        """Second order indices, where the design has them."""
        return self._table("interactions")

    @property
    def curves(self) -> pd.DataFrame:
        """Each replicate's response as one factor goes its way, by the surrogate."""
        table = self._table("curves")
        names = dict(enumerate(self.factors))
        if len(table):
            table["factor"] = table["factor"].map(names)
        return table

    @property
    def gates(self) -> pd.DataFrame:
        """The checks, a row per response and check."""
        found = [
            {"response": response, **gate._asdict()}
            for response, answer in self.answers.items()
            for gate in answer.gates
        ]
        return pd.DataFrame(found, columns=["response", *Gate._fields])

    @property
    def words(self) -> list[str]:
        """Whether the answers pass their checks, then what moves each response, a line each."""
        lines = [verdict(self.answers)] if self.answers else []
        for response, answer in self.answers.items():
            lines.append(" ".join(sentences(response, self.units[response], answer)))
        for response, why in self.silent.items():
            lines.append(f"{response}: nothing can be said; {why}.")
        if idle := idle_everywhere(self.answers):
            lines.append(f"Factors that move none of these responses: {', '.join(idle)}.")
        if self.left_out:
            some = (
                "1 replicate that was"
                if self.left_out == 1
                else f"{self.left_out} replicates that were"
            )
            lines.append(f"Left out: {some} not run at all points.")
        return lines

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that are not empty, by name."""
        names = ("indices", "convergence", "interactions", "curves", "gates")
        found = {name: getattr(self, name) for name in names}
        return {name: table for name, table in found.items() if len(table)}

    def _table(self, name: str) -> pd.DataFrame:
        found = [
            getattr(answer, name).assign(response=response)
            for response, answer in self.answers.items()
        ]
        filled = [table for table in found if len(table.columns) > 1]
        if not filled:
            return pd.DataFrame(columns=["response", "factor"])
        whole: pd.DataFrame = pd.concat(filled, ignore_index=True)
        whole.insert(0, "response", whole.pop("response"))
        return whole


def sensitivity(
    results: Results, responses: Sequence[str] | None = None, half_width: float = WANTED
) -> Sensitivity:
    """Return what moves responses of a sweep.

    Elementary effects of a Morris design, Sobol indices of a Saltelli design; of any other, Sobol
    indices by a Gaussian process in the model's place.

    Parameters
    ----------
    results
        Of a sweep whose factors vary.
    responses
        Which; all that the experiment asks for, if not given.
    half_width
        Of the 95% interval of a total order, that is narrow enough.

    Raises
    ------
    QuestionError
        If there is no such response, no factor varies, or factors are correlated, for which
        shares of variance do not add up.
    ExtraError
        If the design takes the surrogate and scikit-learn is not installed.
    """
    names = list(responses) if responses else list(main_responses(results))
    require_responses(results.folder, results.responses, names)
    experiment = results.experiment
    require_sample(results.folder, experiment)
    require_method(results.folder, experiment)
    sample, factors = _Sample.of(experiment), [each.name for each in experiment.factors]
    everywhere = _replicates_everywhere(results)
    answers, silent = {}, {}
    for name in names:
        found = sample.answer(_matrix(results, name, everywhere), half_width)
        if isinstance(found, str):
            silent[name] = found
        else:
            answers[name] = found
    return Sensitivity(
        experiment.design.kind,
        len(everywhere),
        factors,
        results.responses,
        answers,
        silent,
        results.runs["replicate"].nunique() - len(everywhere),
    )


@dataclass(frozen=True)
class _Sample:
    """The rows of a design, as shares of each factor's way."""

    experiment: Experiment
    shares: Values
    groups: list[str]

    @classmethod
    def of(cls, experiment: Experiment) -> _Sample:
        design, factors = experiment.design, experiment.factors
        names = [each.name for each in factors]
        groups = design.groups_of(names) if isinstance(design, Grouped) else names
        if isinstance(design, Sampled):
            return cls(experiment, experiment.shares(), groups)
        rows = [
            [factor.share(level) for factor, level in zip(factors, row, strict=True)]
            for row in experiment.rows()
        ]
        return cls(experiment, np.array(rows), groups)

    @property
    def names(self) -> list[str]:
        """What moves as one."""
        return list(dict.fromkeys(self.groups))

    def answer(self, values: Values, wanted: float) -> Movers | str:
        """Return what moves a response, or why nothing can be said of it."""
        whole = self._complete(values)
        if not whole.any():
            return "no part of the sample has a value in all replicates"
        shares, known = self.shares[whole], values[whole]
        if not np.ptp(known) > 0:
            return "it is the same in all runs: neither a factor nor luck moves it"
        if not (np.ptp(known, axis=0) > 0).all():
            return "no factor moves it: in a replicate it is the same in all runs"
        found = self._by_design(shares, known, wanted)
        return (
            found
            if isinstance(found, str)
            else replace(
                found,
                gates=[complete_gate(whole.mean()), replicates_gate(known.shape[1]), *found.gates],
            )
        )

    def _by_design(self, shares: Values, values: Values, wanted: float) -> Movers | str:
        design = self.experiment.design
        if isinstance(design, Morris):
            return by_trajectories(effects_of(shares, values, self.groups), values, self.names)
        if isinstance(design, Saltelli):
            return self._by_saltelli(shares, values, wanted)
        if len(shares) < LEAST_POINTS:
            return TOO_FEW.format(len(shares))
        is_random = design.kind in PATTERNLESS
        return by_process(shares, values, self.groups, wanted, is_random=is_random)

    def _by_saltelli(self, shares: Values, values: Values, wanted: float) -> Movers:
        per_block, design = self._rows_together, self.experiment.design
        assert isinstance(design, Saltelli)  # noqa: S101 (so that its options are known)
        blocks = blocks_of(values, len(self.names), second_order=design.second_order)
        answer = by_blocks(blocks, self.names, wanted)
        if not has_scikit_learn():
            return answer
        base = np.concatenate([shares[::per_block], shares[per_block - 1 :: per_block]])
        some = drawn(len(base))
        return beside(answer, Smooth(base[some], blocks.base[some]), self.groups)

    def _complete(self, values: Values) -> npt.NDArray[np.bool_]:
        """Tell of each row whether all that it belongs with has a value in all replicates."""
        per = self._rows_together
        whole = np.isfinite(values).all(axis=1).reshape(-1, per).all(axis=1)
        return np.repeat(whole, per)

    @property
    def _rows_together(self) -> int:
        """Rows of a block, of a trajectory, or 1."""
        design = self.experiment.design
        if isinstance(design, Saltelli):
            return len(self.shares) // design.points
        if isinstance(design, Morris):
            return len(self.shares) // design.trajectories
        return 1


def _replicates_everywhere(results: Results) -> list[int]:
    """Return the replicates that were run at all points: where others were is chance."""
    rows = results.sample.groupby("replicate")["row"].nunique()
    return [int(each) for each in rows.index[rows == len(results.experiment.sample())]]


def _matrix(results: Results, response: str, replicates: list[int]) -> Values:
    """Return a response with a row per row of the design and a column per replicate."""
    table = results.sample.pivot_table(
        index="row", columns="replicate", values=response, dropna=False
    )
    rows = range(len(results.experiment.sample()))
    return table.reindex(index=rows, columns=replicates).to_numpy(float)


def require_method(whose: object, experiment: Experiment) -> None:
    """Refuse an experiment to which no method applies here.

    Raises
    ------
    ExtraError
        If its design takes the surrogate and scikit-learn is not installed.
    QuestionError
        If it has too few points for that.
    """
    if isinstance(experiment.design, Morris | Saltelli):
        return
    require_scikit_learn()
    if experiment.point_count < LEAST_POINTS:
        raise QuestionError(f"{whose}: {TOO_FEW.format(experiment.point_count)}")


def require_sample(whose: object, experiment: Experiment) -> None:
    """Refuse an experiment without factors, or whose points are no even sample of them.

    Raises
    ------
    QuestionError
        With what there is to do.
    """
    if not experiment.factors:
        raise QuestionError(f"{whose} has no factors; sensitivity is asked of a sweep")
    if isinstance(experiment.design, Patterns):
        raise QuestionError(
            f"{whose}: its points were bred where outcomes are rare and are no sample of the "
            "ranges; ask it of another design"
        )
    if experiment.correlations:
        raise QuestionError(
            f"{whose}: its factors are correlated, and shares of variance add up for "
            "independent factors only; run it without correlation"
        )
