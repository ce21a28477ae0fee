"""Anything tabular in, polars out, with errors that name the column."""

from __future__ import annotations

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError, InputError

__all__ = ["text_column", "to_frame"]


def to_frame(data: object, *, name: str) -> pl.DataFrame:
    """Return tabular data as a polars frame.

    Args:
        data: A polars, pandas or pyarrow table, any object with `__arrow_c_stream__`,
            or a list (or polars series) of strings.
        name: What to call the only column of a list of strings.

    Raises:
        InputError: If the data is of another kind.

    Example:
        >>> to_frame(["Huawei"], name="supplier").columns
        ['supplier']
    """
    if isinstance(data, pl.DataFrame):
        return data
    if isinstance(data, pl.LazyFrame):
        return data.collect()
    if isinstance(data, pl.Series):
        return data.alias(name).to_frame()
    if isinstance(data, list | tuple):
        return _from_strings(list(data), name)
    if hasattr(data, "__arrow_c_stream__"):
        try:
            frame = pl.DataFrame(data)
        except ImportError as error:
            raise InputError(
                f"this frame cannot be read without another package ({error}); "
                "install uyghurscreen[pandas], or pass a polars frame."
            ) from error
        return frame
    raise InputError(
        f"cannot screen a {type(data).__name__}: pass a polars, pandas or pyarrow "
        "table, or a list of strings."
    )


def text_column(frame: pl.DataFrame, column: str, *, role: str) -> pl.Series:
    """Return a column of a frame as text.

    Args:
        frame: The frame.
        column: The column's name.
        role: The argument that named it, for the message.

    Raises:
        ColumnNotFoundError: If the frame has no such column.
        InputError: If the column does not hold text.
    """
    if column not in frame.columns:
        raise ColumnNotFoundError(
            f"{role}={column!r}: no such column. The frame has {frame.columns}."
        )
    values = frame[column]
    if values.dtype == pl.Null:
        return values.cast(pl.String)
    if values.dtype not in (pl.String, pl.Categorical) and not isinstance(
        values.dtype, pl.Enum
    ):
        raise InputError(
            f"{role}={column!r}: this column holds {values.dtype}, not text. "
            f"Cast it with pl.col({column!r}).cast(pl.String) if it is the right one."
        )
    return values.cast(pl.String)


def _from_strings(data: list[object], name: str) -> pl.DataFrame:
    for row, value in enumerate(data):
        if value is not None and not isinstance(value, str):
            raise InputError(
                f"item {row} of the list is a {type(value).__name__}, not a string."
            )
    return pl.DataFrame({name: data}, schema={name: pl.String})
