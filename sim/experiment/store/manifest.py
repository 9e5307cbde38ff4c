"""The record of a run or a sweep: what made it, when, and whether it is complete.

It is the one file of a result folder that two equal runs do not share.
"""

from __future__ import annotations

import datetime as dt
import errno
import functools
import hashlib
import json
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config import digest
from sim.config.behaviours import Behaviour, is_allowed, sources
from sim.experiment.design.writing import digest as digest_of_experiment
from sim.experiment.errors import DiskError, FolderError
from sim.experiment.store import files
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiment.design.experiment import Experiment

Manifest = dict[str, Any]

NAME = "manifest.json"
RUNNING = "running"
COMPLETE = "complete"
ESSENTIAL = {"state", "start", "seconds", "replicates", "days", "experiment_digest"}
PACKAGES = (
    "llvmlite",
    "matplotlib",
    "mesa",
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "SALib",
    "scipy",
)
"""Those whose version can change a byte of the results."""

NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}
"""What the system says where there is no file, nor can be."""

PACKAGE = Path(__file__).parents[2]


def begin(experiment: Experiment) -> Manifest:
    """Return the manifest of what starts now with the software installed."""
    config = experiment.base
    return {
        "state": RUNNING,
        "start": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        "seconds": 0.0,
        "name": experiment.name,
        "seed": config.run.seed,
        "points": experiment.most_points,
        "replicates": experiment.most_replicates,
        "days": config.run.days,
        "config_digest": digest(config),
        "experiment_digest": digest_of_experiment(experiment),
        "killzone": __version__,
        "code_digest": code_digest(),
        "git": checkout(),
        "python": platform.python_version(),
        "packages": {package: version(package) for package in PACKAGES},
        "behaviours": [each._asdict() for each in sources(_known(experiment))],
        "platform": platform.platform(),
    }


def read(folder: Path) -> Manifest | None:
    """Return the manifest of a result folder, or None if it holds none.

    Raises
    ------
    FolderError
        If there is one that cannot be read.
    """
    path = folder / NAME
    try:
        manifest = json.loads(path.read_bytes())
    except OSError as error:
        if error.errno not in NOT_THERE:
            raise DiskError(f"{path}: {error.strerror}") from error
        return None
    except ValueError as error:
        raise FolderError(f"{path}: not a manifest of killzone ({error})") from error
    if not isinstance(manifest, dict) or not manifest.keys() >= ESSENTIAL:
        raise FolderError(f"{path}: not a manifest of killzone")
    return manifest


def require(folder: Path) -> Manifest:
    """Return the manifest of a result folder.

    Raises
    ------
    FolderError
        If it holds none, or one that cannot be read.
    """
    manifest = read(folder)
    if manifest is None and not files.is_there(folder):
        raise FolderError(f"{folder}: there is no such folder; nothing has begun there yet")
    if manifest is None:
        raise FolderError(f"{folder}: not a result of killzone (no {NAME})")
    return manifest


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a result folder."""
    with files.replacing(folder / NAME) as file:
        file.write(json.dumps(manifest, indent=2).encode() + b"\n")


def software_changes(recorded: Manifest, current: Manifest) -> Iterator[str]:
    """Yield a line for each piece of software that is not what it was when the run began."""
    for name in ("killzone", "python"):
        if recorded.get(name) != current[name]:
            yield f"{name}: {recorded.get(name)} then, {current[name]} now"
    if recorded.get("code_digest") != current["code_digest"]:
        yield "killzone's own source: edited since the run began"
    for package, now in current["packages"].items():
        then = recorded.get("packages", {}).get(package)
        if then != now:
            yield f"{package}: {then} then, {now} now"
    known = {_source(each): each for each in recorded.get("behaviours", [])}
    for each in current["behaviours"]:
        then = known.get(_source(each))
        if then and then != each:
            yield f"{each['name']}: its package or file was edited since the run began"


def fingerprint(experiment: Experiment) -> str:
    """Return a digest of all code that an experiment runs, behaviours from outside too."""
    found = sources(_known(experiment))
    if not found:
        return code_digest()
    text = " ".join((code_digest(), *(each.sha256 for each in found)))
    return hashlib.sha256(text.encode()).hexdigest()


def _known(experiment: Experiment) -> list[Behaviour]:
    """Return the behaviours whose code may be looked at; results can be read without it."""
    return [each for each in experiment.behaviours if is_allowed(each.module)]


def _source(source: Manifest) -> tuple[str, str]:
    return source["part"], source["name"]


@functools.cache
def code_digest() -> str:
    """Return a digest of killzone's own source: a model that was edited is another model."""
    total = hashlib.sha256()
    for source in sorted(PACKAGE.rglob("*.py")):
        total.update(source.relative_to(PACKAGE).as_posix().encode() + b"\0")
        total.update(source.read_bytes() + b"\0")
    return total.hexdigest()


@functools.cache
def checkout() -> Manifest | None:
    """Return the commit of the checkout that killzone runs from, if it does, and if files differ.

    New files beside them may be a study; the digest of the code has those of the package.
    """
    root, git = PACKAGE.parent, shutil.which("git")
    if git is None or not (root / ".git").exists():
        return None

    def output(*arguments: str) -> str:
        command = [git, "-C", str(root), "--no-optional-locks", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        return done.stdout.strip()

    try:
        commit = output("rev-parse", "HEAD")
        changes = output("status", "--porcelain", "--untracked-files=no")
    except subprocess.CalledProcessError:
        return None
    return {"commit": commit, "dirty": bool(changes)}
