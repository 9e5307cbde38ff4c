"""What the schema says about keys and conflicts, told at the right line."""

from __future__ import annotations

import pytest

from sim.config import ConfigError, load
from sim.config.catalogue import nearest, parameters

CONFLICTS = [
    (
        "race:\n  develop_share: 0.5\n  notice_share: 0.5\n",
        2,
        "race.develop_share: race.notice_share and race.develop_share",
    ),
    (
        "russia:\n  countermeasures:\n    strength: 0.3\n",
        3,
        "russia.countermeasures.strength: ",
    ),
    (
        "russia:\n  strike:\n    altitude_m: 5001\n",
        3,
        "russia.strike.altitude_m: it is above russia.strike.altitude_max_m",
    ),
    (
        "finance:\n  loans_usd: 3.1e11\n",
        2,
        "finance.loans_usd: it is above finance.frozen_assets_usd",
    ),
    (
        "ukraine:\n  interceptor:\n    kill_probability: 0.5\n    ceiling_max_m: 10\n",
        4,
        "ukraine.interceptor.ceiling_m: it is above ukraine.interceptor.ceiling_max_m",
    ),
]


@pytest.mark.parametrize(("content", "line", "start"), CONFLICTS)
def test_conflicts_are_told_at_their_parameter_or_its_group(refusal, content, line, start):
    [problem] = refusal(content).problems
    assert problem.place.line == line
    assert problem.what.startswith(start)
    assert problem.cure


def test_all_conflicts_are_told_at_once(refusal):
    content = (
        "race:\n  extent: 4\n  notice_share: 0.9\n  develop_share: 0.9\n"
        "russia:\n  strike:\n    tempo: 0.9\n    altitude_m: 5500\n"
    )
    lines = sorted(problem.place.line for problem in refusal(content).problems)
    assert lines == [2, 4, 7, 8]


def test_a_conflict_is_told_beside_unknown_keys(refusal):
    error = refusal("warp: 9\nrussia:\n  strike:\n    altitude_m: 5001\n")
    assert [problem.place.line for problem in error.problems] == [1, 4]


def test_a_conflict_with_a_default_in_the_place_of_a_wrong_value_is_not_told(refusal):
    error = refusal("russia:\n  strike:\n    altitude_m: 5001\n    altitude_max_m: 9,000\n")
    assert [problem.place.line for problem in error.problems] == [4]


def test_a_conflict_of_an_override_with_a_default(write):
    with pytest.raises(ConfigError) as caught:
        load(write("scale: 1"), ["russia.strike.altitude_max_m=100"])
    [problem] = caught.value.problems
    assert str(problem.place) == "--set russia.strike.altitude_max_m=100"


def test_a_conflict_with_what_a_parent_leaves_out_is_told_in_the_child(write):
    write("russia:\n  strike:\n    tempo: 0.2\n", "parent.yaml")
    child = write("extends: parent.yaml\n\nrussia:\n  strike:\n    altitude_max_m: 100\n")
    with pytest.raises(ConfigError) as caught:
        load(child)
    [problem] = caught.value.problems
    assert (problem.place.file, problem.place.line) == (str(child), 5)


@pytest.mark.parametrize(
    ("component", "key", "expected"),
    [
        ("run", "sedd", "run.seed"),
        ("run", "Seed", "run.seed"),
        ("russia.fpv", "Producers", "russia.fpv.producers"),
        ("front", "kill-zone-km", "front.kill_zone_km"),
        ("race", "seed", "run.seed"),
        ("", "obsolescence_days", "race.obsolescence_days"),
        ("", "race.obsolescence_days", "race.obsolescence_days"),
        ("", "obsolescense_days", "race.obsolescence_days"),
        ("", "ukrain", "ukraine"),
        ("run", "strike", "russia.strike"),
        ("run", "fpv", "ukraine.fpv, russia.fpv"),
        ("ukraine.fpv", "producer", "ukraine.fpv.producers"),
        ("run", "zzz", ""),
        ("run", "", ""),
        ("run", "s" * 30000, ""),
    ],
)
def test_the_nearest_key(component, key, expected):
    assert nearest(component, key) == expected


def test_a_dotted_key_is_told_how_to_nest(refusal):
    [problem] = refusal("race.extent: 7").problems
    assert problem.nearest == "race.extent"
    assert "indented" in problem.cure


def test_every_parameter_names_itself_its_range_and_unit(write):
    path = write("scale: 1")
    for parameter in parameters().values():
        with pytest.raises(ConfigError) as caught:
            load(path, [f"{parameter.path}=many"])
        [problem] = caught.value.problems
        assert problem.what == f"{parameter.path} is many"
        assert problem.legal == parameter.legal
        assert parameter.unit in {"1", "choice", "date"} or parameter.unit in problem.legal
