"""Bringing the lists up to date: gather, check, store; and say what was done.

A list that cannot be brought up to date stays what it is, and the others go on. Only
one process updates at a time; those that waited for it take over what it did.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import filelock
import polars as pl

from uyghurscreen.errors import InputError, StoreError, UyghurscreenError
from uyghurscreen.lists import (
    acceptance,
    assembly,
    clock,
    embedded,
    snapshot,
    staleness,
    store,
)
from uyghurscreen.lists.documents import read_saved
from uyghurscreen.lists.gathering import (
    SAVED,
    Copy,
    Gathered,
    Gatherer,
    NothingToFetchError,
)
from uyghurscreen.lists.list_info import ListInfo
from uyghurscreen.lists.pull import Client
from uyghurscreen.lists.whole_files import write

__all__ = ["UPDATES", "client", "run"]

UPDATES: Final = pl.Schema(
    {
        "list_id": pl.String(),
        "outcome": pl.String(),
        "version_before": pl.String(),
        "version": pl.String(),
        "as_of": pl.Date(),
        "added": pl.Int64(),
        "removed": pl.Int64(),
        "modified": pl.Int64(),
        "message": pl.String(),
    }
)
"""One row per list.

`outcome` is `updated`, `unchanged` (its publisher still says what the newest version
says), `failed` (the newest version stays, and `message` says why), or `kept` (there is
nothing to fetch, or ASPI turns scripts away). `added`, `removed` and `modified` count
entries.
"""

_log = logging.getLogger(__name__)

_WAIT: Final = 1800.0
"""Seconds to wait for another process that updates."""

_LAST: Final = "last_update.json"


def client() -> Client:
    """Return what fetches publications; the tests put another in its place."""
    return Client(folder=store.folder() / "downloads")


def run(
    lists: Sequence[str] | None = None,
    *,
    from_file: Mapping[str, str | Path] | None = None,
    as_of: date | None = None,
    accept: Sequence[str] = (),
) -> pl.DataFrame:
    """Bring lists up to date; see `lists.update`."""
    known = [info.list_id for info in embedded.manifest().lists]
    chosen = _chosen(lists, known)
    for list_id in accept:
        store.home(list_id)  # refuses one that is not known
    saved = _saved(from_file or {}, as_of, chosen)
    began = time.time()
    with _alone():
        rows = [] if saved or accept else _done_since(began, chosen)
        told = {row["list_id"] for row in rows}
        gatherer = Gatherer(client(), saved)
        for list_id in chosen:
            if list_id not in told:
                rows.append(_update(list_id, gatherer, list_id in accept))
        if lists is None:
            rows += _strangers(gatherer, told)
        _note(rows)
    order = {list_id: place for place, list_id in enumerate(known)}
    rows.sort(key=lambda row: (order.get(row["list_id"], len(order)), row["list_id"]))
    return pl.DataFrame(rows, schema=UPDATES, orient="row")


def _update(list_id: str, gatherer: Gatherer, looked_at: bool) -> dict[str, Any]:
    before = store.newest(list_id)
    row: dict[str, Any] = {
        "list_id": list_id,
        "version_before": before.version,
        "version": before.version,
        "as_of": before.as_of,
    }
    try:
        gathered = gatherer.gather(list_id)
        row |= _take(list_id, gathered, before, looked_at)
    except NothingToFetchError as reason:
        row |= {"outcome": "kept", "message": str(reason)}
    except Exception as error:  # noqa: BLE001 - one list must not stop the others
        why = str(error)
        if not isinstance(error, UyghurscreenError | OSError):
            _log.exception("%s could not be updated", list_id)
            why = f"{type(error).__name__}: {error}. This is a bug; report it."
        kept = f"{before.version} stays, {staleness.age(before):,} days old"
        row |= {"outcome": "failed", "message": f"{why} ({kept})"}
    pinned = store.pinned(list_id)
    if pinned is not None and pinned != row["version"]:
        said = f"pinned to {pinned}, which is used"
        row["message"] = "; ".join(filter(None, (row["message"], said)))
    return row


def _take(
    list_id: str, gathered: Gathered, before: ListInfo, looked_at: bool
) -> dict[str, Any]:
    """Store what was gathered if it differs from what is there."""
    notes = gathered.notes + tuple(
        f"{copy.file} counts as taken on {copy.taken_on}, the day it was written; "
        "as_of= (--as-of) names another"
        for copy in gathered.copies
        if copy.guessed
    )
    if gathered.entries is None:
        staleness.confirm(before, gathered.confirmed_on)
        return {"outcome": "unchanged", "message": "; ".join(notes)}
    if gathered.as_of > clock.today():
        raise InputError(f"{list_id}: {gathered.as_of} is still to come.")
    entries = assembly.with_names_we_add(list_id, gathered.entries)
    shipped = embedded.find(list_id)
    assert shipped is not None  # only known lists are updated
    facts = shipped.model_dump(exclude={"raw"}) | {"as_of": gathered.as_of}
    if gathered.limits is not None:
        facts["limits"] = gathered.limits
    raw = [copy.described() for copy in gathered.copies]
    info, files = snapshot.make(facts, entries, raw)
    if info.files == before.files:
        staleness.confirm(before, gathered.confirmed_on)
        return {"outcome": "unchanged", "message": "; ".join(notes)}
    snapshot.verified(info, files)
    notes += acceptance.check(info, before, looked_at=looked_at)
    counts = acceptance.changes(entries, store.load(list_id, before.version))
    stored = store.add(info, files)
    staleness.confirm(stored, gathered.confirmed_on)
    newest = store.newest(list_id)
    if newest.version != stored.version:
        notes += (f"{newest.version} counts as newer",)
    return {
        "outcome": "updated",
        "version": stored.version,
        "as_of": stored.as_of,
        **counts._asdict(),
        "message": "; ".join(notes),
    }


def _strangers(gatherer: Gatherer, told: set[str]) -> list[dict[str, Any]]:
    """Return rows for the lists of the CSL that are not among ours."""
    if told:
        return []
    try:
        strangers = gatherer.strangers()
    except Exception:  # noqa: BLE001 - the lists of the CSL say so already
        return []
    reason = "in the Consolidated Screening List, but not kept by this version"
    return [
        {"list_id": list_id, "outcome": "kept", "message": reason}
        for list_id in strangers
    ]


def _chosen(lists: Sequence[str] | None, known: list[str]) -> list[str]:
    if isinstance(lists, str):
        raise InputError(f"lists={lists!r}: pass a list of ids, [{lists!r}].")
    if lists is None:
        return known
    for list_id in lists:
        store.home(list_id)  # refuses one that is not known
    return [list_id for list_id in known if list_id in lists]


def _saved(
    from_file: Mapping[str, str | Path], as_of: date | None, chosen: list[str]
) -> dict[str, Copy]:
    """Return the saved files, read before anything is asked of anybody."""
    saved: dict[str, Copy] = {}
    for what, path in from_file.items():
        if what not in SAVED:
            raise InputError(
                f"from_file: there is no {what!r}; it is one of {', '.join(SAVED)}."
            )
        made = SAVED[what]
        uses = made == "csl" and any(
            list_id == "entity_list" or list_id.startswith("csl_") for list_id in chosen
        )
        if made not in chosen and not uses:
            raise InputError(f"from_file: {what!r} is of no use to the lists named.")
        raw = read_saved(path)
        day = as_of or _saved_on(Path(path))
        if day > clock.today():
            raise InputError(f"{path}: {day} is still to come.")
        saved[what] = Copy(
            raw=raw,
            file=Path(path).name,
            taken_on=day,
            saved=True,
            guessed=as_of is None,
        )
    return saved


def _saved_on(path: Path) -> date:
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return min(written, clock.today())


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process update at a time."""
    folder = store.folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / "update.lock", timeout=_WAIT):
            yield
    except filelock.Timeout:
        raise StoreError(
            f"another process has been updating for {_WAIT / 60:.0f} minutes."
        ) from None
    except OSError as error:
        raise StoreError(
            f"cannot write to {folder}: {error.strerror or error}. UYGHURSCREEN_HOME "
            "names another folder."
        ) from error


def _done_since(began: float, chosen: list[str]) -> list[dict[str, Any]]:
    """Return what another process did while this one waited for it."""
    try:
        told = json.loads((store.folder() / _LAST).read_bytes())
        rows = [told[list_id] for list_id in chosen if list_id in told]
        return [
            {**row["row"], "as_of": date.fromisoformat(row["row"]["as_of"])}
            for row in rows
            if row["at"] >= began
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _note(rows: list[dict[str, Any]]) -> None:
    now = time.time()
    told = {
        row["list_id"]: {"at": now, "row": {**row, "as_of": str(row["as_of"])}}
        for row in rows
        if row.get("as_of") is not None
    }
    write(store.folder() / _LAST, json.dumps(told, indent=1, default=str).encode())
