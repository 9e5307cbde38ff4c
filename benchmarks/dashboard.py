"""How many simulation days a second the live page draws, and what memory its server takes.

    python benchmarks/dashboard.py [--replicates 5] [--seconds 20] [--days 5000]

A headless chromium at 1280 x 900 shows the baseline. A day counts as drawn when the browser has
drawn it: the page counts the days for which its drawing function returned and a frame followed.
Then the run goes on at the fastest speed to day 500 and to the last day, where the memory of the
server's process is read.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
MIB = 1 << 20
COUNT = """
() => {
  const draw = killzone.draw;
  window.drawn = new Set();
  killzone.draw = (shown) => {
    const answer = draw(shown);
    requestAnimationFrame(() => window.drawn.add(shown.texts["kz-day"]));
    return answer;
  };
}
"""
DAY = "() => Number(document.querySelector('#kz-day').innerText.replace(/\\D/g, ''))"


@contextlib.contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """Serve the page; yield its address and the server's process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", "serve"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    try:
        lines = iter(process.stdout.readline, "") if process.stdout else iter(())
        found = (re.search(r"http://\S+", line) for line in lines)
        yield next(each.group() for each in found if each), process.pid
    finally:
        process.terminate()
        process.wait()


def memory(process: int) -> float:
    """Return the resident memory of a process in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


def begin(page: Page, address: str, query: str) -> None:
    """Open the page and let it go at its fastest."""
    page.goto(f"{address}&{query}")
    page.wait_for_function("document.querySelector('#kz-summary').innerText.includes('Day 0')")
    page.evaluate(COUNT)
    page.select_option("#kz-speed", "20")
    page.click("#kz-start")


def pace(page: Page, seconds: float) -> float:
    """Return the days drawn in a second."""
    time.sleep(2)
    before, start = page.evaluate("window.drawn.size"), time.monotonic()
    time.sleep(seconds)
    drawn = page.evaluate("window.drawn.size") - before
    return drawn / (time.monotonic() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--days", type=int, default=5000)
    given = parser.parse_args()
    query = f"scenario=baseline&run.replicates={given.replicates}"
    with sync_playwright() as playwright, serving() as (address, process):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, more in (("one run", ""), ("two runs side by side", "&compare=true")):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            begin(page, address, query + more)
            print(f"{name}: {pace(page, given.seconds):.1f} drawn days a second")
            page.close()
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        begin(page, address, query)
        page.select_option("#kz-speed", "fastest")
        for day in (500, given.days):
            while (now := page.evaluate(DAY)) < day:
                time.sleep(0.5)
            print(f"server at day {now:,}: {memory(process):.0f} MiB")
        browser.close()


if __name__ == "__main__":
    main()
