"""The tables of a discovery: boxes, trajectory, repeats, stability and tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.covering import ends, quasi_p
from sim.analysis.prim import Among
from sim.experiment.results.coding import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.analysis.prim import Limit
    from sim.analysis.repeats import Repeat
    from sim.experiment.results.coding import Coding
    from sim.experiment.results.discovery import Discovery

Row = dict[str, Any]

QUANTILES = (0.05, 0.5, 0.95)


def tables(found: Discovery) -> dict[str, pd.DataFrame]:
    """Return the tables by name.

    ``boxes`` has a row a box and factor, ``trajectory`` a row a box on the way, ``repeats`` a row a
    box found again, ``stability`` a row a factor, or category of one, and ``tree`` a row a leaf.
    """
    rows = {
        "boxes": _boxes(found),
        "trajectory": _trajectory(found),
        "repeats": _repeats(found),
        "stability": _stability(found),
        "tree": _tree(found),
    }
    made = {name: pd.DataFrame(list(each)) for name, each in rows.items()}
    return {name: table for name, table in made.items() if not table.empty}


def _boxes(found: Discovery) -> Iterator[Row]:
    for number, each in enumerate(found.found, 1):
        box = each.box
        stands = {"coverage": box.coverage, "density": box.density, "mass": box.mass}
        for factor, coding in enumerate(found.codings):
            limit, whole = box.limits[factor], found.cases.whole[factor]
            low, high = ends(limit, whole)
            value = quasi_p(found.cases, each, factor)
            yield {
                "box": number,
                "factor": coding.name,
                "unit": coding.unit,
                "restricted": factor in box.restricted,
                "limits": coding.words(limit, whole),
                "low": _number(coding, low, 0),
                "high": _number(coding, high, 1),
                "quasi_p_low": value.low,
                "quasi_p_high": value.high,
                **stands,
                "points": box.size,
            }


def _trajectory(found: Discovery) -> Iterator[Row]:
    for number, each in enumerate(found.found, 1):
        for step, box in enumerate(each.trajectory):
            yield {
                "box": number,
                "step": step,
                "by": "pasting" if box.pasted else "peeling",
                "coverage": box.coverage,
                "density": box.density,
                "mass": box.mass,
                "points": box.size,
                "restricted": len(box.restricted),
                "chosen": box is each.box,
                "limits": phrase(found.codings, box.limits, found.cases.whole),
            }


def _repeats(found: Discovery) -> Iterator[Row]:
    for each in found.repeats:
        yield {
            "over": each.over,
            "number": each.number,
            "coverage": each.box.coverage,
            "density": each.box.density,
            "mass": each.box.mass,
            "coverage_elsewhere": each.coverage_elsewhere,
            "density_elsewhere": each.density_elsewhere,
            "limits": phrase(found.codings, each.box.limits, each.whole),
        }


def _stability(found: Discovery) -> Iterator[Row]:
    for over in dict.fromkeys(each.over for each in found.repeats):
        chosen = [each for each in found.repeats if each.over == over]
        for factor, coding in enumerate(found.codings):
            restricted = np.mean([factor in each.box.restricted for each in chosen])
            row: Row = {"over": over, "boxes": len(chosen), "factor": coding.name}
            row |= {"unit": coding.unit, "restricted": float(restricted)}
            if coding.categories:
                yield from _of_categories(row, coding, [each.box.limits[factor] for each in chosen])
            else:
                yield {**row, **_of_ends(coding, chosen, factor)}


def _of_categories(row: Row, coding: Coding, limits: list[Limit]) -> Iterator[Row]:
    for code, level in enumerate(coding.categories):
        kept = np.mean([isinstance(each, Among) and code in each.codes for each in limits])
        yield {**row, "level": str(level), "kept": float(kept)}


def _of_ends(coding: Coding, chosen: list[Repeat], factor: int) -> Row:
    """Return how often each end of a factor is limited, and the quantiles of where."""
    row: Row = {}
    pairs = np.array([ends(each.box.limits[factor], each.whole[factor]) for each in chosen])
    for side, name in enumerate(("low", "high")):
        there = pairs[~np.isnan(pairs[:, side]), side]
        row[f"{name}_restricted"] = len(there) / len(chosen)
        for share in QUANTILES:
            at = float(np.quantile(there, share, method="nearest")) if len(there) else np.nan
            row[f"{name}_quantile_{100 * share:.0f}"] = _number(coding, at, side)
    return row


def _tree(found: Discovery) -> Iterator[Row]:
    leaves = found.tree.leaves() if found.tree else ()
    for number, leaf in enumerate(leaves, 1):
        yield {
            "leaf": number,
            "limits": phrase(found.codings, leaf.limits, found.cases.whole),
            "coverage": leaf.coverage,
            "density": leaf.density,
            "mass": leaf.mass,
            "points": leaf.size,
            "dense": leaf.density >= found.density,
        }


def _number(coding: Coding, end: float, side: int) -> Any:
    """Return an end as the level that it comes to; a date as text."""
    if np.isnan(end):
        return None
    level = coding.level(end, side)
    return coding.text(level) if coding.is_date else level
