"""The daily columns of ground and naval drones, which stay as on day 0 where these are off."""

from __future__ import annotations

from sim.war.columns.column import AMOUNT, Column, Observed, Sum, of_side

GROUND = [
    *of_side(
        "produced_ground_{}",
        "drones/day",
        "Ground drones built by {}.",
        ("ground", "made"),
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "stock_ground_{}",
        "drones",
        "Ground drones with {}'s units.",
        ("ground.armoury", "held"),
        "int64",
        bounds=AMOUNT,
    ),
    *of_side(
        "trips_ground_{}",
        "trips/day",
        "Trips to the front line that {}'s ground drones made instead of soldiers.",
        ("units", "trips"),
        "int64",
        bounds=AMOUNT,
    ),
]

NAVAL = [
    Observed(
        Column(
            "produced_naval_ua",
            "drones/day",
            "Naval drones built by Ukraine.",
            "int64",
            bounds=AMOUNT,
        ),
        Sum(lambda model: model.sea.producers, ("made",)),
    ),
    Observed(
        Column(
            "stock_naval_ua", "drones", "Naval drones at hand in Ukraine.", "int64", bounds=AMOUNT
        ),
        Sum(lambda model: model.sea.producers.armoury, ("held",)),
    ),
    Observed(
        Column(
            "launched_naval_ua", "drones/night", "Naval drones launched.", "int64", bounds=AMOUNT
        ),
        lambda model: model.sea.launched,
    ),
    Observed(
        Column("hits_naval_ua", "drones/night", "Naval drones that hit.", "int64", bounds=AMOUNT),
        lambda model: model.sea.hits,
    ),
    Observed(
        Column(
            "fleet_freedom_ru",
            "1",
            "The Russian fleet's freedom of movement, relative to that without naval drones.",
            bounds=AMOUNT,
        ),
        lambda model: model.sea.freedom,
    ),
]
