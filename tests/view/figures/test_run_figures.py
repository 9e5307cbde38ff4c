import os

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from sim.view.figures.run_figures import FIGURES, draw_all

ALL = ["kill_zone", "race", "output", "sky", "damage", "front", "money", "design_space"]
SHOWN = {
    "baseline": ALL,
    "Ukraine alone": [name for name in ALL if name not in {"sky", "damage"}],
    "Russia alone": ALL,
    "nobody": ["kill_zone", "front"],
}


@pytest.fixture(scope="module")
def small(folders):
    """A folder whose figures are soon drawn, and the figures."""
    return folders["nobody"], draw_all(folders["nobody"])


@pytest.mark.parametrize("kind", SHOWN)
def test_figures_with_nothing_to_show_are_left_out(drawn, kind):
    assert list(drawn[kind]) == SHOWN[kind]


def test_it_writes_pictures_and_says_which(small):
    folder, written = small
    assert written == [folder / "figures" / f"{name}.png" for name in SHOWN["nobody"]]
    for path in written:
        picture = np.asarray(Image.open(path).convert("L"))
        assert picture.shape[1] > 1000
        assert picture.std() > 5
    assert sorted(folder.joinpath("figures").iterdir()) == sorted(written)


def test_the_same_files_give_the_same_bytes(folders):
    folder = folders["Ukraine alone"]
    first = [path.read_bytes() for path in draw_all(folder)]
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        second = [path.read_bytes() for path in draw_all(folder)]
    assert first == second


def test_no_version_or_date_is_in_the_file(small):
    for path in small[1]:
        with Image.open(path) as picture:
            assert set(picture.info) <= {"dpi"}


def test_the_users_settings_stay_as_they_were(small):
    with mpl.rc_context({"font.size": 17}):
        before = dict(mpl.rcParams)
        draw_all(small[0])
        assert dict(mpl.rcParams) == before


def test_a_figure_is_there_whole_or_not_at_all(small, monkeypatch):
    folder, written = small
    before = [path.read_bytes() for path in written]

    def breaks_off(self, file, **_):
        file.write(b"half a picture")
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Figure, "savefig", breaks_off)
    with pytest.raises(OSError, match="space"):
        draw_all(folder)
    assert [path.read_bytes() for path in written] == before
    assert sorted(folder.joinpath("figures").iterdir()) == sorted(written)


def test_every_figure_is_registered_by_its_own_name():
    assert list(FIGURES) == ALL
