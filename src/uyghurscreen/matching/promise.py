"""How promising a pair of names is, before anything dear is computed of it.

Almost every name is nobody's. A sum of three cheap likenesses tells most of those pairs
that cannot reach a score worth having from the others; `benchmarks/pruning.py` measures
what is lost by it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz

from uyghurscreen.matching.features import ratio
from uyghurscreen.names.normalize import key

__all__ = ["promise"]

_COSINE: Final = 0.35
_WORDS: Final = 0.44
_LETTERS: Final = 0.21


def promise(
    cosine: NDArray[np.float32], left: pl.Series, right: pl.Series, least: float = 0
) -> NDArray[np.float32]:
    """Return how promising pairs of names are, from 0 to 1.

    Args:
        cosine: How alike their rare letters are.
        left: One name of each pair, folded.
        right: The other.
        least: What matters; pairs that cannot reach it are given some lower value.

    Example:
        >>> names = pl.Series(["hikvision", "acme"])
        >>> promise(np.array([1, 0], np.float32), names, names).round(2)
        array([1.  , 0.65], dtype=float32)
    """
    found = _COSINE * cosine + _WORDS * ratio(left, right, fuzz.token_set_ratio)
    likely = np.flatnonzero(found + _LETTERS >= least)
    left, right = key(left.gather(likely)), key(right.gather(likely))
    found[likely] += _LETTERS * ratio(left, right, fuzz.ratio)
    return np.asarray(found, np.float32)
