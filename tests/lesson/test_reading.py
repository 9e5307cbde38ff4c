"""Lessons are read whole, and what is wrong is told at its line."""

import pytest

from sim.config import ConfigError
from sim.experiment.design.reading import read_experiment
from sim.lesson.lesson import MOST_SETTINGS
from sim.lesson.reading import folders, read_lesson, shipped_lessons

SHIPPED = [each.name for each in folders()]


def problems(folder):
    with pytest.raises(ConfigError) as caught:
        read_lesson(folder)
    told = caught.value.problems
    assert len(str(caught.value).splitlines()) == len(told)
    return told


def line_of(folder, text, name="lesson.yaml"):
    lines = (folder / name).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_lesson_is_read(folder):
    lesson = read_lesson(folder.path)
    assert lesson.title == "A trial"
    assert lesson.explain == "One paragraph.\nAnother one."
    assert lesson.folder == folder.path
    assert read_experiment(lesson.experiment).name == "trial"


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("title: A trial", "tilte: A trial", "tilte", "nearest: title"),
        ("asks: Is it so?", f"asks: {'a' * 101}", "asks", "of 1 to 100 characters"),
        ("title: A trial\n", "", "number: 9", "the lesson has no title"),
        ("number: 9", "number: nine", "number", "number is nine"),
        ("number: 9", "number: 8", "number", "the folder is 9-trial"),
        ("minutes: 30", "minutes: 31", "number", "timing adds up to 30 minutes, not 31"),
        ("answer: Because.", "anser: Because.", "anser", "nearest: answer"),
        ("interval: [-1, 1]", "interval: [1, -1]", "says: the difference", "not below"),
        ("base: baseline", "base: basline", "basline", "nearest: baseline"),
        ("- path: ukraine.fpv.feedback_days", "- path: ukraine.fpv.feedbak", "feedbak", "nearest"),
        ("      values: [7, 60]", "      values: [7, 9999]", "9999", "legal: a whole number"),
        ("of: {response: zone", "of: {response: zoen", "zoen", "nearest: zone"),
        ("of: {response: hits, at: {pace: slow", "of: {response: hits, at: {pace: slo", "slo,",
         "no such point; legal: pace: slow"),
        ("course: hits_ua", "course: hits_uk", "hits_uk", "nearest: hits_u"),
        ("levels: zone", "levels: hit", "levels: hit", "nearest: hits"),
        ("factor: ukraine.fpv.feedback_days", "factor: feedback", "factor: feedback", "no factor"),
        ("levels: [7, 60]", "levels: [7, 61]", "levels: [7, 61]", "no such point"),
        ("number: 9", "number: 9\nfolder: x", "folder: x", "unknown key folder"),
        ("run: It runs.", "run: 0x1F", "0x1F", "not decimal"),
        ("course: hits_ua", "course: hits_ua, levels: zone", "course", "either course or levels"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(folder, old, new, at, words):
    folder.write((old, new))
    told = problems(folder.path)
    matching = [problem for problem in told if words in str(problem)]
    assert matching, told
    assert matching[0].place.line == line_of(folder.path, at)
    assert matching[0].place.file.endswith("lesson.yaml")


def test_a_course_needs_the_daily_table(folder):
    folder.write(experiment=[("outputs: {", "outputs: {daily: false, ")])
    [problem] = problems(folder.path)
    assert "daily table" in problem.what


@pytest.mark.parametrize(
    ("values", "words"),
    [("[7, 60]", "the panel has 8 curves"), ("[7, 8, 9, 60, 61]", "the panel has 5 curves")],
)
def test_a_panel_has_four_curves_at_most(folder, values, words):
    paces = "".join(f"      p{days}: {{race.obsolescence_days: {days}}}\n" for days in (30, 45))
    folder.write(
        experiment=[
            (
                "ukraine.fpv.feedback_days: {values: [7, 60]}",
                f"ukraine.fpv.feedback_days: {{values: {values}}}",
            ),
            ("    bundles:\n", f"    bundles:\n{paces}"),
        ]
    )
    assert words in " ".join(map(str, problems(folder.path)))


def test_what_is_wrong_with_the_experiment_is_told_in_its_file(folder):
    folder.write(experiment=[("base: baseline", "base: basline")])
    [problem] = problems(folder.path)
    assert problem.place.file.endswith("experiment.yaml")


def test_a_step_has_three_settings_at_most(folder):
    setting = """\
    - path: ukraine.fpv.feedback_days
      values: [7, 60]
      about: age of the reports
"""
    folder.write((setting, setting * (MOST_SETTINGS + 1)))
    [problem] = problems(folder.path)
    assert "open_play: settings is a list of 4" in problem.what


def test_neither_choices_nor_sketch_is_no_prediction(folder):
    text = (folder.path / "lesson.yaml").read_text()
    start, end = text.index("  choices:"), text.index("run: It")
    (folder.path / "lesson.yaml").write_text(text[:start] + text[end:])
    [problem] = problems(folder.path)
    assert "two choices or more, or a sketch" in problem.what


@pytest.mark.parametrize("which", ["", "0", "seven", "fake-peas", "x" * 5000, "a\0b"])
def test_a_lesson_that_is_not_there_is_told_with_those_that_are(which):
    [problem] = problems(which)
    assert "there is no lesson" in problem.what
    assert "1-" in problem.cure
    if which == "fake-peas":
        assert problem.nearest == "fake-peace, 7-fake-peace"


def test_there_are_seven_in_order():
    assert [lesson.number for lesson in shipped_lessons()] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("name", SHIPPED)
def test_each_shipped_one_is_found_by_number_and_name_and_is_valid(name):
    number, title = name.split("-", 1)
    assert read_lesson(int(number)) == read_lesson(name) == read_lesson(title)
