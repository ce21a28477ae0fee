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
    cosine: NDArray[np.float32], left: pl.Series, right: pl.Series
) -> NDArray[np.float32]:
    """Return how promising pairs of names are, from 0 to 1.

    Args:
        cosine: How alike their rare letters are.
        left: One name of each pair, folded.
        right: The other.
    """
    words = ratio(left, right, fuzz.token_set_ratio)
    letters = ratio(key(left), key(right), fuzz.ratio)
    found = _COSINE * cosine + _WORDS * words + _LETTERS * letters
    return np.asarray(found, np.float32)
