"""Small runs of different kinds, for films."""

from tests.settings import NO_SKY, ONE_RACE, SMALL

DAYS, EVERY = 60, 6
FAST = {"run.days": DAYS, "race.obsolescence_days": 10, "race.release_below": 0.9}
NAME = "a sweep, point 12, replicate 1, seed 2025: " + "race.obsolescence_days=60, " * 9


def long_events(count):
    """Events with the longest names there can be."""
    return [
        {
            "name": f"event {number} " + "of which there is much to say " * 2,
            "path": "front.casualties_per_hit",
            "scale": 0.5,
            "day": 10 * number + 1,
        }
        for number in range(count)
    ]


KINDS = {
    "both": {**SMALL, **FAST},
    "updated": {**SMALL, **FAST, "race.update_days": 5, "race.dimensions": 3},
    "strip": {**SMALL, **FAST, "race.dimensions": 1, "peace.ceasefire": True},
    "one side": {**ONE_RACE, **FAST},
    "nobody": {
        **NO_SKY,
        "run.days": 5,
        "front.sectors": 1,
        "ukraine.fpv.producers": 0,
        "russia.fpv.producers": 0,
    },
    "events": {**SMALL, **FAST, "events": long_events(4), "race.breakthroughs_per_year": 300.0},
}
