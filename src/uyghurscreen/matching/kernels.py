"""Calls of the compiled inner loops of `kernels.c`, on columns of text.

`tests/matching/test_kernels.py` holds every loop to a plain counterpart.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from uyghurscreen.compiled.library import C, Texts, addresses

__all__ = [
    "BUCKETS",
    "GRAM",
    "KNOWN",
    "Near",
    "PARTS",
    "POSTING",
    "Promise",
    "Look",
    "Space",
    "Table",
    "View",
    "first_look",
    "gram_codes",
    "hashes",
    "likeness",
    "nearest",
    "parts",
    "worth",
]

PARTS: Final = 10
"""Numbers that `parts` gives of a pair."""

BUCKETS: Final = 1 << 20
"""Number of hash values of grams."""


_PAIR: Final = np.dtype(
    [("text", np.int64), ("listed", np.int32), ("product", np.float32)]
)


C.nearest.restype = ctypes.c_int64
C.gram_codes.restype = ctypes.c_int64
C.parts.restype = ctypes.c_int64
C.first_look.restype = ctypes.c_int64


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


class View(ctypes.Structure):
    """One view of names, for `nearest`; see `View` in `kernels.c`.

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


Near: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]
"""Pairs: row of the text, row of the listed one, and how alike they are."""


def nearest(space: Space, top: int, least: float) -> Near:
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
    count = C.nearest(
        ctypes.byref(space),
        ctypes.c_int64(space.texts),
        ctypes.c_int32(top),
        ctypes.c_float(least),
        *addresses(pairs),
    )
    return _parted(pairs, count)


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
    longest = max(int(np.diff(t.starts).max(initial=0)) for t in (left, right))
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


def hashes(texts: Texts) -> NDArray[np.uint64]:
    """Return a hash of each text, none of them nought."""
    made = np.empty(len(texts), np.uint64)
    C.hashes(
        *addresses(texts.data, texts.starts),
        ctypes.c_int64(len(texts)),
        *addresses(made),
    )
    return made


class Table(ctypes.Structure):
    """A set of texts with sixteen bits each.

    Args:
        texts: The texts; of one that is there twice the bits of both hold.
        values: The bits of each, not all of them nought.
    """

    _fields_ = [
        ("slots", ctypes.c_void_p),
        ("values", ctypes.c_void_p),
        ("mask", ctypes.c_uint64),
        ("filter", ctypes.c_void_p),
        ("filter_mask", ctypes.c_uint64),
    ]

    def __init__(self, texts: Texts, values: NDArray[np.uint16]) -> None:
        size = 1 << max(2 * len(texts), 64).bit_length()
        bits = 8 * size
        slots, kept = np.zeros(size, np.uint64), np.zeros(size, np.uint16)
        passing = np.zeros(bits // 64, np.uint64)
        super().__init__(
            slots.ctypes.data,
            kept.ctypes.data,
            size - 1,
            passing.ctypes.data,
            bits - 1,
        )
        self._held = slots, kept, passing
        C.fill(
            *addresses(slots, kept),
            ctypes.c_uint64(size - 1),
            *addresses(passing),
            ctypes.c_uint64(bits - 1),
            *addresses(texts.data, texts.starts),
            ctypes.c_int64(len(texts)),
            *addresses(values),
        )


class Promise(ctypes.Structure):
    """What a pair has to promise to be looked at in parts; see `promise.py`.

    Args:
        weights: Of the cosine of rare letters, the likeness by words, and by letters.
        least: What their sum has to reach.
    """

    _fields_ = [("weights", ctypes.c_float * 3), ("least", ctypes.c_float)]

    def __init__(self, weights: tuple[float, float, float], least: float) -> None:
        super().__init__((ctypes.c_float * 3)(*weights), least)


def parts(
    left: Texts,
    right: Texts,
    rows: NDArray[np.int64],
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
        The positions of these pairs, and a row for each with `PARTS` columns.
    """
    longest = max(int(np.diff(t.starts).max(initial=0)) for t in (left, right))
    kept = np.empty(len(rows), np.int64)
    made = np.empty((len(rows), PARTS), np.float32)
    first, second = (np.ascontiguousarray(of, np.int64) for of in (rows, listed))
    weighed = np.ascontiguousarray(cosine, np.float32)
    number = C.parts(
        *addresses(left.data, left.starts, right.data, right.starts),
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


class Look(ctypes.Structure):
    """What names are held against at first; see `Look` in `kernels.c`.

    Args:
        space: The listed texts, without blanks, by their grams.
        words: What is known of single words.
        keys: Listed texts without blanks.
        listed: Listed texts with blanks.
        promise: What a pair has to promise.
        rarity: Weights of words, see `parts`.
        counts: What each of the parts counts.
        worth: What the sum of the parts of a pair has to reach as well.
        written: What it has to reach for a pair to be written much alike.
        least: The least product of grams.
        top: Listed texts looked at per name, at most 16.
    """

    _fields_ = [
        ("space", Space),
        ("words", Table),
        ("keys", Table),
        ("listed", ctypes.c_void_p),
        ("listed_starts", ctypes.c_void_p),
        ("promise", Promise),
        ("rarity", ctypes.c_void_p),
        ("counts", ctypes.c_void_p),
        ("worth", ctypes.c_float),
        ("written", ctypes.c_float),
        ("least", ctypes.c_float),
        ("top", ctypes.c_int32),
    ]

    def __init__(
        self,
        space: Space,
        words: Table,
        keys: Table,
        listed: Texts,
        *,
        promise: Promise,
        rarity: Table,
        counts: NDArray[np.float32],
        worth: float,
        written: float,
        least: float,
        top: int,
    ) -> None:
        super().__init__(
            space,
            words,
            keys,
            listed.data.ctypes.data,
            listed.starts.ctypes.data,
            promise,
            ctypes.addressof(rarity),
            counts.ctypes.data,
            worth,
            written,
            least,
            top,
        )
        self.longest = int(np.diff(listed.starts).max(initial=0))
        self._held = space, words, keys, listed, rarity, counts


def first_look(look: Look, names: Texts) -> tuple[NDArray[np.uint8], Near]:
    """Say of each name what is to be done with it, and what it is written much like.

    Returns:
        `NOBODYS`, `LOOK_CLOSER` or `READ_WHOLE` for each, see `first_look.py`; and the
        pairs of names that are not to be looked at closer.
    """
    seen = np.empty(len(names), np.uint8)
    pairs = np.empty(len(names) * look.top, _PAIR)
    count = C.first_look(
        ctypes.byref(look),
        *addresses(names.data, names.starts),
        ctypes.c_int64(len(names)),
        ctypes.c_int64(look.longest),
        *addresses(seen, pairs),
    )
    return seen, _parted(pairs, count)


def _parted(pairs: NDArray[np.void], count: int) -> Near:
    if count < 0:
        raise MemoryError
    found = pairs[:count]
    return found["text"].copy(), found["listed"].copy(), found["product"].copy()
