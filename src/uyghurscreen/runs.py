"""A run from file to file: screen or rescreen, mark what was decided, write, account.

The commands that screen a file, and `rerun`, all come here, so that a run made again
goes the same way as the first.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from uyghurscreen import columns
from uyghurscreen.account import Account
from uyghurscreen.decisions import SHEET, Decisions
from uyghurscreen.errors import RerunError
from uyghurscreen.files import read_table
from uyghurscreen.html_report import groups_of
from uyghurscreen.lists import catalog, clock, staleness, store
from uyghurscreen.manifest import (
    FileUsed,
    JournalUsed,
    RunManifest,
    Settings,
    lists_used,
    now,
    package,
)
from uyghurscreen.queries import Queries, read_queries
from uyghurscreen.review import identify, suppress
from uyghurscreen.schema import HITS
from uyghurscreen.screener import Screener

__all__ = ["TO_FILL_IN", "Made", "Request", "identified", "make", "scan"]

TO_FILL_IN: Final = [pl.lit(None, dtype).alias(name) for name, dtype in SHEET.items()]
"""The columns of a sheet, empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a run.

    Attributes:
        files: The file of names; only `scan` takes several.
        name: The column of names, or those a name is split over; if none is
            named, `make` finds it, and the id, country and address.
        id: A column that tells rows apart.
        country: A column of countries.
        address: A column of addresses.
        encoding: Of a CSV, if it is not to be found out.
        sheet: Of an Excel file, if it is not the first.
        lists: Ids of lists; the default ones if not given.
        versions: The version of some lists.
        as_of: A day lists are wanted of.
        strict: Refuse lists that are older than they may become.
        threshold: Lowest score of a hit.
        limit: Best hits kept per name.
        by: Columns that a report counts by, such as a tier.
        since: A day, or the older version of lists: only what is different since then
            is wanted.
        columns: What `Account.columns` said of an earlier run; the file has to be the
            same.
        decisions: A journal of decisions to mark hits by.
        head: The last line of the journal to count, by its hash; all lines if None.
        decisions_on: The day decisions have to hold; today if None.
    """

    files: tuple[Path, ...]
    name: str | tuple[str, ...] = ()
    id: str | None = None
    country: str | None = None
    address: str | tuple[str, ...] | None = None
    encoding: str | None = None
    sheet: str | None = None
    lists: Sequence[str] | None = None
    versions: Mapping[str, str] | None = None
    as_of: str | None = None
    strict: bool = False
    threshold: float | None = None
    limit: int = 5
    by: tuple[str, ...] = ()
    since: str | date | Mapping[str, str] | None = None
    columns: Mapping[str, str] | None = None
    decisions: Path | None = None
    head: str | None = None
    decisions_on: date | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A run that was made, before anything is written.

    Attributes:
        hits: Hits, schema `HITS`; `rescreen` puts `change` before them, and decisions
            add the columns of `IDENTIFIED`, `REVIEWED` and `SHEET` behind them.
        manifest: What it was made of; its output is still missing.
        how: How the file was read, for people.
        columns: What was read from which column, for people.
        request: What was asked, its columns named.
        frame: The rows of the file.
        queries: The names in them.
        screener: What they were screened by.
    """

    hits: pl.DataFrame
    manifest: RunManifest
    how: str
    columns: str
    request: Request
    frame: pl.DataFrame
    queries: Queries
    screener: Screener

    @property
    def to_judge(self) -> pl.DataFrame:
        """The hits that were not suppressed."""
        if "suppressed" not in self.hits.columns:
            return self.hits
        return self.hits.filter(~pl.col("suppressed"))


def make(request: Request, *, progress: bool = False) -> Made:
    """Make a run; nothing is written yet.

    Raises:
        InputError: If the file, a column or a setting cannot be used.
        RerunError: If the file is not that of the run it goes on from.
    """
    started = now()
    (file,) = request.files
    table = read_table(file, encoding=request.encoding, sheet=request.sheet)
    request, told = _with_columns(request, table.frame)
    queries = read_queries(
        table.frame,
        name=request.name,
        id=request.id,
        country=request.country,
        address=request.address,
    )
    groups_of(table.frame, queries, request.by)  # refused before the work
    if request.columns is not None:
        _hold_against(queries, request.columns)
    since = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        screener = _screener(request)
        if request.since is not None:
            since = screener.older_versions(request.since)
        hits = _hits(request, screener, table.frame, since, progress)
    used = None
    day = None
    if request.decisions is not None:
        day = clock.today() if request.decisions_on is None else request.decisions_on
        decisions = Decisions(request.decisions)
        head = decisions.journal.head() if request.head is None else request.head
        made = decisions.frame(head=head)
        hits = suppress(
            identified(request, hits, table.frame, screener, since),
            made,
            on=day,
        ).with_columns(TO_FILL_IN)
        used = JournalUsed(
            file=str(request.decisions), decisions=made.height, head=head
        )
    account = Account()
    account.take(queries, hits)
    manifest = _manifest(
        "screen" if since is None else "rescreen",
        request,
        screener,
        account,
        started=started,
        warnings=tuple(str(warning.message) for warning in caught),
        since=since,
        decisions=used,
        decisions_on=day,
    )
    return Made(
        hits, manifest, table.how, told, request, table.frame, queries, screener
    )


def scan(
    request: Request, *, to: Path, resume: bool = False, progress: bool = False
) -> RunManifest:
    """Scan files into a folder, and write the manifest into it; return the manifest.

    Args:
        request: What is asked; decisions and older versions are no part of a scan.
        to: The folder, see `Screener.scan`.
        resume: Go on with what is there.
        progress: Show a progress bar.

    Raises:
        InputError: If a file, a column, a setting or the folder cannot be used.
    """
    started = now()
    account = Account()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        screener = _screener(request)
        for _ in screener.scan(
            list(request.files),
            name=request.name,
            id=request.id,
            country=request.country,
            address=request.address,
            limit=request.limit,
            to=to,
            resume=resume,
            progress=progress,
            account=account,
        ):
            pass
    manifest = _manifest(
        "scan",
        request,
        screener,
        account,
        started=started,
        warnings=tuple(str(warning.message) for warning in caught),
        output=tuple(FileUsed.of(path) for path in sorted(to.glob("hits-*.parquet"))),
    )
    manifest.write(to / "manifest.json")
    return manifest


def _screener(request: Request) -> Screener:
    return Screener(
        request.lists,
        threshold=request.threshold,
        versions=request.versions,
        as_of=request.as_of,
        strict=request.strict,
    )


def _manifest(
    command: str,
    request: Request,
    screener: Screener,
    account: Account,
    *,
    started: datetime,
    warnings: tuple[str, ...],
    since: dict[str, str] | None = None,
    decisions: JournalUsed | None = None,
    decisions_on: date | None = None,
    output: tuple[FileUsed, ...] = (),
) -> RunManifest:
    return RunManifest(
        command=command,
        started_at=started,
        finished_at=now(),
        package=package(),
        lists=lists_used(screener.versions),
        settings=Settings(
            name=request.name,
            id=request.id,
            country=request.country,
            address=request.address,
            threshold=screener.threshold,
            limit=request.limit,
            encoding=request.encoding,
            since=since,
            decisions_on=decisions_on,
        ),
        input=tuple(FileUsed.of(path) for path in request.files),
        columns=account.columns(),
        counts=account.counts(),
        warnings=warnings,
        by=request.by,
        sheet=request.sheet,
        stale=_stale(request, screener),
        decisions=decisions,
        output=output,
    )


def _stale(request: Request, screener: Screener) -> tuple[str, ...]:
    """Return the lists that are too old, but for those asked for as of a day."""
    asked_for = request.versions or {}
    if request.as_of is not None:
        return ()
    return tuple(
        list_id
        for list_id in screener.lists
        if list_id not in asked_for and staleness.is_stale(catalog.get(list_id))
    )


def _hits(
    request: Request,
    screener: Screener,
    frame: pl.DataFrame,
    since: Mapping[str, str] | None,
    progress: bool,
) -> pl.DataFrame:
    if since is None:
        return screener.screen(
            frame,
            name=request.name,
            id=request.id,
            country=request.country,
            address=request.address,
            limit=request.limit,
            progress=progress,
        )
    return screener.rescreen(
        frame,
        name=request.name,
        id=request.id,
        country=request.country,
        address=request.address,
        limit=request.limit,
        since=since,
    )


def _with_columns(request: Request, frame: pl.DataFrame) -> tuple[Request, str]:
    """Return a request that names its columns, and what to say of them."""
    if request.name:
        return request, f"names from {columns.listed(request.name)}"
    found = columns.detect(frame)
    return replace(
        request,
        name=found.name,
        id=request.id or found.id,
        country=request.country or found.country,
        address=request.address or found.address,
    ), f"{found}; --name and the other options say otherwise"


def _hold_against(queries: Queries, columns: Mapping[str, str]) -> None:
    account = Account()
    account.take(queries, pl.DataFrame(schema=HITS))
    found = account.columns()
    changed = [name for name in found if found[name] != columns.get(name)]
    if changed:
        raise RerunError(
            f"the file is not what it was in that run: {', '.join(changed)} differ. "
            "Rows may be new that were never screened, so screen it in full."
        )


def identified(
    request: Request,
    hits: pl.DataFrame,
    frame: pl.DataFrame,
    screener: Screener,
    since: Mapping[str, str] | None,
) -> pl.DataFrame:
    """Return the hits of a run identified, withdrawn ones by the entry as it was.

    Args:
        request: What was asked, its columns named.
        hits: The hits.
        frame: The rows of the file.
        screener: What they were screened by.
        since: The older versions, of a rescreen.
    """

    def by_entries(some: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
        return identify(
            some,
            entries,
            frame,
            name=request.name,
            id=request.id,
            country=request.country,
            address=request.address,
        )

    if since is None:
        return by_entries(hits, screener.entries)
    gone = pl.col("change") == "withdrawn"
    numbered = hits.with_row_index("order")
    return (
        pl.concat(
            [
                by_entries(numbered.filter(~gone), screener.entries),
                by_entries(numbered.filter(gone), _entries_then(screener, since)),
            ]
        )
        .sort("order")
        .drop("order")
    )


def _entries_then(screener: Screener, versions: Mapping[str, str]) -> pl.DataFrame:
    """Return the entries of older versions; lists of one's own have none."""
    older = [store.load(list_id, versions[list_id]) for list_id in screener.lists]
    own = screener.entries.filter(~pl.col("list_id").is_in(screener.lists))
    return pl.concat([*older, own])
