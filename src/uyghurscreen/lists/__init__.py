"""The published lists: parsed, checked, versioned.

Example:
    >>> entries("uflpa").height >= 144
    True
"""

from __future__ import annotations

import polars as pl

from uyghurscreen.lists import catalog, staleness, store
from uyghurscreen.lists.saved_file import read

__all__ = ["entries", "read", "versions"]


def entries(list_id: str) -> pl.DataFrame:
    """Return the entries of one list as it stands now, schema `ENTRIES`.

    Raises:
        ListNotFoundError: If there is no such list; the message names those there are.
        ListIntegrityError: If the files are damaged.
    """
    return store.load(list_id).clone()


def versions() -> pl.DataFrame:
    """Return one row per list as it stands now: version, dates, counts, source, limits.

    `as_of` is the date of the publication, `retrieved_at` the day the copy in hand was
    taken from its publisher, `default` says whether it is used unless others are named.
    `age` is the number of days since the list was last known to say what its publisher
    says; past `max_age` it is `stale`, and one without a `max_age` never is.
    """
    return pl.DataFrame(
        [
            {
                "list_id": info.list_id,
                "title": info.title,
                "version": info.version,
                "as_of": info.as_of,
                "retrieved_at": info.retrieved_at,
                "confirmed_on": staleness.confirmed_on(info),
                "age": staleness.age(info),
                "max_age": staleness.max_age(info.list_id),
                "stale": staleness.is_stale(info),
                "default": info.list_id in catalog.DEFAULT_LISTS,
                "listed": info.listed,
                "entries": info.entries,
                "names": info.names,
                "publisher": info.publisher,
                "source_class": info.source_class,
                "source_url": info.source_url,
                "sha256": ", ".join(raw.sha256 for raw in info.raw),
                "limits": info.limits,
            }
            for info in catalog.infos()
        ]
    )
