"""Who may talk to the live page: plain ASGI, in front of whatever serves it.

Loopback alone keeps out neither another site in the same browser (a name that resolves to
127.0.0.1, a form, an image, a websocket) nor another user of the same machine. So a request must
name this server as its host, come from no foreign page and know the token of this launch.
"""

from __future__ import annotations

import hmac
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

BAD_REQUEST, FORBIDDEN, SEE_OTHER = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.SEE_OTHER,
)
NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What a browser on this machine may call it."""
POLICY = {
    "default-src": "'self'",
    # NiceGUI's page is an inline module that evaluates the properties and handlers that the server
    # sends; so the policy does not stop a script inside the page, only what it could load from
    # elsewhere or send there.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",  # NiceGUI's layers; where Quasar and ECharts put things
    "img-src": "'self' data:",  # pictures drawn on the page
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""Nothing from outside; by directive of the Content-Security-Policy."""
SECURITY_HEADERS = {
    b"content-security-policy": "; ".join(map(" ".join, POLICY.items())).encode(),
    b"cross-origin-resource-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
NOT_OURS = "This is killzone, which only answers to its own address: open the one it printed."
FOREIGN = "A page elsewhere may not use killzone: open the address that `killzone serve` printed."
# Not by a link on another site's page: then the browser keeps a strict cookie back.
NO_TOKEN = "To get in, paste the whole address that `killzone serve` printed into the address bar."  # noqa: S105


class Guard:
    """The guard: lets only this machine's browser in, and only with the token of this launch.

    The first page load has the token in its address. It becomes a cookie and is taken off the
    address by a redirect, so that a copied link does not let others in. A browser sends a cookie
    to every port of a host: whoever opens another server of this machine shows it the token.

    Parameters
    ----------
    app
        The ASGI application to be guarded; NiceGUI looks through the guard for its server.
    token
        What the address of the first page load has as ``?token=``, as `secrets.token_urlsafe`
        makes it.
    port
        Where the server listens.

    Raises
    ------
    ValueError
        If the token could be guessed or would not survive an address.
    """

    def __init__(self, app: App, token: str, port: int) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{16,}", token):
            raise ValueError("a token has at least 16 letters, digits, - or _")
        self.app = app
        self._token = token.encode()
        self._cookie = f"killzone-{port}".encode()
        self._hosts = [f"{name}:{port}".encode() for name in NAMES]
        self._origins = [b"http://" + host for host in self._hosts]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is refused, and pass on the rest."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif answer := self._answer(request := Request(scope)):
            if request.is_closed_by(answer):
                await send({"type": "websocket.close"})  # for which the server answers 403
            else:
                await answer(scope, receive, send)
        else:
            await self.app(scope, receive, _with_security_headers(send))

    def _answer(self, request: Request) -> PlainTextResponse | None:
        hosts = request.headers(b"host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return _plain(BAD_REQUEST, NOT_OURS)
        if any(origin not in self._origins for origin in request.headers(b"origin")):
            return _plain(FORBIDDEN, FOREIGN)
        if not self._knows_token(request):
            return _plain(FORBIDDEN, NO_TOKEN)
        return self._welcome(request, hosts[0]) if request.tokens() else None

    def _knows_token(self, request: Request) -> bool:
        shown = [*request.cookies(self._cookie), *request.tokens()]
        return any([hmac.compare_digest(each, self._token) for each in shown])  # noqa: C419 (all)

    def _welcome(self, request: Request, host: bytes) -> PlainTextResponse:
        """Set the cookie and send the browser to the same page without the token."""
        # A whole address, because a path that begins with two slashes would name another host.
        location = b"http://" + host + request.address_without_token()
        cookie = b"%b=%b; HttpOnly; SameSite=Strict; Path=/" % (self._cookie, self._token)
        return _plain(SEE_OTHER, location=location.decode("latin-1"), set_cookie=cookie.decode())


class Request:
    """What the guard looks at in an HTTP request or a websocket's handshake."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def is_closed_by(self, answer: PlainTextResponse) -> bool:
        """Tell whether it is a websocket that is closed before it is accepted, without a text."""
        can_be_answered = "websocket.http.response" in (self._scope.get("extensions") or {})
        refused = answer.status_code == FORBIDDEN or not can_be_answered
        return bool(self._scope["type"] == "websocket") and refused

    def headers(self, name: bytes) -> list[bytes]:
        """Return the values of a header."""
        return [value for each, value in self._scope["headers"] if each == name]

    def cookies(self, name: bytes) -> list[bytes]:
        """Return the values of a cookie."""
        pairs = [each.partition(b"=") for each in b";".join(self.headers(b"cookie")).split(b";")]
        return [value.strip() for key, _, value in pairs if key.strip() == name]

    def tokens(self) -> list[bytes]:
        """Return the tokens in the address; only that of a page that is loaded may have one."""
        if self._scope.get("method") not in {"GET", "HEAD"}:
            return []
        return [each.partition(b"=")[2] for each in self._query() if _is_token(each)]

    def address_without_token(self) -> bytes:
        """Return path and query, the other parameters as they are."""
        query = b"&".join(each for each in self._query() if not _is_token(each))
        return quote(self._scope["path"]).encode() + (b"?" + query if query else b"")

    def _query(self) -> list[bytes]:
        return bytes(self._scope["query_string"]).split(b"&")


def _plain(status: HTTPStatus, text: str = "", **headers: str) -> PlainTextResponse:
    """Return an answer of plain text; `_` in the name of a header stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    line = f"{text}\n" if text else ""
    answer = PlainTextResponse(line, status, {"cache-control": "no-store", **named})
    answer.raw_headers += SECURITY_HEADERS.items()
    return answer


def _is_token(parameter: bytes) -> bool:
    return parameter.partition(b"=")[0] == b"token"


def _with_security_headers(send: Send) -> Send:
    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = message.get("headers", ())
            kept = [each for each in given if each[0].lower() not in SECURITY_HEADERS]
            message["headers"] = [*kept, *SECURITY_HEADERS.items()]
        await send(message)

    return send_with
