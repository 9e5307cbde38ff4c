"""Pages and worksheets are those that lesson.yaml makes, and say all that it says."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.lesson.page import page, worksheet
from sim.lesson.reading import read_lesson, shipped_lessons

VOID = {"meta", "br", "img", "path", "wbr"}
PNG = b"\x89PNG\r\n\x1a\n"
LESSONS = pytest.mark.parametrize(
    "lesson", shipped_lessons(), ids=lambda lesson: lesson.folder.name
)


def flat(text):
    return " ".join(text.split())


def steps(lesson):
    """Texts in the order in which they are taught."""
    return [
        lesson.question,
        lesson.open_play.text,
        lesson.prediction.ask,
        *(each.says for each in lesson.prediction.choices),
        lesson.run,
        lesson.compare.text,
        *(each.says for each in lesson.expected),
        *(each.ask for each in lesson.compare.questions),
        lesson.explain,
        *(each.ask for each in lesson.transfer),
        *lesson.leaves_out,
        *(each.what for each in lesson.teacher.timing),
        *(each.claim for each in lesson.teacher.misconceptions),
        *(each.answer for each in (*lesson.compare.questions, *lesson.transfer)),
    ]


def in_order(texts, document):
    at = 0
    for text in texts:
        found = document.find(flat(text), at)
        assert found >= 0, text
        at = found


@LESSONS
def test_a_page_has_all_steps_in_order(lesson):
    document = flat(page(lesson))
    in_order(steps(lesson), document)
    headings = re.findall(r"(?m)^## (\d)", page(lesson))
    assert headings == list("12345678")


@LESSONS
def test_a_page_folds_what_gives_the_result_away(lesson):
    open_part = re.sub(r"(?s)<details>.*?</details>", "", page(lesson))
    assert "figure.png" not in open_part
    for text in (lesson.explain, *(each.answer for each in lesson.transfer)):
        assert flat(text) not in flat(open_part)


@LESSONS
def test_a_worksheet_asks_all_and_answers_nothing(lesson):
    document = html.unescape(re.sub("</?code>", "`", flat(worksheet(lesson))))
    asked = [lesson.question, lesson.prediction.ask]
    asked += [each.says for each in lesson.prediction.choices]
    asked += [each.ask for each in (*lesson.compare.questions, *lesson.transfer)]
    for text in asked:
        for paragraph in text.split("\n"):
            assert flat(paragraph) in document, paragraph
    for question in (*lesson.compare.questions, *lesson.transfer):
        assert flat(question.answer) not in document
    assert flat(lesson.explain) not in document


class Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.links = [], []

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if name in {"src", "href"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@LESSONS
def test_a_worksheet_is_whole_and_needs_no_other_file(lesson):
    parser = Balance()
    parser.feed(worksheet(lesson))
    assert parser.open == []
    assert parser.links == []


def test_what_html_would_take_for_markup_is_text(folder):
    assert "Why is a &lt; b &amp; c?" in worksheet(read_lesson(folder.path))
    assert "Empty axes: zone (km) over age of the reports (days)" in worksheet(
        read_lesson(folder.path)
    )


@LESSONS
def test_each_has_its_figure_and_is_listed(lesson):
    assert (lesson.folder / "figure.png").read_bytes().startswith(PNG)
    listed = (lesson.folder.parent / "README.md").read_text(encoding="utf-8")
    for link in (f"{lesson.folder.name}/README.md", f"{lesson.folder.name}/worksheet.html"):
        assert f"({link})" in listed
        assert Path(lesson.folder.parent, link).is_file()
