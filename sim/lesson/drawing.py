"""Predictions as pictures (SVG): axes to sketch on, and a prediction with the run drawn over it.

Lines have the colour of the text around them, so that a picture serves on paper and on a dark page.
"""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING

from sim.analysis.numerals import number
from sim.lesson.wording import LETTERS, level_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sim.analysis.interval import Interval
    from sim.lesson.lesson import Choice, Expected, Sketch

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BELOW = 640, 260, 64, 16, 12, 52
TICKS = 4
FAINT = 'stroke="currentColor" stroke-opacity="0.2"'
BOTTOM = HEIGHT - BELOW
STRIP_BELOW, ROW = 44, 26
MINE = "#b97a12"
MARGIN = 0.25
"""Of the span of what is drawn, free on both sides of it."""


def sketched(sketch: Sketch, guesses: Sequence[float] = (), found: Sequence[Interval] = ()) -> str:
    """Return the axes of a sketch, with what was guessed and found at each level, if anything."""
    axes = _Axes(sketch, [*guesses, *(end for each in found for end in each)])
    marks = [*axes.marks(), *_guessed(axes.across, list(map(axes.up, guesses)))]
    for x, each in zip(axes.across, found, strict=False):
        if all(map(math.isfinite, each)):
            line = f"M{x:.1f} {axes.up(each.low):.1f}V{axes.up(each.high):.1f}"
            marks += _found(x, axes.up(each.mean), line)
    return _svg(HEIGHT, _in_words(sketch, guesses, found), marks)


class _Axes:
    """The axes of a sketch: a place across for each level, and a scale upwards."""

    def __init__(self, sketch: Sketch, values: Iterable[float]) -> None:
        self._sketch = sketch
        known = [each for each in values if math.isfinite(each)]
        self._low, self._high = min([sketch.low, *known]), max([sketch.high, *known])
        step = (WIDTH - RIGHT - LEFT) / len(sketch.levels)
        self.across = [LEFT + (place + 0.5) * step for place in range(len(sketch.levels))]

    def up(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return BOTTOM - share * (BOTTOM - TOP)

    def marks(self) -> Iterator[str]:
        sketch, right, middle = self._sketch, WIDTH - RIGHT, (TOP + BOTTOM) / 2
        yield _path(f"M{LEFT} {TOP}V{BOTTOM}H{right}")
        for x, level in zip(self.across, sketch.levels, strict=True):
            yield f'<path d="M{x:.1f} {TOP}V{BOTTOM}" {FAINT}/>'
            yield _text(x, BOTTOM + 18, level_text(level), "middle")
        for place in range(TICKS + 1):
            value = self._low + place * (self._high - self._low) / TICKS
            yield f'<path d="M{LEFT} {self.up(value):.1f}H{right}" {FAINT}/>'
            yield _text(LEFT - 8, self.up(value) + 4, f"{value:.4g}", "end")
        yield _text((LEFT + right) / 2, HEIGHT - 8, sketch.across, "middle")
        turned = f' transform="rotate(-90 14 {middle:.1f})"'
        yield _text(14, middle, sketch.along, "middle", turned)


def chosen(expected: Expected, choices: Sequence[Choice], choice: Choice, found: Interval) -> str:
    """Return what each choice says as a band, the one that was made filled, and the run over them.

    `expected` is the result that the choices are about, and `found` what the run makes of it.
    """
    scale = _Scale(choices, found)
    bottom = ROW * (len(choices) + 1)
    marks = [_path(f"M{LEFT} {bottom}H{WIDTH - RIGHT}")]
    for value in sorted(_ends(choices)):
        marks.append(f'<path d="M{scale.at(value):.1f} 0V{bottom + 5}" {FAINT}/>')
        marks.append(_text(scale.at(value), bottom + 18, f"{value:g}", "middle"))
    for place, each in enumerate(choices):
        marks += _band(scale, each, place, is_mine=each == choice)
    row = bottom - ROW / 2
    marks.append(_text(LEFT - 8, row + 4, "the run", "end"))
    if all(map(math.isfinite, found)):
        line = f"M{scale.at(found.low):.1f} {row}H{scale.at(found.high):.1f}"
        marks += _found(scale.at(found.mean), row, line)
    unit = expected.unit or "share"
    marks.append(_text((LEFT + WIDTH - RIGHT) / 2, bottom + STRIP_BELOW - 6, unit, "middle"))
    words = f"Your prediction: {choice.says}. The run: {_shown(found)} {expected.unit}".rstrip()
    return _svg(bottom + STRIP_BELOW, words, marks)


class _Scale:
    """The scale on which choices differ, a little wider than they and the run."""

    def __init__(self, choices: Iterable[Choice], found: Interval) -> None:
        known = [*_ends(choices), *filter(math.isfinite, found)]
        free = MARGIN * ((max(known) - min(known)) or 1.0)
        self.low, self.high = min(known) - free, max(known) + free

    def at(self, value: float | None, otherwise: float = math.nan) -> float:
        share = ((otherwise if value is None else value) - self.low) / (self.high - self.low)
        return LEFT + share * (WIDTH - RIGHT - LEFT)


def _ends(choices: Iterable[Choice]) -> set[float]:
    return {end for each in choices for end in (each.above, each.below) if end is not None}


def _band(scale: _Scale, choice: Choice, place: int, *, is_mine: bool) -> Iterator[str]:
    first, last = scale.at(choice.above, scale.low), scale.at(choice.below, scale.high)
    at = f'x="{first:.1f}" y="{ROW * place + 4}" width="{last - first:.1f}" height="{ROW - 8}"'
    look = f'fill="{MINE}" fill-opacity="0.55"' if is_mine else 'fill="none"'
    name = ' class="mine"' if is_mine else ""
    yield f'<rect{name} {at} stroke="currentColor" {look}/>'
    letter = LETTERS[place]
    label = f"{letter}, yours" if is_mine else letter
    yield _text(LEFT - 8, ROW * (place + 0.5) + 4, label, "end")


def _guessed(across: Sequence[float], up: Sequence[float]) -> Iterator[str]:
    if up:
        places = [f"{x:.1f} {y:.1f}" for x, y in zip(across, up, strict=True)]
        line = f'M{"L".join(places)}" fill="none" stroke="{MINE}" stroke-width="2.5"'
        yield f'<path class="guess" d="{line} stroke-dasharray="7 4"/>'
        for x, y in zip(across, up, strict=True):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{MINE}"/>'


def _found(x: float, y: float, line: str) -> Iterator[str]:
    yield f'<path class="found" d="{line}" stroke="currentColor" stroke-width="2.5"/>'
    corners = f"{x - 5:.1f},{y - 5:.1f} {x + 5:.1f},{y - 5:.1f} {x + 5:.1f},{y + 5:.1f}"
    yield f'<polygon points="{corners} {x - 5:.1f},{y + 5:.1f}" fill="currentColor"/>'


def _in_words(sketch: Sketch, guesses: Sequence[float], found: Sequence[Interval]) -> str:
    title = f"{sketch.along} over {sketch.across}"
    if not guesses:
        return f"Empty axes: {title}"
    told = [f"{title}. Your sketch: {_listed(sketch, map(number, guesses))}"]
    if found:
        told.append(f"The run: {_listed(sketch, map(_shown, found))}")
    return ". ".join(told)


def _listed(sketch: Sketch, values: Iterable[str]) -> str:
    pairs = zip(map(level_text, sketch.levels), values, strict=True)
    return "; ".join(f"{level}: {value}" for level, value in pairs)


def _shown(found: Interval) -> str:
    return f"{number(found.mean)} ({number(found.low)} to {number(found.high)})"


def _svg(height: int, words: str, marks: Iterable[str]) -> str:
    head = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{html.escape(words)}"'
    return f'{head} font-size="13">{"".join(marks)}</svg>'


def _path(line: str) -> str:
    return f'<path d="{line}" fill="none" stroke="currentColor"/>'


def _text(x: float, y: float, text: str, anchor: str, more: str = "") -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor"{more}'
    return f"<text {at}>{html.escape(text)}</text>"
