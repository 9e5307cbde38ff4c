"""The live page in a real browser, with nothing of the network but this machine."""

import pytest

import sim
from sim.experiment.results.exporting import export_csv
from tests.settings import full, thinned
from tests.view.dashboard.browser import (
    LOOKS,
    SMALL,
    browser_or_skip,
    day_of,
    pages,
    points,
    server,
    wait_for_day,
    wait_for_rest,
)

pytest.importorskip("nicegui")
pytest.importorskip("playwright")

OBSOLESCENCE = "#kz-race-obsolescence-days-a"


@pytest.fixture(scope="module")
def opened():
    """Return a function that opens a page; the browser must have said no error at the end."""
    browser_or_skip()
    with server() as address, pages(address) as function:
        yield function


def steps(page, days):
    """Step some days and wait for each."""
    for _ in range(days):
        day = day_of(page)
        page.click("#kz-step")
        wait_for_day(page, day + 1)
    wait_for_rest(page)


def test_it_shows_the_charts_of_day_0(opened):
    page = opened()
    assert page.locator(".kz-chart:visible canvas").count() == 6
    depth = sim.Simulation(sim.load("one-race")).theatre.width_km
    assert points(page, "zone", "A") == [[0, pytest.approx(depth, abs=0.005)]]
    assert "Day 0" in page.inner_text("#kz-summary")


def test_the_token_is_no_part_of_the_address(opened):
    page = opened()
    page.wait_for_function("location.search.includes('version=')")
    assert "token" not in page.url
    assert "scenario=lessons%2Fone-race" in page.url
    assert "run.seed=2025" in page.url


def go_on(page, day):
    """Let it run to a day, and return its kill zone up to then."""
    page.select_option("#kz-speed", "fastest")
    page.click("#kz-start")
    wait_for_day(page, day)
    page.click("#kz-start")
    wait_for_rest(page)
    return points(page, "zone", "A")[: day + 1]


def test_a_slider_moves_and_the_next_run_differs(opened):
    page = opened()
    before = go_on(page, 30)
    page.focus(OBSOLESCENCE)
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("document.querySelector('.kz-pending').innerText.includes('next reset')")
    steps(page, 1)
    assert points(page, "zone", "A")[:31] == before
    assert page.input_value(OBSOLESCENCE) == "30"
    page.wait_for_function("document.querySelector('.kz-value').innerText === '30 days'")
    page.click("#kz-reset")
    page.wait_for_function("location.search.includes('race.obsolescence_days=30')")
    assert go_on(page, 30) != before
    page.focus(OBSOLESCENCE)
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.kz-value').innerText === '60 days'")
    page.click("#kz-reset")
    page.wait_for_function("!location.search.includes('race.obsolescence_days')")
    assert go_on(page, 30) == before


@full
def test_what_is_being_typed_is_left_alone_while_a_run_goes_on(opened):
    page = opened()
    page.click("#kz-start")
    wait_for_day(page, 1)
    page.focus("#kz-run-seed")
    page.keyboard.press("Control+a")
    page.keyboard.type("77")
    wait_for_day(page, day_of(page) + 60)
    assert page.input_value("#kz-run-seed") == "77"
    page.click("#kz-start")
    wait_for_rest(page)


def test_a_pause_holds(opened):
    page = opened()
    page.click("#kz-start")
    wait_for_day(page, 3)
    page.click("#kz-start")
    wait_for_rest(page)
    day, drawn = day_of(page), points(page, "zone", "A")
    page.wait_for_timeout(700)
    assert day_of(page) == day
    assert points(page, "zone", "A") == drawn


def test_two_readers_are_independent(opened):
    one, other = opened(), opened(f"{SMALL}&run.seed=9")
    steps(one, 4)
    assert day_of(other) == 0
    steps(other, 1)
    assert (day_of(one), day_of(other)) == (4, 1)
    assert "run.seed=9" in other.url
    assert "run.seed=2025" in one.url


@pytest.mark.long
def test_a_link_brings_back_both_runs(opened):
    page = opened(f"{SMALL}&compare=true&b.ukraine.fpv.feedback_days=60")
    page.wait_for_function("location.search.includes('version=')")
    steps(page, 2)
    again = opened(page.url.partition("?")[2])
    assert again.is_checked("#kz-compare")
    assert again.input_value("#kz-ukraine-fpv-feedback-days-b") == "60"
    steps(again, 2)
    for series in ("A", "B"):
        assert points(again, "zone", series) == points(page, "zone", series)
    assert again.locator(".kz-run-b:visible").count() == 4


@pytest.mark.long
def test_what_a_link_may_not_ask_is_told(opened):
    bad = "run.seed=-1&race.obsolescence_days=NaN&version=0.0.1&x=<img+src=x+onerror=alert(1)>"
    page = opened(f"scenario=lessons/one-race&run.replicates=1&{bad}")
    told = page.inner_text(".kz-messages")
    assert "0.0.1" in told
    assert "Traceback" not in told
    assert page.locator(".kz-messages img").count() == 0
    assert "run.seed=2025" in page.url


@pytest.mark.long
@pytest.mark.parametrize("value", ["-1", "1e12", "NaN", str(2**70), "x" * 100_000])
def test_a_bad_value_from_the_socket_is_told_and_nothing_else_happens(opened, value):
    page = opened()
    page.evaluate(
        """value => {
             const field = document.querySelector('#kz-run-seed');
             field.type = 'text';
             field.value = value;
             field.dispatchEvent(new Event('change'));
           }""",
        value,
    )
    page.wait_for_selector(".kz-message")
    assert "run.seed" in page.inner_text(".kz-messages")
    assert len(page.inner_text(".kz-messages")) < 500
    steps(page, 1)
    assert "run.seed=2025" in page.url


def test_the_download_is_what_a_run_writes(opened, tmp_path):
    page = opened(f"{SMALL}&run.seed=5&race.obsolescence_days=45")
    steps(page, 6)
    files = {}
    for name in ("config.yaml", "daily.csv"):
        with page.expect_download() as waiting:
            page.click(f".kz-link[href$='A/{name}']")
        files[name] = tmp_path / name
        waiting.value.save_as(files[name])
    config = sim.load(files["config.yaml"])
    assert (config.run.days, config.run.replicates, config.run.seed) == (6, 2, 5)
    sim.run(files["config.yaml"], workers=1, out=tmp_path / "results")
    export_csv(tmp_path / "results", tmp_path / "csv", ())
    assert files["daily.csv"].read_bytes() == (tmp_path / "csv" / "daily.csv").read_bytes()


def test_the_keyboard_alone_starts_pauses_steps_and_resets(opened):
    page = opened()
    page.keyboard.press("ArrowRight")
    wait_for_day(page, 1)
    wait_for_rest(page)
    page.keyboard.press(" ")
    wait_for_day(page, 4)
    page.keyboard.press(" ")
    wait_for_rest(page)
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Backspace")
    page.wait_for_function("document.querySelector('#kz-day').innerText === 'Day 0'")


@pytest.mark.long
def test_the_tab_key_reaches_every_control_in_order_and_shows_where_it_is(opened):
    page = opened()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outlined = page.evaluate(
            """() => {
                 const element = document.activeElement;
                 return [element.id, getComputedStyle(element).outlineStyle !== 'none'];
               }"""
        )
        seen.append(name)
        assert outlined, name
        if name == "kz-speed":
            break
    ids = [each for each in seen if each.startswith("kz-")]
    assert ids[:3] == ["kz-theme", "kz-copy", "kz-scenario"]
    assert ids[-4:] == ["kz-start", "kz-step", "kz-reset", "kz-speed"]


@pytest.mark.long
def test_keys_in_a_field_are_for_the_field(opened):
    page = opened()
    page.focus("#kz-run-seed")
    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Backspace")
    page.wait_for_timeout(300)
    assert day_of(page) == 0


@pytest.mark.long
@pytest.mark.parametrize(("scheme", "width"), thinned(LOOKS, 3))
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(opened, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(
        f"{SMALL}&compare=true&b.race.obsolescence_days=30&version=0.0.1",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    steps(page, 2)
    page.evaluate("document.getElementById('kz-settings').open = true")
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert serious == [], [(each["id"], each["nodes"][0]["html"]) for each in serious]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.long
def test_motion_is_not_asked_for(opened):
    page = opened(reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter((each) => {
             const style = getComputedStyle(each);
             return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
           }).length"""
    )
    assert moving == 0
