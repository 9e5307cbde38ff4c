"""What was run: by which software, with which configuration, and how to reproduce it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.numerals import duration
from sim.config import Config, to_yaml
from sim.config.behaviours import options
from sim.config.catalogue import components, join, parameters
from sim.config.generated.writing import events_lines
from sim.config.scalars import write_value
from sim.config.values import value_at
from sim.experiment.design.identities import NOT_PART
from sim.experiment.design.writing import replicates_text
from sim.experiment.design.writing import to_yaml as experiment_to_yaml
from sim.experiment.store.folder import CONFIG, EXPERIMENT
from sim.view.report.table import Cells, RowGroup, Table, numeric, textual

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from sim.config.catalogue import Parameter
    from sim.experiment.results.results import Results

COMMIT_DIGITS = 12
DIGEST_DIGITS = 16


class Repeat(NamedTuple):
    """How to reproduce a result: files to save, each with its text, and then the command."""

    files: dict[str, str]
    command: str


def facts(results: Results) -> Iterator[tuple[str, str]]:
    """Yield what people ask first about a result, each with its name."""
    record, run = results.manifest, results.config.run
    last = run.start + dt.timedelta(days=run.days)
    yield "simulated", f"{run.days:,} days, from {run.start} to {last}"
    yield "replicates", replicates_text(results.experiment.replicates)
    yield "seed", str(run.seed)
    yield "killzone", f"version {record.get('killzone')}{_commit(results)}"
    packages = ", ".join(f"{name} {each}" for name, each in record.get("packages", {}).items())
    yield "software", f"Python {record.get('python')}, {packages}"
    yield "begun", f"{record['start']}; took {duration(record['seconds'])}"
    digest = str(record.get("config_digest"))[:DIGEST_DIGITS]
    yield "configuration", f"SHA-256 of its values begins with {digest}"
    for each in record.get("behaviours", []):
        version = f", version {each['version']}" if each["version"] else ""
        sha256 = each["sha256"][:DIGEST_DIGITS]
        yield each["part"], f"{each['name']}{version}, from outside; SHA-256 begins with {sha256}"


def repeat(results: Results) -> Repeat:
    """Return how to get the same results again, with the same version."""
    config = {CONFIG: to_yaml(results.config)}
    more = " ".join(["--out again", *options(results.config.behaviours)])
    if not results.factors:
        return Repeat(config, f"killzone run {CONFIG} {more}")
    both = {EXPERIMENT: experiment_to_yaml(results.experiment), **config}
    return Repeat(both, f"killzone sweep {EXPERIMENT} {more}")


def differences(config: Config) -> Table | None:
    """Return the parameters that differ from the baseline, or None if none does."""
    baseline = Config()
    changed = [each for each in parameters().values() if _differs(each, config, baseline)]
    rows = [
        (
            each.path,
            write_value(value_at(config, each.path)),
            write_value(each.default),
            each.unit,
            each.description,
            each.source,
        )
        for each in changed
    ]
    headings = (
        *textual("parameter"),
        *numeric("here", "baseline"),
        *textual("unit", "meaning", "source of the baseline's value"),
    )
    caption = "Parameters that differ from the baseline"
    return Table.of("differences", caption, headings, rows) if rows else None


def events(config: Config) -> list[str]:
    """Return the events of a configuration, each on one line."""
    return [
        ", ".join(line.strip(" -") for line in list(events_lines([event]))[1:])
        for event in config.model_dump()["events"]
    ]


def parameters_table(config: Config, varied: Container[str]) -> Table:
    """Return every parameter with value, range and source, by component; a sweep's are `varied`."""
    groups: dict[str, list[Cells]] = {path: [] for path in components()}
    for each in parameters().values():
        groups[each.path.rpartition(".")[0]].append(_row(each, config, varied))
    headings = (
        *textual("parameter"),
        *numeric("value"),
        *textual("unit", "plausible", "legal", "meaning", "source"),
    )
    filled = tuple(RowGroup(_meaning(path), tuple(rows)) for path, rows in groups.items() if rows)
    return Table("all-parameters", "Every parameter", headings, filled)


def _row(each: Parameter, config: Config, varied: Container[str]) -> Cells:
    value = write_value(value_at(config, each.path))
    span = "" if each.low == each.high else f"{write_value(each.low)} to {write_value(each.high)}"
    return (
        each.path,
        f"{value} (varied)" if each.path in varied else value,
        each.unit,
        span,
        each.range,
        each.description,
        each.source,
    )


def _meaning(path: str) -> str:
    return (components()[path].__doc__ or "").partition("\n")[0].rstrip(".")


def _differs(each: Parameter, config: Config, baseline: Config) -> bool:
    if each.path in NOT_PART or each.path == join("run", "seed"):
        return False
    return bool(value_at(config, each.path) != value_at(baseline, each.path))


def _commit(results: Results) -> str:
    checkout = results.manifest.get("git")
    if not checkout:
        return ""
    edited = ", edited since" if checkout["dirty"] else ""
    return f", commit {checkout['commit'][:COMMIT_DIGITS]}{edited}"
