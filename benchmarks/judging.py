"""From the scores of candidates to recall at an alert rate.

`Scores` hold, per case, `found` (the best entity), its `score`, and `next`, the best
score of another entity. Ties are broken against the matcher: a tie with another entity
is a miss.
"""

from __future__ import annotations

import polars as pl

Scores = pl.DataFrame

RELATED = "near_sister"
"""Clean names related to a listed one, which an alert is not wrong for."""


def best(candidates: pl.DataFrame) -> Scores:
    """Return the `Scores` of candidates (`case`, `entity`, `score`)."""
    per_entity = candidates.group_by("case", "entity").agg(pl.col("score").max())
    ordered = per_entity.sort(
        "case", "score", "entity", descending=[False, True, False]
    )
    return ordered.group_by("case", maintain_order=True).agg(
        pl.col("entity").first().alias("found"),
        pl.col("score").first(),
        next=pl.col("score").get(1, null_on_oob=True).fill_null(-1.0),
    )


def judged(cases: pl.DataFrame, scores: Scores) -> pl.DataFrame:
    """Return the cases with `score` and `first` (own entity alone in first place)."""
    return cases.join(
        scores, on="case", how="left", maintain_order="left"
    ).with_columns(
        pl.col("score").fill_null(0.0),
        first=(
            (pl.col("found") == pl.col("entity")) & (pl.col("score") > pl.col("next"))
        ).fill_null(False),
    )


def clean(judgements: pl.DataFrame) -> pl.DataFrame:
    """Return the clean names that an alert is wrong for."""
    return judgements.filter(~pl.col("positive"), pl.col("phenomenon") != RELATED)


def plain(judgements: pl.DataFrame) -> pl.DataFrame:
    """Return the clean names that were not made to resemble a listed one."""
    return clean(judgements).filter(pl.col("phenomenon").str.starts_with("plain"))


def threshold_at(names: pl.DataFrame, share: float) -> float:
    """Return the score that no more than a share of clean names exceed."""
    ordered = names["score"].sort(descending=True)
    return float(ordered[int(len(ordered) * share)])


def recall(judgements: pl.DataFrame, threshold: float) -> float:
    """Return the share of positives found first above a threshold."""
    positives = judgements.filter("positive")
    return share(positives["first"] & (positives["score"] > threshold))


def share(values: pl.Series) -> float:
    """Return the share of true values, not a number if there are none."""
    return float(values.sum()) / len(values) if len(values) else float("nan")
