"""The rows of a Consolidated Screening List file, whatever its format.

The International Trade Administration publishes one list as JSON, CSV and TSV. JSON
arrays are joined with `"; "` as the CSV prints them, so that one reading follows.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, Final

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.bombs import check_objects
from uyghurscreen.lists.markup import check_size

__all__ = ["COLUMNS", "WHAT", "read_rows", "read_sources", "read_written"]

WHAT: Final = "Consolidated Screening List"

COLUMNS: Final = (
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
)
"""The header of the CSV; before 2021 it had no `_id`."""

_NEEDED: Final = frozenset(
    {"source", "name", "addresses", "alt_names", "federal_register_notice"}
)
_ADDRESS_PARTS: Final = ("address", "city", "state", "postal_code", "country")

_ROWS: Final = 250_000
"""Most entries (there are some 26,000)."""

_CELL: Final = 131_072
"""Most letters of a cell, as the reader of CSV has it (the longest has some 3,000)."""


def read_rows(raw: bytes) -> list[dict[str, str]]:
    """Return the rows of a JSON, CSV or TSV file as texts, empty where absent.

    Raises:
        ListParseError: If the file is no such list, is cut off, has other columns, or
            is larger than any such list.
    """
    text = _text(raw)
    if text.startswith("{"):
        return [_flat(item, number) for number, item in enumerate(_results(text), 1)]
    return _table(text)


def read_sources(raw: bytes) -> list[dict[str, Any]] | None:
    """Return the `sources_used` of a JSON file, None for a CSV, which has no dates."""
    text = _text(raw)
    if not text.startswith("{"):
        return None
    sources = _document(text).get("sources_used")
    if not isinstance(sources, list) or not all(
        isinstance(item, dict) and isinstance(item.get("source"), str)
        for item in sources
    ):
        raise ListParseError(f"{WHAT}: the JSON has no `sources_used`.")
    return sources


def read_written(raw: bytes) -> str | None:
    """Return the time a JSON file says it was written, None where it does not say."""
    text = _text(raw)
    if not text.startswith("{"):
        return None
    written = _document(text).get("search_performed_at")
    return written if isinstance(written, str) else None


def _text(raw: bytes) -> str:
    check_size(raw, WHAT)
    check_objects(raw, WHAT)
    try:
        text = raw.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError as error:
        raise ListParseError(
            f"{WHAT}: not UTF-8 at byte {error.start}. Save the file as published, "
            "without opening it in a spreadsheet."
        ) from None
    if text.startswith("<"):
        raise ListParseError(
            f"{WHAT}: this is an HTML page, not a list. The publisher may have sent an "
            "error page; open it in a browser and save the JSON or CSV itself."
        )
    return text


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise ListParseError(
            f"{WHAT}: the JSON breaks at character {error.pos:,} of {len(text):,} "
            f"({error.msg}). The file is cut off or damaged; download it again."
        ) from None
    except (ValueError, RecursionError) as error:  # a number without end, say
        raise ListParseError(f"{WHAT}: the JSON cannot be read ({error}).") from None
    assert isinstance(document, dict)  # the text starts with "{"
    return document


def _results(text: str) -> list[object]:
    document = _document(text)
    results = document.get("results")
    if not isinstance(results, list):
        raise ListParseError(f"{WHAT}: the JSON has no `results` list.")
    total = document.get("total", len(results))
    if total != len(results):
        raise ListParseError(
            f"{WHAT}: the JSON announces {total} entries and holds {len(results)}. "
            "This is one page of a search; download the whole file."
        )
    _check_rows(len(results))
    return results


def _check_rows(number: int) -> None:
    if number > _ROWS:
        raise ListParseError(
            f"{WHAT}: more than {_ROWS:,} entries, ten times what there are."
        )


def _flat(item: object, number: int) -> dict[str, str]:
    if not isinstance(item, dict):
        raise ListParseError(f"{WHAT}: result {number} is not an object.")
    missing = sorted(_NEEDED - item.keys())
    if missing:
        raise ListParseError(
            f"{WHAT}: result {number} has no field {', '.join(missing)}. The format "
            "has changed; this version cannot read it."
        )
    row = {"_id" if key == "id" else key: _cell(item[key], number) for key in item}
    return {column: row.get(column, "") for column in COLUMNS}


def _cell(value: object, number: int) -> str:
    if isinstance(value, list):
        value = "; ".join(filter(None, (_item(part, number) for part in value)))
    cell = _plain(value, number)
    if len(cell) > _CELL:
        raise ListParseError(
            f"{WHAT}: result {number} has a cell of {len(cell):,} letters, more than "
            f"the {_CELL:,} accepted."
        )
    return cell


def _item(part: object, number: int) -> str:
    if isinstance(part, dict):
        keys: Iterable[str] = _ADDRESS_PARTS if "city" in part else part
        parts = (_plain(part.get(key), number) for key in keys)
        return ", ".join(filter(None, parts))
    return _plain(part, number)


def _plain(value: object, number: int) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case int() | float():
            return str(value)
    raise ListParseError(f"{WHAT}: result {number} holds {type(value).__name__}.")


def _table(text: str) -> list[dict[str, str]]:
    header, _, _ = text.partition("\n")
    delimiter = "\t" if "\t" in header else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = tuple(next(reader))
        _check_header(columns)
        rows = []
        for number, cells in enumerate(reader, 1):
            if len(cells) != len(columns):
                raise ListParseError(
                    f"{WHAT}: row {number} has {len(cells)} fields, not "
                    f"{len(columns)}. The file is cut off or damaged; download it "
                    "again."
                )
            _check_rows(number)
            row = dict(zip(columns, cells, strict=True))
            rows.append({column: row.get(column, "") for column in COLUMNS})
    except csv.Error as error:
        raise ListParseError(
            f"{WHAT}: the table breaks at line {reader.line_num} ({error}). "
            "The file is cut off or damaged; download it again."
        ) from None
    return rows


def _check_header(columns: tuple[str, ...]) -> None:
    if columns in (COLUMNS, COLUMNS[1:]):
        return
    missing = [column for column in COLUMNS[1:] if column not in columns]
    unknown = [column for column in columns if column not in COLUMNS]
    raise ListParseError(
        f"{WHAT}: the header has {len(columns)} columns; missing: "
        f"{', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}. "
        f"Expected the published {len(COLUMNS)} (or {len(COLUMNS) - 1}, without `_id`) "
        "in their order."
    )
