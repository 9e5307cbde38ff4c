"""The server of the live page: on loopback only, for whoever has the token of this launch."""

from __future__ import annotations

import contextlib
import secrets
import signal
import socket
import tempfile
import weakref
import webbrowser
from pathlib import Path
from typing import IO, TYPE_CHECKING

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response, StreamingResponse
from nicegui import Client, app, ui

from sim.experiment.errors import RunError
from sim.view.dashboard import download
from sim.view.dashboard.guard import Guard
from sim.view.dashboard.lessons.experiments import Experiments
from sim.view.dashboard.lessons.lesson_serving import add_lessons
from sim.view.dashboard.page import LivePage
from sim.view.dashboard.session import RUNS, Session
from sim.view.dashboard.settings import Scenarios, read_query
from sim.war.replicate import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.view.dashboard.course import Course

HOST = "127.0.0.1"
PORT = 8080
PORTS_TRIED = 100
STATIC = "/killzone"
RECONNECT_SECONDS = 10.0
MESSAGES_KEPT = 50
"""A frame is about a hundred kilobytes, and one is under way at a time."""

CHUNK = 1 << 16
HEAD = f"""
<link rel="stylesheet" href="{STATIC}/page.css">
<script src="{STATIC}/page.js"></script>
"""


class PortError(RunError):
    """No port to listen on."""


def serve(
    given: str, port: int | None, announce: Callable[[str], None], *, opens: bool = False
) -> None:
    """Serve the live page until interrupted.

    Parameters
    ----------
    given
        A configuration, as `sim.load` takes it; its scenario comes first.
    port
        Where to listen; `PORT` or the next free one, if not given.
    announce
        Called with the address, token included, when the server is about to answer.
    opens
        Whether to open the address in a browser.

    Raises
    ------
    ConfigError
        If the configuration is not valid.
    PortError
        If the port is taken.
    """
    scenarios = Scenarios(given)
    scenarios.load(scenarios.first, {})
    listener = _listen(port)
    warm_up()
    token = secrets.token_urlsafe()
    number = listener.getsockname()[1]
    address = f"http://{HOST}:{number}/?token={token}"
    with contextlib.closing(Experiments()) as experiments:
        server = _server(Guard(_application(scenarios, experiments), token, number))
        with contextlib.suppress(KeyboardInterrupt):
            announce(address)
            if opens:
                webbrowser.open(address)
            server.run([listener])


def _server(served: Guard) -> uvicorn.Server:
    """Return a server that also shuts down cleanly on a signal, or when its terminal is closed."""
    config = uvicorn.Config(
        served, log_level="warning", access_log=False, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)

    def end(*_: object) -> None:
        server.should_exit = True

    for each in (signal.SIGTERM, signal.SIGHUP):  # else they end us before we have cleared up
        signal.signal(each, end)
    return server


def _listen(port: int | None) -> socket.socket:
    tried = range(PORT, PORT + PORTS_TRIED) if port is None else [port]
    for each in tried:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, each))
            listener.listen()  # until then another process could bind it too
        except OSError:
            listener.close()
        else:
            return listener
    raise PortError(f"port {tried[0]} is taken; choose another one with --port, or leave it out")


def _application(scenarios: Scenarios, experiments: Experiments) -> FastAPI:
    pages: weakref.WeakValueDictionary[str, LivePage] = weakref.WeakValueDictionary()

    @ui.page("/", title="killzone: live")
    def index(client: Client, request: Request) -> None:
        ui.add_head_html(HEAD)
        settings, told = read_query(request.url.query, scenarios)
        page = LivePage(client, Session(settings, scenarios), told)
        pages[client.id] = page
        client.on_delete(lambda: pages.pop(client.id, page) and None)

    @app.get("/download/{page}/{run}/{name}")
    async def taken(page: str, run: str, name: str) -> Response:
        shown = pages.get(page)
        place = RUNS.index(run) if run in RUNS else len(RUNS)
        if (
            shown is None
            or place >= len(shown.session.courses)
            or not shown.session.day
            or name not in FILES
        ):
            return PlainTextResponse("There is no such file here.", status_code=404)
        session = shown.session
        return await session.view(lambda courses: FILES[name](courses[place], f"{run}-{name}"))

    add_lessons(HEAD, experiments)
    app.add_static_files(STATIC, Path(__file__).parent / "static")
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    ui.run_with(
        outer,
        language="en-GB",
        dark=None,
        tailwind=False,
        reconnect_timeout=RECONNECT_SECONDS,
        message_history_length=MESSAGES_KEPT,
        show_welcome_message=False,
    )
    return outer


def _yaml(course: Course, name: str) -> Response:
    return Response(
        download.yaml_of(course), media_type="application/yaml", headers=_attached(course, name)
    )


def _csv(course: Course, name: str) -> Response:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed when it is sent)
    download.write_csv(course, file)
    file.seek(0)
    return StreamingResponse(_chunks(file), media_type="text/csv", headers=_attached(course, name))


FILES: dict[str, Callable[[Course, str], Response]] = {"config.yaml": _yaml, "daily.csv": _csv}


def _attached(course: Course, name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="killzone-day-{course.day}-{name}"'}


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
