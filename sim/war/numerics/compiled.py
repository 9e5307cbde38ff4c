"""The one way to compile a hot loop."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
from numba.core import event

if TYPE_CHECKING:
    from collections.abc import Iterator

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

Function = TypeVar("Function", bound=Callable[..., Any])

_MODEL = Path(__file__).parents[1]


def kernel(function: Function) -> Function:
    """Compile `function` with numba, cached on disk and without the interpreter's lock.

    A kernel takes and returns preallocated arrays and scalars and calls only kernels and
    `math`, so that it gives the same bits with ``NUMBA_DISABLE_JIT=1``.
    """
    return cast("Function", numba.njit(cache=True, nogil=True)(function))


def inlined(function: Function) -> Function:
    """Compile `function` into each kernel that calls it: for the innermost loops only."""
    return cast("Function", numba.njit(inline="always", nogil=True)(function))


class NotCompiledError(Exception):
    """A kernel would have to be compiled first."""


class _Compilations(event.Listener):
    """Tells of the first compilation that it hears of."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell, self._is_told = tell, False

    def on_start(self, _event: event.Event) -> None:
        """Hear that a kernel is compiled, which the cache on disk does not have."""
        if not self._is_told:
            self._is_told = True
            self._tell()

    def on_end(self, _event: event.Event) -> None:
        """Hear that it is done."""


@contextlib.contextmanager
def telling_of_compilation(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell` once, before the first kernel that is compiled and not found in the cache."""
    with event.install_listener("numba:compile", _Compilations(tell)):
        yield


@contextlib.contextmanager
def only_what_is_compiled() -> Iterator[None]:
    """Take kernels from the cache alone.

    Raises
    ------
    NotCompiledError
        At the first that the cache does not have.
    """
    with telling_of_compilation(_refuse):
        yield


def _refuse() -> None:
    raise NotCompiledError


@functools.cache
def drop_stale_kernels() -> None:
    """Empty numba's cache if a source of the model has changed; once a process, before any kernel.

    A cached kernel is checked against its own file only, though it holds the code of the
    kernels of other files that it calls. Numba looks for it when it is first called, so importing
    its file is not too late. A folder that can't be written holds no cache of ours, and of two
    processes that find a change at once each loses at most what the other has compiled.
    """
    sources = sorted(_MODEL.rglob("*.py"))
    found = "".join(f"{source} {_size_and_time(source)}\n" for source in sources)
    stamp = _MODEL / "__pycache__" / "kernels.txt"
    with contextlib.suppress(OSError):
        if stamp.exists() and stamp.read_text(encoding="utf-8") == found:
            return
        for cached in (*_MODEL.rglob("*.nbi"), *_MODEL.rglob("*.nbc")):
            cached.unlink(missing_ok=True)
        stamp.parent.mkdir(exist_ok=True)
        whole = stamp.with_suffix(f".{os.getpid()}")
        whole.write_text(found, encoding="utf-8")
        whole.replace(stamp)


def _size_and_time(source: Path) -> tuple[int, int]:
    facts = source.stat()
    return facts.st_size, facts.st_mtime_ns
