"""A Dask scheduler and workers as processes of this machine, bound to its loopback alone."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack

from tests.fake_task import wait_for

PATH = os.pathsep.join(path for path in sys.path if path)


class DaskHere:
    """Starts processes and ends them on leaving; their output goes to `folder`."""

    def __init__(self, folder, *options):
        """Take the folder and options of the scheduler's."""
        self.folder = folder
        self.options = options
        self.scheduler_file = folder / "scheduler.json"
        self.workers = []

    def __enter__(self):
        self._stack = ExitStack()
        self.scheduler = self._start(
            "dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file",
            str(self.scheduler_file), *self.options,
        )  # fmt: skip
        wait_for(self.scheduler_file)
        self.address = wait_for(self._read_address)
        return self

    def __exit__(self, *error):
        for process in [*self.workers, self.scheduler]:
            process.kill()
        self._stack.close()

    def add_worker(self, *options, path=PATH, threads=1):
        """Start a worker without a nanny, so that its process is the one to be killed."""
        worker = self._start(
            "dask_worker", self.address, "--nthreads", str(threads), "--no-dashboard",
            "--local-directory", str(self.folder), *(options or ["--no-nanny"]), path=path,
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def _start(self, module, *options, path=PATH):
        log = self._stack.enter_context((self.folder / f"{module}.log").open("ab"))
        command = [sys.executable, "-m", f"distributed.cli.{module}"]
        # A server for health and metrics is there without a dashboard too, and heeds no --host.
        here = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
        return self._stack.enter_context(
            subprocess.Popen(
                [*command, *here, *options],
                cwd=self.folder,
                env=os.environ | {"PYTHONPATH": path},
                stdout=log,
                stderr=log,
            )
        )

    def _read_address(self):
        try:
            return json.loads(self.scheduler_file.read_text())["address"]
        except ValueError:
            return None
