"""The page of a lesson in Markdown, in the order in which it is taught."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from sim.config.scalars import write_value
from sim.lesson.wording import LETTERS, measured, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.lesson.lesson import Lesson, Question

WIDTH = 100
WRITE = "python -m sim.reference --write"
HIDDEN = "open when the prediction is written down"


def page(lesson: Lesson) -> str:
    """Return the page of a lesson; what would give the result away is folded."""
    parts = (
        _head(lesson),
        _open_play(lesson),
        _prediction(lesson),
        _run(lesson),
        _folded("5. Compare", HIDDEN, _compare(lesson)),
        _folded("6. Explain", HIDDEN, _paragraphs(lesson.explain)),
        ("## 7. Transfer", "", *_questions(lesson.transfer)),
        ("## 8. What the model leaves out", "", *_list(lesson.leaves_out)),
        _folded("Teacher's part", "with answers", _teacher(lesson)),
    )
    return "\n".join(line for part in parts for line in (*part, "")).rstrip() + "\n"


def contents(lessons: Iterable[Lesson]) -> str:
    """Return the page that lists the lessons."""
    rows = (
        f"| {each.number} | [{each.title}]({each.folder.name}/README.md) | "
        f"{each.asks} | {each.minutes} | "
        f"[print]({each.folder.name}/worksheet.html) |"
        for each in lessons
    )
    return "\n".join((CONTENTS, *rows)) + "\n"


CONTENTS = f"""\
# Lessons

For students of war studies and operations research; nobody needs to program. Each lesson goes
the same way: a question, time to play, a prediction that is written down before the result shows,
a run of under a minute, and what to make of it. `killzone lesson` lists them, `killzone lesson 3`
runs the third and says which prediction came true.

The model shows what follows from stated assumptions; it does not forecast. Generated from the
`lesson.yaml` in each folder by `{WRITE}`.

| lesson | title | question | minutes | worksheet |
| --- | --- | --- | --- | --- |"""


def _head(lesson: Lesson) -> Iterator[str]:
    yield f"# Lesson {lesson.number}: {lesson.title}"
    yield ""
    yield f"<!-- Generated from lesson.yaml by `{WRITE}`. -->"
    yield ""
    yield f"{lesson.minutes} minutes. [Worksheet to print](worksheet.html)."
    yield ""
    yield "## 1. Question"
    yield ""
    yield from _paragraphs(lesson.question)


def _open_play(lesson: Lesson) -> Iterator[str]:
    play = lesson.open_play
    yield "## 2. Open play"
    yield ""
    yield from _paragraphs(play.text)
    yield ""
    yield "| setting | what it is | try |"
    yield "| --- | --- | --- |"
    for setting in play.settings:
        yield f"| `{setting.path}` | {_one_line(setting.about)} | {said(setting)} |"
    first = play.settings[0]
    value = write_value(first.values[-1])
    yield ""
    yield "In the browser (`killzone serve`, then Lessons) all steps are on one page. Without it:"
    yield ""
    yield f"    killzone run {play.base} --set {first.path}={value} --out results/play --force"


def _prediction(lesson: Lesson) -> Iterator[str]:
    prediction = lesson.prediction
    yield "## 3. Commit a prediction"
    yield ""
    yield from _paragraphs(prediction.ask)
    if prediction.choices:
        yield ""
    for letter, choice in zip(LETTERS, prediction.choices, strict=False):
        yield from _item(f"- **{letter}.** ", choice.says)
    if prediction.sketch is not None:
        yield ""
        sketch = f"Sketch it on the worksheet: {prediction.sketch.along} over "
        yield from _paragraphs(f"{sketch}{prediction.sketch.across}.")
    yield ""
    yield "Write it down, with a reason, before you go on."


def _run(lesson: Lesson) -> Iterator[str]:
    yield "## 4. Run"
    yield ""
    yield f"    killzone lesson {lesson.number}"
    yield ""
    yield from _paragraphs(lesson.run)


def _compare(lesson: Lesson) -> Iterator[str]:
    yield f"![{lesson.figure.title}](figure.png)"
    yield ""
    yield from _paragraphs(lesson.compare.text)
    yield ""
    yield "| result | expected |"
    yield "| --- | --- |"
    for expected in lesson.expected:
        yield f"| {_one_line(expected.says)} | {measured(expected)} |"
    yield ""
    yield from _paragraphs(
        "Expected is where the mean over replicates lies with other seeds too "
        "(99% prediction interval). The first row decides which prediction came true."
    )
    yield ""
    yield from _questions(lesson.compare.questions)


def _teacher(lesson: Lesson) -> Iterator[str]:
    yield "### Timing"
    yield ""
    for stretch in lesson.teacher.timing:
        yield from _item(f"- {stretch.minutes} min: ", stretch.what)
    yield ""
    yield "### Common misconceptions"
    yield ""
    for each in lesson.teacher.misconceptions:
        yield from _item("- ", f'"{each.claim}" {each.reply}')
    yield ""
    yield "### Answers"
    yield ""
    for question in (*lesson.compare.questions, *lesson.transfer):
        yield from _item("- ", f"*{question.ask}* {question.answer}")


def _folded(title: str, hint: str, body: Iterable[str]) -> tuple[str, ...]:
    return (
        f"## {title}",
        "",
        f"<details><summary>{title.partition('. ')[2] or title}: {hint}</summary>",
        "",
        *body,
        "",
        "</details>",
    )


def _questions(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        yield from _item("- ", question.ask)


def _list(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _item("- ", text)


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            yield ""
        yield from _wrapped(paragraph)


def _item(head: str, text: str) -> list[str]:
    return _wrapped(_one_line(text), head, "  ")


def _wrapped(text: str, first: str = "", others: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
