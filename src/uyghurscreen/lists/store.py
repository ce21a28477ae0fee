"""Every snapshot of a list there is: the embedded one, and those updates stored.

A stored snapshot is a folder that is never changed once it is there:

```
<home>/lists/<list_id>/<version>/<list_id>.csv, <list_id>.names.csv, info.json
<home>/lists/<list_id>/pin.json      {"version": ...}, where one is pinned
<home>/lists/<list_id>/checked.json  {"version": ..., "on": ...}, see `staleness`
```

`<home>` is the folder of user data, or `UYGHURSCREEN_HOME`. A snapshot is written into
a folder of another name beside its place, flushed to the disk, and moved: whatever
stops the program, it is there in full or not at all. Which one counts is not written
down, but found: the newest, unless another is pinned. What begins with a dot is ours,
and no snapshot.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

import filelock
import platformdirs
import polars as pl
from pydantic import ValidationError

from uyghurscreen.errors import ListIntegrityError, ListNotFoundError, StoreError
from uyghurscreen.lists import clock, embedded, snapshot
from uyghurscreen.lists.list_info import ListInfo
from uyghurscreen.lists.whole_files import flush_folder, write, write_through
from uyghurscreen.suggestions import did_you_mean

__all__ = [
    "CHECKED",
    "BrokenSnapshotWarning",
    "add",
    "current",
    "folder",
    "home",
    "infos",
    "load",
    "newest",
    "pin",
    "pinned",
    "writing",
]

_INFO: Final = "info.json"
_PIN: Final = "pin.json"
CHECKED: Final = "checked.json"
"""Beside the snapshots: which one was last found unchanged, and when."""
_WAIT: Final = 60.0
"""Seconds to wait for another process that writes to the same list."""


class BrokenSnapshotWarning(UserWarning):
    """A stored snapshot is damaged, or none of ours; it is left out."""


def folder() -> Path:
    """Return the folder all that is stored lives in; it need not exist."""
    chosen = os.environ.get("UYGHURSCREEN_HOME")
    if chosen:
        return Path(chosen)
    return platformdirs.user_data_path("uyghurscreen", appauthor=False)


def infos(list_id: str) -> tuple[ListInfo, ...]:
    """Return every snapshot of a list, oldest first, the embedded one among them.

    They are sorted by the date of their publication, see `ListInfo.order`. A folder
    that holds no snapshot of this list is left out with a `BrokenSnapshotWarning`.

    Raises:
        ListNotFoundError: If there is no such list; the message names those there are.

    Example:
        >>> [info.list_id for info in infos("uflpa")]
        ['uflpa']
    """
    known = {info.version: info for info in (*_stored(list_id), _embedded(list_id))}
    return tuple(sorted(known.values(), key=lambda info: info.order))


def current(list_id: str) -> ListInfo:
    """Return the snapshot of a list that counts: the pinned one, else the newest.

    A newest one whose files are damaged is passed over with a warning.

    Raises:
        ListNotFoundError: If there is no such list; the message names those there are.
        ListIntegrityError: If the pinned snapshot is not there.

    Example:
        >>> current("uflpa").publisher.split(",")[0]
        'Forced Labor Enforcement Task Force'
    """
    every = infos(list_id)
    version = pinned(list_id)
    if version is not None:
        for info in every:
            if info.version == version:
                return info
        raise ListIntegrityError(
            f"{list_id} is pinned to {version}, which is not in {folder()}. Unpin it, "
            f"or pin one of: {', '.join(info.version for info in every)}."
        )
    return _newest(every)


def newest(list_id: str) -> ListInfo:
    """Return the newest snapshot of a list, whatever is pinned.

    Raises:
        ListNotFoundError: If there is no such list; the message names those there are.
    """
    return _newest(infos(list_id))


def load(list_id: str, version: str | None = None) -> pl.DataFrame:
    """Return the entries of a snapshot, of the current one unless told; `ENTRIES`.

    Raises:
        ListNotFoundError: If there is no such list or version.
        ListIntegrityError: If the files are not those the snapshot was stored with, or
            the list fails its checks.

    Example:
        >>> load("uflpa").height >= 144
        True
    """
    if version is None:
        version = current(list_id).version
    return _load(folder(), list_id, version)


def add(info: ListInfo, files: Mapping[str, bytes]) -> ListInfo:
    """Store a snapshot, whole or not at all, and return it as stored.

    A version that is there already, embedded or stored, stays as it is.

    Args:
        info: What describes it, from `snapshot.make`.
        files: Its data files by name.

    Raises:
        ListIntegrityError: If the files are not those described, or the list fails its
            checks.
        StoreError: If the folder cannot be written to, or another process keeps it.
    """
    snapshot.verified(info, files)
    found = next((i for i in infos(info.list_id) if i.version == info.version), None)
    if found is not None and found.stored_at is None:
        return found
    with writing(info.list_id) as place:
        there = _read_info(place / info.version, info.list_id)
        if isinstance(there, ListInfo) and _is_whole(there):
            return there
        for left in place.glob(".new-*"):  # of a process that was stopped
            shutil.rmtree(left)
        info = info.model_copy(update={"stored_at": clock.now()})
        made = place / f".new-{info.version}"
        made.mkdir()
        _at("folder made")
        described = info.model_dump_json(indent=1).encode()
        for name, data in {**files, _INFO: described}.items():
            write_through(made / name, data)
            _at(f"{name} written")
        flush_folder(made)
        _at("flushed")
        target = place / info.version
        if target.exists():  # damaged: put aside, for a person to look at
            target.rename(place / f".broken-{info.version}-{clock.now():%H%M%S%f}")
            _at("damaged one put aside")
        made.rename(target)
        _at("moved")
        flush_folder(place)
    return info


def pinned(list_id: str) -> str | None:
    """Return the version a list is pinned to, or None.

    Raises:
        ListIntegrityError: If the pin cannot be read: which version is meant is then
            not known.
    """
    path = home(list_id) / _PIN
    try:
        pin = json.loads(path.read_bytes())
        version = pin["version"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ListIntegrityError(
            f"{path} cannot be read ({error}). Pin the list anew, or delete the file."
        ) from None
    return str(version)


def pin(list_id: str, version: str | None) -> None:
    """Make a version the current one whatever else is stored; None takes the pin away.

    Raises:
        ListNotFoundError: If there is no such list or version.
        StoreError: If the folder cannot be written to.
    """
    if version is None:
        (home(list_id) / _PIN).unlink(missing_ok=True)
        return
    _info(list_id, version)
    with writing(list_id) as place:
        write(place / _PIN, json.dumps({"version": version}).encode())


def _newest(every: tuple[ListInfo, ...]) -> ListInfo:
    # The embedded one is among them, and needs no look at its files here.
    return next(i for i in reversed(every) if i.stored_at is None or _is_whole(i))


def _embedded(list_id: str) -> ListInfo:
    info = embedded.find(list_id)
    if info is None:
        known = [info.list_id for info in embedded.manifest().lists]
        raise ListNotFoundError(
            f"no list {list_id!r}; there are: {', '.join(known)}."
            f"{did_you_mean(list_id, known)}"
        )
    return info


def home(list_id: str) -> Path:
    """Return the folder of one list; it need not exist.

    Raises:
        ListNotFoundError: If there is no such list.
    """
    _embedded(list_id)  # the id becomes part of a path: only known ones do
    return folder() / "lists" / list_id


def _stored(list_id: str) -> Iterator[ListInfo]:
    place = home(list_id)
    if not place.is_dir():
        return
    for path in sorted(place.iterdir()):
        if path.name.startswith(".") or path.name in (_PIN, CHECKED):
            continue
        found = _read_info(path, list_id)
        if isinstance(found, str):
            _report(path, found)
        else:
            yield found


def _read_info(path: Path, list_id: str) -> ListInfo | str:
    """Return what describes the snapshot in a folder, or why there is none."""
    described = path / _INFO
    try:
        state = described.stat()
    except OSError:
        return f"it has no {_INFO}"
    found = _parse_info(described, state.st_mtime_ns, state.st_size)
    if isinstance(found, str):
        return found
    if (found.list_id, found.version) != (list_id, path.name):
        return f"it describes {found.list_id} {found.version}"
    missing = [name for name in found.files if not (path / name).is_file()]
    return f"it lacks {missing[0]}" if missing else found


@lru_cache(maxsize=4096)
def _parse_info(path: Path, mtime: int, size: int) -> ListInfo | str:
    try:
        info = ListInfo.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        return f"its {_INFO} cannot be read: {str(error).splitlines()[0]}"
    expected = {f"{info.list_id}.csv", f"{info.list_id}.names.csv"}
    if (
        set(info.files) != expected
        or info.stored_at is None
        or info.version != snapshot.version_of(info.as_of, info.files)
    ):
        return f"its {_INFO} contradicts itself"
    return info


def _is_whole(info: ListInfo) -> bool:
    place = home(info.list_id) / info.version
    for name, expected in info.files.items():
        path = place / name
        try:
            state = path.stat()
            found = _digest(path, state.st_mtime_ns, state.st_size)
        except OSError as error:
            _report(place, f"{name} cannot be read ({error.strerror})")
            return False
        if found != expected:
            _report(place, f"{name} is not the file that was stored")
            return False
    return True


@lru_cache(maxsize=4096)
def _digest(path: Path, mtime: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _report(path: Path, reason: str) -> None:
    warnings.warn(
        f"{path} is left out: {reason}. Delete it, and update the list.",
        BrokenSnapshotWarning,
        stacklevel=2,
    )


def _info(list_id: str, version: str) -> ListInfo:
    every = infos(list_id)
    for info in every:
        if info.version == version:
            return info
    raise ListNotFoundError(
        f"no version {version!r} of {list_id} in {folder()}; there are: "
        f"{', '.join(info.version for info in every)}."
    )


@lru_cache(maxsize=64)
def _load(root: Path, list_id: str, version: str) -> pl.DataFrame:
    info = _info(list_id, version)
    if info.stored_at is None:
        try:
            return snapshot.verified(info, embedded.read_files(info))
        except ListIntegrityError as error:
            raise ListIntegrityError(
                f"{error} The installed package is damaged; install it again."
            ) from None
    place = root / "lists" / list_id / version
    try:
        return snapshot.verified(
            info, {name: (place / name).read_bytes() for name in info.files}
        )
    except (OSError, ListIntegrityError) as error:
        raise ListIntegrityError(
            f"{error} The snapshot in {place} is damaged; delete it, and update."
        ) from None


@contextmanager
def writing(list_id: str) -> Iterator[Path]:
    """Hold the lock of a list, and return its folder.

    The lock is the operating system's: a process that is stopped lets it go.

    Raises:
        StoreError: If the folder cannot be written to, or another process keeps it.
    """
    place = home(list_id)
    try:
        place.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(place / ".lock", timeout=_WAIT):
            yield place
    except filelock.Timeout:
        raise StoreError(
            f"another process has been writing to {place} for {_WAIT:.0f} s."
        ) from None
    except OSError as error:
        raise StoreError(
            f"cannot write to {place}: {error.strerror or error}. UYGHURSCREEN_HOME "
            "names another folder."
        ) from error


def _at(step: str) -> None:
    """Pass a step of `add`: the tests stop the program here."""
