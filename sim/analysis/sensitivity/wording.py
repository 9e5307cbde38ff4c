"""What moves a response, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.numerals import listed, number
from sim.analysis.sensitivity.answer import DUMMY, IDLE, LUCK, MOVES, UNCLEAR
from sim.config.catalogue import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from sim.analysis.sensitivity.answer import Movers

MOST_NAMED = 5
LEAST_TOLD = 0.005


def verdict(answers: Mapping[str, Movers]) -> str:
    """Return whether the answers pass their checks, on one line."""
    failed = [
        f"{response}: {gate.words}"
        for response, answer in answers.items()
        for gate in answer.gates
        if not gate.passed
    ]
    if failed:
        return f"NOT TRUSTED as it stands. {listed(failed, MOST_NAMED)}."
    return f"All checks are passed ({', '.join(answers)})."


def sentences(response: str, unit: str, answer: Movers) -> Iterator[str]:
    """Yield what moves a response, what luck does, and what moves nothing."""
    is_morris = "mu_star" in answer.indices
    table = answer.indices.set_index("factor")
    by = "mu_star" if is_morris else "total"
    moving = table.loc[answer.factors_that(MOVES)].sort_values(by, ascending=False)
    shown = [
        _effect(str(name), row, unit) if is_morris else _share(str(name), row)
        for name, row in moving.head(MOST_NAMED).iterrows()
    ]
    more = f"; {len(moving) - len(shown)} more move it less" if len(moving) > len(shown) else ""
    yield f"{response}: {'; '.join(shown) or 'no factor can be told from nothing'}{more}."
    yield from _of_luck(table, unit, is_morris=is_morris)
    if unclear := answer.factors_that(UNCLEAR):
        rows = table.loc[unclear].iterrows()
        told = (f"{name} (at most {_at_most(row, by, unit)})" for name, row in rows)
        yield f"Not told from nothing: {', '.join(told)}."
    if idle := answer.factors_that(IDLE):
        yield f"Moves it nowhere: {', '.join(idle)}."


def idle_everywhere(answers: Mapping[str, Movers]) -> list[str]:
    """Return the factors that move no response."""
    found = [answer.factors_that(IDLE) for answer in answers.values()]
    return [name for name in found[0] if all(name in each for each in found)] if found else []


def _share(name: str, row: pd.Series[float]) -> str:
    low, high = _ends(row, "total")
    return (
        f"{name} has {row['total']:.0%} of the variance in all ({low:.0%} to {min(high, 1):.0%}), "
        f"{max(row['first'], 0):.0%} by itself"
    )


def _ends(row: pd.Series[float], column: str) -> tuple[float, float]:
    """Return the ends of an interval of what is not below 0."""
    half = row[f"{column}_half_width"]
    return max(row[column] - half, 0.0), row[column] + half


def _at_most(row: pd.Series[float], by: str, unit: str) -> str:
    _, high = _ends(row, by)
    if by != "total":
        return _with_unit(high, unit)
    return f"{min(high, 1):.0%}" if high >= LEAST_TOLD else f"{LEAST_TOLD:.1%}"


def _with_unit(value: float, unit: str) -> str:
    return f"{number(value)} {unit_of(unit)}".strip()


def _effect(name: str, row: pd.Series[float], unit: str) -> str:
    low, high = _ends(row, "mu_star")
    whole = _with_unit(row["mu_star"], unit)
    return f"{name} moves it by {whole} on its whole way ({number(low)} to {number(high)})"


def _of_luck(table: pd.DataFrame, unit: str, *, is_morris: bool) -> Iterator[str]:
    column = "mu_star" if is_morris else "total"
    found = float(table[column][LUCK])
    if np.isnan(found):
        yield "Luck is not known: there is one replicate."
    elif is_morris:
        apart = _with_unit(found, unit)
        yield f"Luck: two replicates of one point are {apart} apart, on average."
    else:
        alone = float(table["first"][LUCK])
        yield f"Luck has {found:.0%} of the variance of all runs, {alone:.0%} by itself."
    if not is_morris and (nothing := float(table["total"][DUMMY])) > 0:
        yield f"A factor that does nothing has {nothing:.1%} here."
