"""From the rows of the UFLPA Entity List's sections to its entries.

DHS prints one row per section and entity; an entity listed under two clauses of the law
has two rows, often with other aliases, dates and punctuation. Here the rows of one
entity become one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.records import Record, fold_identity
from uyghurscreen.lists.uflpa_cell import NameCell, other_names, parse_cell

__all__ = ["Row", "long_date", "require_sections", "section_code", "to_records"]

# The law's clauses (iii) and (iv) are products and exporters; no entity stands there.
_REQUIRED: Final = ("(i)", "(ii)", "(v)")
_SECTION: Final = re.compile(
    r"Section\s*2\s*\(d\)\s*\(2\)\s*\(B\)\s*(\((?:i|ii|iii|iv|v)\))", re.IGNORECASE
)
_LONG_DATE: Final = re.compile(r"([A-Z][a-z]+) (\d{1,2}), (\d{4})")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the section it stands in, its name cell, its date where one is shown."""

    section: str
    cell: str
    effective_date: date | None = None


def section_code(text: str) -> str | None:
    """Return the clause a text names, or None.

    Example:
        >>> section_code("Section 2(d)(2)(B)(ii)")
        '(ii)'
    """
    found = _SECTION.search(text)
    return found[1].lower() if found else None


def long_date(text: str) -> date:
    """Read a date such as `June 21, 2022`, whatever the machine's locale.

    Raises:
        ListParseError: If the text is not such a date.
    """
    found = _LONG_DATE.fullmatch(" ".join(text.split()))
    if found and found[1] in _MONTHS:
        try:
            return date(int(found[3]), _MONTHS.index(found[1]) + 1, int(found[2]))
        except ValueError:
            pass
    raise ListParseError(f"{text!r} is not a date such as 'June 21, 2022'.")


def require_sections(rows: Iterable[Row], *, what: str) -> None:
    """Refuse a publication in which a section of the list has no row.

    Raises:
        ListParseError: Naming the sections that are missing.
    """
    found = {row.section for row in rows}
    missing = [section for section in _REQUIRED if section not in found]
    if missing:
        raise ListParseError(
            f"{what}: no row under section {', '.join(missing)}. The file may be cut "
            "off, or the layout has changed; save the whole publication again."
        )


def to_records(
    rows: Iterable[Row], *, first_listed: Mapping[str, date] | None = None
) -> list[Record]:
    """Group rows into one record per entity, in printed order.

    Rows belong together where their names agree in all letters and digits. The first
    row's spelling is the entry's name. DHS prints no country; the law is about goods
    from the People's Republic of China, so every entry carries `CN`.

    Args:
        rows: The rows of all sections.
        first_listed: Earlier dates known from elsewhere, by official name.

    Raises:
        ListParseError: If a name cell has a wording the grammar does not know.
    """
    known = {fold_identity(name): day for name, day in (first_listed or {}).items()}
    groups: dict[str, list[tuple[Row, NameCell]]] = {}
    for row in rows:
        cell = parse_cell(row.cell)
        groups.setdefault(fold_identity(cell.name), []).append((row, cell))
    return [_record(group, known.get(key)) for key, group in groups.items()]


def _record(group: list[tuple[Row, NameCell]], known: date | None) -> Record:
    cells = [cell for _, cell in group]
    sections = tuple(dict.fromkeys(row.section for row, _ in group))
    shown = [row.effective_date for row, _ in group if row.effective_date]
    entry = Record(
        name=cells[0].name,
        names=tuple(name for cell in cells for name in other_names(cell)),
        countries=("CN",),
        citations=tuple(f"UFLPA section 2(d)(2)(B){code}" for code in sections),
        sublists=sections,
        scope=next((cell.scope_clause for cell in cells if cell.scope_clause), None),
        first_listed=min([*shown, known] if known else shown, default=None),
        effective_date=max(shown, default=None),
        raw="\n".join(dict.fromkeys(row.cell for row, _ in group)),
    )
    named_inside = {
        fold_identity(child.name): child
        for cell in cells
        for child in cell.subsidiaries
    }
    return replace(
        entry,
        children=tuple(
            replace(
                entry,
                name=child.name,
                relation="subordinate",
                names=other_names(child),
                scope=child.scope_clause or child.covering_words,
            )
            for child in named_inside.values()
        ),
    )
