"""From a caller's frame to the rows that signals of the Region are looked for in."""

from __future__ import annotations

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError, InputError
from uyghurscreen.frames import joined_column
from uyghurscreen.lists.countries import iso2_expr
from uyghurscreen.queries import read_ids
from uyghurscreen.typing import Joined

__all__ = ["read_region_rows"]


def read_region_rows(
    frame: pl.DataFrame,
    name: Joined | None,
    address: Joined | None,
    postcode: str | None,
    country: str | None,
    latitude: str | None,
    longitude: str | None,
    id: str | None,
) -> pl.DataFrame:
    """Return the columns that `region` looks at, null where there is none.

    Returns:
        Columns `row`, `query_id`, `name`, `address`, `postcode`, `country` (an ISO 3166
        code), `latitude` and `longitude`.

    Raises:
        InputError: If a column is missing or of the wrong type, ids repeat, or a
            coordinate is none.
    """
    if (latitude is None) != (longitude is None):
        raise InputError("latitude= and longitude= go together: name both, or none.")
    if name is None and address is None and postcode is None and latitude is None:
        raise InputError("nothing to look at: name a column of names or addresses.")

    def text(column: Joined | None, role: str, between: str = " ") -> pl.Series:
        if column is None:
            return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
        return joined_column(frame, column, role=role, between=between)

    if postcode in frame.columns and frame[postcode].dtype.is_numeric():
        # Spreadsheets take postcodes for numbers.
        figures = pl.col(postcode).cast(pl.Int64, strict=False).cast(pl.String)
        frame = frame.with_columns(figures)

    return pl.DataFrame(
        {
            "row": pl.int_range(frame.height, dtype=pl.UInt32, eager=True),
            "query_id": read_ids(frame, id),
            "name": text(name, "name"),
            "address": text(address, "address", ", "),
            "postcode": text(postcode, "postcode"),
            "country": text(country, "country"),
            "latitude": _degrees(frame, latitude, "latitude", 90),
            "longitude": _degrees(frame, longitude, "longitude", 180),
        }
    ).with_columns(country=iso2_expr(pl.col("country")))


def _degrees(
    frame: pl.DataFrame, column: str | None, role: str, most: float
) -> pl.Series:
    if column is None:
        return pl.Series([None], dtype=pl.Float64).new_from_index(0, frame.height)
    if column not in frame.columns:
        raise ColumnNotFoundError(
            f"{role}={column!r}: no such column. The frame has {frame.columns}."
        )
    values = frame[column]
    if values.dtype != pl.Null and not values.dtype.is_numeric():
        raise InputError(
            f"{role}={column!r}: this column holds {values.dtype}, not numbers. "
            f"Cast it with pl.col({column!r}).cast(pl.Float64)."
        )
    degrees = values.cast(pl.Float64)
    wrong = (~degrees.is_between(-most, most)).fill_null(False)
    if wrong.any():
        row = wrong.arg_max()
        raise InputError(
            f"{role}={column!r}: row {row} has {degrees[row or 0]}, which is no "
            f"{role} in degrees."
        )
    return degrees
