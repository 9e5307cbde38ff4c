"""What moves a response: known functions in the model's place give their published indices."""

import numpy as np
import pytest

import sim
from sim.experiment import runner
from sim.experiment.errors import QuestionError
from tests import commands
from tests.known_functions import (
    FACTORS,
    G_FIRST,
    G_TOTAL,
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    RANGES,
    RESPONSE,
    StandIn,
    ishigami,
    sobol_g,
)

NAMES = list(FACTORS)

SALTELLI = {"kind": "saltelli", "points": 64, "second_order": False}


@pytest.fixture
def swept(monkeypatch, tmp_path):
    """Return results of a sweep with a function in the model's place."""
    commands.put_stand_in(monkeypatch)

    def sweep(function, design, replicates=2, noise=0.0, **keys):
        monkeypatch.setattr(runner, "simulate", StandIn(function, noise))
        given = {"factors": RANGES, "responses": RESPONSE} | keys
        experiment = sim.Experiment(
            "known",
            set={"run.days": 1},
            design=design,
            replicates=replicates,
            outputs={"daily": False, "designs": False},
            **given,
        )
        return sim.sweep(
            experiment, out=tmp_path / f"known-{len(list(tmp_path.iterdir()))}", workers=1
        )

    return sweep


def of_factors(found, column):
    table = found.indices.set_index("factor")
    return table.loc[NAMES, column].to_numpy(float)


@pytest.mark.parametrize(
    ("function", "first", "total"),
    [(ishigami, ISHIGAMI_FIRST, ISHIGAMI_TOTAL), (sobol_g, G_FIRST, G_TOTAL)],
)
def test_a_saltelli_sample_gives_the_published_indices(swept, function, first, total):
    found = sim.sensitivity(swept(function, SALTELLI)).found
    # 95% intervals of 8 numbers, widened to 99.7% and by the bias of 64 blocks.
    for column, true in (("first", first), ("total", total)):
        room = 1.6 * of_factors(found, f"{column}_half_width") + 0.02
        assert (np.abs(of_factors(found, column) - true) <= room).all()
    assert list(found.indices["moves"][:4]) == ["yes", "yes", "yes", "no"]


def test_any_other_design_is_answered_by_a_surrogate(swept):
    pytest.importorskip("sklearn")
    found = sim.sensitivity(swept(ishigami, {"kind": "sobol", "points": 256})).found
    assert of_factors(found, "total") == pytest.approx(ISHIGAMI_TOTAL, abs=0.05)
    assert of_factors(found, "first") == pytest.approx(ISHIGAMI_FIRST, abs=0.05)
    assert set(found.gates["gate"]) >= {"surrogate_q2", "surrogate_coverage", "dummy"}
    assert found.gates["passed"].all()
    assert list(found.curves.columns) == ["response", "factor", "share", "replicate", "value"]


def test_a_grid_too(swept):
    pytest.importorskip("sklearn")
    grid = {name: {**each, "levels": 6} for name, each in RANGES.items() if name in NAMES[:2]}
    found = sim.sensitivity(
        swept(lambda shares: shares[0] ** 2, {"kind": "grid"}, factors=grid)
    ).found
    table = found.indices.set_index("factor")["total"]
    assert table[NAMES[0]] == pytest.approx(1.0, abs=0.02)
    assert table[NAMES[1]] == pytest.approx(0.0, abs=0.02)


def test_a_morris_design_in_groups(swept):
    design = {"kind": "morris", "trajectories": 8, "groups": {"both": NAMES[:2]}}
    found = sim.sensitivity(
        swept(lambda shares: 2 * shares[2] + shares[0] - shares[1], design)
    ).found
    table = found.indices.set_index("factor")["mu_star"]
    assert list(table.index) == ["both", NAMES[2], NAMES[3], "(dummy)", "(luck)"]
    assert table[NAMES[2]] == pytest.approx(2.0)
    assert table[NAMES[3]] == 0.0
    assert 0 < table["both"] <= 2.0


def test_what_cannot_be_answered_is_told(swept):
    small = {**SALTELLI, "points": 4}
    for function, why in (
        (lambda shares: 1.0, "the same in all runs"),
        (lambda shares: np.nan, "no part of the sample has a value"),
    ):
        found = sim.sensitivity(swept(function, small)).found
        assert why in found.silent["y"]
        assert not found.answers
    found = sim.sensitivity(swept(lambda shares: 1.0, small, noise=1.0)).found
    assert found.answers or "no factor moves it" in found.silent["y"]


def test_a_part_of_the_sample_that_has_no_value_is_left_out_and_told(swept):
    results = swept(lambda shares: np.nan if shares[0] > 0.9 else shares[1], SALTELLI)
    found = sim.sensitivity(results).found
    (complete,) = found.gates[found.gates["gate"] == "complete"].to_dict("records")
    assert not complete["passed"]
    assert 0.7 < complete["value"] < 0.9  # a block lacks it if x of A or of B is above 0.9


def test_replicates_that_only_some_points_have_are_left_out_and_told(swept, monkeypatch):
    results = swept(ishigami, {**SALTELLI, "points": 16}, replicates=3)
    whole = sim.sensitivity(results).found
    rows = results.sample
    fewer = rows[(rows["replicate"] < 2) | (rows["row"] > 0)]
    monkeypatch.setattr(type(results), "sample", fewer)
    found = sim.sensitivity(sim.read(results.folder)).found
    assert (whole.replicates, found.replicates) == (3, 2)
    assert found.words[-1] == "Left out: 1 replicate that was not run at all points."
    assert found.gates.query("gate == 'complete'")["value"].item() == 1


def test_wrong_questions_have_an_answer(swept, tmp_path):
    results = swept(ishigami, {**SALTELLI, "points": 2})
    with pytest.raises(QuestionError, match="there is no response zone"):
        sim.sensitivity(results, ["zone"])
    correlated = {"kind": "lhs", "points": 30}
    pairs = [{"between": NAMES[:2], "spearman": 0.5}]
    with pytest.raises(QuestionError, match="its factors are correlated"):
        sim.sensitivity(swept(ishigami, correlated, correlation=pairs))
    few = {"kind": "lhs", "points": 12}
    with pytest.raises(QuestionError, match="12 points are too few"):
        sim.sensitivity(swept(ishigami, few))
    bred = {"kind": "patterns", "between": ["y", "z"], "points": 4, "generations": 2}
    both = {"y": RESPONSE["y"], "z": {"column": "kill_zone_km", "statistic": "mean"}}
    with pytest.raises(QuestionError, match="its points were bred"):
        sim.sensitivity(swept(ishigami, bred, responses=both))
    alone = sim.run("one-race", days=1, replicates=1, workers=1, out=tmp_path / "alone")
    with pytest.raises(QuestionError, match="has no factors"):
        sim.sensitivity(alone)
