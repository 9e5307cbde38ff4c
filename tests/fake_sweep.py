"""A parent of worker processes, to be killed: ``python -m tests.fake_sweep FOLDER RUNS NAME``.

It has two workers do runs that wait for a file NAME in FOLDER, hears Ctrl-C without ending, and
prints how many were done.
"""

import os
import signal
import sys
from pathlib import Path

from sim.experiment.workers import origin
from sim.experiment.workers.processes import Processes
from tests.fake_task import FakeTask, carry_out, chunks, wait_for

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup would have it ignored
signal.signal(signal.SIGINT, lambda number, frame: print("heard", flush=True))
origin.PRELOADED = origin.__name__  # workers need no model
folder, count, name = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
pool = Processes(FakeTask(folder), 2)
if os.fork() == 0:  # a process of the user's own holds every pipe of this one open
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.close(1)  # what this one prints is read to its end
    wait_for(folder / name)
    os._exit(0)
back = carry_out(pool, chunks(*[("wait", name)] * count))
pool.close(abort=False)
print(f"{sum(each.part is not None for each in back.values())} done")
