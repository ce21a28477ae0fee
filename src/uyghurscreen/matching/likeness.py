"""How alike two columns of texts are: the compiled loops of `likeness.h`."""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray

from uyghurscreen.compiled.library import C, Texts, addresses

__all__ = ["likeness"]


def likeness(
    left: Texts, right: Texts
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return two likenesses of two columns of texts, row by row (0-1).

    Args:
        left: Texts with single blanks.
        right: As many others.

    Returns:
        What rapidfuzz calls `token_set_ratio`, and its `ratio` of both without blanks;
        letters are bytes.

    Example:
        >>> import polars as pl
        >>> texts = [Texts.of(pl.Series([text])) for text in ("ab cd", "cd ab")]
        >>> [column.item() for column in likeness(*texts)]
        [1.0, 0.5]
    """
    longest = max(left.longest, right.longest)
    made, joined = (np.empty(len(left), np.float32) for _ in range(2))
    failed = C.likenesses(
        *addresses(left.data, left.starts, right.data, right.starts),
        ctypes.c_int64(len(left)),
        ctypes.c_int64(longest),
        *addresses(made, joined),
    )
    if failed:
        raise MemoryError
    return made, joined
