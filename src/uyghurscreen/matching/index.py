"""The list side of matching: every distinct listed name, canonical and indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix

from uyghurscreen.matching.grams import BUCKETS, gram_table
from uyghurscreen.names.structure import canonical

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NameIndex"]

_VIEWS: Final = 2


class NameIndex:
    """Listed names prepared for retrieval and scoring; immutable once built.

    Args:
        names: Frame of schema `NAMES`.

    Attributes:
        forms: One row per distinct name key, schema `CANONICAL` plus `form` (row
            number) and `weak` (true where every listing of the name is weak).
        listings: `form`, and the columns of `NAMES`: which entries bear the name.
        by_gram: Gram vectors of the names that are not weak, one column each.
        strong_forms: The `form` of each of those columns.
    """

    def __init__(self, names: pl.DataFrame) -> None:
        named = pl.concat([names, canonical(names["name"])], how="horizontal").filter(
            pl.col("key") != ""
        )
        self.forms = (
            named.group_by("key")
            .agg(
                pl.exclude(names.columns).sort_by(pl.col("name")).first(),
                weak=(pl.col("quality") == "weak").all(),
            )
            .sort("key")
            .with_row_index("form")
        )
        self.listings = (
            named.select(*names.columns, "key")
            .join(self.forms.select("key", "form"), on="key")
            .select("form", *names.columns)
            .sort("form", "list_id", "entry_id", "name")
        )
        self._index_grams()

    def encode(self, frame: pl.DataFrame) -> csr_matrix:
        """Return the gram vectors of canonical names as rows of length one."""
        rows, grams = _grams(frame)
        column = self._columns[grams]
        weight = np.where(column >= 0, self._idf[column], self._rarest)
        norm = np.sqrt(np.bincount(rows, weight * weight, minlength=len(frame)))
        known = column >= 0
        values = (weight[known] / norm[rows[known]]).astype(np.float32)
        pointers = np.zeros(len(frame) + 1, np.int32)
        np.cumsum(np.bincount(rows[known], minlength=len(frame)), out=pointers[1:])
        return csr_matrix(
            (values, column[known].astype(np.int32), pointers),
            shape=(len(frame), len(self._idf)),
        )

    def _index_grams(self) -> None:
        # A weak name is found by equality alone, so it takes no part in this.
        strong = self.forms.filter(~pl.col("weak"))
        self.strong_forms: NDArray[np.uint32] = strong["form"].to_numpy()
        _, grams = _grams(strong)
        found, frequency = np.unique(grams, return_counts=True)
        self._columns = np.full(_VIEWS * BUCKETS, -1, np.int64)
        self._columns[found] = np.arange(len(found))
        total = max(len(strong), 1)
        self._idf = np.log((total + 1) / (frequency + 0.5))
        self._rarest = float(np.log((total + 1) / 0.5))
        self.by_gram = csr_matrix(self.encode(strong).T)


def _grams(frame: pl.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the grams of the whole name and, as a second view, of the joined brand."""
    core_rows, core = gram_table(frame["core"])
    joined = frame["brand"].str.replace_all(" ", "", literal=True)
    brand_rows, brand = gram_table(joined, view=1)
    rows = np.concatenate([core_rows, brand_rows])
    grams = np.concatenate([core, brand])
    order = np.lexsort((grams, rows))
    return rows[order], grams[order]
