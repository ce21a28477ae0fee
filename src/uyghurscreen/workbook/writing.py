"""A workbook of hits, written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from uyghurscreen.decisions import SHEET, check_identified
from uyghurscreen.errors import InputError
from uyghurscreen.files import NO_EXCEL, UNDATED
from uyghurscreen.html_report.facts import About, list_infos
from uyghurscreen.html_report.texts import (
    BANDS_MEAN,
    LIMITS,
    METHOD,
    READING,
    RELATIONS_MEAN,
)
from uyghurscreen.matching.index import NameIndex
from uyghurscreen.queries import Queries
from uyghurscreen.workbook.sheets import (
    DISPOSITIONS,
    HELD,
    HITS_SHEET,
    METHOD_SHEET,
    WRITTEN_SHEET,
    rows,
)

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["write"]

_WIDTHS: Final = {
    "hit": 6,
    "query_id": 12,
    "query_name": 36,
    "entry_name": 40,
    "list_id": 17,
    "score": 8,
    "band": 10,
    "why": 46,
    "words": 46,
    "new_disposition": 17,
    "new_reason": 38,
    "new_reviewer": 16,
    "new_reviewed_on": 17,
    "new_expires": 14,
    "matched_name": 36,
    "listed_under": 40,
    "query_address": 30,
    "entry_addresses": 40,
    "citations": 26,
    "license_requirement": 30,
    "license_policy": 40,
    "decision_reason": 30,
    "list_version": 22,
    "entry_id": 19,
}
_WRAPPED: Final = ("why", "words", "query_name", "entry_name", "new_reason")
_MOST: Final = 1_048_575
_HIDDEN: Final = ("record", "record_id", "entry_content")
_DECIDE: Final = (
    "Fill in the yellow columns of the sheet 'hits'. new_disposition is one of: "
    "cleared (another party; needs the last day it holds, new_expires), confirmed (the "
    "listed one), escalated (somebody else's to judge), in_review (not decided yet), "
    "reopened (an earlier decision taken back). Each needs new_reason and "
    "new_reviewer. Rows may be sorted and filtered, and left empty; leave the other "
    "columns as they are. Then: uyghurscreen decide FILE.xlsx --decisions JOURNAL.jsonl"
)


def write(
    hits: pl.DataFrame,
    to: str | Path,
    about: About,
    *,
    entries: pl.DataFrame,
    index: NameIndex,
    queries: Queries | None = None,
) -> None:
    """Write hits as a workbook to decide in; the same hits are the same bytes.

    Text is written as text, never as a formula or a link.

    Args:
        hits: Hits with the columns of `IDENTIFIED` and `SHEET`.
        to: The file, `.xlsx`.
        about: What is said of the run.
        entries: The entries they were found on, schema `ENTRIES`.
        index: The listed names.
        queries: The rows that were screened, for their countries and addresses.

    Raises:
        InputError: If the file cannot be written, or the hits are not identified.
    """
    check_identified(hits, SHEET)
    if hits.height > _MOST:
        raise InputError(
            f"{hits.height:,} hits are more than the {_MOST:,} a sheet holds: write "
            ".csv or .parquet, or ask for a higher threshold."
        )
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise InputError(NO_EXCEL) from error
    sheet = rows(hits, entries, index, queries)
    options = {"strings_to_urls": False, "strings_to_formulas": False}
    try:
        with xlsxwriter.Workbook(to, options) as book:
            book.set_properties({"created": UNDATED, "title": about.title})
            _write_hits(book, sheet, about)
            _write_method(book, about)
            hidden = book.add_worksheet(WRITTEN_SHEET)
            _write_columns(hidden, sheet.select("hit", *HELD), {})
            hidden.very_hidden()
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        raise InputError(f"cannot write {to}: {error}.") from error


def _write_hits(book: xlsxwriter.Workbook, sheet: pl.DataFrame, about: About) -> None:
    page = book.add_worksheet(HITS_SHEET)
    plain = {"valign": "top"}
    wrapped = plain | {"text_wrap": True}
    filled_in = wrapped | {
        "bg_color": "#FFF7DB",
        "border": 1,
        "border_color": "#E2D9B5",
    }
    formats = {
        name: book.add_format(
            (filled_in if name in SHEET else wrapped if name in _WRAPPED else plain)
            | _number_format(name, dtype)
        )
        for name, dtype in sheet.schema.items()
    }
    head = {"bold": True, "bg_color": "#E4EAF1", "bottom": 1, "valign": "top"}
    heads = (
        book.add_format(head),
        book.add_format(head | {"bg_color": "#F5E3A1"}),
    )
    _write_columns(page, sheet, formats)
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, name, heads[name in SHEET])
        hidden = {"hidden": True} if name in _HIDDEN else {}
        page.set_column(column, column, _WIDTHS.get(name, 15), None, hidden)
    page.freeze_panes(1, sheet.columns.index("query_name") + 1)
    page.autofilter(0, 0, max(sheet.height, 1), sheet.width - 1)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if sheet.height:
        _add_validation(page, sheet, about.made_at.date())
        _colour_bands(book, page, sheet)


def _write_columns(
    page: Any,  # noqa: ANN401 - xlsxwriter has no types
    sheet: pl.DataFrame,
    formats: dict[str, Any],
) -> None:
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, name)
        values = sheet[name].dt.replace_time_zone(None) if _zoned(sheet[name]) else None
        told = (sheet[name] if values is None else values).to_list()
        page.write_column(1, column, told, formats.get(name))


def _zoned(values: pl.Series) -> bool:
    return isinstance(values.dtype, pl.Datetime)


def _number_format(name: str, dtype: pl.DataType) -> dict[str, str]:
    if isinstance(dtype, pl.Date):
        return {"num_format": "yyyy-mm-dd"}
    if isinstance(dtype, pl.Datetime):
        return {"num_format": "yyyy-mm-dd hh:mm"}
    return {"num_format": "0.000"} if name == "score" else {}


def _add_validation(page: Any, sheet: pl.DataFrame, day: date) -> None:  # noqa: ANN401
    """Let a spreadsheet refuse what `read` would refuse."""
    choice = {
        "validate": "list",
        "source": list(DISPOSITIONS),
        "error_title": "No disposition",
        "error_message": f"One of: {', '.join(DISPOSITIONS)}.",
    }
    a_day = {"validate": "date", "criteria": ">=", "error_title": "No day"}
    rules = {
        "new_disposition": choice,
        "new_reviewed_on": a_day
        | {"value": date(2000, 1, 1), "error_message": "A day, such as 2026-11-29."},
        "new_expires": a_day
        | {
            "value": day,
            "error_message": "The last day the decision holds, not a past one.",
        },
    }
    for name, rule in rules.items():
        column = sheet.columns.index(name)
        page.data_validation(1, column, sheet.height, column, rule)


def _colour_bands(
    book: xlsxwriter.Workbook,
    page: Any,  # noqa: ANN401
    sheet: pl.DataFrame,
) -> None:
    column = sheet.columns.index("band")
    for band, style in {
        "exact": {"bg_color": "#27496D", "font_color": "#FFFFFF"},
        "strong": {"bg_color": "#CFDDED"},
    }.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{band}"'}
        rule["format"] = book.add_format(style)
        page.conditional_format(1, column, sheet.height, column, rule)


def _write_method(book: xlsxwriter.Workbook, about: About) -> None:
    page = book.add_worksheet(METHOD_SHEET)
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    text = book.add_format({"valign": "top", "text_wrap": True})
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 110)
    for row, (label, told) in enumerate(_method(about)):
        page.write_string(row, 0, label, bold)
        page.write_string(row, 1, told.replace("**", ""), text)


def _method(about: About) -> Iterator[tuple[str, str]]:
    """Return what is said of the run, as pairs of a label and a text."""
    yield about.title, f"screened on {about.made_at:%Y-%m-%d %H:%M} UTC"
    yield "how to read it", READING
    yield "how to decide", _DECIDE
    for note in about.notes:
        yield "note", note
    if about.rows is not None:
        left_out = about.unscreened.height
        yield "rows", f"{about.rows:,} read, {left_out:,} of them not screened"
    yield "method", METHOD.format(threshold=about.threshold)
    yield "threshold", str(about.threshold)
    for band, meaning in BANDS_MEAN:
        yield f"band: {band}", meaning
    for relation, meaning in RELATIONS_MEAN:
        yield f"relation: {relation}", meaning
    for list_id, info in list_infos(about.versions).items():
        told = f"version {about.versions[list_id]}"
        if info is not None:
            age = (about.made_at.date() - info.as_of).days
            stale = f", stale: may be {info.max_age}" if list_id in about.stale else ""
            told = (
                f"{info.title}, {info.publisher} ({info.source_class}); {told}, "
                f"published {info.as_of}, {age:,} days before{stale}. {info.limits}"
            )
        yield f"list: {list_id}", told
    for limit in LIMITS:
        yield "limit", limit.format(threshold=about.threshold)
    yield from about.details
    yield "made with", f"uyghurscreen {about.package}, scoring {about.scoring}"
