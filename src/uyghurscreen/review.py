"""Hits and what was decided about them.

A hit that was cleared is marked, never taken out. It alerts again when the record or
the entry is not what it was when the decision was made, or the decision has expired.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from uyghurscreen.canonical import canonical_json, sha256
from uyghurscreen.decisions import (
    IDENTIFIED,
    SHEET,
    Decisions,
    check_identified,
)
from uyghurscreen.errors import InputError
from uyghurscreen.fingerprints import record_fingerprint
from uyghurscreen.lists import clock
from uyghurscreen.queries import read_queries
from uyghurscreen.typing import Joined

__all__ = ["IDENTIFIED", "REVIEWED", "SHEET", "Decisions", "identify", "suppress"]

REVIEWED: Final = pl.Schema(
    {
        "suppressed": pl.Boolean(),
        "disposition": pl.String(),
        "decision_reason": pl.String(),
        "reviewer": pl.String(),
        "decided_at": pl.Datetime("us", "UTC"),
        "expires": pl.Date(),
        "lapsed": pl.String(),
    }
)
"""What `suppress` adds to hits: the last decision about each.

`suppressed` is true for a hit that was cleared and need not be looked at. `lapsed` says
why an earlier decision does not hold: `entry changed`, `record changed` or `expired`.
"""

_PAIR: Final = ["record", "list_id", "entry_id"]


def identify(
    hits: pl.DataFrame,
    entries: pl.DataFrame,
    frame: object,
    *,
    name: Joined = "name",
    id: str | None = None,
    country: str | None = None,
    address: Joined | None = None,
) -> pl.DataFrame:
    """Add to hits what a decision is held by: the columns of `IDENTIFIED`.

    Args:
        hits: Hits, schema `HITS`.
        entries: The entries they were found on, `Screener.entries`.
        frame: What was screened.
        name: The column of names, as for `screen`, and so are the others.
        id: A column that tells rows apart; without one a record has no id.
        country: A column of countries.
        address: A column of addresses.

    Raises:
        InputError: If hits, entries and frame do not belong together.
    """
    screened = read_queries(frame, name=name, id=id, country=country, address=address)
    records = (
        screened.screened.join(
            hits.select("query_id").unique(),
            on="query_id",
            how="semi",
            nulls_equal=True,
        )
        .select("query_id", "query_name", "country", "address")
        .with_columns(record_id="query_id" if id else pl.lit(None))
        .with_columns(pl.col("record_id").cast(pl.String))
    )
    prints = [
        record_fingerprint(
            row["query_name"],
            id=row["record_id"],
            country=row["country"],
            address=row["address"],
        )
        for row in records.iter_rows(named=True)
    ]
    contents = entries.join(hits, on=["list_id", "entry_id"], how="semi")
    identified = hits.join(
        records.select("query_id", "query_name", "record_id").with_columns(
            record=pl.Series(prints, dtype=pl.String)
        ),
        on=["query_id", "query_name"],
        how="left",
        maintain_order="left",
    ).join(
        contents.select(
            "list_id",
            "entry_id",
            entry_content=pl.Series(_contents(contents), dtype=pl.String),
        ),
        on=["list_id", "entry_id"],
        how="left",
        maintain_order="left",
    )
    for column, what in (("record", "rows of the frame"), ("entry_content", "entries")):
        missing = identified[column].null_count()
        if missing:
            raise InputError(
                f"{missing} of {hits.height} hits are of no {what} given. Pass the "
                "frame that was screened, its columns, and Screener.entries."
            )
    return identified.select(*hits.columns, *IDENTIFIED)


def suppress(
    hits: pl.DataFrame, decisions: pl.DataFrame, *, on: date | None = None
) -> pl.DataFrame:
    """Mark the hits that need not be looked at again; none is taken out.

    Args:
        hits: Hits with the columns of `IDENTIFIED`.
        decisions: What was decided, `Decisions.frame`.
        on: The day decisions have to hold; today (UTC), unless told.

    Returns:
        The hits in their order, with the columns of `REVIEWED`.

    Raises:
        InputError: If the hits are not identified.
    """
    check_identified(hits)
    today = clock.today() if on is None else on
    last = decisions.sort("number").unique(_PAIR, keep="last", maintain_order=True)
    found = hits.join(
        last.select(
            *_PAIR,
            "disposition",
            "reviewer",
            "decided_at",
            "expires",
            decision_reason="reason",
            decided_on="entry_content",
        ),
        on=_PAIR,
        how="left",
        maintain_order="left",
    ).join(
        last.filter(disposition="cleared")
        .select("record_id", "list_id", "entry_id", cleared_once=True)
        .drop_nulls("record_id")
        .unique(),
        on=["record_id", "list_id", "entry_id"],
        how="left",
        maintain_order="left",
    )
    decided = pl.col("disposition").is_not_null()
    lapsed = (
        pl.when(decided & (pl.col("decided_on") != pl.col("entry_content")))
        .then(pl.lit("entry changed"))
        .when(decided & (pl.col("expires") < today))
        .then(pl.lit("expired"))
        .when(~decided & pl.col("cleared_once").fill_null(False))
        .then(pl.lit("record changed"))
    )
    return (
        found.with_columns(lapsed=lapsed)
        .with_columns(
            suppressed=(pl.col("disposition") == "cleared").fill_null(False)
            & pl.col("lapsed").is_null()
        )
        .select(*hits.columns, *REVIEWED)
    )


def _contents(entries: pl.DataFrame) -> list[str]:
    """Return a hash of what each entry says, and of every name it is found by.

    An entry's own content hash leaves out the names we add to what publishers print.
    """
    return [
        sha256(
            canonical_json(
                [content_hash, [[name["name"], name["quality"]] for name in names]]
            )
        )
        for content_hash, names in entries.select("content_hash", "names").iter_rows()
    ]
