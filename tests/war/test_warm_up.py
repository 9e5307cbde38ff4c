"""After the warm-up nothing is left to compile."""

from numba.core import event

from sim.config import load
from sim.config.schema import Config
from sim.war.model import Simulation, warm_up


class Compilations(event.Listener):
    def __init__(self):
        self.kernels = []

    def on_start(self, started):
        self.kernels.append(str(started.data["dispatcher"]))

    def on_end(self, ended):
        pass


def test_baseline_compiles_nothing_after_the_warm_up():
    warm_up()
    listener = Compilations()
    with event.install_listener("numba:compile", listener):
        model = Simulation(load("baseline"))
        for _ in range(120):
            model.step()
    assert listener.kernels == []


def test_defaults_have_the_types_that_a_file_gives_them():
    assert repr(Config()) == repr(load("baseline"))
