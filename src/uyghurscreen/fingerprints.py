"""Hashes that say what was screened: a row, a column, a file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import polars as pl

from uyghurscreen.canonical import canonical_json, sha256

__all__ = ["ColumnDigest", "file_digest", "record_fingerprint"]

_CHUNK: Final = 1 << 20


def record_fingerprint(
    name: str,
    *,
    id: object = None,
    country: str | None = None,
    address: str | None = None,
) -> str:
    """Return the fingerprint of what was screened of one row, as it was given.

    Example:
        >>> record_fingerprint("Acme") == record_fingerprint("Acme", country="CN")
        False
    """
    told = {
        "name": name,
        "id": None if id is None else str(id),
        "country": country,
        "address": address,
    }
    return sha256(canonical_json(told))


class ColumnDigest:
    """The hash of a column's values in their order, taken in part by part.

    How the column was stored or parted does not matter; a number counts as its text,
    and an empty text is not a missing one.

    Example:
        >>> digest = ColumnDigest()
        >>> digest.update(pl.Series(["Acme"]))
        >>> digest.update(pl.Series(["和田"]))
        >>> whole = ColumnDigest()
        >>> whole.update(pl.Series(["Acme", "和田"]))
        >>> digest.hexdigest() == whole.hexdigest()
        True
    """

    def __init__(self) -> None:
        self._lengths = hashlib.sha256()
        self._values = hashlib.sha256()

    def update(self, values: pl.Series) -> None:
        """Take in more values."""
        text = values.cast(pl.String)
        lengths = text.str.len_bytes().cast(pl.Int64).fill_null(-1)
        self._lengths.update(lengths.to_numpy().astype("<i8").tobytes())
        self._values.update((text.str.join("").item() or "").encode())

    def hexdigest(self) -> str:
        """Return the hash of all that was taken in."""
        return sha256(self._lengths.digest() + self._values.digest())


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
