"""What an experiment file means."""

from __future__ import annotations

from sim.analysis.measures import Measure
from sim.experiment.design.correlation import Correlation
from sim.experiment.design.designs import Grid, LatinHypercube, Points, Saltelli
from sim.experiment.design.experiment import Auto
from sim.experiment.design.factors import LOG, Range, Values
from tests.effort import calls
from tests.settings import shipped

EXAMPLE = """
factors:
  race.obsolescence_days: {values: [30, 45, 60, 90]}
  ukraine.output_target_per_year: {range: [2.5e6, 2e7], scale: log}
design: {kind: lhs, points: 64}
replicates: 20
responses:
  zone: {column: kill_zone_km, statistic: mean, from_day: 365}
"""


def test_the_example(read):
    experiment = read(EXAMPLE)
    path = "ukraine.output_target_per_year"
    assert experiment.name == "trial"
    assert experiment.base == shipped()
    assert experiment.factors == (
        Values("race.obsolescence_days", ("race.obsolescence_days",), (30.0, 45.0, 60.0, 90.0)),
        Range(path, (path,), 2.5e6, 2e7, LOG),
    )
    assert experiment.design == LatinHypercube(64, 1)
    assert experiment.replicates == 20
    assert experiment.measures == (Measure("zone", "kill_zone_km", "mean", 365),)
    assert (experiment.tables, experiment.figures) == (("daily", "designs"), False)
    assert experiment.seconds_per_run == 3600
    assert len(experiment.points()) == 64


def test_what_is_left_out(read):
    experiment = read("")
    assert (experiment.factors, experiment.design, experiment.measures) == ((), Grid(), ())
    assert experiment.replicates == experiment.base.run.replicates
    assert len(experiment.points()) == 1


def test_settings_lie_above_the_base(read, folder):
    (folder / "mine.yaml").write_text("extends: baseline\nrun: {days: 400, seed: 3}\n")
    experiment = read("set: {run.days: 365}", "name: a\nbase: mine.yaml\n")
    assert experiment.base == shipped({"run.days": 365, "run.seed": 3})


def test_outputs(read):
    experiment = read("outputs: {daily: false, sectors: true, space: true, figures: true}")
    assert experiment.tables == ("designs", "space", "sectors")
    assert experiment.base.outputs.sectors
    assert experiment.base.outputs.figures


def test_points_of_a_list_make_factors(read):
    experiment = read(
        "factors: {aid: {bundles: {none: {ukraine.aid_usd_per_year: 0}, same: {}}}}\n"
        "design:\n  kind: list\n  points:\n"
        "    - {run.seed: 3, aid: same}\n    - {aid: none, run.seed: 1}\n"
        "    - {aid: none, run.seed: 3}\n"
    )
    assert [each.name for each in experiment.factors] == ["aid", "run.seed"]
    assert experiment.factors[1].levels == (3, 1)
    assert experiment.design == Points((("same", 3), ("none", 1), ("none", 3)))


def test_correlation_auto_and_saltelli(read):
    ranges = "race.extent: {range: [5, 9]}, economy.learning_rate: {range: [0.1, 0.2]}"
    correlation = "correlation: [{between: [race.extent, economy.learning_rate], spearman: 0.6}]"
    experiment = read(f"factors: {{{ranges}}}\ndesign: {{kind: sobol, points: 16}}\n{correlation}")
    assert experiment.correlations == (
        Correlation(between=("race.extent", "economy.learning_rate"), spearman=0.6),
    )
    experiment = read(
        f"factors: {{{ranges}}}\ndesign: {{kind: saltelli, points: 8, "
        "second_order: false, seed: 4}\n"
        "replicates: {auto: neutralised_share, half_width: 0.2, minimum: 7}"
    )
    assert experiment.design == Saltelli(8, second_order=False, seed=4)
    assert experiment.replicates == Auto("neutralised_share", 0.2, 7, 100)


def test_a_base_in_a_folder_of_any_letters(read, folder):
    place = folder / "\u0457\u0436"
    place.mkdir(exist_ok=True)
    (place / "b.yaml").write_text("scale: 2\n")
    assert read("", "name: a\nbase: \u0457\u0436/b.yaml\n").base == shipped({"scale": 2})


def test_reading_a_list_grows_with_its_length(read):
    def work(size):
        points = "".join(f"    - {{run.seed: {seed}, run.days: 200}}\n" for seed in range(size))

        def reads():
            experiment = read(f"design:\n  kind: list\n  points:\n{points}")
            assert len(experiment.points()) == size

        return calls(reads)

    work(1)  # what is done once
    assert work(400) < 4.4 * work(100)
