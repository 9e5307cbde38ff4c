"""The cure that is printed for a wrong value is itself valid, and near what was written."""

from __future__ import annotations

import re

import pytest

from sim.config import ConfigError, load
from sim.config.catalogue import parameters
from sim.experiment.design.reading import read_experiment
from tests.settings import thinned

CURE = re.compile(r"; write (\{.*\}|\[[^\]]*\]|[^\s;,]+)")

WRONG = {
    "far below": "-1e300",
    "far above": "1e300",
    "a little below": "0.5",
    "text": "many",
    "word": "two months",
    "money": "$450",
    "percent": "93%",
    "quoted": '"60"',
    "comma": "1,000",
    "date": "01/02/2026",
    "long ago": "1066-10-14",
    "base 60": "1:30",
    "true": "true",
    "list": "[1, 2, 3]",
    "group": "{a: 1}",
    "nan": ".nan",
    "infinite": ".inf",
    "empty": "",
}


def nested(path, value):
    *groups, key = path.split(".")
    lines = [f"{'  ' * depth}{group}:" for depth, group in enumerate(groups)]
    return "\n".join([*lines, f"{'  ' * len(groups)}{key}: {value}", ""])


def told(write, text):
    """Return the line that is printed about a file; empty if it is valid."""
    try:
        load(write(text))
    except ConfigError as error:
        [line] = str(error).splitlines()
        return line
    return ""


FEW = list(parameters())[::12]
OTHERS = [path for path in parameters() if path not in FEW]


@pytest.mark.parametrize(
    "path",
    [*FEW, *(pytest.param(path, marks=pytest.mark.long) for path in thinned(OTHERS, every=15))],
)
def test_the_cure_of_any_wrong_value_makes_the_file_valid(write, path):
    for kind, value in WRONG.items():
        line = told(write, nested(path, value))
        if not line:
            continue
        mended = CURE.search(line)
        unquoted = value.strip('"') if "remove the quotes" in line else None
        assert mended or unquoted, (kind, line)
        cured = unquoted or mended.group(1)
        assert told(write, nested(path, cured)) == "", (kind, line)


@pytest.mark.parametrize("path", FEW)
def test_no_parameter_takes_text_or_a_group(write, path):
    assert told(write, nested(path, "many"))
    assert told(write, nested(path, "{a: 1}"))


@pytest.mark.parametrize(
    ("path", "written", "cure"),
    [
        ("scale", "0.5", "write 1"),
        ("run.days", "0.5", "write 1"),
        ("run.days", "45.4", "write 45"),
        ("run.days", "two years", "write 730"),
        ("run.days", "1,000", "write 1000"),
        ("race.extent", "7,5", "write 7.5"),
        ("race.obsolescence_days", "two months", "write 60"),
        ("race.obsolescence_days", "2", "write 60 if it is in months, else 30"),
        ("race.obsolescence_days", "1440", "write 60 if it is in hours, else 90"),
        ("ukraine.fpv.output_share", "93", "write 0.93"),
        ("ukraine.fpv.unit_cost_usd", "$450", "write 450"),
        ("ukraine.fpv.unit_cost_usd", "450 EUR", "write what that is in USD"),
        ("front.kill_zone_km", "20000", "write 20 if it is in metres, else 40"),
        ("finance.start", "Feb 1, 2026", "write 2026-02-01"),
        ("finance.start", "01/02/2026", "write 2026-02-01, or 2026-01-02 if the month comes first"),
        ("finance.start", "31/12/2026", "write 2026-12-31"),
        ("finance.start", "2201-01-01", "write 2200-01-01"),
        ("deal.signed", "yes", "write true"),
        ("race.start", "scatter", "write scattered"),
        ("race.extent", "1.9", "write 6"),
        ("run.seed", "-1", "write 0"),
        ("run.seed", str(10**20), f"write {2**63 - 1}"),
    ],
)
def test_the_cure_is_near_what_was_meant(write, path, written, cure):
    assert told(write, nested(path, written)).endswith(f"; {cure}")


def test_in_braces_a_comma_in_a_date_or_a_number_is_no_key(write):
    line = told(write, "finance: {start: Feb 1, 2026}\n")
    assert line.endswith("write 2026-02-01")
    assert told(write, "finance: {loans_usd: 1,000,000}\n").endswith("write 1e6")


@pytest.mark.parametrize(
    ("key", "value", "cure"),
    [
        ("set", "93", "write 0.93"),
        ("set", "half", "write 0.5"),
        ("day", "9999", "write 730 or earlier, or raise run.days"),
        ("date", "2020-01-01", "write 2025-10-16 or later, or change the parameter itself"),
        ("scale", "50", "write 2, or set in place of scale"),
    ],
)
def test_the_cure_of_an_event_is_valid(write, key, value, cure):
    event = {"path": "ukraine.fpv.hit_share", "set": "0.3", "day": "30", key: value}
    if key == "scale":
        del event["set"]
    if key == "date":
        del event["day"]

    def text():
        return f"events:\n  - {{{', '.join(f'{name}: {each}' for name, each in event.items())}}}\n"

    line = told(write, text())
    assert line.endswith(cure)
    event[key] = CURE.search(line).group(1)
    assert told(write, text()) == ""


def refusal(write, *lines):
    with pytest.raises(ConfigError) as caught:
        read_experiment(write("\n".join(["name: case", "base: baseline", *lines, ""])))
    [line] = str(caught.value).splitlines()
    return line


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("race.obsolescence_days: [30, 60]", "write {values: [30, 60]}"),
        ("race.obsolescence_days: [one month, 60]", "write {values: [30, 60]}"),
        ("race.obsolescence_days: 45", "write {values: [45]}"),
        ("race.obsolescence_days:", "write {values: [30, 90]}"),
        ("race.start: [apart, scattered]", "write {values: [apart, scattered]}"),
        ("race.obsolescence_days: {values: 30, 60}", "write [30, 60]"),
        ("race.obsolescence_days: {values: 30, 60.5, 70}", "write [30, 60.5, 70]"),
        ("race.obsolescence_days: {values: 30}", "write [30]"),
        ("race.start: {categories: apart, scattered}", "write {categories: [apart, scattered]}"),
        ("ukraine.fpv.hit_share: {values: [0.4, 55]}", "write 0.55"),
        ("finance.start: {values: [Feb 1 2026]}", "write 2026-02-01"),
    ],
)
def test_levels_that_are_not_written_as_levels(write, written, cure):
    line = refusal(write, "factors:", f"  {written}")
    assert cure in line
    name, _, form = written.partition(":")
    mended = CURE.search(line).group(1)
    if form.startswith(" {") and mended[0] == "[":
        mended = f"{{values: {mended}}}"
    elif form.startswith(" {") and mended[0] != "{":
        mended = f"{{values: [{mended}]}}"
    path = write(f"name: case\nbase: baseline\nfactors:\n  {name}: {mended}\n")
    assert read_experiment(path).factors[0].levels
