"""Versions of a list by name, by day, by pin; and their difference."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from uyghurscreen import Screener, lists
from uyghurscreen.errors import InputError, ListNotFoundError
from uyghurscreen.lists import catalog
from uyghurscreen.lists.comparison import DIFF
from uyghurscreen.lists.selection import find_version, select

StoreVersion = Callable[[str, pl.DataFrame, str], str]

HAOLIN = "Hetian Haolin Hair Accessories Co. Ltd."
EMBEDDED = catalog.get("uflpa")


@pytest.fixture
def may(store_version: StoreVersion) -> str:
    """A version of May 2026, without Haolin."""
    older = lists.entries("uflpa").filter(pl.col("entry_name") != HAOLIN)
    return store_version("uflpa", older, "2026-05-01")


@pytest.fixture
def august(store_version: StoreVersion, may: str) -> str:
    """A version of August 2026, with Haolin by another alias."""
    newer = lists.entries("uflpa").with_columns(
        names=pl.when(pl.col("entry_name") == HAOLIN)
        .then(pl.col("names").list.head(1))
        .otherwise("names"),
        content_hash=pl.when(pl.col("entry_name") == HAOLIN)
        .then(pl.lit("0" * 16))
        .otherwise("content_hash"),
    )
    return store_version("uflpa", newer, "2026-08-03")


@pytest.mark.parametrize(
    ("wanted", "which"),
    [
        ("2026-05-01", "may"),
        ("2026-07-23", "may"),
        (date(2026, 7, 24), "embedded"),
        ("2026-08-02", "embedded"),
        ("2026-08-03", "august"),
        ("2099-01-01", "august"),
        ("the name of may", "may"),
        ("the name of embedded", "embedded"),
    ],
)
def test_a_version_by_day_or_name(
    may: str, august: str, wanted: str | date, which: str
) -> None:
    versions = {"may": may, "embedded": EMBEDDED.version, "august": august}
    if isinstance(wanted, str) and wanted.startswith("the name of"):
        wanted = versions[wanted.removeprefix("the name of ")]
    assert find_version("uflpa", wanted).version == versions[which]


@pytest.mark.parametrize("wanted", ["2026-04-30", "2026-05-01.00000000", "may", ""])
def test_no_such_version_names_those_there_are(may: str, wanted: str) -> None:
    with pytest.raises(ListNotFoundError, match=may):
        find_version("uflpa", wanted)


def test_lists_that_are_not_named_stand_as_they_do_now(may: str) -> None:
    chosen = select(["uflpa", "entity_list"], versions={"uflpa": "2026-05-01"})
    assert chosen["uflpa"].version == may
    assert chosen["entity_list"] == catalog.get("entity_list")


def test_a_named_version_comes_before_the_day(may: str, august: str) -> None:
    chosen = select(["uflpa"], as_of="2026-05-01", versions={"uflpa": august})
    assert chosen["uflpa"].version == august


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"versions": {"uflpa": "2026-05-01"}}, InputError),
        ({"as_of": "May"}, InputError),
        ({"as_of": "1999-12-31"}, ListNotFoundError),
    ],
)
def test_what_cannot_be_selected(asked: dict[str, object], error: type) -> None:
    with pytest.raises(error):
        Screener(lists=["entity_list"], **asked)  # type: ignore[arg-type]


def test_look_back(may: str, august: str) -> None:
    then = Screener(lists=["uflpa"], as_of="2026-05-01")
    now = Screener(lists=["uflpa"])
    assert then.versions == {"uflpa": may}
    assert now.versions == {"uflpa": august}
    assert then.screen_name(HAOLIN).is_empty()
    assert now.screen_name(HAOLIN)["list_version"].to_list() == [august]


def test_a_screener_keeps_its_versions_while_lists_are_updated(
    may: str, store_version: StoreVersion
) -> None:
    screener = Screener(lists=["uflpa"])
    later = store_version("uflpa", lists.entries("uflpa").head(40), "2026-09-01")
    assert screener.versions == {"uflpa": EMBEDDED.version}
    assert HAOLIN in screener.entries["entry_name"]
    assert Screener(lists=["uflpa"]).versions == {"uflpa": later}


def test_pins(may: str, august: str) -> None:
    assert lists.pin("uflpa", "2026-05-01") == may
    assert Screener(lists=["uflpa"]).versions == {"uflpa": may}
    assert Screener(lists=["uflpa"], as_of="2026-08-03").versions == {"uflpa": august}
    lists.unpin("uflpa")
    assert Screener(lists=["uflpa"]).versions == {"uflpa": august}
    with pytest.raises(ListNotFoundError):
        lists.pin("uflpa", "2020-01-01")


def test_versions_shows_those_that_count_or_all(may: str, august: str) -> None:
    now = lists.versions().filter(list_id="uflpa")
    assert now.select("version", "current", "pinned").rows() == [(august, True, False)]
    lists.pin("uflpa", may)
    every = lists.versions(all=True).filter(list_id="uflpa")
    assert every.select("version", "current", "pinned").rows() == [
        (may, True, True),
        (EMBEDDED.version, False, False),
        (august, False, False),
    ]


def test_entries_of_a_version(may: str) -> None:
    assert lists.entries("uflpa", "2026-05-01").height == EMBEDDED.entries - 1
    assert lists.entries("uflpa").height == EMBEDDED.entries


def test_diff_by_name_day_and_frame(may: str, august: str) -> None:
    added = lists.diff("uflpa@2026-05-01", f"uflpa@{EMBEDDED.version}")
    assert added.schema == DIFF
    assert added.select(
        "change", "entry_name", "old_version", "new_version"
    ).rows() == [("added", HAOLIN, may, EMBEDDED.version)]
    changed = lists.diff(f"uflpa@{EMBEDDED.version}", "uflpa")
    assert set(changed["change"]) == {"alias_removed"}
    assert set(changed["new_version"]) == {august}
    back = lists.diff(lists.entries("uflpa"), lists.entries("uflpa", may))
    assert ("removed", HAOLIN) in back.select("change", "entry_name").rows()


def test_diff_leaves_out_spellings_and_citations_unless_asked() -> None:
    old = lists.entries("uflpa")
    new = old.with_columns(pl.col("entry_name").str.replace(",", ";", literal=True))
    assert lists.diff(old, new).is_empty()
    assert set(lists.diff(old, new, minor=True)["change"]) == {"respelled"}


def test_diff_of_different_lists_is_refused() -> None:
    with pytest.raises(InputError, match="aspi_brands, uflpa"):
        lists.diff("uflpa", "aspi_brands")
