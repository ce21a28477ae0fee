"""Candidate pairs with both names side by side, scored."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from uyghurscreen.matching.aligned import Words, aligned
from uyghurscreen.matching.features import features
from uyghurscreen.matching.first_look import LOOK_CLOSER, READ_WHOLE
from uyghurscreen.matching.firsts import first_of_each
from uyghurscreen.matching.likened import Named, likened
from uyghurscreen.matching.retrieval import candidates, similarity
from uyghurscreen.matching.scoring import score
from uyghurscreen.names.normalize import fold
from uyghurscreen.names.readings import readings
from uyghurscreen.names.structure import CANONICAL, canonical
from uyghurscreen.schema import FEATURE_NAMES

if TYPE_CHECKING:
    from uyghurscreen.matching.index import NameIndex

__all__ = [
    "BATCH",
    "THREADS",
    "score_against",
    "score_candidates",
    "score_names",
]

BATCH: Final = 100_000
"""Names handled at a time: memory is bounded by this, not by the input."""

_WORTH_A_THREAD: Final = 10_000
"""Names that a thread of their own is worth."""

_OF_LISTED: Final = ("rarity", "variant", "initials")
"""What is known of a listed name besides."""

THREADS: Final = 2
"""Threads; what they call works outside the interpreter."""


_SCORED: Final = pl.Schema(
    {
        "query": pl.UInt32(),
        "form": pl.UInt32(),
        "score": pl.Float64(),
        **dict.fromkeys(FEATURE_NAMES, pl.Float32()),
        "row": pl.UInt32(),
    }
)


def score_names(
    names: pl.Series,
    index: NameIndex,
    step: Callable[[int, int | None], None],
    *,
    threads: int = THREADS,
) -> pl.DataFrame:
    """Return the scored candidate pairs of distinct names.

    Args:
        names: The names, without nulls.
        index: The listed names.
        step: Told, after each batch, how many names are done, and of how many.
        threads: How many threads share a batch.

    Returns:
        Columns `query` (position in `names`), `form`, `score`, and one per feature,
        sorted by `query` and `form`.
    """
    parts = []
    for start in range(0, max(len(names), 1), BATCH):
        scored = _score_batch(names.slice(start, BATCH), index, threads)
        parts.append(scored.with_columns(pl.col("query") + start) if start else scored)
        step(min(start + BATCH, len(names)), len(names))
    return pl.concat(parts)


def _score_batch(names: pl.Series, index: NameIndex, threads: int) -> pl.DataFrame:
    """Return the best pairs of each name and form, each thread doing its share."""
    share = max(-(-len(names) // threads), _WORTH_A_THREAD)
    if share >= len(names):
        return _share(names, index, 0)
    with ThreadPoolExecutor(threads) as pool:
        starts = range(0, len(names), share)
        scored = pool.map(lambda i: _share(names.slice(i, share), index, i), starts)
        return pl.concat(scored)


def _share(names: pl.Series, index: NameIndex, start: int) -> pl.DataFrame:
    """Return the pairs of some names: all are looked at, the few admitted are read."""
    texts, told = _admitted(names, index)
    best = _best_of_readings(_scored(texts, told, index))
    return best.with_columns(pl.col("query") + start) if start else best


def _admitted(names: pl.Series, index: NameIndex) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the texts to be read in full, and what the gate tells of some of them.

    Returns:
        The columns of `readings` and `plain`, which says of a text that it was looked
        at as it is; and see `retrieval.candidates`.
    """
    seen, told = index.gate.first_look(names)
    whole = pl.Series(np.flatnonzero(seen == READ_WHOLE), dtype=pl.UInt32)
    closer = pl.Series(np.flatnonzero(seen == LOOK_CLOSER), dtype=pl.UInt32)
    text = names.gather(whole)
    admitted = pl.DataFrame(
        {"row": whole, "text": text, "folded": fold(text)}
    ).with_columns(part=False, plain=True)
    if not closer.is_empty():
        texts = readings(names.gather(closer))
        texts = texts.with_columns(
            row=closer.gather(texts["row"]), plain=pl.lit(False)
        ).filter(pl.Series(index.gate.admits(texts["folded"])))
        admitted = pl.concat([admitted, texts.select(admitted.columns)])
        admitted = admitted.sort("row", maintain_order=True)
    return admitted, told


def _best_of_readings(scored: pl.DataFrame) -> pl.DataFrame:
    row, form, worth, reading = (
        scored[name].to_numpy() for name in ("row", "form", "score", "query")
    )
    rows = first_of_each(row, form, -worth, reading)
    kept = pl.col("row").alias("query"), pl.exclude("query", "row")
    return scored.select(column.gather(rows) for column in kept)


def _scored(texts: pl.DataFrame, told: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """Return the scored candidate pairs of texts, with the `row` of each text."""
    if texts.is_empty():
        return pl.DataFrame(schema=_SCORED)
    queries = _numbered(texts, canonical(texts["text"], texts["folded"]))
    found = candidates(queries, index, told)
    if found.is_empty():
        return pl.DataFrame(schema=_SCORED)
    # Only some texts have a candidate at all; the others need not be read further.
    used = found["query"].unique().sort()
    queries = queries.select(pl.exclude("query").gather(used))
    pairs = found.with_columns(query=used.search_sorted(found["query"]))
    scored = score_candidates(pairs, queries.with_row_index("query"), index)
    return scored.with_columns(row=queries["row"].gather(pairs["query"]))


def read(names: pl.Series) -> pl.DataFrame:
    """Return every reading of names, canonical.

    Returns:
        Schema `CANONICAL` plus `query` (row number), `row` (position in `names`),
        `text` and `part`, see `names.readings`.
    """
    texts = readings(names)
    return _numbered(texts, canonical(texts["text"]))


def _numbered(texts: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([texts, words], how="horizontal").with_row_index("query")


def score_against(name: str, forms: pl.Series, index: NameIndex) -> pl.DataFrame:
    """Return one name scored against given forms, with both canonical sides.

    The path is that of `score_names`, but for retrieval: a pair it would not have
    brought up can be looked at as well.
    """
    queries = read(pl.Series([name]))
    pairs = pl.concat(
        [
            pl.DataFrame(
                {
                    "query": pl.Series([query], dtype=pl.UInt32).new_from_index(
                        0, len(forms)
                    ),
                    "form": forms,
                    "cosine": similarity(queries.slice(query, 1), forms, index),
                }
            )
            for query in range(queries.height)
        ]
    )
    return pl.concat(
        [
            score_candidates(pairs, queries, index),
            queries.select("text").select(pl.all().gather(pairs["query"])),
            _gather(queries, pairs["query"], "q_"),
            _gather(index.forms, pairs["form"], "l_"),
        ],
        how="horizontal",
    )


def score_candidates(
    pairs: pl.DataFrame, queries: pl.DataFrame, index: NameIndex
) -> pl.DataFrame:
    """Return candidate pairs with their score and features.

    Args:
        pairs: Columns `query`, `form` and `cosine`.
        queries: See `read`.
        index: The listed names.
    """
    query, form = (pairs[side].cast(pl.UInt32).to_numpy() for side in ("query", "form"))
    words = Words(queries["spelled"])
    own = {"part": queries["part"].to_numpy()}
    listed = {name: index.forms[name].to_numpy() for name in _OF_LISTED}
    evidence = features(
        {
            "cosine": pairs["cosine"].to_numpy(),
            **aligned(query, form, words, index.words),
            **likened(query, form, Named(queries), index.named),
            **{f"q_{name}": column[query] for name, column in own.items()},
            **{f"l_{name}": column[form] for name, column in listed.items()},
        }
    )
    return pl.concat(
        [pairs.select("query", "form"), score(evidence).to_frame(), evidence],
        how="horizontal",
    )


def _gather(frame: pl.DataFrame, rows: pl.Series, prefix: str) -> pl.DataFrame:
    return frame.select(
        pl.col(name).gather(rows).alias(prefix + name) for name in CANONICAL
    )
