"""Result folders with made-up but plausible tables, written as the store writes them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from pyarrow import parquet

from sim.config import Config, to_yaml
from sim.experiment.plan import Run
from sim.experiment.results.comparison import comparison
from sim.experiment.results.results import Results
from sim.experiment.store import tables
from sim.view.figures import comparison as comparison_figure
from sim.view.figures import heat_map, main_effects
from sim.view.figures.pages import house_style
from sim.view.figures.run_figures import FIGURES
from sim.view.figures.run_tables import RunTables
from sim.war.columns import Column, columns_of
from tests.grids import grid

SIDES = ("ua", "ru")


@pytest.fixture(scope="session")
def make_folder(tmp_path_factory):
    """Return a function that writes a result folder and returns it.

    `config` is what differs from the baseline, `families` counts the families of designs,
    `without` names what does not exist: a side's makers ("ua", "ru") or the "sky".
    """

    def make(config=None, *, replicates=5, days=200, families=2, without=()):
        run = {"run": {"days": days, "replicates": replicates}}
        checked = Config.model_validate({**run, **(config or {})})
        folder = tmp_path_factory.mktemp("results")
        (folder / "config.yaml").write_text(to_yaml(checked))
        for name in ("daily", "designs", "space"):
            parts = [_table(name, checked, each, families, without) for each in range(replicates)]
            parquet.write_table(pa.concat_tables(parts), folder / f"{name}.parquet")
        return folder

    return make


def _table(name, config, replicate, families, without):
    rng = np.random.default_rng([replicate, len(name)])
    columns = {"daily": _daily, "designs": _designs, "space": _space}[name](config, rng, without)
    if name == "space":
        columns["family"] = rng.integers(families, size=columns["day"].size)
    length = len(next(iter(columns.values())))
    names = [column.name for column in columns_of(name, config.race.dimensions)]
    rest = {each: np.zeros(length) for each in names if each not in columns}
    run = Run(f"{replicate:016x}", "0" * 12, (), replicate)
    return tables.table(name, {**rest, **columns}, run, config)


def _daily(config, rng, without):
    day = np.arange(config.run.days + 1)
    columns = {"day": day, "area_change_km2": -rng.gamma(2, 4, day.size) * (day > 0)}
    for side, level in zip(SIDES, (6600.0, 5400.0), strict=True):
        columns |= _side(side, level, day, rng)
        if side in without:
            columns |= {name: 0.0 * day for name in columns if f"_{side}" in name}
            columns |= {
                f"pass_rate_{side}": np.full(day.size, np.nan),
                f"obsolescence_days_{side}": np.full(day.size, np.nan),
            }
    columns["kill_zone_km"] = columns["kill_zone_ua_km"] + columns["kill_zone_ru_km"]
    sky = _sky(day, rng, on="sky" not in without)
    return columns | sky | _sites(day, rng, on="sky" not in without)


def _side(side, level, day, rng):
    def noisy(mean, spread=0.05):
        return mean * np.exp(spread * rng.standard_normal(day.size))

    drift = np.cumsum(0.04 * rng.standard_normal(day.size))
    reached = day > 70 + rng.integers(20)
    return {
        f"kill_zone_{side}_km": np.where(day == 0, 10.0, np.maximum(10 + drift, 0)),
        f"capacity_fpv_{side}": level * 1.8 * np.exp(day / 1500),
        f"orders_fpv_{side}": noisy(level * 1.1),
        f"produced_fpv_{side}": noisy(level).round() * (day > 0),
        f"stock_fpv_{side}": noisy(level * 7, 0.01).round(),
        f"stale_stock_share_{side}": np.clip(0.2 + drift / 10, 0, 1),
        f"sorties_{side}": noisy(level).round() * (day > 0),
        f"hits_{side}": noisy(level * 0.3).round() * (day > 0),
        f"pass_rate_{side}": np.where(day > 0, np.clip(0.6 + drift / 8, 0, 1), np.nan),
        f"obsolescence_days_{side}": np.where(reached, (60 + 3 * drift).round(), np.nan),
        f"losses_{side}": rng.poisson(900.0, day.size) * (day > 0),
        f"losses_artillery_{side}": rng.poisson(200.0, day.size) * (day > 0),
        f"strength_{side}": 450_000 - 30 * day,
        f"revenue_usd_{side}": noisy(level * 900.0) * (day > 0),
        f"aid_usd_{side}": noisy(level * 300.0) * (day > 0) * (side == "ua"),
        f"spend_usd_{side}": noisy(level * 1100.0) * (day > 0),
    }


def _sky(day, rng, *, on):
    launched = on * (day > 0) * rng.poisson(rng.lognormal(5, 0.6, day.size))
    neutralised = rng.binomial(launched, 0.87)
    share = np.divide(neutralised, launched, out=np.full(day.size, np.nan), where=launched > 0)
    return {
        "launched_ru": launched,
        "neutralised_ru": neutralised,
        "leaked_ru": launched - neutralised,
        "neutralised_share": share,
        "alarms": on * rng.poisson(1.2, day.size),
        "altitude_m_ru": on * np.minimum(2000 + 4 * day, 5000.0),
        "ceiling_m_ua": on * np.minimum(3000 + 3 * day, 5500.0),
    }


def _sites(day, rng, *, on):
    """Offline first, then lost, of refineries, energy sites and both sides' plants."""
    columns = {}
    for offline, lost in (
        ("refinery_offline_share", "refinery_lost_share"),
        ("energy_offline_share", "energy_deficit_share"),
        ("plant_offline_share_ua", "plant_lost_share_ua"),
        ("plant_offline_share_ru", "plant_lost_share_ru"),
    ):
        shares = on * np.clip(0.2 + np.cumsum(0.02 * rng.standard_normal(day.size)), 0, 1)
        columns |= {offline: shares, lost: np.maximum(shares - 0.1, 0) / 0.9}
    return columns


def _designs(config, rng, without):
    side = np.array([each for each in SIDES if each not in without], dtype=object)
    count = 400 if side.size else 0
    released = np.sort(rng.integers(0, config.run.days, count))
    lasts = rng.geometric(1 / 80, count)
    followed = released + rng.geometric(1 / 100, count)
    return {
        "id": np.arange(count),
        "parent": np.full(count, -1),
        "role": np.full(count, "fpv"),
        "side": side[rng.integers(max(side.size, 1), size=count)],
        "released": released,
        "replaced": np.where(followed <= config.run.days, followed, -1),
        "obsolete": np.where(released + lasts <= config.run.days, released + lasts, -1),
    }


def _space(config, rng, without):
    makers = [each for each in SIDES if each not in without]
    groups = [("design", side, 90) for side in makers]
    groups += [("countermeasure", "ua", 60), ("countermeasure", "ru", 120)]
    days = (0, config.run.days // 2, config.run.days)
    rows = [(day, *group[:2]) for day in days for group in groups for _ in range(group[2])]
    day, kind, side = (np.array(column) for column in zip(*rows, strict=True))
    inside = range(1, config.race.dimensions + 1)
    return {
        "day": day,
        "kind": kind,
        "side": side,
        "weight": np.where(kind == "design", rng.gamma(0.6, 500, day.size), 0.8),
        **{f"x_{axis}": rng.uniform(0, config.race.extent, day.size) for axis in inside},
    }


@pytest.fixture(scope="session")
def folders(make_folder):
    """Result folders of different kinds, by name."""
    return {
        "baseline": make_folder(),
        "Ukraine alone": make_folder(
            {"race": {"dimensions": 1}}, replicates=1, without=("ru", "sky")
        ),
        "Russia alone": make_folder(
            {"race": {"dimensions": 3}}, replicates=2, days=1, families=20, without=("ua",)
        ),
        "nobody": make_folder(
            {"front": {"length_km": 24}}, replicates=1, days=10, without=("ua", "ru", "sky")
        ),
    }


@pytest.fixture(scope="session")
def drawn(folders):
    """Every figure of these folders, drawn on a canvas: by folder and name."""
    figures = {}
    with house_style():
        for kind, folder in folders.items():
            run = RunTables.read(folder)
            some = {name: draw(run) for name, draw in FIGURES.items()}
            figures[kind] = {name: figure for name, figure in some.items() if figure is not None}
            for figure in figures[kind].values():
                FigureCanvasAgg(figure).draw()
    return figures


@pytest.fixture(scope="session")
def changed(folders):
    """Return a function that reads the baseline's folder with columns of `daily` multiplied."""

    def change(name, replicates=5, **factors):
        origin = RunTables.read(folders["baseline"])
        daily = origin.daily[origin.daily["replicate"] < replicates]
        noise = np.random.default_rng(len(name)).normal(1, 0.02, len(daily))
        results = Results(folders["baseline"].parent / name)
        results.config, results.units = origin.config, origin.units
        results.daily = daily.assign(
            **{column: daily[column] * factor * noise for column, factor in factors.items()}
        )
        return results

    return change


@pytest.fixture(scope="session")
def draw_comparison():
    """Return a function that draws a comparison on a canvas."""

    def draw(compared, curve="kill_zone_km"):
        with house_style():
            figure = comparison_figure.draw(compared, compared.table(), curve)
            FigureCanvasAgg(figure).draw()
        return figure

    return draw


@pytest.fixture(scope="session")
def comparisons(changed, draw_comparison):
    """Pictures of different comparisons, by what they show."""
    reference = changed("reference")
    others = [
        changed(name, kill_zone_km=factor, losses_ru=3 * factor, alarms=factor)
        for name, factor in zip(
            [f"{number}-folder-with-a-name-that-is-far-too-long" for number in range(4)],
            (1.1, 0.5, 4.0, 0.99),
            strict=True,
        )
    ]
    nothing = changed("nothing", stale_stock_share_ua=np.nan)
    long = ["intercepted_by_drones_ua", "produced_interceptor_ua", "stale_stock_share_ua"]
    one_pair = [reference, changed("alone", replicates=1, losses_ru=2.0)]
    figures = {
        "one": comparison([reference, others[0]]),
        "four": comparison([reference, *others]),
        "itself": comparison([reference, reference], ["kill_zone_km"]),
        "nothing to show": comparison([reference, nothing], long),
        "one pair": comparison(one_pair, first_day=7, last_day=7),
    }
    return {name: draw_comparison(compared) for name, compared in figures.items()}


LONG = "ukraine.front_line_drone_production_with_a_long_name.share_of_it"
SCENARIOS = [
    "baseline",
    "aid stops in the winter of 2026",
    "no interceptors",
    "Russian mass production of fibre-optic drones",
    "$x_$",
]


@pytest.fixture(scope="session")
def sampled_runs():
    """Return runs of a random design: ranges, dates, whole numbers, texts and truth values."""
    rng, points = np.random.default_rng(5), 200
    share = rng.random((7, points))
    days = pd.to_timedelta((share[4] * 700).astype(int), unit="D")
    columns = {
        "race.obsolescence_days": 10 * 30 ** share[0],
        "ukraine.revenue_usd_per_year": 1e9 * (1 + 9 * share[1]),
        LONG: share[2],
        "race.dimensions": 1 + (share[3] * 6).astype(int),
        "run.start": (pd.Timestamp("2024-01-01") + days).astype("datetime64[ms]"),
        "scenario": np.array(SCENARIOS)[(share[5] * 5).astype(int)],
        "facilities.on": share[6] < 0.5,
    }
    names = [f"{number:012x}" for number in range(points)]
    frame = pd.DataFrame({"point": names, **columns})
    response = 12 + np.log(columns["race.obsolescence_days"]) + 2 * columns["facilities.on"]
    parts = [
        frame.assign(replicate=each, response=response + rng.normal(0, 0.5, points))
        for each in range(3)
    ]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="session")
def grids():
    """Return runs of grids of two factors, by what they are for."""
    rng = np.random.default_rng(7)
    kinds = {
        "numbers": {
            "race.obsolescence_days": [15.0, 30.0, 60.0, 120.0],
            "front.kill_zone_km": [5, 10, 20],
        },
        "texts": {"scenario": SCENARIOS, LONG: ["none", "slow and steady", "as fast as can be"]},
        "ten by ten": {
            "ukraine.revenue_usd_per_year": list(np.linspace(1e8, 1e9, 10)),
            LONG: list(range(10, 110, 10)),
        },
        "many": {"race.obsolescence_days": list(np.linspace(10, 100, 24)), LONG: list(range(21))},
        "dates": {"run.start": list(pd.date_range("2024-01-01", periods=3)), "on": [True, False]},
    }
    runs = {
        kind: grid(factors, 3, lambda *_: 1e6 * rng.normal(5, 1)) for kind, factors in kinds.items()
    }
    return runs | {
        "one replicate": runs["numbers"].query("replicate == 0"),
        "missing": runs["numbers"]
        .query("not (`race.obsolescence_days` == 30 and replicate < 3)")
        .drop(index=[0, 12, 24]),
        "the same everywhere": runs["texts"].assign(response=7.0),
    }


@pytest.fixture(scope="session")
def sweeps(grids, sampled_runs):
    """Pictures of different sweeps, by what they show."""
    money = Column("response", "USD", "")
    article = {"race.obsolescence_days": 60.0, LONG: 40, "scenario": "baseline"}
    figures = {}
    with house_style():
        for kind, runs in grids.items():
            pair = tuple(runs.columns[3:5])
            figures[kind] = heat_map.draw(runs, pair, pair, money, article)
            figures[f"{kind}: effects"] = main_effects.draw(runs, pair, money)
        factors = list(sampled_runs.columns[1:-2])
        figures["sampled"] = main_effects.draw(sampled_runs, factors, Column("response", "km", ""))
        few = sampled_runs.query("replicate == 0")
        figures["one factor"] = main_effects.draw(few, factors[:1], Column("response", "1", ""))
        for figure in figures.values():
            FigureCanvasAgg(figure).draw()
    return figures
