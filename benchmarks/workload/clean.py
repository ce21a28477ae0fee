"""Clean names that are real: those of the plain cases, and of trade counterparties."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

CASES = Path(__file__).parents[1] / "cases" / "clean.csv"
TRADE = Path(__file__).parents[3] / "shared" / "eval" / "background_trade_names.csv.gz"
"""Real trade counterparties (MIT), where the folder `../shared` is there."""


@cache
def plain_cases() -> pl.Series:
    """Return the plain names of the clean cases, none of them a near-miss."""
    cases = pl.read_csv(CASES, infer_schema=False)
    return cases.filter(pl.col("phenomenon").str.starts_with("plain"))["query"]


@cache
def trade_names() -> pl.Series:
    """Return trade counterparties; none where they are not there."""
    if not TRADE.exists():
        return pl.Series([], dtype=pl.String)
    names = pl.read_csv(TRADE, infer_schema=False)["name_1"].drop_nulls()
    return names.filter(names.str.contains(r"\p{L}{2}")).unique(maintain_order=True)
