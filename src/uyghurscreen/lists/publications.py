"""Where each list is published, what to ask for, and how to read the answers around it.

The addresses and fields follow what the publishers document; none of them asks for a
key. What an answer says about the lists' dates is read here, the lists themselves by
their parsers.

- eCFR: https://www.ecfr.gov/developers/documentation/api/v1. `titles.json` says up to
  which day title 15 is complete, `versions` which parts of it changed since, `full` is
  the text of a part on a day. A wrong `Accept` header, or none for packing, is 406; a
  day later than the complete one is 404.
- Consolidated Screening List: one file for all lists, written anew every hour, as JSON
  and as CSV; only the JSON has dates.
- Federal Register: https://www.federalregister.gov/developers/documentation/api/v1. A
  search without a result has no `results`.
- DHS and ASPI: pages for people. Both turn scripts away at times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from uyghurscreen.errors import ListParseError
from uyghurscreen.lists.documents import read_json
from uyghurscreen.lists.pull import Request

__all__ = [
    "CSL_CSV",
    "CSL_JSON",
    "ECFR_TITLES",
    "TRACKER",
    "UFLPA_NOTICES",
    "UFLPA_PAGE",
    "Document",
    "carries_the_list",
    "complete_on",
    "ecfr_part",
    "ecfr_versions",
    "is_amended",
    "notice_text",
    "read_documents",
    "rules_since",
]

_MB: Final = 1024 * 1024
_ECFR: Final = "https://www.ecfr.gov/api/versioner/v1"
_REGISTER: Final = "https://www.federalregister.gov/api/v1/documents.json"
_TITLE: Final = 15
_PART: Final = "744"
_NOTICE: Final = "Uyghur Forced Labor Prevention Act Entity List"
_FIELDS: Final = (
    "document_number",
    "title",
    "publication_date",
    "effective_on",
    "html_url",
    "full_text_xml_url",
)

ECFR_TITLES: Final = Request(
    name="ecfr_titles.json",
    url=f"{_ECFR}/titles.json",
    kind="json",
    max_bytes=4 * _MB,
)
"""Up to which day each title of the eCFR is complete."""

CSL_JSON: Final = Request(
    name="csl.json",
    url="https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json",
    kind="json",
    hosts=frozenset({"api.trade.gov"}),
)
CSL_CSV: Final = Request(
    name="csl.csv",
    url="https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv",
    kind="csv",
    hosts=frozenset({"api.trade.gov"}),
)
"""All lists of the Consolidated Screening List; the JSON is some 34 MB."""

UFLPA_PAGE: Final = Request(
    name="uflpa.html",
    url="https://www.dhs.gov/uflpa-entity-list",
    kind="html",
    hosts=frozenset({"dhs.gov"}),
    max_bytes=16 * _MB,
)
TRACKER: Final = Request(
    name="aspi_universities.html",
    url="https://unitracker.aspi.org.au/",
    kind="html",
    max_bytes=16 * _MB,
)
UFLPA_NOTICES: Final = Request(
    name="uflpa_notices.json",
    url=_REGISTER,
    query=(
        ("conditions[term]", f'"{_NOTICE}"'),
        ("conditions[agencies][]", "homeland-security-department"),
        ("conditions[type][]", "NOTICE"),
        *(("fields[]", name) for name in _FIELDS),
        ("order", "newest"),
        ("per_page", "100"),
    ),
    kind="json",
    max_bytes=4 * _MB,
)
"""The notices on the UFLPA Entity List; the appendix of each is the whole list."""


def ecfr_versions(since: date) -> Request:
    """Return what asks which sections of part 744 were issued since a day."""
    return Request(
        name="ecfr_versions.json",
        url=f"{_ECFR}/versions/title-{_TITLE}.json",
        query=(("issue_date[gte]", since.isoformat()), ("part", _PART)),
        kind="json",
        max_bytes=16 * _MB,
    )


def ecfr_part(on: date) -> Request:
    """Return what asks for part 744 as it stood on a day, Supplement No. 4 included."""
    return Request(
        name="entity_list.xml",
        url=f"{_ECFR}/full/{on.isoformat()}/title-{_TITLE}.xml",
        query=(("part", _PART),),
        kind="xml",
        max_bytes=32 * _MB,
    )


def rules_since(day: date) -> Request:
    """Return what asks for rules on part 744 published since a day."""
    return Request(
        name="entity_list_rules.json",
        url=_REGISTER,
        query=(
            ("conditions[agencies][]", "industry-and-security-bureau"),
            ("conditions[type][]", "RULE"),
            ("conditions[cfr][title]", str(_TITLE)),
            ("conditions[cfr][part]", _PART),
            ("conditions[publication_date][gte]", day.isoformat()),
            *(("fields[]", name) for name in _FIELDS),
            ("order", "newest"),
            ("per_page", "100"),
        ),
        kind="json",
        max_bytes=4 * _MB,
    )


def carries_the_list(notice: Document) -> bool:
    """Tell whether a document is a notice whose appendix is the UFLPA Entity List."""
    return notice.title.casefold().endswith(_NOTICE.casefold())


def notice_text(notice: Document) -> Request:
    """Return what asks for the text of a notice.

    Raises:
        ListParseError: If the Federal Register gives no address of it.
    """
    if not notice.text_url.startswith("https://www.federalregister.gov/"):
        raise ListParseError(
            f"Federal Register notice {notice.number}: {notice.text_url!r} is no "
            "address of its text."
        )
    return Request(
        name="uflpa_notice.xml", url=notice.text_url, kind="xml", max_bytes=16 * _MB
    )


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the Federal Register.

    Attributes:
        number: Such as `2026-15628`.
        title: As printed.
        published: The day it was published.
        url: Its page.
        text_url: Its full text as XML; empty if there is none.
    """

    number: str
    title: str
    published: date
    url: str
    text_url: str

    def __str__(self) -> str:
        """Return `2026-15628 of 2026-08-03`."""
        return f"{self.number} of {self.published}"


def complete_on(titles: bytes) -> date:
    """Return the day up to which the eCFR's title 15 is complete.

    Raises:
        ListParseError: If the answer does not say.

    Example:
        >>> title = b'{"number": 15, "up_to_date_as_of": "2026-06-16"}'
        >>> complete_on(b'{"titles": [' + title + b"]}")
        datetime.date(2026, 6, 16)
    """
    what = "eCFR titles"
    for title in _items(titles, "titles", what):
        if title.get("number") == _TITLE:
            return _day(title.get("up_to_date_as_of"), what)
    raise ListParseError(f"{what}: title {_TITLE} is not among them.")


def is_amended(versions: bytes, since: date) -> bool:
    """Tell whether anything of part 744 was issued anew after a day.

    More is issued anew than is amended, but never less. True where the answer is not
    complete, because it comes in pages.

    Example:
        >>> is_amended(b'{"content_versions": [], "meta": {}}', date(2026, 6, 16))
        False
    """
    what = "eCFR versions"
    document = read_json(versions, what=what)
    meta = document.get("meta") if isinstance(document, dict) else None
    pages = meta.get("total_pages", 1) if isinstance(meta, dict) else None
    if str(pages) not in ("0", "1"):
        return True
    return any(
        _day(item.get("issue_date"), what) > since
        for item in _items(versions, "content_versions", what)
    )


def read_documents(answer: bytes) -> list[Document]:
    """Return the documents of a search of the Federal Register, newest first.

    Raises:
        ListParseError: If the answer is none.

    Example:
        >>> read_documents(b'{"count": 0}')
        []
    """
    what = "Federal Register search"
    document = read_json(answer, what=what)
    if isinstance(document, dict) and document.get("count") == 0:
        return []
    found = [
        Document(
            number=str(item.get("document_number")),
            title=" ".join(str(item.get("title")).split()),
            published=_day(item.get("publication_date"), what),
            url=str(item.get("html_url") or ""),
            text_url=str(item.get("full_text_xml_url") or ""),
        )
        for item in _items(answer, "results", what)
    ]
    return sorted(found, key=lambda d: (d.published, d.number), reverse=True)


def _items(answer: bytes, key: str, what: str) -> list[Mapping[str, Any]]:
    document = read_json(answer, what=what)
    items = document.get(key) if isinstance(document, dict) else None
    if not isinstance(items, list) or not all(isinstance(i, dict) for i in items):
        raise ListParseError(f"{what}: no {key!r}. The answer is another than before.")
    return items


def _day(value: object, what: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ListParseError(f"{what}: {value!r} is no day.") from None
