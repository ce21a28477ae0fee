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

__all__ = ["BUCKETS", "gram_table"]

BUCKETS: Final = 1 << 20
"""Number of hash values of one view."""


def gram_table(
    text: pl.Series, *, width: int = 4, view: int = 0
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct grams of each name as two arrays: row and gram id.

    Args:
        text: One name a row, no nulls; an empty name has no grams.
        width: Bytes in a gram, at most four.
        view: Grams of different views never meet: `view` shifts their ids.

    Returns:
        Row numbers and gram ids (`view * BUCKETS` and up), sorted by row then id.

    Example:
        >>> rows, grams = gram_table(pl.Series(["huawei", ""]))
        >>> len(rows)
        5
    """
    # Right padding lets a name of one letter have a gram as well.
    padded = (" " + text + " ").str.pad_end(width, " ")
    lengths = padded.str.len_bytes().to_numpy().astype(np.int64)
    data = np.frombuffer("".join(padded.to_list()).encode(), np.uint8)
    ends = np.cumsum(lengths)
    row = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    keep = np.ones(len(data), bool)
    for back in range(1, width):  # the last bytes of a name begin no gram
        keep[ends - back] = False
    keep &= ~np.repeat((text == "").to_numpy(), lengths)
    start = np.flatnonzero(keep)
    code = np.zeros(len(start), np.uint32)
    for offset in range(width):
        code |= data[start + offset].astype(np.uint32) << np.uint32(8 * offset)
    code *= np.uint32(0x9E3779B1)
    code ^= code >> np.uint32(15)
    code *= np.uint32(0x85EBCA6B)
    bucket = (code >> np.uint32(12)).astype(np.int64)
    packed = np.unique(row[start] * BUCKETS + bucket)
    return packed // BUCKETS, packed % BUCKETS + view * BUCKETS
