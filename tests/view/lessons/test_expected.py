"""Each lesson's run shows what its page says: every expected result lies in its interval.

The intervals are 99% prediction intervals of the mean over the lesson's replicates, from a run with
another seed and twice the replicates, rounded outwards:

    python -m sim.view.lessons.tolerance 1 2 3 4 5 6 7

So a lesson's run falls outside by luck once in a hundred results; a change of the model that moves
a result beyond them asks for another look at the lesson's texts.
"""

import pytest

from sim.lesson.reading import folders, read_lesson
from sim.view.lessons.running import run_lesson
from tests.settings import full

pytestmark = full
NAMES = sorted(each.name for each in folders())


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_shows_what_its_page_says(name, tmp_path):
    outcome = run_lesson(read_lesson(name), tmp_path / name)
    for found in outcome.found:
        low, high = found.expected.interval
        print(f"{name}: {found.expected.says}: {found.interval}, in {low} to {high}")
        assert low <= found.interval.mean <= high
    assert len(outcome.came_true) == bool(outcome.lesson.prediction.choices)
