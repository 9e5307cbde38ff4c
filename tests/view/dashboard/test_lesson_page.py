"""The lessons in a real browser: a prediction first, then the run, drawn over it."""

import contextlib
from pathlib import Path

import pytest

from tests.settings import full, thinned
from tests.view.dashboard.browser import LOOKS, browser_or_skip, pages, points, server, wait_for_day

pytest.importorskip("nicegui")
pytest.importorskip("playwright")

STEPS = ["1. Question", "2. Open play", "3. Commit a prediction", "4. Run"]
LATER = ["5. Compare", "6. Explain", "7. Transfer", "8. What the model leaves out"]
TEACHER = "Teacher's part, with answers"


@contextlib.contextmanager
def opening(module):
    """Yield a function that opens a page; the browser must have said no error at the end."""
    browser_or_skip()
    with server(module=module) as address, pages(address) as function:
        yield lambda path, **options: function("", path, **options)


@pytest.fixture(scope="module")
def opened():
    """The page with a stand-in for the model in the runs of its lessons."""
    with opening("tests.fake_command") as function:
        yield function


@pytest.fixture
def opened_for_good():
    with opening("sim") as function:
        yield function


def headings(page):
    return page.locator("h2").all_inner_texts()


def tab_to(page, name):
    """Press the tab key until the element with that id has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key never comes to {name}")


def commit(page, choice, reason=""):
    """Commit a prediction with the mouse."""
    page.check(f"#kz-choice-{choice}")
    page.fill("#kz-reason", reason)
    page.click("#kz-commit")
    page.wait_for_selector("#kz-run")


def test_the_list_has_every_lesson_and_leads_to_it(opened):
    page = opened("/lessons", until=".kz-contents")
    assert page.locator(".kz-contents li").count() == 7
    page.click("text=3. Speed or scale")
    page.wait_for_selector("h1:has-text('Lesson 3')")


@pytest.mark.parametrize("number", ["8", "0", "x" * 500])
def test_a_lesson_that_is_not_there_leads_to_the_list(opened, number):
    page = opened(f"/lesson/{number}", until=".kz-contents")
    assert "There is no lesson" in page.inner_text("[role=alert]")


def test_before_the_prediction_there_is_no_run_and_no_result(opened):
    page = opened("/lesson/1")
    assert headings(page) == STEPS
    assert page.locator("#kz-run, .kz-result, .kz-table, .mine").count() == 0
    gone = page.request.get(page.url.replace("/lesson/1", "/lesson/1/figure.png"))
    assert gone.status == 404
    page.click("#kz-commit")
    page.wait_for_selector("text=Choose one of A, B, C first.")
    assert page.locator("#kz-run").count() == 0


def test_what_is_committed_stays(opened):
    page = opened("/lesson/1")
    commit(page, 2, "<b>they</b> learn")
    assert "Committed: C, lower by 0.1" in page.inner_text(".kz-committed")
    assert page.locator("text=Because: <b>they</b> learn").count() == 1
    assert page.locator("[name=kz-choice], #kz-commit").count() == 0
    assert headings(page) == STEPS
    page.reload()
    page.wait_for_selector("#kz-run")
    assert "Committed: C, lower by 0.1" in page.inner_text(".kz-committed")
    assert page.locator("[name=kz-choice], #kz-commit").count() == 0
    other = opened("/lesson/1")
    assert other.locator("#kz-run, .kz-committed").count() == 0


def test_the_worksheet_is_there_before_the_run(opened):
    page = opened("/lesson/1")
    with page.expect_download() as waiting:
        page.click("text=Worksheet to print")
    assert waiting.value.suggested_filename == "lesson-1-worksheet.html"
    assert "Lesson 1: The Red Queen" in Path(waiting.value.path()).read_text()


def test_a_setting_acts_on_the_open_play(opened):
    page, other = opened("/lesson/1"), opened("/lesson/1")
    page.select_option("#kz-try-2", "false")
    for each in (page, other):
        each.select_option("#kz-speed", "fastest")
        each.click("#kz-start")
        wait_for_day(each, 100)
        each.click("#kz-start")
    curves = [points(each, "watched", "Ukraine")[:100] for each in (page, other)]
    assert curves[0] != curves[1]
    assert "Share of flights that get through: Ukraine" in page.inner_text("#kz-summary")


def test_a_sketch_follows_its_sliders(opened):
    page = opened("/lesson/4")
    before = page.get_attribute("path.guess", "d")
    page.focus("#kz-guess-0")
    page.keyboard.press("ArrowUp")
    page.wait_for_function(
        "before => document.querySelector('path.guess').getAttribute('d') !== before", arg=before
    )
    assert "Your sketch: 1: 0.52" in page.get_attribute(".kz-picture svg", "aria-label")


@full
def test_the_whole_of_lesson_1_by_keyboard(opened_for_good):
    page = opened_for_good("/lesson/1")
    tab_to(page, "kz-try-0")
    page.keyboard.press("ArrowDown")
    tab_to(page, "kz-start")
    page.keyboard.press("Enter")
    wait_for_day(page, 5)
    page.keyboard.press("Enter")
    page.wait_for_selector("#kz-start:has-text('Start')")
    tab_to(page, "kz-choice-0")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#kz-choice-1")
    page.keyboard.press("Tab")
    page.keyboard.type("each learns")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "kz-run")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kz-verdict")
    assert page.inner_text(".kz-verdict").startswith("You predicted B. The run came out B:")
    assert headings(page) == [*STEPS, *LATER, TEACHER]
    assert page.locator(".kz-picture .mine").count() == 1
    assert page.locator(".kz-picture .found").count() == 1
    assert page.evaluate("document.querySelector('.kz-result').naturalWidth") > 500
    page.evaluate("document.activeElement.blur()")
    page.focus("summary:has-text('Teacher')")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Common misconceptions")
    with page.expect_download() as waiting:
        page.click("text=Report (HTML)")
    assert waiting.value.suggested_filename == "lesson-1-report.html"


@full
def test_a_class_that_presses_the_button_together_gets_the_same_run(opened):
    both = [opened("/lesson/1"), opened("/lesson/1")]
    for choice, page in enumerate(both):
        commit(page, choice)
        page.click("#kz-run")
    for page in both:
        page.wait_for_selector(".kz-verdict")
    assert len({page.inner_text(".kz-table") for page in both}) == 1
    assert [page.inner_text(".kz-verdict")[:16] for page in both] == [
        "You predicted A.",
        "You predicted B.",
    ]


@pytest.mark.long
@pytest.mark.parametrize(("scheme", "width"), thinned(LOOKS, 3))
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(opened, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = opened("/lesson/1", color_scheme=scheme, viewport={"width": width, "height": 900})
    commit(page, 1)
    page.click("#kz-run")
    page.wait_for_selector(".kz-verdict")
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert serious == [], [(each["id"], each["nodes"][0]["html"]) for each in serious]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
