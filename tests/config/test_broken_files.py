"""Broken files: two hundred made from the baseline, and whatever hypothesis comes up with."""

from __future__ import annotations

import random
import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.config import ConfigError, load, shipped
from tests.settings import examples, thinned

BROKEN_FILES = 200

SPOILERS = {
    # what becomes of the line "indent key: value", as a template
    "misspelt": "{indent}{key}x: {value}",
    "capital": "{indent}X{key}: {value}",
    "dotted": "{indent}run.{key}: {value}",
    "text": "{indent}{key}: many",
    "empty": "{indent}{key}:",
    "out of range": "{indent}{key}: -1e300",
    "not a number": "{indent}{key}: .nan",
    "infinite": "{indent}{key}: .inf",
    "overflow": "{indent}{key}: 1e999",
    "list": "{indent}{key}: [1, [2]]",
    "group": "{indent}{key}: {{a: 1}}",
    "leading zero": "{indent}{key}: 007",
    "comma": "{indent}{key}: 1,000",
    "base 60": "{indent}{key}: 1:30",
    "yes": "{indent}{key}: yes",
    "no such day": "{indent}{key}: 2025-02-30",
    "tag": "{indent}{key}: !!float {value}",
    "anchor": "{indent}{key}: &a {value}",
    "alias": "{indent}{key}: *a",
    "merge": "{indent}<<: {{{key}: {value}}}",
    "twice": "{indent}{key}: {value}\n{indent}{key}: {value}",
    "tab": "\t{indent}{key}: {value}",
    "minus sign": "{indent}{key}: \u2212{value}",
    "no-break space": "{indent}{key}:\u00a0{value}",
    "zero width": "{indent}{key}\u200b: {value}",
    "NUL": "{indent}{key}: {value}\0",
    "surplus indent": " {indent}{key}: {value}",
    "no space": "{indent}{key}:{value}",
    "no colon": "{indent}{key} {value}",
    "quote open": '{indent}{key}: "{value}',
    "bracket open": "{indent}{key}: [{value}",
    "document": "---\n{indent}{key}: {value}",
}
ELSEWHERE = {"twice", "surplus indent", "no space", "no colon", "quote open", "bracket open"}
"""Spoilers that show only later in the file."""


def broken(number):
    """Return the name of a spoiler, the spoilt baseline and the line that was spoilt."""
    turn, kind = divmod(number, len(SPOILERS))
    name = list(SPOILERS)[kind]
    lines = shipped()["baseline"].read_text(encoding="utf-8").splitlines()
    parameters = [index for index, line in enumerate(lines) if re.match(r" *\w+: \S", line)]
    index = random.Random(name).sample(parameters, k=turn + 1)[turn]
    indent, key, value = re.match(r"( *)(\w+): (\[.*?\]|\S+)", lines[index]).groups()
    lines[index] = SPOILERS[name].format(indent=indent, key=key, value=value)
    return name, "\n".join(lines), index + 1


@pytest.mark.parametrize(
    "number",
    [
        *range(len(SPOILERS)),
        *(
            pytest.param(number, marks=pytest.mark.long)
            for number in thinned(range(len(SPOILERS), BROKEN_FILES), 4)
        ),
    ],
)
def test_broken_baseline_is_told_with_its_line(refusal, number):
    name, text, line = broken(number)
    lines = [problem.place.line for problem in refusal(text).problems]
    assert None not in lines
    if name in ELSEWHERE:
        assert min(lines) >= line
    else:
        assert lines == [line]


def test_the_broken_files_differ():
    assert len({broken(number)[1] for number in range(BROKEN_FILES)}) == BROKEN_FILES


YAML_PIECES = st.sampled_from(
    [
        *"-?:,[]{}#&*!|>'\"%@` \n",
        *("\n  ", ": ", "- ", "run", "race", "seed", "extent", "extends", "<<", "1", "1e6"),
        *("true", "null", "---", "...", "\t", "\\", "\\x", "\ufeff", "\u2028", "é", "!!int"),
    ]
)


def told_or_loaded(path):
    with suppress(ConfigError):
        load(path)


@settings(max_examples=examples(300), suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(YAML_PIECES, max_size=40))
def test_no_text_escapes_as_another_error(write, pieces):
    told_or_loaded(write("".join(pieces)))


@pytest.mark.long
@settings(max_examples=examples(200))
@given(
    content=st.one_of(
        st.binary(), st.text(st.characters(exclude_categories=["Cs"])).map(str.encode)
    )
)
def test_no_bytes_escape_as_another_error(write, content):
    told_or_loaded(write(content))


@settings(max_examples=examples(200))
@given(text=st.text())
def test_no_override_or_name_escapes_as_another_error(write, text):
    with suppress(ConfigError):
        load(write("scale: 1"), [text, f"run.seed={text}"])
    with suppress(ConfigError):
        load(text)
