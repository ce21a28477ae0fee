"""One way to write a value as bytes, so that its hash means something."""

from __future__ import annotations

import hashlib
import json

__all__ = ["canonical_json", "sha256"]


def canonical_json(value: object) -> bytes:
    """Return a value as JSON with sorted keys and no white space, in UTF-8.

    Raises:
        ValueError: If the value holds a number that JSON has no word for, such as NaN.
        TypeError: If it holds what is not a string, number, boolean, list, dict or
            None.

    Example:
        >>> canonical_json({"b": 1, "a": "新疆"}).decode()
        '{"a":"新疆","b":1}'
    """
    return json.dumps(
        value,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, as 64 hexadecimal digits.

    Example:
        >>> sha256(b"")[:8]
        'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()
