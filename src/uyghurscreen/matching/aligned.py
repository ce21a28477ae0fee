"""How much of two names stands in each other, for many pairs at once.

The rules, and what the relation of two words is called, are in `alignment`; the sums
are made in `words.h`, and held to each other in `tests/matching/test_aligned.py`.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import C, Texts, addresses
from uyghurscreen.matching.alignment import LOOK_ALIKE
from uyghurscreen.matching.kernels import hashes
from uyghurscreen.names.known_words import place_ancestors
from uyghurscreen.names.sound import sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ALIGNED", "Words", "aligned"]

ALIGNED: Final = (
    "brand_shared",
    "brand_left",
    "listed_brand_left",
    "words_shared",
    "words_left",
    "listed_words_left",
    "query_weight",
    "listed_weight",
    "query_matched",
    "listed_matched",
    "place_shared",
    "place_left",
    "listed_place_left",
)
"""Columns of `aligned`, all in units of word weight (a rarest word weighs 10)."""

_MARKS: Final = {mark: number for number, mark in enumerate(("", "@", "#", "%"))}
_DISTINCT: Final = ["mark", "label", "word", "known", "weight", "last"]


class Words(ctypes.Structure):
    """The words of names, ready to be held against others; see `Words` in `words.h`.

    Args:
        words: See `alignment.name_words`.
        names: How many names there are; those without words have no row in `words`.
    """

    _fields_ = [
        (field, ctypes.c_void_p)
        for field in (
            *("letters", "starts", "label", "known", "text", "folded", "sound"),
            *("place", "weight", "mark", "last", "first", "rows"),
        )
    ]

    def __init__(self, words: pl.DataFrame, names: int) -> None:
        distinct = words.select(_DISTINCT).unique().with_row_index("row")
        rows = words.join(
            distinct, on=_DISTINCT, nulls_equal=True, maintain_order="left"
        )
        of_name = np.bincount(words["name"].to_numpy(), minlength=names)
        word, label = distinct["word"], distinct["label"]
        letters = "".join(word.to_list()).encode("utf-32-le")
        fields: list[NDArray[np.generic]] = [
            np.frombuffer(letters + bytes(4), np.uint32),
            _begins(word.str.len_chars().to_numpy()),
            _hashed(distinct["mark"] + label),
            _hashed(distinct["known"].fill_null(""))
            * distinct["known"].is_not_null().to_numpy(),
            _hashed(word),
            _hashed(word.str.replace_many(LOOK_ALIKE)),
            _hashed(distinct.select(sound(pl.col("word"))).to_series()),
            _hashed(label),
            distinct["weight"].cast(pl.Float32).to_numpy(),
            distinct["mark"].replace_strict(_MARKS, return_dtype=pl.UInt8).to_numpy(),
            distinct["last"].cast(pl.UInt8).to_numpy(),
            _begins(of_name),
            rows["row"].cast(pl.Int32).to_numpy(),
        ]
        self._held = [np.ascontiguousarray(field) for field in fields]
        super().__init__(*(field.ctypes.data for field in self._held))


def aligned(
    queries: NDArray[np.uint32],
    forms: NDArray[np.uint32],
    query_words: Words,
    form_words: Words,
) -> dict[str, NDArray[np.float32]]:
    """Return how much of each name of a pair has a counterpart in the other.

    Args:
        queries: Of each pair, the row of the query in `query_words`.
        forms: And the row of the listed name in `form_words`.
        query_words: The words of the queries.
        form_words: The words of the listed names.

    Returns:
        Columns `ALIGNED`, one row per pair.
    """
    made = np.empty((len(queries), len(ALIGNED)), np.float32)
    C.align(
        ctypes.byref(query_words),
        ctypes.byref(form_words),
        *addresses(queries, forms),
        ctypes.c_int64(len(queries)),
        *addresses(_inside()),
        ctypes.c_int64(len(_inside())),
        *addresses(made),
    )
    return dict(zip(ALIGNED, made.T, strict=True))


def _begins(sizes: NDArray[np.generic]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])


def _hashed(texts: pl.Series) -> NDArray[np.uint64]:
    return hashes(Texts.of(texts))


@cache
def _inside() -> NDArray[np.uint64]:
    """Return the places that lie in others, as `lies_in` of `words.h` reads them."""
    pairs = place_ancestors()
    place, inside = _hashed(pairs["place"]), _hashed(pairs["inside"])
    return np.sort(place ^ (inside << np.uint64(1)))
