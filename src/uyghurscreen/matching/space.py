"""A vector space of character grams, weighted by how rare each is in listed names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching.gram_counts import Count, grams_of
from uyghurscreen.matching.grams import (
    BUCKETS,
    GRAM,
    KNOWN,
    POSTING,
    Near,
    Space,
    View,
    cosines,
    nearest,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["GramSpace"]

_UNKNOWN: Final = 0.6
"""Weight of a gram that no counted name has, as a share of the rarest that one has."""

_COMMON: Final = 0.7
"""A gram that more names share than this many times the root of their number leads to
none of them: so the work per query grows with the root of the list, not with the list.
"""

_UNIT: Final = 10_000
"""Squared weights are added up in parts of one by so many, in whole numbers: the sum
does not change with where a name stands."""


class GramSpace:
    """Listed names as vectors of grams; immutable once built.

    A gram that a name has twice counts twice, and no cosine is above one. The cosine of
    two names depends on them and the counts alone, not on who else is listed.

    Args:
        views: The texts of the listed names, once for each view; a gram of one view
            is never that of another.
        counts: How common the grams of each view are.
        spread: How much more of the common grams to look at than the least (see
            `_COMMON`); with more, less alike names are found, more slowly.
    """

    def __init__(
        self, views: Sequence[pl.Series], counts: Sequence[Count], spread: float = 1.0
    ) -> None:
        self._widths = tuple(count.width for count in counts)
        self._size = len(views[0])
        self._grams = []
        tables, grams, texts, weights = [], [], [], []
        mass = np.zeros(max(self._size, 1), np.int64)
        place = np.empty(BUCKETS, np.int32)
        before = 0
        for text, count in zip(views, counts, strict=True):
            row, codes = grams_of(text, count.width)
            here = np.zeros(BUCKETS, np.bool_)
            here[codes] = True
            known = here.copy()
            known[count.grams] = True
            values = np.flatnonzero(known)
            place[values] = np.arange(len(values))
            of = np.zeros(len(values), np.int32)
            of[place[count.grams]] = count.of
            weight, unknown = _weights(of, count.names)
            most = max(int(spread * _COMMON * np.sqrt(max(count.names, 1))), 20)
            told = here[values] & (of <= most)
            column = np.full(len(values), -1, np.int32)
            column[told] = before + np.arange(told.sum())
            before += int(told.sum())
            squared = np.rint(weight * weight * np.float32(_UNIT))
            gram = place[codes]
            mass += np.bincount(row, squared[gram], len(mass)).astype(np.int64)
            leads = told[gram]
            grams.append(column[gram[leads]])
            texts.append(row[leads])
            weights.append(weight[gram[leads]])
            tables.append((weight, squared, column, _known(known), unknown))
        gram, name = np.concatenate(grams), np.concatenate(texts)
        length = np.sqrt(np.maximum(mass / _UNIT, 1e-9)).astype(np.float32)
        order = np.lexsort((name, gram))
        self._postings = np.empty(len(gram), POSTING)
        self._postings["listed"] = name[order]
        self._postings["weight"] = (np.concatenate(weights) / length[name])[order]
        sizes = np.append(np.bincount(gram, minlength=before), 0)
        firsts = np.cumsum(sizes) - sizes
        for weight, squared, column, bits, unknown in tables:
            table = np.empty(len(weight), GRAM)
            table["weight"], table["squared"] = weight, squared
            table["first"], table["count"] = firsts[column], sizes[column]
            self._grams.append((table, bits, unknown))

    def nearest(self, views: Sequence[pl.Series], least: float) -> Near:
        """Return the listed names that are alike to each of some names.

        A gram that no counted name has adds to the length of a name, though less than
        the rarest there is: one slip of the keyboard makes up to four of them.

        Args:
            views: The texts of the names, as for the listed ones.
            least: The least cosine.

        Returns:
            Row numbers of the names and of the listed ones, and their cosine, sorted
            by the first. What common grams add is left out of the cosine.
        """
        return nearest(self._holding(views), least)

    def cosines(
        self,
        views: Sequence[pl.Series],
        rows: NDArray[np.integer],
        listed: NDArray[np.integer],
    ) -> NDArray[np.float32]:
        """Return the cosine of each pair of a name and a listed one, by row number.

        Args:
            views: The texts of the names, as for the listed ones.
            rows: Row of each name, those of one name side by side.
            listed: Row of each listed one.
        """
        return cosines(self._holding(views), rows, listed)

    def _holding(self, views: Sequence[pl.Series]) -> Space:
        return self.of(
            [Texts.padded(*view) for view in zip(views, self._widths, strict=True)]
        )

    def of(self, texts: Sequence[Texts]) -> Space:
        """Return the space as the compiled loops see it, with texts to look up."""
        views = [
            View(text, width, *grams)
            for text, width, grams in zip(texts, self._widths, self._grams, strict=True)
        ]
        return Space(views, self._postings, self._size, _UNIT)


def _weights(of: NDArray[np.int32], names: int) -> tuple[NDArray[np.float32], float]:
    """Return the weight of grams that so many names have, and of one that none has."""
    unknown = _UNKNOWN * float(np.log((names + 1) / 0.5))
    weight = np.log((names + 1) / (of + 0.5))
    return np.where(of > 0, weight, unknown).astype(np.float32), unknown


def _known(listed: NDArray[np.bool_]) -> NDArray[np.void]:
    """Return which hash values have a weight of their own, for the compiled loops."""
    known = np.empty(BUCKETS // 64, KNOWN)
    known["known"] = np.packbits(listed, bitorder="little").view("<u8")
    counts = listed.reshape(-1, 64).sum(axis=1)
    known["before"] = np.cumsum(counts) - counts
    return known
