"""Where the server listens, and what is told when it cannot begin."""

import signal
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from sim.cli import serving as command
from sim.cli.app import INVALID, app

pytest.importorskip("nicegui")

from sim.view.dashboard.serving import HOST, PORT, PortError, _listen
from tests.raw_requests import ask
from tests.settings import thinned
from tests.view.dashboard.browser import server


def test_two_servers_take_two_ports():
    with _listen(None) as first, _listen(None) as second:
        names = [each.getsockname() for each in (first, second)]
    assert {host for host, _ in names} == {HOST}
    assert PORT <= names[0][1] < names[1][1]


def test_a_port_that_is_taken_is_told():
    with _listen(None) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortError, match=f"port {port} is taken; choose another one"):
            _listen(port)


@pytest.mark.parametrize("number", thinned([signal.SIGTERM, signal.SIGINT, signal.SIGHUP], 3))
def test_however_it_ends_nothing_is_left(tmp_path, number):
    with server(ended_by=number, TMPDIR=str(tmp_path)):
        assert list(tmp_path.glob("killzone-lessons-*")) != []
    assert list(tmp_path.glob("killzone-lessons-*")) == []


def test_the_guard_stands_before_the_lessons_too(tmp_path):
    with server(TMPDIR=str(tmp_path)) as address:
        port, token = urlsplit(address).port, parse_qs(urlsplit(address).query)["token"][0]
        own = f"Host: 127.0.0.1:{port}"
        cookie = ask(port, f"/?token={token}", own).headers["set-cookie"].partition(";")[0]
        for path in ("/lessons", "/lesson/1", "/lesson/1/worksheet.html"):
            assert ask(port, path, own).status == 403
            assert ask(port, path, "Host: evil.example", f"Cookie: {cookie}").status == 400
            assert ask(port, path, own, f"Cookie: {cookie}").status == 200
        for name in ("runs.parquet", "..%2f..%2fetc%2fpasswd", "../../etc/passwd", "figure.png"):
            assert ask(port, f"/lesson/1/{name}", own, f"Cookie: {cookie}").status == 404


def test_a_taken_port_is_no_traceback():
    with _listen(None) as first:
        port = first.getsockname()[1]
        ended = CliRunner().invoke(app, ["serve", "--port", str(port)])
    assert ended.exit_code != 0
    assert f"port {port} is taken" in ended.stderr
    assert "Traceback" not in ended.output


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "nicegui", None)
    ended = CliRunner().invoke(app, ["serve"])
    assert ended.exit_code == INVALID
    assert command.MISSING in ended.stderr
