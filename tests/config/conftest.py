"""Writing a configuration file and reading what is wrong with it."""

from __future__ import annotations

import time

import pytest

from sim.config import ConfigError, load

LONGEST_SECONDS = 120
"""A thousand times what reading takes: what is to be found is work that grows without a bound."""


@pytest.fixture(scope="session")
def write(tmp_path_factory):
    """Return a function that writes a file, text or bytes, and returns its path."""
    folder = tmp_path_factory.mktemp("configs")

    def write(content, name="case.yaml"):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture(scope="session")
def refusal(write):
    """Return a function that gives the error that loading must raise, soon enough.

    Only time of this process counts.
    """

    def refusal(content, *overrides):
        path = write(content)
        start = time.process_time()
        with pytest.raises(ConfigError) as caught:
            load(path, overrides)
        lines = str(caught.value).splitlines()
        assert time.process_time() - start < LONGEST_SECONDS
        assert len(lines) == len(caught.value.problems) + bool(caught.value.omitted)
        return caught.value

    return refusal
