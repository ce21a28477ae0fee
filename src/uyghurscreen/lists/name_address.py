"""Where a name ends and its address begins, in the Entity List's running text.

The publication sets nothing but a comma between the two, and names hold commas of their
own (`Acme Co., Ltd.`, `Academy of Sciences, Institute of Optics`). The text is read in
comma segments; a legal form or a sub-unit continues the name.
"""

from __future__ import annotations

import re
from typing import Final

from uyghurscreen.lists.entity_words import (
    LEGAL_THEN_MORE,
    ends_in_country,
    is_legal_form,
    is_organisation,
    looks_like_address,
    segments,
    split_outside,
)

__all__ = ["clean_name", "split_name_address"]

_ABBREVIATION: Final = re.compile(
    r"\b(?:ltd|co|inc|corp|pvt|bhd|sti|tic|san|elec|bros|mfg|intl|int['’]l|tech|mr|dr)\.$"
    r"|\b\w\.$",
    re.IGNORECASE,
)
_SHORTENED: Final = re.compile(
    r"elec|tech|intl|mfg|bros|sci|dept|univ|ind|eng", re.IGNORECASE
)
_LEGAL_WORD: Final = re.compile(r"co|oy|ag|sa|ao", re.IGNORECASE)
_RUN_ON: Final = re.compile(
    r"^(.*\b(?:Company|Ltd|LLC|FZE|Inc)\b\.?)\s+(.*\b(?:Tower|Bldg)\b.*)$"
    r"|^(.*?)\s+((?:Office|Suite|Room|Unit) \S*\d\S*|P\.?O\.? Box\b.*)$"
)
_SENTENCE: Final = re.compile(r"\.['”]?\s*(?=[A-Z0-9#]|d\.|ul\.|pr\.|nab\.)")


def clean_name(text: str) -> str:
    """Trim what the sentence around a name leaves on it.

    Example:
        >>> clean_name("Beijing Hileed Solutions Co., Ltd., ")
        'Beijing Hileed Solutions Co., Ltd.'
        >>> clean_name("“JSC TPE”; and")
        'JSC TPE'
    """
    name = " ".join(text.split())
    name = re.sub(r"^(?:and\s+|[,;:.\s])+", "", name)
    before = None
    while name != before:
        before = name
        name = re.sub(r"(?:[\s,;:]|[\s;,](?:and|or))+$", "", name)
        name = re.sub(r"\.{2,}$", ".", name)
        if name.endswith(".") and not _ABBREVIATION.search(name):
            name = name[:-1]
        if name.endswith(")") and name.count(")") > name.count("("):
            name = name[:-1]
    if (
        name[:1] in "“\"'‘"
        and name[-1:] in "”\"'’"
        and not re.search('[“”"]', name[1:-1])
    ):
        name = name[1:-1].strip()
    return name


def split_name_address(text: str) -> tuple[str, str]:
    """Part a running `NAME, ADDRESS` text; the address is empty where there is none.

    Example:
        >>> split_name_address("Evolog Co., Ltd., 10 Tikkurilantie, Vantaa, Finland.")
        ('Evolog Co., Ltd.', '10 Tikkurilantie, Vantaa, Finland.')
    """
    head, *others = split_outside(text, ";")
    parts = segments(head)
    if not parts:
        return "", text
    parts = [parts[0], *(piece for part in parts[1:] for piece in _open_up(part))]
    end = _name_end(parts)
    name, address = ", ".join(parts[:end]), ", ".join(parts[end:])
    name, cut = _cut_sentence(name, bool(address))
    address = ", ".join(part for part in (cut, address) if part)
    return clean_name(name), "; ".join(
        [address, *others] if address else others
    ).strip()


def _open_up(part: str) -> list[str]:
    """Part `Ltd. Room 1105` in two, but not `Ltd. Beijing Research Institute`."""
    match = LEGAL_THEN_MORE.match(part)
    if match is None:
        return [part]
    form, rest = part[: match.start(2)].strip(), match[2]
    more = looks_like_address(rest) or not is_organisation(rest)
    return [form, rest] if more else [part]


def _name_end(parts: list[str]) -> int:
    """Return how many leading comma segments belong to the name."""
    joined = _enumeration_end(parts)
    end = max(1, joined)
    legal = False
    while end < len(parts):
        part = parts[end]
        if is_legal_form(part):
            legal = True
        elif (
            legal
            or looks_like_address(part)
            or not is_organisation(part)
            or not is_organisation(parts[0])
            or parts[end - 1].endswith(")")
        ):
            break
        end += 1
    return end


def _enumeration_end(parts: list[str]) -> int:
    """Return the length of `Optics, Fine Mechanics, and Physics`, else 0."""
    for index, part in enumerate(parts[:5]):
        if index and (looks_like_address(part) or is_legal_form(part)):
            return 0
        if index > 1 and re.match(r"and [A-Z]", part) and is_organisation(parts[0]):
            return index + 1
    return 0


def _cut_sentence(name: str, more: bool) -> tuple[str, str]:
    """Cut `Avia Trust FZE. Warehouse 22` after the full stop that ends the name."""
    for match in _SENTENCE.finditer(name):
        head, rest = name[: match.end()].rstrip(), name[match.end() :]
        word = re.split(r"[\s.,]", head.rstrip(".'”"))[-1]
        short = len(word) < 3 and not _LEGAL_WORD.fullmatch(word)
        if short or _SHORTENED.fullmatch(word):
            continue
        first = (segments(rest) or [""])[0]
        address = looks_like_address(first)
        if not first or is_legal_form(first):
            continue
        if is_organisation(first) and not address:
            continue
        if address or more or ends_in_country(rest):
            return head, rest
    run_on = _RUN_ON.match(name) if more else None
    if run_on is None:
        return name, ""
    return (run_on[1] or run_on[3], run_on[2] or run_on[4])
