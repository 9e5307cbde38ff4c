"""One palette for all frames of a film: the inks of house style, and what they blend to."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb

from sim.view.figures import style
from sim.view.figures.design_space import COUNTERMEASURE_COLOUR

Colours = npt.NDArray[np.uint8]

WHITE, BLACK = "1", "0"
STEPS, FEW_STEPS = 12, 4
BLENDS = (
    (BLACK, WHITE, STEPS),
    *((stroke.colour, WHITE, STEPS) for stroke in style.SIDE_STROKES.values()),
    *((stroke.colour, COUNTERMEASURE_COLOUR, FEW_STEPS) for stroke in style.SIDE_STROKES.values()),
    *((stroke.colour, BLACK, FEW_STEPS) for stroke in style.SIDE_STROKES.values()),
    (style.SIDE_STROKES["ua"].colour, style.SIDE_STROKES["ru"].colour, FEW_STEPS),
)
"""From one colour to another in so many steps: with more, the edges of marks fill the file."""
LEVELS = 32
"""Shades of red, green and blue that are told apart before the nearest colour is taken."""


@functools.cache
def palette() -> Colours:
    """Return the colours, shape (colours, 3), fewer than 256."""
    ramps = [_ramp(*blend) for blend in BLENDS]
    colours: Colours = np.unique(np.concatenate(ramps), axis=0)
    return colours


def in_palette(pixels: Colours) -> Colours:
    """Return an image in the palette's colours, as red, green and blue."""
    colours: Colours = palette()[indexed(pixels)]
    return colours


def indexed(pixels: Colours) -> Colours:
    """Return the number of the palette's colour that is nearest to each pixel.

    Without dithering, whose noise would flicker.
    """
    shades = (pixels >> 3).astype(np.uint16)
    numbers: Colours = _nearest()[(shades[..., 0] << 10) | (shades[..., 1] << 5) | shades[..., 2]]
    return numbers


def _ramp(start: str, end: str, steps: int) -> Colours:
    way = np.linspace(0, 1, steps)[:, None]
    mixed = (1 - way) * np.array(to_rgb(start)) + way * np.array(to_rgb(end))
    ramp: Colours = np.round(255 * mixed).astype(np.uint8)
    return ramp


@functools.cache
def _nearest() -> Colours:
    """Return the number of the nearest colour to each mixture of shades, red first."""
    shades = np.arange(LEVELS**3)
    mixed = np.stack([shades >> 10, (shades >> 5) % LEVELS, shades % LEVELS], axis=1)
    wanted = mixed * (255 / (LEVELS - 1))
    squares = np.zeros((LEVELS**3, len(palette())), dtype=np.float32)
    for channel, colours in zip(wanted.T, palette().T, strict=True):
        squares += (channel[:, None] - colours) ** 2
    numbers: Colours = squares.argmin(axis=1).astype(np.uint8)
    return numbers
