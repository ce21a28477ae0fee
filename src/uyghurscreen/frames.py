"""Anything tabular in, polars out, with errors that name the column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError, InputError

if TYPE_CHECKING:
    from polars._typing import ArrowStreamExportable
from uyghurscreen.suggestions import did_you_mean

__all__ = ["joined_column", "text_column", "to_frame"]


def to_frame(data: object, *, name: str) -> pl.DataFrame:
    """Return tabular data as a polars frame.

    Args:
        data: A polars, pandas or pyarrow table, any object with `__arrow_c_stream__`,
            or a list (or a series, or an array) of strings.
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
        return _collected(data)
    if isinstance(data, pl.Series):
        return data.alias(name).to_frame()
    if isinstance(data, list | tuple):
        return _from_strings(list(data), name)
    if hasattr(data, "__arrow_c_stream__"):
        return _from_arrow(data, name)
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
            f"{did_you_mean(column, frame.columns)}"
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


def joined_column(
    frame: pl.DataFrame, columns: str | Sequence[str], *, role: str, between: str
) -> pl.Series:
    """Return a column as text, or the texts of several joined, empty ones left out.

    Args:
        frame: The frame.
        columns: The column, or several in their order.
        role: The argument that named them, for the message.
        between: What stands between the texts of several.

    Raises:
        ColumnNotFoundError: If the frame has no such column.
        InputError: If a column does not hold text, or none is named.

    Example:
        >>> frame = pl.DataFrame({"NAME1": ["Hotan Haolin", "Acme"],
        ...                       "NAME2": ["Hair Ltd", None]})
        >>> joined_column(frame, ["NAME1", "NAME2"], role="name", between=" ").to_list()
        ['Hotan Haolin Hair Ltd', 'Acme']
    """
    if isinstance(columns, str):
        return text_column(frame, columns, role=role)
    if len(set(columns)) != len(columns) or not columns:
        raise InputError(f"{role}={columns!r}: name one column, or several once each.")
    texts = pl.DataFrame([text_column(frame, column, role=role) for column in columns])
    filled = pl.all().str.strip_chars().replace("", None)
    joined = pl.concat_str(filled, separator=between, ignore_nulls=True)
    nothing = pl.all_horizontal(pl.all().is_null())
    return texts.select(pl.when(~nothing).then(joined).alias(role)).to_series()


def _collected(data: pl.LazyFrame) -> pl.DataFrame:
    try:
        return data.collect()
    except pl.exceptions.PolarsError as error:
        raise InputError(f"the lazy frame cannot be collected: {error}") from error


def _from_arrow(data: ArrowStreamExportable, name: str) -> pl.DataFrame:
    try:
        return pl.DataFrame(data)
    except ImportError as error:
        raise InputError(
            f"this frame cannot be read without another package ({error}); "
            "install uyghurscreen[pandas], or pass a polars frame."
        ) from error
    except pl.exceptions.SchemaError:
        # The stream is of a single column, such as a pandas series or a pyarrow array.
        return pl.Series(name, data).to_frame()
    except (TypeError, ValueError) as error:
        raise InputError(
            f"this frame cannot be read ({error}). Columns need names of their own "
            "and values of one type; cast the column of names to text."
        ) from error


def _from_strings(data: list[object], name: str) -> pl.DataFrame:
    for row, value in enumerate(data):
        if value is not None and not isinstance(value, str):
            raise InputError(
                f"item {row} of the list is a {type(value).__name__}, not a string."
            )
        if isinstance(value, str) and not _is_unicode(value):
            raise InputError(
                f"item {row} of the list holds half of a surrogate pair, which is no "
                "text. It was decoded with the wrong encoding."
            )
    return pl.DataFrame({name: data}, schema={name: pl.String})


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
