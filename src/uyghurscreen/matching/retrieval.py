"""From canonical queries to the few listed names worth scoring.

Four ways lead to a candidate: the same key, a long query that is the beginning of a
listed name, character grams in common, or letters much alike as both are written. Gram
vectors carry the rarity of each gram, once for the whole name and once for the brand
alone, and a sparse product keeps the best per query; nothing of the size of queries
times names is ever built. A query whose script leaves vowels out is looked up by its
consonants as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching.firsts import first_of_each
from uyghurscreen.matching.gate import bare
from uyghurscreen.matching.index import letter_views
from uyghurscreen.matching.likened import CUT_OFF
from uyghurscreen.matching.likeness import likeness
from uyghurscreen.matching.promise import parts_of, worth
from uyghurscreen.matching.rarity import RAREST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from uyghurscreen.matching.index import NameIndex
    from uyghurscreen.matching.space import GramSpace

__all__ = ["candidates", "similarity"]

MIN_COSINE: Final = 0.2
"""Pairs less alike than this are not scored."""

TOP: Final = 10
"""Listed names scored per query at most, besides the equal ones."""

PROMISE: Final = 0.5
"""Pairs that promise less are not looked at."""

COUNTS: Final = np.array(
    [
        *(2.15, 2.11, 0.65, 3.74, 0.10, 1.81, 0.67, 3.84, -0.12, 0.19),
        *(1.34, 3.74, 2.40, -0.80, 0.34),
    ],
    np.float32,
)
WORTH: Final = 12.0
"""What each part of a pair and of its brands counts, and what they have to add up to
for the pair to be scored."""

_BEGUN: Final = 5
"""Listed names that one query may be the beginning of, at most."""

_EQUAL: Final = pl.lit(1.0, pl.Float32)


def candidates(
    queries: pl.DataFrame, index: NameIndex, told: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return candidate pairs as columns `query`, `form` and `cosine`, sorted.

    Args:
        queries: See `pairs.read`.
        index: The listed names.
        told: Which of the gate's texts queries are written much like, see
            `Gate.written_alike`, by the `row` of those that are `plain`. Without it
            all are looked up.
    """
    vowelless = queries.filter("vowelless")
    # A weak name, such as initials, has to be the whole of a query.
    equal = queries.join(index.forms.select("key", "form", "weak"), on="key").filter(
        ~(pl.col("part") & pl.col("weak"))
    )
    found = [
        equal.select("query", "form", cosine=_EQUAL),
        _begun(queries, index),
        _alike(queries, letter_views(queries), index.letters, index),
        _written_alike(queries, index, told),
    ]
    if vowelless.height:
        consonants = [vowelless["skeleton"]]
        found.append(_alike(vowelless, consonants, index.consonants, index))
    return _best(pl.concat(found))


def _best(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return each pair once, with its best cosine, sorted."""
    query, form, cosine = (column.to_numpy() for column in pairs.iter_columns())
    return pairs.select(pl.all().gather(first_of_each(query, form, -cosine)))


def _begun(queries: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """Return listed names of which a long query is the beginning."""
    long = queries.filter(pl.col("key").str.len_chars() >= CUT_OFF, ~pl.col("part"))
    if long.is_empty():
        return long.select("query", form="query", cosine=_EQUAL)
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


def _written_alike(
    queries: pl.DataFrame, index: NameIndex, told: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return listed names that are written much like a query, whatever it is read as.

    A slip in a word for a place or a trade makes it a word of no meaning, and so the
    canonical words of both names may have little in common.
    """
    # The gate's texts are in Latin letters.
    unknown = queries.filter(pl.col("folded").str.contains("[a-z0-9]"))
    near = []
    if told is not None:
        unknown = unknown.filter(~pl.col("plain"))
        plain = queries.filter("plain").select("row", "query")
        near.append(told.join(plain, on="row", maintain_order="left"))
    if told is None or unknown.height:
        found = index.gate.written_alike(bare(unknown["folded"]))
        near.append(found.with_columns(query=unknown["query"].gather(found["row"])))
    return (
        pl.concat(near).join(index.written, on="text").select("query", "form", "cosine")
    )


def similarity(query: pl.DataFrame, forms: pl.Series, index: NameIndex) -> pl.Series:
    """Return the cosine of one query and each of some forms, as `candidates` does."""
    rows = forms.to_numpy()
    place = np.searchsorted(index.strong_forms, rows)
    strong = np.isin(rows, index.strong_forms)
    columns = np.where(strong, place, 0)
    cosine = index.letters.cosine(letter_views(query), columns)
    if query["vowelless"].all():
        by_consonants = index.consonants.cosine([query["skeleton"]], columns)
        cosine = np.maximum(cosine, by_consonants)
    written = _written_alike(query, index).group_by("form").agg(pl.col("cosine").max())
    as_written = forms.to_frame("form").join(written, on="form", how="left")["cosine"]
    cosine = np.maximum(cosine, as_written.fill_null(0).to_numpy())
    equal = (index.forms["key"].gather(forms) == query["key"][0]).to_numpy()
    equal &= strong | ~query["part"].to_numpy()
    return pl.Series(np.where(equal, 1, cosine * strong).astype(np.float32))


def _alike(
    queries: pl.DataFrame,
    views: Sequence[pl.Series],
    space: GramSpace,
    index: NameIndex,
) -> pl.DataFrame:
    rows, listed, cosine = space.nearest(views, top=TOP, least=MIN_COSINE)
    forms = index.strong_forms[listed]
    found = pl.DataFrame(
        {"query": queries["query"].gather(rows), "form": forms, "cosine": cosine}
    )
    if space is index.consonants:
        return found
    cores = Texts.of(queries["core"])
    kept, parts = parts_of((rows, forms, cosine), cores, index.cores, PROMISE)
    brands = _of_brands(queries, rows[kept], forms[kept], index)
    scored = worth(np.hstack([parts, brands]), COUNTS) >= WORTH
    return found.select(pl.all().gather(kept[scored]))


def _of_brands(
    queries: pl.DataFrame,
    rows: NDArray[np.int64],
    forms: NDArray[np.integer],
    index: NameIndex,
) -> NDArray[np.float32]:
    """Return the `BRAND_PARTS` of pairs; a name without a brand is one as a whole."""
    query = queries.select("brand", "core").select(pl.all().gather(rows))
    listed = index.forms.select("brand", "core", "rarity").select(
        pl.all().gather(forms)
    )
    named = (query["brand"] != "") & (listed["brand"] != "")
    words, letters = likeness(
        Texts.of(query["brand"].zip_with(named, query["core"])),
        Texts.of(listed["brand"].zip_with(named, listed["core"])),
    )
    rare = listed["rarity"].to_numpy() / np.float32(RAREST)
    of_pair = (words, letters, words**4 * rare, letters**4 * rare, rare)
    return np.stack([column.astype(np.float32) for column in of_pair], axis=1)
