"""What a page is asked to show: a scenario, chosen parameters and seed, in one address."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from sim.config import Config, ConfigError, Problem, load, shipped
from sim.config.catalogue import parameters
from sim.config.errors import Place, quote
from sim.config.nearness import closest
from sim.config.reading.files import find
from sim.config.scalars import write_value
from sim.config.values import value_at
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CHOSEN = (
    "race.obsolescence_days",
    "race.breakthroughs_per_year",
    "ukraine.output_target_per_year",
    "ukraine.fpv.feedback_days",
    "ukraine.fpv.platform_days",
    "ukraine.refit_share",
    "ukraine.import_flow",
    "ukraine.air_defence.crews_per_region",
    "ukraine.interceptor.ceiling_margin_m",
    "russia.output_target_per_year",
    "russia.fpv.feedback_days",
    "russia.fpv.platform_days",
)
"""Parameters that have a slider; a dozen that drive the race, the front and the sky."""

SEED, REPLICATES = "run.seed", "run.replicates"
SHARED = (SEED, REPLICATES)
"""What both runs of a comparison have in common beside the scenario."""

FEW_REPLICATES, MOST_REPLICATES = 5, 20
LONGEST_VALUE = 100
MOST_KEYS = 100
SCENARIO, COMPARE, VERSION, OTHER = "scenario", "compare", "version", "b."
STEPS_A_SLIDER = 50
DEFAULT = "baseline"


class Scenarios:
    """The configurations that a page offers: those that killzone ships, and one that is given.

    Parameters
    ----------
    given
        A shipped name or a path, which comes first; the baseline, if not given.

    Attributes
    ----------
    first : str
        Name of the one that a page starts with.
    """

    def __init__(self, given: str = DEFAULT) -> None:
        names = {path: name for name, path in shipped().items()}
        path = find(given)
        self.first = names.get(path.resolve(), path.name)
        self._sources = {self.first: path} | {name: path for path, name in names.items()}
        self._read: dict[str, Config] = {}

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, the first one first."""
        return iter(self._sources)

    def read(self, name: str) -> Config:
        """Return a scenario as its file has it now, which `load` goes on from.

        Raises
        ------
        ConfigError
            If there is no such scenario, or its file is refused.
        """
        if name not in self._sources:
            near = ", ".join(closest(name, self._sources))
            what = f"there is no scenario {quote(name)} here"
            raise ConfigError([Problem(Place(SCENARIO), what, nearest=near)])
        self._read[name] = load(self._sources[name])
        return self._read[name]

    def load(self, name: str, values: Mapping[str, str]) -> Config:
        """Return a scenario, as it was last read, with some values in place of its own.

        Raises
        ------
        ConfigError
            If there is no such scenario, or a value is refused, as in a file.
        """
        for path, value in values.items():
            if len(value) > LONGEST_VALUE:
                what = f"{path} is {quote(value)}"
                raise ConfigError([Problem(Place(path), what, legal=parameters()[path].legal)])
        plain = self._read[name] if name in self._read else self.read(name)
        return load(plain, [f"{path}={value}" for path, value in values.items()])


@dataclass(frozen=True)
class Settings:
    """What is shown: one run, or two side by side.

    Attributes
    ----------
    scenario : str
        Name of a scenario.
    values : mapping of str to str
        Values in place of the scenario's, as YAML writes them, by path.
    other : mapping of str to str or None
        Values in place of those, for run B; None shows one run alone.
    """

    scenario: str
    values: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, str] | None = None

    def with_value(self, path: str, value: Any, *, other: bool = False) -> Settings:
        """Return settings in which one value is another one; what it is, `configs` checks."""
        text = _text(value)
        if other:
            return replace(self, other={**(self.other or {}), path: text})
        return replace(self, values={**self.values, path: text})

    def configs(self, scenarios: Scenarios) -> tuple[Config, ...]:
        """Return the configuration of run A, and of B if there is one.

        Raises
        ------
        ConfigError
            If a value is refused, as in a file.
        """
        runs = [self.values] if self.other is None else [self.values, {**self.values, **self.other}]
        return tuple(_few(scenarios.load(self.scenario, values)) for values in runs)

    def complete(self, scenarios: Scenarios) -> Settings:
        """Return the same settings with seed and replicates told, and nothing said twice."""
        plain = scenarios.load(self.scenario, {})
        shared = {
            SEED: write_value(plain.run.seed),
            REPLICATES: write_value(min(plain.run.replicates, FEW_REPLICATES)),
        }
        settings = replace(self, values={**shared, **self.values})
        first, *second = settings.configs(scenarios)
        values = _differing(plain, first, settings.values)
        other = _differing(first, second[0], self.other or {}) if second else None
        return replace(settings, values=values, other=other)

    def query(self) -> str:
        """Return what the address bar holds after the question mark."""
        pairs = [(SCENARIO, self.scenario), *sorted(self.values.items())]
        if self.other is not None:
            pairs.append((COMPARE, "true"))
            pairs += [(OTHER + path, value) for path, value in sorted(self.other.items())]
        return urlencode([*pairs, (VERSION, __version__)])


def _few(config: Config) -> Config:
    if config.run.replicates <= MOST_REPLICATES:
        return config
    what = f"{REPLICATES} is {config.run.replicates:,}, and a page shows {MOST_REPLICATES} at most"
    raise ConfigError([Problem(Place(REPLICATES), what, cure="killzone run does any number")])


def _differing(below: Config, above: Config, paths: Iterable[str]) -> dict[str, str]:
    """Return the values of `above` at the paths at which it differs, and what is always told."""
    return {
        path: write_value(value_at(above, path))
        for path in paths
        if path in SHARED or value_at(above, path) != value_at(below, path)
    }


def _text(value: Any) -> str:
    """Return a value that came from a browser as YAML would write it."""
    if isinstance(value, bool | int | float):
        finite = isinstance(value, bool) or not math.isnan(value)
        return write_value(value) if finite and abs(value) != math.inf else str(value)
    return str(value)


def read_query(query: str, scenarios: Scenarios) -> tuple[Settings, list[str]]:
    """Return what an address asks for, and what people are told where it cannot be had.

    What is refused is left out, so that the rest of a link still holds.

    Parameters
    ----------
    query
        What stands after the question mark.
    scenarios
        What the page offers.
    """
    try:
        pairs = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_KEYS))
    except ValueError:
        return Settings(scenarios.first).complete(scenarios), ["The link has too many parts."]
    told = list(_version(pairs.pop(VERSION, __version__)))
    scenario = pairs.pop(SCENARIO, scenarios.first)
    compares = pairs.pop(COMPARE, "false") == "true"
    try:
        scenarios.read(scenario)
    except ConfigError as error:
        told += sentences(error)
        scenario = scenarios.first
    values, other, unknown = _sorted_out(pairs)
    told += unknown
    settings, refused = _accepted(
        Settings(scenario, values, other if compares else None), scenarios
    )
    return settings.complete(scenarios), told + refused


def _version(version: str) -> Iterator[str]:
    if version != __version__:
        yield (
            f"The link was made with killzone {quote(version)} and this is {__version__}: "
            "the numbers may differ."
        )


def _sorted_out(pairs: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Return the values of A, those of B, and what is told of the rest."""
    values = {path: text for path, text in pairs.items() if path in (*SHARED, *CHOSEN)}
    prefixed = {f"{OTHER}{path}": path for path in CHOSEN}
    other = {prefixed[key]: text for key, text in pairs.items() if key in prefixed}
    unknown = [key for key in pairs if key not in values and key not in prefixed]
    return values, other, [f"The page has no setting {quote(key)}." for key in unknown[:3]]


def _accepted(settings: Settings, scenarios: Scenarios) -> tuple[Settings, list[str]]:
    """Return the settings without what is refused, each value by itself and then together."""
    try:
        settings.configs(scenarios)
    except ConfigError as error:
        together = sentences(error)
    else:
        return settings, []
    refused: list[str] = []
    kept = [
        {
            path: text
            for path, text in values.items()
            if _fits(settings.scenario, path, text, scenarios, refused)
        }
        for values in (settings.values, settings.other or {})
    ]
    fewer = replace(settings, values=kept[0], other=None if settings.other is None else kept[1])
    try:
        fewer.configs(scenarios)
    except ConfigError:
        return Settings(settings.scenario), [*refused, *together]
    return fewer, refused


def _fits(scenario: str, path: str, text: str, scenarios: Scenarios, refused: list[str]) -> bool:
    try:
        Settings(scenario, {path: text}).configs(scenarios)
    except ConfigError as error:
        refused += sentences(error)
        return False
    return True


def sentences(error: ConfigError) -> list[str]:
    """Return what is wrong as people are told it on the page, which has no lines."""
    return [str(problem).removeprefix(f"{problem.place}: ") for problem in error.problems]


@dataclass(frozen=True)
class Slider:
    """A slider, as the schema has it.

    Attributes
    ----------
    path, group, label, unit : str
        The parameter; the side or theme it belongs to; its name in words; its unit, if it has one.
    hint : str
        Meaning, unit, legal values and source.
    low, high, step : float
        What the slider covers: the supported span, and the scenario's value.
    """

    path: str
    group: str
    label: str
    unit: str
    hint: str
    low: float
    high: float
    step: float


def sliders(config: Config, paths: Iterable[str] = CHOSEN) -> list[Slider]:
    """Return the sliders of a page that starts from a configuration."""
    return [_slider(config, path) for path in paths]


def _slider(config: Config, path: str) -> Slider:
    known = parameters()[path]
    value = value_at(config, path)
    group, *names = path.split(".")
    words = " ".join(names).replace("_", " ").replace("fpv", "FPV")
    label = words.removesuffix(f" {known.unit}")
    low, high = min(known.low, value), max(known.high, value)
    return Slider(
        path=path,
        group=group.capitalize(),
        label=label[0].upper() + label[1:],
        unit="" if known.unit == "1" else known.unit,
        hint=(
            f"{known.description} Unit: {known.unit}. Legal: {known.range}. Source: {known.source}."
        ),
        low=low,
        high=high,
        step=1 if known.kind is int else _step(known.high - known.low),
    )


def _step(span: float) -> float:
    """Return the largest round step that divides a span often enough."""
    decade = 10.0 ** math.floor(math.log10(span / STEPS_A_SLIDER))
    return max(
        decade * each for each in (1, 2, 5) if decade * each <= span / STEPS_A_SLIDER * 1.001
    )
