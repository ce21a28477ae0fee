"""The UFLPA Entity List as DHS publishes it, a web page with one table per section.

Source: https://www.dhs.gov/uflpa-entity-list. There is no CSV or JSON. The section of a
table comes from the text of the link before it, `Section 2(d)(2)(B)(ii)`, and never
from the table's place on the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl
from lxml import etree

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.documents import read_csv
from uyghurscreen.lists.markup import cell_text, read_html
from uyghurscreen.lists.records import to_entries
from uyghurscreen.lists.uflpa_rows import (
    Row,
    long_date,
    require_sections,
    section_code,
    to_records,
)

__all__ = ["last_updated", "parse", "read_first_listed"]

_WHAT: Final = "UFLPA Entity List page"
_NAME_HEADERS: Final = {"name of entity", "entity name"}
_DATE_HEADER: Final = "effective date"
_LAST_UPDATED: Final = re.compile(r"Last Updated:?\s*(\d\d)/(\d\d)/(\d{4})")


def parse(
    raw: bytes, *, first_listed: Mapping[str, date] | None = None
) -> pl.DataFrame:
    """Parse the page into an `ENTRIES` frame, one `listed` row per entity.

    `effective_date` is the latest date the page shows for an entity and `first_listed`
    the earliest known. DHS resets the date of a row it renames, moves or corrects; give
    `first_listed` to keep the older date.

    Args:
        raw: The saved page.
        first_listed: Earlier dates by official name, from `read_first_listed`.

    Raises:
        ListParseError: If a section, date or name cell is missing or not understood.
    """
    root = read_html(raw, what=_WHAT)
    for tag in (b"table", b"html"):
        if raw.count(b"<" + tag) > raw.count(b"</" + tag):
            raise ListParseError(
                f"{_WHAT}: a <{tag.decode()}> is never closed, so the file is cut off; "
                "save the whole page again."
            )
    rows = _rows(root)
    require_sections(rows, what=_WHAT)
    return to_entries(
        "uflpa", to_records(rows, first_listed=first_listed), source_class="law"
    )


def last_updated(raw: bytes) -> date | None:
    """Return the page's own "Last Updated" day, or None where it shows none.

    Example:
        >>> last_updated(b"<div><span>Last Updated:</span> 01/14/2025</div>")
        datetime.date(2025, 1, 14)
    """
    text = cell_text(read_html(raw, what=_WHAT))
    found = _LAST_UPDATED.search(text)
    if found is None:
        return None
    month, day, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise ListParseError(f"{_WHAT}: {found[0]!r} is no date.") from None


def read_first_listed(raw: bytes) -> dict[str, date]:
    """Read the hand-kept `lists/uflpa/first_listed.csv` for `parse`.

    Args:
        raw: CSV with the columns `name, first_listed, citation, note`.

    Raises:
        ListParseError: If a column is missing or a date is not `YYYY-MM-DD`.
    """
    what = "first_listed.csv"
    facts: dict[str, date] = {}
    columns = ("name", "first_listed", "citation", "note")
    for row in read_csv(raw, what=what, columns=columns):
        try:
            facts[row["name"]] = date.fromisoformat(row["first_listed"])
        except ValueError:
            raise ListParseError(
                f"{what}: {row['first_listed']!r} of {row['name']!r} is not a date "
                "such as 2022-06-21."
            ) from None
    return facts


def _rows(root: etree._Element) -> list[Row]:
    rows: list[Row] = []
    section: str | None = None
    for element in root.iter("a", "table"):
        if element.tag == "a":
            section = section_code(cell_text(element)) or section
            continue
        lines = [
            [" ".join(cell_text(cell).split()) for cell in line.iter("th", "td")]
            for line in element.iter("tr")
        ]
        lines = [line for line in lines if any(line)]
        is_list = bool(lines) and _is_header(lines[0])
        if section is None and not is_list:
            continue  # a web archive's own banner stands above the page
        if section is None or not is_list:
            shown = " | ".join(lines[0])[:120] if lines else "nothing"
            raise ListParseError(
                f"{_WHAT}: a table that begins with {shown!r} "
                + ("has no section link before it" if is_list else "has another header")
                + ". The layout has changed."
            )
        rows += [_row(section, line) for line in lines[1:]]
    return rows


def _is_header(cells: list[str]) -> bool:
    match [cell.lower() for cell in cells]:
        case [name, effective]:
            return name in _NAME_HEADERS and effective == _DATE_HEADER
    return False


def _row(section: str, cells: list[str]) -> Row:
    if len(cells) != 2 or not all(cells):
        raise ListParseError(
            f"{_WHAT}, section {section}: the row {' | '.join(cells)!r} has "
            f"{len([c for c in cells if c])} cells, not a name and a date."
        )
    try:
        return Row(section, cells[0], long_date(cells[1]))
    except ListParseError as error:
        raise ListParseError(
            f"{_WHAT}, section {section}, {cells[0]!r}: {error}"
        ) from None
