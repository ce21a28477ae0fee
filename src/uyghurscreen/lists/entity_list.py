"""The BIS Entity List: Supplement No. 4 to Part 744 of the Export Administration Rules.

The eCFR publishes it as one table of five columns. Read are the XML of its versioner
and of the older bulk file, the supplement alone or inside the part or title, and the
same table on a saved web page of the eCFR or of BIS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl
from lxml import etree

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.entity_cell import Party, read_cell
from uyghurscreen.lists.entity_repairs import repaired
from uyghurscreen.lists.entity_table import (
    EntityRow,
    cell_lines,
    mend_columns,
    merge_continued,
    raw_lines,
    to_record,
)
from uyghurscreen.lists.markup import read_html, read_xml
from uyghurscreen.lists.records import to_entries

__all__ = ["LIST_ID", "alias_counts", "parse"]

LIST_ID: Final = "entity_list"
_WHAT: Final = "Entity List (Supplement No. 4 to Part 744)"
_COLUMNS: Final = 5
_HEADINGS: Final = ("country", "entity", "license requirement", "license review policy")
_SUPPLEMENT: Final = re.compile(
    r"supplement[ .-]+no\.?[ .-]*4[ .-]+to[ .-]+part[ .-]+744"
)
_RESERVED: Final = re.compile(r"^\[?\s*reserved\s*\.?\]?$", re.IGNORECASE)
_FOOTNOTE_ROW: Final = re.compile(r"^\[?\d")
_COUNTS: Final = pl.Schema(
    {
        "entry_name": pl.String(),
        "declared": pl.Int64(),
        "parsed": pl.Int64(),
        "agrees": pl.Boolean(),
        "raw": pl.String(),
    }
)


def parse(raw: bytes) -> pl.DataFrame:
    """Return the Entity List as an `ENTRIES` frame.

    Each row of the table is a `listed` entry; the institutions and companies named
    under it follow as `subordinate` and `affiliate` entries.

    Args:
        raw: eCFR XML (supplement, part or title) or a saved eCFR or BIS web page.

    Raises:
        ListParseError: If the table is not found, or a row is not of a known shape.
    """
    records = [to_record(row) for row in _rows(raw)]
    return to_entries(LIST_ID, records, source_class="law")


def alias_counts(raw: bytes) -> pl.DataFrame:
    """Return the alias counts the publication states beside those that were read.

    A count that disagrees is a slip of the publisher or of the parser; it marks the
    entries worth a look.

    Returns:
        One row per party with a stated count: `entry_name`, `declared`, `parsed`,
        `agrees` and `raw`, the published cell.
    """
    found = [
        (
            party.name,
            party.declared,
            party.counted,
            party.declared == party.counted,
            raw,
        )
        for row in _rows(raw)
        for party in _parties(read_cell(mend_columns(row).entity))
        for raw in [row.raw]
        if party.declared is not None
    ]
    return pl.DataFrame(found, schema=_COUNTS, orient="row")


def _parties(party: Party) -> Iterator[Party]:
    yield party
    for child in party.children:
        yield from _parties(child)


def _rows(raw: bytes) -> Iterator[EntityRow]:
    return merge_continued(_table_rows(_tables(raw)))


def _tables(raw: bytes) -> list[etree._Element]:
    """Return the tables of the supplement, found by its heading or their columns."""
    head = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_xml = re.match(rb"<\?xml|<(?:ecfr|dlpstextclass|div\d)\b", head) is not None
    is_xml = is_xml and b"<html" not in head
    root = read_xml(raw, what=_WHAT) if is_xml else read_html(raw, what=_WHAT)
    supplement = [node for node in root.iter(etree.Element) if _is_supplement(node)]
    scope = supplement[-1] if supplement else root  # the innermost that is labelled
    tables = [t for t in _named(scope, "table") if _has_headings(t)]
    if not tables and supplement:  # a page may label only the heading
        tables = [t for t in _named(root, "table") if _has_headings(t)]
    if not tables:
        raise ListParseError(
            f"{_WHAT}: no table with the columns Country, Entity, License requirement, "
            "License review policy and Federal Register citation was found. Save the "
            "supplement itself, for example as XML from ecfr.gov."
        )
    return tables


def _table_rows(tables: Iterable[etree._Element]) -> Iterator[EntityRow]:
    destination = ""
    numbered = enumerate((row for table in tables for row in _named(table, "tr")), 1)
    for number, row in numbered:
        where = f"row {number}"
        cells = [cell for cell in row if _tag(cell) in ("td", "th")]
        texts = [cell_lines(cell) for cell in cells]
        if not any(texts) or _is_heading(texts):
            continue
        if len(cells) != _COLUMNS:
            if _FOOTNOTE_ROW.match("".join(texts)):
                continue
            raise ListParseError(
                f"{_WHAT}, {where}: {len(cells)} cells where {_COLUMNS} were expected "
                f"({' | '.join(texts)[:120]!r}). The layout may have changed."
            )
        country, entity, requirement, policy, citation = texts
        if _FOOTNOTE_ROW.match(raw_lines(cells[0])):
            continue
        destination = " ".join(country.split()) or destination
        if not entity or _RESERVED.match(entity) or _RESERVED.match(country):
            continue
        if not destination:
            raise ListParseError(
                f"{_WHAT}, {where}: the first entity has no destination "
                f"({entity[:80]!r}). The beginning of the table may be cut off."
            )
        yield EntityRow(
            where=where,
            destination=destination,
            entity=repaired(destination, entity),
            requirement=requirement,
            policy=policy,
            citation=citation,
            raw=raw_lines(cells[1]),
        )


def _is_supplement(node: etree._Element) -> bool:
    label = f"{node.get('N') or ''} {node.get('id') or ''}".casefold()
    return _SUPPLEMENT.search(label) is not None


def _has_headings(table: etree._Element) -> bool:
    for row in _named(table, "tr"):
        texts = [cell_lines(cell) for cell in row if _tag(cell) in ("td", "th")]
        return _is_heading(texts)
    return False


def _is_heading(texts: list[str]) -> bool:
    folded = tuple(" ".join(text.split()).casefold() for text in texts)
    return len(folded) == _COLUMNS and folded[: len(_HEADINGS)] == _HEADINGS


def _named(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    return node.iter(tag, tag.upper())


def _tag(node: etree._Element) -> str:
    return node.tag.lower() if isinstance(node.tag, str) else ""
