"""Writing an experiment file, reading it and what is wrong with it."""

from __future__ import annotations

import pytest

from sim.config import ConfigError, to_yaml
from sim.experiment.design.reading import read_experiment

HEAD = "name: trial\nbase: baseline\n"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("experiments")


@pytest.fixture(scope="session")
def read(folder):
    """Return a function that reads an experiment of name, base and what it is given."""

    def read(text, head=HEAD):
        path = folder / "trial.yaml"
        content = head + text
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_experiment(path)

    return read


@pytest.fixture(scope="session")
def read_again(folder, read):
    """Return a function that writes the base of an experiment beside a text and reads both."""

    def read_again(text, base):
        (folder / "config.yaml").write_text(to_yaml(base))
        return read(text, head="")

    return read_again


@pytest.fixture(scope="session")
def refusal(read):
    """Return a function that gives the problems with a text, by line.

    Lines are counted from the first after name and base.
    """

    def refusal(text, head=HEAD):
        with pytest.raises(ConfigError) as caught:
            read(text, head)
        shift = head.count("\n")
        problems = caught.value.problems
        assert len(str(caught.value).splitlines()) == len(problems) + bool(caught.value.omitted)
        return [((problem.place.line or 0) - shift, str(problem)) for problem in problems]

    return refusal
