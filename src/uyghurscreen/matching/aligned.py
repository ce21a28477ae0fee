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
from uyghurscreen.compiled.table import hashes
from uyghurscreen.matching.alignment import LOOK_ALIKE, MOST
from uyghurscreen.matching.rarity import RAREST, word_weights
from uyghurscreen.names.known_words import place_ancestors, word_labels
from uyghurscreen.names.replacer import Replacer, by_character
from uyghurscreen.names.sound import sounds

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

_SPELLED: Final = np.dtype(
    [
        *((name, np.uint64) for name in ("label", "place", "text")),
        *(("at", np.int64), ("size", np.int32), ("name", np.int32)),
        *((name, np.uint8) for name in ("mark", "last")),
    ],
    align=True,
)
"""`Spelled` of `words.h`."""

C.words_spelled.restype = ctypes.c_int64


class Words(ctypes.Structure):
    """The words of names, ready to be held against others; see `Words` in `words.h`.

    Args:
        spelled: The names, as `names.structure` spells them. Their words are those of
            `alignment.name_words`.
    """

    _fields_ = [
        (field, ctypes.c_void_p)
        for field in (
            *("letters", "starts", "label", "known", "text", "folded", "sound"),
            *("place", "weight", "mark", "last", "first", "rows"),
        )
    ]

    def __init__(self, spelled: pl.Series) -> None:
        names = Texts.of(spelled)
        written = _spelled(names)
        # Two words with these in common are one and the same.
        told = written["label"] * np.uint64(3) + written["text"] * np.uint64(5)
        _, first, rows = np.unique(
            told + written["last"], return_index=True, return_inverse=True
        )
        distinct = written[first]
        words = names.cut(distinct["at"], distinct["size"])
        letters = words.data[:-1].tobytes().decode().encode("utf-32-le")
        begins = np.append(0, np.cumsum(words.data[:-1] & 0xC0 != 0x80))
        known, weight = _looked_up(distinct["text"])
        _, of_label = _looked_up(distinct["place"])
        weight = np.minimum(weight, of_label)
        of_name = np.bincount(written["name"], minlength=len(names))
        fields: list[NDArray[np.generic]] = [
            np.frombuffer(letters + bytes(4), np.uint32),
            begins[words.starts],
            distinct["label"],
            known,
            distinct["text"],
            hashes(_look_alikes().on(words)),
            hashes(sounds(words)),
            distinct["place"],
            np.minimum(
                weight, np.array([*MOST.values()], np.float32)[distinct["mark"]]
            ),
            distinct["mark"],
            distinct["last"],
            np.append(0, np.cumsum(of_name)),
            rows.astype(np.int32),
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


def _spelled(names: Texts) -> NDArray[np.void]:
    """Return the words of names in their order, of type `_SPELLED`."""
    given = *addresses(names.data, names.starts), ctypes.c_int64(len(names))
    words = np.empty(C.words_spelled(*given, None), _SPELLED)
    C.words_spelled(*given, *addresses(words))
    return words


def _looked_up(
    words: NDArray[np.uint64],
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Return the label of single words by themselves, and their weight."""
    table, known, weight = _lexicon()
    row = np.searchsorted(table, words)
    there = table[row] == words
    return np.where(there, known[row], 0), np.where(there, weight[row], RAREST)


@cache
def _lexicon() -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.float32]]:
    """Return known words, their labels, both as hashes, and their weights, in order."""
    words = word_weights().join(word_labels(), on="word", how="full", coalesce=True)
    labels = words["known"]
    known = _hashed(labels.fill_null("")) * labels.is_not_null().to_numpy()
    table = _hashed(words["word"])
    order = np.argsort(table)
    # The last one stands for all that is beyond.
    last = np.array([np.iinfo(np.uint64).max], np.uint64)
    return (
        np.append(table[order], last),
        np.append(known[order], np.uint64(0)),
        np.append(
            words["weight"].fill_null(RAREST).to_numpy()[order], np.float32(RAREST)
        ),
    )


def _hashed(texts: pl.Series) -> NDArray[np.uint64]:
    return hashes(Texts.of(texts))


@cache
def _look_alikes() -> Replacer:
    return by_character(LOOK_ALIKE)


@cache
def _inside() -> NDArray[np.uint64]:
    """Return the places that lie in others, as `lies_in` of `words.h` reads them."""
    pairs = place_ancestors()
    place, inside = _hashed(pairs["place"]), _hashed(pairs["inside"])
    return np.sort(place ^ (inside << np.uint64(1)))
