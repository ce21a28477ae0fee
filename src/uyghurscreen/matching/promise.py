"""How promising a pair of names is, before anything dear is computed of it.

Almost every name is nobody's. Sums of a few cheap numbers tell most of those pairs that
cannot reach a score worth having from the others: first of three likenesses, then of
`PARTS`, which know how rare a word is. `benchmarks/fit_promise.py` fits what they
count, and `benchmarks/pruning.py` measures what is lost by it.
"""

from __future__ import annotations

import ctypes
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uyghurscreen.compiled.library import C, Texts, addresses
from uyghurscreen.compiled.table import Table
from uyghurscreen.matching.apart import Apart
from uyghurscreen.matching.firsts import Pairs
from uyghurscreen.matching.rarity import weight_table

__all__ = [
    "BRAND_PARTS",
    "PARTS",
    "WEIGHTS",
    "Promise",
    "parts",
    "parts_of",
    "worth",
]

C.parts.restype = ctypes.c_int64

WEIGHTS: Final = (0.35, 0.44, 0.21)
"""Of the cosine of rare letters, the likeness by words, and that by letters."""

PARTS: Final = (
    "cosine",
    "by_words",
    "by_letters",
    "by_letters_4",
    "covered",
    "covering",
    "both_covered",
    "shared",
    "less_left",
    "more_left",
)
"""What `parts_of` gives of a pair: the three likenesses, and the last to the power of
four; the share of the query, of the listed name, and of both, by rarity, whose words
have a counterpart spelled alike; the rarity of those words; and that of the others, of
the name with less and with more of it."""

BRAND_PARTS: Final = (
    "by_words",
    "by_letters",
    "rare_by_words",
    "rare_by_letters",
    "rare",
)
"""What is known of the brands of a pair besides: their likenesses, these to the power
of four times how rare the listed brand is, and that."""


def parts_of(
    pairs: Pairs,
    left: Texts,
    right: Apart,
    promise: Promise,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the pairs of names that promise enough, and their `PARTS`.

    Args:
        pairs: Row of the name, row of the listed one, and how alike the rare letters
            of both are.
        left: Names, folded.
        right: Listed names, folded.
        promise: What a pair has to promise.

    Returns:
        Positions in `pairs`, and the parts, a row each.

    Example:
        >>> import polars as pl
        >>> names, row = Texts.of(pl.Series(["hikvision"])), np.array([0])
        >>> pair = row, row, np.ones(1, np.float32)
        >>> apart, promise = Apart(names, weight_table()), Promise(WEIGHTS, 0.5)
        >>> kept, parts = parts_of(pair, names, apart, promise)
        >>> dict(zip(PARTS, parts[0].round(3).tolist()))["covered"]
        1.0
    """
    rows, listed, cosine = pairs
    return parts(left, right, rows, listed, cosine, promise, weight_table())


class Promise(ctypes.Structure):
    """What a pair has to promise to be looked at in parts; see `promise.h`.

    Args:
        weights: Of the cosine of rare letters, the likeness by words, and by letters.
        least: What their sum has to reach.
        sure: Cosine below which nearly all letters have to be the same.
        letters: Share of them, whatever their order.
    """

    _fields_ = [
        ("weights", ctypes.c_float * 3),
        *((part, ctypes.c_float) for part in ("least", "sure", "letters")),
    ]

    def __init__(
        self,
        weights: tuple[float, float, float],
        least: float,
        sure: float = 0,
        letters: float = 0,
    ) -> None:
        super().__init__((ctypes.c_float * 3)(*weights), least, sure, letters)


def parts(
    left: Texts,
    right: Apart,
    rows: NDArray[np.integer],
    listed: NDArray[np.integer],
    cosine: NDArray[np.float32],
    promise: Promise,
    rarity: Table,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the pairs of texts that promise enough, and what that is made of.

    Args:
        left: Texts with single blanks.
        right: The others.
        rows: Row of the first text of each pair.
        listed: Row of the other.
        cosine: How alike the rare letters of each pair are.
        promise: What a pair has to promise.
        rarity: Weights of words, in thousandths of the most.

    Returns:
        The positions of these pairs, and their `PARTS`, a row each.
    """
    longest = max(left.longest, right.longest)
    kept = np.empty(len(rows), np.int64)
    made = np.empty((len(rows), len(PARTS)), np.float32)
    first, second = (np.ascontiguousarray(of, np.int64) for of in (rows, listed))
    weighed = np.ascontiguousarray(cosine, np.float32)
    number = C.parts(
        *addresses(left.data, left.starts),
        ctypes.byref(right),
        *addresses(first, second, weighed),
        ctypes.c_int64(len(rows)),
        ctypes.c_int64(longest),
        ctypes.byref(promise),
        ctypes.byref(rarity),
        *addresses(kept, made),
    )
    if number < 0:
        raise MemoryError
    return kept[:number].copy(), made[:number].copy()


def worth(
    made: NDArray[np.float32], weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return what the parts of each pair add up to, each times its weight."""
    total = np.empty(len(made), np.float32)
    size = [ctypes.c_int64(length) for length in made.shape]
    C.sums(*addresses(np.ascontiguousarray(made)), *size, *addresses(weights, total))
    return total
