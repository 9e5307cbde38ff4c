"""What an experiment file must not hold, and how each is told at its line."""

from __future__ import annotations

import pytest

from sim.config import ConfigError
from sim.experiment.design.reading import read_experiment

AID = (
    "aid: {bundles: {none: {ukraine.aid_usd_per_year: 0}, more: {ukraine.aid_usd_per_year: 1e10}}}"
)
DAYS = "race.obsolescence_days: {values: [30, 45]}"
TARGET = "ukraine.output_target_per_year: {range: [2e6, 2e7]}"
RATE = "economy.learning_rate: {range: [0.1, 0.2]}"


def factors(*lines, below=""):
    return "factors:\n" + "".join(f"  {line}\n" for line in lines) + below


def response(text, days=None):
    factor = f"  {DAYS}\n" + (f"  run.days: {{values: {days}}}\n" if days else "")
    return f"factors:\n{factor}responses:\n  zone: {text}"


RATE_AND_TARGET = "economy.learning_rate", "ukraine.output_target_per_year"


def correlated(*triples, design="design: {kind: lhs, points: 64}"):
    lines = [f"  - {{between: [{a}, {b}], spearman: {r}}}" for a, b, r in triples]
    return "\n".join(["correlation:", *lines, design])


def listed(*points):
    return factors(
        DAYS,
        below="design:\n  kind: list\n  points:\n" + "".join(f"  - {each}\n" for each in points),
    )


CASES = [
    (
        "columns that differ",
        factors("race.dimensions: {values: [2, 3]}"),
        2,
        ["race.dimensions changes the columns of designs", "outputs: {designs: false}"],
    ),
    # case, text, line after name and base, words of the message
    ("unknown key", "factrs: {}", 1, ["unknown key factrs", "nearest: factors"]),
    ("factors twice", "factors: {}\nfactors: {}", 2, ["twice"]),
    ("factors a list", "factors: [a]", 1, ["factors is [a]"]),
    (
        "unknown parameter",
        factors("race.obsolescense_days: {values: [30]}"),
        2,
        ["unknown parameter race.obsolescense_days", "nearest: race.obsolescence_days"],
    ),
    (
        "parameter elsewhere",
        factors("obsolescence_days: {values: [30]}"),
        2,
        ["nearest: race.obsolescence_days"],
    ),
    (
        "a group",
        factors("race: {values: [30]}"),
        2,
        ["unknown parameter race", "path of one parameter"],
    ),
    ("events", factors("events: {values: [30]}"), 2, ["write events into the base"]),
    (
        "replicates as factor",
        factors("run.replicates: {values: [1, 2]}"),
        2,
        ["run.replicates", "write replicates"],
    ),
    ("factor a list", factors("race.obsolescence_days: [30, 45]"), 2, ["write {values: [30, 45]}"]),
    ("no levels", factors("race.obsolescence_days: {}"), 2, ["no levels", "write values"]),
    (
        "two kinds",
        factors("race.obsolescence_days: {values: [30], range: [30, 45]}"),
        2,
        ["has values and range"],
    ),
    (
        "unknown key of a factor",
        factors("race.obsolescence_days: {values: [30], lavels: 3}"),
        2,
        ["unknown key lavels", "nearest: levels"],
    ),
    ("one value", factors("race.obsolescence_days: {values: 30}"), 2, ["write [30]"]),
    ("no values", factors("race.obsolescence_days: {values: []}"), 2, ["write a list"]),
    (
        "wrong type",
        factors("race.obsolescence_days:", "  values:", "    - 30", "    - many"),
        5,
        ["race.obsolescence_days is many", "a number from 10 to 720 days"],
    ),
    (
        "out of range",
        factors("race.obsolescence_days:", "  values:", "    - 5"),
        4,
        ["is 5", "from 10 to 720 days"],
    ),
    ("no number", factors('run.days: {values: ["sixty"]}'), 2, ["write 60"]),
    (
        "decimal comma",
        factors("run.days: {range: [200, 300], levels: 2,5}"),
        2,
        ["levels: 2,5 has a comma", "write 2"],
    ),
    (
        "another word for a statistic",
        factors(DAYS, below="responses: {x: {column: kill_zone_km, statistic: avg}}"),
        3,
        ["statistic is avg", "nearest: mean"],
    ),
    ("a list as value", factors("race.obsolescence_days: {values: [[30]]}"), 2, ["is [30]"]),
    ("comma", factors("run.seed: {values: ['1', 2]}"), 2, ["remove the quotes"]),
    (
        "38 same values",
        factors("race.obsolescence_days: {values: [30, 30.0]}"),
        2,
        ["30 is the same value as another", "(with line 4)"],
    ),
    (
        "38 true among numbers",
        factors("economy.platform_setback: {values: [1, true]}"),
        2,
        ["is true", "a number"],
    ),
    ("38 float for whole", factors("run.seed: {values: [1, 1.0]}"), 2, ["is 1.0", "whole number"]),
    (
        "38 nan",
        factors("economy.platform_setback: {values: [.nan]}"),
        2,
        [".nan is not a finite number"],
    ),
    (
        "38 zeros",
        factors("economy.platform_setback: {values: [-0.0, 0.0]}"),
        2,
        ["0 is the same value as another"],
    ),
    (
        "unknown choice",
        factors("race.start: {categories: [apart, together]}"),
        2,
        ["is together", "scattered or apart"],
    ),
    (
        "numbers as categories",
        factors("race.obsolescence_days: {categories: [30]}"),
        2,
        ["not categories", "write values"],
    ),
    ("range of a choice", factors("race.start: {range: [1, 2]}"), 2, ["not a range"]),
    (
        "values of a list",
        factors("targets.neutralised_share: {values: [[0.1, 0.2]]}"),
        2,
        ["a list of 2 numbers", "bundles"],
    ),
    (
        "range upside down",
        factors("race.obsolescence_days: {range: [45, 30]}"),
        2,
        ["[45, 30]", "the lower first"],
    ),
    (
        "range of three",
        factors("race.obsolescence_days: {range: [30, 45, 60]}"),
        2,
        ["the lower first"],
    ),
    (
        "range out of range",
        factors("race.obsolescence_days: {range: [1, 30]}"),
        2,
        ["is 1", "from 10"],
    ),
    (
        "log from 0",
        factors("economy.platform_setback: {range: [0, 1], scale: log, levels: 3}"),
        2,
        ["log scale cannot begin at 0"],
    ),
    (
        "unknown scale",
        factors("economy.learning_rate: {range: [0.1, 0.2], scale: logs}"),
        2,
        ["scale is logs", "linear or log", "nearest: log"],
    ),
    ("grid without levels", factors(RATE), 2, ["a grid needs levels"]),
    (
        "one level",
        factors("economy.learning_rate: {range: [0.1, 0.2], levels: 1}"),
        2,
        ["levels is 1", "from 2"],
    ),
    (
        "levels with values",
        factors("race.obsolescence_days: {values: [30], levels: 2}"),
        2,
        ["levels goes with range and group only"],
    ),
    (
        "too few whole numbers",
        factors("scale: {range: [1, 3], levels: 5}"),
        2,
        ["no 5 different levels"],
    ),
    (
        "39 a billion levels",
        factors("run.seed: {range: [1, 2e9], levels: 1_000_000_000}"),
        2,
        ["levels is 1_000_000_000"],
    ),
    (
        "39 a billion whole levels",
        factors("run.seed: {range: [1, 2_000_000_000], levels: 1_000_000_000}"),
        2,
        ["levels is 1_000_000_000"],
    ),
    (
        "paths of two types",
        factors("x: {paths: [run.days, race.extent], values: [200]}"),
        2,
        ["of one type"],
    ),
    (
        "paths named like a parameter",
        factors("run.days: {paths: [run.seed], values: [200]}"),
        2,
        ["another name"],
    ),
    (
        "unknown path",
        factors("x:", "  paths:", "    - race.extend", "  values: [7]"),
        4,
        ["unknown parameter race.extend", "race.extent"],
    ),
    (
        "driven twice",
        factors(DAYS, "x: {paths: [race.obsolescence_days], values: [30]}"),
        3,
        ["driven by factor race.obsolescence_days already"],
    ),
    (
        "bundle drives a factor's",
        factors(AID, "ukraine.aid_usd_per_year: {values: [1e9]}"),
        3,
        ["driven by factor aid"],
    ),
    (
        "bundles named like a parameter",
        factors("run.days: {bundles: {a: {run.seed: 1}}}"),
        2,
        ["name of their own"],
    ),
    (
        "multipliers of a parameter of its own name",
        factors("race.extent: {multipliers: [0.5, 2]}"),
        2,
        ["multipliers need a name of their own", "write paths"],
    ),
    ("multipliers of nothing", factors("x: {multipliers: [0.5, 2]}"), 2, ["x has no paths"]),
    (
        "multipliers of a choice",
        factors("x: {multipliers: [0.5, 2], paths: [race.start]}"),
        2,
        ["race.start takes scattered or apart, which nothing multiplies"],
    ),
    (
        "a path multiplied twice",
        factors("x: {multipliers: [0.5, 2], paths: [race.extent, race.extent]}"),
        2,
        ["a path is there twice"],
    ),
    ("one multiplier", factors("x: {multipliers: 2, paths: [race.extent]}"), 2, ["a list"]),
    (
        "a word as multiplier",
        factors("x: {multipliers: [0.5, half], paths: [race.extent]}"),
        2,
        ["half", "a number from 0 to 1e6"],
    ),
    (
        "equal multipliers",
        factors("x:", "  paths: [race.extent]", "  multipliers:", "    - 2", "    - 2.0"),
        6,
        ["2 is the same value as another", "(with line 7)"],
    ),
    (
        "multipliers upside down",
        factors("x: {multipliers: {range: [2, 1], levels: 2}, paths: [race.extent]}"),
        2,
        ["[2, 1]", "the lower first"],
    ),
    (
        "multipliers on a log scale from 0",
        factors("x: {multipliers: {range: [0, 1], scale: log, levels: 2}, paths: [race.extent]}"),
        2,
        ["a log scale cannot begin at 0"],
    ),
    (
        "a product out of range",
        factors("x:", "  paths: [ukraine.fpv.hit_share]", "  multipliers: [1, 1.5, 2.5]"),
        4,
        ["ukraine.fpv.hit_share, 0.5 in the base, would be 1.25", "multiply by at most 2"],
    ),
    (
        "a product that is not whole",
        factors("x:", "  paths: [front.sectors]", "  multipliers: [0.333]"),
        4,
        ["front.sectors", "makes it whole"],
    ),
    (
        "a range of multipliers of whole numbers",
        factors("x:", "  paths: [front.sectors]", "  multipliers: {range: [1, 2], levels: 2}"),
        3,
        ["whole numbers, which a range of multipliers does not give", "list the multipliers"],
    ),
    (
        "nothing multiplied",
        factors("x:", "  paths: [ukraine.refit_share]", "  multipliers: [0.5, 2]"),
        3,
        ["0 in the base, and stays so"],
    ),
    (
        "a group called like a parameter",
        factors("run.days: {group: {race.extent: {range: [6, 7]}}, levels: 2}"),
        2,
        ["a group needs a name of its own"],
    ),
    (
        "a group of what is no parameter",
        factors("x:", "  levels: 2", "  group:", "    race.extend: {range: [6, 7]}"),
        5,
        ["unknown parameter race.extend", "race.extent"],
    ),
    (
        "levels inside a group",
        factors("x:", "  levels: 2", "  group:", "    race.extent: {range: [6, 7], levels: 2}"),
        5,
        ["levels are of the whole group", "write it beside group"],
    ),
    (
        "values in a group",
        factors("x:", "  levels: 2", "  group:", "    race.extent: {values: [6, 7]}"),
        5,
        ["unknown key values"],
    ),
    (
        "a group that drives a parameter twice",
        factors(
            "x:",
            "  levels: 2",
            "  group:",
            "    race.extent: {range: [6, 7]}",
            "    y: {paths: [race.extent], range: [6, 7]}",
        ),
        4,
        ["race.extent is there twice"],
    ),
    (
        "a group of few whole numbers",
        factors("x: {group: {front.sectors: {range: [10, 11]}}, levels: 3}"),
        2,
        ["no 3 different levels"],
    ),
    (
        "a group without levels in a grid",
        factors("x: {group: {race.extent: {range: [6, 7]}}}"),
        2,
        ["a grid needs levels"],
    ),
    ("no bundles", factors("x: {bundles: {}}"), 2, ["bundles is {}", "1 or more"]),
    (
        "wrong value in a bundle",
        factors("x:", "  bundles:", "    a:", "      run.seed: -1"),
        5,
        ["run.seed is -1"],
    ),
    (
        "equal bundles",
        factors("x: {bundles: {a: {run.seed: 1}, b: {run.seed: 1}}}"),
        2,
        ["bundles a and b set the same"],
    ),
    (
        "a bundle equal to the base",
        factors("x: {bundles: {a: {run.days: 730}, b: {}}}"),
        2,
        ["bundles a and b set the same"],
    ),
    (
        "factor called run",
        factors("run: {paths: [run.seed], values: [1]}"),
        2,
        ["another column of the tables"],
    ),
    (
        "factor called as a response",
        factors("neutralised_share: {paths: [run.seed], values: [1]}"),
        2,
        ["is a response"],
    ),
    (
        "case only",
        factors("x: {paths: [run.seed], values: [1]}", "X: {paths: [run.days], values: [200]}"),
        3,
        ["differ in case only"],
    ),
    (
        "unsafe factor",
        factors('"../x": {paths: [run.seed], values: [1]}'),
        2,
        ["../x", "letters, digits"],
    ),
    ("unsafe bundle", factors("x: {bundles: {CON: {run.seed: 1}}}"), 2, ["CON", "letters, digits"]),
    (
        "unsafe response",
        "responses:\n  -rf: {column: kill_zone_km, statistic: mean}",
        2,
        ["-rf", "letters, digits"],
    ),
    ("design without kind", factors(DAYS, below="design: {points: 3}"), 3, ["has no kind"]),
    (
        "unknown design",
        factors(DAYS, below="design: {kind: lsh, points: 3}"),
        3,
        ["kind is lsh", "nearest: lhs"],
    ),
    (
        "unknown option",
        factors(DAYS, below="design: {kind: lhs, point: 3}"),
        3,
        ["unknown key point", "nearest: points"],
    ),
    ("design a word", factors(DAYS, below="design: lhs"), 3, ["design is lhs", "keys of its own"]),
    ("no points", factors(DAYS, below="design: {kind: lhs}"), 3, ["has no points"]),
    (
        "no such number of points",
        factors(DAYS, below="design: {kind: lhs, points: 0}"),
        3,
        ["points is 0", "from 1"],
    ),
    ("a sample of nothing", "design: {kind: lhs, points: 3}", 1, ["no factors"]),
    (
        "sobol",
        factors(DAYS, below="design: {kind: sobol, points: 100}"),
        3,
        ["power of 2", "not 100", "write 128"],
    ),
    (
        "saltelli",
        factors(DAYS, below="design: {kind: saltelli, points: 70}"),
        3,
        ["power of 2", "write 64"],
    ),
    (
        "saltelli of one level",
        factors("scale: {values: [1]}", below="design: {kind: saltelli, points: 64}"),
        2,
        ["at least two levels"],
    ),
    (
        "odd morris",
        factors(DAYS, below="design: {kind: morris, trajectories: 5, levels: 3}"),
        3,
        ["even number", "2 or 4"],
    ),
    (
        "a group of no factor",
        factors(
            DAYS, RATE, below="design: {kind: morris, trajectories: 5, groups: {a: [race.obs]}}"
        ),
        4,
        ["there is no factor race.o", "race.obsolescence_days"],
    ),
    (
        "an empty group",
        factors(DAYS, RATE, below="design: {kind: saltelli, points: 4, groups: {a: []}}"),
        4,
        ["a is []"],
    ),
    (
        "orthogonal",
        factors(DAYS, RATE, below="design: {kind: orthogonal, points: 50}"),
        4,
        ["square of a prime", "write 49"],
    ),
    (
        "maximin",
        factors(DAYS, below="design: {kind: maximin, points: 100_000}"),
        3,
        ["at most 10,000", "use lhs"],
    ),
    (
        "second order",
        factors(DAYS, below="design: {kind: saltelli, points: 8, second_order: yes}"),
        3,
        ["is yes", "true or false"],
    ),
    ("list without points", factors(DAYS, below="design: {kind: list}"), 3, ["has no points"]),
    ("unset factor", listed("{}"), 6, ["does not set race.obsolescence_days"]),
    ("unlisted level", listed("{race.obsolescence_days: 31}"), 6, ["31 is not among the levels"]),
    ("illegal level", listed("{race.obsolescence_days: 1}"), 6, ["is 1", "from 10"]),
    (
        "unknown factor",
        listed("{race.obsolescence_days: 30, run.dais: 200}"),
        6,
        ["run.dais", "run.days"],
    ),
    (
        "unset elsewhere",
        listed("{race.obsolescence_days: 30, run.days: 200}", "{race.obsolescence_days: 30}"),
        7,
        ["does not set run.days"],
    ),
    (
        "a point twice",
        listed("{race.obsolescence_days: 30}", "{race.obsolescence_days: 30.0}"),
        7,
        ["the point is there twice", "(with line 8)"],
    ),
    (
        "no such bundle",
        factors(AID, below="design:\n  kind: list\n  points:\n  - {aid: mone}"),
        6,
        ["aid is mone", "none or more"],
    ),
    (
        "correlated grid",
        factors(
            DAYS,
            "economy.learning_rate: {range: [0.1, 0.2], levels: 2}",
            "economy.platform_setback: {range: [0.1, 0.2], levels: 2}",
            below=correlated(
                ("economy.learning_rate", "economy.platform_setback", 0.5),
                design="design: {kind: grid}",
            ),
        ),
        5,
        ["grid takes no correlation", "random, lhs, sobol"],
    ),
    (
        "correlated values",
        factors(
            DAYS,
            RATE,
            below=correlated(("race.obsolescence_days", "economy.learning_rate", 0.5)),
        ),
        5,
        ["race.obsolescence_days has no range"],
    ),
    (
        "correlated stranger",
        factors(
            TARGET,
            RATE,
            below=correlated(("economy.learning_rat", "ukraine.output_target_per_year", 0.5)),
        ),
        5,
        ["no factor economy.learning_rat", "nearest: economy.learning_rate"],
    ),
    (
        "one factor correlated",
        factors(RATE, below="correlation: [{between: [economy.learning_rate], spearman: 0.5}]"),
        3,
        ["correlation 1: between is", "the names of two factors, as [a, b]"],
    ),
    (
        "full correlation",
        factors(
            TARGET,
            RATE,
            below=correlated((*RATE_AND_TARGET, 1)),
        ),
        5,
        ["spearman is 1"],
    ),
    (
        "impossible correlations",
        factors(
            TARGET,
            RATE,
            "race.extent: {range: [5, 10]}",
            below=correlated(
                ("economy.learning_rate", "race.extent", 0.9),
                ("race.extent", "ukraine.output_target_per_year", 0.9),
                (*RATE_AND_TARGET, -0.9),
            ),
        ),
        5,
        ["all these ways at once"],
    ),
    (
        "too few to correlate",
        factors(
            TARGET,
            RATE,
            below=correlated((*RATE_AND_TARGET, 0.5), design="design: {kind: lhs, points: 4}"),
        ),
        4,
        ["too few"],
    ),
    ("no replicates", factors(DAYS, below="replicates: 0"), 3, ["replicates is 0", "from 1"]),
    ("half replicates", factors(DAYS, below="replicates: 2.5"), 3, ["replicates is 2.5"]),
    (
        "auto without width",
        factors(DAYS, below="replicates: {auto: neutralised_share}"),
        3,
        ["no half_width"],
    ),
    (
        "auto of nothing",
        factors(DAYS, below="replicates: {auto: neutralized_share, half_width: 0.1}"),
        3,
        ["no response neutralized_share", "nearest: neutralised_share"],
    ),
    (
        "auto of a number",
        factors(DAYS, below="replicates: {auto: 5, half_width: 0.1}"),
        3,
        ["replicates: auto is 5", "put it in quotes"],
    ),
    (
        "auto down",
        factors(
            DAYS,
            below="replicates: {auto: neutralised_share, half_width: 0.1, minimum: 9, maximum: 8}",
        ),
        3,
        ["maximum is 8, below minimum 9"],
    ),
    (
        "auto negative",
        factors(DAYS, below="replicates: {auto: neutralised_share, half_width: -0.1}"),
        3,
        ["half_width is -0.1", "above 0"],
    ),
    (
        "too many runs",
        factors("run.seed: {range: [1, 10000], levels: 10000}", below="replicates: 2000"),
        3,
        ["20,000,000 runs"],
    ),
    (
        "unknown column",
        response("{column: kil_zone_km, statistic: mean}"),
        4,
        ["column is kil_zone_km", "nearest: kill_zone_km"],
    ),
    ("no column", response("{statistic: mean}"), 4, ["has no column"]),
    (
        "unknown statistic",
        response("{column: kill_zone_km, statistic: average}"),
        4,
        ["statistic is average", "mean or last"],
    ),
    (
        "unknown summary",
        response("{summary: obsolescence_days}"),
        4,
        ["summary is obsolescence_days", "obsolescence_days_ua"],
    ),
    (
        "summary of days",
        response("{summary: obsolescence_days_ua, from_day: 3}"),
        4,
        ["from_day goes not with summary"],
    ),
    (
        "window beyond the run",
        response("{column: kill_zone_km, statistic: mean, to_day: 731}"),
        4,
        ["to_day is 731", "day 730"],
    ),
    (
        "window beyond the shortest run",
        response("{column: kill_zone_km, statistic: mean, from_day: 300}", "[200, 400]"),
        5,
        ["from_day is 300", "day 200"],
    ),
    (
        "window upside down",
        response("{column: kill_zone_km, statistic: mean, from_day: 9, to_day: 8}"),
        4,
        ["to_day is 8, before from_day 9"],
    ),
    (
        "a quantile without its probability",
        response("{column: kill_zone_km, statistic: quantile}"),
        4,
        ["quantile has no probability", "write probability: 0.9"],
    ),
    (
        "no probability",
        response("{column: kill_zone_km, statistic: quantile, probability: 90}"),
        4,
        ["probability is 90", "a number from 0 to 1"],
    ),
    (
        "another word for a quantile",
        response("{column: kill_zone_km, statistic: percentile}"),
        4,
        ["nearest: quantile"],
    ),
    (
        "a share of days without threshold",
        response("{column: kill_zone_km, statistic: share_of_days}"),
        4,
        ["share_of_days has no threshold"],
    ),
    (
        "a difference of what is no column",
        response("{column: kill_zone_ua_km - kill_zone_rus_km, statistic: mean}"),
        4,
        ["nearest: kill_zone_ua_km - kill_zone_ru_km"],
    ),
    (
        "a difference of units",
        response("{column: kill_zone_ua_km - losses_ru, statistic: mean}"),
        4,
        ["kill_zone_ua_km is in km, and losses_ru in soldiers/day", "one unit"],
    ),
    (
        "a difference that is nothing",
        response("{column: kill_zone_km-kill_zone_km, statistic: mean}"),
        4,
        ["is always 0"],
    ),
    (
        "time to nothing",
        response("{column: kill_zone_km, statistic: time_to}"),
        4,
        ["has no threshold"],
    ),
    (
        "threshold of a mean",
        response("{column: kill_zone_km, statistic: mean, threshold: 3}"),
        4,
        ["threshold goes with time_to and share_of_days only"],
    ),
    (
        "no direction",
        response("{column: kill_zone_km, statistic: time_to, threshold: 3, direction: up}"),
        4,
        ["above or below"],
    ),
    (
        "response called as a factor",
        factors(
            "x: {paths: [run.seed], values: [1]}",
            below="responses:\n  x: {summary: neutralised_share}",
        ),
        4,
        ["cannot be called x"],
    ),
    (
        "response called replicate",
        "responses:\n  replicate: {summary: neutralised_share}",
        2,
        ["cannot be called replicate"],
    ),
    ("unknown output", "outputs: {dayly: true}", 1, ["unknown key dayly", "nearest: daily"]),
    ("output", "outputs: {daily: yes}", 1, ["daily is yes", "true or false"]),
    ("time limit", "seconds_per_run: 0", 1, ["seconds_per_run is 0", "above 0"]),
    (
        "unknown setting",
        "set:\n  run.dais: 365",
        2,
        ["unknown parameter run.dais", "nearest: run.days"],
    ),
    ("wrong setting", "set:\n  run.days: many", 2, ["run.days is many"]),
    ("setting of replicates", "set: {run.replicates: 3}", 1, ["write replicates"]),
    ("setting of a group", "set:\n  race: {extent: 7}", 2, ["path of one parameter"]),
    (
        "conflict of settings",
        "set:\n  race.notice_share: 0.6\n  race.develop_share: 0.6",
        3,
        ["add up to less than 1"],
    ),
    (
        "conflict at a point",
        factors(
            "race.notice_share: {values: [0.2, 0.6]}",
            DAYS,
            "race.develop_share: {values: [0.3, 0.5]}",
        ),
        2,
        [
            "at race.notice_share=0.6, race.develop_share=0.5, race.obsolescence_days=30, ",
            "and at 1 more points",
            "(with line 6)",
            "add up to less than 1",
        ],
    ),
]


@pytest.mark.parametrize(
    ("text", "line", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_is_wrong_is_told_at_its_line(refusal, text, line, words):
    told = refusal(text)
    assert [number for number, _ in told] == [line]
    for word in words:
        assert word in told[0][1]


def test_39_ten_axes_of_a_hundred_are_counted_not_built(refusal):
    shares = [
        *("race.notice_share", "race.develop_share", "economy.platform_setback"),
        *("economy.learning_rate", "ukraine.fpv.output_share", "russia.fpv.output_share"),
        *("ukraine.ground.output_share", "russia.ground.output_share"),
        *("ukraine.naval.output_share", "ukraine.interceptor.output_share"),
    ]
    told = refusal(factors(*(f"{path}: {{range: [0.01, 0.02], levels: 100}}" for path in shares)))
    assert len(told) == 1
    assert "100,000,000,000,000,000,000 points; 1,000,000 is the most" in told[0][1]


@pytest.mark.parametrize(
    "name",
    [
        "../x", "/etc/x", "-rf", "CON", r'"a\nb"', '"a "', r'"\u202Ex"', r'"a\0b"', "\u0457" * 128,
        "\u202ex", '"\u0457\u0457"', "[a]", "", '""', "a/b",
    ],
    ids=lambda name: ascii(name[:20]),
)  # fmt: skip
def test_45_unsafe_names_of_experiments(refusal, name):
    told = refusal("", f"base: baseline\nname: {name}\n")
    assert [line for line, _ in told] == [0]


def test_all_problems_of_a_file_and_its_base_at_once(refusal, folder):
    (folder / "base.yaml").write_text("race:\n  extent: -1\n")
    told = refusal("set: {run.days: 1.5}\nreplicates: 0\n", "name: a b\nbase: base.yaml\n")
    text = " ".join(problem for _, problem in told)
    assert len(told) == 4
    for word in (
        "the name a b",
        "base.yaml:2:11: race.extent is -1",
        "run.days is 1.5",
        "replicates is 0",
    ):
        assert word in text


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("name: a\n", ["has no base", "write base: baseline"]),
        ("base: baseline\n", ["has no name"]),
        ("name: a\nbase: basline\n", ["no file basline", "nearest: baseline"]),
        ("name: a\nbase: [x]\n", ["base names no configuration"]),
        ("name: a\nbase: .\n", ["a folder"]),
        ("", ["the file is empty"]),
        ("- a\n", ["the file is a list"]),
        ("name: [a\n", ["not YAML"]),
    ],
)
def test_a_file_without_what_it_needs(refusal, head, words):
    text = " ".join(problem for _, problem in refusal("", head))
    for word in words:
        assert word in text


@pytest.mark.parametrize("path", ["nothing.yaml", "a\0b", "x" * 5000, "."])
def test_a_path_that_is_no_file(path):
    with pytest.raises(ConfigError):
        read_experiment(path)


def test_too_many_listed_values(refusal):
    points = "".join(f"  - {{run.seed: {seed}}}\n" for seed in range(20_001))
    told = refusal(f"design:\n  kind: list\n  points:\n{points}")
    assert [(line, "more than 20000 values" in problem) for line, problem in told] == [(3, True)]
