"""The page in a real browser, the server in a process of its own."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[3]
BROWSER = shutil.which("chromium")
REQUIRED = os.environ.get("KILLZONE_BROWSER") == "required"
SECONDS = 600.0
"""After which a test gives up; nothing that it awaits is a matter of time."""

LOOKS = [("light", 390), ("light", 1280), ("dark", 390), ("dark", 1280)]
"""Color schemes with widths in pixels, of a telephone and of a screen."""

LOCAL = {"127.0.0.1"}
SMALL = "scenario=lessons/one-race&run.replicates=2"


def browser_or_skip():
    """Return the path of the browser; without one the tests are skipped, unless they must run."""
    if BROWSER is None and not REQUIRED:
        pytest.skip("there is no chromium here; KILLZONE_BROWSER=required makes that a failure")
    assert BROWSER is not None, "there is no chromium, and KILLZONE_BROWSER=required"
    return BROWSER


@contextlib.contextmanager
def server(*arguments, module="sim", ended_by=signal.SIGINT, **environment):
    """Serve the page; yield its address, and end it by a signal, Ctrl-C if no other is given."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, "serve", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        told = iter(process.stdout.readline, "")
        yield next(found.group() for line in told if (found := re.search(r"http://\S+", line)))
        process.send_signal(ended_by)
        _, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, errors
        assert "Traceback" not in errors, errors
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def pages(address):
    """Yield a function that opens a page; all that they ask for comes from this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_or_skip(),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        troubles, requests = [], []

        def opened(query=SMALL, path="/", until="#kz-summary:has-text('Day 0')", **context):
            """Open a page as a reader of their own, who has not been here before."""
            reader = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
            page = reader.new_page()
            page.set_default_timeout(SECONDS * 1000)
            page.on("console", lambda said: said.type == "error" and troubles.append(said.text))
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("request", lambda request: requests.append(request.url))
            page.goto(f"{address.replace('/?', f'{path}?')}&{query}")
            page.wait_for_selector(until)
            return page

        yield opened
        hosts = {
            urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:"))
        }
        browser.close()
        assert hosts == LOCAL
        assert troubles == []


def day_of(page):
    """Return the day that the page shows."""
    return int(page.inner_text("#kz-day").removeprefix("Day ").replace(",", ""))


def wait_for_day(page, day):
    """Wait until the page shows that day or a later one."""
    page.wait_for_function(
        "day => Number(document.querySelector('#kz-day').innerText.replace(/\\D/g, '')) >= day",
        arg=day,
    )


def wait_for_rest(page):
    """Wait until the page is paused and has drawn its last day."""
    page.wait_for_function("document.querySelector('#kz-start').innerText === 'Start'")
    page.wait_for_function(
        """document.querySelector('#kz-summary').innerText.startsWith(
             document.querySelector('#kz-day').innerText + ',')"""
    )


def points(page, chart, series):
    """Return the points of a curve of a chart, as the browser has them."""
    return page.evaluate(
        """([chart, series]) => {
             const element = document.querySelector(`.kz-${chart}`);
             const id = Number(element.id.slice(1));
             const option = getElement(id).chart.getOption();
             return option.series.find((each) => each.id === series).data;
           }""",
        [chart, series],
    )
