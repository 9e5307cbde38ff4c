"""Where the server listens, and what is told when it cannot begin."""

import sys

import pytest
from typer.testing import CliRunner

from sim.cli import serving as command
from sim.cli.app import INVALID, app

pytest.importorskip("nicegui")

from sim.view.dashboard.serving import HOST, PORT, PortError, _listen


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
