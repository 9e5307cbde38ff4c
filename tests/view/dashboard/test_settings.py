"""What an address says is what the page shows, and what YAML refuses, the page refuses."""

import math
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.config import ConfigError
from sim.config.catalogue import parameters
from sim.config.values import value_at
from sim.view.dashboard.settings import (
    CHOSEN,
    MOST_REPLICATES,
    REPLICATES,
    SEED,
    Scenarios,
    Settings,
    read_query,
    sliders,
)

few = settings(max_examples=12, deadline=None)
SCENARIOS = Scenarios()


def values():
    """Return values of chosen parameters, each within what its slider covers."""

    def value(path):
        known = parameters()[path]
        kind = st.integers if known.kind is int else st.floats
        return st.tuples(st.just(path), kind(known.low, known.high))

    chosen = st.one_of([value(path) for path in CHOSEN])
    return st.lists(chosen, max_size=4).map(dict)


@st.composite
def asked(draw):
    """Return settings that a page may have."""
    found = Settings(draw(st.sampled_from(list(SCENARIOS))))
    for path, value in draw(values()).items():
        found = found.with_value(path, value)
    found = found.with_value(SEED, draw(st.integers(0, 2**63 - 1)))
    found = found.with_value(REPLICATES, draw(st.integers(1, MOST_REPLICATES)))
    if draw(st.booleans()):
        found = Settings(found.scenario, found.values, {})
        for path, value in draw(values()).items():
            found = found.with_value(path, value, other=True)
    return found.complete(SCENARIOS)


@few
@given(asked())
def test_an_address_brings_back_what_it_was_made_of(wanted):
    assert read_query(wanted.query(), SCENARIOS) == (wanted, [])


@few
@given(asked())
def test_run_a_is_what_load_makes_of_the_same_values(wanted):
    overrides = [f"{path}={value}" for path, value in wanted.values.items()]
    first, *second = wanted.configs(SCENARIOS)
    assert first == sim.load(wanted.scenario, overrides)
    if second:
        both = {**wanted.values, **wanted.other}
        overrides = [f"{path}={value}" for path, value in both.items()]
        assert second == [sim.load(wanted.scenario, overrides)]


@few
@given(asked())
def test_the_address_tells_seed_replicates_and_version(wanted):
    told = wanted.query()
    assert all(f"{key}=" in told for key in (SEED, REPLICATES, "version", "scenario"))


BAD = [
    "1e12",
    "-1",
    "NaN",
    str(2**70),
    "x" * 10_000_000,
    "",
    "[1]",
    "\N{RIGHT-TO-LEFT OVERRIDE}1",
    "<img src=x onerror=alert(1)>",
    "1\n2",
    "true",
    "{a: b}",
    "&x",
    "!!python/object:os.system",
]


@pytest.mark.parametrize("text", BAD, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("path", [SEED, REPLICATES, "ukraine.fpv.feedback_days"])
def test_what_yaml_refuses_is_refused_in_a_sentence(path, text):
    with pytest.raises(ConfigError):
        Settings("baseline").with_value(path, text).configs(SCENARIOS)
    found, told = read_query(urlencode({path: text, "race.obsolescence_days": "45"}), SCENARIOS)
    assert told
    assert all(len(each) < 500 and "\n" not in each for each in told)
    assert found.values["race.obsolescence_days"] == "45"


@given(st.one_of(st.floats(), st.integers(), st.text(max_size=9), st.none(), st.lists(st.none())))
@few
def test_whatever_a_browser_sends_is_taken_or_refused(value):
    wanted = Settings("baseline").with_value("ukraine.fpv.feedback_days", value)
    try:
        days = wanted.configs(SCENARIOS)[0].ukraine.fpv.feedback_days
    except ConfigError:
        return
    assert 1 <= days <= 730


@given(st.text(max_size=300))
@few
def test_no_address_is_more_than_the_page_can_take(query):
    found, _ = read_query(query, SCENARIOS)
    assert found.configs(SCENARIOS)


def test_only_scenarios_that_are_offered_are_read(tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text("run: {seed: 3}\n")
    found, told = read_query(urlencode({"scenario": str(other)}), SCENARIOS)
    assert found.scenario == "baseline"
    assert "there is no scenario" in told[0]


def test_a_given_file_comes_first(tmp_path):
    given = tmp_path / "mine.yaml"
    given.write_text("run: {seed: 3}\n")
    scenarios = Scenarios(str(given))
    found, told = read_query("", scenarios)
    assert not told
    assert found.configs(scenarios)[0].run.seed == 3
    assert next(iter(scenarios)) == found.scenario == "mine.yaml"


def test_a_link_of_another_version_says_so():
    _, told = read_query("version=0.0.1", SCENARIOS)
    assert len(told) == 1
    assert "0.0.1" in told[0]
    assert sim.__version__ in told[0]


def test_values_that_are_legal_but_not_together_are_left_out():
    query = {"scenario": "baseline", "b.ukraine.refit_share": "0.5", "compare": "true"}
    assert read_query(urlencode(query), SCENARIOS)[1] == []
    query["b.ukraine.refit_share"] = "1.5"
    found, told = read_query(urlencode(query), SCENARIOS)
    assert found.other == {}
    assert len(told) == 1


@pytest.mark.parametrize("scenario", list(SCENARIOS))
def test_sliders_cover_the_schema_and_the_scenario(scenario):
    config = SCENARIOS.load(scenario, {})
    for slider in sliders(config):
        known = parameters()[slider.path]
        assert slider.low <= min(known.low, value_at(config, slider.path))
        assert slider.high >= max(known.high, value_at(config, slider.path))
        assert slider.step > 0
        assert (slider.high - slider.low) / slider.step < 500 or not math.isfinite(slider.high)
        assert known.source in slider.hint
        assert known.unit in slider.hint


def test_a_file_is_read_again_when_a_page_is_opened_not_at_each_slider(tmp_path):
    given = tmp_path / "mine.yaml"
    given.write_text("run: {seed: 3}\n")
    scenarios = Scenarios(str(given))
    found, _ = read_query("", scenarios)
    given.write_text("run: {seed: 4}\nrace: {extent: 7}\n")
    assert found.configs(scenarios)[0].race.extent == 6.4
    found, _ = read_query("", scenarios)
    assert found.configs(scenarios)[0].run.seed == 4
    assert found.configs(scenarios)[0].race.extent == 7
