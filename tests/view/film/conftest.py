"""Small runs as a film shows them."""

import pytest

from sim.view.figures.pages import house_style
from sim.view.film.footage import shoot
from sim.view.film.page import FilmPage
from tests.films import EVERY, KINDS, NAME
from tests.settings import configured


@pytest.fixture(scope="session")
def footages():
    """Each kind of run, as a film shows it, with its configuration."""
    configs = {kind: configured(settings) for kind, settings in KINDS.items()}
    return {kind: shoot(config, 1, EVERY, lambda _: None) for kind, config in configs.items()}


@pytest.fixture(scope="session")
def pages(footages):
    """The page of each kind of run."""
    with house_style():
        return {kind: FilmPage(footage, NAME) for kind, footage in footages.items()}
