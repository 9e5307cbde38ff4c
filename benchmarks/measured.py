"""What the benchmarks of speed share: a run in a process of its own, a machine's name, a table."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parents[1]
VERSION_0_1_0 = "0d0e5f5"
"""The commit that was measured as version 0.1.0."""

Row = dict[str, Any]
NO_SPIN_UP = "run.spin_up_days=0"
LOAD = os.getloadavg()[0]
"""How busy the machine was before anything was measured."""

DAYS = """
import sys, time, resource
import sim
scale, days, *changes = sys.argv[1:]
warm = sim.Simulation(sim.load("baseline", ["run.days=2", *changes]))
warm.run()
imported = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
model = sim.Simulation(sim.load("baseline", [f"scale={scale}", f"run.days={days}", *changes]))
if hasattr(sim, "Recorder"):
    sim.Recorder(model)
begun = time.perf_counter()
model.run()
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(1000 * seconds / int(days), (peak - imported) / 1024, len(model.agents))
"""
"""Runs and records a replicate of killzone: ms a day, MiB above the imports, agents."""


def python(script: str, *arguments: object, checkout: Path = HERE, **settings: str) -> str:
    """Return what a script prints that a process of its own runs with the package of a checkout."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(checkout)} | settings,
        cwd=checkout,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def replicate(scale: int, days: int, *changes: str, checkout: Path = HERE) -> tuple[float, ...]:
    """Return ms a day, MiB above the imports, and the number of agents, of one replicate."""
    words = python(DAYS, scale, days, *changes, checkout=checkout).split()
    return tuple(float(word) for word in words)


@contextlib.contextmanager
def worktree(commit: str) -> Iterator[Path]:
    """Check a commit out in a folder of its own, for as long as it is needed."""
    print(f"checking out {commit} and compiling it takes a minute", file=sys.stderr)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "checkout"
        git = ["git", "-C", str(HERE), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)
        try:
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def options(text: str) -> argparse.ArgumentParser:
    """Return the options that all benchmarks have; `text` says what one measures."""
    parser = argparse.ArgumentParser(
        description=text, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", metavar="FILE", help="write the table to this file too")
    return parser


def machine() -> Row:
    """Return what the machine is and how busy, and the versions of what does the work."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("mesa", "numpy", "numba")},
        "killzone": _commit(),
        "load": LOAD,
    }


def _commit() -> str:
    git = ["git", "-C", str(HERE), "describe", "--always", "--dirty"]
    done = subprocess.run(git, check=False, capture_output=True, text=True)
    return done.stdout.strip() or version("killzone")


def report(rows: list[Row], file: str | None) -> None:
    """Print a table and, if a file is given, write it as JSON with machine and versions."""
    texts = [
        {
            name: f"{value:.3g}" if isinstance(value, float) else str(value)
            for name, value in each.items()
        }
        for each in rows
    ]
    widths = {name: max(len(name), *(len(text[name]) for text in texts)) for name in texts[0]}
    for text in ({name: name for name in widths}, *texts):
        print("  ".join(text[name].rjust(width) for name, width in widths.items()))
    here = machine()
    print(", ".join(f"{name} {value}" for name, value in here.items()))
    if file:
        Path(file).write_text(json.dumps({"machine": here, "rows": rows}, indent=2) + "\n")
