"""A list of the caller's own, as a frame of any of two shapes.

Either the frame has the columns of `ENTRIES`, or it has a column `name`, and optionally
`list_id` (`user` if absent), `country` and `aliases` (lists of strings).
"""

from __future__ import annotations

import hashlib

import polars as pl

from uyghurscreen.errors import InputError
from uyghurscreen.frames import text_column, to_frame
from uyghurscreen.lists.countries import to_iso2
from uyghurscreen.lists.records import ListedName, Record, to_entries
from uyghurscreen.schema import ENTRIES

__all__ = ["read_user_list"]


def read_user_list(data: object) -> pl.DataFrame:
    """Return a list of the caller's own as `ENTRIES` with one more column, `version`.

    The version is a hash of the entries: the same list has the same version.

    Raises:
        InputError: If the frame has neither shape, or a row has no name.

    Example:
        >>> read_user_list(["Acme Cotton Co., Ltd."])["list_id"].item()
        'user'
    """
    frame = to_frame(data, name="name")
    if set(ENTRIES) <= set(frame.columns):
        entries = frame.select(pl.col(k).cast(v) for k, v in ENTRIES.items())
    elif "name" in frame.columns:
        entries = _from_names(frame)
    else:
        raise InputError(
            "an extra list needs a column 'name' or the columns of ENTRIES; "
            f"this one has {frame.columns}."
        )
    digest = hashlib.sha256("".join(entries["content_hash"].sort()).encode())
    return entries.with_columns(version=pl.lit(digest.hexdigest()[:16]))


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
        names=tuple(ListedName(str(alias)) for alias in aliases),
        countries=(code,) if code else (),
        raw=name,
    )


def _or_default(frame: pl.DataFrame, column: str, default: str) -> pl.Series:
    if column in frame.columns:
        return text_column(frame, column, role=column).fill_null(default)
    return pl.Series([default], dtype=pl.String).new_from_index(0, frame.height)
