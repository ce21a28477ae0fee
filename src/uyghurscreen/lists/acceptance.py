"""Whether a list that came may take the place of the one that is there.

A publication that is whole and well-formed may still be wrong: half a list, an old
copy, another page. What a list may never do in silence is shrink, or go back in time.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from uyghurscreen.errors import ListIntegrityError
from uyghurscreen.lists.list_info import ListInfo

__all__ = ["Changes", "changes", "check"]

_SHRINKS: Final = 0.9
_GROWS: Final = 2.0


class Changes(NamedTuple):
    """How many entries differ between two versions, told by their ids."""

    added: int
    removed: int
    modified: int


def check(
    new: ListInfo, before: ListInfo, *, looked_at: bool = False
) -> tuple[str, ...]:
    """Refuse a list that shrank by more than a tenth, or is older than the one before.

    Args:
        new: The list that came.
        before: The newest one there is.
        looked_at: A person has looked at it and says that it is right.

    Returns:
        What is odd about it, for people.

    Raises:
        ListIntegrityError: If it is refused; the message says how to accept it.
    """
    odd = []
    if new.as_of < before.as_of:
        odd.append(f"it is of {new.as_of}, older than the one there, of {before.as_of}")
    for what in ("listed", "entries", "names"):
        now, then = getattr(new, what), getattr(before, what)
        if now < then * _SHRINKS:
            odd.append(f"it has {now:,} {what} where there were {then:,}")
    if odd and not looked_at:
        raise ListIntegrityError(
            f"{new.list_id}: {'; '.join(odd)}. If a person has looked at it and it is "
            f"right, update with accept=[{new.list_id!r}] (--accept {new.list_id})."
        )
    if new.listed > before.listed * _GROWS:
        odd.append(f"it has {new.listed:,} listed where there were {before.listed:,}")
    return tuple(odd)


def changes(new: pl.DataFrame, before: pl.DataFrame) -> Changes:
    """Count what differs between two versions of a list.

    Example:
        >>> from uyghurscreen.lists import store
        >>> changes(store.load("uflpa").head(140), store.load("uflpa"))
        Changes(added=0, removed=4, modified=0)
    """
    both = new.select("entry_id", "content_hash").join(
        before.select("entry_id", before="content_hash"), on="entry_id", how="inner"
    )
    return Changes(
        added=new.height - both.height,
        removed=before.height - both.height,
        modified=both.filter(pl.col("content_hash") != pl.col("before")).height,
    )
