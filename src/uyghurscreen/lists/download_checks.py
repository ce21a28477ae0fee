"""What a publication must be before it is believed to be one: its kind, its packing.

Nothing here speaks HTTP. A publication is refused for good, or may be asked for again.
"""

from __future__ import annotations

import email.utils
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal

__all__ = [
    "ACCEPTED",
    "Kind",
    "RefusedError",
    "TryAgainError",
    "check_content",
    "check_type",
    "retry_after",
    "unpacker",
]

_CHUNK: Final = 64 * 1024
_ANYTHING: Final = ("application/octet-stream", "binary/octet-stream", "text/plain")

Kind = Literal["json", "csv", "xml", "html"]
"""What a publication can be."""

ACCEPTED: Final[Mapping[Kind, tuple[str, ...]]] = {
    "json": ("application/json", "text/json", *_ANYTHING),
    "csv": ("text/csv", "application/csv", *_ANYTHING),
    "xml": ("application/xml", "text/xml"),
    "html": ("text/html", "application/xhtml+xml"),
}
"""The content types of each kind; the first two are asked for."""


class RefusedError(Exception):
    """What came is not what was asked for, and will not be the next time."""


class TryAgainError(Exception):
    """Something that may pass.

    Args:
        reason: For people.
        after: Seconds the server asks to wait, if it does.
    """

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


def check_type(kind: Kind, header: str | None) -> None:
    """Refuse a content type that is not of a kind; none at all is accepted."""
    found = (header or "").partition(";")[0].strip().lower()
    if found and found not in ACCEPTED[kind]:
        page = " (an error page, or a check for robots)" if "html" in found else ""
        raise RefusedError(f"{found!r}{page} came, not {kind.upper()}")


def check_content(kind: Kind, raw: bytes) -> None:
    """Refuse a body that does not begin as its kind does, whatever its type says."""
    start = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    page = start.startswith((b"<!doctype html", b"<html"))
    good = {
        "json": start.startswith((b"{", b"[")),
        "csv": bool(start) and not start.startswith((b"<", b"{")),
        "xml": start.startswith(b"<") and not page,
        "html": start.startswith(b"<"),
    }
    if not good[kind]:
        what = "an HTML page" if page else "something else" if start else "nothing"
        raise RefusedError(f"{what} came, not {kind.upper()}")


def unpacker(encoding: str | None) -> Callable[[bytes], Iterator[bytes]]:
    """Return what unpacks a body piece by piece; an empty piece stands for its end.

    No piece that comes out is larger than 64 KiB, however well it was packed.

    Args:
        encoding: The content encoding: gzip, or none.
    """
    match (encoding or "identity").strip().lower():
        case "identity" | "":
            return _as_it_is
        case "gzip" | "x-gzip":
            return _gunzipper()
    raise RefusedError(f"it is packed in an unknown way, {encoding!r}")


def retry_after(header: str | None) -> float | None:
    """Return the seconds a server asks to wait: it gives them, or a date.

    Example:
        >>> retry_after("120"), retry_after("soon")
        (120.0, None)
    """
    if not header:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        when = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, when.timestamp() - time.time())


def _as_it_is(chunk: bytes) -> Iterator[bytes]:
    yield chunk


def _gunzipper() -> Callable[[bytes], Iterator[bytes]]:
    inflate = zlib.decompressobj(wbits=31)

    def gunzip(chunk: bytes) -> Iterator[bytes]:
        if not chunk:
            yield inflate.flush()  # at most what the last piece had no room for
            if not inflate.eof:
                raise TryAgainError("cut off in the middle of its gzip")
        rest = chunk
        while rest:
            if inflate.eof:
                raise RefusedError("something follows its gzip")
            try:
                yield inflate.decompress(rest, _CHUNK)
            except zlib.error as error:
                raise TryAgainError(f"its gzip is damaged ({error})") from None
            rest = inflate.unconsumed_tail or inflate.unused_data

    return gunzip
