"""From canonical queries to the few listed names worth scoring.

Four ways lead to a candidate: the same key, a long query that is the beginning of a
listed name, character grams in common, or letters much alike as both are written. Gram
vectors carry the rarity of each gram, once for the whole name and once for the brand
alone, and a sparse product keeps the best per query; nothing of the size of queries
times names is ever built. A query whose script leaves vowels out is looked up by its
consonants as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching.firsts import first_of_each, rows_of_each
from uyghurscreen.matching.gate import bare
from uyghurscreen.matching.index import letter_views
from uyghurscreen.matching.likened import CUT_OFF
from uyghurscreen.matching.likeness import likeness
from uyghurscreen.matching.promise import parts_of, worth
from uyghurscreen.matching.rarity import RAREST
from uyghurscreen.names.letters import Kind, Letters
from uyghurscreen.names.steps import TEXT, at_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from uyghurscreen.matching.grams import Near
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

_OF_ONE_KEY: Final = 2
"""Forms that have the same key, at most: the name as written, and one made of names."""

_NONE: Final[Near] = (
    np.empty(0, np.int64),
    np.empty(0, np.int32),
    np.empty(0, np.float32),
)

_LONG: Final = TEXT.str.len_chars() >= CUT_OFF
_BEGINS: Final = pl.col("listed").str.starts_with(pl.col("key"))

Pairs: TypeAlias = "tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float32]]"
"""Candidates: number of the query, of the form, and how alike they are."""


def candidates(
    queries: pl.DataFrame, index: NameIndex, told: Near | None = None
) -> pl.DataFrame:
    """Return candidate pairs as columns `query`, `form` and `cosine`, sorted.

    Args:
        queries: See `pairs.read`.
        index: The listed names.
        told: Which of the gate's texts queries are written much like, see
            `Gate.written_alike`, by the `row` of those that are `plain`. Without it
            all are looked up.
    """
    found = [
        *_by_key(queries, index),
        _alike(queries, letter_views(queries), index.letters, index),
        _written_alike(queries, index, told),
    ]
    if queries["vowelless"].any():
        vowelless = queries.filter(queries["vowelless"])
        consonants = [vowelless["skeleton"]]
        found.append(_alike(vowelless, consonants, index.consonants, index))
    query, form, cosine = map(np.concatenate, zip(*found, strict=True))
    best = first_of_each(query, form, -cosine)
    columns = {"query": query, "form": form, "cosine": cosine}
    return pl.DataFrame({name: column[best] for name, column in columns.items()})


def _by_key(queries: pl.DataFrame, index: NameIndex) -> tuple[Pairs, ...]:
    """Return listed names that queries equal, and that long ones are the beginning of.

    A weak name, such as initials, has to be the whole of a query.
    """
    keys, part = queries["key"], queries["part"].to_numpy()
    listed, weak = index.forms["key"], index.forms["weak"]
    # Forms are sorted by key, so those that begin alike stand together.
    first = listed.search_sorted(keys, side="left").to_numpy()

    def following(rows: NDArray[np.intp], number: int) -> tuple[pl.Series, pl.Series]:
        row = np.repeat(rows, number)
        form = first[row] + np.tile(np.arange(number), len(rows))
        inside = form < len(listed)
        return _rows(row[inside]), _rows(form[inside])

    def pairs(row: pl.Series, form: pl.Series, kept: pl.Series, cosine: float) -> Pairs:
        query = queries["query"][row.filter(kept)].to_numpy()
        alike = np.full(len(query), cosine, np.float32)
        return query, form.filter(kept).to_numpy(), alike

    row, form = following(np.arange(len(keys)), _OF_ONE_KEY)
    equal = (keys[row] == listed[form]) & ~(queries["part"][row] & weak[form])
    whole = pairs(row, form, equal, 1.0)
    long = np.flatnonzero(at_once(keys, _LONG).to_numpy() & ~part)
    row, form = following(long, _BEGUN)
    if row.is_empty():
        return (whole,)
    both = pl.DataFrame({"key": keys[row], "listed": listed[form]})
    begun = both.select(_BEGINS).to_series() & ~weak[form]
    return whole, pairs(row, form, begun, MIN_COSINE)


def _rows(numbers: NDArray[np.integer]) -> pl.Series:
    return pl.Series(numbers.astype(np.uint32))


def _written_alike(
    queries: pl.DataFrame, index: NameIndex, told: Near | None = None
) -> Pairs:
    """Return listed names that are written much like a query, whatever it is read as.

    A slip in a word for a place or a trade makes it a word of no meaning, and so the
    canonical words of both names may have little in common.
    """
    near: list[Near] = [_NONE]
    rows = np.arange(queries.height)
    if told is not None:
        plain = queries["plain"].to_numpy()
        rows, known = np.flatnonzero(~plain), np.flatnonzero(plain)
        asked, texts, cosine = told
        pair, row = rows_of_each(queries["row"].to_numpy()[known], asked)
        near.append((known[row], texts[pair], cosine[pair]))
    if len(rows):
        # The gate's texts are in Latin letters.
        folded = queries["folded"][_rows(rows)]
        rows = rows[Letters(folded).any(Kind.PLAIN).to_numpy()]
    if len(rows):
        folded = queries["folded"][_rows(rows)]
        row, texts, cosine = index.gate.written_alike(bare(folded))
        near.append((rows[row], texts, cosine))
    row, texts, cosine = map(np.concatenate, zip(*near, strict=True))
    pair, listed = rows_of_each(index.written["text"].to_numpy(), texts)
    query, form = queries["query"].to_numpy(), index.written["form"].to_numpy()
    return query[row[pair]], form[listed], cosine[pair]


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
    _, written, alike = _written_alike(query, index)
    as_written = np.zeros(index.forms.height, np.float32)
    np.maximum.at(as_written, written, alike)
    cosine = np.maximum(cosine, as_written[rows])
    equal = (index.forms["key"].gather(forms) == query["key"][0]).to_numpy()
    equal &= strong | ~query["part"].to_numpy()
    return pl.Series(np.where(equal, 1, cosine * strong).astype(np.float32))


def _alike(
    queries: pl.DataFrame,
    views: Sequence[pl.Series],
    space: GramSpace,
    index: NameIndex,
) -> Pairs:
    rows, listed, cosine = space.nearest(views, top=TOP, least=MIN_COSINE)
    forms = index.strong_forms[listed]
    query = queries["query"].to_numpy()[rows]
    if space is index.consonants:
        return query, forms, cosine
    cores = Texts.of(queries["core"])
    kept, parts = parts_of((rows, forms, cosine), cores, index.cores, PROMISE)
    brands = _of_brands(queries, rows[kept], forms[kept], index)
    scored = kept[worth(np.hstack([parts, brands]), COUNTS) >= WORTH]
    return query[scored], forms[scored], cosine[scored]


def _of_brands(
    queries: pl.DataFrame,
    rows: NDArray[np.int64],
    forms: NDArray[np.uint32],
    index: NameIndex,
) -> NDArray[np.float32]:
    """Return the `BRAND_PARTS` of pairs; a name without a brand is one as a whole."""
    (brand, core), (listed_brand, listed_core) = (
        (names["brand"][_rows(of)], names["core"][_rows(of)])
        for names, of in ((queries, rows), (index.forms, forms))
    )
    named = (brand != "") & (listed_brand != "")
    words, letters = likeness(
        Texts.of(brand.zip_with(named, core)),
        Texts.of(listed_brand.zip_with(named, listed_core)),
    )
    rare = index.forms["rarity"].to_numpy()[forms] / np.float32(RAREST)
    of_pair = (words, letters, words**4 * rare, letters**4 * rare, rare)
    return np.stack([column.astype(np.float32) for column in of_pair], axis=1)
