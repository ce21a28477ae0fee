"""What a Screener makes of a deck, at every threshold, and what a sample says of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from random import Random
from typing import TYPE_CHECKING, Final

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.validation.decks import DECK

if TYPE_CHECKING:
    from uyghurscreen.screener import Screener

__all__ = [
    "LOWEST",
    "RESULTS",
    "by_operator",
    "estimate",
    "run",
    "sample_around",
    "sweep",
]

LOWEST: Final = 0.05
"""Decks are screened down to this score, so that thresholds can be compared."""

RESULTS: Final = pl.Schema(
    {
        **DECK,
        "score": pl.Float64(),
        "entry_name": pl.String(),
        "name_score": pl.Float64(),
    }
)
"""A deck, screened. `score` is that of the entry to be found, or, of a placebo, of the
best entry; 0 where there is none. `entry_name` is the best entry of all, and
`name_score` its score."""

_JUDGEMENTS: Final = ("yes", "no")


def run(screener: Screener, deck: pl.DataFrame, *, limit: int = 5) -> pl.DataFrame:
    """Screen a deck and say how well the right entries were found, schema `RESULTS`.

    Args:
        screener: With the lists and the limits that are to be tested.
        deck: Schema `DECK`; several may be put together with `pl.concat`.
        limit: Hits kept per name, as in `screen`: an entry behind so many others is
            missed.
    """
    missing = [name for name in DECK.names() if name not in deck.columns]
    if missing:
        raise ColumnNotFoundError(f"a deck has no column {missing[0]!r}.")
    cases = deck.with_row_index("case").cast({"case": pl.Int64})
    hits = screener.screen(
        cases, name="query_name", id="case", threshold=LOWEST, limit=limit
    )
    best = hits.unique("query_id", keep="first", maintain_order=True).select(
        "entry_name", case="query_id", name_score="score"
    )
    own = hits.select("list_id", "entry_id", "score", case="query_id")
    placebo = pl.col("entry_id").is_null()
    return (
        cases.join(
            own, on=["case", "list_id", "entry_id"], how="left", maintain_order="left"
        )
        .join(best, on="case", how="left", maintain_order="left")
        .with_columns(pl.col("name_score").fill_null(0))
        .with_columns(
            score=pl.when(placebo).then("name_score").otherwise("score").fill_null(0)
        )
        .select(RESULTS.names())
    )


def sweep(
    results: pl.DataFrame, thresholds: Sequence[float] | None = None
) -> pl.DataFrame:
    """Return what each threshold finds of each deck.

    Args:
        results: What `run` returns.
        thresholds: Every hundredth from 0.05 to 1 if not given.

    Returns:
        `deck, threshold, names, found, share`, sorted. Of the exact and manipulated
        decks `share` is recall; of the placebo deck, times 1,000, it is the alerts per
        1,000 names of companies that are on no list.
    """
    chosen = (
        [step / 100 for step in range(5, 101)] if thresholds is None else thresholds
    )
    steps = pl.DataFrame({"threshold": chosen}, schema={"threshold": pl.Float64})
    return (
        results.select("deck", "score")
        .join(steps, how="cross")
        .group_by("deck", "threshold")
        .agg(names=pl.len(), found=(pl.col("score") >= pl.col("threshold")).sum())
        .with_columns(share=pl.col("found") / pl.col("names"))
        .sort("deck", "threshold")
    )


def by_operator(results: pl.DataFrame, threshold: float) -> pl.DataFrame:
    """Return what a threshold finds of each deck, by how its names were made.

    Returns:
        `deck, operator, names, found, share`, the smallest share of a deck first.
    """
    return (
        results.group_by("deck", "operator")
        .agg(names=pl.len(), found=(pl.col("score") >= threshold).sum())
        .with_columns(share=pl.col("found") / pl.col("names"))
        .sort("deck", "share", "operator")
    )


def sample_around(
    hits: pl.DataFrame,
    threshold: float,
    *,
    width: float = 0.1,
    count: int = 25,
    seed: int = 7,
) -> pl.DataFrame:
    """Return hits just above and just below a threshold, for a person to judge.

    What stands just below says what a lower threshold would find; what stands just
    above, what a higher one would spare.

    Args:
        hits: Hits of your own names, screened at `threshold - width` or lower.
        threshold: The threshold.
        width: How far above and below.
        count: How many of each side, at most.
        seed: The same seed draws the same hits.

    Returns:
        The hits, with `side` (`above` or `below`) and an empty `judgement` to be filled
        with `yes` (the name may be the entry's) or `no`; see `estimate`.
    """
    if not 0 < width <= 1 or count < 1:
        raise InputError(
            f"width={width}, count={count}: width is in (0, 1], count at least 1."
        )
    sides = {
        "above": (threshold, threshold + width),
        "below": (threshold - width, threshold),
    }
    parts = []
    for side, (low, high) in sides.items():
        there = hits.filter(pl.col("score") >= low, pl.col("score") < high)
        draw = Random(f"{seed} {side}")
        rows = sorted(draw.sample(range(there.height), min(count, there.height)))
        parts.append(
            there[rows].select(
                pl.lit(side).alias("side"),
                pl.lit(None, pl.String).alias("judgement"),
                pl.all(),
            )
        )
    return pl.concat(parts)


def estimate(judged: pl.DataFrame) -> pl.DataFrame:
    """Return how many hits of each side a person has upheld, with an interval.

    Args:
        judged: What `sample_around` returned, with `judgement` filled.

    Returns:
        `side, judged, upheld, share, low, high`: the last two are Wilson's interval at
        95 %.

    Raises:
        InputError: If a judgement is neither `yes` nor `no`; empty ones are left out.

    Example:
        >>> judged = pl.DataFrame({"side": ["above"] * 4,
        ...                        "judgement": ["yes", "yes", "no", None]})
        >>> estimate(judged).select("judged", "upheld").row(0)
        (3, 2)
    """
    told = judged.filter(pl.col("judgement").is_not_null())
    other = told.filter(~pl.col("judgement").is_in(_JUDGEMENTS))
    if other.height:
        raise InputError(
            f"judgement {other['judgement'][0]!r}: it is one of "
            f"{', '.join(_JUDGEMENTS)}, or empty."
        )
    counted = (
        told.group_by("side")
        .agg(judged=pl.len(), upheld=(pl.col("judgement") == "yes").sum())
        .sort("side")
    )
    bounds = [_wilson(upheld, of) for _, of, upheld in counted.rows()]
    return counted.with_columns(
        share=pl.col("upheld") / pl.col("judged"),
        low=pl.Series([low for low, _ in bounds], dtype=pl.Float64),
        high=pl.Series([high for _, high in bounds], dtype=pl.Float64),
    )


def _wilson(found: int, of: int, z: float = 1.96) -> tuple[float, float]:
    share = found / of
    middle = share + z * z / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return (middle - half) / scale, (middle + half) / scale
