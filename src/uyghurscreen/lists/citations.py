"""Federal Register citations, as the eCFR and the CSL print them.

The eCFR cites the page of the entry with its date (`84 FR 54004, 10/9/19.`), the CSL
the first page of the rule without one (`84 FR 54002; 85 FR 44159`), each with many
slips: a missing `FR` space, an issue number, a date run into the page or into the next
volume. Whatever is not read stays visible through `unread_text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

__all__ = ["Citation", "parse_citations", "unread_text"]

_FR = r"F\.?\s*R\.?"
# A year may run into the next volume: "5/14/0175 FR 78883" is 5/14/01, then 75 FR.
# Three or five digits are no year, and the date is then left unread.
_RUN_ON = rf"(?=\d{{2,3}}[\s.]*{_FR})"
_YEAR = rf"(?:(?:19|20)\d\d(?!\d|\s*{_FR})|\d\d(?:(?!\d)|{_RUN_ON}))"
_DATE = rf"(?P<month>1[0-2]|0?[1-9])/(?P<day>\d{{1,2}})/(?P<year>{_YEAR})"
# At most five digits, so that in "121582/27/23" the month keeps its digit.
_PAGE = r"(?P<page>\d{1,5}(?=(?:1[0-2]|0?[1-9])/\d{1,2}/\d\d)|\d{1,6}(?![\d/]))"
_ISSUE = r"\(?\s*no\.?\s*\d++\s*\)?"
_CITATION = re.compile(
    rf"""(?P<volume>\d{{2,3}}) [\s.]* {_FR} (?:\s*{_FR})? [\s,.]*
    (?:{_ISSUE} [\s,]*)? (?:pp?g?\.?\s*|page\s+)?
    {_PAGE}
    (?:[\s,;.]* {_ISSUE})?
    (?:[\s,;.]* preview\ citation\ details)?
    (?:[\s,;.]* \(?\s* {_DATE} \s*\)?)?""",
    re.IGNORECASE | re.VERBOSE,
)
# "ÿ" is what a wrong code page makes of the CSL's trailing no-break space.
_EDGES = re.compile(r"^(?:and\b|[\s,;.ÿ])+|(?:\band|[\s,;.ÿ])+$", re.IGNORECASE)
_CENTURY = 100
_PIVOT = 36  # the Federal Register began in 1936: "/36" and later are 19xx


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in the Federal Register.

    Attributes:
        volume: Volume; one a year, volume 84 being 2019.
        page: The page printed: of the entry in the eCFR, of the rule in the CSL.
        date: Publication date, where printed.
    """

    volume: int
    page: int
    date: date | None = None

    def __str__(self) -> str:
        """Return `84 FR 54004 (2019-10-09)`, or `84 FR 54004` where undated."""
        dated = f" ({self.date.isoformat()})" if self.date else ""
        return f"{self.volume} FR {self.page}{dated}"


def parse_citations(text: str) -> tuple[Citation, ...]:
    """Return the citations in a cell, in printed order, each once.

    Example:
        >>> [str(c) for c in parse_citations("84 FR 54004, 10/9/19. 85 FR 44161")]
        ['84 FR 54004 (2019-10-09)', '85 FR 44161']
    """
    found = (_citation(match) for match in _CITATION.finditer(text))
    return tuple(dict.fromkeys(found))


def unread_text(text: str) -> str:
    """Return what `parse_citations` leaves of a cell, empty where all was read.

    Example:
        >>> unread_text("85 FR 34501; 88 FR")
        '88 FR'
    """
    pieces = (_EDGES.sub("", piece) for piece in _between(text))
    return "; ".join(piece for piece in pieces if piece)


def _between(text: str) -> list[str]:
    start = 0
    pieces: list[str] = []
    for match in _CITATION.finditer(text):
        pieces.append(text[start : match.start()])
        start = match.end()
    return [*pieces, text[start:]]


def _citation(match: re.Match[str]) -> Citation:
    when = None
    if match["year"]:
        year = int(match["year"])
        if year < _CENTURY:
            year += 1900 if year >= _PIVOT else 2000
        try:
            when = date(year, int(match["month"]), int(match["day"]))
        except ValueError:  # "9/31/14": the page still stands, the date does not
            when = None
    return Citation(int(match["volume"]), int(match["page"]), when)
