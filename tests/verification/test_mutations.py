"""With one line of the model changed, the law that rests on it fails, and the command says so."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.verification.verify import LAWS
from tests.settings import thinned

ROOT = Path(__file__).parents[2]


class Mutation(NamedTuple):
    law: str
    file: str
    line: str
    """What must be there exactly once, so that the test fails if the code moves."""
    instead: str


FRONT, RACE, SKY = "equations/front.py", "equations/race.py", "equations/sky.py"
ECONOMY, GOVERNMENT = "equations/economy.py", "agents/government.py"

MUTATIONS = [
    Mutation(  # who has lost soldiers shoots as much as before
        "stochastic-duel",
        FRONT,
        "crews[unit] * strength[unit] / max(before, 1)",
        "crews[unit]",
    ),
    Mutation(  # no chance in losses
        "duel-survivors",
        FRONT,
        "poisson(u_drones, drones[unit])",
        "poisson(0.5, drones[unit])",
    ),
    Mutation(  # hits in proportion to targets that are left: area fire
        "square-law",
        FRONT,
        "math.expm1(-casualties_per_hit * hits / targets)",
        "math.expm1(-casualties_per_hit * hits / 1e9)",
    ),
    Mutation(  # guns without gunners
        "linear-law",
        FRONT,
        "losses_per_target * targets * guns * math.exp(",
        "losses_per_target * targets * math.exp(",
    ),
    Mutation(  # some drones in the way of others
        "linear-law-by-drones",
        FRONT,
        "binomial(u_pass[place], flown[place], rate[place])",
        "binomial(u_pass[place], min(flown[place], 80), rate[place])",
    ),
    Mutation(  # targets that never get fewer
        "logarithmic-law",
        FRONT,
        "return exposure * strength / max(first_strength, 1)",
        "return exposure",
    ),
    Mutation(  # events that last a day too long
        "iwo-jima",
        "../config/events.py",
        "else start + self.days",
        "else start + self.days + 1",
    ),
    Mutation(
        "zone-depth",
        FRONT,
        "reach_km * np.log(np.maximum(ratio, 1.0))",
        "reach_km * np.log1p(np.sqrt(ratio))",
    ),
    Mutation(
        "zone-anchor",
        FRONT,
        "c0 * math.exp(kill_zone_km / (2 * reach_km))",
        "c0 * math.exp(kill_zone_km / reach_km)",
    ),
    Mutation(
        "obsolescence",
        RACE,
        "** (1 / field_days)",
        "** (2 / field_days)",
    ),
    Mutation(
        "matching-alleles",
        RACE,
        "out[s] *= 1.0 - strength[s] * covers[s]",
        "out[s] *= 1.0 - 0.8 * strength[s] * covers[s]",
    ),
    Mutation(  # countermeasures that never learn
        "frozen-countermeasures",
        "agents/countermeasure.py",
        "if not self.parameters.learns:",
        "if True:",
    ),
    Mutation(
        "frozen-designs",
        "agents/innovating_producer.py",
        "if not rules.innovates:",
        "if rules.innovates:",
    ),
    Mutation(  # a tenth is lost without countermeasures
        "no-countermeasures",
        RACE,
        "out[:] = 1.0",
        "out[:] = 0.9",
    ),
    Mutation(  # groups stop what interceptors have stopped already
        "layered-defence",
        SKY,
        "binomial(u_groups, here - killed, stopping)",
        "binomial(u_groups, here, stopping)",
    ),
    Mutation(  # crews without a limit
        "salvo",
        SKY,
        "min(guided, limits[region], _salvos(stock[shelf], shots))",
        "min(guided, _salvos(stock[shelf], shots))",
    ),
    Mutation(  # repair as decay
        "repair-queue",
        "equations/damage.py",
        "0.0 if done else damage[site] - work",
        "0.0 if done else 0.9 * damage[site]",
    ),
    Mutation(
        "learning-curve",
        ECONOMY,
        "math.log2(1 - learning_rate)",
        "math.log(1 - learning_rate)",
    ),
    Mutation(  # growth by a constant amount
        "progress-curve",
        ECONOMY,
        "min(room, full * growth_per_year / DAYS_PER_YEAR)",
        "min(room, 2000.0 * growth_per_year / DAYS_PER_YEAR)",
    ),
    Mutation(  # drones that fly twice
        "drones-conserved",
        FRONT,
        "held[place] = left - gone",
        "held[place] = held_here - gone",
    ),
    Mutation(
        "soldiers-conserved",
        FRONT,
        "lost_to_drones[unit] = lost",
        "lost_to_drones[unit] = 0",
    ),
    Mutation(
        "cents-conserved",
        GOVERNMENT,
        "self.spent_cents[0, self.uses.index(use)] += cost",
        "self.spent_cents[0, self.uses.index(use)] = cost",
    ),
    Mutation(  # one side's score of the other's strength
        "mirror",
        FRONT,
        "math.exp(-hazard[i] * hits_ua[i]) * ratio_ru",
        "math.exp(-hazard[i] * hits_ua[i]) * ratio_ua",
    ),
]


@pytest.fixture
def copy(tmp_path):
    """A copy of the package that nobody else uses, without what is compiled."""
    for name in ("sim", "killzone"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    return tmp_path


def verify(folder, *laws):
    """Run the command of the package in a folder; what it compiles need not be fast."""
    environment = os.environ | {"PYTHONPATH": str(folder), "NUMBA_OPT": "0"}
    return subprocess.run(
        [sys.executable, "-m", "sim", "verify", *laws],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_law_is_broken_once():
    assert [each.law for each in MUTATIONS] == list(LAWS)
    for each in MUTATIONS:
        text = (ROOT / "sim" / "war" / each.file).read_text(encoding="utf-8")
        assert text.count(each.line) == 1, each


@pytest.mark.long
@pytest.mark.parametrize("mutation", thinned(MUTATIONS, 12), ids=lambda each: each.law)
def test_a_law_that_is_broken_fails(copy, mutation):
    file = copy / "sim" / "war" / mutation.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(mutation.line, mutation.instead), encoding="utf-8")
    done = verify(copy, mutation.law)
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].endswith(f"fail: {mutation.law}")


@pytest.mark.long
def test_a_copy_in_which_nothing_is_changed_passes(copy):
    done = verify(copy, "square-law", "cents-conserved")
    assert done.returncode == 0, done
