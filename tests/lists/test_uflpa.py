from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists import uflpa
from uyghurscreen.schema import ENTRIES

ROOT = Path(__file__).parents[2]
SHARED = ROOT / "../shared"
FIXTURES = ROOT / "tests/fixtures"
PAGE = (FIXTURES / "uflpa_page.html").read_bytes()
WRAPPED = (FIXTURES / "uflpa_page_wrapped.html").read_bytes()
FACTS = (ROOT / "lists/uflpa/first_listed.csv").read_bytes()

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")

# name: relation, sections, scope, effective date, first listed
ENTRIES_OF_PAGE = {
    "Aksu Huafu Color Spinning Co., Ltd.": (
        "listed",
        ["(ii)"],
        None,
        date(2025, 1, 15),
        date(2022, 6, 21),
    ),
    "Changhong Meiling Co., Ltd.": (
        "listed",
        ["(ii)"],
        None,
        date(2024, 10, 3),
        date(2022, 6, 21),
    ),
    "Chenguang Biotech Group Co., Ltd.": (
        "listed",
        ["(v)"],
        None,
        date(2023, 8, 2),
        date(2023, 8, 2),
    ),
    "Chenguang Biotechnology Group Yanqi Co. Ltd.": (
        "subordinate",
        ["(v)"],
        "and its subsidiary",
        date(2023, 8, 2),
        date(2023, 8, 2),
    ),
    "Hetian Haolin Hair Accessories Co. Ltd.": (
        "listed",
        ["(i)", "(v)"],
        None,
        date(2022, 6, 21),
        date(2022, 6, 21),
    ),
    "Sichuan Yuan’an Pharmaceutical Co., Ltd.": (
        "listed",
        ["(v)"],
        None,
        date(2024, 11, 25),
        date(2024, 11, 25),
    ),
    "Xinjiang Daqo New Energy, Co. Ltd": (
        "listed",
        ["(i)", "(v)"],
        None,
        date(2024, 11, 25),
        date(2022, 6, 21),
    ),
    "Xinjiang Production and Construction Corps": (
        "listed",
        ["(i)", "(ii)", "(v)"],
        "and its subordinate and affiliated entities",
        date(2022, 6, 21),
        date(2022, 6, 21),
    ),
}

REFUSED = {
    "empty file": (b"", b"", "the file is empty"),
    "section (ii) left out": (
        b"Section 2(d)(2)(B)(ii)",
        b"Section 2(d)(2)(B)(i)",
        r"no row under section \(ii\)",
    ),
    "no section link": (
        b"Section 2(d)(2)(B)(i)<",
        b"PLAW-117publ78<",
        "no section link before it",
    ),
    "another header": (
        b"<th>Entity Name</th>",
        b"<th>Company</th>",
        "begins with 'Company",
    ),
    "a month that is none": (
        b"October 3, 2024",
        b"Octember 3, 2024",
        "section .*Changhong Meiling.*'Octember 3, 2024' is not a date",
    ),
    "a day that is none": (
        b"October 3, 2024",
        b"February 30, 2024",
        "'February 30, 2024' is not a date",
    ),
    "no date": (b"<td>October 3, 2024</td>", b"<td></td>", "not a name and a date"),
    "a third cell": (
        b"<td>October 3, 2024</td>",
        b"<td>October 3, 2024</td><td>new</td>",
        "has 3 cells",
    ),
    "unknown words in a cell": (
        b"(formerly known as Hefei",
        b"(once called Hefei",
        "Changhong Meiling.*not known",
    ),
}


def parsed(raw: bytes) -> pl.DataFrame:
    return uflpa.parse(raw, first_listed=uflpa.read_first_listed(FACTS))


def names_of(frame: pl.DataFrame, entry: str) -> list[tuple[str, str]]:
    rows = frame.filter(pl.col("entry_name") == entry)["names"].to_list()
    return [(name["name"], name["kind"]) for name in rows[0]]


def test_page_gives_one_entry_per_entity() -> None:
    frame = parsed(PAGE)
    assert frame.schema == ENTRIES
    columns = ("relation", "sublists", "scope", "effective_date", "first_listed")
    found = {row["entry_name"]: row for row in frame.iter_rows(named=True)}
    assert {
        name: tuple(row[column] for column in columns) for name, row in found.items()
    } == ENTRIES_OF_PAGE
    assert {tuple(row["countries"]) for row in found.values()} == {("CN",)}
    child = found["Chenguang Biotechnology Group Yanqi Co. Ltd."]
    assert child["parent_id"] == found["Chenguang Biotech Group Co., Ltd."]["entry_id"]


def test_names_of_all_rows_meet_in_the_entry() -> None:
    frame = parsed(PAGE)
    assert names_of(frame, "Xinjiang Production and Construction Corps") == [
        ("Xinjiang Production and Construction Corps", "primary"),
        ("XPCC", "acronym"),
        ("Xinjiang Corps", "alias"),
        ("Bingtuan", "alias"),
    ]
    assert names_of(frame, "Changhong Meiling Co., Ltd.") == [
        ("Changhong Meiling Co., Ltd.", "primary"),
        ("Hefei Meiling Co., Ltd.", "former"),
        ("Hefei Meiling Group Holdings Limited", "former"),
    ]


def test_raw_keeps_each_cell_once() -> None:
    frame = parsed(PAGE)
    daqo = frame.filter(pl.col("entry_name") == "Xinjiang Daqo New Energy, Co. Ltd")
    assert daqo["raw"].to_list() == [
        "Xinjiang Daqo New Energy, Co. Ltd (including three aliases: Xinjiang Great "
        "New Energy Co., Ltd.; Xinjiang Daxin Energy Co., Ltd.; and Xinjiang Daqin "
        "Energy Co., Ltd.)\n"
        "Xinjiang Daqo New Energy Co., Ltd. (also known as Xinjiang Great New Energy "
        "Co., Ltd.)"
    ]


def test_wrapped_markup() -> None:
    frame = parsed(WRAPPED)
    assert frame["entry_name"].to_list() == [
        "Camel Group Co., Ltd.",
        "Hoshine Silicon Industry (Shanshan) Co., Ltd",
        "Shihezi Xinren Battery Aluminum Foil Technology Co., Ltd.",
        "Xinjiang Goens Energy Technology Co., Ltd.",
    ]
    goens = frame.row(3, named=True)
    assert goens["effective_date"] == date(2026, 8, 3)
    assert goens["first_listed"] == date(2022, 6, 21)


def test_without_facts_the_earliest_shown_date_is_first() -> None:
    frame = uflpa.parse(PAGE)
    first = dict(frame.select("entry_name", "first_listed").iter_rows())
    assert first["Changhong Meiling Co., Ltd."] == date(2024, 10, 3)
    assert first["Xinjiang Daqo New Energy, Co. Ltd"] == date(2022, 6, 21)


def test_a_web_archives_banner_is_passed_over() -> None:
    banner = b"<body><table><tr><td>Web archive</td></tr></table>"
    assert parsed(PAGE.replace(b"<body>", banner)).equals(parsed(PAGE))


@pytest.mark.parametrize(("old", "new", "message"), REFUSED.values(), ids=REFUSED)
def test_a_damaged_page_is_refused(old: bytes, new: bytes, message: str) -> None:
    assert old in PAGE
    raw = PAGE.replace(old, new) if old else b""
    with pytest.raises(ListParseError, match=message):
        uflpa.parse(raw)


@pytest.mark.parametrize("marker", [b"Changhong", b"Section 2(d)(2)(B)(v)", b"</body>"])
def test_a_page_cut_off_is_refused(marker: bytes) -> None:
    with pytest.raises(ListParseError, match="never closed, so the file is cut off"):
        uflpa.parse(PAGE[: PAGE.index(marker)])


def test_an_error_page_is_refused() -> None:
    with pytest.raises(ListParseError, match=r"no row under section \(i\), \(ii\)"):
        uflpa.parse(b"<html><body><h1>Access Denied</h1></body></html>")


LAST_UPDATED = {
    "as printed": (PAGE, date(2025, 1, 14)),
    "not shown": (WRAPPED, None),
}


@pytest.mark.parametrize(("raw", "day"), LAST_UPDATED.values(), ids=LAST_UPDATED)
def test_last_updated(raw: bytes, day: date | None) -> None:
    assert uflpa.last_updated(raw) == day


def test_an_impossible_last_updated_is_refused() -> None:
    with pytest.raises(ListParseError, match="'Last Updated: 31/14/2025' is no date"):
        uflpa.last_updated(PAGE.replace(b"01/14/2025", b"31/14/2025"))


def test_a_wrong_date_in_the_facts_is_refused() -> None:
    with pytest.raises(ListParseError, match=r"'21 June 2022' of 'KTK Group'"):
        uflpa.read_first_listed(
            b"name,first_listed,citation,note\nKTK Group,21 June 2022,,\n"
        )


# The new entities of every notice, as DHS counted them.
NEW_BY_DAY = {
    date(2022, 6, 21): 20,
    date(2023, 6, 12): 10,
    date(2023, 8, 2): 3,
    date(2023, 9, 27): 3,
    date(2023, 12, 11): 3,
    date(2024, 5, 17): 26,
    date(2024, 6, 12): 3,
    date(2024, 8, 9): 5,
    date(2024, 10, 3): 2,
    date(2024, 11, 1): 3,
    date(2024, 11, 25): 29,
    date(2025, 1, 15): 37,
}


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("day", ["2026-07-06", "2026-07-24"])
def test_the_whole_page(day: str) -> None:
    raw = (SHARED / f"sources/uflpa/dhs_uflpa_{day}.html").read_bytes()
    frame = parsed(raw)
    assert frame["relation"].to_list() == ["listed"] * 144
    assert frame["sublists"].list.len().sum() == 160
    assert dict(frame.group_by("first_listed").len().iter_rows()) == NEW_BY_DAY
    assert uflpa.last_updated(raw) == date(2025, 1, 14)


@pytest.mark.shared
@needs_shared
def test_every_fact_but_the_renamed_one_is_of_an_entry_on_the_page() -> None:
    raw = (SHARED / "sources/uflpa/dhs_uflpa_2026-07-24.html").read_bytes()
    missing = set(uflpa.read_first_listed(FACTS)) - set(parsed(raw)["entry_name"])
    assert missing == {"Xinjiang Goens Energy Technology Co., Ltd."}
