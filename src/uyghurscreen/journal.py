"""A file that only grows, each line bound to the one before it by a hash.

Every line is canonical JSON: its number, when it was written (UTC), what it says, and
two hashes:

```
{"at":"2026-11-28T09:30:00Z","content":{...},"hash":H2,"number":2,"previous":H1}
H2 = sha256(H1 + canonical JSON of at, content and number)
```

So a line that was changed, taken out, put in or moved breaks the chain, and `verify`
says where. Two things a chain cannot show by itself: that lines are missing at its end,
and that somebody wrote all of it anew. Both show if the head, the hash of the last
line, was noted elsewhere: the manifest of every run notes it, and `verify` takes it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import filelock

from uyghurscreen.canonical import canonical_json, sha256
from uyghurscreen.errors import JournalError
from uyghurscreen.lists.whole_files import flush_folder, write_through

__all__ = ["START", "Journal", "Line", "Verdict"]

START: Final = "0" * 64
"""What stands for the hash before the first line, and for the head of an empty file."""

_WAIT: Final = 60.0
"""Seconds to wait for another process that writes."""

_PARTS: Final[dict[str, type]] = {
    "number": int,
    "at": str,
    "content": dict,
    "previous": str,
    "hash": str,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        number: Counted from 1.
        at: When it was written, UTC, as ISO 8601.
        content: What it says.
        previous: The hash of the line before it, `START` for the first.
        hash: The hash of this line and, through it, of all before it.
    """

    number: int
    at: str
    content: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found.

    Attributes:
        lines: The number of lines in the file.
        head: The hash of the last one.
        problems: What is wrong, each with its line; empty if nothing is.
    """

    lines: int
    head: str
    problems: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """If nothing is wrong."""
        return not self.problems


class Journal:
    """A journal in a file, which need not exist yet; safe for several processes.

    Args:
        path: The file.

    Example:
        >>> from tempfile import mkdtemp
        >>> journal = Journal(Path(mkdtemp()) / "decisions.jsonl")
        >>> (line,) = journal.append([{"disposition": "cleared"}])
        >>> journal.verify().intact, journal.head() == line.hash
        (True, True)
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def append(
        self, contents: Sequence[dict[str, Any]], *, at: datetime | None = None
    ) -> list[Line]:
        """Add lines at the end, and return them once they are on the disk.

        A last line that was cut off, by a crash or a full disk, never counted: it is
        put aside in a file beside this one, and a line that says so is written first.

        Args:
            contents: What the lines say, in what JSON can hold.
            at: When, in a time zone; now, unless told.

        Raises:
            JournalError: If the file cannot be written, its last line has been
                tampered with, or another process keeps it.
        """
        when = (datetime.now(UTC) if at is None else at).astimezone(UTC)
        stamp = f"{when:%Y-%m-%dT%H:%M:%SZ}"
        with self._writing():
            raw = self.path.read_bytes() if self.path.exists() else b""
            whole, torn = _parted(raw)
            last = self._last(whole)
            contents = [*self._put_aside(torn, len(whole), when), *contents]
            added: list[Line] = []
            for content in contents:
                last = _next(last, stamp, content)
                added.append(last)
            self._write(b"".join(_encode(line) + b"\n" for line in added))
        return added[1:] if torn else added

    def lines(self) -> Iterator[Line]:
        """Return the lines in their order.

        Raises:
            JournalError: If the chain is broken; `verify` says all that is wrong.
        """
        verdict, lines = self._read()
        if verdict.problems:
            raise JournalError(
                f"{self.path}: {verdict.problems[0]}. None of it is used; verify it, "
                "and restore it from a copy."
            )
        return iter(lines)

    def head(self) -> str:
        """Return the hash of the last line: the whole file hangs on it."""
        return self._read()[0].head

    def verify(self, *, head: str | None = None) -> Verdict:
        """Check the whole chain.

        Args:
            head: A head noted earlier. The file may have grown since, but that line
                must still be in it; else lines are missing, or all was written anew.
        """
        verdict, lines = self._read()
        if head is None or head == START or any(line.hash == head for line in lines):
            return verdict
        missing = f"no line has the hash noted earlier, {head[:16]}"
        return Verdict(verdict.lines, verdict.head, (*verdict.problems, missing))

    def _read(self) -> tuple[Verdict, list[Line]]:
        try:
            raw = self.path.read_bytes() if self.path.exists() else b""
        except OSError as error:
            raise JournalError(f"cannot read {self.path}: {error.strerror}.") from error
        whole, torn = _parted(raw)
        lines: list[Line] = []
        problems: list[str] = []
        number, previous = 0, START
        for place, text in enumerate(whole.split(b"\n")[:-1], 1):
            line = _decode(text)
            fault = _fault(line, text, number + 1, previous)
            if fault:
                problems.append(f"line {place}: {fault}")
            if line is not None:
                lines.append(line)
                number, previous = line.number, line.hash
        if torn:
            problems.append("the last line is cut off")
        return Verdict(len(lines), previous, tuple(problems)), lines

    def _last(self, whole: bytes) -> Line | None:
        if not whole:
            return None
        text = whole[whole.rfind(b"\n", 0, -1) + 1 : -1]
        line = _decode(text)
        fault = _fault(line, text, None, None)
        if line is None or fault:
            raise JournalError(
                f"{self.path}: the last line {fault}. Verify the file, and restore it "
                "from a copy, before anything is added."
            )
        return line

    def _put_aside(
        self, torn: bytes, whole: int, when: datetime
    ) -> list[dict[str, Any]]:
        """Take a line that was cut off out of the file, and say what became of it."""
        if not torn:
            return []
        aside = self.path.with_name(f"{self.path.name}.torn-{when:%Y%m%dT%H%M%S%f}")
        write_through(aside, torn)
        os.truncate(self.path, whole)
        return [{"torn_line_in": aside.name, "sha256": sha256(torn)}]

    def _write(self, data: bytes) -> None:
        size = self.path.stat().st_size if self.path.exists() else None
        try:
            _append(self.path, data)
        except OSError:
            if size is not None:  # a disk that is full may have taken half of it
                os.truncate(self.path, size)
            raise
        if size is None:
            flush_folder(self.path.parent)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        lock = self.path.with_name(f".{self.path.name}.lock")
        try:
            with filelock.FileLock(lock, timeout=_WAIT):
                yield
        except filelock.Timeout:
            raise JournalError(
                f"another process has been writing to {self.path} for {_WAIT:.0f} s."
            ) from None
        except OSError as error:
            raise JournalError(
                f"cannot write to {self.path}: {error.strerror or error}."
            ) from error


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    """Part a file into its whole lines and what stands behind the last of them."""
    end = raw.rfind(b"\n") + 1
    return raw[:end], raw[end:]


def _next(last: Line | None, at: str, content: dict[str, Any]) -> Line:
    number = last.number + 1 if last else 1
    previous = last.hash if last else START
    return Line(number, at, content, previous, _hash(number, at, content, previous))


def _hash(number: int, at: str, content: dict[str, Any], previous: str) -> str:
    told = canonical_json({"number": number, "at": at, "content": content})
    return sha256(previous.encode() + told)


def _encode(line: Line) -> bytes:
    return canonical_json({name: getattr(line, name) for name in _PARTS})


def _decode(text: bytes) -> Line | None:
    try:
        parts = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, dict) or parts.keys() != _PARTS.keys():
        return None
    if not all(type(parts[name]) is kind for name, kind in _PARTS.items()):
        return None
    return Line(**parts)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _fault(
    line: Line | None, text: bytes, number: int | None, previous: str | None
) -> str | None:
    """Return what is wrong with a line that should have a number and follow a hash."""
    if line is None:
        return "is no line of a journal"
    if number is not None and line.number != number:
        return f"has the number {line.number} where {number} should stand"
    if previous is not None and line.previous != previous:
        return "does not follow the line before it"
    if (
        line.hash != _hash(line.number, line.at, line.content, line.previous)
        or _encode(line) != text
    ):
        return "is not as it was written"
    return None


def _append(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
