"""Rules in the Federal Register that add, revise or remove Entity List entries.

A rule amends Supplement No. 4 to Part 744 before the eCFR shows it. Its table prints
the new and the revised rows; its amending paragraphs say which is which, and name the
entries removed, which no table prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl
from lxml import etree

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.countries import to_iso2
from uyghurscreen.lists.entity_table import (
    EntityRow,
    cell_lines,
    merge_continued,
    raw_lines,
    to_record,
)
from uyghurscreen.lists.markup import read_xml
from uyghurscreen.lists.name_address import clean_name
from uyghurscreen.lists.records import Record, to_entries

__all__ = ["LIST_ID", "amendments", "parse"]

LIST_ID: Final = "entity_list"
_WHAT: Final = "Federal Register rule on the Entity List"
_COLUMNS: Final = 5
_STARS: Final = re.compile(r"^[\s*]+$")
_SUPPLEMENT: Final = re.compile(r"\bsupplement no\. 4 to part 744\b", re.IGNORECASE)
_NEW_SUBJECT: Final = re.compile(r"^\d+\. ")
_PENDING: Final = re.compile(
    r"\d{2,3} FR \[INSERT [^\]]*?(?:(\d{1,2})/(\d{1,2})/(\d{2,4}))?\][,.]?",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(
    r"\b(?P<verb>add|revis|remov)(?:ing|e|es|ed|al)\b"
    r"|\bunder (?:the destinations? of )?(?=(?P<under>[^“:;]*))"
    r"|“(?P<name>(?:[^“”]|“[^“”]*”)+)”",
    re.IGNORECASE,
)
_ACTIONS: Final = {"add": "add", "revis": "revise", "remov": "remove"}
_LONGEST_COUNTRY: Final = 8  # words
_AMENDMENTS: Final = pl.Schema(
    {
        "action": pl.String(),
        "destination": pl.String(),
        "entry_name": pl.String(),
    }
)


def parse(raw: bytes) -> pl.DataFrame:
    """Return the rows a rule prints, as an `ENTRIES` frame of the Entity List.

    A citation that the rule leaves open (`[INSERT FR PAGE NUMBER AND 2/27/2023]`) has a
    date but no page; it sets the dates and gives no citation. A rule that only removes
    entries gives an empty frame.

    Args:
        raw: The XML of the rule from federalregister.gov.

    Raises:
        ListParseError: If this is no rule on the Entity List, or a row has no known
            shape.
    """
    root = _root(raw)
    rows = merge_continued(_rows(root))
    records = [_with_rule_date(to_record(row), row.citation) for row in rows]
    return to_entries(LIST_ID, records, source_class="law")


def amendments(raw: bytes) -> pl.DataFrame:
    """Return what a rule does to which entries.

    Returns:
        One row per entry named in the amending paragraphs, in printed order: `action`
        (`add`, `revise` or `remove`), `destination` (null where the paragraph names
        none) and `entry_name`.

    Raises:
        ListParseError: If this is no rule on the Entity List.
    """
    found: list[_Change] = []
    for text in _instructions(_root(raw)):
        found += _changes(text)
    rows = [(change.action, change.destination, change.name) for change in found]
    return pl.DataFrame(rows, schema=_AMENDMENTS, orient="row")


@dataclass(frozen=True, slots=True)
class _Change:
    action: str
    destination: str | None
    name: str


def _root(raw: bytes) -> etree._Element:
    root = read_xml(raw, what=_WHAT)
    if not any(_instructions(root)):
        raise ListParseError(
            f"{_WHAT}: no paragraph amends supplement no. 4 to part 744. Take the full "
            "text XML of the rule from federalregister.gov."
        )
    return root


def _instructions(root: etree._Element) -> Iterator[str]:
    """Yield the amending text of the supplement, one text per numbered instruction."""
    texts: list[str] = []
    for paragraph in root.iter("AMDPAR"):
        text = " ".join("".join(map(str, paragraph.itertext())).split())
        if _NEW_SUBJECT.match(text):
            if texts:
                yield " ".join(texts)
            texts = []
        if texts or _SUPPLEMENT.search(text):
            texts.append(text)
    if texts:
        yield " ".join(texts)


def _changes(text: str) -> Iterator[_Change]:
    """Read the verbs, the destinations and the quoted names in their order."""
    action: str | None = None
    destination: str | None = None
    for token in _TOKEN.finditer(text):
        if token["verb"]:
            action = _ACTIONS[token["verb"].lower()]
        elif token["under"]:
            destination = _country(token["under"]) or destination
        elif action is None:
            raise ListParseError(
                f"{_WHAT}: {token[0][:80]!r} is named, but not whether it is added, "
                f"revised or removed ({text[:120]!r})."
            )
        else:
            yield _Change(action, destination, clean_name(token["name"]))


def _country(text: str) -> str | None:
    """Return the country a text opens with: `RUSSIA, by adding` gives `RUSSIA`."""
    words = text.removeprefix("the ").split()[:_LONGEST_COUNTRY]
    for end in range(len(words), 0, -1):
        candidate = " ".join(words[:end]).strip(" ,:;")
        if to_iso2(candidate):
            return candidate
    return None


def _rows(root: etree._Element) -> Iterator[EntityRow]:
    destination = ""
    tables = [t for t in root.iter("GPOTABLE") if _is_entity_table(t)]
    numbered = enumerate((row for table in tables for row in table.iter("ROW")), 1)
    for number, row in numbered:
        where = f"table row {number}"
        cells = [cell for cell in row if cell.tag == "ENT"]
        texts = ["" if _STARS.match(t) else t for t in map(cell_lines, cells)]
        if _is_heading(texts):
            continue
        destination = (
            " ".join(texts[0].split()) or destination if texts else destination
        )
        if not any(texts[1:]):
            continue
        if len(texts) not in (2, _COLUMNS) or not destination:
            raise ListParseError(
                f"{_WHAT}, {where}: {len(texts)} cells under {destination!r} "
                f"({' | '.join(texts)[:120]!r}). The layout may have changed."
            )
        entity, requirement, policy, citation = [*texts[1:], "", "", ""][:4]
        yield EntityRow(
            where=where,
            destination=destination,
            entity=entity,
            requirement=requirement,
            policy=policy,
            citation=citation,
            raw=raw_lines(cells[1]),
        )


def _is_entity_table(table: etree._Element) -> bool:
    heads = [[cell_lines(cell) for cell in head] for head in table.iter("BOXHD", "ROW")]
    return any(_is_heading(texts) for texts in heads)


def _is_heading(texts: list[str]) -> bool:
    return [" ".join(t.split()).casefold() for t in texts[:2]] == ["country", "entity"]


def _with_rule_date(record: Record, citation: str) -> Record:
    """Date a record by the citation the rule leaves open, where it has one."""
    match = _PENDING.search(citation)
    if match is None or match[1] is None:
        return record
    month, day, year = (int(part) for part in match.groups())
    published = date(year if year > 99 else year + 2000, month, day)
    return replace(
        record,
        first_listed=record.first_listed or published,
        effective_date=published,
        children=tuple(_with_rule_date(child, citation) for child in record.children),
    )
