"""Inputs: series that vary what is configured, read from CSV files or written out."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.config.errors import ConfigWarning
from sim.config.generated.writing import to_yaml
from sim.config.inputs import HOLD, LINEAR, Series
from sim.war.replicate import simulate

AID = "ukraine.aid_usd_per_year"
SMALL = """\
run: {days: 60, spin_up_days: 0}
front: {sectors: 4}
ukraine: {fpv: {producers: 6}}
"""
FIRST = dt.date(2025, 10, 15)

days = st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True).map(sorted)


@pytest.fixture
def write(tmp_path):
    def written(text, **tables):
        for name, rows in tables.items():
            (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
        path = tmp_path / "here.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def refusals(path):
    with pytest.raises(sim.ConfigError) as caught:
        sim.load(path)
    return [str(each).replace(f"{path.parent}/", "") for each in caught.value.problems]


@given(offsets=days, data=st.data())
def test_a_series_holds_or_draws_a_line_between_its_dates(offsets, data):
    values = [data.draw(st.floats(0, 1e9)) for _ in offsets]
    dates = [FIRST + dt.timedelta(days=each) for each in offsets]
    at = tuple(zip(dates, values, strict=True))
    held, line = (Series(path=AID, between=between, at=at) for between in (HOLD, LINEAR))
    for series in (held, line):
        assert series.value_on(dates[0] - dt.timedelta(days=1)) is None
        assert series.value_on(dates[-1] + dt.timedelta(days=999)) == values[-1]
        assert [series.value_on(each) for each in dates] == values
    day = data.draw(st.integers(offsets[0], 400))
    on = FIRST + dt.timedelta(days=day)
    assert held.value_on(on) == [each for date, each in at if date <= on][-1]
    assert line.value_on(on) == pytest.approx(np.interp(day, offsets, values), abs=1e-3)


def test_a_file_is_read_from_where_the_configuration_is_and_kept_as_values(write):
    path = write(
        SMALL + "inputs: {aid.csv: linear}\n",
        aid=f"month,{AID},russia.fpv.hit_share\n2025-10,1e9,\n2025-12,2e9,0.4\n\n",
    )
    config = sim.load(path)
    aid = next(each for each in config.inputs if each.path == AID)
    assert aid.at == ((dt.date(2025, 10, 1), 1e9), (dt.date(2025, 12, 1), 2e9))
    path.with_name("aid.csv").unlink()
    path.write_text(to_yaml(config), encoding="utf-8")
    with pytest.warns(ConfigWarning):  # of what has no effect in the baseline either
        assert sim.load(path) == config


def test_what_is_held_is_what_events_would_set_bit_for_bit(write):
    """From day 20 to day 39 one value, from then on another; inputs count as no events."""
    one, other = (FIRST + dt.timedelta(days=each) for each in (20, 40))
    varied = write(SMALL + "inputs: {aid.csv: hold}\n", aid=f"date,{AID}\n{one},0\n{other},3e9\n")
    inputs = simulate(sim.load(varied))["daily"]
    events = f"""\
events:
  - {{path: {AID}, set: 0, day: 20, until_day: 40}}
  - {{path: {AID}, set: 3.0e+9, day: 40}}
"""
    planned = simulate(sim.load(write(SMALL + events)))["daily"]
    assert planned.pop("events_running").any()
    assert not inputs["events_running"].any()
    for name, values in planned.items():
        assert values.tobytes() == inputs[name].tobytes(), name


def test_events_scale_what_inputs_say_and_the_spin_up_has_what_they_say_of_day_0(write):
    text = SMALL.replace("spin_up_days: 0", "spin_up_days: 5")
    path = write(
        text
        + f"events: [{{path: {AID}, scale: 0.5, day: 30}}]\n"
        + f"inputs: {{{AID}: {{between: hold, at: {{2025-01-01: 7.3e8, 2025-11-24: 3.65e8}}}}}}\n"
    )
    model = sim.Simulation(sim.load(path))
    before = model.schedule.config(-3)
    assert before.ukraine.aid_usd_per_year == model.config.ukraine.aid_usd_per_year == 7.3e8
    aid = simulate(sim.load(path))["daily"]["aid_usd_ua"]
    assert aid[1:30] == pytest.approx(2e6)
    assert aid[30:40] == pytest.approx(1e6)
    assert aid[40:] == pytest.approx(0.5e6)


@pytest.mark.parametrize(
    ("inputs", "table", "told"),
    [
        ("{aid.csv: line}", "date,x", "here.yaml:4:19: how aid.csv is read between rows is line"),
        ("{no.csv: hold}", "date,x", "here.yaml:4:10: there is no file"),
        ("3", "", "here.yaml:4:9: inputs is 3, but has keys of its own"),
        (f"{{{AID}: 3}}", "", "here.yaml:4:10: ukraine.aid_usd_per_year is no input"),
        ("{aid.csv: hold}", "day,x", "aid.csv:1:1: the first column is day; legal: date or month"),
        ("{aid.csv: hold}", "date,ukraine.aid", "aid.csv:1:6: unknown parameter ukraine.aid"),
        (
            "{aid.csv: hold}",
            "date,race.extent\n2026-01-01,6",
            "aid.csv:1:6: race.extent cannot change during a run",
        ),
        ("{aid.csv: hold}", f"date,{AID}\n2026-02-30,1", "aid.csv:2:1: 2026-02-30 is no date"),
        ("{aid.csv: hold}", f"month,{AID}\n2026-2,1", "aid.csv:2:1: 2026-2 is no month"),
        ("{aid.csv: hold}", f"date,{AID}\n2026-02-03,-1", f"aid.csv:2:12: {AID} is -1; legal:"),
        ("{aid.csv: hold}", f"date,{AID}\n2026-02-03, a", f"aid.csv:2:13: {AID} is a; legal:"),
        (
            "{aid.csv: hold}",
            f"date,{AID}\n2026-02-03,1\n2026-02-03,2",
            "aid.csv:3:12: 2026-02-03 comes after 2026-02-03",
        ),
        ("{aid.csv: hold}", f"date,{AID}\n2026-02-03", "aid.csv:2:1: the row has 1 cells"),
        ("{aid.csv: hold}", f"date,{AID}\n", f"aid.csv:1:6: {AID} has no value"),
        (
            f"{{aid.csv: hold, {AID}: {{between: hold, at: {{2026-01-01: 1}}}}}}",
            f"date,{AID}\n2026-02-03,1",
            f"here.yaml:4:25: {AID} has an input already",
        ),
        (
            "{aid.csv: hold}",
            "date,russia.strike.attack_share\n2026-02-03,0.1",
            "aid.csv:1:6: russia.strike.attack_share at 0.1: russia.strike.tempo",
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_is(write, inputs, table, told):
    found = refusals(write(SMALL + f"inputs: {inputs}\n", aid=table))
    assert [each for each in found if each.startswith(told)], found


def test_an_event_must_not_scale_an_input_out_of_its_range(write):
    event = "events: [{path: russia.fpv.hit_share, scale: 2, day: 5}]\n"
    series = "{between: linear, at: {2026-01-01: 0.4, 2026-02-01: 0.6}}"
    found = refusals(write(SMALL + event + f"inputs: {{russia.fpv.hit_share: {series}}}\n"))
    assert "makes 1.2 of 0.6" in found[0]


def test_inputs_are_not_set_by_an_override():
    with pytest.raises(sim.ConfigError, match="inputs cannot be set by an override"):
        sim.load("baseline", ["inputs=3"])
