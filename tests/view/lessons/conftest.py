"""A small lesson, run with the stand-in."""

import os

import pytest

from sim.experiment.store import sealed
from sim.lesson.reading import read_lesson
from sim.view.lessons.running import run_lesson
from tests import commands
from tests.lesson.conftest import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "9-trial")


@pytest.fixture(scope="module")
def stand_in():
    """Put the stand-in in the model's place, and flush nothing to disk."""
    with commands.stand_in(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "SYNCHRONOUS", "OFF")
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="module")
def ran(stand_in, tmp_path_factory):
    """The trial lesson, run."""
    place = tmp_path_factory.mktemp("ran")
    return run_lesson(read_lesson(Folder(place / "9-trial").path), place / "out", workers=1)
