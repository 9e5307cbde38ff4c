"""GIF, frame by frame: one palette, and of each frame only what is not as before.

Pillow's own writer keeps all frames until the last is there; its encoder is used for each.
"""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING

import numpy as np
from PIL import GifImagePlugin, Image

from sim.view.film.palette import indexed, palette

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from sim.view.film.page import Pixels

COLOURS = 256
SAME = 255
"""Number of the transparent colour: as on the frame before."""
KEEP = 1
"""A frame stays while the next one is drawn over it."""
COLOUR_TABLE = 0b1111_0111
"""A table of 256 colours of 8 bits for all frames."""
FOR_EVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
END = b";"


def write_gif(file: IO[bytes], frames: Iterable[Pixels], milliseconds: Iterable[int]) -> None:
    """Write frames as a GIF that begins anew after its end.

    Parameters
    ----------
    file
        Where to.
    frames
        Of one size; each is asked for when the one before is written.
    milliseconds
        For how long each is shown; rounded to hundredths of a second.
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
    """Return a frame: the smallest rectangle in which something is other than before."""
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
