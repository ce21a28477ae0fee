"""Candidate pairs with both names side by side, scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import polars as pl

from uyghurscreen.matching.aligned import Words, aligned
from uyghurscreen.matching.features import features
from uyghurscreen.matching.first_look import LOOK_CLOSER, READ_WHOLE
from uyghurscreen.matching.firsts import as_rows, first_of_each
from uyghurscreen.matching.gate import open_texts, together
from uyghurscreen.matching.likened import Named, likened
from uyghurscreen.matching.retrieval import candidates, similarity
from uyghurscreen.matching.scoring import score
from uyghurscreen.matching.slips import SLIPS, with_mended
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.readings import readings
from uyghurscreen.names.steps import all_along
from uyghurscreen.names.structure import CANONICAL, canonical
from uyghurscreen.schema import FEATURE_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from uyghurscreen.matching.firsts import Pairs
    from uyghurscreen.matching.gate import Alike
    from uyghurscreen.matching.index import NameIndex

__all__ = [
    "BATCH",
    "THREADS",
    "score_against",
    "score_candidates",
    "score_names",
    "score_texts",
    "with_candidates",
]

BATCH: Final = 100_000
"""Names handled at a time: memory is bounded by this, not by the input."""

_WORTH_A_THREAD: Final = 10_000
"""Names that a thread of their own is worth."""

_OF_LISTED: Final = ("rarity", "variant", "initials")
"""What is known of a listed name besides."""

THREADS: Final = 2
"""Threads; what they call works outside the interpreter."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidate pairs with their score.

    Attributes:
        query: Number of the query of each pair.
        form: Of the listed name.
        score: In [0, 1].
        features: A row per feature, in the order of `FEATURE_NAMES`, a column per pair.
    """

    query: NDArray[np.uint32]
    form: NDArray[np.uint32]
    score: NDArray[np.float64]
    features: NDArray[np.float32]

    def some(
        self, rows: NDArray[Any], query: NDArray[np.uint32] | None = None
    ) -> Scored:
        """Return some of the pairs, by row or by mask, or with queries of theirs."""
        query = self.query if query is None else query
        features = self.features[:, rows]
        return Scored(query[rows], self.form[rows], self.score[rows], features)

    def frame(self) -> pl.DataFrame:
        """Return columns `query`, `form`, `score`, and one per feature."""
        pairs = {"query": self.query, "form": self.form, "score": self.score}
        # Slices of one column: to make one of each array takes twice as long.
        every, size = pl.Series(self.features.reshape(-1)), len(self.query)
        features = (
            every.slice(i * size, size).alias(name)
            for i, name in enumerate(FEATURE_NAMES)
        )
        return pl.DataFrame(pairs).hstack(list(features))


_NONE: Final = Scored(
    np.empty(0, np.uint32),
    np.empty(0, np.uint32),
    np.empty(0, np.float64),
    np.empty((len(FEATURE_NAMES), 0), np.float32),
)


def score_names(
    names: pl.Series,
    index: NameIndex,
    step: Callable[[int, int | None], None],
    *,
    least: float = 0.0,
    threads: int = THREADS,
) -> pl.DataFrame:
    """Return the scored candidate pairs of distinct names.

    Args:
        names: The names, without nulls.
        index: The listed names.
        step: Told, after each batch, how many names are done, and of how many.
        least: The lowest score.
        threads: How many threads share a batch.

    Returns:
        Columns `query` (position in `names`), `form`, `score`, and one per feature,
        sorted by `query` and `form`.
    """
    parts, done = [], 0
    for batch in _in_batches(names, threads, partial(_share, index=index)):
        parts += [scored.some(scored.score >= least).frame() for scored in batch]
        done = min(done + BATCH, len(names))
        step(done, len(names))
    return pl.concat(parts)


def with_candidates(names: pl.Series, index: NameIndex) -> pl.Series:
    """Return the rows of distinct names that have a candidate at all, in order.

    Args:
        names: The names, without nulls.
        index: The listed names.
    """

    def rows(some: pl.Series, start: int) -> pl.Series:
        queries, found = _candidates(some, index)
        if found.is_empty():
            return pl.Series([], dtype=pl.UInt32)
        return queries["row"][found["query"].unique()] + start

    if index.forms.is_empty():
        return pl.Series([], dtype=pl.UInt32)
    found = chain.from_iterable(_in_batches(names, THREADS, rows))
    return pl.concat(found).unique().sort()


def _in_batches(
    names: pl.Series, threads: int, work: Callable[[pl.Series, int], Done]
) -> Iterator[list[Done]]:
    """Yield what comes of the names of each batch, of which each thread does a share.

    Args:
        names: The names.
        threads: How many threads share a batch.
        work: What to do with some names, given the number of the first.
    """
    for start in range(0, max(len(names), 1), BATCH):
        batch = names.slice(start, BATCH)
        share = max(-(-len(batch) // threads), _WORTH_A_THREAD)
        firsts = range(0, max(len(batch), 1), share)
        shares = [batch.slice(first, share) for first in firsts]
        numbers = [start + first for first in firsts]
        if len(shares) == 1:
            yield [work(shares[0], start)]
            continue
        with ThreadPoolExecutor(threads) as pool:
            yield list(pool.map(work, shares, numbers))


def _share(names: pl.Series, start: int, index: NameIndex) -> Scored:
    """Return the pairs of some names, those of the best of each name's texts.

    Args:
        names: The names.
        start: Number of the first.
        index: The listed names.
    """
    scored = score_texts(names, index)
    best = first_of_each(scored.query, scored.form, -scored.score)
    return scored.some(best, scored.query + np.uint32(start))


def score_texts(names: pl.Series, index: NameIndex) -> Scored:
    """Return the candidate pairs of names: all are looked at, the few admitted read.

    A name and a form stand there once for each text that the form was found by, and for
    each that is put right; `query` is the position in `names`.
    """
    queries, found = _candidates(names, index)
    if found.is_empty():
        return _NONE
    # Only some texts have a candidate at all; the others need not be read further.
    query, form, cosine = (column.to_numpy() for column in found.iter_columns())
    used, query = np.unique(query, return_inverse=True)
    if len(used) < queries.height:
        queries = queries[as_rows(used)]
    pairs, queries, _ = with_mended((query, form, cosine), queries, index)
    scored = score_candidates(pairs, queries, index)
    return replace(scored, query=queries["row"].to_numpy()[scored.query])


def _candidates(
    names: pl.Series, index: NameIndex
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the texts of names that are read, see `read`, and their candidates."""
    texts, alike = _admitted(names, index)
    if texts.is_empty():
        return texts, pl.DataFrame()
    queries = _numbered(texts, canonical(texts["text"], texts["folded"]))
    return queries, candidates(queries, index, alike)


def _admitted(names: pl.Series, index: NameIndex) -> tuple[pl.DataFrame, Alike]:
    """Return the texts to be read in full, and which listed ones they may be.

    Returns:
        The columns of `readings`, and `open`, see `gate.open_texts`; and the rows of
        those texts with the gate's.
    """
    seen, alike = index.gate.first_look(names)
    whole, closer = (
        pl.Series("row", np.flatnonzero(seen == kind).astype(np.uint32))
        for kind in (READ_WHOLE, LOOK_CLOSER)
    )
    alike = alike._replace(row=np.searchsorted(whole.to_numpy(), alike.row))
    text = names[whole].alias("text")
    texts = pl.DataFrame([whole, text, fold(text).alias("folded")])
    plainly = (all_along(False, texts.height, name) for name in ("part", "open"))
    texts = texts.hstack(list(plainly))
    if len(closer):
        read = readings(names[closer])
        is_open = open_texts(read["folded"])
        let_in, more = index.gate.admits(read["folded"], is_open)
        columns = [closer[read["row"]], *(read[c] for c in ("text", "folded", "part"))]
        columns.append(pl.Series("open", is_open))
        place = len(whole) + np.cumsum(let_in) - 1
        alike = together(alike, more._replace(row=place[more.row]))
        texts = pl.concat([texts, pl.DataFrame(columns).filter(pl.Series(let_in))])
    return texts, alike


def read(names: pl.Series) -> pl.DataFrame:
    """Return every reading of names, canonical.

    Returns:
        Schema `CANONICAL` plus `query` (row number), `row` (position in `names`),
        `text`, `folded` and `part`, see `names.readings`, `open`, see `gate`, and
        `brand_slips` and `other_slips`, see `slips`: none.
    """
    texts = readings(names)
    texts = texts.with_columns(open=pl.Series(open_texts(texts["folded"])))
    return _numbered(texts, canonical(texts["text"], texts["folded"]))


def _numbered(texts: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    none = [all_along(0, texts.height, name) for name in SLIPS]
    return texts.hstack([*words, *none]).with_row_index("query")


def score_against(name: str, forms: pl.Series, index: NameIndex) -> pl.DataFrame:
    """Return one name scored against given forms, with both canonical sides.

    The path is that of `score_names`, but for retrieval: a pair it would not have
    brought up can be looked at as well.

    Returns:
        The columns of `Scored.frame`; `text` and `as_written`, what was read of the
        name, and that as `structure` spells it, slips and all; and `CANONICAL` of both
        sides, with the prefixes `q_` and `l_`.
    """
    queries = read(pl.Series([name]))
    query = np.repeat(np.arange(queries.height, dtype=np.uint32), len(forms))
    form = np.tile(forms.to_numpy(), queries.height)
    cosine = np.concatenate(
        [similarity(part, forms, index) for part in queries.iter_slices(1)]
    )
    pairs, queries, _ = with_mended((query, form, cosine), queries, index)
    scored = score_candidates(pairs, queries, index)
    rows, listed = pl.Series(scored.query), pl.Series(scored.form)
    of = queries.select("text", as_written=queries["spelled"].gather(queries["query"]))
    return pl.concat(
        [
            scored.frame(),
            of.select(pl.all().gather(rows)),
            _gather(queries, rows, "q_"),
            _gather(index.forms, listed, "l_"),
        ],
        how="horizontal",
    )


def score_candidates(pairs: Pairs, queries: pl.DataFrame, index: NameIndex) -> Scored:
    """Return candidate pairs with their score and features.

    Args:
        pairs: Row of each query and of each form, and how alike they are.
        queries: See `read`.
        index: The listed names.
    """
    query, form = (np.ascontiguousarray(rows, np.uint32) for rows in pairs[:2])
    words = Words(queries["spelled"])
    own = {name: queries[name].to_numpy() for name in ("part", *SLIPS)}
    listed = {name: index.forms[name].to_numpy() for name in _OF_LISTED}
    evidence = features(
        {
            "cosine": pairs[2],
            **aligned(query, form, words, index.words),
            **likened(query, form, Named(queries), index.named),
            **{f"q_{name}": column[query] for name, column in own.items()},
            **{f"l_{name}": column[form] for name, column in listed.items()},
        }
    )
    return Scored(query, form, score(evidence), evidence)


def _gather(frame: pl.DataFrame, rows: pl.Series, prefix: str) -> pl.DataFrame:
    return frame.select(
        pl.col(name).gather(rows).alias(prefix + name) for name in CANONICAL
    )
