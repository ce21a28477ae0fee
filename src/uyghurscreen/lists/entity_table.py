"""Rows of the Entity List table, from either publication, as records.

The five columns are the destination, the entity, the licence requirement, the review
policy and the citations. Footnote marks stand in all of them and are taken out; the
entity cell as published is kept in `Record.raw`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.citations import parse_citations
from uyghurscreen.lists.countries import to_iso2
from uyghurscreen.lists.covering_words import covering_words
from uyghurscreen.lists.entity_cell import Party, read_cell
from uyghurscreen.lists.entity_names import name_quality
from uyghurscreen.lists.markup import cell_text
from uyghurscreen.lists.records import Record

__all__ = [
    "EntityRow",
    "cell_lines",
    "mend_columns",
    "merge_continued",
    "raw_lines",
    "strip_footnotes",
    "to_record",
]

_SPACES: Final = re.compile(r"[ \t\r\n\xa0]+")
_FOOTNOTE: Final = re.compile(
    r"(?<=\))(?:,?\s?\d)(?=$|,\s|\s(?:and|or|of)\b)"  # "734.9(e)1 and", "of the EAR)4"
    r"|(?<=\),)\d(?=\s)"  # "734.9(g),3 746.8(a)(3)"
    r"|(?<=\bEAR)\s?\d(?=$|[.,;)])"  # "of the EAR2", not "EAR99"
)
_REQUIREMENT: Final = re.compile(r"^(?:For|All|See|[a-z]* ?items)\b.*\bitems\b", re.I)
_POLICY: Final = re.compile(r"^(?:Presumption|Policy|Case-by-case)\b", re.IGNORECASE)
_STRAY_ADDRESS: Final = re.compile(r"\n(\d+\w* [A-Z][^\n]*,[^\n]*)$")
_HONG_KONG: Final = re.compile(r"\bHong Kong(?: S\.?A\.?R\.?)?(?:, China)?\.?$")


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One row of the table as printed, line breaks kept in the entity column.

    Attributes:
        where: The row's place in the document, for messages.
        destination: The heading it stands under, carried forward.
        entity: The entity cell without footnote marks.
        requirement: The licence requirement.
        policy: The licence review policy.
        citation: The Federal Register citations.
        raw: The entity cell as published.
    """

    where: str
    destination: str
    entity: str
    requirement: str
    policy: str
    citation: str
    raw: str


def cell_lines(element: etree._Element) -> str:
    """Return the text of a cell without footnote marks, fractions kept apart.

    Only `<br>` and block ends break a line; the indentation of the markup does not.

    Example:
        >>> cell = etree.fromstring("<TD>734.9(g),<sup>3</sup> 746.8</TD>")
        >>> cell_lines(cell)
        '734.9(g), 746.8'
        >>> cell_lines(etree.fromstring("<TD>11<sup>1</sup>⁄<sub>2</sub> Miles</TD>"))
        '11 1⁄2 Miles'
    """
    return cell_text(_plain_copy(element, footnotes=False))


def raw_lines(element: etree._Element) -> str:
    """Return the text of a cell as published, footnote marks and all."""
    return cell_text(_plain_copy(element, footnotes=True))


def strip_footnotes(text: str) -> str:
    """Take footnote digits out of a requirement or policy, never out of a section.

    Example:
        >>> strip_footnotes("See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR2")
        'See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR'
    """
    return " ".join(_FOOTNOTE.sub("", text).split())


def merge_continued(rows: Iterable[EntityRow]) -> Iterator[EntityRow]:
    """Join a row that has only an entity cell to the row it continues."""
    last: EntityRow | None = None
    for row in rows:
        if last and not (row.requirement or row.policy or row.citation):
            last = replace(
                last,
                entity=f"{last.entity}\n\n{row.entity}",
                raw=f"{last.raw}\n\n{row.raw}",
            )
            continue
        if last:
            yield last
        last = row
    if last:
        yield last


def to_record(row: EntityRow) -> Record:
    """Read one row into a record, the parties under it as its children.

    Raises:
        ListParseError: If the destination is unknown or the cell names nobody.
    """
    row = mend_columns(row)
    country = to_iso2(row.destination)
    if country is None:
        raise ListParseError(
            f"Entity List, {row.where}: unknown destination {row.destination!r}. Add "
            "its spelling to the table of countries."
        )
    return _record(read_cell(row.entity), row, country)


def _record(party: Party, row: EntityRow, country: str) -> Record:
    if not party.name:
        raise ListParseError(
            f"Entity List, {row.where}: no name in the entity cell {row.raw[:80]!r}."
        )
    countries = [country]
    if any(_HONG_KONG.search(address) for address in party.addresses):
        countries.append("HK")
    citations = parse_citations(row.citation)
    return Record(
        name=party.name,
        # The code, not the heading: BIS has reworded headings without moving anybody.
        destination=country,
        relation=party.relation,
        # "23rd Research Institute" says too little without the body it belongs to.
        quality="strong" if party.relation == "listed" else name_quality(party.name),
        matchable=party.matchable,
        names=party.names,
        countries=tuple(dict.fromkeys(countries)),
        addresses=party.addresses,
        citations=tuple(str(citation) for citation in citations),
        license_requirement=strip_footnotes(row.requirement) or None,
        license_policy=strip_footnotes(row.policy) or None,
        scope=party.scope or covering_words(row.entity, party.relation),
        first_listed=citations[0].date if citations else None,
        effective_date=citations[-1].date if citations else None,
        children=tuple(_record(child, row, country) for child in party.children),
        raw=row.raw,
    )


def mend_columns(row: EntityRow) -> EntityRow:
    """Put back what the published table holds in the wrong column.

    The rest of an entity cell may stand in the next columns, all others moved one to
    the right; its address may follow the requirement; or requirement and policy may
    have changed places.
    """
    swapped = _POLICY.match(row.requirement) and _REQUIREMENT.match(row.policy)
    if swapped:
        return replace(row, requirement=row.policy, policy=row.requirement)
    if not _REQUIREMENT.match(row.requirement) and _REQUIREMENT.match(row.policy):
        return replace(
            row,
            entity=f"{row.entity}\n{row.requirement}",
            requirement=row.policy,
            policy=row.citation,
            citation="",
        )
    if match := _STRAY_ADDRESS.search(row.requirement):
        return replace(
            row,
            entity=f"{row.entity}\n\n{match[1]}",
            requirement=row.requirement[: match.start()],
        )
    return row


def _plain_copy(element: etree._Element, *, footnotes: bool) -> etree._Element:
    """Copy a cell with its white space folded and its superscripts resolved."""
    plain = copy.deepcopy(element)
    plain.tail = None
    for node in list(plain.iter(etree.Element)):
        node.text = _SPACES.sub(" ", node.text) if node.text else node.text
        node.tail = _SPACES.sub(" ", node.tail) if node.tail else node.tail
        if node.tag == "LI":
            node.text = f"\n{(node.text or '').lstrip()}"
            node.tag = "span"  # one break before the line, none after it
    for node in list(plain.iter("sup", "SUP", "SU", "E", "FR")):
        tail = (node.tail or "").lstrip()
        text = "".join(str(part) for part in node.itertext()).strip()
        if node.tag == "FR" or (node.tag != "E" and tail[:1] in ("⁄", "/")):
            node.text = f" {text}"
        elif node.tag != "E" or node.get("T") == "51":
            for child in node:
                node.remove(child)
            node.text = text if footnotes else ""
    return plain
