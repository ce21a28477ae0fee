"""A run kept to compare later ones with: which cases flipped, not only how many.

`frozen_run.csv` has a row per case. `own` says that a positive case's own entity came
first, alone; `alert` that the first place reached the default threshold.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
from cases import entities

FROZEN = Path(__file__).parent / "frozen_run.csv"
KEY = ["phenomenon", "query", "positive"]
FLAGS = ["own", "alert"]


def freeze(judgements: pl.DataFrame, threshold: float) -> None:
    """Write what a run found."""
    outcomes(judgements, threshold).write_csv(FROZEN)


def outcomes(judgements: pl.DataFrame, threshold: float) -> pl.DataFrame:
    """Return the rows of a run, as they are written."""
    names = entities().select(found="entry_id", found_entry_name="entry_name")
    flags = {"positive": "positive", "own": "first", "alert": "alert"}
    return (
        judgements.join(names, on="found", how="left")
        .with_columns(alert=pl.col("score") >= threshold)
        .select(
            "phenomenon",
            "query",
            *(pl.col(c).cast(pl.Int8).alias(name) for name, c in flags.items()),
            "found_entry_name",
        )
        .sort(KEY)
    )


def flips(judgements: pl.DataFrame, threshold: float) -> str:
    """Return a table of the cases that a frozen run decided otherwise."""
    if not FROZEN.exists():
        return "No frozen run to compare with (`accuracy.py --freeze` writes one).\n"
    types = {"positive": pl.Int8, "own": pl.Int8, "alert": pl.Int8}
    before = pl.read_csv(FROZEN, schema_overrides=types)
    now = outcomes(judgements, threshold)
    both = now.join(
        before.select(*KEY, *(pl.col(flag).alias(f"was_{flag}") for flag in FLAGS)),
        on=KEY,
    )
    hit = (pl.col("own") == 1) & (pl.col("alert") == 1)
    was_hit = (pl.col("was_own") == 1) & (pl.col("was_alert") == 1)
    loud, was_loud = pl.col("alert") == 1, pl.col("was_alert") == 1
    positive = pl.col("positive") == 1
    kinds = {
        "found to lost": positive & was_hit & ~hit,
        "lost to found": positive & ~was_hit & hit,
        "quiet to alert": ~positive & ~was_loud & loud,
        "alert to quiet": ~positive & was_loud & ~loud,
    }
    counted = (
        both.group_by("phenomenon")
        .agg(test.sum().alias(name) for name, test in kinds.items())
        .filter(pl.sum_horizontal(list(kinds)) > 0)
        .sort("phenomenon")
    )
    head = (
        f"Against the frozen run: {both.height:,} cases compared, "
        f"{now.height - both.height:,} not in it.\n\n"
    )
    lines = [f"| phenomenon | {' | '.join(kinds)} |", "|---|" + "---|" * len(kinds)]
    rows = [*counted.iter_rows(), ("all", *counted.select(list(kinds)).sum().row(0))]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return head + "\n".join(lines) + "\n"
