"""The addresses of an Entity List cell, taken apart.

Addresses follow one another after `; and`, after a full stop at the end of a line,
after a label (`Alt Address:`), and now and then after a bare `and`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from uyghurscreen.lists.entity_words import is_country, segments, split_outside

__all__ = ["drop_cross_references", "split_addresses"]

_SEE_ELSEWHERE: Final = re.compile(
    r"[\s,]*\(\s*(?:see|alternate|for alternate)\b(?:[^()]|\([^()]*\))*(?:\)|$)",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"\(?\b(?:alt\.? )?address(?:es for [^:;]{3,80})?:\s*", re.IGNORECASE
)
_LEFTOVER: Final = re.compile(
    r"^(?:(?:a\.k\.a\.?,|the following (?:\w+ )?alias(?:es)?:)\s*)+", re.IGNORECASE
)
_LONE_POSTCODE: Final = re.compile(r"^\d{5,6}$")
_AND_ADDRESS: Final = re.compile(r",?\s+and\s+(?=[A-Z0-9#])")
_STRAY_NUMBER: Final = re.compile(r"(?<=U\.A\.E\.)\s+\d{1,3}$")


def drop_cross_references(text: str) -> str:
    """Remove the notes that an address stands under another destination.

    Example:
        >>> drop_cross_references("Espoo, Finland (See also addresses under Russia).")
        'Espoo, Finland.'
    """
    return _SEE_ELSEWHERE.sub("", text)


def split_addresses(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses in the lines of a cell, each on one line, each once.

    Example:
        >>> split_addresses(["1 Road, Rome, Italy; and", "2 Street, Paris, France."])
        ('1 Road, Rome, Italy', '2 Street, Paris, France')
    """
    text = _join(lines)
    found: list[str] = []
    for labelled in _LABEL.split(text):
        for part in split_outside(labelled, ";"):
            found += _split_at_country(_clean_address(part))
    return tuple(dict.fromkeys(address for address in found if address))


def _join(lines: Iterable[str]) -> str:
    text = ""
    for line in lines:
        if text.endswith((".", ";")):
            text = f"{text.rstrip(';')}; {line}"
        else:
            text = f"{text} {line}"
    return re.sub(r";\s*;", ";", text)


def _split_at_country(address: str) -> list[str]:
    """Split at an `and` after a country: `Kabul, Afghanistan, and Dasht Qala`."""
    for match in _AND_ADDRESS.finditer(address):
        head, rest = address[: match.start()], address[match.end() :]
        last = (segments(head) or [""])[-1]
        closed = is_country(last) or _LONE_POSTCODE.match(last)
        if closed and not is_country(rest):
            return [_clean_address(head), *_split_at_country(_clean_address(rest))]
    return [address]


def _clean_address(text: str) -> str:
    address = " ".join(text.split())
    address = re.sub(
        r"^(?:[,;:.\s—]|and\b(?=\s|[A-Z#\d])|and(?=[A-Z#\d]))+", "", address
    )
    address = _LEFTOVER.sub("", address)
    address = re.sub(r"(?:[\s,;:]|\band$)+$", "", address)
    address = _STRAY_NUMBER.sub("", address)
    if address.endswith(")") and "(" not in address:
        address = address[:-1]
    if not re.search(r"\b\w\.(?:\w\.)+$", address):
        address = address.rstrip(".,; ")
    return address
