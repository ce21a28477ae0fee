"""A workbook of hits: written, filled in as a reviewer would, and read back in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from uyghurscreen import Screener, workbook
from uyghurscreen.decisions import SHEET, Decisions
from uyghurscreen.errors import InputError
from uyghurscreen.html_report import About
from uyghurscreen.queries import read_queries
from uyghurscreen.review import identify, suppress
from uyghurscreen.workbook.sheets import HELD

DAY = date(2026, 11, 29)
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
NAMES = ["Hangzhou Hikvision", "=Hikvision()", "和田浩林发饰品", "АО ПКК Миландр"]
DECIDED = {
    "new_disposition": "cleared",
    "new_reason": "another town",
    "new_reviewer": "Y. Sun",
    "new_reviewed_on": DAY,
    "new_expires": date(2027, 11, 28),
}

Edit = Callable[[Worksheet, Callable[..., Any]], None]


@pytest.fixture(scope="module")
def hits(demo: Screener) -> pl.DataFrame:
    """Hits on the small list, ready to be decided about."""
    frame = pl.DataFrame({"no": range(1, 5), "name": NAMES, "country": "CN"})
    found = demo.screen(frame, id="no", country="country")
    identified = identify(found, demo.entries, frame, id="no", country="country")
    return identified.with_columns(pl.lit(None, t).alias(n) for n, t in SHEET.items())


@pytest.fixture
def written(hits: pl.DataFrame, demo: Screener, tmp_path: Path) -> Path:
    path = tmp_path / "hits.xlsx"
    _write(hits, demo, path)
    return path


def _write(hits: pl.DataFrame, demo: Screener, path: Path) -> None:
    about = About(
        title="Screening of suppliers.csv",
        made_at=NOON,
        threshold=demo.threshold,
        versions=demo.versions,
        notes=("demo is old",),
    )
    entries, index = demo._load()
    frame = pl.DataFrame({"no": range(1, 5), "name": NAMES, "country": "CN"})
    queries = read_queries(frame, name="name", id="no", country="country")
    workbook.write(hits, path, about, entries=entries, index=index, queries=queries)


def _edited(path: Path, edit: Edit) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["hits"]
    columns = {cell.value: cell.column for cell in sheet[1]}

    def put(row: int, **values: object) -> None:
        for name, value in values.items():
            sheet.cell(row, columns[name]).value = value

    edit(sheet, put)
    book.save(path)


def test_what_stands_in_the_sheet(written: Path, hits: pl.DataFrame) -> None:
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["hits", "method", "written"]
    assert book["written"].sheet_state == "veryHidden"
    sheet = book["hits"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.max_row == hits.height + 1
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref.startswith("A1:")
    first = dict(zip(head, (cell.value for cell in sheet[2]), strict=True))
    assert first["query_name"] == NAMES[0]
    assert (first["query_country"], first["entry_countries"]) == ("CN", "CN")
    assert "hikvision = hikvision (same)" in first["words"]
    assert first["citations"] == "84 FR 54004 (2019-10-09)"
    (choice,) = (
        rule for rule in sheet.data_validations.dataValidation if rule.type == "list"
    )
    letter = openpyxl.utils.get_column_letter(head.index("new_disposition") + 1)
    assert str(choice.sqref) == f"{letter}2:{letter}{hits.height + 1}"
    assert choice.formula1 == '"cleared,confirmed,escalated,in_review,reopened"'
    hidden = [d for d in sheet.column_dimensions.values() if d.hidden]
    assert [head[d.min - 1 : d.max] for d in hidden] == [
        ["record", "record_id", "entry_content"]
    ]
    told = [tuple(cell.value for cell in row) for row in book["method"].rows]
    assert ("note", "demo is old") in told
    assert any("No hit is not a clearance" in text for _, text in told)


def test_nothing_in_it_is_a_formula_or_a_link(written: Path) -> None:
    with zipfile.ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in part for part in parts.values())
    links = (b"<hyperlink ", b"relationships/hyperlink")
    assert not any(link in part for part in parts.values() for link in links)
    assert openpyxl.load_workbook(written)["hits"]["C3"].value == "=Hikvision()"


def test_the_same_hits_are_the_same_bytes(
    written: Path, hits: pl.DataFrame, demo: Screener, tmp_path: Path
) -> None:
    _write(hits, demo, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == written.read_bytes()


def test_nothing_filled_in_is_no_decision(written: Path) -> None:
    assert workbook.read(written, on=DAY).is_empty()


def test_decisions_come_back_and_count(
    written: Path, hits: pl.DataFrame, tmp_path: Path
) -> None:
    def edit(sheet: Worksheet, put: Callable[..., None]) -> None:
        put(2, **DECIDED)
        put(
            4,
            new_disposition=" In review ",
            new_reason="asked for its address",
            new_reviewed_on="2026-11-28",
        )

    _edited(written, edit)
    sheet = workbook.read(written, reviewer="R. Li", on=DAY)
    decisions = Decisions(tmp_path / "decisions.jsonl")
    made = decisions.decide_sheet(sheet, reviewer="R. Li", at=NOON)
    assert made.select("disposition", "reviewer", "reviewed_on").rows() == [
        ("cleared", "Y. Sun", DAY),
        ("in_review", "R. Li", date(2026, 11, 28)),
    ]
    found = suppress(hits, decisions.frame(), on=DAY)
    assert found["suppressed"].to_list() == [True, *[False] * (hits.height - 1)]
    assert found["disposition"].to_list()[2] == "in_review"


def test_rows_may_be_sorted_and_lines_left_empty(
    written: Path, hits: pl.DataFrame
) -> None:
    def edit(sheet: Worksheet, put: Callable[..., None]) -> None:
        put(2, **DECIDED)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for place, row in enumerate(reversed(rows)):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(place + 2, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # a formula to openpyxl alone
        sheet.insert_rows(3)

    _edited(written, edit)
    assert workbook.read(written, on=DAY)["entry_id"].to_list() == [hits["entry_id"][0]]


def _put(row: int, **values: object) -> Edit:
    return lambda sheet, put: put(row, **(DECIDED | values))


# what a reviewer may do wrong, and what is said of it
SLIPS: dict[str, tuple[Edit, str]] = {
    "an unknown disposition": (
        _put(3, new_disposition="cleard"),
        r"cell J3 \(new_disposition\): this is no disposition; one of cleared, conf",
    ),
    "no disposition": (
        _put(3, new_disposition=None),
        r"cell J3 \(new_disposition\): nothing is decided",
    ),
    "no reason": (_put(3, new_reason="  "), r"cell K3 \(new_reason\): a reason is mi"),
    "no reviewer": (_put(3, new_reviewer=None), r"cell L3 \(new_reviewer\): who deci"),
    "a day in words": (
        _put(3, new_expires="next year"),
        r"cell N3 \(new_expires\): this is no day; write it as 2026-11-29",
    ),
    "a day to come": (
        _put(3, new_reviewed_on=date(2026, 12, 1)),
        r"cell M3 \(new_reviewed_on\): this day is still to come",
    ),
    "a past day": (
        _put(3, new_expires=date(2026, 11, 28)),
        r"cell N3 \(new_expires\): this day is past",
    ),
    "no last day": (
        _put(3, new_expires=None),
        r"cell N3 \(new_expires\): a clearance needs the last day",
    ),
    "a name changed": (
        lambda sheet, put: put(3, query_name="Hikvision Ltd"),
        "cell C3: query_name is not what was written",
    ),
    "a score changed": (
        lambda sheet, put: put(3, score=0.5),
        "cell F3: score is not what was written",
    ),
    "an entry changed": (
        lambda sheet, put: put(3, entry_content="0" * 64),
        "entry_content is not what was written",
    ),
    "a row deleted": (
        lambda sheet, put: sheet.delete_rows(3),
        r"hit 2 \(query 2, entry [0-9a-f]{16}\) is gone",
    ),
    "a row copied": (
        lambda sheet, put: sheet.append([cell.value for cell in sheet[2]]),
        r"rows 2, \d+: hit 1 is there more than once",
    ),
    "a row added": (
        lambda sheet, put: sheet.append([None, "9", "Acme"]),
        r"row \d+: this is no hit that was written",
    ),
    "a number changed": (
        lambda sheet, put: put(2, hit="one"),
        "row 2: this is no hit that was written",
    ),
    "a header changed": (
        lambda sheet, put: put(1, new_reason="Grund"),
        "has no column 'new_reason' any more",
    ),
}


@pytest.mark.parametrize(("edit", "words"), SLIPS.values(), ids=SLIPS)
def test_every_slip_is_named_by_its_cell(edit: Edit, words: str, written: Path) -> None:
    _edited(written, edit)
    with pytest.raises(InputError, match=words) as caught:
        workbook.read(written, on=DAY)
    assert str(written) in str(caught.value)


def test_many_slips_are_counted(
    hits: pl.DataFrame, demo: Screener, tmp_path: Path
) -> None:
    path = tmp_path / "many.xlsx"
    _write(pl.concat([hits] * 10), demo, path)

    def edit(sheet: Worksheet, put: Callable[..., None]) -> None:
        for row in range(2, sheet.max_row + 1):
            put(row, new_disposition="maybe", new_reason="?", new_reviewer="Y. Sun")

    _edited(path, edit)
    with pytest.raises(InputError, match=f"and {hits.height * 10 - 20} more"):
        workbook.read(path, on=DAY)


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    pl.DataFrame({"hit": [1]}).write_excel(path)
    with pytest.raises(InputError, match=r"no sheet 'hits' \(it has Sheet1\)"):
        workbook.read(path)
    path.write_bytes(b"no workbook")
    with pytest.raises(InputError, match="cannot read"):
        workbook.read(path)


def test_more_than_a_sheet_or_a_cell_holds(
    hits: pl.DataFrame, demo: Screener, tmp_path: Path
) -> None:
    path = tmp_path / "many.xlsx"
    many = hits.head(1).select(pl.all().repeat_by(1_048_576).explode())
    with pytest.raises(InputError, match="more than the 1,048,575 a sheet holds"):
        _write(many, demo, path)
    _write(hits.with_columns(matched_name=pl.lit("x" * 40_000)), demo, path)
    assert len(openpyxl.load_workbook(path)["written"]["H2"].value) == 32_767
    assert workbook.read(path, on=DAY).is_empty()


def test_no_hits_make_a_workbook(
    hits: pl.DataFrame, demo: Screener, tmp_path: Path
) -> None:
    path = tmp_path / "none.xlsx"
    _write(hits.clear(), demo, path)
    assert workbook.read(path, on=DAY).columns == [*HELD, *SHEET]


def test_hits_that_are_not_identified_are_refused(
    hits: pl.DataFrame, demo: Screener, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="'record'"):
        _write(hits.drop("record"), demo, tmp_path / "hits.xlsx")
