"""How promising a pair of names is, before anything dear is computed of it.

Almost every name is nobody's. A sum of three cheap likenesses tells most of those pairs
that cannot reach a score worth having from the others; `benchmarks/pruning.py` measures
what is lost by it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from uyghurscreen.matching.kernels import Texts, likeness

__all__ = ["WEIGHTS", "promise"]

WEIGHTS: Final = (0.35, 0.44, 0.21)
"""Of the cosine of rare letters, the likeness by words, and that by letters."""


def promise(
    cosine: NDArray[np.float32],
    left: Texts,
    right: Texts,
    rows: NDArray[np.int64],
    listed: NDArray[np.integer],
) -> NDArray[np.float32]:
    """Return how promising pairs of names are, from 0 to 1.

    Args:
        cosine: How alike the rare letters of each pair are.
        left: Names, folded.
        right: Listed names, folded.
        rows: Row of the name of each pair.
        listed: Row of the listed one.

    Example:
        >>> import polars as pl
        >>> names, both = Texts.of(pl.Series(["hikvision", "acme"])), np.array([0, 1])
        >>> promise(np.array([1, 0], np.float32), names, names, both, both).round(2)
        array([1.  , 0.65], dtype=float32)
    """
    words, letters = likeness(left, right, rows, listed)
    of_cosine, of_words, of_letters = WEIGHTS
    found = of_cosine * cosine + of_words * words + of_letters * letters
    return np.asarray(found, np.float32)
