"""After the warm-up nothing is left to compile, and no kernel outlives a change of its sources."""

import os
import subprocess
import sys

import pytest
from numba.core import event

from sim.config import load
from sim.config.schema import Config
from sim.war.numerics import compiled
from sim.war.replicate import simulate, warm_up


class Compilations(event.Listener):
    def __init__(self):
        self.kernels = []

    def on_start(self, started):
        self.kernels.append(str(started.data["dispatcher"]))

    def on_end(self, ended):
        pass


@pytest.mark.filterwarnings("ignore::sim.config.errors.ConfigWarning")
@pytest.mark.parametrize("name", ["baseline", "scenarios/all-domains", "scenarios/fake-peace"])
def test_nothing_is_compiled_after_the_warm_up(name):
    warm_up()
    listener = Compilations()
    with event.install_listener("numba:compile", listener):
        simulate(load(name, ["run.days=200", "front.sectors=80", "ukraine.refit_share=0.2"]))
    assert listener.kernels == []


def test_defaults_have_the_types_that_a_file_gives_them():
    assert repr(Config()) == repr(load("baseline"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A model's folder with a source and a kernel that was compiled from it."""
    monkeypatch.setattr(compiled, "_MODEL", tmp_path)
    cache = tmp_path / "equations" / "__pycache__"
    cache.mkdir(parents=True)
    (tmp_path / "equations" / "race.py").write_text("sources")
    for name in ("race.hunt-1.py311.nbi", "race.hunt-1.py311.1.nbc"):
        (cache / name).write_text("kernel")
    return tmp_path


def kernels(folder):
    return sorted(path.name for path in folder.rglob("*.nb?"))


def drop_stale_kernels():
    """As a process does that has not done it yet."""
    compiled.drop_stale_kernels.__wrapped__()


def edit(folder):
    (folder / "equations" / "race.py").write_text("more sources")


def touch(folder):
    os.utime(folder / "equations" / "race.py", ns=(1, 1))


def add(folder):
    (folder / "equations" / "front.py").write_text("sources")


@pytest.mark.parametrize("change", [edit, touch, add])
def test_kernels_of_unknown_or_changed_sources_are_dropped(folder, change):
    drop_stale_kernels()
    assert kernels(folder) == []
    (folder / "equations" / "__pycache__" / "race.hunt-1.py311.nbi").write_text("kernel")
    change(folder)
    drop_stale_kernels()
    assert kernels(folder) == []


def test_a_worker_finds_the_stamp_of_its_parent_and_leaves_everything_alone(folder, monkeypatch):
    drop_stale_kernels()
    (folder / "equations" / "__pycache__" / "race.hunt-1.py311.nbi").write_text("kernel")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    (folder / "equations" / "race.py").chmod(0)  # looked at, never read
    drop_stale_kernels()
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_an_install_that_cannot_be_written_is_left_alone(folder):
    (folder / "__pycache__").write_text("a file where the folder would be")
    drop_stale_kernels()
    assert not list(folder.glob("kernels*"))


IMPORTING = """
import sys
removed = []
sys.addaudithook(lambda event, args: removed.append(args) if event == "os.remove" else None)
from sim.config.schema import Config
from sim.war import model
from sim.war.numerics.compiled import drop_stale_kernels
from sim.war.numerics.streams import fill_uniforms
sources = [args for args in removed if "kernels" in str(args) or ".nb" in str(args)]
assert not sources and drop_stale_kernels.cache_info().currsize == 0, sources
def look():
    print("kernels loaded:", len(getattr(fill_uniforms, "overloads", [])))
model.drop_stale_kernels = look
model.Simulation(Config())
"""


def test_importing_drops_nothing_and_the_first_simulation_does_before_it_calls_a_kernel():
    done = subprocess.run(
        [sys.executable, "-c", IMPORTING], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "kernels loaded: 0"
