"""The one way to compile a hot loop."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = Path(__file__).parents[2]


def kernel(function: Function) -> Function:
    """Compile `function` with numba, cached on disk and without the interpreter's lock.

    A kernel takes and returns preallocated arrays and scalars and calls only kernels and
    `math`, so that it gives the same bits with ``NUMBA_DISABLE_JIT=1``.
    """
    return cast("Function", numba.njit(cache=True, nogil=True)(function))


def inlined(function: Function) -> Function:
    """Compile `function` into each kernel that calls it: for the innermost loops only."""
    return cast("Function", numba.njit(inline="always", nogil=True)(function))


def forget_stale_kernels() -> None:
    """Empty numba's cache if a source with kernels has changed.

    A cached kernel is checked against its own file only, though it holds the code of the
    kernels of other files that it calls. A folder that can't be written holds no cache of ours.
    """
    texts = (source.read_bytes() for source in sorted(_PACKAGE.rglob("*.py")))
    digest = hashlib.sha256(
        b"".join(text for text in texts if b"numerics.compiled" in text)
    ).hexdigest()
    stamp = _PACKAGE / "__pycache__" / "kernels.sha256"
    with contextlib.suppress(OSError):
        if stamp.exists() and stamp.read_text() == digest:
            return
        for cached in (*_PACKAGE.rglob("*.nbi"), *_PACKAGE.rglob("*.nbc")):
            cached.unlink(missing_ok=True)
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(digest)


forget_stale_kernels()
