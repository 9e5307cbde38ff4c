"""A NiceGUI page behind the guard, asked over a real socket, byte by byte."""

import re
import sys
from pathlib import Path

import pytest

from sim.view.dashboard.guard import SECURITY_HEADERS
from tests.guarded_page import TOKEN, guarded_page
from tests.listening import listening
from tests.raw_requests import HANDSHAKE, Line, ask

nicegui = pytest.importorskip("nicegui")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells where it listens")

POLLING = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"
WEBSOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
ROUTES = [
    "/",
    "/clients",
    "/files/inside.txt",
    f"/_nicegui/{nicegui.__version__}/static/nicegui.js",
    "/favicon.ico",
    "/nothing-here",
    POLLING,
]
REFUSED = {400, 404, 416}
INSIDE = b"inside\n" * 10_000


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    (folder / "inside.txt").write_bytes(INSIDE)
    (folder / "link").symlink_to("/etc/passwd")
    with guarded_page(folder) as page:
        own = f"Host: 127.0.0.1:{page.port}"
        assert ask(page.port, "/", own, page.cookie).status == 200
        yield page


@pytest.fixture
def own(page):
    """The Host header of a browser on this machine."""
    return f"Host: 127.0.0.1:{page.port}"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_with_the_cookie_page_polling_and_websocket_work(page, name):
    headers = [f"Host: {name}:{page.port}", f"Origin: http://{name}:{page.port}", page.cookie]
    shown = ask(page.port, "/", *headers)
    assert (shown.status, b"inside" in shown.body) == (200, True)
    assert ask(page.port, POLLING, *headers).status == 200
    assert ask(page.port, WEBSOCKET, *headers, *HANDSHAKE).status == 101


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "0.0.0.0", ""])
def test_40_a_foreign_host_gets_400_on_every_route(page, host):
    for headers in ([f"Host: {host}"], [f"Host: {host}:{page.port}"]):
        for route in ROUTES:
            assert ask(page.port, route, *headers, page.cookie).status == 400
        assert ask(page.port, WEBSOCKET, *headers, page.cookie, *HANDSHAKE).status == 400


def test_40_no_host_and_two_hosts_get_400_on_every_route(page, own):
    for route in ROUTES:
        assert ask(page.port, route, page.cookie).status == 400
        assert ask(page.port, route, page.cookie, version="1.0").status == 400
        assert ask(page.port, route, own, own, page.cookie).status == 400
    assert ask(page.port, WEBSOCKET, page.cookie, *HANDSHAKE).status == 400
    assert ask(page.port, WEBSOCKET, own, own, page.cookie, *HANDSHAKE).status == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_41_a_foreign_origin_gets_403_on_every_route(page, own, origin):
    headers = [own, page.cookie, f"Origin: {origin}"]
    for route in ROUTES:
        assert ask(page.port, route, *headers).status == 403
    assert ask(page.port, WEBSOCKET, *headers, *HANDSHAKE).status == 403
    assert (
        ask(page.port, POLLING, *headers, "Content-Length: 2", method="POST", body=b"40").status
        == 403
    )


def test_41_without_origin_the_token_is_needed(page, own):
    for route in ROUTES:
        refused = ask(page.port, route, own)
        assert (refused.status, b"killzone serve" in refused.body) == (403, True)
    assert ask(page.port, WEBSOCKET, own, *HANDSHAKE).status == 403
    assert ask(page.port, f"{WEBSOCKET}&token={TOKEN}", own, *HANDSHAKE).status == 403
    form = ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 3"]
    assert ask(page.port, "/", own, *form, method="POST", body=b"a=b").status == 403


def test_the_printed_address_leads_in(page, own):
    sent = ask(page.port, f"/?token={TOKEN}&seed=3", own)
    assert sent.status == 303
    assert sent.headers["location"] == f"http://127.0.0.1:{page.port}/?seed=3"
    cookie = sent.headers["set-cookie"].partition(";")[0]
    shown = ask(page.port, "/?seed=3", own, f"Cookie: {cookie}")
    assert shown.status == 200
    for name, value in SECURITY_HEADERS.items():
        assert shown.headers.get_all(name.decode()) == [value.decode()]


def test_42_it_listens_on_loopback_alone(page):
    assert listening(page.pid) == {("127.0.0.1", page.port)}


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "../../../../../../../../etc/passwd",
        "%2e%2e%2f" * 8 + "etc/passwd",
        "..%2f" * 8 + "etc/passwd",
        "%252e%252e%252f" * 8 + "etc/passwd",
        "..%5c" * 8 + "etc%5cpasswd",
        "..\\..\\etc\\passwd",
        "/etc/passwd",
        "//etc/passwd",
        "%2fetc%2fpasswd",
        "inside.txt%00.html",
        "%00",
        "....//" * 8 + "etc/passwd",
        "..;/" * 8 + "etc/passwd",
        "%c0%ae%c0%ae/" * 8 + "etc/passwd",
        "link",
        "./link",
        "inside.txt/../link",
    ],
)
def test_43_no_path_leads_out_of_the_folder(page, own, path):
    for route in ("/files/", "/", f"/_nicegui/{nicegui.__version__}/static/"):
        reply = ask(page.port, route + path, own, page.cookie)
        assert reply.status in REFUSED
        assert b"root:" not in reply.body


@pytest.mark.parametrize("parts", ["0-1," * 5_000 + "0-1", "-," * 5_000 + "0-", "99999999-", "5-2"])
def test_43_odd_ranges_are_refused_or_overlooked(page, own, parts):
    reply = ask(page.port, "/files/inside.txt", own, page.cookie, f"Range: bytes={parts}")
    assert reply.status in REFUSED or (reply.status, reply.body) == (200, INSIDE)


def test_44_thousands_of_strangers_leave_nothing_behind(page, own):
    """The guard answers before NiceGUI makes a client, which it would keep for a while."""
    clients = ask(page.port, "/clients", own, page.cookie).body
    memory = resident_bytes(page.pid)
    with Line(page.port) as line:
        assert {line.ask("/", own).status for _ in range(2_000)} == {403}
    assert ask(page.port, "/clients", own, page.cookie).body == clients
    assert resident_bytes(page.pid) - memory < 16 * 2**20


def resident_bytes(pid):
    return 1024 * int(re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1])
