"""A vector space of character grams, weighted by how rare each is on the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sparse_dot_topn import sp_matmul_topn

from uyghurscreen.matching.grams import BUCKETS, gram_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

__all__ = ["GramSpace"]

_UNKNOWN: Final = 0.6
"""Weight of a gram that is on no list, as a share of the rarest on them."""

_COMMON: Final = 0.7
"""A gram that more names share than this many times the root of their number leads to
none of them: so the work per query grows with the root of the list, not with the list.
"""

_UNIT: Final = 10_000
"""Squared weights are added up in parts of one by so many."""

_THREADS: Final = 2


class GramSpace:
    """Listed names as vectors of grams; immutable once built.

    A gram that a name has twice counts twice, and no cosine is above one.

    Args:
        views: The texts of the listed names, once for each view; a gram of one view
            is never that of another.
        widths: The number of letters in a gram of each view.
        spread: How much more of the common grams to look at than the least (see
            `_COMMON`); with more, less alike names are found, more slowly.
    """

    def __init__(
        self, views: Sequence[pl.Series], widths: Sequence[int], spread: float = 1.0
    ) -> None:
        self._widths = widths
        names = max(len(views[0]), 1)
        most = max(int(spread * _COMMON * np.sqrt(names)), 20)
        self._views = []
        masses = np.zeros(len(views[0]))
        encoded = []
        for text, width in zip(views, widths, strict=True):
            starts, codes = gram_codes(text, width=width)
            row = np.repeat(np.arange(len(text)), np.diff(starts))
            # Sorted by hand: numpy's own `unique` takes four times as long.
            packed = np.sort(row * BUCKETS + codes)
            first = np.append(True, packed[1:] != packed[:-1])[: len(packed)]
            frequency = np.bincount(packed[first] % BUCKETS, minlength=BUCKETS)
            weight = np.log((names + 1) / (frequency + 0.5))
            weight[frequency == 0] = _UNKNOWN * np.log((names + 1) / 0.5)
            column = np.full(BUCKETS, -1, np.int32)
            told = (frequency > 0) & (frequency <= most)
            column[told] = np.arange(told.sum())
            self._views.append((column, weight.astype(np.float32)))
        for view, (text, width) in enumerate(zip(views, widths, strict=True)):
            matrix, mass = self._encode(view, text, width)
            encoded.append(matrix)
            masses += mass
        length = np.sqrt(np.maximum(masses, 1e-9)).astype(np.float32)
        by_name = hstack(encoded, format="csr") if len(encoded) > 1 else encoded[0]
        by_name.data /= np.repeat(length, np.diff(by_name.indptr))
        self._by_gram = csr_matrix(by_name.T)

    def nearest(
        self, views: Sequence[pl.Series], *, top: int, least: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
        """Return the listed names most alike to each of some names.

        Args:
            views: The texts of the names, as for the listed ones.
            top: The most listed names per name.
            least: The least cosine.

        Returns:
            Row numbers of the names and of the listed ones, and their cosine, sorted
            by the first. What common grams add is left out of the cosine.
        """
        product = sp_matmul_topn(
            self._rows(views),
            self._by_gram,
            top_n=top,
            threshold=least,
            sort=True,
            n_threads=_THREADS,
        )
        rows = np.repeat(np.arange(len(views[0])), np.diff(product.indptr))
        return rows, product.indices, np.minimum(product.data, np.float32(1))

    def cosine(
        self, views: Sequence[pl.Series], listed: NDArray[np.integer]
    ) -> NDArray[np.float32]:
        """Return the cosine of one name and each of some listed ones, by row number."""
        product = self._rows(views) @ self._by_gram[:, listed]
        found = np.asarray(product.todense(), np.float32).ravel()
        return np.minimum(found, np.float32(1))

    def _rows(self, views: Sequence[pl.Series]) -> csr_matrix:
        """Return names as rows of length one.

        A gram that no listed name has adds to the length, though less than the rarest
        there is: one slip of the keyboard makes up to four of them.
        """
        encoded = [
            self._encode(view, text, width)
            for view, (text, width) in enumerate(zip(views, self._widths, strict=True))
        ]
        matrices = [matrix for matrix, _ in encoded]
        rows = hstack(matrices, format="csr") if len(matrices) > 1 else matrices[0]
        mass = sum(mass for _, mass in encoded)
        length = np.sqrt(np.maximum(mass, 1e-9)).astype(np.float32)
        rows.data /= np.repeat(length, np.diff(rows.indptr))
        return rows

    def _encode(
        self, view: int, text: pl.Series, width: int
    ) -> tuple[csr_matrix, NDArray[np.float64]]:
        """Return weighted grams that lead to names, and the weight of all squared."""
        column, weight = self._views[view]
        starts, codes = gram_codes(text, width=width)
        # In whole numbers, for the sum must not change with where a name stands.
        squared = np.append(np.rint(weight * weight * _UNIT).astype(np.int64)[codes], 0)
        mass = np.add.reduceat(squared, starts[:-1]) if len(text) else squared[:0]
        mass[np.diff(starts) == 0] = 0
        columns = column[codes]
        known = np.flatnonzero(columns >= 0)
        pointers = np.searchsorted(known, starts).astype(np.int32)
        shape = (len(text), max(int(column.max()) + 1, 1))
        found = csr_matrix((weight[codes[known]], columns[known], pointers), shape)
        return found, mass / _UNIT
