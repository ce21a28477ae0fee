"""The names inside one piece of an Entity List cell: aliases, former names, acronyms.

A piece is the head of a cell or one alias line. Besides its own name it may hold others
in brackets (`(f.k.a., Esage Lab)`), after a bare `a.k.a.` or after `or`, and it may end
in an acronym (`(CETC 13)`), which is a name of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from uyghurscreen.lists.countries import to_iso2
from uyghurscreen.lists.entity_words import (
    is_organisation,
    looks_like_address,
    segments,
    split_outside,
)
from uyghurscreen.lists.name_address import clean_name
from uyghurscreen.lists.records import ListedName
from uyghurscreen.typing import NameKind, NameQuality

__all__ = [
    "MARK",
    "NamePiece",
    "name_quality",
    "read_names",
    "split_loose_alias",
    "take_brackets",
]

MARK: Final = r"(?:\b[af]\.\s?k\.\s?a\b\.?|(?-i:\baka\b)),?"
"""`a.k.a.`, `aka` or `f.k.a.` as printed, with the comma that often follows."""

_MARK: Final = re.compile(MARK, re.IGNORECASE)
_BRACKET: Final = re.compile(rf",?\s*\((?={MARK})", re.IGNORECASE)
_LABEL: Final = re.compile(r",\s*(?:Alt\.? )?Address:")
_ANNOUNCED: Final = re.compile(r"^the following\b", re.IGNORECASE)
_REMARK: Final = re.compile(
    r",?\s*\((?:an?|the) (?:subordinate|subsidiary|branch|affiliate)\b[^()]*\)",
    re.IGNORECASE,
)
_ACRONYM: Final = re.compile(r"\(([^()]{2,20})\)$")
_NO_ACRONYM: Final = re.compile(
    r"pvt|pty|o?jsc|llc|o?ao|ooo|zao|hk|hong kong|uk|uae|bvi|prc|usa?|ltd|co|m|sz",
    re.IGNORECASE,
)
_WEAK_LENGTH: Final = 5
_GENERIC: Final = re.compile(
    r"institute|research|academy|factory|plant|company|department|design|planning|group|"
    r"cent(?:er|re)|laboratory|bureau|station|corporation|general|university|college|"
    r"trading|no|number|the|of|and|first|second|third|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth|\d+(?:st|nd|rd|th)?"
)


@dataclass(frozen=True, slots=True)
class NamePiece:
    """What one piece of a cell names: its own name, then the others in it."""

    name: str
    others: tuple[ListedName, ...] = ()


def name_quality(name: str) -> NameQuality:
    """Return `weak` for a name that says too little alone.

    Weak are names of at most five characters (`SGM`, `Farid`), and names that hold
    nothing but numbers and words of institutions (`706th Research Institute`).

    Example:
        >>> [name_quality(n) for n in ("BIRM", "Huawei", "23rd Research Institute")]
        ['weak', 'strong', 'weak']
    """
    if len(name) <= _WEAK_LENGTH:
        return "weak"
    words = re.findall(r"\w+", name.casefold())
    generic = all(map(_GENERIC.fullmatch, words))
    return "weak" if generic else "strong"


def read_names(text: str, kind: NameKind = "alias") -> NamePiece:
    """Read a piece without an address: its name and every other name in it.

    Args:
        text: Such as `Zorsecurity Center (f.k.a., Esage Lab)`.
        kind: What the piece's own name is where an `or` splits it in two.

    Example:
        >>> piece = read_names("Zorsecurity Center (f.k.a., Esage Lab)")
        >>> piece.name, [(n.name, n.kind) for n in piece.others]
        ('Zorsecurity Center', [('Esage Lab', 'former')])
    """
    text, bracketed = take_brackets(_REMARK.sub("", text))
    head, *tail = re.split(rf"[,;]?\s*(?={MARK})", text, maxsplit=1, flags=re.I)
    own = [clean_name(part) for part in _alternatives(head)]
    others = [_listed(name, kind) for name in own[1:]]
    others += _acronyms(own[0])
    for content in (*tail, *bracketed):
        others += _marked(content)
    return NamePiece(own[0], tuple(dict.fromkeys(n for n in others if n.name)))


def split_loose_alias(text: str) -> tuple[str, str]:
    """Part `Mark Ong and Matti Chong, 27 Jalan 18` into the aliases and the address.

    The text follows a bare `a.k.a.`; every comma segment is a name until one opens the
    address. Two last segments that are a place and its country are the address.
    """
    head, *others = split_outside(text, ";")
    parts = segments(head)
    end = 0
    while end < len(parts) and not looks_like_address(parts[end]):
        end += 1
    plain_place = end == len(parts) - 1 and to_iso2(parts[end].strip(". ")) is not None
    if plain_place and end > 1:
        end -= 1
    return ", ".join(parts[:end]), ";".join([", ".join(parts[end:]), *others])


def take_brackets(text: str) -> tuple[str, list[str]]:
    """Take `(a.k.a. ...)` groups out of a text, nested brackets respected."""
    taken: list[str] = []
    while match := _BRACKET.search(text):
        depth, end = 1, match.end()
        while end < len(text) and depth:
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        if depth and (label := _LABEL.search(text, match.end())):  # never closed
            end = label.start()
        taken.append(text[match.end() : end - 1 if not depth else end])
        text = f"{text[: match.start()]}{text[end:]}"
    return text, taken


def _marked(content: str) -> list[ListedName]:
    """Read `a.k.a. X; Y; f.k.a., Z`; a name without a mark keeps the last one."""
    marks = list(_MARK.finditer(content))
    found: list[ListedName] = []
    whole = len(marks) > 1 or ";" in content
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        kind: NameKind = "former" if mark[0][0] in "fF" else "alias"
        text = content[mark.end() : following.start() if following else None]
        for part in split_outside(text, ";"):
            for name in [part] if whole else _enumeration(part):
                cleaned = clean_name(name)
                if not _ANNOUNCED.match(cleaned):
                    found += [_listed(cleaned, kind), *_acronyms(cleaned)]
    return found


def _enumeration(text: str) -> list[str]:
    """Split `Lin Rongnan, Steven Lim and Yong Nam Lim`, but no name with an `and`."""
    names: list[str] = []
    for part in segments(text):
        if names and re.fullmatch(r"(?:\w{2,4}\.?|S\.A\.|Limited)", part):
            names[-1] = f"{names[-1]}, {part}"
            continue
        halves = re.split(r"\s+and\s+", part)
        people = len(halves) == 2 and not any(
            is_organisation(half) or len(half.split()) < 2 for half in halves
        )
        names += halves if people else [part]
    return names


def _alternatives(text: str) -> list[str]:
    """Split `CETC Infrared or CETC IR` and `IRGC Air Force; IRGCAF`."""
    text = re.sub(r";\s+and\s+(?=\S)", " and ", re.sub(r";\s*and\s*$", "", text))
    return re.split(r"\s+or\s+(?=[A-Z0-9])|;\s*(?=\S)", text)


def _acronyms(name: str) -> list[ListedName]:
    match = _ACRONYM.search(name)
    if match is None:
        return []
    text = match[1].strip(" .,'“”\"")
    letters = sum(char.isupper() for char in text)
    if letters < 2 or len(text.split()) > 3 or _NO_ACRONYM.fullmatch(text):
        return []
    return [ListedName(text, kind="acronym", quality=name_quality(text))]


def _listed(name: str, kind: NameKind) -> ListedName:
    return ListedName(name, kind=kind, quality=name_quality(name))
