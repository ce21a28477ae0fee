"""Joining the native names we keep by hand to the entries they belong to.

The publishers print romanised names only. `lists/<list_id>/native_names.csv` holds
names in the companies' own scripts, former names and initials, each with a source and a
confidence; they are an overlay, marked as such in `names.source`, and never part of an
entry's content hash.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from uyghurscreen.errors import InputError
from uyghurscreen.schema import ENTRIES

__all__ = ["with_native_names"]

_COLUMNS: Final = [
    "entry_name",
    "name",
    "language",
    "kind",
    "quality",
    "source",
    "confidence",
]
_KINDS: Final = ["native", "former", "alias", "acronym"]
_QUALITIES: Final = ["strong", "weak"]


def with_native_names(
    entries: pl.DataFrame, overlay: bytes, *, complete: bool = True
) -> pl.DataFrame:
    """Return the entries with the names of an overlay file added after their own.

    Args:
        entries: Schema `ENTRIES`.
        overlay: CSV with the columns `entry_name` (as printed on the list), `name`,
            `language`, `kind` (`native`, `former`, `alias` or `acronym`), `quality`
            (`weak` for a name that must be the whole of a query), `source` and
            `confidence`.
        complete: Refuse names of entries that are not on the list. A publication of
            another date may have lost some, and is read with False.

    Raises:
        InputError: If a column is missing, a kind or quality is unknown, or a name
            belongs to an entry that is not on the list.
    """
    table = pl.read_csv(overlay, infer_schema=False)
    if table.columns != _COLUMNS:
        raise InputError(f"native names: the columns must be {_COLUMNS}.")
    strangers = table.join(entries, on="entry_name", how="anti")["entry_name"]
    if len(strangers) and complete:
        raise InputError(
            f"native names: no such entry: {strangers.unique().sort()[0]!r}"
        )
    for column, values in {"kind": _KINDS, "quality": _QUALITIES}.items():
        if not table[column].is_in(values).all():
            raise InputError(f"native names: {column} must be one of {values}.")
    added = (
        table.select(
            "entry_name",
            pl.struct(
                "name",
                "kind",
                "language",
                "quality",
                "source",
            ).alias("added"),
        )
        .group_by("entry_name", maintain_order=True)
        .agg("added")
    )
    known = pl.element().struct.field("name")
    joined = entries.join(added, on="entry_name", how="left", maintain_order="left")
    return joined.with_columns(
        names=pl.when(pl.col("added").is_null())
        .then("names")
        .otherwise(
            pl.concat_list(
                "names",
                pl.col("added").cast(ENTRIES["names"]).fill_null([]),
            ).list.eval(pl.element().filter(known.is_first_distinct()))
        )
    ).select(ENTRIES.names())
