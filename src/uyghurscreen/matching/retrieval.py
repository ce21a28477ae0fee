"""From canonical queries to the few listed names worth scoring.

Three ways lead to a candidate: the same key, a long query that is the beginning of a
listed name, or character grams in common. Gram vectors
carry the rarity of each gram on the lists, once for the whole name and once for the
brand alone, and a sparse product keeps the best per query; nothing of the size of
queries times names is ever built. A query whose script leaves vowels out is looked up
by its consonants as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from rapidfuzz import fuzz

from uyghurscreen.matching.features import CUT_OFF, ratio
from uyghurscreen.matching.index import letter_views
from uyghurscreen.matching.kernels import Texts
from uyghurscreen.matching.promise import promise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from uyghurscreen.matching.index import NameIndex
    from uyghurscreen.matching.space import GramSpace

__all__ = ["candidates", "similarity"]

MIN_COSINE: Final = 0.2
"""Pairs less alike than this are not scored."""

TOP: Final = 10
"""Listed names scored per query at most, besides the equal ones."""

PROMISE: Final = 0.58
"""Pairs that promise less are not scored."""

_BRAND: Final = 0.15
"""Share of their brands in that; the rest is what `promise` says of the whole names."""

_BEGUN: Final = 5
"""Listed names that one query may be the beginning of, at most."""

_EQUAL: Final = pl.lit(1.0, pl.Float32)


def candidates(queries: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """Return candidate pairs as columns `query`, `form` and `cosine`, sorted.

    Args:
        queries: See `pairs.read`.
        index: The listed names.
    """
    bare = queries.filter("vowelless")
    # A weak name, such as initials, has to be the whole of a query.
    equal = queries.join(index.forms.select("key", "form", "weak"), on="key").filter(
        ~(pl.col("part") & pl.col("weak"))
    )
    found = [
        equal.select("query", "form", cosine=_EQUAL),
        _begun(queries, index),
        _alike(queries, letter_views(queries), index.letters, index),
        _alike(bare, [bare["skeleton"]], index.consonants, index),
    ]
    return (
        pl.concat(found)
        .group_by("query", "form")
        .agg(pl.col("cosine").max())
        .sort("query", "form")
    )


def _begun(queries: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """Return listed names of which a long query is the beginning."""
    long = queries.filter(pl.col("key").str.len_chars() >= CUT_OFF, ~pl.col("part"))
    # Forms are sorted by key, so those that begin alike stand together.
    first = index.forms["key"].search_sorted(long["key"], side="left")
    near = pl.concat(
        [
            long.select("query", "key", form=pl.Series(first, dtype=pl.UInt32) + step)
            for step in range(_BEGUN)
        ]
    ).join(index.forms.select("form", listed="key", weak="weak"), on="form")
    return near.filter(
        pl.col("listed").str.starts_with(pl.col("key")), ~pl.col("weak")
    ).select("query", "form", cosine=pl.lit(MIN_COSINE, pl.Float32))


def similarity(query: pl.DataFrame, forms: pl.Series, index: NameIndex) -> pl.Series:
    """Return the cosine of one query and each of some forms, as `candidates` does."""
    rows = forms.to_numpy()
    place = np.searchsorted(index.strong_forms, rows)
    strong = np.isin(rows, index.strong_forms)
    columns = np.where(strong, place, 0)
    cosine = index.letters.cosine(letter_views(query), columns)
    if query["vowelless"].all():
        bare = index.consonants.cosine([query["skeleton"]], columns)
        cosine = np.maximum(cosine, bare)
    equal = (index.forms["key"].gather(forms) == query["key"][0]).to_numpy()
    equal &= strong | ~query["part"].to_numpy()
    return pl.Series(np.where(equal, 1, cosine * strong).astype(np.float32))


def _alike(
    queries: pl.DataFrame,
    views: Sequence[pl.Series],
    space: GramSpace,
    index: NameIndex,
) -> pl.DataFrame:
    rows, listed, cosine = space.nearest(views, top=TOP, least=MIN_COSINE - index.slack)
    forms = index.strong_forms[listed]
    found = pl.DataFrame(
        {"query": queries["query"].gather(rows), "form": forms, "cosine": cosine}
    )
    if space is index.consonants:
        return found
    cores = Texts.of(queries["core"])
    promised = PROMISE - index.slack
    hope = (1 - _BRAND) * promise(cosine, cores, index.cores, rows, forms)
    likely = np.flatnonzero(hope >= promised - _BRAND)
    brands = (
        queries["brand"].gather(rows[likely]),
        index.forms["brand"].gather(forms[likely]),
    )
    hope[likely] += _BRAND * ratio(*brands, fuzz.token_set_ratio)
    return found.filter(pl.Series(hope >= promised))
