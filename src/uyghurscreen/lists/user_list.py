"""A list of the caller's own, as a frame of any of two shapes.

Either the frame has the columns of `ENTRIES`, or it has a column `name`, and optionally
`list_id` (`user` if absent), `country` and `aliases` (lists of strings).
"""

from __future__ import annotations

import hashlib
from typing import get_args

import polars as pl

from uyghurscreen.errors import InputError
from uyghurscreen.frames import text_column, to_frame
from uyghurscreen.lists.countries import to_iso2
from uyghurscreen.lists.records import ListedName, Record, to_entries
from uyghurscreen.schema import ENTRIES
from uyghurscreen.typing import NameKind

__all__ = ["read_user_list"]


def read_user_list(data: object) -> pl.DataFrame:
    """Return a list of the caller's own as `ENTRIES` with one more column, `version`.

    The version is a hash of the entries: the same list has the same version.

    Raises:
        InputError: If the frame has neither shape, a row has no name, an entry id
            repeats, or a name is of an unknown kind.

    Example:
        >>> read_user_list(["Acme Cotton Co., Ltd."])["list_id"].item()
        'user'
    """
    frame = to_frame(data, name="name")
    if set(ENTRIES) <= set(frame.columns):
        entries = _from_entries(frame)
    elif "name" in frame.columns:
        entries = _from_names(frame)
    else:
        raise InputError(
            "an extra list needs a column 'name' or the columns of ENTRIES; "
            f"this one has {frame.columns}."
        )
    digest = hashlib.sha256("".join(entries["content_hash"].sort()).encode())
    return entries.with_columns(version=pl.lit(digest.hexdigest()[:16]))


def _from_entries(frame: pl.DataFrame) -> pl.DataFrame:
    try:
        entries = frame.select(pl.col(k).cast(v) for k, v in ENTRIES.items())
    except pl.exceptions.PolarsError as error:
        raise InputError(f"an extra list is not of schema ENTRIES: {error}") from error
    for column in ("list_id", "entry_id", "entry_name", "relation", "content_hash"):
        if entries[column].null_count():
            row = entries[column].is_null().arg_max()
            raise InputError(f"an extra list has no {column} in row {row}.")
    repeated = entries.filter(entries["entry_id"].is_duplicated())["entry_id"]
    if len(repeated):
        raise InputError(
            f"an extra list has the entry id {repeated[0]!r} on several rows."
        )
    kinds = entries["names"].explode().struct.field("kind").drop_nulls()
    unknown = kinds.filter(~kinds.is_in(list(get_args(NameKind))))
    if len(unknown):
        raise InputError(
            f"an extra list has a name of kind {unknown[0]!r}; it is one of "
            f"{', '.join(get_args(NameKind))}."
        )
    lists = [name for name, dtype in ENTRIES.items() if isinstance(dtype, pl.List)]
    return entries.with_columns(pl.col(lists).fill_null([]))


def _from_names(frame: pl.DataFrame) -> pl.DataFrame:
    names = text_column(frame, "name", role="name")
    empty = names.fill_null("").str.strip_chars() == ""
    if empty.any():
        raise InputError(f"an extra list has no name in row {empty.arg_true()[0]}.")
    parts = []
    list_ids = _or_default(frame, "list_id", "user")
    for list_id in sorted(set(list_ids)):
        rows = frame.filter(list_ids == list_id)
        parts.append(
            to_entries(
                list_id, [_record(row) for row in rows.to_dicts()], source_class="ngo"
            )
        )
    return pl.concat(parts) if parts else pl.DataFrame(schema=ENTRIES)


def _record(row: dict[str, object]) -> Record:
    country = row.get("country")
    code = to_iso2(str(country)) if country else None
    if country and code is None:
        raise InputError(f"an extra list has an unknown country: {country!r}.")
    aliases = row.get("aliases") or []
    if not isinstance(aliases, list):
        raise InputError("the column 'aliases' of an extra list must hold lists.")
    name = str(row["name"])
    return Record(
        name=name,
        names=tuple(ListedName(str(alias)) for alias in aliases if alias),
        countries=(code,) if code else (),
        raw=name,
    )


def _or_default(frame: pl.DataFrame, column: str, default: str) -> pl.Series:
    if column in frame.columns:
        return text_column(frame, column, role=column).fill_null(default)
    return pl.Series([default], dtype=pl.String).new_from_index(0, frame.height)
