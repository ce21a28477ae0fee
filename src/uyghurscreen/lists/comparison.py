"""`lists.diff`: two versions, named or at hand, held against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import polars as pl

from uyghurscreen.errors import InputError
from uyghurscreen.lists import catalog, store
from uyghurscreen.lists.changes import CHANGES, MINOR, list_changes
from uyghurscreen.lists.selection import find_version
from uyghurscreen.lists.user_list import read_user_list

__all__ = ["DIFF", "diff"]

DIFF: Final = pl.Schema(
    {**CHANGES, "old_version": pl.String(), "new_version": pl.String()}
)
"""`changes.CHANGES`, and the two versions."""


def diff(old: object, new: object, *, minor: bool = False) -> pl.DataFrame:
    """Return what changed from one version to another, one row per change.

    Args:
        old: The older version: `uflpa@2026-07-24.1a2b3c4d`, a day as in
            `uflpa@2026-05-01` (the newest version whose publication is not later),
            `uflpa` alone (as it stands now), or a frame of schema `ENTRIES`, such as
            `read` returns.
        new: The newer version, given in the same ways.
        minor: Tell of other spellings and citations too.

    Returns:
        Schema `DIFF`, sorted by list, entry name and id.

    Raises:
        ListNotFoundError: If there is no such list or version.
        InputError: If the two are not of the same lists.

    Example:
        >>> diff("uflpa", "uflpa").height
        0
    """
    before, after = _versions_of(old), _versions_of(new)
    if before.keys() != after.keys():
        alone = sorted(before.keys() ^ after.keys())
        raise InputError(
            f"only one of the two holds {', '.join(alone)}. Compare versions of one "
            "list; of a frame with several, filter(list_id=...) takes one out."
        )
    parts = [
        list_changes(before[list_id][1], after[list_id][1]).with_columns(
            old_version=pl.lit(before[list_id][0]),
            new_version=pl.lit(after[list_id][0]),
        )
        for list_id in sorted(before)
    ]
    found = pl.concat([pl.DataFrame(schema=DIFF), *parts])
    return found if minor else found.filter(~pl.col("change").is_in(list(MINOR)))


def _versions_of(given: object) -> Mapping[str, tuple[str, pl.DataFrame]]:
    """Return the version and the entries of each list, by its id."""
    if not isinstance(given, str):
        frame = read_user_list(given).drop("version")
        return {
            str(list_id): (_content_version(entries), entries)
            for (list_id,), entries in frame.partition_by(
                "list_id", as_dict=True, maintain_order=True
            ).items()
        }
    list_id, at, wanted = given.partition("@")
    info = find_version(list_id, wanted) if at else catalog.get(list_id)
    return {list_id: (info.version, store.load(list_id, info.version))}


def _content_version(entries: pl.DataFrame) -> str:
    digest = hashlib.sha256("".join(entries["content_hash"].sort()).encode())
    return digest.hexdigest()[:16]
