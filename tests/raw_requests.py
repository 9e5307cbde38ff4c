"""HTTP requests and websocket handshakes as bytes on a socket, as no client library sends them."""

import socket
from email.message import Message
from http.client import HTTPResponse
from typing import NamedTuple

HANDSHAKE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


class Reply(NamedTuple):
    status: int
    headers: Message
    body: bytes


class Line:
    """A connection to a port of this machine, on which requests may follow each other."""

    def __init__(self, port):
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.connection.close()

    def ask(self, target, *headers, method="GET", version="1.1", body=b""):
        """Send a request with these headers and no others; return the reply."""
        head = "\r\n".join([f"{method} {target} HTTP/{version}", *headers, "", ""])
        self.connection.sendall(head.encode("latin-1") + body)
        response = HTTPResponse(self.connection, method=method)
        response.begin()
        return Reply(response.status, response.headers, response.read())


def ask(port, target, *headers, **how):
    """Send one request on a connection of its own."""
    with Line(port) as line:
        return line.ask(target, *headers, **how)
