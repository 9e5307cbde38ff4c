"""Events in a configuration: what is wrong with them is told at its line, before day 0."""

from __future__ import annotations

import datetime as dt
import random
import re
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.config import Config, ConfigError, digest, load, to_yaml
from sim.config.catalogue import parameters
from sim.config.conflicts import conflicts
from sim.config.events import Event
from sim.config.generated.reference import EVENTS_EXAMPLE
from sim.config.values import with_values
from tests.config.conftest import LONGEST_SECONDS
from tests.settings import examples
from tests.strategies import configs, with_events

ROOT = Path(__file__).parents[2]

HIT = "path: ukraine.fpv.hit_share"
SHOTS = "path: ukraine.interceptor.shots_per_target"
ATTACK = "path: russia.strike.attack_share"

CASES = [
    # case, lines of the list of events, line and column, words of the message
    ("no list", [" {day: 3}"], 2, 2, ["events is a group of keys", "a list of events"]),
    ("empty", [], 1, 8, ["events is empty", "write []"]),
    ("no event", ["- 5"], 2, 3, ["an event is 5", "a dash"]),
    ("unknown key", [f"- {{{HIT}, set: 1, day: 3, until: 9}}"], 2, 49, ["key until", "until_day"]),
    (
        "unknown path",
        ["- path: russia.fpv.hitshare", "  set: 0.5", "  day: 3"],
        2,
        9,
        ["unknown parameter russia.fpv.hitshare", "nearest: russia.fpv.hit_share"],
    ),
    ("path alone", ["- {path: hit_share, set: 1, day: 3}"], 2, 10, ["nearest: ukraine.fpv.hit"]),
    ("no likeness", ["- {path: qqq, set: 1, day: 3}"], 2, 10, ["unknown parameter qqq"]),
    ("empty path", ["- {path: '', set: 1, day: 3}"], 2, 10, ["the path is not one parameter"]),
    ("path a number", ["- {path: 5, set: 1, day: 3}"], 2, 10, ["path is 5", "the path of"]),
    ("path a list", ["- {path: [5], set: 1, day: 3}"], 2, 10, ["path is [5]"]),
    ("no path", ["- {set: 1, day: 3}"], 2, 3, ["without a path"]),
    (
        "a group",
        ["- {path: russia.units, set: 1, day: 3}"],
        2,
        10,
        ["a group of them", "nearest: russia.units.establishment"],
    ),
    (
        "not changing",
        ["- {path: front.sectors, set: 1, day: 3}"],
        2,
        10,
        ["front.sectors cannot change", "nearest: front.casualties_per_hit", "killzone params"],
    ),
    ("set out of range", [f"- {HIT}", "  set: 1.5", "  day: 3"], 3, 8, ["1.5", "from 0 to 1"]),
    ("set text", [f"- {HIT}", "  set: much", "  day: 3"], 3, 8, ["much", "from 0 to 1"]),
    ("set quoted", [f"- {HIT}", "  set: '0.5'", "  day: 3"], 3, 8, ["remove the quotes"]),
    ("set true", [f"- {HIT}", "  set: true", "  day: 3"], 3, 8, ["true", "a number from"]),
    ("set a date", [f"- {HIT}", "  set: 2025-12-01", "  day: 3"], 3, 8, ["set is 2025-12-01"]),
    ("set a list", [f"- {HIT}", "  set: [1]", "  day: 3"], 3, 8, ["set is [1]"]),
    ("set nothing", [f"- {HIT}", "  set:", "  day: 3"], 3, 7, ["set is empty", "delete the line"]),
    ("set nan", [f"- {HIT}", "  set: .nan", "  day: 3"], 3, 8, ["finite"]),
    ("set half", [f"- {SHOTS}", "  set: 1.5", "  day: 3"], 3, 8, ["1.5", "a whole number from 1"]),
    ("set point", [f"- {SHOTS}", "  set: 2.0", "  day: 3"], 3, 8, ["whole", "write 2"]),
    (
        "set 1 for true",
        ["- {path: russia.fpv.innovates, set: 1, day: 3}"],
        2,
        37,
        ["set is 1", "true or false"],
    ),
    (
        "scale of true",
        ["- {path: russia.fpv.innovates, scale: 1, day: 3}"],
        2,
        39,
        ["not a number", "set: true"],
    ),
    ("scale out", [f"- {HIT}", "  scale: 3", "  day: 3"], 3, 10, ["would be 1.5", "from 0 to 1"]),
    ("scale negative", [f"- {HIT}", "  scale: -1", "  day: 3"], 3, 10, ["scale is -1", "from 0"]),
    ("scale true", [f"- {HIT}", "  scale: true", "  day: 3"], 3, 10, ["scale is true"]),
    ("scale text", [f"- {HIT}", "  scale: half", "  day: 3"], 3, 10, ["scale is half"]),
    (
        "scale no whole",
        [f"- {SHOTS}", "  scale: 1.25", "  day: 3"],
        3,
        10,
        ["shots_per_target would be 2.5", "a whole number"],
    ),
    ("both", [f"- {HIT}", "  set: 1", "  scale: 1", "  day: 3"], 4, 10, ["set and scale", "one"]),
    ("neither", [f"- {HIT}", "  day: 3"], 2, 3, ["changes nothing", "set, scale"]),
    ("two starts", [f"- {HIT}", "  set: 1", "  day: 3", "  per_year: 3"], 5, 13, ["day and per_"]),
    ("no start", [f"- {HIT}", "  set: 1"], 2, 3, ["never starts", "day, date, per_year"]),
    ("two ends", [f"- {{{HIT}, set: 1, day: 3, until_day: 5, days: 3}}"], 2, 69, ["until_day and"]),
    ("day 0", [f"- {HIT}", "  set: 1", "  day: 0"], 4, 8, ["day is 0", "from 1"]),
    ("day 1.0", [f"- {HIT}", "  set: 1", "  day: 1.0"], 4, 8, ["day is 1.0", "write 1"]),
    ("day a date", [f"- {HIT}", "  set: 1", "  day: 2026-01-01"], 4, 8, ["day is 2026-01-01"]),
    ("date a day", [f"- {HIT}", "  set: 1", "  date: 5"], 4, 9, ["date is 5", "a date"]),
    ("no such date", [f"- {HIT}", "  set: 1", "  date: 2026-02-30"], 4, 9, ["calendar"]),
    ("days 0", [f"- {HIT}", "  set: 1", "  day: 3", "  days: 0"], 5, 9, ["days is 0", "from 1"]),
    ("rate", [f"- {HIT}", "  set: 1", "  per_year: -0.5"], 4, 13, ["per_year is -0.5", "from 0"]),
    ("name", [f"- {HIT}", "  name: 7", "  set: 1", "  day: 3"], 3, 9, ["name is 7", "letter"]),
    ("after the end", [f"- {HIT}", "  set: 1", "  day: 101"], 4, 8, ["day is 101", "run, 100"]),
    (
        "date after the end",
        [f"- {HIT}", "  set: 1", "  date: 2025-04-12"],
        4,
        9,
        ["date is 2025-04-12", "the last day of the run, 100"],
    ),
    (
        "date before the start",
        [f"- {HIT}", "  set: 1", "  date: 2024-12-31"],
        4,
        9,
        ["2024-12-31", "2025-01-01 (run.start)", "or later"],
    ),
    (
        "date of day 0",
        [f"- {HIT}", "  set: 1", "  date: 2025-01-01"],
        4,
        9,
        ["the parameter itself"],
    ),
    (
        "end before start",
        [f"- {HIT}", "  set: 1", "  day: 9", "  until_day: 8"],
        5,
        14,
        ["until_day is 8", "start on day 9"],
    ),
    (
        "end at start",
        [f"- {HIT}", "  set: 1", "  day: 9", "  until_date: 2025-01-10"],
        5,
        15,
        ["until_date is 2025-01-10", "start on day 9"],
    ),
    (
        "end before a random start",
        [f"- {HIT}", "  set: 1", "  per_year: 9", "  until_day: 1"],
        5,
        14,
        ["until_day is 1", "day 1, when it may start"],
    ),
    (
        "set twice at a time",
        [f"- {{{HIT}, set: 1, day: 3}}", f"- {{{HIT}, set: 0, day: 9}}"],
        3,
        10,
        ["set by two events", "(with line 2)"],
    ),
    (
        "scaled out together",
        [f"- {{{HIT}, scale: 1.5, per_year: 3}}", f"- {{{HIT}, scale: 1.5, day: 9}}"],
        3,
        40,
        ["(with line 2)", "would be 1.125", "from 0 to 1"],
    ),
    (
        "scaled to no whole number together",
        [f"- {{{SHOTS}, scale: 0.5, day: 3}}", f"- {{{SHOTS}, scale: 1.5, day: 9}}"],
        3,
        55,
        ["(with line 2)", "would be 1.5", "whole number"],
    ),
    (
        "conflict",
        [f"- {ATTACK}", "  set: 0.2", "  day: 3"],
        3,
        8,
        ["russia.strike.attack_share 0.2", "russia.strike.tempo: it is above", "lower it"],
    ),
    (
        "conflict together",
        [f"- {{{ATTACK}, scale: 0.5, day: 3}}", f"- {{{ATTACK}, scale: 0.6, per_year: 1}}"],
        3,
        45,
        ["attack_share 0.21", "(with line 2)"],
    ),
    (
        "too many at a time",
        [f"- {{{HIT}, scale: 0.9, per_year: 1}}"] * 12,
        13,
        40,
        ["too many events scale ukraine.fpv.hit_share"],
    ),
]


def written(lines, settings="run: {days: 100, start: 2025-01-01}"):
    return "\n".join(["events:", *lines, settings])


@pytest.mark.parametrize(
    ("lines", "line", "column", "words"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_refused_with_place_and_cure(refusal, lines, line, column, words):
    [problem] = refusal(written(lines)).problems
    assert (problem.place.line, problem.place.column) == (line, column)
    assert [word for word in words if word not in str(problem)] == []
    assert "\n" not in str(problem)


def test_all_problems_at_once_with_those_of_parameters(refusal):
    lines = [
        "- path: ukraine.fpv.hitshare",
        "  set: 0.5",
        "  scale: 2",
        "  day: soon",
        "- {path: front.sectors, set: 1, per_year: -1}",
        f"- {{{HIT}, set: 5, day: 1:30}}",
    ]
    error = refusal(written(lines, "run: {days: 0}\nrace: {extent: 0}\nwarp: 9"))
    assert [problem.place.line for problem in error.problems] == [2, 4, 5, 6, 6, 7, 7, 8, 9, 10]


def test_a_wrong_event_hides_neither_the_clashes_of_others_nor_conflicts(refusal):
    lines = ["- {path: front.sectors, set: 1, day: 3}", f"- {{{HIT}, set: 1, day: 101}}"]
    settings = "run: {days: 100}\nrussia: {strike: {tempo: 0.9}}"
    error = refusal(written(lines, settings))
    assert [problem.place.line for problem in error.problems] == [2, 3, 5]


def test_clashes_with_a_default_in_the_place_of_a_wrong_value_are_not_told(refusal):
    [problem] = refusal(written([f"- {{{HIT}, set: 1, day: 900}}"], "run: {days: -1}")).problems
    assert problem.place.line == 3


def test_very_many_events_are_told_soon_enough(refusal):
    assert refusal(written([f"- {{{HIT}, set: 1, day: 3}}"] * 200)).omitted == 99
    assert refusal(written([f"- {{{HIT}, scale: 1, day: 3}}"] * 200)).problems
    assert refusal(written([f"- {{path: {'s' * 300}, set: 1, day: 3}}"] * 80)).problems


def test_a_conflict_is_told_of_the_event_that_makes_it_alone(refusal):
    lines = [f"- {{{ATTACK}, set: 0.2, day: 3}}", f"- {{{HIT}, set: 1, day: 9}}"]
    [problem] = refusal(written(lines)).problems
    assert problem.place.line == 2


def test_two_hundred_events_that_agree_are_read_soon(write):
    one_after_the_other = [
        f"- {{{HIT}, scale: 0.9, day: {day}, days: 3}}" for day in range(3, 600, 3)
    ]
    path = write(written(one_after_the_other, "run: {days: 600}"))
    start = time.process_time()
    assert len(load(path).events) == 199
    assert time.process_time() - start < LONGEST_SECONDS


PIECES = {
    "path": [
        "ukraine.fpv.hit_share",
        "russia.strike.attack_share",
        "russia",
        "run.days",
        "'a b'",
        "",
    ],
    "set": ["0", "0.5", "2", "true", "yes", ".inf", "[1]", "{a: 1}", "9" * 300, "'1'"],
    "scale": ["0", "1", "1.5", "-1", "1e6", "1e-300", "x"],
    "day": ["0", "1", "5", "36500", "1e3", "2025-10-16"],
    "date": ["2025-10-15", "2025-10-20", "1000-01-01", "9999-12-31", "5"],
    "per_year": ["0", "1", "1e6", "-0.0", "abc"],
    "until_day": ["1", "6", "36500"],
    "until_date": ["2025-10-16", "9999-12-31", "0001-01-01"],
    "days": ["1", "36500", "0"],
    "name": ["a", "'#'", "2025-01-01", "x" * 90],
    "other": ["1"],
}
EVENT_TEXTS = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(texts) for key, texts in PIECES.items()}
)


@settings(max_examples=examples(300))
@given(events=st.lists(EVENT_TEXTS, min_size=1, max_size=4))
def test_no_events_escape_as_another_error(write, events):
    """What loads is written and read again as the same."""
    lines = [
        f"- {{{', '.join(f'{key}: {text}' for key, text in each.items())}}}" for each in events
    ]
    try:
        config = load(write(written(lines, "scale: 1")))
    except ConfigError:
        return
    assert load(write(to_yaml(config))) == config


def test_the_examples_of_the_documentation_load(write):
    page = (ROOT / "docs" / "changing.md").read_text(encoding="utf-8")
    [example] = re.findall(r"(?ms)^```yaml\n(# without-aid.yaml\n.*?)^```", page)
    assert len(load(write(example)).events) == 2
    commented = EVENTS_EXAMPLE.partition("Such as:\n#\n")[2].partition("\n#\n")[0]
    example = "events:\n" + re.sub("(?m)^# ?", "", commented)
    assert [event.label for event in load(write(example)).events] == ["aid stops"]


@pytest.mark.parametrize("override", ["events=[]", "events.0.day=5", "events=[{path: a}]"])
def test_no_override_sets_events(write, override):
    with pytest.raises(ConfigError) as caught:
        load(write(written([f"- {{{HIT}, set: 1, day: 3}}"])), [override])
    [problem] = caught.value.problems
    assert problem.place.file == f"--set {override}"
    assert "extends" in problem.cure


def test_a_list_replaces_that_of_the_file_below(write):
    write(written([f"- {{{HIT}, set: 1, day: 3}}", f"- {{{SHOTS}, set: 1, day: 3}}"]), "below.yaml")
    assert len(load(write("extends: below.yaml\nscale: 1")).events) == 2
    above = load(write(f"extends: below.yaml\nevents: [{{{SHOTS}, set: 3, day: 9}}]"))
    assert [(event.path, event.set, event.day) for event in above.events] == [
        ("ukraine.interceptor.shots_per_target", 3, 9)
    ]
    assert load(write("extends: below.yaml\nevents: []")).events == ()


def test_problems_of_a_list_are_told_in_its_file(write):
    below = write(written([f"- {{{HIT}, set: 2, day: 3}}"]), "below.yaml")
    with pytest.raises(ConfigError) as caught:
        load(write("extends: below.yaml\nscale: 1"))
    [problem] = caught.value.problems
    assert (problem.place.file, problem.place.line) == (str(below), 2)


ACCEPTED = [
    [f"- {{{HIT}, set: 1, day: 3, until_day: 9}}", f"- {{{HIT}, set: 0, day: 9}}"],
    [f"- {{{HIT}, set: 1, per_year: 3, days: 9}}", f"- {{{HIT}, set: 0, day: 9}}"],
    [f"- {{{HIT}, set: 1, day: 3}}", f"- {{{HIT}, scale: 0.5, day: 9}}"],
    [f"- {{{HIT}, scale: 1.5, day: {day}, days: 5}}" for day in range(1, 100, 5)],
    [f"- {{{SHOTS}, scale: 1.5, day: 3}}"],
    [f"- {{{HIT}, set: 1, day: 100, until_day: 900}}"],
    [
        f"- {{{HIT}, set: 1, date: 2025-04-11}}",
        "- {path: russia.fpv.innovates, set: false, day: 1}",
    ],
    [f"- {{{HIT}, set: 1, per_year: 0}}"],
    [f"- {{{ATTACK}, set: 0, day: 3}}"],
]


@pytest.mark.parametrize("lines", ACCEPTED)
def test_accepted_written_and_read_again(write, lines):
    config = load(write(written(lines)))
    again = load(write(to_yaml(config)))
    assert again == config
    assert digest(again) == digest(config)
    assert len(config.events) == len(lines)


def test_the_digest_tells_events_but_not_how_numbers_are_written(write):
    texts = [f"- {{{HIT}, set: {value}, day: 3}}" for value in ("1", "1.0", "0.5")]
    whole, point, half = (digest(load(write(written([text])))) for text in texts)
    assert whole == point != half


def test_values_have_their_types(write):
    text = "- {path: russia.fpv.innovates, set: false, name: a pause, date: 2025-02-01, days: 3}"
    [event] = load(write(written([text]))).events
    assert (event.set, event.date, event.days) == (False, dt.date(2025, 2, 1), 3)
    assert type(event.set) is bool
    assert event.label == "a pause"


def test_a_configuration_made_in_python_is_checked_too():
    events = [{"path": "ukraine.fpv.hit_share", "set": 1, "day": day} for day in (3, 9)]
    with pytest.raises(ValidationError, match="set by two events"):
        Config.model_validate({"events": events})
    with pytest.raises(ValidationError, match="cannot change"):
        Config.model_validate({"events": [{**events[0], "path": "run.days"}]})


def agree(values):
    try:
        return not any(conflicts(with_values(Config(), values)))
    except ValidationError:
        return False


def extremes(parameter):
    """The ends of what is legal and agrees with the baseline alone, and the documented range."""
    if parameter.kind is bool:
        tried = [False, True]
    else:
        legal = np.linspace(parameter.limits.get("ge", 0), parameter.limits.get("le", 1), 21)
        tried = map(parameter.kind, sorted([*legal, parameter.low, parameter.high]))
    alone = [value for value in tried if agree({parameter.path: value})]
    documented = {parameter.low, parameter.high}.intersection(alone)
    return sorted({alone[0], alone[-1], *documented})


def disagreeing(paths):
    """Tell whether values that agree with the baseline one by one conflict with each other.

    Tried all at once, four at most of each parameter: of 200 draws, no combination of two
    parameters' values is likely to be missing from all (in one case of 400,000).
    """
    values = {path: extremes(parameters()[path]) for path in paths}
    draw = random.Random(0)
    return any(
        not agree({path: draw.choice(choices) for path, choices in values.items()})
        for _ in range(200)
    )


CHANGING = [path for path, parameter in parameters().items() if parameter.changes]


def test_no_conflict_is_between_two_parameters_that_may_change():
    """So that values that random events give agree whenever each of them does alone."""
    assert not disagreeing(CHANGING)


@pytest.mark.parametrize(
    "path",
    ["russia.strike.tempo", "ukraine.deep_strike.tempo"],
)
def test_such_a_conflict_would_be_found(path):
    """Each of these conflicts with a parameter that may change, and may therefore not."""
    assert path not in CHANGING
    assert disagreeing([*CHANGING, path])


def test_random_configurations_have_events_of_every_kind():
    unshrunk = settings(max_examples=examples(300), phases=[Phase.generate])
    for key in Event.model_fields.keys() - {"name"}:

        def says(config, key=key):
            return any(getattr(event, key) is not None for event in config.events)

        assert find(with_events(Config()), says, settings=unshrunk).events
    assert find(configs(), lambda config: len(config.events) > 1, settings=unshrunk)
