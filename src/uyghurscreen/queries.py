"""From a caller's frame to queries: rows to screen, and rows that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.frames import joined_column, to_frame
from uyghurscreen.suggestions import did_you_mean
from uyghurscreen.typing import Joined

__all__ = ["MAX_LETTERS", "Queries", "read_ids", "read_queries"]

MAX_LETTERS: Final = 1_000
"""Longest name screened; what is longer is not a name, and is reported."""

_NO_LETTERS, _TOO_LONG = "no letters", f"longer than {MAX_LETTERS:,} characters"


@dataclass(frozen=True, slots=True)
class Queries:
    """A caller's rows, in their order.

    Attributes:
        screened: Columns `row`, `query_id`, `query_name`, and `country` and `address`
            as given, null where they are not.
        unscreened: Rows left out, schema `UNSCREENED`.
    """

    screened: pl.DataFrame
    unscreened: pl.DataFrame


def read_queries(
    data: object,
    *,
    name: Joined,
    id: str | None = None,
    country: str | None = None,
    address: Joined | None = None,
    first: int = 0,
    role: str = "name",
) -> Queries:
    """Read the rows to screen from anything tabular.

    Args:
        data: See `frames.to_frame`.
        name: The column of names, or several to join: a name split over them.
        id: The column that tells rows apart; without one, the row number does.
        country: A column of countries, in codes or words.
        address: A column of addresses, or several to join.
        first: The number of the first row, where these are not all there are.
        role: What the column of names is to the caller, for messages.

    Raises:
        InputError: If a column is missing or of the wrong type, or ids repeat.
    """
    between = ", " if role == "address" else " "
    frame = to_frame(data, name=name if isinstance(name, str) else "name")
    names = joined_column(frame, name, role=role, between=between)
    rows = pl.DataFrame(
        {
            "row": pl.int_range(frame.height, dtype=pl.Int64, eager=True),
            "query_id": read_ids(frame, id, first),
            "query_name": names,
            "country": _optional(frame, country, role="country"),
            "address": _optional(frame, address, role="address"),
        }
    )
    reason = names.to_frame().select_seq(_reason(role)).to_series()
    told = pl.DataFrame([rows["query_id"], rows["query_name"], reason])
    if reason.null_count() == len(reason):
        return Queries(screened=rows, unscreened=told.clear())
    bad = reason.is_not_null()
    return Queries(screened=rows.filter(~bad), unscreened=told.filter(bad))


def _optional(frame: pl.DataFrame, column: Joined | None, *, role: str) -> pl.Series:
    if column is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    return joined_column(frame, column, role=role, between=", ")


def read_ids(frame: pl.DataFrame, id: str | None, first: int = 0) -> pl.Series:
    """Return what tells the rows apart: a column of distinct ids, or row numbers.

    Raises:
        InputError: If the column is missing, or an id is, or ids repeat.
    """
    if id is None:
        return pl.int_range(first, first + frame.height, dtype=pl.Int64, eager=True)
    if id not in frame.columns:
        raise ColumnNotFoundError(
            f"id={id!r}: no such column. The frame has {frame.columns}."
            f"{did_you_mean(id, frame.columns)}"
        )
    ids = frame[id]
    if ids.dtype.is_nested():
        raise InputError(f"id={id!r}: this column holds {ids.dtype}, not ids.")
    if ids.null_count():
        row = ids.is_null().arg_max()
        raise InputError(f"id={id!r}: row {row} has no id. Fill it, or leave id out.")
    repeated = ids.is_duplicated()
    if repeated.any():
        first = ids.filter(repeated)[0]
        rows = (ids == first).arg_true().to_list()[:5]
        raise InputError(
            f"id={id!r}: {ids.filter(repeated).n_unique()} ids stand on several rows;"
            f" the first is {first!r}, on rows {rows}. Use a column that tells rows "
            "apart, or leave id out to use row numbers."
        )
    return ids


@cache
def _reason(role: str) -> pl.Expr:
    name = pl.first()
    return (
        pl.when(name.is_null())
        .then(pl.lit(f"no {role} (null)"))
        .when(name.str.strip_chars() == "")
        .then(pl.lit(f"no {role} (empty)"))
        .when(name.str.len_chars() > MAX_LETTERS)
        .then(pl.lit(_TOO_LONG))
        .when(~name.str.contains(r"\p{L}"))
        .then(pl.lit(_NO_LETTERS))
        .alias("reason")
    )
