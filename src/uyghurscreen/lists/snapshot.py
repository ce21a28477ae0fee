"""Reading and writing a snapshot of a list: two CSV files, checked both ways.

`<list_id>.csv` holds one row per entry, `<list_id>.names.csv` one row per name. Both
are sorted, so a change of the list is a readable diff. List cells are JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from uyghurscreen.errors import ListIntegrityError
from uyghurscreen.lists.list_info import ListInfo, RawFile
from uyghurscreen.lists.records import fold_identity, names_of
from uyghurscreen.schema import ENTRIES

__all__ = ["check", "decode", "encode", "make", "verified", "version_of"]

_LISTS: Final = [name for name, dtype in ENTRIES.items() if dtype == pl.List(pl.String)]
_DATES: Final = [name for name, dtype in ENTRIES.items() if dtype == pl.Date]
_NAME_FIELDS: Final = ["name", "kind", "language", "quality", "source"]


def make(
    facts: Mapping[str, Any], entries: pl.DataFrame, raw: Sequence[RawFile]
) -> tuple[ListInfo, dict[str, bytes]]:
    """Return what describes a snapshot of these entries, and its data files by name.

    Args:
        facts: The fields of `ListInfo` that do not follow from the entries.
        entries: Schema `ENTRIES`, native names included.
        raw: The publications the entries were read from.
    """
    list_id = facts["list_id"]
    table, names = encode(entries)
    files = {f"{list_id}.csv": table, f"{list_id}.names.csv": names}
    digests = {name: _sha256(data) for name, data in files.items()}
    counted = {
        "listed": entries.filter(pl.col("relation") == "listed").height,
        "entries": entries.height,
        "names": int(entries["names"].list.len().sum()),
        "version": version_of(facts["as_of"], digests),
        "files": digests,
    }
    return ListInfo(raw=tuple(raw), **{**facts, **counted}), files


def version_of(as_of: date, digests: Mapping[str, str]) -> str:
    """Return the version of a snapshot: its date, and a hash of its files' hashes.

    Example:
        >>> version_of(date(2026, 7, 9), {"a.csv": "00", "a.names.csv": "01"})
        '2026-07-09.888b19a4'
    """
    joined = "".join(digests[name] for name in sorted(digests))
    return f"{as_of}.{_sha256(joined.encode())[:8]}"


def verified(info: ListInfo, files: Mapping[str, bytes]) -> pl.DataFrame:
    """Return the entries of a snapshot, schema `ENTRIES`, from its data files.

    Raises:
        ListIntegrityError: If the files are not those described, or the list fails its
            checks.
    """
    for name, expected in info.files.items():
        if _sha256(files.get(name, b"")) != expected:
            raise ListIntegrityError(
                f"{name} is not the file that version {info.version} of "
                f"{info.list_id} describes."
            )
    list_id = info.list_id
    entries = decode(files[f"{list_id}.csv"], files[f"{list_id}.names.csv"])
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


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
