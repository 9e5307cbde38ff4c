"""Every figure of the article is a parameter or a target, with its source."""

import pytest

from sim.config.catalogue import parameters
from sim.config.parameters.parameter import ARTICLE

FIGURES = {
    "front.kill_zone_km": 20,
    "race.obsolescence_days": 60,
    "ukraine.output_target_per_year": 5e6,
    "deal.drones_per_year": 1e7,
    "deal.years": 5,
    "deal.budget_usd": 50e9,
    "ukraine.capacity_limit_per_year": 2e7,
    "deal.export_share": 0.5,
    "finance.loans_usd": 90e9,
    "finance.frozen_assets_usd": 300e9,
    "russia.strike.altitude_max_m": 5000,
    "targets.refinery_offline_share": (0.17, 0.38),
    "targets.alarms_per_night": 2,
    "front.territory_held_share": 0.20,
}


@pytest.mark.parametrize("path", FIGURES)
def test_the_figure_is_in_the_schema_with_its_source(path):
    parameter = parameters()[path]
    assert parameter.default == FIGURES[path]
    assert ARTICLE in parameter.source
