"""The examples in the docstrings of the public names run, and give what they show."""

import doctest
import inspect

import pytest

import sim
import sim.testing
import sim.war
from sim.analysis import scores

WITHOUT = {"__version__"}
PUBLIC = {
    **{f"sim.{name}": getattr(sim, name) for name in sim.__all__ if name not in WITHOUT},
    **{f"sim.war.{name}": getattr(sim.war, name) for name in sim.war.__all__},
    "sim": sim,
    "sim.war": sim.war,
    "sim.testing": sim.testing,
    "sim.analysis.scores": scores,
}
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples(name):
    """Return the docstring of a public name as a doctest."""
    text = inspect.getdoc(PUBLIC[name]) or ""
    return doctest.DocTestParser().get_doctest(text, {}, name, None, None)


def test_every_public_function_and_result_has_an_example():
    classes = {"Results", "Response", "Simulation", "Recorder", "Config", "ConfigError", "RunError"}
    for name in {*sim.__all__} - WITHOUT:
        assert examples(f"sim.{name}").examples, name
    assert classes <= set(sim.__all__)


@pytest.mark.parametrize("name", [name for name in PUBLIC if examples(name).examples])
def test_examples_give_what_they_show(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    test = examples(name)
    told = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(test, out=told.append)
    assert not told, "".join(told)
