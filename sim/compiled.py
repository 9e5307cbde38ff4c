"""The one way to compile a hot loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile `function` with numba, cached on disk and without the interpreter's lock.

    A kernel takes and returns preallocated arrays and scalars and calls only kernels and
    `math`, so that it gives the same bits with ``NUMBA_DISABLE_JIT=1``.
    """
    return cast("Function", numba.njit(cache=True, nogil=True)(function))
