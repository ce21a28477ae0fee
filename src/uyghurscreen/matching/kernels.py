"""Calls of the compiled inner loops of `kernels.c`, on columns of text.

The library is built with the package (`hatch_build.py`) and holds no Python: calls leave
the interpreter's lock to other threads. `tests/matching/test_kernels.py` holds every
loop to a plain counterpart.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = [
    "BUCKETS",
    "GRAM",
    "POSTING",
    "Look",
    "Space",
    "Table",
    "Texts",
    "View",
    "first_look",
    "gram_codes",
    "likeness",
    "nearest",
]

BUCKETS: Final = 1 << 20
"""Number of hash values of grams."""

LIBRARY: Final = {"win32": "libkernels.dll", "darwin": "libkernels.dylib"}.get(
    sys.platform, "libkernels.so"
)

_PAIR: Final = np.dtype(
    [("text", np.int64), ("listed", np.int32), ("product", np.float32)]
)


def _load() -> ctypes.CDLL:
    path = Path(__file__).with_name(LIBRARY)
    try:
        return ctypes.CDLL(str(path))
    except OSError as error:
        raise ImportError(
            f"{path.name} is missing or not for this machine: {error}. Install the "
            "package again, with pip; a checkout by itself is not built."
        ) from None


_C: Final = _load()
_C.nearest.restype = ctypes.c_int64
_C.gram_codes.restype = ctypes.c_int64


@dataclass(frozen=True)
class Texts:
    """A column of texts as bytes side by side.

    Attributes:
        data: The bytes of all texts.
        starts: Where each text begins, one longer than the column.
    """

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, column: pl.Series) -> Texts:
        """Return a column without nulls as bytes.

        Example:
            >>> Texts.of(pl.Series(["zte", "", "和田"])).starts.tolist()
            [0, 3, 3, 9]
        """
        starts = np.zeros(len(column) + 1, np.int64)
        np.cumsum(column.str.len_bytes().to_numpy(), out=starts[1:])
        whole = column.str.join("").item() if len(column) else ""
        return cls(np.frombuffer((whole or "").encode() + b"\0", np.uint8), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1


GRAM: Final = np.dtype(
    [("weight", np.float32), ("first", np.int32), ("count", np.int32)]
)
"""What a gram is worth, and where its postings begin and how many there are."""

POSTING: Final = np.dtype([("listed", np.int32), ("weight", np.float32)])
"""A listed text and the weight of a gram in it."""


class View(ctypes.Structure):
    """One view of names, for `nearest`; see `View` in `kernels.c`.

    Args:
        texts: The texts.
        width: Bytes in a gram, at most four.
        grams: Of type `GRAM`, one for each hash value.
        known: A bit for each hash value that is on the lists.
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
        known: NDArray[np.uint8],
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
        >>> starts, codes = gram_codes(Texts.of(pl.Series(["huawei", "", "zte"])), 3)
        >>> starts.tolist()
        [0, 4, 4, 5]
    """
    firsts = np.empty(len(texts) + 1, np.int64)
    codes = np.empty(int(texts.starts[-1]) + 1, np.uint32)
    count = _C.gram_codes(
        *_addresses(texts.data, texts.starts),
        ctypes.c_int64(len(texts)),
        ctypes.c_int32(width),
        *_addresses(firsts, codes),
    )
    return firsts, codes[:count]


class Space(ctypes.Structure):
    """Listed names by their grams; see `Space` in `kernels.c`.

    Args:
        views: The views of the names that are asked about.
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


def nearest(
    space: Space, top: int, least: float
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Return the listed texts with the best products for each text.

    Args:
        space: The listed texts, and those that are asked about.
        top: The most pairs of a text; of equal ones those listed first.
        least: The least product.

    Returns:
        Row of the text, row of the listed one, and product over the length of the text;
        sorted by text, then best first.
    """
    pairs = np.empty(space.texts * top, _PAIR)
    count = _C.nearest(
        ctypes.byref(space),
        ctypes.c_int64(space.texts),
        ctypes.c_int32(top),
        ctypes.c_float(least),
        *_addresses(pairs),
    )
    if count < 0:
        raise MemoryError
    found = pairs[:count]
    return found["text"].copy(), found["listed"].copy(), found["product"].copy()


def likeness(
    left: Texts,
    right: Texts,
    rows: NDArray[np.int64],
    listed: NDArray[np.integer],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return two likenesses of each pair of texts, from 0 to 1.

    Args:
        left: Texts with single blanks.
        right: The others.
        rows: Row of the first text of each pair.
        listed: Row of the other.

    Returns:
        What rapidfuzz calls `token_set_ratio`, and its `ratio` of both without blanks.
        Letters are bytes here, so they agree for ASCII.

    Example:
        >>> texts = Texts.of(pl.Series(["hik vision", "vision hik co"]))
        >>> words, letters = likeness(texts, texts, np.array([0]), np.array([1]))
        >>> words.tolist(), letters.round(2).tolist()
        ([1.0], [0.6])
    """
    longest = max(int(np.diff(t.starts).max(initial=0)) for t in (left, right))
    by_words = np.empty(len(rows), np.float32)
    by_letters = np.empty(len(rows), np.float32)
    pairs = (np.ascontiguousarray(of, np.int64) for of in (rows, listed))
    kept = [left.data, left.starts, right.data, right.starts, *pairs]
    failed = _C.likeness(
        *_addresses(*kept),
        ctypes.c_int64(len(rows)),
        ctypes.c_int64(longest),
        *_addresses(by_words, by_letters),
    )
    if failed:
        raise MemoryError
    return by_words, by_letters


class Table(ctypes.Structure):
    """A set of texts with a byte each.

    Args:
        texts: The texts; of one that is there twice both bytes hold, bit by bit.
        values: The byte of each, not nought.
    """

    _fields_ = [
        ("slots", ctypes.c_void_p),
        ("values", ctypes.c_void_p),
        ("mask", ctypes.c_uint64),
    ]

    def __init__(self, texts: Texts, values: NDArray[np.uint8]) -> None:
        size = 1 << max(4 * len(texts), 16).bit_length()
        slots, kept = np.zeros(size, np.uint64), np.zeros(size, np.uint8)
        super().__init__(slots.ctypes.data, kept.ctypes.data, size - 1)
        self._held = slots, kept
        _C.fill(
            *_addresses(slots, kept),
            ctypes.c_uint64(size - 1),
            *_addresses(texts.data, texts.starts),
            ctypes.c_int64(len(texts)),
            *_addresses(values),
        )


class Look(ctypes.Structure):
    """What names are held against at first; see `Look` in `kernels.c`.

    Args:
        space: The listed texts, without blanks, by their grams.
        words: What is known of single words.
        keys: Listed texts without blanks.
        listed: Listed texts with blanks.
        least: The least product of grams.
        weights: What the product, `by_words` and `by_letters` count.
        promise: What a pair has to reach with that.
        top: Listed texts looked at per name, at most 16.
    """

    _fields_ = [
        ("space", Space),
        ("words", Table),
        ("keys", Table),
        ("listed", ctypes.c_void_p),
        ("listed_starts", ctypes.c_void_p),
        ("least", ctypes.c_float),
        ("weights", ctypes.c_float * 3),
        ("promise", ctypes.c_float),
        ("top", ctypes.c_int32),
    ]

    def __init__(
        self,
        space: Space,
        words: Table,
        keys: Table,
        listed: Texts,
        *,
        least: float,
        weights: tuple[float, float, float],
        promise: float,
        top: int,
    ) -> None:
        super().__init__(
            space,
            words,
            keys,
            listed.data.ctypes.data,
            listed.starts.ctypes.data,
            least,
            (ctypes.c_float * 3)(*weights),
            promise,
            top,
        )
        self.longest = int(np.diff(listed.starts).max(initial=0))
        self._held = space, words, keys, listed


def first_look(look: Look, names: Texts) -> NDArray[np.bool_]:
    """Say of each name whether it has to be looked at closer."""
    closer = np.empty(len(names), np.uint8)
    failed = _C.first_look(
        ctypes.byref(look),
        *_addresses(names.data, names.starts),
        ctypes.c_int64(len(names)),
        ctypes.c_int64(look.longest),
        *_addresses(closer),
    )
    if failed:
        raise MemoryError
    return closer.astype(bool)


def _addresses(*arrays: NDArray[np.generic]) -> list[ctypes.c_void_p]:
    return [ctypes.c_void_p(array.ctypes.data) for array in arrays]
