"""The journal: it grows, it holds together, and what was done to it shows."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from uyghurscreen.errors import JournalError
from uyghurscreen.journal import START, Journal

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal of six lines."""
    made = Journal(tmp_path / "decisions.jsonl")
    made.append([{"entry": n, "reason": "另一家公司"} for n in range(5)], at=NOON)
    made.append([{"entry": 5, "reason": "line\nbreak \r and \u2028"}], at=NOON)
    return made


def test_lines_are_numbered_timed_and_chained(journal: Journal) -> None:
    lines = list(journal.lines())
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6]
    assert [line.previous for line in lines] == [START, *[x.hash for x in lines[:-1]]]
    assert {line.at for line in lines} == {"2026-11-28T12:00:00Z"}
    assert journal.head() == lines[-1].hash
    assert journal.verify().intact


def test_the_file_is_plain_text_of_one_line_each(journal: Journal) -> None:
    text = journal.path.read_text("utf-8")
    assert [json.loads(line)["number"] for line in text.rstrip("\n").split("\n")] == [
        1, 2, 3, 4, 5, 6,
    ]  # fmt: skip
    assert "另一家公司" in text


def test_the_same_lines_at_the_same_time_are_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "b")]
    for path in paths:
        Journal(path).append([{"b": 1, "a": 2}], at=NOON)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_journal_that_is_not_there_is_empty(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "none.jsonl")
    assert list(journal.lines()) == []
    assert journal.head() == START
    assert journal.verify().intact


Lines = list[bytes]

# what somebody did to the lines, and what is said of it
TAMPERED: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "a word changed": (
        lambda lines: [lines[0].replace("另".encode(), "同".encode()), *lines[1:]],
        "line 1: is not as it was written",
    ),
    "a word of the last line changed": (
        lambda lines: [*lines[:-1], lines[-1].replace(b"break", b"brake")],
        "line 6: is not as it was written",
    ),
    "the time changed": (
        lambda lines: [lines[0].replace(b"T12", b"T11"), *lines[1:]],
        "line 1: is not as it was written",
    ),
    "white space put in": (
        lambda lines: [lines[0].replace(b",", b", ", 1), *lines[1:]],
        "line 1: is not as it was written",
    ),
    "the first line taken out": (
        lambda lines: lines[1:],
        "line 1: has the number 2 where 1 should stand",
    ),
    "a line in the middle taken out": (
        lambda lines: [*lines[:2], *lines[3:]],
        "line 3: has the number 4 where 3 should stand",
    ),
    "two lines that change places": (
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        "line 2: has the number 3 where 2 should stand",
    ),
    "a line written twice": (
        lambda lines: [lines[0], lines[0], *lines[1:]],
        "line 2: has the number 1 where 2 should stand",
    ),
    "a line of another journal": (
        lambda lines: [lines[0], _line_of_another_journal(), *lines[2:]],
        "line 2: does not follow the line before it",
    ),
    "a line that is no JSON": (
        lambda lines: [lines[0], b"cleared\n", *lines[1:]],
        "line 2: is no line of a journal",
    ),
    "JSON without end": (
        lambda lines: [lines[0], b"[" * 100_000 + b"\n", *lines[1:]],
        "line 2: is no line of a journal",
    ),
    "a number that JSON has no word for": (
        lambda lines: [lines[0].replace(b'"entry":0', b'"entry":NaN'), *lines[1:]],
        "line 1: is no line of a journal",
    ),
    "a number as text": (
        lambda lines: [lines[0].replace(b'"number":1', b'"number":"1"'), *lines[1:]],
        "line 1: is no line of a journal",
    ),
    "an empty line": (
        lambda lines: [*lines, b"\n"],
        "line 7: is no line of a journal",
    ),
    "line ends of another system": (
        lambda lines: [line.replace(b"\n", b"\r\n") for line in lines],
        "line 1: is not as it was written",
    ),
    "the last line cut off": (
        lambda lines: [*lines[:-1], lines[-1][:20]],
        "the last line is cut off",
    ),
}


def _line_of_another_journal() -> bytes:
    from tempfile import mkdtemp

    other = Journal(Path(mkdtemp()) / "other.jsonl")
    other.append([{"entry": 9}, {"entry": 9}], at=NOON)
    return other.path.read_bytes().splitlines(keepends=True)[1]


@pytest.mark.parametrize("case", TAMPERED)
def test_tampering_shows(journal: Journal, case: str) -> None:
    change, problem = TAMPERED[case]
    before = journal.path.read_bytes()
    journal.path.write_bytes(b"".join(change(before.splitlines(keepends=True))))
    assert journal.path.read_bytes() != before
    assert journal.verify().problems[0] == problem
    with pytest.raises(JournalError, match="None of it is used"):
        journal.lines()


def test_one_line_changed_is_one_problem(journal: Journal) -> None:
    raw = journal.path.read_bytes().replace(b'"entry":2', b'"entry":7')
    journal.path.write_bytes(raw)
    assert journal.verify().problems == ("line 3: is not as it was written",)


def test_lines_cut_off_at_the_end_show_with_the_head_alone(journal: Journal) -> None:
    head = journal.head()
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(lines[:-2]))
    assert journal.verify().intact  # what a chain cannot show
    assert journal.verify(head=head).problems == (
        f"no line has the hash noted earlier, {head[:16]}",
    )


def test_a_journal_written_anew_shows_with_the_head_alone(journal: Journal) -> None:
    head = journal.head()
    journal.path.unlink()
    journal.append([{"entry": n} for n in range(9)], at=NOON)
    assert journal.verify().intact
    assert not journal.verify(head=head).intact


def test_a_journal_may_grow_after_its_head_was_noted(journal: Journal) -> None:
    head = journal.head()
    journal.append([{"entry": 6}])
    assert journal.verify(head=head).intact
    assert journal.verify(head=START).intact


def test_a_line_cut_off_by_a_crash_is_put_aside_and_told(journal: Journal) -> None:
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole + b'{"at":"2026-1')
    (line,) = journal.append([{"entry": 6}], at=NOON)
    assert journal.verify().intact
    assert line.number == 8
    told = list(journal.lines())[6].content
    aside = journal.path.with_name(told["torn_line_in"])
    assert aside.read_bytes() == b'{"at":"2026-1'
    assert journal.path.read_bytes().startswith(whole)


def test_nothing_is_added_after_a_last_line_that_was_changed(journal: Journal) -> None:
    raw = journal.path.read_bytes().replace(b'"entry":5', b'"entry":7')
    journal.path.write_bytes(raw)
    with pytest.raises(JournalError, match="the last line is not as it was written"):
        journal.append([{"entry": 6}])
    assert journal.path.read_bytes() == raw


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalError, match="cannot write"):
        Journal(tmp_path / "file" / "decisions.jsonl").append([{}])


def test_a_full_disk_leaves_no_half_line(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = journal.path.read_bytes()
    write = os.write

    def full(descriptor: int, data: bytes) -> int:
        write(descriptor, data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(JournalError, match="No space left"):
        journal.append([{"entry": 6}])
    assert journal.path.read_bytes() == before


def _append_many(path: Path) -> None:
    for number in range(20):
        Journal(path).append([{"entry": number}])


def test_several_processes_write_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    verdict = Journal(path).verify()
    assert (verdict.lines, verdict.problems) == (60, ())
