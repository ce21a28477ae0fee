"""Texts with slips of the keyboard put right, each as one listed name would have it.

A name that is spelled `Hagnzhou Hikvisoin Digtal` loses its place, its brand and its
trade to three slips. So a word that is no word in use and no pinyin, but nearly one of
a listed name it is held against, is taken for that word, and the text is read again.
What it says then is weighed as ever, less what slips in a brand cost: `misspelled` of
`features`. A word in use is never changed, nor is a number: `Inspire` is not Inspur.

If a text is put right depends on the pair alone, not on who else is listed. The
compiled loop is in `slips.h`; `tests/matching/test_slips.py` holds it to plain Python.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import C, Texts, addresses, column_of
from uyghurscreen.matching.firsts import as_rows, stacked
from uyghurscreen.matching.index import letter_views
from uyghurscreen.matching.misspelled import known_spellings
from uyghurscreen.names.structure import canonical

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from uyghurscreen.matching.firsts import Pairs
    from uyghurscreen.matching.index import NameIndex

__all__ = ["SLIPS", "Mended", "mended", "with_mended"]

SLIPS: Final = ("brand_slips", "other_slips")
"""Columns of queries: halves of slips in words of the listed brand, and in others."""

C.mended.restype = ctypes.c_int64


class Mended(NamedTuple):
    """Pairs and queries, and behind them those of texts that are put right.

    Attributes:
        pairs: Row of each query and form, and how alike they are.
        queries: See `pairs.read`; `query` is that of the text as it is written.
        of: The given pair that each is, or is put right.
    """

    pairs: Pairs
    queries: pl.DataFrame
    of: NDArray[np.integer]


def with_mended(pairs: Pairs, queries: pl.DataFrame, index: NameIndex) -> Mended:
    """Return pairs, and behind them those whose texts can be put right.

    Args:
        pairs: Row of each query and form, and how alike they are; those of a query side
            by side.
        queries: See `pairs.read`.
        index: The listed names.
    """
    query, form, cosine = pairs
    # A weak name, such as initials, has to be the whole of a query as it is.
    strong = np.isin(form, index.strong_forms)
    texts, rows, slips = mended(queries["folded"], query[strong], form[strong], index)
    given = np.arange(len(query))
    if len(rows) == 0:
        return Mended(pairs, queries, given)
    rows = np.flatnonzero(strong)[rows]
    words = canonical(texts, texts)
    of, form_of = query[rows], form[rows]
    made = queries.drop("folded", *SLIPS, *words.columns)[as_rows(of)]
    counted = (pl.Series(*told) for told in zip(SLIPS, slips.T.copy(), strict=True))
    made = made.hstack([texts, *counted, *words]).select(queries.columns)
    listed = np.searchsorted(index.strong_forms, form_of)
    alike = index.letters.cosines(letter_views(made), np.arange(len(rows)), listed)
    equal = (made["key"] == index.forms["key"][as_rows(form_of)]).to_numpy()
    alike = np.where(equal, np.float32(1), np.maximum(alike, cosine[rows]))
    number = np.arange(queries.height, queries.height + len(rows))
    added = (number, form_of, alike)
    together = pl.concat([queries, made])
    return Mended(stacked([pairs, added]), together, np.append(given, rows))


def mended(
    folded: pl.Series,
    query: NDArray[np.integer],
    form: NDArray[np.integer],
    index: NameIndex,
) -> tuple[pl.Series, NDArray[np.int64], NDArray[np.int64]]:
    """Return the texts of pairs with misspelled words as the listed name has them.

    Args:
        folded: Folded texts.
        query: Row of the text of each pair, those of a text side by side.
        form: And row of the listed name.
        index: The listed names.

    Returns:
        Those texts, the pair that each is of, and how many halves of slips it has in
        words of the listed brand, and in others. Letters swapped, or one of them
        doubled, are half a slip.
    """
    texts = Texts.of(folded)
    one, other = (np.ascontiguousarray(rows, np.uint32) for rows in (query, form))
    sizes = np.diff(texts.starts)[one]
    made = np.empty(int((sizes + sizes // 2 + 1).sum()), np.uint8)
    rows, size = np.empty(len(one), np.int64), np.zeros(1, np.int64)
    halves = np.empty((len(one), 2), np.int64)
    count = C.mended(
        *addresses(texts.data, texts.starts),
        ctypes.byref(index.words),
        ctypes.byref(known_spellings()),
        *addresses(one, other),
        ctypes.c_int64(len(one)),
        *addresses(made, rows, halves, size),
    )
    text = column_of(made[: size.item()]).alias("folded")
    return text, rows[:count], halves[:count]
