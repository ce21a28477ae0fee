"""A vector space of character grams, weighted by how rare each is on the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_matrix

from uyghurscreen.matching.grams import BUCKETS, gram_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

__all__ = ["GramSpace"]

_UNKNOWN: Final = 0.6
"""Weight of a gram that is on no list, as a share of the rarest on them."""


class GramSpace:
    """Listed names as vectors of grams; immutable once built.

    Args:
        views: The texts of the listed names, once for each view; a gram of one view
            is never that of another.
        widths: The number of letters in a gram of each view.

    Attributes:
        by_gram: Grams times listed names, the columns of length one.
    """

    def __init__(self, views: Sequence[pl.Series], widths: Sequence[int]) -> None:
        self._widths = widths
        _, grams = self._grams(views)
        found, frequency = np.unique(grams, return_counts=True)
        self._columns = np.full(len(views) * BUCKETS, -1, np.int64)
        self._columns[found] = np.arange(len(found))
        total = max(len(views[0]), 1)
        self._idf = np.append(np.log((total + 1) / (frequency + 0.5)), 0)
        self._unknown = _UNKNOWN * float(np.log((total + 1) / 0.5))
        self.by_gram = csr_matrix(self.encode(views).T)

    def encode(self, views: Sequence[pl.Series]) -> csr_matrix:
        """Return names as rows of length one.

        A gram that no listed name has adds to the length, though less than the rarest
        there is: one slip of the keyboard makes up to four of them.
        """
        names = len(views[0])
        rows, grams = self._grams(views)
        column = self._columns[grams]
        known = column >= 0
        weight = np.where(known, self._idf[column], self._unknown)
        norm = np.sqrt(np.bincount(rows, weight * weight, minlength=names))
        pointers = np.zeros(names + 1, np.int32)
        np.cumsum(np.bincount(rows[known], minlength=names), out=pointers[1:])
        values = (weight[known] / norm[rows[known]]).astype(np.float32)
        return csr_matrix(
            (values, column[known].astype(np.int32), pointers),
            shape=(names, len(self._idf)),
        )

    def _grams(
        self, views: Sequence[pl.Series]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        tables = [
            gram_table(text, width=width, view=view)
            for view, (text, width) in enumerate(zip(views, self._widths, strict=True))
        ]
        rows = np.concatenate([rows for rows, _ in tables])
        grams = np.concatenate([grams for _, grams in tables])
        order = np.lexsort((grams, rows))
        return rows[order], grams[order]
