"""The form in which a learner commits a prediction: a choice, a sketch, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.lesson.drawing import sketched
from sim.lesson.wording import LETTERS, as_html, level_text
from sim.view.dashboard.elements import area, button, element, entry, text, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lesson.lesson import Choice, Prediction, Sketch

LONGEST_REASON = 600
STEPS = 50
"""Steps of a slider from one end of a sketch to the other."""


@dataclass(frozen=True)
class Committed:
    """A prediction that was committed: a choice, a guess for each level of a sketch, and why."""

    choice: Choice | None
    guesses: tuple[float, ...]
    reason: str


class Form:
    """The form that asks for a prediction; `committed` is called once, with what is committed."""

    def __init__(self, prediction: Prediction, committed: Callable[[Committed], None]) -> None:
        self._prediction, self._committed = prediction, committed
        self._choice: Choice | None = None
        self._reason, self._is_open = "", True
        self._guesses: list[float] = []
        with element("div", "kz-form") as self._form:
            if prediction.choices:
                self._choices()
            if prediction.sketch is not None:
                self._sketch(prediction.sketch)
            text("label", "Because", for_="kz-reason")
            area(self._because, id="kz-reason", rows=2, maxlength=LONGEST_REASON)
            button("Commit my prediction", self._commit, "kz-primary", id="kz-commit")
            self._missing = text("p", "", "kz-pending", role="alert")

    def _choices(self) -> None:
        with element("fieldset", "kz-choices"):
            text("legend", "Your prediction", "kz-legend")
            for place, (letter, each) in enumerate(
                zip(LETTERS, self._prediction.choices, strict=False)
            ):
                with element("label", "kz-tick"):
                    entry(
                        "radio", str(place), self._choose, name="kz-choice", id=f"kz-choice-{place}"
                    )
                    written("span", f"<b>{letter}.</b> {as_html(each.says)}")

    def _sketch(self, sketch: Sketch) -> None:
        self._guesses = [(sketch.low + sketch.high) / 2] * len(sketch.levels)
        step = (sketch.high - sketch.low) / STEPS
        with element("fieldset", "kz-choices"):
            text("legend", f"Your sketch: {sketch.along} over {sketch.across}", "kz-legend")
            self._picture = written("div", sketched(sketch, self._guesses), "kz-picture")
            with element("div", "kz-levels"):
                for place, level in enumerate(sketch.levels):
                    name = f"kz-guess-{place}"
                    with element("div", "kz-field"):
                        text("label", level_text(level), for_=name)
                        entry(
                            "range", f"{self._guesses[place]:g}", self._setter(place),
                            id=name, min=sketch.low, max=sketch.high, step=f"{step:g}",
                        )  # fmt: skip

    def _choose(self, place: Any) -> None:
        """Take over a choice; what no radio button sends is nothing."""
        places = [str(each) for each in range(len(self._prediction.choices))]
        if self._is_open and place in places:
            self._choice = self._prediction.choices[places.index(place)]

    def _setter(self, place: int) -> Callable[[Any], None]:
        def put(value: Any) -> None:
            sketch = self._prediction.sketch
            if sketch is not None and self._is_open and (guess := _number(value)) is not None:
                self._guesses[place] = min(max(guess, sketch.low), sketch.high)
                self._picture.content = sketched(sketch, self._guesses)

        return put

    def _because(self, reason: Any) -> None:
        self._reason = str(reason)[:LONGEST_REASON]

    def _commit(self) -> None:
        if not self._is_open:
            return
        if self._prediction.choices and self._choice is None:
            letters = ", ".join(LETTERS[: len(self._prediction.choices)])
            self._missing.text = f"Choose one of {letters} first."
            return
        self.take(Committed(self._choice, tuple(self._guesses), self._reason.strip()))

    def take(self, committed: Committed) -> None:
        """Close the form over what is committed, unless it is closed already."""
        if not self._is_open:
            return
        self._is_open = False
        self._form.clear()
        with self._form:
            self._tell(committed)
        self._committed(committed)

    def _tell(self, committed: Committed) -> None:
        choices = self._prediction.choices
        if committed.choice is not None:
            letter = LETTERS[choices.index(committed.choice)]
            text("p", f"Committed: {letter}, {committed.choice.says}.", "kz-committed")
        if self._prediction.sketch is not None:
            written("div", sketched(self._prediction.sketch, committed.guesses), "kz-picture")
        if committed.reason:
            text("p", f"Because: {committed.reason}")


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
