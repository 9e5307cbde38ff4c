"""Behaviours from outside: what a configuration takes from other packages, and who allows it.

A configuration names a class, column or response as `module:Name`. No file runs code by itself:
a module is imported only if an installed package announces it under the entry points
`killzone.behaviours`, or if whoever asks for the run names it (`allow`).
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import importlib
import importlib.metadata
import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.config.errors import ConfigError, Place, Problem
from sim.config.nearness import closest
from sim.config.parameters.parameter import Component

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BEHAVIOURS = "behaviours"
"""The key of a configuration below which they stand."""

ENTRY_POINTS = "killzone.behaviours"
COLUMNS = "columns"
RESPONSES = "responses"
DESIGN = "design"
"""The part of a function that makes the points of an experiment, which the experiment names."""

LISTS = (COLUMNS, RESPONSES)
"""Keys under which any number of names stands."""

USE = "use"
"""Key of the name, where a behaviour has parameters of its own."""

SIDES = ("ukraine", "russia")
PARTS = {
    "countermeasures": SIDES,
    "units": SIDES,
    "government": SIDES,
    "strike_force": SIDES,
    "interceptor_units": SIDES,
    "fpv": SIDES,
    "ground": SIDES,
    "strike": ("russia",),
    "interceptor": SIDES,
    "deep_strike": ("ukraine",),
    "naval": ("ukraine",),
}
"""The parts that a class may play, and the sides that have them."""

NAME = r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*"
"""What a name looks like, as a regular expression: `module:Name`."""

SCRIPT = "__main__"
"""The module of what is defined in a notebook or in the script that is run."""

_allowed: set[str] = set()
_imported: dict[str, str] = {}


class Behaviour(Component):
    """Something of another package that a configuration takes."""

    part: str
    """The part that a class plays, or one of `LISTS`."""
    name: str
    """Where it is: `module:Name`."""
    parameters: tuple[tuple[str, bool | int | float | dt.date | str], ...] = ()
    """Values of its own parameters."""

    @property
    def module(self) -> str:
        """The module that it is in."""
        return self.name.partition(":")[0]

    @property
    def attribute(self) -> str:
        """What it is called there; a column or response has that name in the tables too."""
        return last_of(self.name)


class Source(NamedTuple):
    """What a behaviour's code was, for the record.

    Attributes
    ----------
    part, name : str
        As in `Behaviour`.
    version : str
        Version of the installed distribution that it belongs to; empty if there is none.
    sha256 : str
        SHA-256 of the sources of its top-level package, or of its one file.
    """

    part: str
    name: str
    version: str
    sha256: str


def last_of(name: str) -> str:
    """Return the last part of `module:Name`; a name without a module is itself."""
    return name.rpartition(":")[2]


def legal_keys() -> list[str]:
    """Return the keys that `behaviours` may have."""
    of_a_side = [f"{side}.{part}" for part, sides in PARTS.items() for side in sides]
    return [*of_a_side, *PARTS, *LISTS]


def allow(named: str | Iterable[str | type]) -> None:
    """Allow modules to be imported, for the rest of this process.

    Parameters
    ----------
    named
        Modules by name, with all modules below them, or classes for the modules they are in.
        The working directory becomes a place where modules are looked for, the last one.
    """
    named = (named,) if isinstance(named, str) else named
    modules = {each if isinstance(each, str) else each.__module__ for each in named}
    _allowed.update(modules)
    if modules and os.getcwd() not in sys.path:  # noqa: PTH109 (sys.path holds text)
        sys.path.append(os.getcwd())  # noqa: PTH109


def allowed() -> frozenset[str]:
    """Return the modules that were allowed by name."""
    return frozenset(_allowed)


def is_allowed(module: str) -> bool:
    """Tell whether a module may be imported."""
    parts = module.split(".")
    above = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return not above.isdisjoint(_allowed) or module in _announced()


def options(behaviours: Iterable[Behaviour]) -> list[str]:
    """Return the options with which a command may load behaviours."""
    modules = dict.fromkeys(each.module for each in behaviours)
    return [word for module in modules for word in ("--behaviours", module)]


def refusal(behaviour: Behaviour, place: Place) -> Problem:
    """Return why a behaviour is not loaded, and what would allow it."""
    module = behaviour.module
    return Problem(
        place,
        f"{behaviour.part} would load the module {module}, which nobody has allowed",
        cure=f"if you trust it, give --behaviours {module} (in Python: behaviours=[{module!r}]), "
        "or install a package that announces it",
    )


def load_object(behaviour: Behaviour, place: Place | None = None) -> Any:
    """Return what a behaviour names.

    Parameters
    ----------
    behaviour
        The behaviour.
    place
        Where it is written, for messages.

    Raises
    ------
    ConfigError
        If its module is not allowed or cannot be imported, or has no such name.
    """
    place = place or Place(f"behaviours.{behaviour.part}")
    if not is_allowed(behaviour.module):
        raise ConfigError([refusal(behaviour, place)])
    if behaviour.module == SCRIPT:
        what = f"{behaviour.name} is defined in a notebook or in the script itself"
        cure = "workers cannot import it from there; put it into a file of its own"
        raise ConfigError([Problem(place, what, cure=cure)])
    package = behaviour.module.partition(".")[0]
    try:
        module = importlib.import_module(behaviour.module)
        _imported.setdefault(package, _digest(package))
    except Exception as error:
        what = f"{behaviour.name} cannot be imported ({type(error).__name__}: {error})"
        cure = "it is looked for in the working directory and among installed packages"
        names = (behaviour.module, package)
        is_missing = isinstance(error, ModuleNotFoundError) and error.name in names
        raise ConfigError([Problem(place, what, cure=cure if is_missing else "")]) from error
    try:
        return getattr(module, behaviour.attribute)
    except AttributeError as error:
        near = ", ".join(closest(behaviour.attribute, vars(module)))
        raise ConfigError([Problem(place, f"{behaviour.name}: {error}", nearest=near)]) from error


def parameters_of(found: object) -> type[Component]:
    """Return the component of a behaviour's own parameters: its attribute `Parameters`, if any."""
    own = getattr(found, "Parameters", Component)
    return own if isinstance(own, type) and issubclass(own, Component) else Component


def sources(behaviours: Iterable[Behaviour]) -> list[Source]:
    """Return what the code of each behaviour is now; its module is imported."""
    digest_of = functools.cache(_digest)
    return [_source(each, digest_of) for each in behaviours]


def _source(behaviour: Behaviour, digest_of: Callable[[str], str]) -> Source:
    load_object(behaviour)
    package = behaviour.module.partition(".")[0]
    digest = digest_of(package)
    if digest != _imported[package]:
        what = f"{package} was edited since this process imported it, which would run the old one"
        place = Place(f"{BEHAVIOURS}.{behaviour.part}")
        raise ConfigError([Problem(place, what, cure="start Python again")])
    return Source(behaviour.part, behaviour.name, _version(package), digest)


def _digest(package: str) -> str:
    total = hashlib.sha256()
    for source, name in _files(package):
        total.update(name.encode() + b"\0" + source.read_bytes() + b"\0")
    return total.hexdigest()


def _files(package: str) -> Iterator[tuple[Path, str]]:
    """Yield the sources of a package, or of a module that is one file, with their names."""
    module = sys.modules[package]
    for folder in getattr(module, "__path__", ()):
        for source in sorted(Path(folder).rglob("*.py")):
            yield source, source.relative_to(folder).as_posix()
    file = getattr(module, "__file__", None)
    if file and not hasattr(module, "__path__"):
        yield Path(file), Path(file).name


@functools.cache
def _version(package: str) -> str:
    for distribution in importlib.metadata.packages_distributions().get(package, ()):
        return importlib.metadata.version(distribution)
    return ""


@functools.cache
def _announced() -> frozenset[str]:
    """Return the modules that installed packages announce."""
    points = importlib.metadata.entry_points(group=ENTRY_POINTS)
    return frozenset(point.value.partition(":")[0] for point in points)
