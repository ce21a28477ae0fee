"""Publishers that stand on the loopback, and behave badly when told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer of a server.

    Attributes:
        body: What is sent.
        status: The status code.
        kind: The content type, None for none.
        headers: Further headers; one given as None is left out.
        send: How many bytes of the body are sent before the connection is closed.
        drip: Seconds between one byte of the body and the next.
        drip_headers: Seconds between one byte of the headers and the next.
        chunked: Send the body in chunks, its length unsaid; cut off by `send` too.
        wait: Seconds before anything is sent.
    """

    body: bytes = b""
    status: int = 200
    kind: str | None = "application/json"
    headers: dict[str, str | None] = field(default_factory=dict)
    send: int | None = None
    drip: float = 0
    drip_headers: float = 0
    chunked: bool = False
    wait: float = 0


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    host: str
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


class Publishers:
    """Every publisher at once: which one is meant stands in the header `Host`."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._replies: dict[tuple[str, str, str], list[Reply]] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.closing = threading.Event()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def serve(self, address: str, *replies: Mapping[str, Any], query: str = "") -> None:
        """Answer requests in turn; the last reply answers all that follow.

        Args:
            address: As the publisher's, without a query.
            replies: The fields of `Reply`.
            query: What the query must hold to be answered so.
        """
        parts = urlsplit(address)
        said = [Reply(**fields) for fields in replies]
        self._replies[parts.netloc, parts.path, query] = said

    def serve_first(self, address: str, reply: Mapping[str, Any]) -> None:
        """Answer so once, before what is served already."""
        parts = urlsplit(address)
        self._replies[parts.netloc, parts.path, ""].insert(0, Reply(**reply))

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, asked: Asked) -> Reply:
        with self._lock:
            self.asked.append(asked)
            served = [
                replies
                for (host, path, query), replies in self._replies.items()
                if (host, path) == (asked.host, asked.path) and query in asked.target
            ]
            if not served:
                return Reply(status=404, body=b"not here", kind="text/plain")
            replies = served[0]
            return replies.pop(0) if len(replies) > 1 else replies[0]

    def _handler(publishers) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                asked = Asked(self.headers["Host"], self.path, dict(self.headers))
                try:
                    self.answer(publishers._next(asked))
                except OSError:  # the client has gone
                    self.close_connection = True

            def answer(self, reply: Reply) -> None:
                publishers.closing.wait(reply.wait)
                body = reply.body if reply.send is None else reply.body[: reply.send]
                headers: dict[str, str | None] = {
                    "Content-Type": reply.kind,
                    "Content-Length": str(len(reply.body)),
                    "Connection": "close",
                }
                if reply.chunked:
                    headers["Content-Length"] = None
                    headers["Transfer-Encoding"] = "chunked"
                if reply.status == 304:
                    headers["Content-Length"] = None
                lines = [f"HTTP/1.1 {reply.status} Said"]
                for name, value in {**headers, **reply.headers}.items():
                    if value is not None:
                        lines.append(f"{name}: {value}")
                self.say("\r\n".join([*lines, "", ""]).encode(), reply.drip_headers)
                if reply.chunked:
                    self.say(b"%x\r\n" % len(body) + body + b"\r\n", reply.drip)
                    if reply.send is None:
                        self.say(b"0\r\n\r\n", 0)
                elif reply.status != 304:
                    self.say(body, reply.drip)
                self.close_connection = True

            def say(self, data: bytes, pause: float) -> None:
                if not pause:
                    self.wfile.write(data)
                    return
                for position in range(len(data)):
                    self.wfile.write(data[position : position + 1])
                    self.wfile.flush()
                    if publishers.closing.wait(pause):
                        return

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


@pytest.fixture
def publishers() -> Iterator[Publishers]:
    """The publishers, with nothing to say yet."""
    started = Publishers()
    yield started
    started.close()
