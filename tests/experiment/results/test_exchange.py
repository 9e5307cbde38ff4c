"""What a unit of one factor is worth, with known functions in the model's place."""

import numpy as np
import pandas as pd
import pytest

import sim
from sim.experiment import runner
from sim.experiment.errors import ExtraError, QuestionError
from sim.experiment.results import exchange as module
from sim.experiment.results import extra
from tests import commands
from tests.known_functions import RESPONSE, StandIn

pytest.importorskip("sklearn")

DAYS, HIT, COST, OTHER = (
    "race.obsolescence_days",
    "ukraine.fpv.hit_share",
    "ukraine.fpv.unit_cost_usd",
    "russia.fpv.hit_share",
)
GRID = {
    DAYS: {"values": [30, 40, 50, 60, 75, 90]},
    HIT: {"values": [0.4, 0.45, 0.5, 0.55, 0.6]},
}
RANGES = {DAYS: {"range": [30, 90]}, HIT: {"range": [0.4, 0.6]}}
LATIN = {"kind": "lhs", "points": 40, "seed": 1}


def product(shares):
    return (1 + shares[0]) * (1 + shares[1]) + shares[3]


def rate(days, hit):
    """Return the known rate of `product`, in shares of hits for a day."""
    return -(1 + (hit - 0.4) / 0.2) / (1 + (days - 30) / 60) * 0.2 / 60


@pytest.fixture
def swept(monkeypatch, tmp_path):
    """Return a function that sweeps with a function in the model's place."""
    commands.put_stand_in(monkeypatch)

    def sweep(factors, function=product, replicates=4, simulate=None, **keys):
        monkeypatch.setattr(runner, "simulate", simulate or StandIn(function, noise=0.1))
        experiment = sim.Experiment(
            "known",
            set={"run.days": 1},
            factors=factors,
            replicates=replicates,
            responses=RESPONSE,
            outputs={"daily": False, "designs": False},
            **keys,
        )
        return sim.sweep(
            experiment, out=tmp_path / f"known-{len(list(tmp_path.iterdir()))}", workers=1
        )

    return sweep


def worth(results, between=(DAYS, HIT), **how):
    return sim.exchange(results, response="y", between=between, **how)


@pytest.mark.parametrize(
    ("factors", "design"),
    [
        (GRID, {"kind": "grid"}),
        (GRID | {OTHER: {"values": [0.4, 0.6]}}, {"kind": "grid"}),
        (RANGES | {OTHER: {"range": [0.4, 0.6]}}, LATIN),
        (RANGES | {"raids": {"bundles": {"none": {}, "one": {OTHER: 0.6}}}}, LATIN),
    ],
)
def test_the_known_rate_lies_in_its_interval_whatever_the_design(swept, factors, design):
    found = worth(swept(factors, design=design))
    at_base = found.found.at_reference
    assert found.found.reference == (60, 0.5, True)
    assert at_base["rate_low"] <= rate(60, 0.5) <= at_base["rate_high"]
    assert at_base["rate"] == pytest.approx(rate(60, 0.5), rel=0.05)
    table = found.tables["exchange"].dropna(subset="rate")
    true = rate(table[DAYS], table[HIT])
    assert table["rate_low"].le(true).mean() > 0.9
    assert table["rate_high"].ge(true).mean() > 0.9
    assert set(table["line"]) == {"reference", "level"}
    assert set(table["replicates"]) == {4}
    assert set(table["rate_unit"]) == {f"{HIT} per day"}


def test_the_first_line_goes_through_the_place_that_is_asked_for(swept):
    results = swept(GRID)
    found = worth(results, at=(75, 0.45))
    first = found.tables["exchange"].query("line == 'reference'").set_index(DAYS)
    assert first.loc[75, [HIT, f"{HIT}_low", f"{HIT}_high"]].to_list() == pytest.approx([0.45] * 3)
    # (1 + x) (1 + y) is as at (75, 0.45): at 60 days 1 + y is 1.75 * 1.25 / 1.5.
    assert first.loc[60, HIT] == pytest.approx(0.4 + 0.2 * (1.75 * 1.25 / 1.5 - 1), rel=0.01)
    assert first.loc[60, f"{HIT}_low"] < first.loc[60, HIT] < first.loc[60, f"{HIT}_high"]
    with pytest.raises(QuestionError, match="days 91 is not within what was run; give a level"):
        worth(results, at=(91, 0.5))


def test_levels_of_the_response_are_those_of_the_known_lines(swept):
    table = worth(swept(GRID)).tables["exchange"]
    known = product([(table[DAYS] - 30) / 60, (table[HIT] - 0.4) / 0.2, 0, 0.5])
    # Luck is 0.1 / 2 for the mean of four replicates, and common to all places.
    assert (known - table["level"]).abs().max() < 0.3
    assert (known - table["level"]).std() < 0.02


def test_multipliers_are_told_in_the_unit_of_what_they_drive(swept):
    cost = {"multipliers": [0.9, 0.95, 1, 1.05, 1.1], "paths": [COST]}

    def costly(shares):
        return shares[0] - 2 * shares[2]

    results = swept({DAYS: GRID[DAYS], "cost": cost}, costly)
    plain = worth(results, (DAYS, "cost")).found
    told = worth(results, (DAYS, "cost"), in_units_of=[COST]).found
    assert plain.reference == (60, 1, True)
    assert told.reference == (60, 450, True)
    assert told.axes[1].name == COST
    assert told.axes[1].unit == "USD"
    assert told.at_reference.to_numpy() == pytest.approx(450 * plain.at_reference.to_numpy())
    # A day is 1/60 of its way; a dollar of cost takes 2/100.
    assert told.at_reference["rate"] == pytest.approx(100 / 60 / 2, rel=0.02)
    assert told.rate_unit == "USD per day"
    with pytest.raises(QuestionError, match=f"{HIT}; nearest: ukraine.fpv.unit_cost_usd"):
        worth(results, (DAYS, "cost"), in_units_of=[HIT])
    with pytest.raises(QuestionError, match="at once; name one"):
        worth(results, (DAYS, "cost"), in_units_of=[COST, COST])


def test_a_group_is_told_in_the_unit_of_a_member(swept):
    group = {"group": {COST: {"range": [410, 490]}, OTHER: {"range": [0.42, 0.58]}}, "levels": 5}
    results = swept({DAYS: GRID[DAYS], "both": group}, lambda shares: shares[0] - shares[2])
    assert worth(results, (DAYS, "both")).found.reference == pytest.approx((60, 0.5, True))
    told = worth(results, (DAYS, "both"), in_units_of=[COST]).found
    assert told.reference == pytest.approx((60, 450, True))
    assert (told.axes[1].low, told.axes[1].high) == (410, 490)
    assert told.at_reference["rate"] == pytest.approx(100 / 60, rel=0.02)


def test_without_a_base_among_what_was_run_the_middle_is_the_reference(swept):
    factors = {DAYS: {"range": [20, 45], "scale": "log", "levels": 5}, HIT: GRID[HIT]}
    found = worth(swept(factors)).found
    assert found.reference == pytest.approx((30, 0.5, False))
    assert found.axes[0].is_log
    assert not found.axes[1].is_log


@pytest.mark.parametrize(
    ("factors", "keys", "between", "why"),
    [
        (GRID, {}, (DAYS, "ukraine.fpv.hit"), f"no factor ukraine.fpv.hit; nearest: {HIT}"),
        (GRID, {}, (DAYS, DAYS), f"{DAYS} is named twice"),
        (GRID | {DAYS: {"values": [30, 60]}}, {}, (DAYS, HIT), f"{DAYS} has 2 levels"),
        ({DAYS: {"values": [30, 60, 90]}}, {}, (DAYS, DAYS), "is named twice"),
        (GRID, {"replicates": 1}, (DAYS, HIT), "with 1 replicates of all points there is no band"),
        (RANGES, {"design": LATIN | {"points": 8}}, (DAYS, HIT), "8 points are too few"),
        (
            {DAYS: GRID[DAYS], "kind": {"bundles": {"a": {}, "b": {HIT: 0.6}, "c": {HIT: 0.4}}}},
            {},
            (DAYS, "kind"),
            r"the levels of kind are no amounts \(a, b, c\)",
        ),
        (GRID, {"function": lambda shares: 3.0}, (DAYS, HIT), "y is the same at all points"),
    ],
)
def test_what_gives_no_line_is_told(swept, factors, keys, between, why):
    function = keys.pop("function", None)
    alike = {"simulate": StandIn(function)} if function else {}
    results = swept(factors, **keys, **alike)
    with pytest.raises(QuestionError, match=why):
        worth(results, between)


def test_a_run_of_one_configuration_and_an_unknown_response_are_refused(swept, tmp_path):
    results = swept(GRID)
    with pytest.raises(QuestionError, match="there is no response x; known: y"):
        sim.exchange(results, response="x", between=(DAYS, HIT))
    alone = sim.run("baseline", days=1, replicates=2, workers=1, out=tmp_path / "one")
    with pytest.raises(QuestionError, match="has no factors; an exchange rate is asked of"):
        sim.exchange(alone, response="pass_rate_ua_mean", between=(DAYS, HIT))


def test_points_without_a_value_and_replicates_that_were_not_run_are_left_out(swept):
    results = swept(GRID)
    whole = worth(results).found
    runs = results.runs
    unlucky = (runs["point"] == runs["point"].iloc[0]) & (runs["replicate"] == 2)
    runs.loc[unlucky, "y"] = np.nan
    without_point = worth(results).found
    assert len(without_point.surface.points) == len(whole.surface.points) - 1
    assert without_point.left_out == ("Left out: 1 points at which y is missing in some runs.",)
    results.runs = runs.dropna(subset="y")
    without_replicate = worth(results).found
    assert without_replicate.surface.replicates == 3
    assert "1 replicates that were not run at all points" in without_replicate.left_out[0]


def test_of_a_large_sample_some_points_are_drawn(swept, monkeypatch):
    monkeypatch.setattr(module, "MOST_POINTS", 25)
    found = worth(swept(RANGES, design=LATIN)).found
    assert len(found.surface.points) == 25
    assert found.left_out == ("The surface is laid through 25 of 40 points, drawn at random.",)
    assert found.at_reference["rate"] == pytest.approx(rate(60, 0.5), rel=0.1)


def test_without_scikit_learn_the_cure_is_told(swept, monkeypatch):
    monkeypatch.setattr(extra, "has_scikit_learn", lambda: False)
    with pytest.raises(ExtraError, match=r"pip install 'killzone\[analysis\]'"):
        worth(swept(GRID))


def test_the_words_say_what_a_step_is_worth_and_in_which_direction(swept):
    results = swept(GRID)
    verdict, where, what, *_ = worth(results).words
    assert verdict.startswith("Trusted: the surface of y foretells ")
    assert where.startswith(f"At the base ({DAYS} 60 days, {HIT} 0.5) y is ")
    assert what.startswith(f"There, 1 day of {DAYS} is worth 0.003")
    assert what.endswith("1 day more saves that much for the same y.")
    other = worth(results, (HIT, DAYS)).words[2]
    assert other.startswith(f"There, 0.01 of {HIT} is worth ")
    assert f" days of {DAYS} (" in other

    def opposed(shares):
        return shares[0] - shares[1]

    assert (
        worth(swept(GRID, opposed)).words[2].endswith("1 day more takes that much for the same y.")
    )


def test_a_factor_that_does_nothing_is_said_to_have_no_rate(swept):
    def idle(shares):
        return shares[0] ** 2

    found = worth(swept(GRID, idle))
    assert found.words[2] == (
        f"There is no rate there: what {HIT} does to y at this place is not told from nothing."
        f" Ask the other way round: --between {HIT} {DAYS}."
    )
    assert pd.isna(found.found.at_reference["rate"])


def test_a_surface_that_foretells_nothing_is_not_trusted(swept):
    def jagged(shares):
        return float(np.random.default_rng(int(1e6 * shares[:2].sum())).random())

    words = worth(swept(GRID, jagged)).words
    assert words[0].startswith("NOT TRUSTED as it stands: the surface of y foretells ")


def test_a_table_in_csv_is_that_of_python(swept, tmp_path):
    found = worth(swept(GRID))
    table, _, words, picture = found.write(tmp_path / "out")
    known = found.tables["exchange"]
    pd.testing.assert_frame_equal(pd.read_csv(table), known, check_dtype=False, rtol=0)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert words.read_text().splitlines() == found.words
