"""The published lists: parsed, checked, versioned.

Example:
    >>> entries("uflpa").height >= 144
    True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from uyghurscreen.lists import catalog, embedded, related, selection, staleness, store
from uyghurscreen.lists.comparison import diff

__all__ = [
    "diff",
    "entries",
    "pin",
    "read",
    "relations",
    "unpin",
    "update",
    "versions",
]


def update(
    lists: Sequence[str] | None = None,
    *,
    from_file: Mapping[str, str | Path] | None = None,
    as_of: date | None = None,
    accept: Sequence[str] = (),
) -> pl.DataFrame:
    """Bring lists up to date from their publishers; the only thing that uses a network.

    What comes is checked before it takes the place of what is there: whole, known names
    in it, not shorter by more than a tenth, not older. A list that fails stays what it
    is, and the others go on. Screeners made before keep the versions they have.

    Args:
        lists: Ids of the lists; all of them if not given.
        from_file: Publications you saved, used in place of a download, since some
            publishers turn scripts away: `{"uflpa": "page.html"}`. The keys are
            `entity_list` (eCFR XML or page), `csl` (JSON, CSV or TSV), `uflpa` (the DHS
            page), `uflpa_notice` (Federal Register), `aspi_universities`,
            `aspi_tech_giants` and `aspi_brands`.
        as_of: The day the saved files were taken from their publishers, where they do
            not say; the day they were last written to if not given.
        accept: Lists that a person has looked at, to be taken though they shrank or are
            older.

    Returns:
        One row per list: `list_id, outcome, version_before, version, as_of, added,
        removed, modified, message`. `outcome` is `updated`, `unchanged`, `failed` or
        `kept`, where there is nothing to fetch, or ASPI turns scripts away.

    Raises:
        ListNotFoundError: If there is no such list.
        InputError: If a saved file cannot be read, or is of no use.
        StoreError: If the folder of lists cannot be written to.
    """
    from uyghurscreen.lists import updating  # what it needs takes long to import

    return updating.run(lists, from_file=from_file, as_of=as_of, accept=accept)


def entries(list_id: str, version: selection.Wanted | None = None) -> pl.DataFrame:
    """Return the entries of one list, schema `ENTRIES`.

    Args:
        list_id: The list.
        version: A version, or a day; as the list stands now, unless told.

    Raises:
        ListNotFoundError: If there is no such list or version; the message names those
            there are.
        ListIntegrityError: If the files are damaged.
    """
    if version is not None:
        version = selection.find_version(list_id, version).version
    return store.load(list_id, version).clone()


def relations(lists: Sequence[str] | None = None) -> pl.DataFrame:
    """Return who is listed under whom, and in which words; schema `RELATIONS`.

    The listings say so themselves: subordinate institutions and affiliates of the
    Entity List, subsidiaries of UFLPA entities, laboratories and subsidiaries in
    ASPI's tracker, clauses such as `and its subordinate and affiliated entities`.
    Ownership is not on any list; see `ownership`.

    Args:
        lists: Ids of the lists, as they stand now; the four default ones if not given.

    Raises:
        ListNotFoundError: If there is no such list.
        ListIntegrityError: If the files are damaged.

    Example:
        >>> found = relations(["uflpa"]).filter(pl.col("relation") == "subsidiary")
        >>> found["parent_name"].unique().sort().to_list()
        ['Chenguang Biotech Group Co., Ltd.', 'Ninestar Corporation']
    """
    chosen = catalog.DEFAULT_LISTS if lists is None else tuple(lists)
    named = {i: store.load(i) for i in dict.fromkeys((*chosen, *catalog.DEFAULT_LISTS))}
    found = related.read(pl.concat(named.values()))
    return found.filter(pl.col("list_id").is_in(chosen))


def read(path: str | Path, publication: str) -> pl.DataFrame:
    """Return the entries of a publication saved as a file, schema `ENTRIES`.

    Some publishers turn scripts away; a page saved from a browser is as good. The
    native names we keep for a list are added to the entries they belong to. The result
    can be given to `Screener(lists=[...], extra_lists=[frame])`.

    Args:
        path: The file.
        publication: One of `entity_list` (eCFR XML or page), `entity_list_rule` (a
            Federal Register rule), `csl` (JSON, CSV or TSV), `uflpa` (the DHS page),
            `uflpa_notice` (Federal Register), `aspi_universities`, `aspi_tech_giants`,
            `aspi_brands`.

    Raises:
        ListNotFoundError: If the publication is none of these.
        InputError: If the file cannot be read.
        ListParseError: If the file is not in a format its parser knows.
    """
    from uyghurscreen.lists import saved_file  # the parsers take long to import

    return saved_file.read(path, publication)


def pin(list_id: str, version: selection.Wanted) -> str:
    """Hold a list to one of its versions, whatever updates bring; return the version.

    Raises:
        ListNotFoundError: If there is no such list or version.
        StoreError: If the pin cannot be written.
    """
    found = selection.find_version(list_id, version).version
    store.pin(list_id, found)
    return found


def unpin(list_id: str) -> None:
    """Let the newest version of a list count again.

    Raises:
        ListNotFoundError: If there is no such list.
    """
    store.pin(list_id, None)


def versions(*, all: bool = False) -> pl.DataFrame:
    """Return one row per list as it stands now: version, dates, counts, source, limits.

    `as_of` is the date of the publication, `retrieved_at` the day the copy in hand was
    taken from its publisher, `default` says whether it is used unless others are named.
    `age` is the number of days since the list was last known to say what its publisher
    says; past `max_age` it is `stale`, and one without a `max_age` never is. `current`
    is true for the version that counts, `pinned` if it was pinned.

    Args:
        all: Return every version of every list, oldest first.
    """
    listed = [info.list_id for info in embedded.manifest().lists]
    now = {list_id: catalog.get(list_id).version for list_id in listed}
    pinned = {list_id: store.pinned(list_id) for list_id in listed}
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
                "current": info.version == now[info.list_id],
                "pinned": info.version == pinned[info.list_id],
            }
            for list_id in listed
            for info in store.infos(list_id)
            if all or info.version == now[list_id]
        ]
    )
