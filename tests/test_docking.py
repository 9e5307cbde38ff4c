"""The front race agrees with a second model of it, which was written from docs/odd.md alone.

A small front over a season, with two months before day 0; `python -m benchmarks.docking` has the
whole one over a year.
"""

import pytest

import sim
from benchmarks import plain_mesa
from benchmarks.docking import FRONT_ALONE, RESPONSES, compare, reduced, run_killzone

SMALL = (
    *FRONT_ALONE, "run.days=90", "front.sectors=10", "ukraine.fpv.producers=40",
    "russia.fpv.producers=6",
)  # fmt: skip
REPLICATES = 20
AT_ONCE = "run.spin_up_days=0"
SPUN_UP = "run.spin_up_days=60"


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::sim.config.errors.ConfigWarning")
# Six producers may release as many designs in all runs, so that there is nothing to test.
@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")
def test_no_response_differs_from_that_of_a_second_implementation():
    """Welch's test at 5% over all responses; seeds are fixed, so it fails always or never."""
    config = sim.load("baseline", [*SMALL, SPUN_UP])
    ours = reduced(run_killzone, config, REPLICATES)
    theirs = reduced(plain_mesa.run, config, REPLICATES)
    found = [compare(*each) for each in zip(RESPONSES, ours.T, theirs.T, strict=True)]
    assert len(found) == 22
    assert [each for each in found if each.verdict == "differs"] == []
    assert sum(each.verdict == "agrees" for each in found) > 11


@pytest.mark.filterwarnings("ignore::sim.config.errors.ConfigWarning")
def test_models_of_which_one_hits_more_often_are_told_apart():
    one, other = (
        reduced(run_killzone, sim.load("baseline", [*SMALL, AT_ONCE, *changes]), REPLICATES)
        for changes in ((), ("ukraine.fpv.hit_share=0.7",))
    )
    verdicts = {
        response.name: compare(response, *each).verdict
        for response, *each in zip(RESPONSES, one.T, other.T, strict=True)
    }
    assert verdicts["hits, mean, ua"] == verdicts["kill zone depth, mean, ua"] == "differs"
    assert verdicts["pass rate, mean, ua"] != "differs"
