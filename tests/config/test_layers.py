"""Layers: what a file extends, overrides on top, and where their problems are told."""

from __future__ import annotations

import pytest

from sim.config import Config, ConfigError, load


def told(path, *overrides):
    with pytest.raises(ConfigError) as caught:
        load(path, overrides)
    return caught.value.problems


def test_what_is_left_out_has_the_default(write):
    config = load(write("ukraine:\n  fpv:\n    producers: 7\n"))
    assert config.ukraine.fpv.producers == 7
    assert config == Config.model_validate({"ukraine": {"fpv": {"producers": 7}}})
    assert config.ukraine.fpv.output_share == Config().ukraine.fpv.output_share
    assert type(config.ukraine.fpv) is type(Config().ukraine.fpv)


def test_child_changes_parent_key_by_key(write):
    write("run: {days: 10, seed: 3}\ntargets: {neutralised_share: [0.1, 0.2]}", "parent.yaml")
    child = write("extends: parent.yaml\nrun: {days: 20}\ntargets: {neutralised_share: [0, 1]}")
    config = load(child)
    assert (config.run.days, config.run.seed) == (20, 3)
    assert config.targets.neutralised_share == (0, 1)


def test_read_again_it_is_the_same_and_what_is_wrong_is_told_again(write):
    write("run: {days: 10}", "parent.yaml")
    child = write("extends: parent.yaml\nrun: {seed: 4}")
    assert load(child, ["run.days=5"]) != load(child) == load(child)
    broken = write("extends: parent.yaml\nrun: {days: 20, days: 30, seeed: 1}", "broken.yaml")
    assert told(broken) == told(broken)
    broken.write_text("extends: parent.yaml\nrun: {seed: 5}")
    assert load(broken).run.seed == 5


def test_three_layers_and_an_override(write):
    write("run: {days: 1, seed: 1, replicates: 1}\nscale: 2", "one.yaml")
    write("extends: one.yaml\nrun: {days: 2, seed: 2}", "two.yaml")
    config = load(write("run: {days: 3}\nextends: two.yaml"), ["run.days=4"])
    assert (config.run.days, config.run.seed, config.run.replicates) == (4, 2, 1)
    assert config.scale == 2


def test_parent_is_found_from_the_childs_folder(write, tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    (tmp_path / "über.yaml").write_text("scale: 3", encoding="utf-8")
    child = tmp_path / "deep" / "child.yaml"
    child.write_text("extends: ../über.yaml  # größer", encoding="utf-8")
    monkeypatch.chdir("/")
    assert load(child).scale == 3


@pytest.mark.parametrize("name", ["baseline", "one-race", "lessons/one-race"])
def test_a_shipped_name_can_be_extended(write, name):
    assert load(write(f"extends: {name}")) == load(name)


def test_problems_of_a_parent_are_told_in_its_file(write):
    parent = write("run:\n  sedd: 3\nrace: {extent: 0}", "parent.yaml")
    child = write("extends: parent.yaml\n\nrun:\n  days: 0\n")
    assert [(each.place.file, each.place.line) for each in told(child)] == [
        (str(child), 4),
        (str(parent), 2),
        (str(parent), 3),
    ]


def test_a_parents_wrong_value_that_the_child_mends_is_no_problem(write):
    write("run: {days: 0}", "parent.yaml")
    assert load(write("extends: parent.yaml\nrun: {days: 5}")).run.days == 5


def test_a_broken_parent_does_not_hide_the_childs_problems(write):
    parent = write("run: [", "parent.yaml")
    child = write("extends: parent.yaml\nrun: {days: 0}")
    assert {each.place.file for each in told(child)} == {str(parent), str(child)}


def test_a_missing_parent_is_told_at_its_line(write):
    [problem] = told(write("scale: 1\nextends: basline"))
    assert (problem.place.line, problem.place.column) == (2, 10)
    assert problem.nearest == "baseline"
    assert "no file basline" in problem.what


def test_a_circle_is_told_with_its_files(write):
    write("extends: case.yaml", "other.yaml")
    [problem] = told(write("extends: other.yaml"))
    assert problem.place.file.endswith("other.yaml")
    assert problem.place.line == 1
    assert "case.yaml extends other.yaml extends case.yaml" in problem.what


def test_a_file_that_extends_itself(write):
    [problem] = told(write("scale: 1\nextends: ./case.yaml"))
    assert "circle" in problem.what
    assert problem.place.line == 2


def test_layers_without_end(write):
    for number in range(40):
        write(f"extends: layer{number + 1}.yaml", f"layer{number}.yaml")
    write("scale: 1", "layer40.yaml")
    assert load(write("extends: layer10.yaml")).scale == 1
    [problem] = told(write("extends: layer0.yaml"))
    assert "more than 32 layers" in problem.what


@pytest.mark.parametrize(
    "written", ["[a.yaml]", "{a: b}", "", '""', "/", "'\\0'", '"\\0"', "x" * 5000]
)
def test_extends_must_name_a_file(write, written):
    [problem] = told(write(f"extends: {written}"))
    assert problem.place.line == 1


def test_extends_stands_at_the_top(write):
    [problem] = told(write("run: {extends: baseline}"))
    assert "top level" in problem.cure


def test_overrides_are_typed_by_the_schema(write):
    path = write("scale: 1")
    config = load(
        path,
        [
            "run.start=2024-02-29",
            "targets.neutralised_share=[0.1, 0.2]",
            "outputs.figures=false",
            "race={extent: 9, candidates: 1_000}",
            "race.start = apart",
        ],
    )
    assert config.run.start.isoformat() == "2024-02-29"
    assert config.targets.neutralised_share == (0.1, 0.2)
    assert config.outputs.figures is False
    assert (config.race.extent, config.race.candidates, config.race.start) == (9, 1000, "apart")


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("race.obsolescence_days=abc", ["is abc", "a number from 10 to 720 days"]),
        ("race.obsolescence_dayz=40", ["unknown key", "race.obsolescence_days"]),
        ("obsolescence_days=40", ["unknown key", "race.obsolescence_days"]),
        ("warp.factor=9", ["unknown key warp"]),
        ("run.seed=", ["run.seed is empty"]),
        ("run.seed=1.0", ["run.seed is 1.0", "write 1"]),
        ("run.seed=007", ["007", "leading zero"]),
        ("run.seed.x=1", ["run.seed is a group of keys"]),
        ("run=5", ["run is 5", "keys of its own"]),
        ("run.seed", ["path=value"]),
        ("=5", ["path=value"]),
        ("run..seed=5", ["path=value"]),
        (".".join("a" * 1000) + "=5", ["path=value"]),
        ("race.extent=\u22125", ["U+2212"]),
        ("run.seed=&a 1", ["an anchor"]),
        ("run.seed=[", ["not YAML"]),
        ("run={seed: 1, seed: 2}", ["twice"]),
        ("extends=baseline", ["top level of a file"]),
    ],
)
def test_overrides_are_checked_like_files(write, override, words):
    [problem] = told(write("scale: 1"), override)
    assert problem.place.line is None
    assert problem.place.file == f"--set {override}"
    assert [word for word in words if word not in str(problem)] == []


def test_an_override_mends_the_file(write):
    assert load(write("run: {days: 0}"), ["run.days=3"]).run.days == 3


def test_all_overrides_are_told_at_once(write):
    path = write("run: {days: 0}")
    problems = told(path, "run.sedd=1", "race.extent=0", "run.seed=1", "run.seed=2")
    assert [str(each.place) for each in problems] == [
        "--set race.extent=0",
        "--set run.sedd=1",
        "--set run.seed=2",
        f"{path}:1:13",
    ]
    assert "set twice" in problems[2].what


def test_what_is_loaded_is_changed_as_its_file_would_be(write):
    path = write("race:\n  extent: 7\nrun: {days: 300}\n")
    overrides = ["run.days=365", "ukraine.fpv.producers=20"]
    assert load(load(path), overrides) == load(path, overrides)
    assert load(load(path)) == load(path)


@pytest.mark.parametrize(
    "override",
    [
        "run.days=0",
        "run.days={a: 1}",
        "run.days",
        "run=5",
        "run.dayz=5",
        "run.days=1:30",
        "run.days=*x",
        "events=[]",
        "russia.strike.altitude_max_m=100",
    ],
)
def test_what_a_file_would_refuse_is_refused_of_what_is_loaded_in_the_same_words(write, override):
    path = write("scale: 1\n")
    told = []
    for source in (path, load(path)):
        with pytest.raises(ConfigError) as caught:
            load(source, [override])
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_what_is_loaded_keeps_its_events_and_they_are_checked_with_what_changes(write):
    config = load(write("events: [{path: ukraine.fpv.hit_share, scale: 1.5, day: 9}]\n"))
    assert load(config, ["run.days=9"]).events == config.events
    with pytest.raises(ConfigError) as caught:
        load(config, ["run.days=8"])
    [problem] = caught.value.problems
    assert problem.what == "event 1: day is 9, after the last day of the run, 8"
    assert str(problem.place) == "--set run.days=8"
    with pytest.raises(ConfigError, match="legal: a number from 0 to 1"):
        load(config, ["ukraine.fpv.hit_share=0.9"])
