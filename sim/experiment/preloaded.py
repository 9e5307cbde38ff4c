"""What every worker needs, loaded by importing this module: once, where workers are forked."""

from __future__ import annotations

import contextlib
import gc

from sim.experiment import runner  # noqa: F401 (a worker's task names what is in it)
from sim.war import replicate  # noqa: F401
from sim.war.numerics.compiled import only_what_is_compiled
from sim.war.replicate import warm_up

# What is not in numba's cache is compiled by the parent at this moment; and whatever else is wrong
# a worker meets again, and can say.
with contextlib.suppress(Exception), only_what_is_compiled():
    warm_up()
gc.freeze()  # collections skip it, so that workers go on sharing the memory
