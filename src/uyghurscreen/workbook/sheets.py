"""The sheets of a workbook of hits, and their columns."""

from __future__ import annotations

from typing import Final, get_args

import polars as pl

from uyghurscreen.decisions import SHEET, Disposition
from uyghurscreen.evidence import hit_words
from uyghurscreen.explanation import summary
from uyghurscreen.html_report.data import listed_under
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.queries import Queries
from uyghurscreen.review import REVIEWED

__all__ = [
    "DISPOSITIONS",
    "HELD",
    "HITS_SHEET",
    "METHOD_SHEET",
    "WRITTEN_SHEET",
    "rows",
]

HITS_SHEET, METHOD_SHEET, WRITTEN_SHEET = "hits", "method", "written"

DISPOSITIONS: Final[tuple[str, ...]] = get_args(Disposition)

HELD: Final = (
    "query_id",
    "query_name",
    "list_id",
    "list_version",
    "entry_id",
    "entry_name",
    "matched_name",
    "score",
    "band",
    "record",
    "record_id",
    "entry_content",
)
"""Columns that a reviewer must leave as they are."""

_LONGEST: Final = 32_767
"""Characters that a cell holds."""

_ORDER: Final = (
    "hit",
    "query_id",
    "query_name",
    "entry_name",
    "list_id",
    "score",
    "band",
    "why",
    "words",
    *SHEET,
    "change",
    *REVIEWED,
    "matched_name",
    "name_kind",
    "relation",
    "listed_under",
    "query_country",
    "query_address",
    "entry_countries",
    "entry_addresses",
    "first_listed",
    "citations",
    "license_requirement",
    "license_policy",
    "country_evidence",
    "address_similarity",
    "rank",
    "list_version",
    "entry_id",
    "record",
    "record_id",
    "entry_content",
)


def rows(
    hits: pl.DataFrame,
    entries: pl.DataFrame,
    index: NameIndex,
    queries: Queries | None,
) -> pl.DataFrame:
    """Return hits as they stand in the sheet: one row a hit, columns for people first.

    Args:
        hits: Hits with the columns of `IDENTIFIED` and `SHEET`.
        entries: The entries they were found on, schema `ENTRIES`.
        index: The listed names.
        queries: The rows that were screened, for their countries and addresses.
    """
    number = pl.int_range(1, hits.height + 1, dtype=pl.UInt32, eager=True)
    why = [summary(hit) for hit in hits.iter_rows(named=True)]
    listed = entries.select(
        "list_id",
        "entry_id",
        "first_listed",
        "license_requirement",
        "license_policy",
        pl.col("citations").list.join(", "),
        entry_countries=pl.col("countries").list.join(", "),
        entry_addresses=pl.col("addresses").list.join("; "),
    )
    found = (
        hits.with_columns(hit=number, why=pl.Series(why, dtype=pl.String))
        .join(_words(hits, index), on="hit", how="left", maintain_order="left")
        .join(listed, on=["list_id", "entry_id"], how="left", maintain_order="left")
        .join(
            listed_under(entries),
            on=["list_id", "entry_id"],
            how="left",
            maintain_order="left",
        )
    )
    if queries is not None:
        asked = queries.screened.select(
            "query_id", query_country="country", query_address="address"
        )
        found = found.join(
            asked.unique("query_id", keep="first", maintain_order=True),
            on="query_id",
            how="left",
            maintain_order="left",
        )
    # A number of more than fifteen digits is not kept whole in a spreadsheet.
    return (
        found.with_columns(pl.col("query_id").cast(pl.String))
        .select(name for name in _ORDER if name in found.columns)
        .with_columns(pl.col(pl.String).str.slice(0, _LONGEST))
    )


def _words(hits: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """Return the words side by side of each hit, in one line of text."""
    absent = pl.lit("–")
    text = pl.concat_str(
        pl.when(pl.col("token") == "").then(absent).otherwise("token"),
        pl.lit(" = "),
        pl.when(pl.col("counterpart") == "").then(absent).otherwise("counterpart"),
        pl.lit(" ("),
        "relation",
        pl.lit(")"),
    )
    return (
        hit_words(hits, index)
        .group_by("hit", maintain_order=True)
        .agg(words=text.str.join("; "))
        .with_columns(pl.col("hit") + 1)
    )
