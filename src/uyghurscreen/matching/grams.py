"""Character grams of a whole column, hashed, without one Python object per name.

A name is padded with a blank on either side and read as bytes; each few bytes in a row
are hashed to a fixed number of bits. Chinese has been read as pinyin by then, so the
bytes are ASCII letters almost everywhere.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["BUCKETS", "gram_codes"]

BUCKETS: Final = 1 << 20
"""Number of hash values."""

_WORD: Final = 4
"""Bytes that are hashed at a time."""


def gram_codes(
    text: pl.Series, *, width: int = 4
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return the grams of each name, in their order, as two arrays.

    Args:
        text: One name a row, no nulls; an empty name has no grams.
        width: Bytes in a gram, at most four.

    Returns:
        Where the grams of each row begin, one longer than `text`; and the hash value of
        every gram, below `BUCKETS`. A gram that a name has twice is there twice.

    Example:
        >>> starts, codes = gram_codes(pl.Series(["huawei", "", "zte"]))
        >>> starts.tolist()
        [0, 5, 5, 7]
    """
    # Right padding lets a name of one letter have a gram as well.
    padded = (" " + text + " ").str.pad_end(width, " ")
    lengths = padded.str.len_bytes().to_numpy().astype(np.int64)
    data = padded.str.join("").item() if len(text) else ""
    at = np.frombuffer(data.encode() + b" " * (2 * _WORD), np.uint8)
    total = int(lengths.sum())
    code = np.empty(total, np.uint32)
    for offset in range(_WORD):
        words = len(range(offset, total, _WORD))
        window = at[offset : offset + _WORD * words]
        code[offset::_WORD] = np.frombuffer(window.tobytes(), "<u4")
    if width < _WORD:
        code &= np.uint32((1 << (8 * width)) - 1)
    code *= np.uint32(0x9E3779B1)
    code ^= code >> np.uint32(15)
    code *= np.uint32(0x85EBCA6B)
    code >>= np.uint32(12)
    ends = np.cumsum(lengths)
    keep = np.ones(total, bool)
    for back in range(1, width):  # the last bytes of a name begin no gram
        keep[ends - back] = False
    grams = lengths - (width - 1)
    empty = (text == "").to_numpy()
    if empty.any():
        keep &= ~np.repeat(empty, lengths)
        grams[empty] = 0
    starts = np.zeros(len(text) + 1, np.int64)
    np.cumsum(grams, out=starts[1:])
    return starts, code[keep]
