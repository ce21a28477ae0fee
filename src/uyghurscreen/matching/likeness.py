"""How alike pairs of texts are: the compiled loops of `likeness.h`."""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray

from uyghurscreen.compiled.library import C, Texts, addresses

__all__ = ["likeness"]


def likeness(
    left: Texts,
    right: Texts,
    rows: NDArray[np.integer],
    others: NDArray[np.integer],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return two likenesses of pairs of texts (0-1).

    Args:
        left: Texts with single blanks.
        right: Others.
        rows: Row of the first text of each pair.
        others: And row of the other.

    Returns:
        What rapidfuzz calls `token_set_ratio`, and its `ratio` of both without blanks;
        letters are bytes.

    Example:
        >>> import polars as pl
        >>> texts, row = Texts.of(pl.Series(["ab cd", "cd ab"])), np.array([0])
        >>> [column.item() for column in likeness(texts, texts, row, row + 1)]
        [1.0, 0.5]
    """
    longest = max(left.longest, right.longest)
    made, joined = (np.empty(len(rows), np.float32) for _ in range(2))
    pairs = [np.ascontiguousarray(numbers, np.int64) for numbers in (rows, others)]
    failed = C.likenesses(
        *addresses(left.data, left.starts, right.data, right.starts, *pairs),
        ctypes.c_int64(len(rows)),
        ctypes.c_int64(longest),
        *addresses(made, joined),
    )
    if failed:
        raise MemoryError
    return made, joined
