"""The Consolidated Screening List: thirteen United States lists in one file.

Published hourly by the International Trade Administration as JSON, CSV and TSV
(https://www.trade.gov/consolidated-screening-list). Each source becomes a list of its
own. Its Entity List section, keyed by hand from the law, is `csl_el`: a cross-check of
`entity_list`, not a second copy of it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from typing import Final

import polars as pl

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.citations import parse_citations, unread_text
from uyghurscreen.lists.countries import to_iso2
from uyghurscreen.lists.csl_names import read_aliases, read_name, repair_text
from uyghurscreen.lists.csl_rows import WHAT, read_rows, read_sources, read_written
from uyghurscreen.lists.entity_names import name_quality
from uyghurscreen.lists.records import Record, fold_identity, to_entries
from uyghurscreen.schema import ENTRIES
from uyghurscreen.typing import SourceClass

__all__ = ["LIST_IDS", "file_date", "parse", "source_dates"]

LIST_IDS: Final = {
    "CAP": "csl_cap",
    "CMIC": "csl_cmic",
    "DPL": "csl_dpl",
    "DTC": "csl_dtc",
    "EL": "csl_el",
    "FSE": "csl_fse",
    "ISN": "csl_isn",
    "MEU": "csl_meu",
    "NS-MBS": "csl_mbs",
    "PLC": "csl_plc",
    "SDN": "csl_sdn",
    "SSI": "csl_ssi",
    "UVL": "csl_uvl",
}
"""The code in brackets in the publisher's `source`, and our list id."""

_CODE: Final = re.compile(r"\(([A-Z]+(?:-[A-Z]+)?)(?: List)?\)")
_NOT_RAW: Final = frozenset(
    {
        "_id",  # a hash that changes with the citation
        "source",
        "source_list_url",
        "source_information_url",
        "license_requirement",
        "license_policy",
    }
)


def parse(raw: bytes) -> pl.DataFrame:
    """Parse the JSON, CSV or TSV file into `ENTRIES`, one `list_id` per source.

    Args:
        raw: The file as published.

    Raises:
        ListParseError: If the file is cut off, is an HTML page, has other columns, or
            holds a source this version does not know.
    """
    records: defaultdict[str, list[tuple[str | None, Record]]] = defaultdict(list)
    for number, row in enumerate(read_rows(raw), 1):
        records[_list_id(row["source"], number)].append(_record(row, number))
    frames = [
        to_entries(
            list_id, _nested(records[list_id]), source_class=_source_class(list_id)
        )
        for list_id in sorted(records)
    ]
    return pl.concat([pl.DataFrame(schema=ENTRIES), *frames])


def source_dates(raw: bytes) -> dict[str, date] | None:
    """Return the date each source was last updated, None for a CSV, which has none.

    Raises:
        ListParseError: If the JSON cannot be read or names an unknown source.
    """
    sources = read_sources(raw)
    if sources is None:
        return None
    dates: dict[str, date] = {}
    for number, item in enumerate(sources, 1):
        updated = item.get("source_last_updated")
        if updated:
            dates[_list_id(item["source"], number)] = _timestamp(str(updated)).date()
    return dict(sorted(dates.items()))


def file_date(raw: bytes) -> date | None:
    """Return the day the file was written, None for a CSV, which does not say.

    Raises:
        ListParseError: If the JSON cannot be read.
    """
    written = read_written(raw)
    return _timestamp(written).date() if written else None


def _list_id(source: str, number: int) -> str:
    code = _CODE.search(source)
    if code is None or code[1] not in LIST_IDS:
        raise ListParseError(
            f"{WHAT}: entry {number} is of the source {source!r}, which this version "
            "does not know. Update the package, or report it."
        )
    return LIST_IDS[code[1]]


def _source_class(list_id: str) -> SourceClass:
    # An unverified party may be traded with, on a statement: a warning, not a ban.
    return "government" if list_id == "csl_uvl" else "law"


def _record(row: dict[str, str], number: int) -> tuple[str | None, Record]:
    """Return the parent's name, if the cell has one, and the record."""
    cell = read_name(row["name"])
    if not cell.name:
        raise ListParseError(f"{WHAT}: entry {number} has no name.")
    addresses, countries = _addresses(row["addresses"])
    record = Record(
        name=cell.name,
        matchable=cell.matchable,
        quality=name_quality(cell.name),
        relation=cell.relation,
        names=(*cell.others, *read_aliases(row["alt_names"])),
        countries=(*countries, cell.country) if cell.country else countries,
        addresses=addresses,
        citations=_citations(row["federal_register_notice"]),
        license_requirement=repair_text(row["license_requirement"]) or None,
        license_policy=repair_text(row["license_policy"]) or None,
        sublists=_parts(row["programs"]),
        scope=cell.scope,
        effective_date=_date(row["start_date"], number),
        raw=_raw(row),
    )
    return cell.parent, record


def _nested(found: list[tuple[str | None, Record]]) -> list[Record]:
    """Put children under their parents, in an order that is not the file's.

    The publisher shuffles rows at will; entries alike in list and name are told apart
    by a counter, which must not follow the shuffle.
    """
    found = sorted(found, key=lambda pair: _order(pair[1]))
    places = {
        fold_identity(record.name): place
        for place, (parent, record) in reversed(list(enumerate(found)))
        if parent is None
    }
    children: defaultdict[int, list[Record]] = defaultdict(list)
    kept: dict[int, Record] = {}
    for place, (parent, record) in enumerate(found):
        above = None if parent is None else places.get(fold_identity(parent))
        if above is not None:
            children[above].append(record)
        elif parent is not None:  # the parent is not on the list: keep the printed name
            name = f"{parent}: {record.name}"
            kept[place] = replace(record, name=name, relation="listed")
        else:
            kept[place] = record
    return [
        replace(record, children=tuple(children[place]))
        for place, record in kept.items()
    ]


def _order(record: Record) -> tuple[object, ...]:
    return (fold_identity(record.name), record.name, record.citations, record.raw)


def _addresses(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses, as printed, and the countries their last parts name."""
    addresses: list[str] = []
    countries: list[str] = []
    for part in _parts(cell):
        text = re.sub(r"^and\s+|[\s,]+$", "", part)
        place, _, last = text.rpartition(", ")
        code = to_iso2(last) if last.isupper() else None
        if code:
            countries.append(code)
        if place or code is None:
            addresses.append(text)
    return tuple(addresses), tuple(dict.fromkeys(countries))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(text for part in cell.split(";") if (text := repair_text(part)))


def _citations(cell: str) -> tuple[str, ...]:
    read = tuple(str(citation) for citation in parse_citations(cell))
    rest = unread_text(cell)
    return (*read, rest) if rest else read


def _date(cell: str, number: int) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        raise ListParseError(
            f"{WHAT}: entry {number} has the start date {cell!r}, not YYYY-MM-DD."
        ) from None


def _timestamp(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ListParseError(f"{WHAT}: {text!r} is no timestamp.") from None


def _raw(row: dict[str, str]) -> str:
    cells = {key: cell for key, cell in row.items() if cell and key not in _NOT_RAW}
    return json.dumps(cells, ensure_ascii=False, sort_keys=True)
