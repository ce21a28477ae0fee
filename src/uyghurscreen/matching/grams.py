"""Names as grams of letters: the compiled loops of `grams.h`, on columns of text.

`tests/matching/test_kernels.py` holds them to plain Python.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from uyghurscreen.compiled.library import C, Texts, addresses

__all__ = [
    "BUCKETS",
    "GRAM",
    "KNOWN",
    "PAIR",
    "POSTING",
    "Near",
    "Space",
    "View",
    "cosines",
    "gram_codes",
    "nearest",
    "of_pairs",
    "pairs_found",
]

BUCKETS: Final = 1 << 20
"""Number of hash values of grams."""

PAIR: Final = np.dtype(
    [("text", np.int64), ("listed", np.int32), ("product", np.float32)]
)
"""Row of a text, row of a listed one, and how alike they are."""

GRAM: Final = np.dtype(
    [
        ("weight", np.float32),
        ("squared", np.int32),
        ("first", np.int32),
        ("count", np.int32),
    ]
)
"""What a gram is worth, that squared in units of `Space`, and where its postings begin
and how many there are."""

KNOWN: Final = np.dtype([("known", np.uint64), ("before", np.int64)])
"""A bit for each of 64 hash values, and how many bits are set before these."""

POSTING: Final = np.dtype([("listed", np.int32), ("weight", np.float32)])
"""A listed text and the weight of a gram in it."""

_PAIRS: Final = 32
"""Pairs of a text that there is room for at first."""

C.nearest.restype = ctypes.c_int64
C.gram_codes.restype = ctypes.c_int64


class View(ctypes.Structure):
    """One view of names, for `nearest`; see `View` in `grams.h`.

    Args:
        texts: The texts.
        width: Bytes in a gram, at most four.
        grams: Of type `GRAM`, one for each gram on the lists, by hash value.
        known: Of type `KNOWN`, which hash values these are.
        unknown: Weight of a gram that is not.
    """

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("starts", ctypes.c_void_p),
        ("known", ctypes.c_void_p),
        ("grams", ctypes.c_void_p),
        ("unknown", ctypes.c_float),
        ("width", ctypes.c_int32),
    ]

    def __init__(
        self,
        texts: Texts,
        width: int,
        grams: NDArray[np.void],
        known: NDArray[np.void],
        unknown: float,
    ) -> None:
        super().__init__(
            texts.data.ctypes.data,
            texts.starts.ctypes.data,
            known.ctypes.data,
            grams.ctypes.data,
            unknown,
            width,
        )
        # Held, so that what the addresses point to stays.
        self.number = len(texts)
        self._held = texts, known, grams


def gram_codes(
    texts: Texts, width: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return the grams of each text, in their order, as two arrays.

    Args:
        texts: The texts.
        width: Bytes in a gram, at most four.

    Returns:
        Where the grams of each text begin, one longer than `texts`; and the hash value
        of every gram, below `BUCKETS`. A gram that a text has twice is there twice.

    Example:
        >>> import polars as pl
        >>> starts, codes = gram_codes(Texts.of(pl.Series(["huawei", "", "zte"])), 3)
        >>> starts.tolist()
        [0, 4, 4, 5]
    """
    firsts = np.empty(len(texts) + 1, np.int64)
    codes = np.empty(int(texts.starts[-1]) + 1, np.uint32)
    count = C.gram_codes(
        *addresses(texts.data, texts.starts),
        ctypes.c_int64(len(texts)),
        ctypes.c_int32(width),
        *addresses(firsts, codes),
    )
    return firsts, codes[:count]


class Space(ctypes.Structure):
    """Listed names by their grams; see `Space` in `grams.h`.

    Args:
        views: The views of the names that are asked about, at most four.
        postings: Of type `POSTING`, gram by gram.
        size: Number of listed texts.
        unit: What squared weights are counted in, as whole numbers.
    """

    _fields_ = [
        ("views", ctypes.c_void_p),
        ("postings", ctypes.c_void_p),
        ("size", ctypes.c_int64),
        ("unit", ctypes.c_float),
        ("number", ctypes.c_int32),
    ]

    def __init__(
        self, views: Sequence[View], postings: NDArray[np.void], size: int, unit: float
    ) -> None:
        array = (View * len(views))(*views)
        super().__init__(
            ctypes.addressof(array), postings.ctypes.data, size, unit, len(views)
        )
        self.texts = views[0].number
        self._held = array, views, postings


Near: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]
"""Pairs: row of the text, row of the listed one, and how alike they are."""


def nearest(space: Space, least: float) -> Near:
    """Return the listed texts with a product of at least so much, for each text.

    Args:
        space: The listed texts, and those that are asked about.
        least: The least product.

    Returns:
        Row of the text, row of the listed one, and product over the length of the text;
        sorted by text.
    """
    return pairs_found(
        _PAIRS * space.texts,
        lambda pairs: C.nearest(
            ctypes.byref(space),
            ctypes.c_int64(space.texts),
            ctypes.c_float(least),
            ctypes.c_int64(len(pairs)),
            *addresses(pairs),
        ),
    )


def pairs_found(room: int, find: Callable[[NDArray[np.void]], int]) -> Near:
    """Return the pairs that a compiled loop finds, of which there may be any number.

    Args:
        room: How many there is room for at first.
        find: Writes as many pairs, of type `PAIR`, as there is room for, and returns
            how many there are, or -1 without memory.

    Raises:
        MemoryError: If there was none.
    """
    while True:
        pairs = np.empty(room, PAIR)
        room = find(pairs)
        if room <= len(pairs):
            return of_pairs(pairs, room)


def cosines(
    space: Space, rows: NDArray[np.integer], listed: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Return the product of each pair of a text and a listed one, as `nearest` does.

    Args:
        space: The listed texts, and those that are asked about.
        rows: Row of each text, those of one text side by side.
        listed: Row of each listed one.
    """
    made = np.empty(len(rows), np.float32)
    pairs = [np.ascontiguousarray(numbers, np.int64) for numbers in (rows, listed)]
    failed = C.cosines(
        ctypes.byref(space),
        ctypes.c_int64(space.texts),
        *addresses(*pairs),
        ctypes.c_int64(len(rows)),
        *addresses(made),
    )
    if failed:
        raise MemoryError
    return made


def of_pairs(pairs: NDArray[np.void], count: int) -> Near:
    """Return the first pairs of an array, as a compiled loop counted them."""
    if count < 0:
        raise MemoryError
    found = pairs[:count]
    return found["text"].copy(), found["listed"].copy(), found["product"].copy()
