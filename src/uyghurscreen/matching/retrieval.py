"""From canonical queries to the few listed names worth scoring.

Two ways lead to a candidate: the same key, or character grams in common. Gram vectors
carry the rarity of each gram on the lists, once for the whole name and once for the
brand alone, and a sparse product keeps the best per query; nothing of the size of
queries times names is ever built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from sparse_dot_topn import sp_matmul_topn

if TYPE_CHECKING:
    from uyghurscreen.matching.index import NameIndex

__all__ = ["candidates", "similarity"]

MIN_COSINE: Final = 0.3
"""Pairs less alike than this are not scored."""

_EQUAL: Final = pl.lit(1.0, pl.Float32)

TOP: Final = 20
"""Listed names scored per query at most, besides the equal ones."""


def candidates(queries: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """Return candidate pairs as columns `query`, `form` and `cosine`, sorted.

    Args:
        queries: Schema `CANONICAL` plus `query`, the row number.
        index: The listed names.
    """
    product = sp_matmul_topn(
        index.encode(queries),
        index.by_gram,
        top_n=TOP,
        threshold=MIN_COSINE,
        sort=True,
        n_threads=2,
    )
    rows = np.repeat(np.arange(queries.height), np.diff(product.indptr))
    alike = pl.DataFrame(
        {
            "query": queries["query"].gather(rows),
            "form": index.strong_forms[product.indices],
            "cosine": product.data.astype(np.float32),
        }
    )
    equal = queries.join(index.forms, on="key").select("query", "form", cosine=_EQUAL)
    return (
        pl.concat([equal, alike])
        .unique(["query", "form"], keep="first", maintain_order=True)
        .sort("query", "form")
    )


def similarity(query: pl.DataFrame, forms: pl.Series, index: NameIndex) -> pl.Series:
    """Return the cosine of one query and each of some forms, as `candidates` does."""
    rows = forms.to_numpy()
    place = np.searchsorted(index.strong_forms, rows)
    strong = np.isin(rows, index.strong_forms)
    columns = index.by_gram[:, np.where(strong, place, 0)]
    cosine = np.asarray((index.encode(query) @ columns).todense()).ravel() * strong
    equal = (index.forms["key"].gather(forms) == query["key"][0]).to_numpy()
    return pl.Series(np.where(equal, 1, cosine).astype(np.float32))
