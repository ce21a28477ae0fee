"""From publications to the entries of a list: what the build and an update share.

A parser reads one publication; a list may need several, and what we keep by hand:
repairs of cells, first dates, native names. Both `scripts/build_data.py` and `update()`
put them together here, so that an update differs from the next release in nothing but
its date.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import polars as pl

from uyghurscreen.errors import ListIntegrityError
from uyghurscreen.lists import (
    aspi_universities,
    csl,
    entity_list,
    uflpa,
    uflpa_notices,
)
from uyghurscreen.lists.native_names import with_native_names
from uyghurscreen.lists.reconcile import reconcile
from uyghurscreen.lists.records import content_hash, fold_identity
from uyghurscreen.schema import ENTRIES

__all__ = [
    "ENTITY_LIST_OF_CSL",
    "entity_list_of",
    "screening_lists_of",
    "uflpa_of",
    "uflpa_of_notice",
    "universities_of",
    "with_names_we_add",
]

ENTITY_LIST_OF_CSL = "csl_el"
"""The section of the CSL that is a cross-check, and no list of its own."""

_AGREE = 0.9
"""Share of the entries of the larger of the two that the smaller has to have."""


def screening_lists_of(publication: bytes) -> dict[str, pl.DataFrame]:
    """Return every list of the Consolidated Screening List, by list id.

    Raises:
        ListParseError: If it cannot be read.
    """
    entries = csl.parse(publication)
    return {
        list_id: entries.filter(pl.col("list_id") == list_id)
        for list_id in sorted(set(entries["list_id"]))
    }


def entity_list_of(
    ecfr: bytes, screening: dict[str, pl.DataFrame]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the Entity List, completed from the CSL, and what the two disagree about.

    Args:
        ecfr: The supplement, as the eCFR publishes it.
        screening: From `screening_lists_of`.

    Raises:
        ListParseError: If the supplement cannot be read.
        ListIntegrityError: If one of the two lacks much of what the other has. Without
            the CSL the list would lose the aliases that only it has; and what the text
            lacks, were it cut off, the CSL would fill in so well that nobody sees it.
    """
    theirs = screening.get(ENTITY_LIST_OF_CSL)
    if theirs is None:
        raise ListIntegrityError(
            "the Consolidated Screening List has no Entity List in it, and without "
            "that the list would lose aliases. It does go missing for some days; "
            "update later, or give an older file of it."
        )
    ours = entity_list.parse(ecfr)
    counts = [frame.filter(relation="listed").height for frame in (ours, theirs)]
    if min(counts) < _AGREE * max(counts):
        raise ListIntegrityError(
            f"the text of the Entity List has {counts[0]:,} entries, and that of the "
            f"Consolidated Screening List {counts[1]:,}: one of the two is not whole. "
            "Update later, or give a whole file of it."
        )
    return reconcile(ours, theirs)


def uflpa_of(page: bytes, first_listed: bytes | None = None) -> pl.DataFrame:
    """Return the UFLPA Entity List of the DHS page, with the first dates we keep.

    Args:
        page: The page.
        first_listed: `first_listed.csv`; that of the package if not given.

    Raises:
        ListParseError: If the page cannot be read.
    """
    if first_listed is None:
        kept = files("uyghurscreen.data").joinpath("uflpa_first_listed.csv")
        first_listed = kept.read_bytes()
    return uflpa.parse(page, first_listed=uflpa.read_first_listed(first_listed))


def uflpa_of_notice(notice: bytes, known: pl.DataFrame) -> pl.DataFrame:
    """Return the UFLPA Entity List of a notice, with the dates that are known.

    A notice prints no dates. An entry keeps those it had; a new one has none.

    Args:
        notice: The notice, whose appendix is the whole list.
        known: The entries of an earlier version.

    Raises:
        ListParseError: If the notice cannot be read.
    """
    dates = ["first_listed", "effective_date"]
    found = uflpa_notices.parse(notice).drop(dates)
    rows = found.join(
        known.select("entry_id", *dates), on="entry_id", how="left"
    ).to_dicts()
    for row in rows:
        row["content_hash"] = content_hash(row)
    return pl.DataFrame(rows, schema=ENTRIES).sort("entry_name", "entry_id")


def universities_of(tracker: bytes, known: pl.DataFrame) -> pl.DataFrame:
    """Return ASPI's universities: those of the tracker's page, and those known before.

    The page has institutions, their kinds and risk grades; the file of 2020 also what
    stands under each. So the page adds to what is known and takes nothing away. The
    file itself is the whole list.

    Args:
        tracker: The home page, or the galaxy JSON.
        known: The entries of an earlier version.

    Raises:
        ListParseError: If it is neither.
    """
    found = aspi_universities.parse(tracker)
    if not tracker.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return found
    rows = [
        {**row, "names": [n for n in row["names"] if n["source"] == "list"]}
        for row in known.to_dicts()
    ]
    bearers: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["relation"] == "listed":
            for name in {fold_identity(n["name"]) for n in _strong(row)}:
                bearers.setdefault(name, []).append(row)
    for row in found.to_dicts():
        same = [
            other
            for name in _strong(row)
            for other in bearers.get(fold_identity(name["name"]), [])
        ]
        if not same:
            rows.append(row)
            continue
        before = same[0]
        named = {fold_identity(name["name"]) for name in before["names"]}
        before["names"] += [
            {**name, "kind": "alias" if name["kind"] == "primary" else name["kind"]}
            for name in row["names"]
            if fold_identity(name["name"]) not in named
        ]
        before |= {"sublists": row["sublists"], "citations": row["citations"]}
    for row in rows:
        row["content_hash"] = content_hash(row)
    return pl.DataFrame(rows, schema=ENTRIES).sort("entry_name", "entry_id")


def _strong(row: dict[str, Any]) -> list[dict[str, str]]:
    return [name for name in row["names"] if name["quality"] != "weak"]


def with_names_we_add(
    list_id: str, entries: pl.DataFrame, overlay: bytes | None = None
) -> pl.DataFrame:
    """Return the entries with the names we keep for their list.

    Args:
        list_id: The list.
        entries: Schema `ENTRIES`.
        overlay: `native_names.csv`, of which every row must find its entry; that of the
            package if not given, of which every row may.
    """
    if overlay is not None:
        return with_native_names(entries, overlay)
    kept = files("uyghurscreen.data").joinpath(f"{list_id}.native.csv")
    if not kept.is_file():
        return entries
    return with_native_names(entries, kept.read_bytes(), complete=False)
