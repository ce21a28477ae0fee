"""A report of hits that were found from Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from uyghurscreen.errors import InputError
from uyghurscreen.files import REPORT
from uyghurscreen.html_report.facts import About, groups_of
from uyghurscreen.html_report.page import report_html
from uyghurscreen.lists import catalog, clock, staleness
from uyghurscreen.lists.whole_files import write
from uyghurscreen.queries import read_queries
from uyghurscreen.schema import HITS, UNSCREENED
from uyghurscreen.screener import Screener
from uyghurscreen.typing import Joined

__all__ = ["write_report"]

_NOT_TOLD: Final = (
    "The rows that were screened were not handed to this report, so it does not say "
    "how many there were, nor which could not be screened."
)


def write_report(
    hits: pl.DataFrame,
    to: str | Path,
    *,
    screener: Screener,
    frame: object | None = None,
    name: Joined = "name",
    id: str | None = None,
    country: str | None = None,
    address: Joined | None = None,
    by: Sequence[str] = (),
    threshold: float | None = None,
    title: str = "Screening report",
) -> None:
    """Write a report of hits, see `uyghurscreen.report`.

    Raises:
        InputError: If the file cannot be written, or the hits are not of this Screener.
    """
    path = Path(to)
    if path.suffix.lower() != REPORT:
        raise InputError(f"cannot write {path}: end the name of a report in {REPORT}.")
    _hold_to(hits, screener)
    queries = groups = None
    if by and frame is None:
        raise InputError("by= counts the rows of frame=, so that has to be given too.")
    if frame is not None:
        queries = read_queries(
            frame, name=name, id=id, country=country, address=address
        )
        groups = groups_of(frame, queries, by)
    stale = [
        info
        for info in (catalog.get(list_id) for list_id in screener.lists)
        if info.version == screener.versions[info.list_id] and staleness.is_stale(info)
    ]
    complaint = staleness.complaint(stale)
    notes = [complaint] if complaint else []
    if queries is None:
        notes.append(_NOT_TOLD)
    rows, left_out = None, UNSCREENED.to_frame()
    if queries is not None:
        left_out = queries.unscreened
        rows = queries.screened.height + left_out.height
    about = About(
        title=title,
        made_at=clock.now(),
        threshold=screener.threshold if threshold is None else threshold,
        versions=screener.versions,
        stale=frozenset(info.list_id for info in stale),
        notes=tuple(notes),
        rows=rows,
        unscreened=left_out,
    )
    entries, index = screener._load()
    page = report_html(
        hits, about, entries=entries, index=index, queries=queries, groups=groups
    )
    try:
        write(path, page.encode())
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}.") from error


def _hold_to(hits: pl.DataFrame, screener: Screener) -> None:
    """Refuse hits that these lists cannot explain."""
    missing = [column for column in HITS if column not in hits.columns]
    if missing:
        raise InputError(
            f"a report is made of hits, and these have no column {missing[0]!r}: pass "
            "what screen() returns, with all its columns."
        )
    for list_id, used in hits.select("list_id", "list_version").unique().rows():
        now = screener.versions.get(list_id)
        if now != used:
            told = f"version {now}" if now else "not among the lists"
            raise InputError(
                f"these hits were found on {list_id} {used}, which is {told} here: "
                "pass the Screener that found them, screener=."
            )
