"""The guard before an application that only says that it was reached."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.view.dashboard.guard import SECURITY_HEADERS, Guard

PORT = 8080
TOKEN = "the-token-of-this-launch"
HOSTS = [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"[::1]:{PORT}"]
ORIGINS = [f"http://{host}" for host in HOSTS]
OWN = ("host", HOSTS[0])
COOKIE = ("cookie", f"killzone-{PORT}={TOKEN}")
KINDS = ["http", "websocket"]
CLOSE = {"type": "websocket.close"}

FOREIGN_HOSTS = [
    "",
    "127.0.0.1",
    "localhost",
    f"127.0.0.1.evil.example:{PORT}",
    f"evil.example:{PORT}",
    f"evil.example@127.0.0.1:{PORT}",
    f"127.0.0.1:{PORT}@evil.example",
    f"127.0.0.1:{PORT}.evil.example",
    f"127.0.0.1:{PORT}0",
    f"127.0.0.1:0{PORT}",
    f"127.0.0.2:{PORT}",
    f"0.0.0.0:{PORT}",
    f"127.1:{PORT}",
    f"2130706433:{PORT}",
    f"localhost.:{PORT}",
    f"::1:{PORT}",
    f"[::ffff:127.0.0.1]:{PORT}",
    f"127.0.0.1:{PORT}, 127.0.0.1:{PORT}",
]
FOREIGN_ORIGINS = [
    "",
    "null",
    "http://evil.example",
    f"http://evil.example:{PORT}",
    f"https://127.0.0.1:{PORT}",
    "http://127.0.0.1",
    "http://127.0.0.1:8081",
    f"http://127.0.0.1:{PORT}/",
    f"http://127.0.0.1:{PORT}.evil.example",
    f"file://127.0.0.1:{PORT}",
    f"127.0.0.1:{PORT}",
]


class Reached:
    """An application that remembers what reached it."""

    def __init__(self):
        self.scopes = []

    async def __call__(self, scope, receive, send):
        self.scopes.append(scope)
        if scope["type"] == "http":
            headers = [(b"content-type", b"text/html"), (b"Referrer-Policy", b"unsafe-url")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"reached"})
        elif scope["type"] == "websocket":
            await send({"type": "websocket.accept"})


class Asked:
    """What the guard and the application behind it sent in answer to a request."""

    def __init__(self, *headers, kind="http", method="GET", path="/", query="", extensions=()):
        app = Reached()
        scope = {
            "type": kind,
            "path": path,
            "query_string": query.encode("latin-1"),
            "headers": [(key.encode(), value.encode("latin-1")) for key, value in headers],
            "extensions": {name: {} for name in extensions},
        }
        if kind == "http":
            scope["method"] = method
        self.sent = []
        asyncio.run(Guard(app, TOKEN, PORT)(scope, None, self._hear))
        self.reached = bool(app.scopes)

    async def _hear(self, message):
        self.sent.append(message)

    @property
    def status(self):
        """A server answers 403 where a websocket is closed before it is accepted."""
        return 403 if self.sent[0] == CLOSE else self.sent[0].get("status")

    @property
    def headers(self):
        return [(name.decode(), value.decode()) for name, value in self.sent[0]["headers"]]

    @property
    def text(self):
        return b"".join(each.get("body", b"") for each in self.sent).decode()


def altered(texts):
    """Return a strategy of texts near those that are let in, and of any others."""
    some = st.sampled_from(texts)
    more = st.text(st.characters(codec="latin-1"), max_size=12)
    return more | st.tuples(more, some, more).map("".join) | some.map(str.upper) | some


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("host", HOSTS)
def test_each_name_of_this_machine_is_let_in(kind, host):
    for origin in [(), *[[("origin", each)] for each in ORIGINS]]:
        assert Asked(("host", host), COOKIE, *origin, kind=kind).reached


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_40_foreign_hosts_are_refused(kind, host):
    asked = Asked(("host", host), COOKIE, kind=kind, extensions=["websocket.http.response"])
    assert (asked.reached, asked.status) == (False, 400)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hosts", [[], [OWN, OWN], [OWN, ("host", "evil.example")]])
def test_40_no_host_and_several_are_refused(kind, hosts):
    asked = Asked(*hosts, COOKIE, kind=kind, extensions=["websocket.http.response"])
    assert (asked.reached, asked.status) == (False, 400)


@given(kind=st.sampled_from(KINDS), host=altered(HOSTS))
def test_40_a_host_is_let_in_if_and_only_if_it_is_one_of_three(kind, host):
    assert Asked(("host", host), COOKIE, kind=kind).reached == (host in HOSTS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_41_foreign_origins_are_refused(kind, origin):
    asked = Asked(OWN, COOKIE, ("origin", origin), kind=kind)
    assert (asked.reached, asked.status) == (False, 403)


@given(kind=st.sampled_from(KINDS), origins=st.lists(altered(ORIGINS), max_size=2))
def test_41_origins_are_let_in_if_and_only_if_all_are_ours(kind, origins):
    asked = Asked(OWN, COOKIE, *[("origin", each) for each in origins], kind=kind)
    assert asked.reached == (set(origins) <= set(ORIGINS))


@pytest.mark.parametrize("origin", ["null", "http://evil.example"])
def test_41_a_form_of_a_foreign_page_is_refused_with_token_and_cookie(origin):
    asked = Asked(OWN, COOKIE, ("origin", origin), method="POST", query=f"token={TOKEN}")
    assert (asked.reached, asked.status) == (False, 403)


def test_41_a_websocket_is_refused_before_it_is_accepted():
    for refused in [Asked(OWN, kind="websocket"), Asked(("host", "x"), COOKIE, kind="websocket")]:
        assert refused.sent == [CLOSE]


def test_without_token_one_line_says_how_to_get_in():
    asked = Asked(OWN)
    assert (asked.reached, asked.status) == (False, 403)
    assert ("content-type", "text/plain; charset=utf-8") in asked.headers
    assert len(asked.text.splitlines()) == 1
    assert "the whole address that `killzone serve` printed" in asked.text
    assert TOKEN not in str(asked.sent)


@given(st.sampled_from(KINDS), altered([TOKEN]))
def test_only_the_token_opens(kind, token):
    cookie = ("cookie", f"a=b; killzone-{PORT}={token};c")
    value = token.encode("latin-1").partition(b";")[0].strip()
    assert Asked(OWN, cookie, kind=kind).reached == (value == TOKEN.encode())


def test_the_cookie_of_another_launch_beside_ours_does_no_harm():
    other = ("cookie", f"killzone-8081=another-token-than-this; {COOKIE[1]}")
    assert Asked(OWN, other).reached
    assert not Asked(OWN, ("cookie", f"killzone-8081={TOKEN}")).reached


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_token_becomes_a_cookie_and_leaves_the_address(method):
    asked = Asked(OWN, method=method, query=f"scenario=us-deal&token={TOKEN}&seed=3")
    assert (asked.reached, asked.status) == (False, 303)
    headers = dict(asked.headers)
    assert headers["location"] == f"{ORIGINS[0]}/?scenario=us-deal&seed=3"
    assert headers["cache-control"] == "no-store"
    assert headers["set-cookie"] == f"{COOKIE[1]}; HttpOnly; SameSite=Strict; Path=/"


def test_an_old_address_leaves_the_bar_once_the_cookie_is_there():
    asked = Asked(OWN, COOKIE, query="token=the-token-of-an-earlier-launch")
    assert (asked.status, dict(asked.headers)["location"]) == (303, f"{ORIGINS[0]}/")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_a_page_that_is_loaded_may_show_its_token_in_the_address(method):
    assert Asked(OWN, method=method, query=f"token={TOKEN}").status == 403
    assert Asked(OWN, COOKIE, method=method, query=f"token={TOKEN}").reached


def test_websockets_need_the_cookie():
    assert not Asked(OWN, kind="websocket", query=f"token={TOKEN}").reached
    assert Asked(OWN, COOKIE, kind="websocket").reached


parameters = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="&"))


@given(st.lists(parameters.filter(lambda each: each.partition("=")[0] != "token")))
def test_other_parameters_stay_as_they_are(others):
    asked = Asked(OWN, query="&".join([*others, f"token={TOKEN}"]))
    query = "&".join(others)
    assert dict(asked.headers)["location"] == f"{ORIGINS[0]}/" + (f"?{query}" if query else "")


@given(path=st.text(), host=st.sampled_from(HOSTS))
def test_the_redirect_leads_to_this_server(path, host):
    """Not to ``//evil.example``, which a browser takes for another host."""
    asked = Asked(("host", host), path=f"/{path}", query=f"token={TOKEN}")
    location = dict(asked.headers)["location"]
    assert location.startswith(f"http://{host}/")
    assert location.isprintable()
    assert location.isascii()


def test_every_answer_has_the_security_headers_once():
    refused, redirected = Asked(OWN), Asked(OWN, query=f"token={TOKEN}")
    passed = Asked(OWN, COOKIE)
    for asked in (refused, redirected, passed):
        names = [name.lower() for name, _ in asked.headers]
        for name, value in SECURITY_HEADERS.items():
            assert names.count(name.decode()) == 1
            assert dict(asked.headers)[name.decode()] == value.decode()
    assert ("content-type", "text/html") in passed.headers


def test_the_start_and_end_of_the_server_are_passed_on():
    assert Asked(kind="lifespan").reached


@pytest.mark.parametrize(
    "token", ["", "short", "with a blank in it", "a&b=c-and-some-more", "ü" * 20]
)
def test_a_token_that_is_no_secret_or_no_part_of_an_address_is_refused(token):
    with pytest.raises(ValueError, match="at least 16"):
        Guard(Reached(), token, PORT)
