"""Runs made again from their manifest, and runs that go on from an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from uyghurscreen.errors import RerunError
from uyghurscreen.fingerprints import file_digest
from uyghurscreen.journal import START
from uyghurscreen.lists import embedded, store
from uyghurscreen.manifest import (
    FileUsed,
    JournalUsed,
    ListUsed,
    RunManifest,
    package,
)
from uyghurscreen.runs import Request, make, scan
from uyghurscreen.saving import save

__all__ = ["Rerun", "continued", "rerun"]


@dataclass(frozen=True, slots=True)
class Rerun:
    """A run made again.

    Attributes:
        manifest: Of the run made now.
        sha256: Of each file written, as it is now.
        expected: Of each file written, as it was.
        other: What differs beside what the result may depend on, for people: the
            versions of Python and of libraries.
    """

    manifest: RunManifest
    sha256: tuple[str, ...]
    expected: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def identical(self) -> bool:
        """If the output is the same, byte for byte."""
        return self.sha256 == self.expected


def rerun(manifest: RunManifest, *, beside: Path, file: Path | None = None) -> Rerun:
    """Make a run again, in a folder that is thrown away, and compare the output.

    Args:
        manifest: The manifest of the run.
        beside: The folder the manifest stands in; files that are not where they were
            are looked for there.
        file: The file that was screened, if it stands elsewhere now.

    Raises:
        RerunError: If the run cannot be made again: the package, a list, a file or the
            journal is not what it was, or nothing was written.
    """
    if not manifest.output:
        raise RerunError("that run wrote no file to compare with.")
    other = _same_package(manifest)
    for used in manifest.lists:
        _same_list(used)
    files = tuple(_same_file(used, beside, file) for used in manifest.input)
    journal = manifest.decisions
    request = replace(
        _request(manifest, files),
        versions=manifest.versions,
        since=manifest.settings.since,
        decisions=_journal(journal, beside) if journal else None,
        head=journal.head if journal else None,
        decisions_on=manifest.settings.decisions_on,
    )
    with TemporaryDirectory() as folder:
        if manifest.command == "scan":
            again = scan(request, to=Path(folder) / "hits")
        else:
            suffix = Path(manifest.output[0].file).suffix
            again = save(
                make(request), Path(folder) / f"hits{suffix}", repeats=manifest
            )
    return Rerun(
        again,
        tuple(used.sha256 for used in again.output),
        tuple(used.sha256 for used in manifest.output),
        other,
    )


def continued(
    manifest: RunManifest, *, beside: Path, file: Path | None = None
) -> Request:
    """Return what to ask for to learn what is different since a run.

    Args:
        manifest: The manifest of the run.
        beside: The folder the manifest stands in.
        file: The file that was screened, if it stands elsewhere now.

    Raises:
        RerunError: If scores have changed since, a list is no longer stored as it was
            then, or the file is not to be found.
    """
    now = package()
    if manifest.package.scoring_version != now.scoring_version:
        raise RerunError(
            f"that run was scored by version {manifest.package.scoring_version} of the "
            f"scores, and this is {now.scoring_version}: every score may be another. "
            "Screen in full."
        )
    if len(manifest.input) != 1:
        raise RerunError("that run was over several files; rescreen takes one.")
    for used in manifest.lists:
        _same_list(used)
    path = _found(manifest.input[0].file, beside) if file is None else file
    return replace(
        _request(manifest, (path,)), since=manifest.versions, columns=manifest.columns
    )


def _request(manifest: RunManifest, files: tuple[Path, ...]) -> Request:
    asked = manifest.settings
    return Request(
        files=files,
        name=asked.name,
        id=asked.id,
        country=asked.country,
        address=asked.address,
        encoding=asked.encoding,
        lists=list(manifest.versions),
        threshold=asked.threshold,
        limit=asked.limit,
        by=manifest.by,
        sheet=manifest.sheet,
    )


def _same_package(manifest: RunManifest) -> tuple[str, ...]:
    """Refuse another package; return what else is different."""
    then, now = manifest.package, package()
    for what, before, after in (
        ("version", then.version, now.version),
        ("scoring version", then.scoring_version, now.scoring_version),
    ):
        if before != after:
            raise RerunError(
                f"the run was made by {what} {before} of uyghurscreen, and this is "
                f"{after}. Install that one to make it again."
            )
    found = {"python": (then.python, now.python)} | {
        name: (before, now.libraries.get(name, "none"))
        for name, before in then.libraries.items()
    }
    return tuple(f"{n} {a}, now {b}" for n, (a, b) in found.items() if a != b)


def _same_list(used: ListUsed) -> None:
    """Refuse a list that is not there in the version that was used."""
    if embedded.find(used.list_id) is None:
        raise RerunError(
            f"the run used {used.list_id}, a list of one's own, which is not stored."
        )
    every = store.infos(used.list_id)
    info = next((info for info in every if info.version == used.version), None)
    if info is None:
        there = ", ".join(info.version for info in every)
        raise RerunError(
            f"the run used {used.list_id} {used.version}, which is not stored here; "
            f"there are: {there}."
        )
    if info.files != used.files:
        raise RerunError(
            f"{used.list_id} {used.version} does not hold the files that were used."
        )


def _same_file(used: FileUsed, beside: Path, file: Path | None) -> Path:
    path = _found(used.file, beside) if file is None else file
    try:
        same = file_digest(path) == used.sha256
    except OSError as error:
        raise RerunError(f"cannot read {path}: {error.strerror}.") from error
    if not same:
        raise RerunError(f"{path} is not the file that was screened: its bytes differ.")
    return path


def _journal(used: JournalUsed, beside: Path) -> Path:
    # A journal without a line is a file that need not be there.
    return Path(used.file) if used.head == START else _found(used.file, beside)


def _found(file: str, beside: Path) -> Path:
    for path in (Path(file), beside / file, beside / Path(file).name):
        if path.is_file():
            return path
    raise RerunError(f"{file} is not there, nor beside the manifest. Say where it is.")
