"""What is known of an experiment's factors once it is held against what was observed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.calibration.recovery import ENDS, relative_width
from sim.analysis.numerals import number
from sim.analysis.surrogate import TRUSTED_COVERAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from sim.analysis.calibration.estimate import Estimate
    from sim.experiment.design.experiment import Experiment
    from sim.experiment.plan import Level

    Values = npt.NDArray[np.float64]

DRAWS = 1000
UNEVEN = 0.01
"""Ranks less likely than this are told as uneven."""


@dataclass(frozen=True)
class Calibration:
    """What is known of an experiment's factors once it is held against what was observed.

    Attributes
    ----------
    experiment : Experiment
        What was run.
    observed : dict of str to float
        What was observed, by response.
    seed : int
        Of all that was drawn.
    estimate : Estimate
        The same in shares of the factors' ranges.
    """

    experiment: Experiment
    observed: dict[str, float]
    seed: int
    estimate: Estimate

    @cached_property
    def factors(self) -> pd.DataFrame:
        """What is known of each factor, a row each.

        ``low``, ``median`` and ``high`` are of the 90% interval, in the factor's unit; ``width`` is
        its width, of that of the range alone. ``performance`` is how much of what a guess from the
        range is off is not, where known levels are recovered, ``linear`` the same of a linear
        regression, ``coverage`` the share of 90% intervals that hold the known level, and
        ``uniformity`` how likely ranks as uneven are if posteriors are right.
        """
        recovery, doubts = self.estimate.recovery, self.estimate.doubts
        low, median, high = self.estimate.posterior.quantiles(ENDS)
        return pd.DataFrame(
            {
                "factor": self._names,
                "unit": [each.unit for each in self.experiment.factors],
                "low": self._levels_of(low),
                "median": self._levels_of(median),
                "high": self._levels_of(high),
                "width": relative_width(low, high),
                "performance": recovery.performance,
                "linear": recovery.linear_performance,
                "coverage": recovery.coverage,
                "uniformity": recovery.uniformity,
                "identified": [not each for each in doubts],
                "doubts": [", and ".join(each) for each in doubts],
            }
        )

    @cached_property
    def waves(self) -> pd.DataFrame:
        """What each wave left of the ranges, and how well its surrogates know each response.

        A row a wave and response: ``runs`` that the surrogate is of; ``left``, the share of the
        ranges that no wave so far rules out; ``q2`` and ``coverage``, of runs that it was not
        shown, the share of variance it foretells and of values in its 90% intervals; ``luck``, the
        share of variance that it takes for luck.
        """
        matching = self.estimate.matching
        return pd.DataFrame(
            {
                "wave": index,
                "runs": len(wave.shares),
                "left": left.share,
                "response": response,
                "q2": known.held_out.q2,
                "coverage": known.held_out.coverage,
                "luck": known.noise.mean() / known.values.var(),
            }
            for index, (wave, left) in enumerate(zip(matching.waves, matching.left, strict=True), 1)
            for response, known in zip(self.observed, wave.surrogates, strict=True)
        )

    @cached_property
    def posterior(self) -> pd.DataFrame:
        """A thousand draws of the posterior: a column a factor, in its unit."""
        return self._frame(self.estimate.posterior.sample(DRAWS, self.seed))

    @cached_property
    def recovery(self) -> pd.DataFrame:
        """The trials: a row for each run of the last wave and factor.

        ``truth`` is the level it was run with, ``low``, ``median`` and ``high`` are what the other
        runs say of it, ``rank`` is the posterior probability of less than the truth.
        """
        found = self.estimate.recovery
        of_levels = ("truths", "low", "median", "high")
        tables = {
            name.removesuffix("s"): self._frame(getattr(found, name)).melt(value_name="level")
            for name in of_levels
        }
        whole = pd.DataFrame({name: table["level"] for name, table in tables.items()})
        whole.insert(0, "factor", tables["low"]["variable"])
        whole.insert(0, "trial", np.tile(np.arange(len(found.truths)), len(self._names)))
        return whole.assign(rank=found.ranks.T.ravel())

    @property
    def words(self) -> list[str]:
        """What was found, a line each: what is identified, what is not, and the checks."""
        return [*self._of_waves(), *self._of_factors(), *self._of_checks()]

    def __str__(self) -> str:
        """Return the words."""
        return "\n".join(self.words)

    def __repr__(self) -> str:
        """Return what it is about, in a line."""
        identified = int(self.factors["identified"].sum())
        return f"<Calibration: {identified} of {len(self._names)} factors identified>"

    @property
    def _names(self) -> list[str]:
        return [each.name for each in self.experiment.factors]

    def _of_waves(self) -> Iterator[str]:
        about = f"{self.experiment.name}, held against {', '.join(self.observed)}"
        found = f"{self.factors['identified'].sum()} of {len(self._names)} factors identified"
        failing = list(self._failing())
        yield f"{about}: {found}" + (f"; NOT TRUSTED: {', '.join(failing)}" if failing else "")
        for row in self.waves.drop_duplicates("wave").to_dict("records"):
            yield f"wave {row['wave']}: {row['runs']} runs, {row['left']:.2%} of the ranges left"

    def _of_factors(self) -> Iterator[str]:
        for row in self.factors.to_dict("records"):
            what = "identified" if row["identified"] else f"NOT IDENTIFIED: {row['doubts']}"
            unit = "" if row["unit"] == "1" else f" {row['unit']}"
            yield (
                f"{row['factor']}: {number(row['median'])}{unit}, 90% interval "
                f"{number(row['low'])} to {number(row['high'])}; {what}"
            )

    def _of_checks(self) -> Iterator[str]:
        trials = len(self.estimate.recovery.truths)
        yield f"Known levels, recovered from each of the {trials} runs of the last wave in turn:"
        for row in self.factors.to_dict("records"):
            ranks = "uneven" if row["uniformity"] < UNEVEN else "even"
            yield (
                f"{row['factor']}: performance {row['performance']:.2f} (linear regression "
                f"{row['linear']:.2f}), in {row['coverage']:.0%} of 90% intervals, ranks {ranks} "
                f"(p = {row['uniformity']:.2f})"
            )
        for row in self._last_wave():
            yield (
                f"surrogate of {row['response']}: {row['luck']:.0%} of the variance is luck, "
                f"{row['coverage']:.0%} of what it was not shown in its 90% intervals"
            )

    def _failing(self) -> Iterator[str]:
        for row in self._last_wave():
            if row["coverage"] < TRUSTED_COVERAGE:
                yield f"the surrogate of {row['response']} is too sure of itself"
        for row in self.factors.to_dict("records"):
            if row["uniformity"] < UNEVEN:
                yield f"ranks of {row['factor']} are uneven"

    def _last_wave(self) -> list[dict[Any, Any]]:
        last = self.waves["wave"] == self.waves["wave"].max()
        rows: list[dict[Any, Any]] = self.waves[last].to_dict("records")
        return rows

    def _frame(self, shares: Values) -> pd.DataFrame:
        columns = zip(self.experiment.factors, shares.T, strict=True)
        return pd.DataFrame(
            {factor.name: [factor.at(each) for each in column] for factor, column in columns}
        )

    def _levels_of(self, shares: Values) -> list[Level]:
        factors = self.experiment.factors
        return [each.at(share) for each, share in zip(factors, shares.tolist(), strict=True)]
