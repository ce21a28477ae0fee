"""What a report says of a run, apart from its hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import PurePath

import polars as pl

from uyghurscreen.errors import ColumnNotFoundError
from uyghurscreen.frames import to_frame
from uyghurscreen.lists import catalog, embedded, store
from uyghurscreen.lists.list_info import ListInfo
from uyghurscreen.manifest import RunManifest
from uyghurscreen.matching.scoring import SCORING_VERSION
from uyghurscreen.queries import Queries
from uyghurscreen.schema import UNSCREENED

__all__ = ["About", "about_run", "groups_of", "list_infos"]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a report says of a run, apart from its hits.

    Attributes:
        title: The heading.
        made_at: When it was screened, UTC.
        threshold: Lowest score of a hit.
        versions: The version of each list, by its id.
        stale: Ids of lists that were older than they may become.
        notes: What was warned of.
        rows: Rows read, None if that is not told.
        unscreened: Rows that were not screened, schema `UNSCREENED`.
        details: What else tells one run from another, as pairs of a label and a text.
        package: The version of this package.
        scoring: The version of the scores.
    """

    title: str
    made_at: datetime
    threshold: float
    versions: Mapping[str, str]
    stale: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    rows: int | None = None
    unscreened: pl.DataFrame = field(default_factory=UNSCREENED.to_frame)
    details: tuple[tuple[str, str], ...] = ()
    package: str = field(default_factory=lambda: version("uyghurscreen"))
    scoring: str = SCORING_VERSION


def about_run(manifest: RunManifest, unscreened: pl.DataFrame) -> About:
    """Return what a report says of a run that has a manifest.

    Args:
        manifest: The manifest.
        unscreened: The rows that were not screened.
    """
    asked = manifest.settings
    (file,) = manifest.input
    details = [
        ("file", f"{PurePath(file.file).name}, {file.bytes:,} bytes"),
        ("SHA-256 of the file", file.sha256),
        ("names from", _columns(asked.name)),
        ("ids from", asked.id or "the number of the row"),
        ("countries from", asked.country or "no column"),
        ("addresses from", _columns(asked.address) or "no column"),
        ("hits kept per name", f"{asked.limit}, and those equal to the last"),
        ("run", manifest.run_id),
    ]
    if asked.since:
        told = ", ".join(f"{name} {older}" for name, older in asked.since.items())
        details.append(("only what is different since", told))
    if manifest.decisions:
        used = manifest.decisions
        details.append(
            ("decisions counted", f"{used.decisions:,}, on {asked.decisions_on}")
        )
        details.append(("last line of the journal", used.head))
    return About(
        title=f"Screening of {PurePath(file.file).name}",
        made_at=manifest.started_at,
        threshold=asked.threshold,
        versions=manifest.versions,
        stale=frozenset(manifest.stale),
        notes=manifest.warnings,
        rows=manifest.counts.rows,
        unscreened=unscreened,
        details=tuple(details),
        package=manifest.package.version,
        scoring=manifest.package.scoring_version,
    )


def groups_of(
    frame: object, queries: Queries, by: Sequence[str]
) -> pl.DataFrame | None:
    """Return what the rows that were screened are to be counted by.

    Args:
        frame: What was screened.
        queries: The names in it.
        by: Columns of it, such as a tier of the supply chain.

    Returns:
        `query_id`, and those columns as text, `–` where they are empty; None if none
        is named.

    Raises:
        ColumnNotFoundError: If a column is missing.
    """
    if not by:
        return None
    table = to_frame(frame, name="name")
    for column in by:
        if column not in table.columns:
            raise ColumnNotFoundError(
                f"by={column!r}: no such column. The frame has {table.columns}."
            )
    text = table.select(
        pl.col(list(dict.fromkeys(by))).cast(pl.String).fill_null("–").replace("", "–")
    )
    screened = queries.screened
    return screened.select("query_id").hstack(
        text.select(pl.all().gather(screened["row"])).get_columns()
    )


def list_infos(versions: Mapping[str, str]) -> dict[str, ListInfo | None]:
    """Return what is known of lists, by id; None for lists of one's own."""
    return {list_id: _info(list_id, used) for list_id, used in versions.items()}


def _info(list_id: str, used: str) -> ListInfo | None:
    if embedded.find(list_id) is None:
        return None
    known = store.infos(list_id)
    of_version = next((info for info in known if info.version == used), None)
    return of_version or catalog.find(list_id)


def _columns(columns: str | tuple[str, ...] | None) -> str:
    if columns is None or isinstance(columns, str):
        return columns or ""
    return " + ".join(columns)
