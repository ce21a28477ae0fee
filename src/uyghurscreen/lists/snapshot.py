"""Reading and writing the embedded lists: two CSV files each, checked both ways.

`<list_id>.csv` holds one row per entry, `<list_id>.names.csv` one row per name. Both
are sorted, so a change of the list is a readable diff. List cells are JSON.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from uyghurscreen.errors import ListIntegrityError
from uyghurscreen.lists import catalog
from uyghurscreen.lists.records import fold_identity, names_of
from uyghurscreen.schema import ENTRIES

__all__ = ["check", "decode", "encode", "load"]

_LISTS: Final = [name for name, dtype in ENTRIES.items() if dtype == pl.List(pl.String)]
_DATES: Final = [name for name, dtype in ENTRIES.items() if dtype == pl.Date]
_NAME_FIELDS: Final = ["name", "kind", "language", "quality", "source"]


@cache
def load(list_id: str) -> pl.DataFrame:
    """Return the entries of one embedded list, schema `ENTRIES`.

    Raises:
        ListNotFoundError: If there is no such list.
        ListIntegrityError: If the files are not those of the manifest, or the list
            fails its checks.
    """
    info = catalog.get(list_id)
    raw: dict[str, bytes] = {}
    for name, expected in info.files.items():
        raw[name] = files("uyghurscreen.data").joinpath(name).read_bytes()
        if hashlib.sha256(raw[name]).hexdigest() != expected:
            raise ListIntegrityError(
                f"{name} is not the file the manifest describes; the installed package "
                "is damaged. Install uyghurscreen again."
            )
    entries = decode(raw[f"{list_id}.csv"], raw[f"{list_id}.names.csv"])
    check(entries, list_id, min_entries=info.min_entries, probes=info.probes)
    return entries


def encode(entries: pl.DataFrame) -> tuple[bytes, bytes]:
    """Return a list as the bytes of its two files: entries, and names."""
    names = names_of(entries).select("entry_id", *_NAME_FIELDS)
    table = entries.sort("entry_name", "entry_id").select(
        pl.col(name).map_elements(_to_json, return_dtype=pl.String)
        if name in _LISTS
        else pl.col(name)
        for name in ENTRIES
        if name != "names"
    )
    return (
        table.write_csv(line_terminator="\n").encode(),
        # The order of an entry's names is the publisher's, the primary one first.
        names.sort("entry_id", maintain_order=True)
        .write_csv(line_terminator="\n")
        .encode(),
    )


def decode(table: bytes, names: bytes) -> pl.DataFrame:
    """Return a list from the bytes of its two files."""
    grouped = (
        pl.read_csv(names, infer_schema=False)
        .with_columns(pl.col(_NAME_FIELDS).fill_null(""))
        .group_by("entry_id", maintain_order=True)
        .agg(names=pl.struct(_NAME_FIELDS))
    )
    return (
        pl.read_csv(table, infer_schema=False)
        .with_columns(
            pl.col(_LISTS).str.json_decode(pl.List(pl.String)),
            pl.col(_DATES).str.to_date("%Y-%m-%d"),
        )
        .join(grouped, on="entry_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("names").fill_null(pl.lit([], dtype=ENTRIES["names"])),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in ENTRIES.items())
    )


def check(
    entries: pl.DataFrame, list_id: str, *, min_entries: int, probes: tuple[str, ...]
) -> None:
    """Refuse a list that is too short, lacks a known name, or repeats an id.

    Raises:
        ListIntegrityError: If a check fails; the message says which.
    """
    if dict(entries.schema) != dict(ENTRIES):
        raise ListIntegrityError(f"{list_id}: the columns are not those of ENTRIES.")
    listed = entries.filter(pl.col("relation") == "listed").height
    if listed < min_entries:
        raise ListIntegrityError(
            f"{list_id}: {listed:,} listed entries, fewer than the {min_entries:,} "
            "known to be there. The publication may be cut off."
        )
    if entries["entry_id"].is_duplicated().any():
        raise ListIntegrityError(f"{list_id}: an entry id stands on two entries.")
    folded = {fold_identity(name) for name in names_of(entries)["name"]}
    missing = [probe for probe in probes if fold_identity(probe) not in folded]
    if missing:
        raise ListIntegrityError(f"{list_id}: known names are missing: {missing}.")


def _to_json(values: pl.Series) -> str:
    return json.dumps(values.to_list(), ensure_ascii=False)
