"""A small NiceGUI page behind the guard, as a process of its own.

Run with a folder of files to be served; prints the port at which it listens.
"""

import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
TOKEN = "the-token-of-this-launch"


class GuardedPage(NamedTuple):
    port: int
    pid: int

    @property
    def cookie(self):
        return f"Cookie: killzone-{self.port}={TOKEN}"


@contextmanager
def guarded_page(folder):
    """Start it, serving `folder` under /files, and end it on leaving."""
    command = [sys.executable, "-m", "tests.guarded_page", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield GuardedPage(int(process.stdout.readline()), process.pid)
        finally:
            process.terminate()


def main(folder):
    import uvicorn
    from fastapi import FastAPI
    from nicegui import Client, app, ui

    from sim.view.dashboard.guard import Guard

    @ui.page("/")
    def page():
        ui.label("inside")

    @app.get("/clients")
    def clients() -> int:
        return len(Client.instances)

    app.add_static_files("/files", folder)
    outer = FastAPI()
    ui.run_with(outer)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        print(port, flush=True)
        guard = Guard(outer, TOKEN, port)
        config = uvicorn.Config(guard, log_level="warning", timeout_graceful_shutdown=1)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
