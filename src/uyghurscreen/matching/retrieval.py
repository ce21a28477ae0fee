"""From canonical queries to the few listed names worth scoring.

A name is a candidate of a query if they have the same key, if a long query is its
beginning, if the gate tells that they are written alike, or if their canonical letters
are. A query in Latin letters is held against the names that the gate tells of; one that
is let through whatever its letters (`gate.open_texts`) against all that have grams in
common with it. Gram vectors carry the rarity of each gram, once for the whole name and
once for the brand alone; nothing of the size of queries times names is ever built. A
query whose script leaves vowels out is looked up by its consonants as well.

If a pair is a candidate does not depend on who else is listed: there is no best so
many. So what a change of a list means can be told by its entries alone (`delta`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from uyghurscreen.compiled.library import Texts
from uyghurscreen.matching.firsts import (
    as_rows,
    first_of_each,
    packed,
    rows_from,
    rows_of_each,
    stacked,
)
from uyghurscreen.matching.gate import WRITTEN
from uyghurscreen.matching.index import letter_views
from uyghurscreen.matching.likened import CUT_OFF
from uyghurscreen.matching.likeness import likeness
from uyghurscreen.matching.promise import WEIGHTS, Promise, parts_of, worth
from uyghurscreen.matching.rarity import RAREST
from uyghurscreen.names.steps import TEXT, at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from uyghurscreen.matching.firsts import Pairs
    from uyghurscreen.matching.gate import Alike
    from uyghurscreen.matching.grams import Near
    from uyghurscreen.matching.index import NameIndex
    from uyghurscreen.matching.space import GramSpace

__all__ = ["candidates", "similarity"]

MIN_COSINE: Final = 0.2
"""Pairs less alike than this are not scored."""

MIN_CONSONANTS: Final = 0.3
"""Nor are those that are less alike in their consonants, where there is no more."""

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

_LONG: Final = TEXT.str.len_chars() >= CUT_OFF
_BEYOND: Final = "\U0010ffff"
"""Sorted behind every letter there is."""


def candidates(
    queries: pl.DataFrame, index: NameIndex, alike: Alike | None = None
) -> pl.DataFrame:
    """Return candidate pairs as columns `query`, `form` and `cosine`, sorted.

    Args:
        queries: See `pairs.read`; `query` is the row of each.
        index: The listed names.
        alike: Which of the gate's texts the queries may be, by row. They are looked up
            if it is not given.
    """
    is_open = queries["open"].to_numpy()
    if alike is None:
        _, alike = index.gate.admits(queries["folded"], is_open)
    told = _told(alike, index)
    found = [
        *_by_key(queries, index, told, is_open),
        _written(alike, index),
        _promising(queries, _told_alike(queries, told, ~is_open, index), index),
    ]
    if is_open.any():
        near = _near(queries, is_open, letter_views, index.letters, MIN_COSINE)
        found.append(_promising(queries, _of_forms(near, index), index))
    vowelless = queries["vowelless"].to_numpy()
    if vowelless.any():
        near = _near(queries, vowelless, _skeletons, index.consonants, MIN_CONSONANTS)
        found.append(_of_forms(near, index))
    query, form, cosine = stacked(found)
    best = first_of_each(query, form, -cosine)
    return pl.DataFrame(
        {
            "query": query[best].astype(np.uint32),
            "form": form[best].astype(np.uint32),
            "cosine": cosine[best],
        }
    )


def _told(alike: Alike, index: NameIndex) -> NDArray[np.int64]:
    """Return the pairs of queries and forms that the gate tells of, in order.

    A pair is one number, see `packed`.
    """
    pair, place = rows_of_each(index.written["text"].to_numpy(), alike.text)
    form = index.written["form"].to_numpy()[place]
    return np.unique(packed(alike.row[pair], form))


def _by_key(
    queries: pl.DataFrame,
    index: NameIndex,
    told: NDArray[np.int64],
    is_open: NDArray[np.bool_],
) -> tuple[Pairs, ...]:
    """Return listed names that queries equal, and that long ones are the beginning of.

    A weak name, such as initials, has to be the whole of a query.
    """
    keys, part = queries["key"], queries["part"].to_numpy()
    # Forms are sorted by key, so those that begin alike stand together.
    listed, weak = index.forms["key"], index.forms["weak"]
    first, end = (
        listed.search_sorted(keys, side=side).to_numpy() for side in ("left", "right")
    )
    row, form = rows_from(first, end - first)
    whole = ~(part[row] & weak[as_rows(form)].to_numpy())
    equal = row[whole], form[whole], np.ones(whole.sum(), np.float32)
    long = np.flatnonzero(at_once(keys, _LONG).to_numpy() & ~part)
    if len(long) == 0:
        return (equal,)
    beyond = listed.search_sorted(keys[as_rows(long)] + _BEYOND).to_numpy()
    row, form = rows_from(first[long], beyond - first[long])
    row = long[row]
    begun = is_open[row] | np.isin(packed(row, form), told)
    begun &= ~weak[as_rows(form)].to_numpy()
    alike = np.full(begun.sum(), MIN_COSINE, np.float32)
    return equal, (row[begun], form[begun], alike)


def _written(alike: Alike, index: NameIndex) -> Pairs:
    """Return listed names that are written much like a query, whatever it is read as.

    A slip in a word for a place or a trade makes it a word of no meaning, and so the
    canonical words of both names may have little in common.
    """
    much = np.flatnonzero(alike.worth >= WRITTEN)
    pair, place = rows_of_each(index.written["text"].to_numpy(), alike.text[much])
    named = index.written["named"].to_numpy()[place]
    pair, place = much[pair[named]], place[named]
    form = index.written["form"].to_numpy()[place]
    return alike.row[pair], form, alike.cosine[pair]


def _told_alike(
    queries: pl.DataFrame,
    told: NDArray[np.int64],
    rows: NDArray[np.bool_],
    index: NameIndex,
) -> Pairs:
    """Return how alike pairs that the gate tells of are in their canonical letters."""
    row, form = told >> 32, told & 0xFFFFFFFF
    row, form = row[rows[row]], form[rows[row]]
    listed = np.searchsorted(index.strong_forms, form)
    cosine = index.letters.cosines(letter_views(queries), row, listed)
    enough = cosine >= np.float32(MIN_COSINE)
    return row[enough], form[enough], cosine[enough]


def _near(
    queries: pl.DataFrame,
    asked: NDArray[np.bool_],
    views: Callable[[pl.DataFrame], list[pl.Series]],
    space: GramSpace,
    least: float,
) -> Near:
    rows = np.flatnonzero(asked)
    near, listed, cosine = space.nearest(views(queries[as_rows(rows)]), least)
    return rows[near], listed, cosine


def _of_forms(near: Near, index: NameIndex) -> Pairs:
    row, listed, cosine = near
    return row, index.strong_forms[listed], cosine


def _skeletons(queries: pl.DataFrame) -> list[pl.Series]:
    return [queries["skeleton"]]


def similarity(query: pl.DataFrame, forms: pl.Series, index: NameIndex) -> pl.Series:
    """Return the cosine of one query and each of some forms, as `candidates` does."""
    form = forms.to_numpy()
    strong = np.isin(form, index.strong_forms)
    listed = np.searchsorted(index.strong_forms, form[strong])
    row = np.zeros(len(listed), np.int64)
    of_strong = index.letters.cosines(letter_views(query), row, listed)
    if query["vowelless"].all():
        consonants = index.consonants.cosines(_skeletons(query), row, listed)
        of_strong = np.maximum(of_strong, consonants)
    cosine = np.zeros(len(form), np.float32)
    cosine[strong] = of_strong
    _, told = index.gate.admits(query["folded"], query["open"].to_numpy())
    _, written, alike = _written(told, index)
    as_written = np.zeros(index.forms.height, np.float32)
    np.maximum.at(as_written, written, alike)
    cosine = np.maximum(cosine, as_written[form])
    equal = (index.forms["key"].gather(forms) == query["key"][0]).to_numpy()
    equal &= strong | ~query["part"].to_numpy()
    return pl.Series(np.where(equal, np.float32(1), cosine))


def _promising(queries: pl.DataFrame, pairs: Pairs, index: NameIndex) -> Pairs:
    """Return the pairs that promise enough to be scored."""
    rows, forms, cosine = pairs
    cores = Texts.of(queries["core"])
    kept, parts = parts_of(
        (rows, forms, cosine), cores, index.cores, Promise(WEIGHTS, PROMISE)
    )
    brands = _of_brands(queries, rows[kept], forms[kept], index)
    scored = kept[worth(np.hstack([parts, brands]), COUNTS) >= WORTH]
    return rows[scored], forms[scored], cosine[scored]


def _of_brands(
    queries: pl.DataFrame,
    rows: NDArray[np.integer],
    forms: NDArray[np.integer],
    index: NameIndex,
) -> NDArray[np.float32]:
    """Return the `BRAND_PARTS` of pairs; a name without a brand is one as a whole."""
    brand, core = queries["brand"], queries["core"]
    named = (brand != "").to_numpy()[rows] & index.branded[forms]
    # Brands stand first, and behind them the names as a whole.
    row = np.where(named, rows, rows + queries.height)
    form = np.where(named, forms, forms + np.uint32(index.forms.height))
    texts = Texts.of(pl.concat([brand.alias("text"), core.alias("text")]))
    words, letters = likeness(texts, index.brands, row, form)
    rare = index.rarity[forms] / np.float32(RAREST)
    of_pair = (words, letters, words**4 * rare, letters**4 * rare, rare)
    return np.stack([column.astype(np.float32) for column in of_pair], axis=1)
