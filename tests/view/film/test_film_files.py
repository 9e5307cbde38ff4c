"""The files of films: their formats, their bytes, and that there is never half of one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import sim
from sim.config import to_yaml
from sim.experiment.errors import ExtraError, FilmError, FolderError
from sim.view.figures.pages import house_style
from sim.view.film import making
from sim.view.film.footage import frame_days
from sim.view.film.page import FilmPage
from sim.view.film.palette import in_palette, palette
from sim.view.film.writing import LAST_MILLISECONDS, write_gif
from tests.commands import wait_for
from tests.films import DAYS, EVERY, KINDS
from tests.settings import configured, thinned

ROOT = Path(__file__).parents[3]
COUNT = DAYS // EVERY + 1
FAKE_FFMPEG = """#!{python}
import sys
from pathlib import Path
frames = sys.stdin.buffer.read()
Path(sys.argv[-1]).write_bytes(" ".join(sys.argv[1:-1]).encode() + bytes([10]) + frames)
"""
BROKEN_FFMPEG = """#!{python}
import sys
sys.exit("Unknown encoder 'libx264'")
"""


@pytest.fixture(scope="module")
def config():
    return configured(KINDS["both"])


@pytest.fixture(scope="module")
def films(tmp_path_factory, config):
    """The same run as GIF and as WebP."""
    folder = tmp_path_factory.mktemp("films")
    return {
        suffix: sim.film(config, folder / f"film{suffix}", replicate=1, every=EVERY)
        for suffix in (".gif", ".webp")
    }


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Return a function that puts a program in the place of ffmpeg."""

    def put(text):
        path = tmp_path / "bin" / "ffmpeg"
        path.parent.mkdir()
        path.write_text(text.format(python=sys.executable))
        path.chmod(0o755)
        monkeypatch.setenv("PATH", str(path.parent))

    return put


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_there_is_a_frame_for_every_so_many_days(films, suffix):
    with Image.open(films[suffix]) as film:
        assert film.n_frames == COUNT
        assert film.size == (1280, 720)
        assert film.info["loop"] == 0
        durations = []
        for index in range(film.n_frames):
            film.seek(index)
            film.load()
            durations.append(film.info["duration"])
    assert durations == [durations[0]] * (COUNT - 1) + [LAST_MILLISECONDS]
    assert durations[0] == pytest.approx(1000 / 12, abs=5)


@pytest.mark.parametrize("suffix", thinned([".gif", ".webp"], 2))
def test_frames_are_the_page_in_the_nearest_colours(films, pages, suffix):
    with house_style(), Image.open(films[suffix]) as film:
        for index in range(COUNT):
            film.seek(index)
            seen, page = np.asarray(film.convert("RGB")), pages["both"].frame(index)
            below = slice(70, None)  # of the title, which has the name
            assert (seen[below] == in_palette(page)[below]).all()


def test_the_palette_is_small_and_close_to_what_is_drawn(pages):
    with house_style():
        page = pages["both"].frame(COUNT // 2)
    error = abs(in_palette(page).astype(int) - page)
    white = (page == 255).all(axis=2)
    assert white.mean() > 0.5
    assert error[white].max() == 0
    assert np.percentile(error, 99.9) <= 20
    assert len(palette()) < 255


@pytest.mark.parametrize("suffix", thinned([".gif", ".webp"], 2))
def test_the_same_run_gives_the_same_bytes_and_another_one_others(films, config, tmp_path, suffix):
    how = {"every": EVERY}
    again = sim.film(config, tmp_path / f"again{suffix}", replicate=1, **how)
    assert again.read_bytes() == films[suffix].read_bytes()
    if suffix == ".gif":
        other = sim.film(config, tmp_path / "other.gif", replicate=0, **how)
        assert other.read_bytes() != again.read_bytes()


def test_a_frame_is_drawn_when_the_one_before_is_written(tmp_path):
    sizes = []
    rng = np.random.default_rng(1)
    with (tmp_path / "film.gif").open("wb", buffering=0) as file:

        def frames():
            for _ in range(5):
                sizes.append(file.tell())
                yield rng.integers(0, 255, (40, 60, 3), dtype=np.uint8)

        write_gif(file, frames(), [100] * 5)
    assert (np.diff(sizes) > 0).all()


def test_a_frame_like_the_one_before_is_a_frame_too(tmp_path):
    page = np.full((9, 7, 3), 255, dtype=np.uint8)
    with (tmp_path / "film.gif").open("wb") as file:
        write_gif(file, [page] * 3, [20, 104, 96])
    with Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames == 3
        assert (np.asarray(film.convert("RGB")) == 255).all()


def test_an_mp4_is_what_ffmpeg_makes_of_the_frames(program, tmp_path, config):
    program(FAKE_FFMPEG)
    made = sim.film(config, tmp_path / "film.mp4", every=30, fps=25)
    command, frames = made.read_bytes().split(b"\n", 1)
    assert len(frames) == 3 * 1280 * 720 * 3
    for words in (b"-s 1280x720", b"-r 25", b"-pix_fmt rgb24", b"yuv420p", b"+bitexact"):
        assert words in command
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "film.mp4"]


def test_what_ffmpeg_says_is_told(program, tmp_path, config):
    program(BROKEN_FFMPEG)
    with pytest.raises(FilmError, match="ffmpeg: Unknown encoder 'libx264'"):
        sim.film(config, tmp_path / "film.mp4", every=30)
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_without_ffmpeg_the_way_out_is_named_before_anything_is_simulated(
    monkeypatch, tmp_path, config
):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ExtraError, match=r"apt install ffmpeg.*\.gif and \.webp") as refused:
        sim.film(config, tmp_path / "film.mp4")
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("name", ["film.avi", "film", "film.gif.txt", ".gif"])
def test_an_unknown_suffix_is_refused_with_those_there_are(tmp_path, config, name):
    with pytest.raises(FilmError, match=r"\.gif, \.webp, \.mp4"):
        sim.film(config, tmp_path / name)


@pytest.mark.parametrize("how", [{"every": 0}, {"fps": 0}, {"fps": 51}])
def test_numbers_out_of_range_are_refused(tmp_path, config, how):
    with pytest.raises(FilmError, match=next(iter(how))):
        sim.film(config, tmp_path / "film.gif", **how)


def test_a_file_that_is_there_stays_unless_forced(tmp_path, config):
    path = tmp_path / "film.gif"
    path.write_bytes(b"mine")
    with pytest.raises(FolderError, match="force"):
        sim.film(config, path)
    assert path.read_bytes() == b"mine"
    sim.film(config, path, every=30, force=True)
    assert path.read_bytes().startswith(b"GIF89a")


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".mp4"])
def test_a_film_that_fails_leaves_nothing(tmp_path, config, monkeypatch, program, suffix):
    program(FAKE_FFMPEG)
    path = tmp_path / f"film{suffix}"
    path.write_bytes(b"before")
    draw = FilmPage.frame

    def breaks_off(self, index):
        if index == 2:
            raise ZeroDivisionError
        return draw(self, index)

    monkeypatch.setattr(FilmPage, "frame", breaks_off)
    with pytest.raises(ZeroDivisionError):
        sim.film(config, path, every=10, force=True)
    assert path.read_bytes() == b"before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bin", path.name]


def test_a_killed_film_leaves_no_half_file(tmp_path, config):
    (tmp_path / "small.yaml").write_text(to_yaml(config))
    command = [sys.executable, "-m", "sim", "film", "small.yaml", "--every", "1", "--out", "f.gif"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as process:
        wait_for(lambda: [*tmp_path.glob(".f.gif.*")], process)
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "f.gif").exists()


@given(days=st.integers(1, 36500), fps=st.integers(1, 50))
def test_a_film_lasts_some_thirty_seconds_or_has_every_day(days, fps):
    every = making.default_every(days, fps)
    seconds = (len(frame_days(days, every)) - 1) / fps
    assert seconds <= 46
    assert seconds >= 19 or every == 1
