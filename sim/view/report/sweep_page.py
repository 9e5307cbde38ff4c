"""What the report of a sweep shows: factors, and of each response effects, figures, points."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from sim.analysis.effects import pair_means
from sim.analysis.measures import COLUMNS, SUMMARIES
from sim.analysis.points import summarise
from sim.config.catalogue import parameters, unit_of
from sim.config.scalars import write_value
from sim.config.values import value_at
from sim.experiment import experiment_tables
from sim.experiment.design.designs import Grouped
from sim.experiment.design.factors import Bundles, Group, MultiplierRange, Multipliers, Range
from sim.experiment.results.sensitivity import sensitivity
from sim.experiment.results.summarising import main_responses, spans_of
from sim.experiment.store import tables
from sim.view.concluding import article_levels
from sim.view.figures import pages, style
from sim.view.figures.factors import text_of
from sim.view.figures.sensitivity_figures import figures as sensitivity_figures
from sim.view.figures.sweep_figures import figures, pair_of
from sim.view.report.exhibit import Exhibit, exhibit
from sim.view.report.levels import Levels
from sim.view.report.table import Cells, Table, ends, number, numeric, textual, with_unit
from sim.war.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.analysis.effects import Span
    from sim.analysis.measures import Measure
    from sim.experiment.design.factors import Bundle, Factor
    from sim.experiment.results.results import Results

MOST_ROWS = 10_000
"""Of all tables of points together; more of them would make the page too large to send."""

BY_CHANCE = (
    "By chance: what the means of a factor that does nothing would span at most, in 19 cases of 20 "
    "(Tukey's studentised range); empty where one replicate of a grid cannot tell."
)
NOT_KNOWN, NOTHING = "not known", ("",) * 6

MOST_DRAWN = 12
"""Responses with figures; those of more would make it so, too."""


@dataclass(frozen=True)
class ResponseSection:
    """A section about one response: its definition, what varies it, its figures and its points."""

    column: Column
    effects: Table | None
    exhibits: tuple[Exhibit, ...]
    points: Table | None

    @property
    def unit(self) -> str:
        """Its unit as an axis shows it."""
        return style.unit_label(self.column.unit)


@dataclass(frozen=True)
class SensitivitySection:
    """A section about what moves the responses: sentences and figures."""

    words: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]


def sensitivity_section(results: Results) -> SensitivitySection | None:
    """Return what moves the responses, of a complete sweep whose design was made to ask that."""
    if not isinstance(results.experiment.design, Grouped) or not results.is_complete:
        return None
    found = sensitivity(results)
    columns = [results.response_columns[each] for each in found.answers]
    told = ", as the sentences above say"
    with pages.house_style():
        exhibits = tuple(
            exhibit(name, figure, told, columns)
            for name, figure in itertools.islice(sensitivity_figures(results, found), MOST_DRAWN)
        )
    return SensitivitySection(tuple(found.words), exhibits)


def factors_table(results: Results) -> Table:
    """Return what is varied, over which levels."""
    rows = [
        (each.name, _levels_in_words(each), _unit(each), _base(each, results), *_meaning(each))
        for each in results.experiment.factors
    ]
    headings = textual("factor", "levels", "unit", "in the base", "meaning", "source")
    return Table.of("factors", "What is varied", headings, rows)


def overview_table(
    responses: Sequence[ResponseSection], found: Sequence[Sequence[Span]], levels: Levels
) -> Table:
    """Return one row per response: the factor that varies it most, and from what to what."""
    rows = [
        (each.column.name, *_strongest(effects, levels), each.unit)
        for each, effects in zip(responses, found, strict=True)
    ]
    headings = (
        *textual("response", "varied most by"),
        *numeric("least mean"),
        *textual("at"),
        *numeric("most mean"),
        *textual("at"),
        *numeric("span", "by chance"),
        *textual("unit"),
    )
    caption = f"Factor with the widest span of means, for each response. {BY_CHANCE}"
    return Table.of("overview", caption, headings, rows)


def effects_by_response(results: Results) -> dict[str, list[Span]]:
    """Return what the factors do to each response that is shown, the largest effect first."""
    return {name: spans_of(results, name) for name in main_responses(results)}


def responses(results: Results, found: dict[str, list[Span]]) -> Iterator[ResponseSection]:
    """Yield all that is shown of each response."""
    factors = [_as_column(each) for each in results.experiment.factors]
    measures = {each.name: each for each in experiment_tables.measures(results.experiment)}
    levels = Levels(results.runs, results.factors)
    tables_fit = len(levels.points) * len(found) <= MOST_ROWS
    for number_, (name, effects) in enumerate(found.items()):
        stored = tables.column(results.schemas[tables.RUNS].field(name))
        column = _defined(stored, measures[name])
        drawn = number_ < MOST_DRAWN
        yield ResponseSection(
            column,
            _effects_table(column, effects, levels),
            tuple(_exhibits(results, column, factors, effects, levels)) if drawn else (),
            _points_table(results, column, levels) if tables_fit else None,
        )


def _exhibits(
    results: Results,
    response: Column,
    factors: Sequence[Column],
    effects: Sequence[Span],
    levels: Levels,
) -> Iterator[Exhibit]:
    """Yield the figures about one response, and say in words what they show."""
    names = [factor.name for factor in factors]
    article = article_levels(results)
    with pages.house_style():
        for name, figure in figures(results.runs, names, {response.name: response}, article):
            if figure is not None:
                is_pair = name.startswith("heat_map")
                told = (
                    _pair_in_words(results, response, names, levels)
                    if is_pair
                    else _effects_in_words(response, effects, levels)
                )
                yield exhibit(name, figure, f". {told}", [response, *factors])


def _effects_in_words(response: Column, effects: Sequence[Span], levels: Levels) -> str:
    unit = style.unit_label(response.unit)
    parts = []
    for each in effects:
        _, least, at_least, most, at_most, *_ = _cells(each, levels)
        parts.append(
            f"{each.factor}: least {with_unit(least, unit)} at {at_least}, "
            f"most {with_unit(most, unit)} at {at_most}"
        )
    return f"Means over all else. {'; '.join(parts)}."


def _pair_in_words(
    results: Results, response: Column, factors: Sequence[str], levels: Levels
) -> str:
    pair = pair_of(levels.points, factors)
    if pair is None:
        return ""
    unit = style.unit_label(response.unit)
    means = pair_means(results.runs, factors, pair, response.name).dropna(subset="mean")
    cells = means.to_dict("records")
    least, most = (end(cells, key=itemgetter("mean")) for end in (min, max))
    places = {"least": least, "most": most, "first cell": cells[0], "last cell": cells[-1]}
    parts = [
        f"{which} {with_unit(number(cell['mean']), unit)} at "
        + ", ".join(f"{factor} {levels.text(factor, cell[factor])}" for factor in pair)
        for which, cell in places.items()
    ]
    return f"{len(cells)} cells: {'; '.join(parts)}."


def _effects_table(column: Column, effects: Sequence[Span], levels: Levels) -> Table | None:
    rows = [(*_cells(each, levels), _verdict(each)) for each in effects]
    headings = (
        *textual("factor"),
        *numeric("least mean"),
        *textual("at"),
        *numeric("most mean"),
        *textual("at"),
        *numeric("span", "by chance"),
        *textual("stands out"),
    )
    unit = style.unit_label(column.unit)
    caption = f"What varies {column.name} most ({unit}): means over all else. {BY_CHANCE}"
    return Table.of(f"effects:{column.name}", caption, headings, rows) if rows else None


def _strongest(effects: Sequence[Span], levels: Levels) -> Cells:
    """Return the factor that varies a response most, if one stands out."""
    if effects and effects[0].stands_out:
        return _cells(effects[0], levels)
    if effects and all(math.isnan(each.noise) for each in effects):
        return (NOT_KNOWN, *NOTHING)
    return ("none beyond chance" if effects else "nothing", *NOTHING)


def _verdict(effect: Span) -> str:
    if math.isnan(effect.noise):
        return NOT_KNOWN
    return "yes" if effect.stands_out else "no"


def _cells(effect: Span, levels: Levels) -> Cells:
    return (
        effect.factor,
        number(effect.least),
        levels.text(effect.factor, effect.least_level),
        number(effect.most),
        levels.text(effect.factor, effect.most_level),
        number(effect.width),
        number(effect.noise),
    )


def _points_table(results: Results, column: Column, levels: Levels) -> Table:
    summary = summarise(results.runs, results.factors, {column.name: column})
    rows = [
        (
            *(levels.text(factor, row[factor]) for factor in results.factors),
            f"{row['replicates']:,}",
            number(row["mean"]),
            ends(row["low"], row["high"]),
            number(row["quantile_5"]),
            number(row["quantile_50"]),
            number(row["quantile_95"]),
        )
        for row in summary.to_dict("records")
    ]
    headings = (
        *textual(*results.factors),
        *numeric("replicates", "mean", "95% interval", "5%", "median", "95%"),
    )
    unit = style.unit_label(column.unit)
    return Table.of(
        f"points:{column.name}", f"{column.name} ({unit}) at every point", headings, rows
    )


def _defined(column: Column, measure: Measure) -> Column:
    """Return the column of a response with the definition of the quantity it is made of."""
    quantity = COLUMNS.get(measure.column) or _quantity_of(measure.summary)
    label = SUMMARIES[measure.summary].label if measure.summary in SUMMARIES else ""
    parts = (label.capitalize(), column.definition.rstrip("."), quantity and quantity.definition)
    return column._replace(definition=". ".join(filter(None, parts)))


def _quantity_of(summary: str) -> Column | None:
    """Return the daily column whose statistic a measure of summary.csv is."""
    names = [name for name in COLUMNS if summary == name or summary.startswith(f"{name}_")]
    return COLUMNS[max(names, key=len)] if names else None


def _as_column(factor: Factor) -> Column:
    return Column(factor.name, _unit(factor) or "choice", _meaning(factor)[0])


def _unit(factor: Factor) -> str:
    return unit_of(factor.unit)


def _meaning(factor: Factor) -> tuple[str, str]:
    """Return what a factor is and who says what it is in the base."""
    if isinstance(factor, Bundles):
        return f"Sets together. {'; '.join(map(_bundle_in_words, factor.bundles))}.", ""
    if isinstance(factor, Group | Multipliers | MultiplierRange):
        return factor.meaning, ""
    first = parameters()[factor.driven[0]]
    named = factor.driven if factor.driven != (factor.name,) else ()
    also = f" Sets: {', '.join(named)}." if named else ""
    return first.description + also, first.source


def _bundle_in_words(named: tuple[str, Bundle]) -> str:
    name, bundle = named
    values = [f"{path} = {write_value(value)}" for path, value in bundle]
    return f"{name}: {', '.join(values) or 'as in the base'}"


def _base(factor: Factor, results: Results) -> str:
    if isinstance(factor, Multipliers | MultiplierRange):
        return "1"
    if isinstance(factor, Bundles | Group):
        return ""
    values = dict.fromkeys(text_of(value_at(results.config, path)) for path in factor.driven)
    return ", ".join(values)


def _levels_in_words(factor: Factor) -> str:
    if isinstance(factor, Range | MultiplierRange):
        count = "" if factor.count is None else f", {factor.count} levels"
        low, high = text_of(factor.low), text_of(factor.high)
        return f"{low} to {high}, {factor.scale} scale{count}"
    if isinstance(factor, Group):
        return "; ".join(f"{each.name}: {_levels_in_words(each)}" for each in factor.members)
    return ", ".join(map(text_of, factor.levels))
