"""Values that are legal but that nobody may have meant are told, and stop nothing."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.config import Config, ConfigWarning, load, shipped
from sim.config.catalogue import parameters
from sim.config.errors import Place
from sim.config.reading.doubts import MOST_TOLD, TINY, unsupported
from sim.config.reading.mending import CHOSEN
from sim.config.reading.tree import Scalar
from sim.config.scalars import write_value
from sim.experiment.design.reading import read_experiment


def doubts(read, *given):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read(*given)
    assert all(each.category is ConfigWarning for each in caught)
    return [str(each.message) for each in caught]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "ukraine:\n  revenue_usd_per_year: 3500",
            2,
            ["far below the 1.75e9 to 7e9 USD/year", "write 3.5e9 if it is in millions"],
        ),
        (
            "ukraine:\n  aid_usd_per_year: 1.37",
            2,
            [
                "is 1.37, and 1.37e9 USD/year in the base",
                "write 1.37e9 if it is in billions, or leave",
            ],
        ),
        (
            "events:\n  - {path: ukraine.aid_usd_per_year, scale: 50, day: 3}",
            2,
            [
                "scale is 50: ukraine.aid_usd_per_year becomes 6.85e10",
                "write 0.5 if it is in percent",
            ],
        ),
        (
            "russia: {strike: {altitude_m: 2}}",
            1,
            ["far below the 1000 to 3500 m", "write 2000 if it is in kilometres"],
        ),
        (
            "ukraine: {import_flow: 5}",
            1,
            ["is 5, above the 0.5 to 1.2 that its sources", "leave it", "write 1.2"],
        ),
        (
            "events:\n  - {path: ukraine.import_flow, set: 5, day: 3}",
            2,
            ["ukraine.import_flow is 5", "write 1.2"],
        ),
    ],
)
def test_what_no_source_supports_is_told_in_one_line(write, text, line, words):
    path = write(text)
    [told] = doubts(load, path)
    assert told.startswith(f"{path}:{line}:")
    assert [word for word in words if word not in told] == []


def test_an_override_is_told_too():
    [told] = doubts(load, "baseline", ["ukraine.import_flow=5"])
    assert told.startswith("--set ukraine.import_flow=5: ")


@pytest.mark.parametrize("name", shipped())
def test_shipped_configurations_raise_no_doubt(name):
    assert doubts(load, name) == []


@given(share=st.floats(0, 1), path=st.sampled_from(sorted(parameters())))
def test_whatever_sources_support_raises_no_doubt(share, path):
    each = parameters()[path]
    if each.kind is float and path.split(".")[0] not in CHOSEN:
        value = min(each.low + share * (each.high - each.low), each.high)
        assume(value == 0 or value * TINY >= each.default)
        node = Scalar(Place("mine.yaml", 1, 1), repr(value), plain=True)
        assert list(unsupported([(path, node)])) == []


def test_zero_switches_off_and_how_a_run_is_done_is_free():
    assert doubts(load, "baseline", ["russia.strike.producers=0", "run.days=10"]) == []


def test_many_doubts_are_counted(write):
    lines = [f"  {key}: 9" for key in ("sectors", "length_km", "kill_zone_km", "reach_km")]
    more = "artillery: {range_km: 9}\nukraine: {fpv: {producers: 9}}\nrussia: {import_flow: 9}\n"
    told = doubts(load, write("\n".join(["front:", *lines, more])))
    assert len(told) == MOST_TOLD + 1
    assert told[-1].endswith("and 2 more values like these")


def test_what_is_only_looked_at_raises_no_doubt(write):
    path = write("ukraine: {import_flow: 5}")
    assert doubts(lambda: load(path, resolve=False)) == []
    assert load(path, resolve=False) == Config.model_validate({"ukraine": {"import_flow": 5.0}})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("run: {days: 60}\ndeal: {signed: true}", ["the deal never acts", "2025-12-14"]),
        ("run: {days: 60}\nfinance: {loan_usd_per_year: 1e9}", ["no loan is drawn"]),
        (
            "run: {days: 60}\nevents:\n  - {path: deal.signed, set: true, day: 3}",
            ["the deal never acts"],
        ),
    ],
)
def test_money_that_starts_after_the_run_is_told(write, text, words):
    [told] = doubts(load, write(text))
    assert [word for word in (*words, "or raise run.days") if word not in told] == []


def test_money_that_starts_after_the_run_is_told_where_people_wrote_what_it_follows_from(write):
    path = write("extends: baseline\nrun: {days: 60}\ndeal:\n  signed: true\n")
    [told] = doubts(load, path)
    assert told.startswith(f"{path}:4:3: deal.start")
    assert doubts(load, "us-deal", ["run.days=60"])[0].startswith("--set run.days=60: deal.start")


@pytest.mark.parametrize("text", ["run: {days: 60}", "run: {days: 78}\ndeal: {signed: true}"])
def test_money_that_is_off_or_starts_in_time_is_not_told(write, text):
    assert doubts(load, write(text)) == []


def experiment(write, *lines):
    return write("\n".join(["name: case", "base: baseline", "replicates: 1", *lines, ""]))


@pytest.mark.parametrize(
    "factor",
    [
        "ukraine.import_flow: {values: [1, 5]}",
        "ukraine.import_flow: {range: [1, 5], levels: 2}",
        "both: {paths: [ukraine.import_flow, russia.import_flow], values: [1, 5]}",
        "x: {bundles: {a: {ukraine.import_flow: 5}, b: {}}}",
    ],
)
def test_levels_that_no_source_supports_are_told(write, factor):
    [told] = doubts(read_experiment, experiment(write, "factors:", f"  {factor}"))
    assert "ukraine.import_flow is 5" in told


def test_of_the_levels_of_a_factor_one_is_told(write):
    factor = "  ukraine.import_flow: {values: [0.1, 1, 5, 6]}"
    [told] = doubts(read_experiment, experiment(write, "factors:", factor))
    assert "ukraine.import_flow is 0.1, below" in told


def test_listed_and_set_values_that_no_source_supports_are_told(write):
    lines = ("design:", "  kind: list", "  points:", "  - {ukraine.import_flow: 5}")
    assert len(doubts(read_experiment, experiment(write, *lines))) == 1
    assert len(doubts(read_experiment, experiment(write, "set: {ukraine.import_flow: 5}"))) == 1


def test_a_deal_that_never_acts_at_a_point_is_told_once(write):
    lines = ("set: {deal.signed: true}", "factors:", "  run.days: {values: [50, 60, 500]}")
    [told] = doubts(read_experiment, experiment(write, *lines))
    assert "deal.start: it is 2026-01-01, after the last day of the run, 2025-12-04" in told


@pytest.mark.parametrize("path", ["deal.drones_per_year", "deal.start", "finance.loans_usd"])
def test_what_has_no_effect_while_something_else_is_off_is_told(path):
    value = write_value(parameters()[path].default)
    [told] = doubts(load, "baseline", [f"{path}={value}"])
    assert "it has no effect; drop it, or change " in told


def test_a_factor_that_changes_nothing_since_something_else_is_off_is_told(write):
    factor = "  deal.drones_per_year: {values: [5e6, 1e7]}"
    [told] = doubts(read_experiment, experiment(write, "factors:", factor))
    assert "deal.drones_per_year is 5e6, but deal.signed is false: it has no effect" in told
    signed = "  deal.signed: {categories: [false, true]}"
    assert doubts(read_experiment, experiment(write, "factors:", factor, signed)) == []


@pytest.mark.parametrize(
    "event", ["{path: deal.signed, set: true, day: 100}", "{path: deal.signed, set: true, day: 1}"]
)
def test_what_an_event_switches_on_is_not_told(write, event):
    text = f"deal: {{drones_per_year: 5e6}}\nevents:\n  - {event}\n"
    assert doubts(load, write(text)) == []
