"""Fetching a publication: the only module that speaks HTTP.

A server may be slow, busy, broken or hostile. So every request is held to https and to
named hosts, over its redirects too; it has time limits for the connection, each read
and the whole; a body has a size cap on the wire and another after it is unpacked, must
be as long as announced, and of the kind that was asked for. What may pass is tried
again, when the server says so. A body is written under another name and moved into
place, with what is needed to ask next time whether it has changed.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import requests
import urllib3

from uyghurscreen.errors import DownloadError
from uyghurscreen.lists import clock
from uyghurscreen.lists.download_checks import (
    ACCEPTED,
    Kind,
    RefusedError,
    TryAgainError,
    check_content,
    check_type,
    retry_after,
    unpacker,
)
from uyghurscreen.lists.download_copies import Kept, forget
from uyghurscreen.lists.markup import MAX_BYTES

__all__ = ["Client", "Pulled", "Request"]

_log = logging.getLogger(__name__)

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_HOPS: Final = 3
_CHUNK: Final = 64 * 1024
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to fetch.

    Attributes:
        name: Name of the file it is kept in.
        url: Address, without its query.
        query: The query's names and values, in order.
        kind: What it must be.
        hosts: Hosts a redirect may lead to besides that of the address.
        max_bytes: Largest body accepted, on the wire and unpacked.
    """

    name: str
    url: str
    kind: Kind
    query: tuple[tuple[str, str], ...] = ()
    hosts: frozenset[str] = frozenset()
    max_bytes: int = MAX_BYTES

    @property
    def address(self) -> str:
        """The address with its query."""
        return f"{self.url}?{urlencode(self.query)}" if self.query else self.url


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was fetched.

    Attributes:
        address: Where it was asked for.
        raw: The body, unpacked.
        retrieved_at: The day the publisher sent it, or said that it has not changed.
        changed: False if the publisher said that.
    """

    address: str
    raw: bytes
    retrieved_at: date
    changed: bool


@dataclass(frozen=True, kw_only=True)
class Client:
    """Fetches publications, and keeps the last copy of each in a folder.

    Attributes:
        folder: Where copies are kept.
        connect: Seconds a connection may take.
        read: Seconds a server may be silent.
        total: Seconds a publication may take, all tries and waits included.
        tries: How often it is asked for.
        pause: Seconds before the second try; twice as many before the next.
        reroute: For tests: host to the origin on the loopback that stands in for it,
            the only way to plain http. All else is checked as if it were the host.
    """

    folder: Path
    connect: float = 10
    read: float = 60
    total: float = 600
    tries: int = 4
    pause: float = 2
    reroute: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for origin in self.reroute.values():
            if urlsplit(origin).hostname not in _LOOPBACK:
                raise ValueError(f"reroute leads to {origin}, which is no loopback.")

    def pull(self, request: Request) -> Pulled:
        """Return a publication, fetched now or known to be unchanged.

        Raises:
            DownloadError: If it cannot be had; the message says why, and what to do.
        """
        end = time.monotonic() + self.total
        for attempt in range(1, self.tries + 1):
            try:
                return self._ask(request, end)
            except TryAgainError as reason:
                wait = reason.after
                if wait is None:
                    wait = self.pause * 2 ** (attempt - 1) * random.uniform(0.5, 1)
                _log.info("%s: %s, try %d", request.url, reason, attempt)
                if attempt == self.tries or time.monotonic() + wait > end:
                    asked = f", and asks to wait {wait:.0f} s" if reason.after else ""
                    tries = "1 try" if attempt == 1 else f"{attempt} tries"
                    raise _error(request, f"{reason}{asked} ({tries})") from None
                time.sleep(wait)
            except RefusedError as reason:
                raise _error(request, str(reason)) from None
        raise AssertionError("not reached: the last try returns or raises")

    def kept(self, request: Request) -> Pulled | None:
        """Return the copy at hand of what a request asks for, without asking."""
        kept = Kept.read(self.folder / request.name, request.address)
        if kept is None:
            return None
        return Pulled(request.address, kept.raw, clock.today(), changed=False)

    def forget(self, request: Request) -> None:
        """Have a publication sent anew next time: its copy turned out to be bad."""
        forget(self.folder / request.name)

    def _ask(self, request: Request, end: float) -> Pulled:
        address = request.address
        allowed = request.hosts | {str(urlsplit(request.url).hostname)}
        kept = Kept.read(self.folder / request.name, request.address)
        with requests.Session() as session:
            for _ in range(_HOPS + 1):
                _check_address(address, allowed)
                response = self._send(session, request, address, kept)
                if response.status_code not in _REDIRECTS:
                    break
                address = urljoin(address, response.headers.get("Location", ""))
                response.close()
            else:
                raise RefusedError(f"more than {_HOPS} redirects")
            with response:
                return self._receive(request, response, kept, end)

    def _send(
        self,
        session: requests.Session,
        request: Request,
        address: str,
        kept: Kept | None,
    ) -> requests.Response:
        headers = {
            "Accept": ", ".join(ACCEPTED[request.kind][:2]),
            "Accept-Encoding": "gzip",  # without which the eCFR answers 406
            "User-Agent": "uyghurscreen (list update)",
            **(kept.validators if kept else {}),
        }
        host = str(urlsplit(address).hostname)
        if host in self.reroute:
            headers["Host"] = host
            address = self.reroute[host] + address.removeprefix(f"https://{host}")
        limits = (self.connect, self.read)

        def send() -> requests.Response:
            return session.get(
                address,
                headers=headers,
                timeout=limits,
                stream=True,
                allow_redirects=False,
                auth=_no_password,
                # None takes the environment's proxy away: it does not reach a test's.
                proxies={"http": None} if self.reroute else None,  # type: ignore[dict-item]
            )

        try:
            # A server that sends its headers a letter at a time passes every limit on
            # silence, so they have one of their own.
            return _within(sum(limits), send)
        except requests.exceptions.SSLError as error:
            raise RefusedError(f"no secure connection, {_reason(error)}") from None
        except requests.RequestException as error:
            raise TryAgainError(_reason(error)) from None

    def _receive(
        self,
        request: Request,
        response: requests.Response,
        kept: Kept | None,
        end: float,
    ) -> Pulled:
        status = response.status_code
        if status == 304 and kept and kept.validators:
            return Pulled(request.address, kept.raw, clock.today(), changed=False)
        if status in _BUSY:
            after = retry_after(response.headers.get("Retry-After"))
            raise TryAgainError(f"the server answers {status}", after)
        if status != 200:
            raise RefusedError(f"the server answers {status}")
        check_type(request.kind, response.headers.get("Content-Type"))
        raw = b"".join(_body(response, request.max_bytes, end))
        check_content(request.kind, raw)
        _log.info("%s: %d bytes", request.url, len(raw))
        kept_at = self.folder / request.name
        Kept.write(kept_at, request.address, raw, response.headers)
        return Pulled(request.address, raw, clock.today(), changed=True)


def _body(response: requests.Response, max_bytes: int, end: float) -> Iterator[bytes]:
    """Yield the body in unpacked pieces, within the caps and as long as announced."""
    announced = _length(response.headers.get("Content-Length"))
    unpack = unpacker(response.headers.get("Content-Encoding"))
    too_large = RefusedError(f"it is larger than the {max_bytes:,} bytes allowed")
    if (announced or 0) > max_bytes:
        raise too_large
    on_the_wire = unpacked = 0
    for chunk in _wire(response):
        on_the_wire += len(chunk)
        for piece in unpack(chunk):
            unpacked += len(piece)
            if max(on_the_wire, unpacked) > max_bytes:
                raise too_large
            yield piece
        if time.monotonic() > end:
            raise TryAgainError("the server is too slow")
    if announced is not None and on_the_wire != announced:
        raise TryAgainError(f"cut off after {on_the_wire:,} of {announced:,} bytes")
    yield from unpack(b"")


def _wire(response: requests.Response) -> Iterator[bytes]:
    """Yield the body as it comes in, however little that is at a time."""
    raw = response.raw
    try:
        while chunk := raw.read1(_CHUNK, decode_content=False):
            yield chunk
    except urllib3.exceptions.ProtocolError:
        raise TryAgainError("cut off on the way") from None
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise TryAgainError(_reason(error)) from None


def _within(seconds: float, call: Callable[[], T]) -> T:
    """Return what a call returns, or give it up."""
    answers: SimpleQueue[tuple[T | None, Exception | None]] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((call(), None))
        except Exception as error:  # noqa: BLE001 - it is raised again below
            answers.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        answer, error = answers.get(timeout=seconds)
    except Empty:
        raise TryAgainError("the server does not answer") from None
    if error is not None:
        raise error
    return answer  # type: ignore[return-value] # what the call returned


def _check_address(address: str, allowed: frozenset[str]) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.hostname not in allowed or parts.port:
        raise RefusedError(
            f"it leads to {parts.scheme}://{parts.netloc}, which is not "
            f"https://{' or '.join(sorted(allowed))}"
        )


def _length(header: str | None) -> int | None:
    return int(header) if header and header.strip().isdigit() else None


def _no_password(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Send no password, whatever a file of passwords at home holds for the host."""
    return prepared


def _reason(error: Exception) -> str:
    """Return why a connection failed, without what requests and urllib3 say around."""
    inner = error.args[0] if error.args else error
    inner = getattr(inner, "reason", inner)
    # `HTTPSConnection(host='...', port=443): Failed to resolve ...`
    words = str(inner).partition("): ")
    return f"{type(error).__name__}: {words[2] or words[0]}"


def _error(request: Request, reason: str) -> DownloadError:
    return DownloadError(
        f"{request.url}: {reason}. If a browser can open it, save it from there and "
        "give the file to update (--from-file)."
    )
