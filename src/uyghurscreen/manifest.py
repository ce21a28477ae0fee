"""The run manifest: all that a result depends on, and what came of it.

It is written beside every result of the command line, as JSON with sorted keys. From it
the same run can be made again, to the same bytes (`rerun`). It holds no name of a
screened company: what was screened is held by hashes.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from uyghurscreen.canonical import canonical_json, sha256
from uyghurscreen.errors import InputError
from uyghurscreen.fingerprints import file_digest
from uyghurscreen.lists import clock, embedded, store
from uyghurscreen.lists.whole_files import write
from uyghurscreen.matching.scoring import SCORING_VERSION

__all__ = [
    "Counts",
    "FileUsed",
    "JournalUsed",
    "ListUsed",
    "Package",
    "RunManifest",
    "Settings",
    "lists_used",
    "manifest_path",
    "now",
    "package",
]

_LIBRARIES: Final = ("polars", "numpy", "rapidfuzz", "jellyfish")
"""What the scores are computed with."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Package(_Part):
    """The program.

    Attributes:
        version: Of this package.
        scoring_version: Of the scores.
        python: Of Python.
        libraries: Of what the scores are computed with.
    """

    version: str
    scoring_version: str
    python: str
    libraries: dict[str, str]


class ListUsed(_Part):
    """A list, as it was screened against.

    Attributes:
        list_id: Its id.
        version: Its version, which tells its content.
        as_of: The date of the publication; None for a list of the caller's own.
        files: SHA-256 of each of its data files; empty for a list of the caller's own.
    """

    list_id: str
    version: str
    as_of: date | None = None
    files: dict[str, str] = {}


class FileUsed(_Part):
    """A file, read or written.

    Attributes:
        file: Its path, as it was given.
        sha256: Of its bytes.
        bytes: Its size.
    """

    file: str
    sha256: str
    bytes: int

    @classmethod
    def of(cls, path: str | Path) -> FileUsed:
        """Describe a file that is there."""
        path = Path(path)
        return cls(file=str(path), sha256=file_digest(path), bytes=path.stat().st_size)


class Settings(_Part):
    """What was asked for.

    Attributes:
        name: The column of names, or those a name is split over.
        id: The column that tells rows apart.
        country: The column of countries.
        address: The column of addresses, or its lines.
        threshold: Lowest score of a hit.
        limit: Best hits kept per name.
        encoding: Of a CSV, where it was given.
        since: The older versions that `rescreen` compared with.
        decisions_on: The day that decisions had to hold.
    """

    name: str | tuple[str, ...]
    id: str | None = None
    country: str | None = None
    address: str | tuple[str, ...] | None = None
    threshold: float
    limit: int
    encoding: str | None = None
    since: dict[str, str] | None = None
    decisions_on: date | None = None


class JournalUsed(_Part):
    """The decisions that were taken into account.

    Attributes:
        file: Path of the journal, as it was given.
        decisions: The number of decisions in it.
        head: The hash of its last line. If the journal no longer holds a line of this
            hash, lines are missing or it was written anew.
    """

    file: str
    decisions: int
    head: str


class Counts(_Part):
    """What was counted.

    Attributes:
        rows: Rows read.
        screened: Rows screened; with those unscreened, all that were read.
        unscreened: Rows not screened, by the reason why.
        hits: Hits, suppressed ones among them.
        names_hit: Rows with a hit.
        by_list: Hits by list and band.
        by_change: Hits of a rescreen by what happened to them.
        suppressed: Hits that were cleared before.
    """

    rows: int
    screened: int
    unscreened: dict[str, int]
    hits: int
    names_hit: int
    by_list: dict[str, dict[str, int]]
    by_change: dict[str, int] = {}
    suppressed: int = 0


class RunManifest(_Part):
    """One run.

    Attributes:
        format: Of this manifest.
        run_id: Hash of all that the result depends on: equal runs, equal ids.
        command: The command of the command line.
        started_at: UTC.
        finished_at: UTC.
        package: The program.
        lists: The lists.
        settings: What was asked for.
        input: The files read.
        columns: SHA-256 of the content of each column used, and of the ids and names
            of the rows that were not screened.
        counts: What was counted.
        warnings: What was warned of.
        sheet: The sheet of an Excel file, where it was named.
        by: Columns that a report counts by.
        stale: Lists that were older than they may become.
        decisions: The decisions taken into account.
        output: The files written.
    """

    format: Literal[1] = 1
    run_id: str = ""
    command: str
    started_at: datetime
    finished_at: datetime
    package: Package
    lists: tuple[ListUsed, ...]
    settings: Settings
    input: tuple[FileUsed, ...]
    columns: dict[str, str]
    counts: Counts
    warnings: tuple[str, ...] = ()
    sheet: str | None = None
    by: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    decisions: JournalUsed | None = None
    output: tuple[FileUsed, ...] = ()

    def model_post_init(self, context: object, /) -> None:
        """Work out the id, or hold the one that was read against it."""
        found = sha256(canonical_json(self._determining()))
        if self.run_id and self.run_id != found:
            raise ValueError("run_id is not that of this run: the file was changed")
        object.__setattr__(self, "run_id", found)

    @property
    def versions(self) -> dict[str, str]:
        """The version of each list, by its id."""
        return {used.list_id: used.version for used in self.lists}

    def _determining(self) -> dict[str, Any]:
        told = self.model_dump(mode="json")
        return {
            "command": told["command"],
            "package": {
                name: told["package"][name] for name in ("version", "scoring_version")
            },
            "lists": told["lists"],
            "settings": told["settings"],
            "columns": told["columns"],
            "decisions": told["decisions"] and told["decisions"]["head"],
        }

    def write(self, path: str | Path) -> None:
        """Write the manifest to a file, whole or not at all.

        Raises:
            InputError: If it cannot be written.
        """
        text = canonical_json(self.model_dump(mode="json"))
        try:
            write(Path(path), text + b"\n")
        except OSError as error:
            raise InputError(f"cannot write {path}: {error.strerror}.") from error

    @classmethod
    def read(cls, path: str | Path) -> RunManifest:
        """Read a manifest.

        Raises:
            InputError: If the file cannot be read, is no manifest, or was changed in
                what the result depends on.
        """
        try:
            return cls.model_validate_json(Path(path).read_bytes())
        except OSError as error:
            raise InputError(f"cannot read {path}: {error.strerror}.") from error
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(map(str, fault["loc"]))
            raise InputError(
                f"{path} is no manifest of a run: {where} {fault['msg']}.".replace(
                    ":  ", ": "
                )
            ) from error


def lists_used(versions: Mapping[str, str]) -> tuple[ListUsed, ...]:
    """Describe lists by what is stored of them; one's own have a version alone."""
    found = []
    for list_id, used in versions.items():
        known = store.infos(list_id) if embedded.find(list_id) else ()
        info = next((info for info in known if info.version == used), None)
        found.append(
            ListUsed(
                list_id=list_id,
                version=used,
                as_of=info.as_of if info else None,
                files=info.files if info else {},
            )
        )
    return tuple(found)


def package() -> Package:
    """Describe the program that runs."""
    return Package(
        version=version("uyghurscreen"),
        scoring_version=SCORING_VERSION,
        python=platform.python_version(),
        libraries={name: version(name) for name in _LIBRARIES},
    )


def now() -> datetime:
    """Return the time, UTC, in whole seconds."""
    return clock.now().astimezone(UTC).replace(microsecond=0)


def manifest_path(result: str | Path) -> Path:
    """Return where the manifest of a result stands.

    Example:
        >>> manifest_path("hits.csv").name
        'hits.csv.manifest.json'
    """
    return Path(f"{result}.manifest.json")
