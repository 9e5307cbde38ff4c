"""A folder is free once its holder is dead, whatever processes that has left behind."""

import contextlib
import os
import signal
import subprocess
import sys

import pytest

from sim.experiment.store.lock import holder, lock
from tests.commands import DEADLINE, ROOT, wait_for

HOLD = """
import multiprocessing, sys, time, warnings
from pathlib import Path
from sim.experiment.store.lock import lock
warnings.simplefilter("ignore")
with lock(Path(sys.argv[1])):
    context = multiprocessing.get_context(sys.argv[2])
    child = context.Process(target=time.sleep, args=(600,))
    child.start()
    print(child.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_children_that_outlive_a_holder_do_not_hold_its_folder(tmp_path, method):
    command = [sys.executable, "-c", HOLD, str(tmp_path), method]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        try:
            assert f"process {parent.pid} " in holder(tmp_path)
            parent.kill()
            parent.wait(DEADLINE)
            os.kill(child, 0)  # still there
            # A forked child may not have come yet to where it lets go.
            wait_for(lambda: holder(tmp_path) is None)
            with lock(tmp_path):
                pass
        finally:
            parent.kill()
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
