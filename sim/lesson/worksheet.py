"""The worksheet of a lesson: one HTML file for the printer, on A4 or Letter."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sim.lesson.drawing import sketched
from sim.lesson.wording import LETTERS, as_html, paragraphs, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.lesson.lesson import Lesson, Prediction, Question

STYLE = """\
@page { size: A4; margin: 16mm 18mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.45 "DejaVu Serif", Georgia, serif; color: #111; max-width: 174mm;
  margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 2mm; }
h2 { font-size: 12.5pt; margin: 6mm 0 1.5mm; break-after: avoid; }
p, ul { margin: 0 0 2mm; }
ul { padding-left: 5mm; }
code { font-family: "DejaVu Sans Mono", monospace; font-size: 9pt; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0; font-size: 10pt; }
th, td { border: 0.3mm solid #888; padding: 1.2mm 2mm; text-align: left; vertical-align: top; }
td.blank { width: 27mm; }
.name { display: flex; flex-wrap: wrap; gap: 8mm; margin: 3mm 0 4mm; }
.name span { flex: 1 1 45mm; border-bottom: 0.3mm solid #888; }
.turn { font-style: italic; }
.over { break-before: page; }
.line { border-bottom: 0.25mm solid #aaa; height: 8mm; }
.ask { break-inside: avoid; margin-bottom: 4mm; }
.choice { display: flex; gap: 3mm; margin: 1.5mm 0; break-inside: avoid; }
.box { flex: none; width: 4.5mm; height: 4.5mm; border: 0.4mm solid #111; margin-top: 0.8mm; }
svg { width: 100%; height: auto; break-inside: avoid; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
"""


def worksheet(lesson: Lesson) -> str:
    """Return the worksheet of a lesson, which needs no other file and no network."""
    title = f"Lesson {lesson.number}: {lesson.title}"
    body = "\n".join(_body(lesson, title))
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{as_html(title)}: worksheet</title>\n<style>\n{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(lesson: Lesson, title: str) -> Iterator[str]:
    yield f"<h1>{as_html(title)}</h1>"
    yield '<div class="name"><span>Name:</span><span>Date:</span></div>'
    yield "<h2>1. Question</h2>"
    yield paragraphs(lesson.question)
    yield "<h2>2. Open play: what did you change, and what happened?</h2>"
    yield from _settings(lesson)
    yield from _lines(3)
    yield "<h2>3. My prediction, before the run</h2>"
    yield from _prediction(lesson.prediction)
    yield '<div class="ask"><p>Because:</p>'
    yield from _lines(3)
    yield "</div>"
    yield '<p class="turn">Turn over only when this is written.</p>'
    yield f'<h2 class="over">4. Run: <code>killzone lesson {lesson.number}</code></h2>'
    yield "<h2>5. Compare</h2>"
    yield from _results(lesson)
    yield from _questions(lesson.compare.questions)
    yield "<h2>6. Explain: what I got right, what surprised me, and why</h2>"
    yield from _lines(4)
    yield "<h2>7. Transfer</h2>"
    yield from _questions(lesson.transfer)
    yield "<h2>8. What the model leaves out, and which way it would move the result</h2>"
    yield "<ul>"
    for text in lesson.leaves_out:
        yield f"<li>{as_html(text)}</li>"
    yield "</ul>"
    yield from _lines(3)


def _settings(lesson: Lesson) -> Iterator[str]:
    yield "<table><thead><tr><th>setting</th><th>what it is</th><th>try</th></tr></thead><tbody>"
    for setting in lesson.open_play.settings:
        path = re.sub(r"([._])", r"\1<wbr>", html.escape(setting.path))
        cells = f"<code>{path}</code>", as_html(setting.about), said(setting)
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"


def _prediction(prediction: Prediction) -> Iterator[str]:
    yield paragraphs(prediction.ask)
    for letter, choice in zip(LETTERS, prediction.choices, strict=False):
        box = '<span class="box"></span>'
        yield f'<div class="choice">{box}<span>{letter}. {as_html(choice.says)}</span></div>'
    if prediction.sketch is not None:
        yield sketched(prediction.sketch)


def _results(lesson: Lesson) -> Iterator[str]:
    heads = "".join(
        f"<th>{head}</th>" for head in ("result", "my guess", "the run", "95% interval")
    )
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    for expected in lesson.expected:
        unit = f" ({as_html(expected.unit)})" if expected.unit else ""
        blanks = '<td class="blank"></td>' * 3
        yield f"<tr><td>{as_html(expected.says)}{unit}</td>{blanks}</tr>"
    yield "</tbody></table>"


def _questions(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        yield f'<div class="ask"><p>{as_html(question.ask)}</p>'
        yield from _lines(question.lines)
        yield "</div>"


def _lines(count: int) -> Iterator[str]:
    yield '<div class="line"></div>' * count
