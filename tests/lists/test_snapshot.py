from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen.errors import ListIntegrityError, ListNotFoundError
from uyghurscreen.lists import catalog, embedded, snapshot, store
from uyghurscreen.lists.records import ListedName, Record, to_entries
from uyghurscreen.schema import ENTRIES, NAMES

LIST_IDS = [info.list_id for info in embedded.manifest().lists]

# cells that a CSV file could lose
NASTY = [
    Record(
        name='Acme, "Best" Co.; Ltd.',
        names=(
            ListedName("和田浩林发饰品有限公司", kind="native", language="zh"),
            ListedName("line\nbreak", kind="former"),
            ListedName("  blanks  ", quality="weak"),
        ),
        countries=("CN", "HK"),
        addresses=("1 Main Street, [Unit 2], Kabul", "ул. Панферова, 18"),
        citations=("84 FR 54004 (2019-10-09)",),
        license_requirement="For all items\nsubject to the EAR",
        license_policy='"Case-by-case"',
        sublists=("(i)", "(ii)"),
        scope="and subsidiaries",
        first_listed=date(2019, 10, 9),
        effective_date=date(2024, 1, 2),
        children=(Record(name="Acme Lab", relation="subordinate"),),
        raw="Acme,\n—a.k.a. 'x';\r\n",
    ),
    Record(name="Address 01", matchable=False, raw="=1+1"),
    Record(name="NULL", raw="NA"),
]


@pytest.fixture
def entries() -> pl.DataFrame:
    return to_entries("demo", NASTY, source_class="law")


def _check(
    entries: pl.DataFrame, *, min_entries: int = 1, probes: tuple[str, ...] = ()
) -> None:
    snapshot.check(entries, "demo", min_entries=min_entries, probes=probes)


# what is wrong with a list: how it came to be, words in the message
DAMAGE: dict[str, tuple[Callable[[pl.DataFrame], pl.DataFrame], str]] = {
    "fewer entries": (
        lambda entries: entries.filter(pl.col("entry_name") != "NULL"),
        "demo: 2 listed entries, fewer than the 3 known",
    ),
    "no entries": (lambda entries: entries.clear(), "0 listed entries"),
    "only bodies below others": (
        lambda entries: entries.with_columns(relation=pl.lit("affiliate")),
        "0 listed entries",
    ),
    "an entry twice": (
        lambda entries: pl.concat([entries, entries.head(1)]),
        "an entry id stands on two entries",
    ),
    "an entry without its names": (
        lambda entries: entries.with_columns(names=pl.lit([], ENTRIES["names"])),
        r"known names are missing: \['Acme Lab'\]",
    ),
    "a column less": (lambda entries: entries.drop("scope"), "the columns"),
    "a column more": (
        lambda entries: entries.with_columns(remark=pl.lit("")),
        "the columns",
    ),
    "a column of another type": (
        lambda entries: entries.cast({"first_listed": pl.String}),
        "the columns",
    ),
}


@pytest.mark.parametrize("list_id", LIST_IDS)
def test_every_embedded_list_is_the_one_of_the_manifest(list_id: str) -> None:
    info = embedded.find(list_id)
    assert info is not None
    entries = store.load(list_id)
    names = entries["names"].list.len().sum()
    listed = entries.filter(relation="listed").height
    assert dict(entries.schema) == dict(ENTRIES)
    assert (entries.height, listed, names) == (info.entries, info.listed, info.names)
    assert entries["list_id"].unique().to_list() == [list_id]
    assert entries["source_class"].unique().to_list() == [info.source_class]
    assert info.version.startswith(f"{info.as_of}.")


@pytest.mark.parametrize("list_id", catalog.DEFAULT_LISTS)
def test_embedded_lists_are_whole(list_id: str) -> None:
    entries = store.load(list_id)
    children = entries.filter(pl.col("relation") != "listed")
    assert children["parent_id"].is_in(entries["entry_id"].implode()).all()
    assert entries.filter(relation="listed")["parent_id"].null_count() == (
        entries.height - children.height
    )
    first = entries["names"].list.first().struct.field("kind").drop_nulls()
    assert set(first) == {"primary"}


def test_a_list_is_loaded_once() -> None:
    assert store.load("uflpa") is store.load("uflpa")


def test_an_unknown_list_is_named_beside_those_there_are() -> None:
    with pytest.raises(ListNotFoundError, match=r"no list 'ofac'; there are: .*uflpa"):
        store.load("ofac")
    assert catalog.find("ofac") is None


@pytest.mark.parametrize("file", ["uflpa.csv", "uflpa.names.csv"])
def test_a_damaged_file_is_refused(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = catalog.get("uflpa")
    files = embedded.read_files(info)
    assert snapshot.verified(info, files).equals(store.load("uflpa"))
    files[file] = files[file].replace(b"Haolin", b"Haolim", 1)
    monkeypatch.setattr(embedded, "read_files", lambda info: files)
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path))  # nothing is loaded there
    with pytest.raises(ListIntegrityError, match=f"{file} is not the file .*install"):
        store.load("uflpa")


def test_encoding_and_decoding_lose_nothing(entries: pl.DataFrame) -> None:
    back = snapshot.decode(*snapshot.encode(entries))
    assert dict(back.schema) == dict(ENTRIES)
    assert back.sort("entry_id").equals(entries.sort("entry_id"))


def test_no_entries_are_encoded_and_decoded(entries: pl.DataFrame) -> None:
    back = snapshot.decode(*snapshot.encode(entries.clear()))
    assert dict(back.schema) == dict(ENTRIES)
    assert back.is_empty()


def test_the_files_do_not_depend_on_the_order_of_the_entries(
    entries: pl.DataFrame,
) -> None:
    assert snapshot.encode(entries) == snapshot.encode(entries.reverse())


def test_the_files_have_the_columns_of_their_schemas(entries: pl.DataFrame) -> None:
    table, names = snapshot.encode(entries)
    header = table.decode().split("\n", 1)[0].split(",")
    assert header == [name for name in ENTRIES if name != "names"]
    assert names.decode().split("\n", 1)[0].split(",") == NAMES.names()[1:]


def test_embedded_files_are_what_encoding_writes() -> None:
    info = catalog.get("uflpa")
    written = snapshot.encode(store.load("uflpa"))
    found = [hashlib.sha256(raw).hexdigest() for raw in written]
    assert found == [info.files["uflpa.csv"], info.files["uflpa.names.csv"]]


@pytest.mark.parametrize(("damage", "words"), DAMAGE.values(), ids=DAMAGE)
def test_a_list_that_fails_its_checks_is_refused(
    damage: Callable[[pl.DataFrame], pl.DataFrame], words: str, entries: pl.DataFrame
) -> None:
    _check(entries, min_entries=3, probes=("Acme Lab",))
    with pytest.raises(ListIntegrityError, match=words):
        _check(damage(entries), min_entries=3, probes=("Acme Lab",))


def test_probes_are_found_however_they_are_punctuated(entries: pl.DataFrame) -> None:
    _check(
        entries, probes=("ACME, Best Co Ltd", "Line break", "和田浩林发饰品有限公司")
    )


def test_every_probe_that_is_missing_is_named(entries: pl.DataFrame) -> None:
    with pytest.raises(ListIntegrityError, match=r"\['Huawei', 'Address 01'\]"):
        _check(entries, probes=("Huawei", "Acme Lab", "Address 01"))
