from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from uyghurscreen.errors import ListIntegrityError, ListNotFoundError, StoreError
from uyghurscreen.lists import embedded, snapshot, store
from uyghurscreen.lists.list_info import ListInfo
from uyghurscreen.lists.records import Record, to_entries

(EMBEDDED,) = (i for i in embedded.manifest().lists if i.list_id == "aspi_brands")
LATER = EMBEDDED.as_of + timedelta(days=30)
EARLIER = EMBEDDED.as_of - timedelta(days=30)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path))
    return tmp_path / "lists" / "aspi_brands"


def make(
    *names: str, as_of: date = LATER, **facts: object
) -> tuple[ListInfo, dict[str, bytes]]:
    """A snapshot of the brands with some more of them."""
    more = [Record(name=name, quality="weak") for name in names]
    entries = pl.concat(
        [
            store.load("aspi_brands", EMBEDDED.version),
            to_entries("aspi_brands", more, source_class="ngo"),
        ]
    )
    told = EMBEDDED.model_dump(exclude={"raw"}) | {"as_of": as_of} | facts
    return snapshot.make(told, entries, EMBEDDED.raw)


def versions() -> list[str]:
    return [info.version for info in store.infos("aspi_brands")]


def test_the_folder_is_the_one_that_was_chosen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert store.folder() == tmp_path
    monkeypatch.delenv("UYGHURSCREEN_HOME")
    assert store.folder().name == "uyghurscreen"


def test_the_embedded_snapshot_is_a_version_like_any_other(home: Path) -> None:
    assert store.infos("aspi_brands") == (EMBEDDED,)
    assert store.current("aspi_brands") == EMBEDDED
    assert not home.exists()  # reading leaves nothing behind


def test_a_snapshot_is_stored_and_read_back(home: Path) -> None:
    info, files = make("Xinjiang Tianshan Wool")
    stored = store.add(info, files)
    assert stored == store.current("aspi_brands")
    assert stored.stored_at is not None
    assert info == stored.model_copy(update={"stored_at": None})
    assert store.load("aspi_brands").equals(snapshot.verified(info, files))
    assert store.load("aspi_brands", EMBEDDED.version).height == stored.entries - 1
    assert sorted(p.name for p in (home / info.version).iterdir()) == [
        "aspi_brands.csv",
        "aspi_brands.names.csv",
        "info.json",
    ]


def test_the_same_version_is_stored_once(home: Path) -> None:
    first = store.add(*make("Esquel"))
    before = (home / first.version / "info.json").stat().st_mtime_ns
    assert store.add(*make("Esquel")) == first
    assert (home / first.version / "info.json").stat().st_mtime_ns == before
    assert len(versions()) == 2


def test_the_embedded_snapshot_is_never_copied(home: Path) -> None:
    assert store.add(*make(as_of=EMBEDDED.as_of)) == EMBEDDED
    assert not home.exists()


# what differs from the embedded snapshot, and whether that makes it the newer one
ORDER: dict[str, tuple[dict[str, Any], bool]] = {
    "a later publication": ({"as_of": LATER}, True),
    "an earlier one": ({"as_of": EARLIER}, False),
    "an earlier one, better parsed": ({"as_of": EARLIER, "parser_version": 9}, False),
    "the same day, better parsed": (
        {"as_of": EMBEDDED.as_of, "parser_version": 9},
        True,
    ),
    "the same day, worse parsed": (
        {"as_of": EMBEDDED.as_of, "parser_version": 0},
        False,
    ),
    "the same day, stored since": ({"as_of": EMBEDDED.as_of}, True),
}


@pytest.mark.parametrize(("facts", "newer"), ORDER.values(), ids=ORDER)
def test_the_newest_counts_whether_embedded_or_stored(
    facts: dict[str, Any], newer: bool
) -> None:
    stored = store.add(*make("Esquel", **facts))
    assert store.current("aspi_brands") == (stored if newer else EMBEDDED)
    last = stored if newer else EMBEDDED
    assert versions()[-1] == last.version
    assert set(versions()) == {stored.version, EMBEDDED.version}


def test_a_pinned_version_counts_until_it_is_unpinned() -> None:
    newest = store.add(*make("Esquel"))
    store.pin("aspi_brands", EMBEDDED.version)
    assert store.pinned("aspi_brands") == EMBEDDED.version
    assert store.current("aspi_brands") == EMBEDDED
    assert store.load("aspi_brands").height == EMBEDDED.entries
    store.pin("aspi_brands", None)
    store.pin("aspi_brands", None)
    assert store.pinned("aspi_brands") is None
    assert store.current("aspi_brands") == newest


def test_only_a_version_that_is_there_can_be_pinned(home: Path) -> None:
    with pytest.raises(ListNotFoundError, match=r"no version '2030.*there are: 2020"):
        store.pin("aspi_brands", "2030-01-01.00000000")
    assert not home.exists()


# what stands in pin.json, words in the message
BAD_PINS = {
    "a version that is gone": (b'{"version": "2030-01-01.00000000"}', "which is not"),
    "nothing": (b"", "cannot be read"),
    "other JSON": (b"[1]", "cannot be read"),
}


@pytest.mark.parametrize(("pin", "words"), BAD_PINS.values(), ids=BAD_PINS)
def test_a_pin_that_means_nothing_is_refused(
    pin: bytes, words: str, home: Path
) -> None:
    home.mkdir(parents=True)
    (home / "pin.json").write_bytes(pin)
    with pytest.raises(ListIntegrityError, match=words):
        store.current("aspi_brands")


def _edit_info(**changes: object) -> Callable[[Path], None]:
    def edit(place: Path) -> None:
        path = place / "info.json"
        told = json.loads(path.read_text("utf-8")) | changes
        path.write_text(json.dumps(told), encoding="utf-8")

    return edit


# what happened to the folder of a stored snapshot, words in the warning
DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file is gone": (lambda p: (p / "aspi_brands.csv").unlink(), "it lacks"),
    "info is gone": (lambda p: (p / "info.json").unlink(), "has no info.json"),
    "info is cut off": (lambda p: os.truncate(p / "info.json", 50), "cannot be read"),
    "info of another time": (_edit_info(colour="red"), "cannot be read"),
    "info of another list": (_edit_info(list_id="uflpa"), "contradicts itself"),
    "info of another date": (_edit_info(as_of="2031-01-01"), "contradicts itself"),
    "an embedded info": (_edit_info(stored_at=None), "contradicts itself"),
    "another name": (lambda p: p.rename(p.with_name("2031-01-01")), "it describes"),
    "an empty folder": (lambda p: (p.parent / "notes").mkdir(), "has no info.json"),
    "a file in its place": (
        lambda p: (p.parent / "notes.txt").write_text("mine", encoding="utf-8"),
        "has no info.json",
    ),
    "a file cut off": (
        lambda p: os.truncate(p / "aspi_brands.names.csv", 100),
        "not the file that was stored",
    ),
    "a file written over": (
        lambda p: (p / "aspi_brands.csv").write_bytes(b"x"),
        "not the file that was stored",
    ),
}


@pytest.mark.parametrize(("damage", "words"), DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_or_foreign_is_reported_and_never_used(
    damage: Callable[[Path], object], words: str, home: Path
) -> None:
    older = store.add(*make("Esquel"))
    newest = store.add(*make("Esquel", "Huafu", as_of=LATER + timedelta(days=1)))
    damage(home / newest.version)
    with pytest.warns(store.BrokenSnapshotWarning, match=words):
        counted = store.current("aspi_brands")
    if damage in (DAMAGE["an empty folder"][0], DAMAGE["a file in its place"][0]):
        assert counted == newest  # a stranger beside it does not matter
    else:
        assert counted == older


def test_a_damaged_snapshot_is_not_loaded_by_its_version(home: Path) -> None:
    stored = store.add(*make("Esquel"))
    os.truncate(home / stored.version / "aspi_brands.csv", 100)
    with pytest.raises(ListIntegrityError, match="delete it, and update"):
        store.load("aspi_brands", stored.version)


def test_a_damaged_snapshot_is_replaced_and_kept_aside(home: Path) -> None:
    info, files = make("Esquel")
    store.add(info, files)
    os.truncate(home / info.version / "aspi_brands.csv", 100)
    with pytest.warns(store.BrokenSnapshotWarning, match="not the file"):
        stored = store.add(info, files)
    assert store.current("aspi_brands") == stored
    assert store.load("aspi_brands").height == info.entries
    assert len(list(home.glob(".broken-*"))) == 1


def test_what_is_not_what_it_says_is_not_stored(home: Path) -> None:
    info, files = make("Esquel")
    files["aspi_brands.csv"] += b"\n"
    with pytest.raises(ListIntegrityError, match="is not the file that version"):
        store.add(info, files)
    assert not home.exists()


@pytest.mark.parametrize("list_id", ["ofac", "", "../aspi_brands", "/etc"])
def test_an_unknown_list_is_named_beside_those_there_are(list_id: str) -> None:
    for call in (store.infos, store.current, store.load, store.pinned):
        with pytest.raises(ListNotFoundError, match="there are: entity_list, uflpa"):
            call(list_id)


def test_a_version_that_is_not_there_is_named_beside_those_there_are() -> None:
    with pytest.raises(ListNotFoundError, match=f"there are: {EMBEDDED.version}"):
        store.load("aspi_brands", "2031-01-01.00000000")


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "lists").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="UYGHURSCREEN_HOME names another"):
        store.add(*make("Esquel"))


# every step of `add`, and whether the new version is there if it ends there
STEPS = {
    "folder made": False,
    "aspi_brands.csv written": False,
    "aspi_brands.names.csv written": False,
    "info.json written": False,
    "flushed": False,
    "moved": True,
}

KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from tests_of_the_store import make
from uyghurscreen.lists import store
store._at = lambda step: step != sys.argv[2] or os.kill(os.getpid(), signal.SIGKILL)
store.add(*make("Esquel"))
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
@pytest.mark.parametrize(("step", "there"), STEPS.items(), ids=STEPS)
def test_a_process_killed_at_any_step_leaves_the_old_or_the_new_version(
    step: str, there: bool, tmp_path: Path, home: Path
) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "tests_of_the_store.py").symlink_to(Path(__file__).resolve())
    command = [sys.executable, "-c", KILLED, str(beside), step]
    killed = subprocess.run(command, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    info, files = make("Esquel")
    expected = [EMBEDDED.version, info.version] if there else [EMBEDDED.version]
    assert versions() == expected
    assert store.load("aspi_brands").height == EMBEDDED.entries + there
    # What was left does not stand in the way, and does not stay.
    assert store.add(info, files).version == info.version
    assert versions() == [EMBEDDED.version, info.version]
    assert [p.name for p in home.iterdir() if p.name.startswith(".new")] == []


def test_every_step_is_killed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[str] = []
    monkeypatch.setattr(store, "_at", passed.append)
    store.add(*make("Esquel"))
    assert passed == list(STEPS)


STORED_AT_ONCE = """
import sys
sys.path.insert(0, sys.argv[1])
from tests_of_the_store import make
from uyghurscreen.lists import store
print(store.add(*make("Esquel")).stored_at)
"""


def test_processes_that_store_the_same_at_once_store_it_once(tmp_path: Path) -> None:
    (tmp_path / "tests_of_the_store.py").symlink_to(Path(__file__).resolve())
    command = [sys.executable, "-c", STORED_AT_ONCE, str(tmp_path)]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = {process.communicate(timeout=60)[0] for process in started}
    assert [process.returncode for process in started] == [0] * 4
    assert len(said) == 1
    assert len(versions()) == 2
