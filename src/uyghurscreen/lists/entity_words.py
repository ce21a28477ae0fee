"""The words that tell a name from an address in the Entity List's running text.

All tests take one comma segment: a legal form or a word of institutions speaks for a
name; a house number, a street word, a post box, a postcode or a country for an address.
"""

from __future__ import annotations

import re
from typing import Final

from uyghurscreen.lists.countries import to_iso2

__all__ = [
    "LEGAL_THEN_MORE",
    "ends_in_country",
    "is_country",
    "is_legal_form",
    "is_organisation",
    "looks_like_address",
    "segments",
    "split_outside",
]

_LEGAL_FORM: Final = re.compile(
    r"ltd|ltda|limited|inc|incorporated|corp|corporation|company|llc|llp|plc|gmbh|jsc|"
    r"ojsc|cjsc|pjsc|pao|oao|ooo|zao|fgup|pte|pty|pvt|private|sdn|bhd|fze|fzco|fzc|dmcc|"
    r"sarl|srl|sro|co|ag|ao|sa|sas|spa|bv|nv|oy|oyj|ab|as|aps|kg|lp|fz|sl|sti|kk|cv|dp|"
    r"gup|rk|est|kft|doo|ad|zrt|se|tic|san|ve|pt|"
    r"sirketi|şirketi|şti"
)
LEGAL_THEN_MORE: Final = re.compile(
    r"^((?:Co\.? )?Ltd|Limited|Inc|LLC|Corp)\b\.?\s+(?=[^\s(])(.*)$"
)
"""A legal form that opens a segment, and the rest: `Ltd. Beijing Laboratory`."""

_JOINT_STOCK: Final = re.compile(
    r"^(?:(?:open|closed|public) )?joint[- ]stock company\b"
    r"|^limited liability company\b",
    re.IGNORECASE,
)
_ORGANISATION: Final = re.compile(
    r"\b(?:Institut\w*|Academy|Universit\w+|College|School|Faculty|Department|Division|"
    r"Laborator(?:y|ies)|Lab|Bureau|Factory|Plant|Branch|Directorate|Administration|"
    r"Ministry|Committee|Commission|Council|Sciences?|Research|Corporation|Company|"
    r"Group|Cent(?:er|re) (?:for|of)|Limited|Ltd|LLC|Inc|Corp|Co|JSC|OAO|OOO|AO|FZE|"
    r"NPO|NPP|NII\w*|OKB|KB|Concern)\b"
)
_STREET: Final = re.compile(
    r"\bAddress:|\bP\.?\s?O\.?\s?Box\b|\bBox\b|#\s?\w|\bC/O\b"
    r"|\bN[o°][.:]?\s?\d|\bNo:|\bNumber \d"
    r"|\b(?:Room|Rm|RM|Suite|Ste|Unit|Floors?|Fl|Flat|Apt|APT|Apartment|Office|OFF|"
    r"Building|Bldg|BLDG|Block|Blk|BLK|Tower|Plaza|Street|Str?|Road|Rd|Avenue|Ave|Lane|"
    r"Ln|Highway|Hwy|Boulevard|Blvd|Square|Sq|lane|District|Province|County|Oblast|"
    r"Obl|obl|Krai|krai|Village|Township|Town|Zone|Airport|Warehouse|Shops?|Hangar|Level|Sector|"
    r"Plot|Phase|Jalan|Jl|Persiaran|Lorong|[Uu]l|[Uu]li(?:ts|c)a|[Pp]rospekt|Prospect|"
    r"pr|[Pp]ereulok|[Ss]hosse|[Nn]aberezhnaya|nab|Embankment|[Pp]royezd|[Pp]roezd|"
    r"Mahallesi|Mah|Mh|Caddesi|Cad|Sokak|Sok|Sk|[Ss]trasse|Rue|rue|Via|Calle|km|KM|"
    r"House|Villa|Bazaa?r|Market|Junction|Alley|Drive|Dr|Terrace|Courtyard|Yard|"
    r"Immeuble|Industrial Park|Science Park|Technology Park|Base)\b"
    r"|stra(?:ss|ß)e\b|straat\b|\w+weg \d|\b[dD]\.\s?\d"
)
_HOUSE_NUMBER: Final = re.compile(
    r"^(?:[A-Z][–-]?)?\d+(?!\d*(?:st|nd|rd|th)\b)[\w/–—⁄-]*(?:\s|$)"
)
_POSTCODE: Final = re.compile(r"\b\d{5,7}\.?$")


def split_outside(text: str, separator: str) -> list[str]:
    """Split at a one-character separator, but not inside round brackets.

    Example:
        >>> split_outside("Acme (a, b), Ltd., Rome", ",")
        ['Acme (a, b)', ' Ltd.', ' Rome']
    """
    parts = [""]
    depth = 0
    for char in text:
        depth = max(0, depth + (char == "(") - (char == ")"))
        if char == separator and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts if not depth else text.split(separator)


def segments(text: str) -> list[str]:
    """Split a text at its commas, brackets respected, and trim the pieces."""
    return [part.strip() for part in split_outside(text, ",") if part.strip()]


def is_organisation(text: str) -> bool:
    """Tell whether a text has a word of institutions or a legal form."""
    return _ORGANISATION.search(text) is not None


def is_legal_form(segment: str) -> bool:
    """Tell whether a comma segment continues the name before it with a legal form.

    Example:
        >>> is_legal_form("Ltd. (ATCOP)"), is_legal_form("Hong Kong Co.")
        (True, True)
    """
    words = re.sub(r"\([^()]*\)", " ", segment).casefold().replace(".", "").split()
    if not words:
        return False
    place = re.fullmatch(r"(.+?) (?:Co|Ltd|Limited|Inc|LLC)\.?", segment)
    if _JOINT_STOCK.match(segment) or (place and is_country(place[1])):
        return True
    if all(map(_LEGAL_FORM.fullmatch, words)):
        return True
    return LEGAL_THEN_MORE.match(segment) is not None


def looks_like_address(segment: str) -> bool:
    """Tell whether a comma segment can only be a part of an address.

    Example:
        >>> looks_like_address("27 Taiping Road"), looks_like_address("Ltd.")
        (True, False)
    """
    if _STREET.search(segment) or is_country(segment):
        return True
    if is_organisation(segment):
        return False
    return bool(_HOUSE_NUMBER.search(segment) or _POSTCODE.search(segment))


def is_country(segment: str) -> bool:
    """Tell whether a comma segment is a country, a postcode beside it left aside."""
    bare = re.sub(r"[\d–-]{3,}", " ", segment).strip(" .")
    # Two-letter codes are legal forms here: "Co", "SA", "AG".
    if len(bare) < 4 and bare not in {"UAE", "USA", "UK"}:
        return False
    return segment.strip().endswith("U.A.E.") or to_iso2(bare) is not None


def ends_in_country(text: str) -> bool:
    """Tell whether the last comma segment of a text is a country."""
    parts = segments(text)
    return bool(parts) and is_country(parts[-1])
