"""The formats of films: frames go into a file as they are drawn."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np
from PIL import GifImagePlugin, Image, features

from sim.config.errors import quote
from sim.experiment.errors import ExtraError, FilmError
from sim.view.film.palette import in_palette, indexed, palette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy.typing as npt

    from sim.view.film.page import Pixels

    Writer = Callable[[IO[bytes], "Reel"], None]

COLOURS = 256
SAME = 255
"""Number of the transparent colour: unchanged since the frame before."""
KEEP = 1
"""A frame stays while the next one is drawn over it."""
COLOUR_TABLE = 0b1111_0111
"""A table of 256 colours of 8 bits for all frames."""
FOR_EVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
END = b";"
FFMPEG = "ffmpeg"
LAST_MILLISECONDS = 2000
RATE_FACTOR = 20
"""Of H.264: smaller is finer."""
WEBP_EFFORT, WEBP_METHOD = 20, 1
"""Of 100 and 6: more takes longer, and the file is hardly smaller."""


@dataclass(frozen=True)
class Reel:
    """The frames of a film on their way into a file, each drawn when it is asked for."""

    count: int
    frames: Iterator[Pixels]
    fps: int

    def milliseconds(self) -> list[int]:
        """Return for how long each frame is shown, the last longer before all starts again."""
        return [round(1000 / self.fps)] * (self.count - 1) + [LAST_MILLISECONDS]


def writer_for(path: Path) -> Writer:
    """Return what writes the format that a file's name ends in.

    Raises
    ------
    FilmError
        If it is none of a film.
    ExtraError
        If what writes it is not installed.
    """
    suffix = path.suffix.lower()
    if suffix not in WRITERS:
        raise FilmError(
            f"{path}: a film's name ends in {', '.join(WRITERS)}, not in {quote(suffix)}"
        )
    if suffix == ".mp4" and not shutil.which(FFMPEG):
        raise ExtraError(
            f"{path}: MP4 needs the program {FFMPEG} (Debian: apt install ffmpeg); "
            ".gif and .webp work without"
        )
    if suffix == ".webp" and not features.check("webp"):
        raise ExtraError(f"{path}: this Pillow was built without WebP; .gif works")
    return WRITERS[suffix]


def _gif(file: IO[bytes], reel: Reel) -> None:
    write_gif(file, reel.frames, reel.milliseconds())


def write_gif(file: IO[bytes], frames: Iterable[Pixels], milliseconds: Iterable[int]) -> None:
    """Write frames of one size as a GIF that starts again after its end.

    Of each frame only what has changed is written. Pillow's own writer keeps all frames until the
    last is there; its encoder is used for each.
    """
    before: npt.NDArray[np.uint8] | None = None
    for pixels, shown in zip(frames, milliseconds, strict=True):
        now = indexed(pixels)
        if before is None:
            file.write(_header(*now.shape))
        for block in _frame(now, before, shown):
            file.write(block)
        before = now
    file.write(END)


def _header(height: int, width: int) -> bytes:
    screen = struct.pack("<6sHHBBB", b"GIF89a", width, height, COLOUR_TABLE, 0, 0)
    table = np.zeros((COLOURS, 3), dtype=np.uint8)
    table[: len(palette())] = palette()
    return screen + table.tobytes() + FOR_EVER


def _frame(
    now: npt.NDArray[np.uint8], before: npt.NDArray[np.uint8] | None, milliseconds: int
) -> list[bytes]:
    """Return a frame: the smallest rectangle that holds all that has changed."""
    top, left = 0, 0
    if before is not None:
        changed = now != before
        rows, columns = _span(changed.any(axis=1)), _span(changed.any(axis=0))
        now = np.where(changed, now, SAME)[rows, columns]
        top, left = rows.start, columns.start
    return GifImagePlugin.getdata(
        Image.fromarray(now),
        (left, top),
        duration=10 * round(milliseconds / 10),
        transparency=SAME,
        disposal=KEEP,
    )


def _span(changed: npt.NDArray[np.bool_]) -> slice:
    """Return from the first to the last that changed; one place if none did."""
    places = np.flatnonzero(changed)
    return slice(int(places[0]), int(places[-1]) + 1) if places.size else slice(0, 1)


def _webp(file: IO[bytes], reel: Reel) -> None:
    """Write a WebP whose frames, after the first, hold only what has changed.

    Its colours are those of the GIF: with all of them it would be three times as large.
    """
    _Pages(reel).save(
        file,
        "WEBP",
        save_all=True,
        duration=reel.milliseconds(),
        lossless=True,
        quality=WEBP_EFFORT,
        method=WEBP_METHOD,
        kmin=reel.count,
        kmax=reel.count + 1,
    )


class _Pages(Image.Image):
    """An image of several pages, each of which is drawn when it is turned to."""

    def __init__(self, reel: Reel) -> None:
        super().__init__()
        self._frames, self.n_frames = reel.frames, reel.count
        self._page = -1
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Turn to a page, but never back."""
        if frame > self._page:
            drawn = Image.fromarray(in_palette(next(self._frames)))
            self.im, self._mode, self._size = drawn.im, drawn.mode, drawn.size
            self._page = frame

    def tell(self) -> int:
        """Return the page."""
        return self._page


def _mp4(file: IO[bytes], reel: Reel) -> None:
    """Let ffmpeg write to a folder of its own, because it goes back to the start of its file."""
    with tempfile.TemporaryDirectory(prefix="killzone-") as folder:
        path = Path(folder, "film.mp4")
        with tempfile.TemporaryFile() as said:
            if not _encode(reel, path, said):
                said.seek(0)
                raise FilmError(f"{FFMPEG}: {said.read().decode(errors='replace').strip()}")
        with path.open("rb") as made:
            shutil.copyfileobj(made, file)


def _encode(reel: Reel, path: Path, said: IO[bytes]) -> bool:
    """Feed the frames to ffmpeg; tell whether it ended well. What it says goes into `said`."""
    first = next(reel.frames)
    command = _command(first, reel.fps, path)
    with (
        contextlib.suppress(BrokenPipeError),  # it has ended, and says why
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=said) as process,  # noqa: S603
    ):
        try:
            for frame in itertools.chain([first], reel.frames):
                process.stdin.write(frame.tobytes())  # type: ignore[union-attr]
        except BaseException:
            process.kill()
            raise
    return process.returncode == 0


def _command(frame: Pixels, fps: int, path: Path) -> list[str]:
    height, width, _ = frame.shape
    raw = f"-f rawvideo -pix_fmt rgb24 -s {width}x{height} -r {fps} -i -"
    coded = f"-c:v libx264 -crf {RATE_FACTOR} -pix_fmt yuv420p -movflags +faststart"
    undated = "-fflags +bitexact -flags:v +bitexact"
    return [FFMPEG, *f"-loglevel error {raw} {coded} {undated}".split(), str(path)]


WRITERS: dict[str, Writer] = {".gif": _gif, ".webp": _webp, ".mp4": _mp4}
