"""Stock without end: crews alone limit sorties, and the books still balance."""

import numpy as np
import pytest

from sim.verification.conservation import unaccounted
from sim.verification.setups import NO_SKY, SMALL, configured, of_both
from sim.war.agents.racing_producer import UNLIMITED
from sim.war.model import Simulation

ENDLESS = {
    **SMALL,
    **NO_SKY,
    "front.openness_spread": 0.0,
    **of_both({"fpv.unlimited_stock": True}),
}


def test_units_fly_what_their_crews_can_and_never_run_out():
    model = Simulation(configured(ENDLESS))
    for _ in range(40):
        able = [side.units.crew_sorties.sum() for side in model.sides]
        model.step()
        for side, sorties in zip(model.sides, able, strict=True):
            # Each design's share is rounded up or down at random, unit by unit.
            rounded = np.sqrt(side.units.size * side.fpv.armoury.ids.size) / 2
            assert abs(side.units.total("sorties") - sorties) < 5 * rounded
            assert (side.fpv.armoury.shelves.count() > 0.99 * UNLIMITED).all()
            assert not unaccounted(side.fpv.armoury).any()
    model.finish()


def test_all_designs_of_day_0_share_every_shelf_alike():
    fpv = Simulation(configured(ENDLESS)).ua.fpv
    table = fpv.armoury.stock[:, fpv.armoury.ids >= 0]
    assert (table == UNLIMITED // fpv.size).all()
    assert (fpv.armoury.first_stock[: fpv.size] == table.sum(axis=0)).all()


@pytest.mark.parametrize("deliveries", [0.0, 1000.0, 200_000.0])
def test_the_zone_stays_as_it_is_on_day_0(deliveries):
    """Whatever came before: what flies on day 0 is what crews can."""
    still = {"fpv.deliveries_per_month": deliveries, "countermeasures.per_sector": 0}
    settings = {**ENDLESS, **of_both(still), "front.casualties_per_hit": 0.0}
    model = Simulation(configured(settings))
    flown = np.array([side.units.crew_sorties.sum() for side in model.sides])  # half of them hit
    reference = model.config.front.reference_hits_per_km
    expected = 20 + 5 * np.log(0.5 * flown / 1200 / reference).sum()
    assert model.theatre.width_km == pytest.approx(expected)
    for _ in range(20):
        model.step()
    assert model.theatre.width_km == pytest.approx(expected, abs=0.5)
    model.finish()


def test_without_producers_there_is_nothing_without_end():
    model = Simulation(configured({**ENDLESS, "ukraine.fpv.producers": 0}))
    model.step()
    assert model.ua.units.total("sorties") == 0
    assert model.theatre.mean_depth_ua_km == 0
    model.finish()
