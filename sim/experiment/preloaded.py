"""What every worker needs, loaded by importing this module: once, where workers are forked."""

from __future__ import annotations

import contextlib
import gc

import mesa  # noqa: F401 (first: its loggers look through every module that is loaded)

from sim.experiment import runner  # noqa: F401 (a worker's task names what is in it)
from sim.war import replicate  # noqa: F401
from sim.war.model import warm_up
from sim.war.numerics.compiled import NotCompiledError, only_what_is_compiled

# What is not in numba's cache is compiled by the parent at this moment.
with contextlib.suppress(NotCompiledError), only_what_is_compiled():
    warm_up()
gc.collect()
gc.freeze()  # it stays, and workers share the memory as long as nobody looks for garbage in it
