"""Words that may be misspelled, and the listed texts that have a word near one.

A word may be misspelled if it is no word in use and no pinyin. Few letter groups of a
short name are left by one slip: `huwaei` has none in common with `huawei`. So listed
words are looked up by what is left of them without a letter as well: two words that are
one slip apart have that in common, or one has what is left of the other. The compiled
loops are in `misspelled.h`; `tests/matching/test_misspelled.py` holds them to Python.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Final

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import C, Texts, addresses
from uyghurscreen.compiled.table import Table
from uyghurscreen.matching.grams import Near, pairs_found
from uyghurscreen.matching.rarity import word_weights
from uyghurscreen.names.spelling import words_in_use
from uyghurscreen.names.tables import lexicon

__all__ = ["NearWords", "known_spellings"]

_IN_USE: Final = 1
_SYLLABLE: Final = 2

_NEAR: Final = "^[a-z]{5,11}$"
"""Words that others may be misspelled for, so that it is told by the one word: longer
ones have letter groups enough left after a slip."""

_RARE: Final = 5.0
"""Weight of a listed word, at least, that leads to its texts: not `trading`."""

_PAIRS: Final = 4
"""Pairs of a text that there is room for at first."""

_EXCLAMATIONS: Final = ["ei", "o", "yo"]
"""Syllables that no name has."""

C.near_codes.restype = ctypes.c_int64
C.near_texts.restype = ctypes.c_int64


class NearWords(ctypes.Structure):
    """Rare words of listed texts by their letters but one; see `misspelled.h`.

    Args:
        listed: Listed texts, folded.

    Example:
        >>> near = NearWords(pl.Series(["huawei technologies", "hikvision"]))
        >>> text, listed, _ = near.texts_of(pl.Series(["acme bakery", "huwaei"]))
        >>> text.tolist(), listed.tolist()
        ([1], [0])
    """

    _fields_ = [
        *((name, ctypes.c_void_p) for name in ("known", "filter")),
        ("mask", ctypes.c_uint64),
        *((name, ctypes.c_void_p) for name in ("codes", "words")),
        ("number", ctypes.c_int64),
        *((name, ctypes.c_void_p) for name in ("firsts", "texts")),
    ]

    def __init__(self, listed: pl.Series) -> None:
        self._listed = len(listed)
        words = _rare_words(listed)
        runs = words["word"].rle()
        distinct, sizes = (runs.struct.field(name) for name in ("value", "len"))
        spelled = Texts.of(distinct)
        room = len(spelled.data) + 2 * len(distinct)
        codes, of = np.empty(room, np.uint64), np.empty(room, np.int32)
        number = C.near_codes(
            *addresses(spelled.data, spelled.starts),
            ctypes.c_int64(len(distinct)),
            *addresses(codes, of),
        )
        order = np.argsort(codes[:number], kind="stable")
        codes, of = codes[order], of[order]
        bits = np.zeros(1 << max(16 * number, 64).bit_length(), np.bool_)
        mask = np.uint64(len(bits) - 1)
        bits[codes & mask] = True
        passing = np.packbits(bits, bitorder="little").view("<u8").astype(np.uint64)
        firsts = np.append(0, np.cumsum(sizes.to_numpy(), dtype=np.int64))
        texts = words["row"].to_numpy().astype(np.int32)
        known = known_spellings()
        self._held = known, passing, codes, of, firsts, texts
        super().__init__(
            ctypes.addressof(known),
            passing.ctypes.data,
            int(mask),
            *(array.ctypes.data for array in (codes, of)),
            number,
            *(array.ctypes.data for array in (firsts, texts)),
        )

    def texts_of(self, folded: pl.Series) -> Near:
        """Return the listed texts with a word that one of each text is misspelled for.

        Returns:
            Row of the text, row of the listed one, and nought: how alike they are is
            not known.
        """
        texts = Texts.of(folded)
        return pairs_found(
            _PAIRS * len(texts),
            lambda pairs: C.near_texts(
                ctypes.byref(self),
                *addresses(texts.data, texts.starts),
                ctypes.c_int64(len(texts)),
                ctypes.c_int64(self._listed),
                ctypes.c_int64(len(pairs)),
                *addresses(pairs),
            ),
        )


def _rare_words(listed: pl.Series) -> pl.DataFrame:
    """Return the words that lead to listed texts, sorted, with the row of each text."""
    words = listed.alias("word").str.split(" ").to_frame().with_row_index("row")
    words = words.explode("word").filter(pl.col("word").str.contains(_NEAR)).unique()
    common = word_weights().filter(pl.col("weight") < _RARE)
    return words.join(common, on="word", how="anti").sort("word", "row")


@cache
def known_spellings() -> Table:
    """Return words in use, and the syllables of pinyin, as `misspelled.h` has them."""
    in_use = words_in_use()
    syllables = lexicon("palladius")["pinyin"].unique().alias("word")
    syllables = syllables.filter(~syllables.is_in(_EXCLAMATIONS))
    values = np.repeat(
        np.array([_IN_USE, _SYLLABLE], np.uint16), [len(in_use), len(syllables)]
    )
    return Table(Texts.of(pl.concat([in_use, syllables])), values)
