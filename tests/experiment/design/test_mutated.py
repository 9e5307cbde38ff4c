"""Whatever an experiment file holds, it is read or told."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.config import ConfigError
from tests.settings import examples

WHOLE = """\
name: trial
base: baseline
set: {run.days: 365}
factors:
  race.obsolescence_days: {values: [30, 45]}
  ukraine.output_target_per_year: {range: [2.5e6, 2e7], scale: log, levels: 3}
  economy.learning_rate: {range: [0.1, 0.2], levels: 2}
  race.start: {categories: [scattered, apart]}
  platform: {paths: [ukraine.fpv.platform_days, russia.fpv.platform_days], values: [100, 120]}
  aid:
    bundles:
      none: {ukraine.aid_usd_per_year: 0}
      more: {ukraine.aid_usd_per_year: 1e10, run.days: 300}
design: {kind: grid}
replicates: {auto: zone, half_width: 0.2, minimum: 5, maximum: 9}
responses:
  zone: {column: kill_zone_km, statistic: mean, from_day: 5, to_day: 200}
  soon: {column: kill_zone_km, statistic: time_to, threshold: 25, direction: below}
  obsolescence: {summary: obsolescence_days_ua}
outputs: {daily: true, figures: false}
seconds_per_run: 60
"""

PIECES = st.sampled_from(
    [
        *"-?:,[]{}#&*!|>'\"%@` \n",
        *("\n  ", ": ", "- ", "[]", "{}", "null", "true", "-1", "1e6", "1e400", "0", "1.5", "''"),
        *("kind: lhs", "kind: morris", "kind: list", "kind: sobol", "points: 8", "points: []"),
        *("trajectories: 3", "kind: saltelli", "points: [{}]", "points: [{run.seed: 1}]"),
        *("correlation: [{between: [economy.learning_rate, ukraine.output_target_per_year]}]",),
        *("values: [1]", "range: [1, 2]", "bundles: {}", "paths: []", "run.seed", "\\0", "\u0457"),
        *("events", "run", "zone", "run.days", "targets.neutralised_share", "[0.1, 0.2]"),
    ]
)


@st.composite
def mutated(draw):
    """Draw the file with some stretches of it replaced by pieces, or moved."""
    text = WHOLE
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 12))
        text = text[:start] + draw(PIECES) + text[end:]
    return text


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.too_slow])
@given(text=mutated())
def test_a_mutated_file_is_read_or_told(read, text):
    with suppress(ConfigError):
        read(text, head="").points()


@st.composite
def swapped(draw):
    """Draw the file with some values put where others stood."""
    lines = WHOLE.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        index = draw(st.integers(0, len(lines) - 1))
        key, colon, _ = lines[index].partition(":")
        lines[index] = f"{key}{colon} {draw(PIECES)}"
    return "\n".join(lines)


@pytest.mark.long
@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.too_slow])
@given(text=swapped())
def test_swapped_values_are_read_or_told(read, text):
    with suppress(ConfigError):
        read(text, head="").points()


def test_the_whole_file_is_right(read):
    assert len(read(WHOLE, head="").points()) == 2 * 3 * 2 * 2 * 2 * 2
